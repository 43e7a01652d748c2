"""The report of a download: what it counts, how it is shown, and that a saved one is read back."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from nbia.errors import DestinationError, DownloadFailedError, InvalidParameterError
from nbia_core.download import results
from nbia_core.download.inputs.manifest import SkippedLine
from nbia_core.download.model import COMPLETE, SeriesResult, Status
from nbia_core.download.report import DownloadReport

MOST_MOVED = 10
STARTED = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def result(number: int, status: Status = "downloaded", **values: object) -> SeriesResult:
    return structs.replace(
        SeriesResult(
            series_instance_uid=f"1.2.{number}",
            status=status,
            path=Path("scans") / f"1.2.{number}" if status in COMPLETE else None,
            images=20 if status in COMPLETE else None,
            expected_images=20,
            size=10_000 if status in COMPLETE else None,
            archive_size=5_000,
            verified=19 if status in COMPLETE else 0,
            not_verifiable=("00000020.dcm",) if status in COMPLETE else (),
            checks=("archive end", "MD5"),
            tries=1,
        ),
        **values,
    )


def report(*results: SeriesResult, **values: object) -> DownloadReport:
    return dataclasses.replace(
        DownloadReport(
            to=Path("scans"),
            results=results,
            started=STARTED,
            finished=STARTED + datetime.timedelta(seconds=10),
            duplicates=0,
            skipped=(),
            stopped=None,
            workers=4,
            base_url="https://example.org",
        ),
        **values,  # type: ignore[arg-type]  # values of any attributes
    )


MIXED = report(
    result(1),
    result(2, "present", archive_size=0),
    result(3, "failed", tries=4, reason="The server failed.", hint="try again later", error="ServerFailureError"),
    result(4, "disputed", tries=3, images=19, evidence=("try 1: 19 images",), reason="19 of 20 images came."),
    result(5, "not tried", tries=0, archive_size=0),
    result(6, "repaired", has_license=True, notes=("moved notes.txt",)),
    duplicates=2,
    skipped=(SkippedLine(line=7, text="hello", reason="no UID"),),
    stopped="the disk is full",
)


def numbers(results: Sequence[SeriesResult]) -> list[int]:
    return [int(each.series_instance_uid[-1]) for each in results]


def test_series_are_told_apart_by_how_they_ended() -> None:
    assert numbers(MIXED.complete) == [1, 2, 6]
    assert numbers(MIXED.disputed) == [4]
    assert numbers(MIXED.failed) == [3, 5]


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_is_explained(status: Status) -> None:
    assert f"* {status}: " in (DownloadReport.__doc__ or "")


@pytest.mark.parametrize("status", sorted(COMPLETE))
def test_a_download_is_complete_if_all_series_are(status: Status) -> None:
    assert report(result(1), result(2, status)).is_complete


@pytest.mark.parametrize(
    "incomplete",
    [
        report(result(1), result(2, "failed")),
        report(result(1), result(2, "disputed")),
        report(result(1), result(2, "not tried")),
        report(result(1), stopped="it was cancelled"),
        report(stopped="it was cancelled"),
    ],
)
def test_a_download_is_not_complete_if_anything_is_missing(incomplete: DownloadReport) -> None:
    assert not incomplete.is_complete
    with pytest.raises(DownloadFailedError):
        incomplete.raise_for_failures()


@pytest.mark.parametrize("complete", [report(), report(result(1), result(2, "adopted"))])
def test_nothing_is_raised_if_everything_is_complete(complete: DownloadReport) -> None:
    complete.raise_for_failures()

    assert complete.is_complete


def test_the_totals_add_up_what_is_on_disk() -> None:
    totals = MIXED.totals

    assert dataclasses.asdict(totals) == {
        "series": 6,
        "complete": 3,
        "failed": 2,
        "disputed": 1,
        "images": 60,
        "expected_images": 120,
        "size": 30_000,
        "received": 20_000,
        "verified": 57,
        "not_verifiable": 3,
        "seconds": 10.0,
        "bytes_per_second": 2000.0,
    }


def test_a_download_that_took_no_time_has_no_speed() -> None:
    assert report(result(1), finished=STARTED).totals.bytes_per_second == 0.0


def test_the_error_names_what_is_not_complete_and_has_the_report() -> None:
    with pytest.raises(DownloadFailedError) as caught:
        MIXED.raise_for_failures()

    assert caught.value.report is MIXED
    assert str(caught.value) == (
        "Download to scans: 3 of 6 series are not complete. It ended early: the disk is full.\n"
        "    1.2.3 failed after 4 tries: The server failed.\n"
        "    1.2.4 disputed after 3 tries: 19 of 20 images came.\n"
        "    1.2.5 not tried\n"
        "  try: start the same download again"
    )


def test_the_error_reaches_another_process_with_its_report() -> None:
    with pytest.raises(DownloadFailedError) as caught:
        MIXED.raise_for_failures()

    other = pickle.loads(pickle.dumps(caught.value))

    assert other.report == MIXED
    assert str(other) == str(caught.value)


def test_the_error_names_a_few_of_many() -> None:
    with pytest.raises(DownloadFailedError, match=r"\n    \.\.\. and 97 more\n") as caught:
        report(*(result(number, "failed") for number in range(100))).raise_for_failures()

    assert len(str(caught.value).splitlines()) == 6


def test_the_summary_of_a_complete_download_is_short() -> None:
    assert str(report(result(1), result(2, "present", archive_size=0))) == (
        "Download to scans: 2 of 2 series are complete (40 images, 20.0 kB).\n"
        "Series: downloaded 1, present 1.\n"
        "Images: 38 match their MD5 hash; for 2 the server has none.\n"
        "Received: 5.0 kB in 10 s (500 bytes/s)."
    )


@pytest.mark.parametrize(
    ("received", "seconds", "words"),
    [
        (0, 0.2, "Received: nothing."),
        (5_000, 0.25, "Received: 5.0 kB in 0.2 s (20.0 kB/s)."),
        (90_000_000, 90, "Received: 90.0 MB in 1:30 min (1.0 MB/s)."),
    ],
)
def test_the_summary_says_how_much_came_and_how_fast(received: int, seconds: float, words: str) -> None:
    finished = STARTED + datetime.timedelta(seconds=seconds)

    assert words in str(report(result(1, archive_size=received), finished=finished))


def test_the_summary_says_what_is_missing_and_how_to_go_on() -> None:
    assert str(MIXED) == (
        "Download to scans: 3 of 6 series are complete (60 images, 30.0 kB).\n"
        "Series: downloaded 1, present 1, repaired 1, disputed 1, failed 1, not tried 1.\n"
        "Images: 57 match their MD5 hash; for 3 the server has none.\n"
        "Received: 20.0 kB in 10 s (2.0 kB/s).\n"
        "It ended early: the disk is full.\n"
        "Asked for more than once: 2.\n"
        "Lines of the manifest that were skipped: 1, the first is line 7 (no UID): hello\n"
        "Not complete:\n"
        "  1.2.3 failed after 4 tries: The server failed.\n"
        "  1.2.4 disputed after 3 tries: 19 of 20 images came.\n"
        "  1.2.5 not tried\n"
        "What may help: try again later.\n"
        "To go on, start the same download again: what is complete is not downloaded again.\n"
        "What is disputed is so at the server: its evidence is in the report, for the TCIA help desk."
    )


def test_the_summary_says_what_to_try_of_each_kind_of_failure_once() -> None:
    hints = ["check the UID", "check the UID", None, "check the base URL?", "a", "b", "c"]

    text = str(report(*(result(number, "failed", hint=hint) for number, hint in enumerate(hints))))

    assert [line for line in text.splitlines() if line.startswith("What may help: ")] == [
        "What may help: check the UID.",
        "What may help: check the base URL?",
        "What may help: a.",
    ]


def test_an_end_whose_reason_is_a_sentence_already_has_one_full_stop() -> None:
    assert "It ended early: It was full.\n" in str(report(result(1), stopped="It was full."))


def test_the_summary_names_ten_series_at_most_and_shortens_reasons() -> None:
    text = str(report(*(result(number, "failed", reason="why\n" * 100) for number in range(5000))))

    assert text.count("failed: why why") == 10
    assert "... and 4,990 more" in text
    assert max(map(len, text.splitlines())) < 250


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (2_500_000, "2.5 MB"),
        (3 * 10**9, "3.0 GB"),
        (5 * 10**15, "5,000.0 TB"),
    ],
)
def test_bytes_are_shown_in_a_unit_that_fits(size: int, text: str) -> None:
    assert f"(20 images, {text})" in str(report(result(1, size=size)))


def test_a_notebook_shows_a_table_in_which_nothing_is_markup() -> None:
    page = report(
        result(1), result(2, "failed", reason="<script>alert('x & y')</script>"), to=Path("<b>")
    )._repr_html_()

    assert "1 of 2 series are complete" in page
    assert page.count("<tr>") == 2
    assert "&lt;script&gt;alert(&#x27;x &amp; y&#x27;)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_notebook_shows_no_table_when_everything_is_complete() -> None:
    assert "<table>" not in report(result(1))._repr_html_()


def test_results_are_plain_dictionaries() -> None:
    first, *_ = MIXED.to_dicts()

    assert list(first) == [*SeriesResult.__struct_fields__]
    assert first["path"] == str(Path("scans") / "1.2.1")
    assert json.loads(json.dumps(MIXED.to_dicts()))[3]["evidence"] == ["try 1: 19 images"]


def test_json_has_the_attributes_by_name_and_a_version() -> None:
    values = json.loads(MIXED.to_json())

    assert list(values) == ["schema_version", *(field.name for field in dataclasses.fields(DownloadReport))]
    assert values["schema_version"] == 1
    assert values["started"] == "2026-11-02T12:00:00Z"
    assert values["results"][2]["error"] == "ServerFailureError"
    assert values["skipped"] == [{"line": 7, "text": "hello", "reason": "no UID"}]


def test_json_can_be_indented() -> None:
    assert MIXED.to_json().count("\n") == 0
    assert MIXED.to_json(indent=2).startswith('{\n  "schema_version": 1,\n  "to": "scans"')


def test_a_saved_report_leaves_out_what_says_nothing_of_a_result(tmp_path: Path) -> None:
    saved = json.loads(report(result(1), result(2, "not tried")).save(tmp_path / "report.json").read_bytes())

    assert "reason" not in saved["results"][0]
    assert saved["results"][1] == {
        "series_instance_uid": "1.2.2",
        "status": "not tried",
        "expected_images": 20,
        "archive_size": 5_000,
        "checks": ["archive end", "MD5"],
        "tries": 1,
    }


def test_a_report_with_all_attributes_of_its_results_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(MIXED.to_json())

    assert DownloadReport.load(tmp_path / "report.json") == MIXED


def test_a_saved_report_is_read_back(tmp_path: Path) -> None:
    path = MIXED.save(tmp_path / "report.json")

    assert path == tmp_path / "report.json"
    assert DownloadReport.load(path) == MIXED
    assert [found.name for found in tmp_path.iterdir()] == ["report.json"]


MANY = dataclasses.replace(MIXED, results=(*MIXED.results, result(7, moved_to=(Path("replaced"),))))


@pytest.fixture
def deflated(monkeypatch: pytest.MonkeyPatch) -> DownloadReport:
    """Return MANY as a download of very many series returns it, whose results did not come in their order."""
    monkeypatch.setattr(results, "_MOST_HELD", 2)
    monkeypatch.setattr(results, "_BLOCK", 2)
    collector = results.ResultCollector()
    for place in (1, 0, 6, 2, 5, 3, 4):
        collector.put(place, MANY.results[place])
    return dataclasses.replace(MANY, results=collector.results())


def test_results_of_very_many_series_are_not_held_and_are_read_like_a_tuple(deflated: DownloadReport) -> None:
    found = deflated.results

    assert found[0] is not found[0]
    assert found == MANY.results
    assert (len(found), found[-1], found[1:3]) == (7, MANY.results[-1], MANY.results[1:3])
    assert (list(found), list(reversed(found))) == (list(MANY.results), list(reversed(MANY.results)))
    assert (MANY.results[3] in found, found.index(MANY.results[3])) == (True, 3)
    assert hash(found) == hash(MANY.results)
    with pytest.raises(IndexError):
        found[7]


def test_a_report_of_very_many_series_says_what_any_other_does(deflated: DownloadReport) -> None:
    assert deflated == MANY
    assert (deflated.complete, deflated.disputed, deflated.failed) == (MANY.complete, MANY.disputed, MANY.failed)
    assert (deflated.totals, deflated.is_complete, deflated.moved) == (MANY.totals, False, MANY.results[-1:])
    assert (str(deflated), deflated.to_json()) == (str(MANY), MANY.to_json())
    assert deflated.to_pandas().equals(MANY.to_pandas())
    assert pickle.loads(pickle.dumps(deflated)) == MANY


def test_a_report_of_very_many_series_is_saved_as_any_other_is(deflated: DownloadReport, tmp_path: Path) -> None:
    deflated.save(tmp_path / "report.json")
    MANY.save(tmp_path / "other.json")

    assert (tmp_path / "report.json").read_bytes() == (tmp_path / "other.json").read_bytes()
    assert DownloadReport.load(tmp_path / "report.json") == MANY


@pytest.mark.parametrize("text", ["µ", "half a character: \udcff"])
def test_a_saved_report_is_ascii_whatever_a_server_has_said(tmp_path: Path, text: str) -> None:
    path = report(result(1, sentence=text)).save(tmp_path / "report.json")

    assert path.read_bytes().isascii()
    assert DownloadReport.load(path).results[0].sentence == text


def test_a_saved_report_has_a_line_for_each_series(tmp_path: Path) -> None:
    path = MIXED.save(tmp_path / "report.json")

    lines = path.read_text().splitlines()

    assert [line.count('"status":') for line in lines if "series_instance_uid" in line] == [1] * len(MIXED.results)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.lists(st.text(), max_size=3), st.integers(0, 2**60), st.none() | st.booleans())
def test_any_report_is_read_back(
    tmp_path: Path, text: str, texts: list[str], number: int, has_license: bool | None
) -> None:
    saved = report(result(1, reason=text, evidence=tuple(texts), size=number, has_license=has_license), stopped=text)

    saved.save(tmp_path / "report.json")

    assert DownloadReport.load(tmp_path / "report.json") == saved


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_a_path_that_is_no_text_is_read_back(tmp_path: Path) -> None:
    saved = report(result(1), to=Path(os.fsdecode(b"scans-\xff")))

    saved.save(tmp_path / "report.json")

    assert DownloadReport.load(tmp_path / "report.json") == saved


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cannot be read"),
        (b"<html>", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[1]", "cannot be read"),
        (b"7", "cannot be read"),
        (b"{}", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b'{"schema_version": 1}', "cannot be read"),
        (b'{"schema_version": 2}', "form 2"),
        (MIXED.to_json().replace('"repaired"', '"mended"').encode(), "cannot be read"),
        (MIXED.to_json().replace('"workers": 4', '"workers": "four"').encode(), "cannot be read"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)

    with pytest.raises(InvalidParameterError, match=message):
        DownloadReport.load(path)


def test_a_report_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="missing"):
        DownloadReport.load(tmp_path / "missing.json")


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="missing"):
        MIXED.save(tmp_path / "missing" / "report.json")


@pytest.mark.parametrize("table", [MIXED, report()])
@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        ("series_instance_uid", "string"),
        ("status", "string"),
        ("path", "string"),
        ("reason", "string"),
        ("images", "Int64"),
        ("expected_size", "Int64"),
        ("tries", "Int64"),
        ("seconds", "Float64"),
        ("has_license", "boolean"),
        ("evidence", "object"),
    ],
)
def test_columns_of_a_table_have_types_that_can_be_missing(table: DownloadReport, column: str, dtype: str) -> None:
    assert str(table.to_pandas()[column].dtype) == dtype


def test_a_table_has_a_row_for_each_series() -> None:
    table = MIXED.to_pandas()

    assert list(table.columns) == [*SeriesResult.__struct_fields__]
    assert table["status"].tolist() == ["downloaded", "present", "failed", "disputed", "not tried", "repaired"]
    assert table["images"].sum() == 79
    assert table["has_license"].isna().tolist() == [True] * 5 + [False]
    assert table["evidence"][3] == ("try 1: 19 images",)


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install 'nbia-client\[pandas\]'"):
        MIXED.to_pandas()


def test_a_summary_names_the_first_places_that_were_cleared_and_where_all_the_others_are() -> None:
    moved = [
        result(
            number,
            "repaired",
            notes=("was on disk, but: one image is missing", "moved"),
            moved_to=(Path(f"aside/{number}"),),
        )
        for number in range(12)
    ]

    text = str(report(*moved))

    assert "Moved aside, because what lay there was in the way of 12 series:" in text
    assert text.count("(was on disk, but: one image is missing)") == MOST_MOVED
    assert f"1.2.9: now in {Path('aside/9')} " in text
    assert "... and 2 more, all of them in aside" in text


def test_a_summary_says_nothing_of_places_where_nothing_lay() -> None:
    assert "Moved aside" not in str(report(result(1)))
