"""Manifests of s5cmd: understood where they name series, and refused with what to do where they name folders alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbia import InvalidParameterError, read_manifest

FOLDER = "s3://idc-open-data/0a1b2c3d-aaaa-bbbb-cccc-0123456789ab/*"
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


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(f"cp {FOLDER} .\n", id="nothing"),
        pytest.param(f"cp {FOLDER} out/{STUDY}\n", id="a UID that may be that of a study"),
        pytest.param(f"# StudyInstanceUID: {STUDY}\ncp {FOLDER} .\n", id="a study"),
        pytest.param(f"cp {FOLDER} s3://mine/CT_{SERIES}\n", id="a place in another bucket"),
    ],
)
def test_folders_alone_are_refused_with_what_to_do(manifest: Path, lines: str) -> None:
    manifest.write_text(HEADER + lines)

    with pytest.raises(InvalidParameterError, match="names a folder of IDC, and not the series") as caught:
        read_manifest(manifest)

    assert "idc-index knows which series a folder is" in str(caught.value.hint)


def test_what_is_not_named_is_skipped_beside_what_is(manifest: Path) -> None:
    manifest.write_text(f"cp {FOLDER} P1/{STUDY}/CT_{SERIES}\ncp {FOLDER} .\n")

    found = read_manifest(manifest)

    assert found.series == (SERIES,)
    assert [(line.line, line.reason) for line in found.skipped] == [(2, "names a folder of IDC, and not the series")]
