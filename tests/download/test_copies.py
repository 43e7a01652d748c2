"""Manifests of s5cmd: series that they name are taken, folders are looked up in the index; and they are written."""

from __future__ import annotations

import datetime
import importlib.util
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from nbia import DownloadReport, InvalidParameterError, Manifest, SeriesResult, read_manifest, write_manifest
from tests.download.sources.buckets import write_index, write_names

FOLDER = "s3://idc-open-data/0a1b2c3d-aaaa-bbbb-cccc-0123456789ab/*"
UUID = "6079cc3b-4b0f-41ec-bdbb-c6e754e88229"
OLD = "865d8361-5242-42b9-a7d3-a53178a868a8"
EARLIER = "1.3.6.1.4.1.14519.5.2.1.6834.5010.1"
OTHER = "1.3.6.1.4.1.14519.5.2.1.6834.5010.2"
SERIES = "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"
STUDY = "2.25.94862144673736555030370434699202921368"
HEADER = (
    "# To download the files in this manifest, install idc-index:\n# idc download manifest.s5cmd --download-dir .\n"
)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return tmp_path / "manifest.s5cmd"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(f"# SeriesInstanceUID: {SERIES}\ncp {FOLDER} .\n", id="a comment above"),
        pytest.param(f"cp {FOLDER} .  # Series UID={SERIES}\n", id="a comment behind"),
        pytest.param(f"cp '{FOLDER}' './lung/P1/{STUDY}/CT_{SERIES}/'\n", id="the place, with a modality"),
        pytest.param(f"sync s3://idc-open-data/0a1b/* out/P1/{STUDY}/{SERIES}\n", id="the place, below a study"),
        pytest.param(f"s5cmd --no-sign-request cp {FOLDER} CT_{SERIES}\n", id="a whole command"),
        pytest.param(f"cp gs://idc-open-data/0a1b/* CT_{SERIES}\n", id="of Google"),
    ],
)
def test_a_series_that_is_named_is_taken(manifest: Path, lines: str) -> None:
    manifest.write_text(HEADER + lines)

    assert read_manifest(manifest).series == (SERIES,)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index with one series, and an earlier version of another."""
    row = {"SeriesInstanceUID": SERIES, "aws_bucket": "idc-open-data-cr", "crdc_series_uuid": UUID}
    write_table(
        tmp_path / "prior_versions_index.parquet",
        [
            {"SeriesInstanceUID": EARLIER, "crdc_series_uuid": OLD, "min_idc_version": first, "max_idc_version": last}
            for first, last in ((3, 4), (7, 12))
        ],
    )
    write_names(tmp_path, {}, {25: "2026-09-26"})
    return write_index(tmp_path / "index.parquet", [{**row, "instanceCount": 2, "series_size_MB": 0.5}])


def write_table(path: Path, rows: list[dict[str, object]]) -> None:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def without_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, package=None: None)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(f"cp {FOLDER} .\n", id="nothing"),
        pytest.param(f"cp {FOLDER} out/{STUDY}\n", id="a UID that may be that of a study"),
        pytest.param(f"# StudyInstanceUID: {STUDY}\ncp {FOLDER} .\n", id="a study"),
        pytest.param(f"cp {FOLDER} s3://mine/CT_{SERIES}\n", id="a place in another bucket"),
    ],
)
def test_without_an_index_folders_alone_are_refused_with_what_to_install(
    manifest: Path, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_index(monkeypatch)
    manifest.write_text(HEADER + lines)

    with pytest.raises(InvalidParameterError, match="names folders of IDC, and not the series") as caught:
        read_manifest(manifest)

    assert "pip install 'nbia-client[idc]'" in str(caught.value.hint)


def test_without_an_index_what_is_not_named_is_skipped_beside_what_is(
    manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_index(monkeypatch)
    manifest.write_text(f"cp {FOLDER} P1/{STUDY}/CT_{SERIES}\ncp {FOLDER} .\n")

    found = read_manifest(manifest)

    assert found.series == (SERIES,)
    assert [line.line for line in found.skipped] == [2]
    assert found.skipped[0].reason.startswith("names a folder of IDC, and not the series; pip install")


@pytest.mark.parametrize(
    "line",
    [
        f"cp s3://idc-open-data-cr/{UUID}/* .",
        f"cp s3://idc-open-cr/{UUID}/* .",
        f"cp gs://idc-open-cr/{UUID}/* .",
        f'cp s3://idc-open-data-cr/{UUID}/* "some folder"',
        f"cp 's3://idc-open-data-cr/{UUID.upper()}/*' out/{STUDY}",
        f"cp --concurrency 10 s3://idc-open-data-cr/{UUID}/ .",
        f"sync s3://idc-open-data-cr/{UUID}* .",
        f"s5cmd --no-sign-request cp s3://mirror/idc/{UUID}/* .",
        f"cp s3://idc-open-data-cr/{UUID}/0a1b2c3d-0000-0000-0000-0123456789ab.dcm .",
    ],
)
def test_the_index_says_which_series_a_folder_is(manifest: Path, index: Path, line: str) -> None:
    manifest.write_text(f"study_manifest_cp_command\n{line}\n")

    assert read_manifest(manifest, index=index).series == (SERIES,)


def test_single_files_of_a_folder_stand_for_the_series_once(manifest: Path, index: Path) -> None:
    manifest.write_text("".join(f"cp s3://idc-open-data-cr/{UUID}/{number}.dcm .\n" for number in range(5)))

    found = read_manifest(manifest, index=index)

    assert (found.series, found.skipped) == ((SERIES,), ())


def test_an_earlier_version_is_told_and_its_series_is_taken(manifest: Path, index: Path) -> None:
    manifest.write_text(f"cp s3://idc-open-data/{OLD}/* .\ncp s3://idc-open-data/{UUID}/* .\n")

    found = read_manifest(manifest, index=index)

    assert found.series == (EARLIER, SERIES)
    assert [(line.line, line.reason) for line in found.skipped] == [
        (1, "the version of releases 3 to 12, so only the UID was taken")
    ]


def test_a_folder_that_the_index_does_not_have_is_told(manifest: Path, index: Path) -> None:
    manifest.write_text(f"cp {FOLDER} .\ncp s3://idc-open-data/{UUID}/* .\n{OTHER}\n")

    found = read_manifest(manifest, index=index)

    assert found.series == (SERIES, OTHER)
    assert [(line.line, line.reason) for line in found.skipped] == [
        (
            1,
            "names a folder of IDC, and not the series; the index of idc, which is of release 25 of 2026-09-26, does not have it",
        )
    ]


def test_folders_that_the_index_does_not_have_are_refused(manifest: Path, index: Path) -> None:
    manifest.write_text(f"cp {FOLDER} .\n")

    with pytest.raises(InvalidParameterError, match="which is of release 25 of 2026-09-26, does not have it") as caught:
        read_manifest(manifest, index=index)

    assert "upgrade idc-index-data" in str(caught.value.hint)


def test_an_index_that_is_none_is_refused_though_a_series_is_named(manifest: Path) -> None:
    manifest.write_text(f"{SERIES}\ncp {FOLDER} .\n")

    with pytest.raises(InvalidParameterError, match="cannot be read as the index"):
        read_manifest(manifest, index=manifest)


def test_what_is_written_names_folders_and_is_read_again(tmp_path: Path, index: Path) -> None:
    path = write_manifest(tmp_path / "cart.s5cmd", [SERIES, SERIES], index=index)

    assert path.read_text().splitlines() == [
        "# 1 series of the Imaging Data Commons (IDC) of the National Cancer Institute, from its index of release 25 of "
        "2026-09-26.",
        "# s5cmd --no-sign-request --endpoint-url https://s3.amazonaws.com run cart.s5cmd",
        f"cp s3://idc-open-data-cr/{UUID}/* .",
    ]
    assert read_manifest(path, index=index).series == (SERIES,)


def test_a_manifest_and_a_report_are_written_as_well(tmp_path: Path, index: Path) -> None:
    listed = Manifest(series=(SERIES,), skipped=(), properties={}, rows=None)

    paths = [
        write_manifest(tmp_path / "1.s5cmd", listed, index=index),
        write_manifest(tmp_path / "2.tcia", report_of(SERIES)),
    ]

    assert [read_manifest(path, index=index).series for path in paths] == [(SERIES,), (SERIES,)]


def test_a_report_that_does_not_name_all_series_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="the turn of 3 never came"):
        write_manifest(tmp_path / "cart.tcia", report_of(SERIES, not_tried=3))


@pytest.mark.parametrize("missing", [EARLIER, "1.2.3"])
def test_a_series_that_the_index_does_not_have_is_refused_before_anything_is_written(
    tmp_path: Path, index: Path, missing: str
) -> None:
    path = tmp_path / "cart.s5cmd"

    with pytest.raises(InvalidParameterError, match=f"does not say where 1 of 2 series are: {missing}"):
        write_manifest(path, [SERIES, missing], index=index)

    assert not path.exists()


def report_of(series_instance_uid: str, *, not_tried: int = 0) -> DownloadReport:
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    return DownloadReport(
        to=Path("there"),
        results=(SeriesResult(series_instance_uid=series_instance_uid, status="downloaded"),),
        started=now,
        finished=now,
        duplicates=0,
        skipped=(),
        stopped=None,
        workers=1,
        base_url="https://example.org",
        not_tried=not_tried,
    )
