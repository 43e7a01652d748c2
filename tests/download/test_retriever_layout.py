"""The layout "retriever" writes what the NBIA Data Retriever writes: its folders, its names of files, its table."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import nbia
from nbia import Client, InvalidParameterError
from nbia_core.download.disk.layout import FolderLayout
from tests.download.helpers import MOUSE, SEVERAL, SMALL, VICTRE, archives_asked_for, sha256
from tests.download.retriever_folders import HEADINGS, folder_of, images, list_series, location, retrieved, row
from tests.reference_server import ReferenceServer

NUMBERED = {
    "stored in another order": "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508",
    "two acquisitions in turn": "2.25.273797660863955883553217487273666709496",
    "an image without a number": "2.25.9607049201094040686934940303494704972",
    "twenty images": "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726",
    "three acquisitions": "2.25.83588416354916477201677989469357427278",
}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_folders_are_those_of_the_retriever(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    report = client.download(SEVERAL, tmp_path, layout="retriever")

    assert [result.path for result in report.results] == [folder_of(server, tmp_path, uid) for uid in SEVERAL]
    assert nbia.verify(tmp_path).is_complete


@pytest.mark.parametrize("uid", NUMBERED.values(), ids=NUMBERED)
def test_images_are_called_in_their_order_as_the_server_calls_them_for_the_retriever(
    client: Client, server: ReferenceServer, tmp_path: Path, uid: str
) -> None:
    (result,) = client.download([uid], tmp_path, layout="retriever").results

    assert result.path is not None
    assert {path.name: path.read_bytes() for path in result.path.glob("*.dcm")} == images(server, uid)


def test_images_can_be_called_so_in_other_layouts_too(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path, file_names="retriever")

    assert {path.name for path in (tmp_path / MOUSE).glob("*.dcm")} == set(images(server, MOUSE))
    assert nbia.verify(tmp_path).is_complete


def test_another_way_to_call_images_can_be_chosen(client: Client, tmp_path: Path) -> None:
    (result,) = client.download([MOUSE], tmp_path, layout="retriever", file_names="InstanceNumber").results

    assert result.path is not None
    assert (result.path / "0001.dcm").is_file()


def test_the_table_begins_with_the_columns_of_the_retriever(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([VICTRE], tmp_path, layout="retriever")

    (found,) = table(tmp_path / "metadata.csv")
    theirs = dict(zip(HEADINGS.split(","), row(server, VICTRE).split(","), strict=True))
    differing = {
        "SOP Class Name",
        "3rd Party Analysis",
        "Study Description",
        "Series Description",
        "Download Timestamp",
    }
    assert ",".join(found).startswith(HEADINGS)
    assert {name: found[name] for name in theirs.keys() - differing} == {
        name: theirs[name] for name in theirs.keys() - differing
    }
    assert found["SOP Class Name"] == "Digital Mammography X-Ray Image Storage - For Presentation"


def test_the_table_of_the_retriever_is_never_written_over(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, MOUSE)
    before = (tmp_path / "metadata.csv").read_bytes()

    report = client.download([MOUSE, SMALL], tmp_path, layout="retriever")

    assert (tmp_path / "metadata.csv").read_bytes() == before
    assert report.metadata_path == tmp_path / "nbia-metadata.csv"
    assert [line["Series UID"] for line in table(tmp_path / "nbia-metadata.csv")] == sorted([MOUSE, SMALL])


def test_a_table_of_ours_is_written_anew_in_either_form(client: Client, tmp_path: Path) -> None:
    paths = [
        client.download([uid], tmp_path, layout=layout).metadata_path
        for uid, layout in ((MOUSE, "retriever"), (SMALL, "retriever"), (VICTRE, "series"))
    ]

    assert paths == [tmp_path / "metadata.csv"] * 3
    assert len(table(tmp_path / "metadata.csv")) == 3


def test_a_tree_that_the_retriever_began_is_completed_in_its_own_layout(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    retrieved(server, tmp_path, *SEVERAL[:3])

    report = client.download(SEVERAL, tmp_path, layout="retriever")

    assert [result.status for result in report.results] == ["adopted"] * 3 + ["downloaded"] * 3
    assert [result.path for result in report.results] == [folder_of(server, tmp_path, uid) for uid in SEVERAL]


def test_what_was_downloaded_so_is_found_again_without_the_state(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download(SEVERAL, tmp_path / "first", layout="retriever")
    (tmp_path / "second").mkdir()
    for path in (tmp_path / "first").iterdir():
        path.rename(tmp_path / "second" / path.name) if path.name != ".nbia" else None
    server.reset()

    report = client.download(SEVERAL, tmp_path / "second", layout="retriever")

    assert ({result.status for result in report.results}, archives_asked_for(server)) == ({"adopted"}, [])


def test_a_series_whose_folder_another_one_has_gets_a_folder_beside_it(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    place = folder_of(server, tmp_path, VICTRE)
    place.mkdir(parents=True)
    for name, data in images(server, MOUSE).items():
        (place / name).write_bytes(data)

    reports = [client.download([VICTRE, MOUSE], tmp_path, layout="retriever") for _ in range(2)]

    victre, mouse = reports[0].results
    assert (victre.status, mouse.status, mouse.path) == ("downloaded", "adopted", place)
    assert victre.path is not None
    assert victre.path.parent == place.parent
    assert victre.path.name.startswith(f"{place.name}-")
    assert [result.status for result in reports[1].results] == ["present", "present"]


def test_images_of_others_in_both_folders_of_a_series_do_not_end_the_download(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (first,) = client.download([VICTRE], tmp_path / "once", layout="retriever").results
    assert first.path is not None
    for name in (first.path.name, f"{first.path.name}-{sha256(VICTRE.encode())[:16]}"):
        place = tmp_path / "twice" / first.path.relative_to(tmp_path / "once").with_name(name)
        place.mkdir(parents=True)
        for image, data in images(server, MOUSE).items():
            (place / image).write_bytes(data)

    (result,) = client.download([VICTRE], tmp_path / "twice", layout="retriever").results

    assert result.is_complete
    assert result.moved_to == (tmp_path / "twice" / ".nbia" / "replaced" / f"{VICTRE}-1",)


def test_series_that_want_one_folder_at_the_same_time_all_get_their_own(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FolderLayout, "path", lambda self, uid, attributes: PurePosixPath("a/b/c/the same"))

    reports = [client.download(SEVERAL, tmp_path, layout="retriever", workers=6) for _ in range(2)]

    assert [Counter(result.status for result in report.results) for report in reports] == [
        {"downloaded": 6},
        {"present": 6},
    ]
    assert len({result.path for result in reports[0].results}) == 6
    assert nbia.verify(tmp_path).is_complete


def test_a_table_of_ours_names_the_series_for_another_folder(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    client.download([MOUSE, SMALL], tmp_path / "one", layout="retriever")

    report = client.download(tmp_path / "one" / "metadata.csv", tmp_path / "two")

    assert [result.series_instance_uid for result in report.results] == sorted([MOUSE, SMALL])


@pytest.mark.parametrize("options", [{"as_zip": True}, {"check_headers": False}])
def test_what_does_not_go_with_it_is_refused(
    client: Client, server: ReferenceServer, tmp_path: Path, options: dict[str, Any]
) -> None:
    with pytest.raises(InvalidParameterError, match="layout='retriever'"):
        client.download([MOUSE], tmp_path, layout="retriever", **options)

    assert server.requests == []


def test_a_line_with_a_comma_in_a_value_still_names_its_series(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    list_series(tmp_path, row(server, MOUSE).replace("Bruker BioSpin MRI GmbH", "Bruker, BioSpin, MRI"))

    report = client.download(tmp_path / "metadata.csv", tmp_path, layout="retriever")

    assert (report.is_complete, report.results[0].path) == (True, tmp_path.joinpath(*location(server, MOUSE)))
