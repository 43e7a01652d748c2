"""Reports of the contract: every format says the same, stays well-formed, and never floods."""

from __future__ import annotations

import builtins
import dataclasses
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from typing import Any

import pytest

from nbia_core.contract.findings import Evidence, Finding, Result, Verdict
from nbia_core.contract.propose.proposals import places
from nbia_core.contract.reports import FORMATS, Format, render, show
from tests.contract.results import BUSY, CONTRACT, HOSTILE, QUIET, ROOT, finding, golden, result

TEXTS: tuple[Format, ...] = ("terminal", "markdown", "junit", "html", "github")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    return parser


def odd_characters(text: str) -> set[str]:
    return {char for char in text if not char.isprintable() and char != "\n"}


@pytest.mark.parametrize("form", FORMATS)
def test_report(form: Format) -> None:
    """If the change of a report is meant: python -m tests.contract.results."""
    assert render(BUSY, form, contract=CONTRACT) == golden(form)


def test_nothing_new() -> None:
    assert render(QUIET, "terminal") == (
        "nbia contract: API v1, tests/cassettes\n"
        "compared with: nbia-client unknown, spec unknown\n"
        "answered by: the answers do not say\n"
        "\n"
        "Nothing new. Looked at 1 answer of 1 of 1 endpoint, 3 rows.\n"
        "\n"
        "Coverage:\n"
        "  getModalityValues  1 answer, 3 rows; formats: json\n"
        "                     attributes: 1 of 1 in every row\n"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_result_without_anything_is_a_report_as_well(form: Format) -> None:
    assert "v1" in render(Result(version="v1", origin="nowhere"), form)


@pytest.mark.parametrize("form", TEXTS)
def test_no_control_character_reaches_the_reader(form: Format) -> None:
    assert odd_characters(render(HOSTILE, form, contract=CONTRACT)) == set()


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_can_be_written_as_utf_8(form: Format) -> None:
    text = render(HOSTILE, form, contract=CONTRACT)

    assert text.encode().decode() == text


def test_the_page_needs_nothing_else_and_holds_no_foreign_tag() -> None:
    found = tags(render(HOSTILE, "html"))

    assert found.tags & {"script", "img", "link", "iframe", "a", "base", "form"} == set()
    assert found.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}


def test_the_page_is_closed_as_it_was_opened() -> None:
    page = render(BUSY, "html")

    closed = re.sub(r"<(?:!doctype|meta|br)\b[^>]*>", "", page)
    assert ElementTree.fromstring(closed.strip()).tag == "html"


def test_junit_is_xml_whatever_the_service_sent() -> None:
    suites = ElementTree.fromstring(render(HOSTILE, "junit"))

    failure = suites.find("testsuite/testcase/failure")
    assert failure is not None
    assert "<script>alert(1)</script>" in str(failure.text)


def test_junit_counts_its_cases() -> None:
    suite = ElementTree.fromstring(render(BUSY, "junit"))[0]

    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "4",
        "failures": "3",
        "skipped": "1",
        "errors": "0",
    }
    assert [len(suite.findall(path)) for path in ("testcase", "testcase/failure", "testcase/skipped")] == [4, 3, 1]


def test_json_has_everything() -> None:
    report: Any = json.loads(render(HOSTILE, "json"))

    assert report["findings"][0]["attribute"] == HOSTILE.findings[0].attribute
    assert report["accepted"][0]["reason"] == HOSTILE.accepted[0][1]
    assert report["coverage"][0]["presence"] == [{"attribute": HOSTILE.coverage[0].presence[0][0], "rows": 1}]


def test_github_takes_nothing_that_was_sent_for_a_command() -> None:
    lines = render(HOSTILE, "github").splitlines()

    assert [line.partition(" ")[0] for line in lines if line.lstrip().startswith("::")] == [
        "::error",
        "::notice",
        "::warning",
        "::notice",
        "::notice",
        "::group::Coverage",
        "::endgroup::",
    ]
    assert [line for line in lines if not line.startswith("::") and ("::" in line or "##[" in line)] == []


def test_github_points_to_the_line_of_the_spec() -> None:
    spec = ROOT / "spec"
    lines = (spec / "v1" / "metadata.yaml").read_text().splitlines()

    text = render(result(finding(Verdict.RETYPED, attribute="ProtocolName")), "github", places=places(spec, "v1"))

    assert text.startswith(
        f"::error file={spec}/v1/metadata.yaml,line={lines.index('      - ProtocolName') + 1},title="
    )


