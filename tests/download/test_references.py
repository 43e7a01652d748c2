"""Which series others refer to: read from files on disk and from the service, and followed from one to the next."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from pydicom.dataset import Dataset, FileDataset

import nbia.v4
from nbia import AsyncClient, Client, InvalidParameterError, NoAnswerError, RetryPolicy
from nbia_core.download.references import series_at_service
from tests.download.treatment import (
    DOSE,
    HIDDEN,
    IMAGES,
    OF_HIDDEN,
    OF_REPORT,
    PLAN,
    REPORT,
    SCOUT,
    STATE,
    STRUCTURES,
    changed,
    stored_object,
    written,
)
from tests.reference_server import Archive, ReferenceServer, faults

SINGLE_IMAGE = "getSingleImage"


def pairs(references: nbia.References) -> list[tuple[str, str | None, str]]:
    """Return which series refers to which, and where that is."""
    return [(link.series_instance_uid, link.referenced_series_instance_uid, link.status) for link in references]


def put(folder: Path, archive: Archive, *series_instance_uids: str) -> None:
    """Copy the files of series into folders of theirs."""
    for uid in series_instance_uids:
        (folder / uid).mkdir(parents=True)
        for number, image in enumerate(archive.images(uid)):
            (folder / uid / f"1-{number}.dcm").write_bytes(image.path.read_bytes())


def without_series(dataset: FileDataset) -> None:
    """Let a segmentation name the images that it was made from, and not their series."""
    del dataset.ReferencedSeriesSequence


def after_much_else(dataset: FileDataset) -> None:
    """Let an object say what it refers to after two million bytes."""
    dataset.private_block(0x0009, "NOTES", create=True).add_new(0x01, "OB", bytes(2_000_000))


def of_another_plan(dataset: FileDataset) -> None:
    """Let a dose name a plan that nobody has."""
    dataset.ReferencedRTPlanSequence[0].ReferencedSOPInstanceUID = "1.2.3"


def damage(archive: Path) -> None:
    """Overwrite some bytes in the middle of an archive."""
    data = bytearray(archive.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 100] = bytes(100)
    archive.write_bytes(data)


# At the service


def test_a_dose_leads_to_its_plan_the_structures_and_the_images(treatment_client: Client) -> None:
    references = treatment_client.references(DOSE)

    assert pairs(references) == [
        (DOSE, PLAN, "available"),
        (PLAN, STRUCTURES, "available"),
        (STRUCTURES, IMAGES, "available"),
    ]
    assert [(link.modality, link.referenced_modality, link.depth) for link in references] == [
        ("RTDOSE", "RTPLAN", 1),
        ("RTPLAN", "RTSTRUCT", 2),
        ("RTSTRUCT", "CT", 3),
    ]
    assert references.series == references.missing == (PLAN, STRUCTURES, IMAGES)
    assert references.is_complete


@pytest.mark.parametrize(
    ("series", "referenced", "images", "through"),
    [
        pytest.param(STRUCTURES, IMAGES, 6, "ReferencedFrameOfReferenceSequence", id="RTSTRUCT"),
        pytest.param(PLAN, STRUCTURES, 1, "ReferencedStructureSetSequence", id="RTPLAN"),
        pytest.param(DOSE, PLAN, 1, "ReferencedRTPlanSequence", id="RTDOSE"),
        pytest.param(REPORT, IMAGES, 6, "CurrentRequestedProcedureEvidenceSequence", id="SR"),
        pytest.param(STATE, IMAGES, 6, "ReferencedSeriesSequence", id="PR"),
        pytest.param(OF_REPORT, REPORT, 2, "ReferencedSeriesSequence", id="PR of an SR"),
        pytest.param(OF_HIDDEN, HIDDEN, 2, "ReferencedSeriesSequence", id="SEG"),
    ],
)
def test_each_kind_says_it_in_its_own_sequence(
    treatment_client: Client, series: str, referenced: str, images: int, through: str
) -> None:
    link = treatment_client.references([series]).links[0]

    assert (link.series_instance_uid, link.referenced_series_instance_uid) == (series, referenced)
    assert (link.images, link.through) == (images, through)


def test_ordinary_images_refer_to_nothing_and_are_not_read(
    treatment_client: Client, treatment_server: ReferenceServer
) -> None:
    references = treatment_client.references([IMAGES, SCOUT])

    assert (references.links, references.looked_at, references.silent) == ((), (IMAGES, SCOUT), ())
    assert str(references) == "None of 2 series refers to another."
    assert {request.endpoint for request in treatment_server.requests} == {"getSeries"}


def test_a_series_that_is_not_public_is_named(treatment_client: Client) -> None:
    references = treatment_client.references([OF_HIDDEN])

    assert pairs(references) == [(OF_HIDDEN, HIDDEN, "not available")]
    assert (references.unavailable, references.missing, references.is_complete) == ((HIDDEN,), (), False)


def test_a_series_that_the_service_does_not_show_cannot_be_looked_at(treatment_client: Client) -> None:
    references = treatment_client.references([HIDDEN, STATE])

    assert pairs(references) == [(STATE, IMAGES, "available")]
    (problem,) = references.problems
    assert problem.startswith(f"{HIDDEN}: the service does not show it")


def test_what_records_say_is_not_asked_for(treatment_client: Client, treatment_server: ReferenceServer) -> None:
    series = treatment_client.get_series(modality="RTDOSE")
    treatment_server.reset()

    treatment_client.references(series)

    asked = [request.parameters for request in treatment_server.requests if request.endpoint == "getSeries"]
    assert len(asked) == 1
    assert "StudyInstanceUID" in asked[0]


def test_another_version_says_the_same(treatment_server: ReferenceServer, treatment_client: Client) -> None:
    with nbia.v4.Client(base_url=treatment_server.url("v4")) as client:
        assert client.references([DOSE]) == treatment_client.references([DOSE])


@pytest.mark.anyio
async def test_the_asynchronous_client_says_the_same(
    treatment_server: ReferenceServer, treatment_client: Client
) -> None:
    async with AsyncClient(base_url=treatment_server.base_url) as client:
        assert await client.references([DOSE, STATE]) == treatment_client.references([DOSE, STATE])


def test_images_without_a_series_are_looked_for_in_the_study(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive
) -> None:
    def of_images(dataset: FileDataset) -> None:
        item = Dataset()
        item.ReferencedSOPInstanceUID = treatment_archive.images(IMAGES)[2].sop_uid
        dataset.SourceImageSequence = [item]
        del dataset.ReferencedSeriesSequence

    image = changed(treatment_archive, STATE, of_images)
    treatment_server.inject(faults.replaced(image, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    (link,) = treatment_client.references([STATE])

    assert (link.referenced_series_instance_uid, link.images, link.through) == (IMAGES, 1, "SourceImageSequence")


def test_images_that_no_series_holds_are_named_as_such(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive
) -> None:
    image = changed(treatment_archive, DOSE, of_another_plan)
    treatment_server.inject(faults.replaced(image, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    references = treatment_client.references([DOSE])

    assert pairs(references) == [(DOSE, None, "unresolved")]
    assert not references.is_complete
    assert "no series found of 1 image in ReferencedRTPlanSequence: unresolved" in str(references)


def test_an_image_of_another_series_is_not_believed(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive
) -> None:
    other = written(stored_object(treatment_archive, STATE))
    treatment_server.inject(faults.replaced(other, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    assert pairs(treatment_client.references([PLAN]))[0] == (PLAN, STRUCTURES, "available")


def test_a_large_image_says_it_at_its_beginning(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive
) -> None:
    def with_many_pixels(dataset: FileDataset) -> None:
        dataset.PixelData = bytes(2_000_000)

    image = changed(treatment_archive, DOSE, with_many_pixels)
    treatment_server.inject(faults.replaced(image, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    assert pairs(treatment_client.references([DOSE]))[0] == (DOSE, PLAN, "available")


def test_an_image_that_says_nothing_within_the_limit_is_a_problem(
    treatment_client: Client,
    treatment_server: ReferenceServer,
    treatment_archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(series_at_service, "_FIRST", 1_000_000)
    monkeypatch.setattr(series_at_service, "_LONGEST", 1_000_000)
    image = changed(treatment_archive, STRUCTURES, after_much_else)
    treatment_server.inject(faults.replaced(image, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    references = treatment_client.references([STRUCTURES])

    assert references.links == ()
    (problem,) = references.problems
    assert problem.endswith("it says nothing in its first 1,000,000 bytes")


def test_an_image_may_say_it_after_much_else(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive
) -> None:
    image = changed(treatment_archive, STRUCTURES, after_much_else)
    treatment_server.inject(faults.replaced(image, content_type="application/dicom"), endpoint=SINGLE_IMAGE)

    assert pairs(treatment_client.references([STRUCTURES])) == [(STRUCTURES, IMAGES, "available")]


def test_of_many_images_some_are_read_and_that_is_said(
    treatment_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_at_service, "_MOST_OBJECTS", 1)

    references = treatment_client.references([REPORT])

    assert pairs(references) == [(REPORT, IMAGES, "available")]
    assert references.problems == (f"{REPORT}: 1 of its 2 images were read",)


def test_an_image_that_cannot_be_had_is_a_problem(treatment_client: Client, treatment_server: ReferenceServer) -> None:
    treatment_server.inject(faults.status(404), endpoint=SINGLE_IMAGE, times=None)

    references = treatment_client.references([DOSE])

    assert (references.links, len(references.problems)) == ((), 1)
    assert DOSE in references.problems[0]


def test_a_server_that_is_not_there_is_an_error() -> None:
    with Client(base_url="http://127.0.0.1:9/v1", retries=0) as client, pytest.raises(NoAnswerError):
        client.references([DOSE])


# On disk


def test_a_folder_is_read_where_it_lies_and_nothing_is_asked(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive, tmp_path: Path
) -> None:
    put(tmp_path, treatment_archive, IMAGES, STRUCTURES, PLAN, DOSE)

    references = treatment_client.references(tmp_path)

    assert set(pairs(references)) == {
        (DOSE, PLAN, "on disk"),
        (PLAN, STRUCTURES, "on disk"),
        (STRUCTURES, IMAGES, "on disk"),
    }
    assert {(link.path, link.referenced_path) for link in references} == {
        (tmp_path / DOSE, tmp_path / PLAN),
        (tmp_path / PLAN, tmp_path / STRUCTURES),
        (tmp_path / STRUCTURES, tmp_path / IMAGES),
    }
    assert treatment_server.requests == []


@pytest.mark.parametrize("as_zip", [False, True], ids=["images", "archives"])
def test_a_download_is_read_where_it_lies(treatment_client: Client, tmp_path: Path, as_zip: bool) -> None:
    treatment_client.download([IMAGES, STATE, REPORT, PLAN], tmp_path, as_zip=as_zip)

    references = treatment_client.references(tmp_path)

    assert set(pairs(references)) == {
        (STATE, IMAGES, "on disk"),
        (REPORT, IMAGES, "on disk"),
        (PLAN, STRUCTURES, "available"),
        (STRUCTURES, IMAGES, "on disk"),
    }
    assert (references.missing, references.problems) == ((STRUCTURES,), ())
    assert treatment_client.download(references.missing, tmp_path, as_zip=as_zip).is_complete
    assert {link.status for link in treatment_client.references(tmp_path)} == {"on disk"}


def test_folders_within_an_archive_are_no_images(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / f"{STATE}.zip", "w") as archive:
        archive.mkdir("images")
        archive.write(treatment_archive.images(STATE)[0].path, "images/1.dcm")

    references = treatment_client.references(tmp_path, offline=True)

    assert (pairs(references), references.problems) == ([(STATE, IMAGES, "not asked")], ())


def test_series_that_lie_in_one_folder_are_told_apart(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    for uid in (IMAGES, STRUCTURES, STATE):
        for number, image in enumerate(treatment_archive.images(uid)):
            (tmp_path / f"{uid[-5:]}-{number}.dcm").write_bytes(image.path.read_bytes())

    references = treatment_client.references(tmp_path)

    assert sorted(pairs(references)) == sorted([(STRUCTURES, IMAGES, "on disk"), (STATE, IMAGES, "on disk")])
    assert sorted(references.looked_at) == sorted([IMAGES, STRUCTURES, STATE])


def test_folders_with_names_of_another_program_are_read(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    put(tmp_path / "Treatment" / "T-1", treatment_archive, IMAGES, STRUCTURES)
    (tmp_path / "Treatment" / "T-1" / IMAGES).rename(tmp_path / "Treatment" / "T-1" / "2.000000-CT-67612")
    (tmp_path / "Treatment" / "T-1" / STRUCTURES).rename(tmp_path / "Treatment" / "T-1" / "3.000000-NA-91117")

    assert pairs(treatment_client.references(tmp_path)) == [(STRUCTURES, IMAGES, "on disk")]


def test_one_file_is_read(treatment_client: Client, treatment_archive: Archive) -> None:
    references = treatment_client.references(treatment_archive.images(STATE)[0].path)

    assert pairs(references) == [(STATE, IMAGES, "available")]


def test_a_uid_means_the_series_and_a_path_the_folder_of_its_name(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, treatment_archive, STATE)
    monkeypatch.chdir(tmp_path)

    assert treatment_client.references(STATE).links[0].path is None
    assert treatment_client.references(Path(STATE)).links[0].path == Path(STATE)


def test_offline_nothing_is_asked(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive, tmp_path: Path
) -> None:
    put(tmp_path, treatment_archive, STATE, DOSE)

    references = treatment_client.references(tmp_path, offline=True)

    assert sorted(pairs(references), key=str) == sorted(
        [(DOSE, None, "unresolved"), (STATE, IMAGES, "not asked")], key=str
    )
    assert treatment_server.requests == []


def test_a_segmentation_that_names_images_alone_is_resolved_on_disk(
    treatment_client: Client, treatment_server: ReferenceServer, treatment_archive: Archive, tmp_path: Path
) -> None:
    put(tmp_path, treatment_archive, HIDDEN)
    (tmp_path / "seg").mkdir()
    (tmp_path / "seg" / "1.dcm").write_bytes(changed(treatment_archive, OF_HIDDEN, without_series))

    (link,) = treatment_client.references(tmp_path)

    assert (link.referenced_series_instance_uid, link.status, link.images) == (HIDDEN, "on disk", 2)
    assert link.through == "SourceImageSequence"
    assert treatment_server.requests == []


def test_a_damaged_archive_is_a_problem_if_images_are_looked_for_in_it(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    treatment_client.download(IMAGES, tmp_path, as_zip=True)
    damage(tmp_path / f"{IMAGES}.zip")
    (tmp_path / DOSE).mkdir()
    (tmp_path / DOSE / "1.dcm").write_bytes(changed(treatment_archive, DOSE, of_another_plan))

    references = treatment_client.references(tmp_path, offline=True)

    assert pairs(references) == [(DOSE, None, "unresolved")]
    (problem,) = references.problems
    assert problem.startswith(str(tmp_path / f"{IMAGES}.zip"))


def test_images_are_not_looked_for_if_their_series_are_named(treatment_client: Client, tmp_path: Path) -> None:
    treatment_client.download([IMAGES, STATE], tmp_path, as_zip=True)
    damage(tmp_path / f"{IMAGES}.zip")

    references = treatment_client.references(tmp_path, offline=True)

    assert (pairs(references), references.problems) == ([(STATE, IMAGES, "on disk")], ())


def test_images_are_not_looked_for_in_another_study(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    def in_another_study(dataset: FileDataset) -> None:
        of_another_plan(dataset)
        dataset.StudyInstanceUID = "1.2.3"

    treatment_client.download(IMAGES, tmp_path, as_zip=True)
    damage(tmp_path / f"{IMAGES}.zip")
    (tmp_path / DOSE).mkdir()
    (tmp_path / DOSE / "1.dcm").write_bytes(changed(treatment_archive, DOSE, in_another_study))

    references = treatment_client.references(tmp_path, offline=True)

    assert (pairs(references), references.problems) == ([(DOSE, None, "unresolved")], ())


def test_an_image_on_disk_that_does_not_say_its_series_is_asked_for(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    def nameless(dataset: FileDataset) -> None:
        del dataset.SeriesInstanceUID

    def of_an_image(dataset: FileDataset) -> None:
        item = Dataset()
        item.ReferencedSOPInstanceUID = treatment_archive.images(IMAGES)[0].sop_uid
        dataset.SourceImageSequence = [item]
        del dataset.ReferencedSeriesSequence

    put(tmp_path, treatment_archive, SCOUT)
    (tmp_path / SCOUT / "nameless.dcm").write_bytes(changed(treatment_archive, IMAGES, nameless))
    (tmp_path / "1.dcm").write_bytes(changed(treatment_archive, STATE, of_an_image))

    assert pairs(treatment_client.references(tmp_path)) == [(STATE, IMAGES, "available")]


def test_series_that_refer_to_each_other_are_looked_at_once(
    treatment_client: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    def of_the_report(dataset: FileDataset) -> None:
        dataset.ReferencedSeriesSequence[0].SeriesInstanceUID = OF_REPORT

    def of_the_state(dataset: FileDataset) -> None:
        dataset.ReferencedSeriesSequence[0].SeriesInstanceUID = STATE

    (tmp_path / "1.dcm").write_bytes(changed(treatment_archive, STATE, of_the_report))
    (tmp_path / "2.dcm").write_bytes(changed(treatment_archive, OF_REPORT, of_the_state))

    assert sorted(pairs(treatment_client.references(tmp_path))) == sorted(
        [(STATE, OF_REPORT, "on disk"), (OF_REPORT, STATE, "on disk")]
    )


# Reports and refusals


def test_a_report_is_a_table(treatment_client: Client) -> None:
    table = treatment_client.references([DOSE, OF_HIDDEN]).to_pandas()

    assert list(table["referenced_modality"].fillna("")) == ["RTPLAN", "", "RTSTRUCT", "CT"]
    assert list(table["depth"]) == [1, 1, 2, 3]
    assert list(treatment_client.references([IMAGES]).to_pandas().columns) == list(table.columns)


def test_a_report_is_json(treatment_client: Client, treatment_archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, treatment_archive, STATE)
    references = treatment_client.references(tmp_path)

    assert f'"path": "{tmp_path / STATE}"' in references.to_json()
    assert '"is_complete": true' in references.to_json()


def test_the_whole_text_names_all_that_the_summary_leaves_out() -> None:
    silent = tuple(f"1.2.{number}" for number in range(100))
    references = nbia.References(links=(), looked_at=silent, silent=silent, problems=())

    assert references.to_text().splitlines()[1].endswith(", 1.2.98, 1.2.99")
    assert "1.2.99" not in str(references)


def test_a_terminal_and_a_notebook_see_a_summary(treatment_client: Client) -> None:
    references = treatment_client.references([DOSE])

    assert repr(references).startswith("<3 of 3 series refer to others: 3 references (3 available).>")
    assert f"<td>{PLAN}</td><td>RTPLAN</td><td>available</td>" in references._repr_html_()


@pytest.mark.parametrize("what", ["nowhere", 3, ["not a UID"]], ids=repr)
def test_what_names_no_series_is_refused(treatment_client: Client, what: object) -> None:
    with pytest.raises(InvalidParameterError):
        treatment_client.references(what)  # type: ignore[arg-type]  # the point of the test


def test_a_folder_without_series_is_refused(treatment_client: Client, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="holds no series"):
        treatment_client.references(tmp_path)


def test_series_that_are_not_on_disk_cannot_be_read_offline(treatment_client: Client) -> None:
    with pytest.raises(InvalidParameterError, match="not to be asked"):
        treatment_client.references([DOSE], offline=True)


def test_without_pydicom_it_is_said_what_to_install(
    treatment_client: Client, treatment_server: ReferenceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)

    with pytest.raises(ImportError, match=r"needs pydicom.*nbia-client\[dicom\]"):
        treatment_client.references([DOSE])
    assert treatment_server.requests == []


def test_a_failure_that_passes_is_tried_again(treatment_server: ReferenceServer, quick_retries: RetryPolicy) -> None:
    treatment_server.inject(faults.cut(after=2000), endpoint=SINGLE_IMAGE)
    with Client(base_url=treatment_server.base_url, retries=quick_retries) as client:
        assert pairs(client.references([STATE])) == [(STATE, IMAGES, "available")]
