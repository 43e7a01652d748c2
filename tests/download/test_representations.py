"""What reports and manifests show of themselves: a summary that fits on a screen, however much they hold."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from nbia import DownloadReport, Manifest, SeriesResult, VerifyReport
from nbia_core.download.check.verify import SeriesVerified
from nbia_core.download.inputs.manifest import SkippedLine

MANY = 2_000
UIDS = tuple(f"1.2.{number}" for number in range(MANY))
NOW = datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)
STEERING = "\x1b]0;title\x07 " + "long " * 1000 + "\nnext"

MANIFEST = Manifest(
    series=UIDS,
    skipped=tuple(SkippedLine(line=number, text=STEERING, reason="no UID") for number in range(MANY)),
    properties={f"property{number}": STEERING for number in range(MANY)},
    rows=tuple({"SeriesInstanceUID": uid, STEERING: "x"} for uid in UIDS),
    sources=(Path("cart.tcia"),),
)
REPORT = DownloadReport(
    to=Path("tciaDownload"),
    results=tuple(SeriesResult(series_instance_uid=uid, status="failed", reason=STEERING, tries=4) for uid in UIDS),
    started=NOW,
    finished=NOW,
    duplicates=3,
    skipped=MANIFEST.skipped,
    stopped="it was cancelled",
    workers=4,
    base_url="https://example.org",
    notes=(STEERING,) * MANY,
)
VERIFIED = VerifyReport(
    path=Path("tciaDownload"),
    has_state=True,
    results=tuple(
        SeriesVerified(
            series_instance_uid=uid, path=Path(uid), status="damaged", is_known=True, problems=(STEERING, "more")
        )
        for uid in UIDS
    ),
    kept_apart=UIDS,
    faults=(STEERING,) * MANY,
)
ALL = pytest.mark.parametrize("shown", [MANIFEST, REPORT, VERIFIED], ids=["manifest", "download", "verify"])


@ALL
def test_the_representation_fits_on_a_screen(shown: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    lines = repr(shown).split("\n")

    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "".join(lines).isprintable()


@ALL
def test_the_representation_begins_with_the_amount(shown: object) -> None:
    assert "2,000 series" in repr(shown).split("\n")[0]
    assert repr(shown)[0] == "<"


@ALL
def test_a_notebook_shows_a_summary_too(shown: Manifest | DownloadReport | VerifyReport) -> None:
    html = shown._repr_html_()

    assert "2,000 series" in html
    assert len(html) < 10_000
    assert "\x1b" not in html


def test_a_manifest_names_its_file_and_its_first_series() -> None:
    assert "from cart.tcia" in repr(MANIFEST)
    assert "1.2.0" in repr(MANIFEST)


def test_an_empty_one_has_a_representation() -> None:
    assert repr(Manifest(series=(), skipped=(), properties={}, rows=None)) == "<Manifest of 0 series>"