def test_github_points_to_the_endpoint_of_a_new_attribute() -> None:
    spec = ROOT / "spec"
    lines = (spec / "v1" / "metadata.yaml").read_text().splitlines()

    text = render(result(finding(Verdict.ADDED, attribute="New")), "github", places=places(spec, "v1"))

    assert f",line={lines.index('  getSeries:') + 1},title=" in text


def test_github_points_to_the_parameter() -> None:
    spec = ROOT / "spec"
    lines = (spec / "v1" / "images.yaml").read_text().splitlines()
    ignored = finding(Verdict.MISSING, "getImage", "NewFileNames", part="parameter")

    text = render(result(ignored), "github", places=places(spec, "v1"))

    assert f"/v1/images.yaml,line={lines.index('      NewFileNames:') + 1},title=" in text
    assert "title=attribute missing%3A getImage%2C parameter NewFileNames::" in text


def test_the_table_of_accepted_findings_keeps_its_columns() -> None:
    accepted = ((finding(Verdict.ADDED, attribute="A|B"), "because | so"),)

    text = render(dataclasses.replace(QUIET, accepted=accepted), "markdown")

    assert "| attribute added: getSeries, A\\|B |  | because \\| so |" in text


def test_long_evidence_is_shortened() -> None:
    pieces = tuple(Evidence(request="r" * 9000, shown=("s" * 9000,) * 50) for _ in range(50))
    flood = Finding(verdict=Verdict.ADDED, endpoint="getSeries", summary="s" * 9000, evidence=pieces)

    text = render(result(flood), "terminal")

    assert len(text) < 4000
    assert "and 47 more requests" in text


def test_many_notes_are_shortened() -> None:
    text = render(dataclasses.replace(QUIET, notes=tuple(f"note {number}" for number in range(100))), "terminal")

    assert "and 70 more notes; the JSON report has all" in text
    assert "note 99" not in text


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()

    show(BUSY, stream, contract=CONTRACT)

    assert "\x1b[31mretyped\x1b[0m: getSeries, SeriesNumber" in stream.getvalue()


def test_no_colour_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()

    show(BUSY, stream, contract=CONTRACT)

    assert "\x1b[3" not in stream.getvalue()
    assert "2. retyped: getSeries, SeriesNumber" in stream.getvalue()


def test_a_terminal_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()

    show(HOSTILE, stream, contract=CONTRACT)

    assert "\x1b" not in stream.getvalue()


def test_markup_is_shown_and_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()

    show(result(finding(Verdict.ADDED, attribute="[bold]x[/bold]")), stream)

    assert "[bold]x[/bold]" in stream.getvalue()


def test_what_is_no_terminal_gets_plain_text() -> None:
    stream = io.StringIO()

    show(BUSY, stream, contract=CONTRACT)

    assert stream.getvalue() == golden("terminal")


def test_a_terminal_without_rich_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.startswith(("rich", "coloured")) or "coloured" in (rest[2] or ()):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    stream = Terminal()

    show(BUSY, stream, contract=CONTRACT)

    assert stream.getvalue() == golden("terminal")


@pytest.mark.parametrize(
    ("verdict", "attribute", "new", "change"),
    [
        (Verdict.RENAMED, "StudyDesc", "StudyDescription", "StudyDesc -> StudyDescription"),
        (Verdict.RETYPED, "SeriesNumber", "string", "number -> string"),
        (Verdict.REFORMATTED, "SeriesDate", "MM-dd-yyyy", "yyyy-MM-dd HH:mm:ss.S -> MM-dd-yyyy"),
        (Verdict.MOVED, None, "https://new.example/v1", "https://new.example/v1"),
        (Verdict.REFORMATTED, "no such attribute", "digits", "digits"),
    ],
)
def test_what_was_and_what_is(verdict: Verdict, attribute: str | None, new: str, change: str) -> None:
    text = render(result(finding(verdict, attribute=attribute, new=new)), "terminal", contract=CONTRACT)

    assert f"   now: {change}\n" in text


LIVE = "@octocat of @org/team, #1, org/repo#2, GH-3, http://example.org, www.example.org, mailto:a@example.org <b>"


def test_markdown_mentions_nobody_and_links_nowhere() -> None:
    hostile = dataclasses.replace(QUIET, notes=(LIVE,), answered_by=(LIVE,), origin=f"{LIVE} ![x](http://y)")

    text = render(hostile, "markdown").replace("&#8203;", "\u200b").replace("&#35;", "#")

    assert re.findall(r"@\w|(?<!\n)#\d|GH-\d|https?:/|www\.\w|mailto:\w|<b>|(?<!\\\\)!\[", text) == []
