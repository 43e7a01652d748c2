"""What is proposed for a service that has moved, what is left to people, and which layouts survive."""

from __future__ import annotations

import builtins
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from generator.load.loading import load
from generator.tree import build
from nbia_core.contract.findings import Finding, Verdict
from nbia_core.contract.propose.proposals import SpecError, draft, propose
from tests.contract.proposals import (
    ADDED,
    EVERYTHING,
    MOVED,
    REFORMATTED,
    RENAMED,
    RETYPED,
    TODAY,
    before,
    left_out,
    proposed,
    use,
)
from tests.contract.results import PUBLIC, ROOT, copy_spec, finding, git_apply, looked_at, result


def test_a_service_that_has_moved(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(Verdict.MOVED, "*", new=MOVED, status=301))

    server = spec.service.servers["public"]
    assert (server.url, server.source) == (MOVED, "observed")
    assert server.evidence == f"The address {PUBLIC} sends on to it, seen by nbia contract on 2026-11-22."
    assert spec.service.differences[-1].guide == f"The address of the service is {PUBLIC}."


def test_a_server_that_the_guide_does_not_have(tmp_path: Path) -> None:
    nlst = before().service.servers["nlst"].url

    spec = proposed(tmp_path, finding(Verdict.MOVED, "*", new=MOVED, status=301), origin=nlst)

    assert spec.service.servers["nlst"].url == MOVED
    assert str(spec.service.servers["nlst"].evidence).startswith("The guide has a heading for the NLST base URL")
    assert len(spec.service.differences) == len(before().service.differences)


def test_every_endpoint_has_moved(tmp_path: Path) -> None:
    both = (
        finding(Verdict.MOVED, "getSeries", new=f"{MOVED}/getSeries", status=301),
        finding(Verdict.MOVED, "getPatient", new=MOVED, status=301),
    )

    assert proposed(tmp_path, *both).service.servers["public"].url == MOVED


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("https://new.example/nbia-api/services/v4", "so it may be a page or another version."),
        ("https://www.cancerimagingarchive.net/maintenance", "so it may be a page or another version."),
        ("http://new.example/nbia-api/services/v1", "cannot be the base URL of a server."),
        ("https://user:secret@new.example/nbia-api/services/v1", "cannot be the base URL of a server."),
        ("/v1", "cannot be the base URL of a server."),
        ("https://nlst.cancerimagingarchive.net/nbia-api/services/v1", "is a server of the spec already."),
    ],
)
def test_an_address_that_is_no_new_base_url_is_left_out(tmp_path: Path, new: str, reason: str) -> None:
    (said,) = left_out(tmp_path, finding(Verdict.MOVED, "*", new=new, status=301))

    assert said.endswith(reason)


def test_a_single_endpoint_that_has_moved_is_left_out(tmp_path: Path) -> None:
    one = finding(Verdict.MOVED, "getSeries", new=MOVED, status=301)

    (reason,) = left_out(tmp_path, one, coverage=looked_at("getPatient"))

    assert reason == "moved: getSeries: other endpoints, such as getPatient, still answer at the old address."


def test_endpoints_that_have_moved_apart_are_left_out(tmp_path: Path) -> None:
    first = finding(Verdict.MOVED, "getSeries", new=MOVED, status=301)
    second = finding(Verdict.MOVED, "getPatient", new=MOVED.replace("new", "other"), status=301)

    assert len(left_out(tmp_path, first, second)) == 2


def test_an_address_that_is_no_server_of_the_spec_is_left_out(tmp_path: Path) -> None:
    moved = dataclasses.replace(finding(Verdict.MOVED, "*", new=MOVED), evidence=())

    (reason,) = left_out(tmp_path, moved, origin="http://127.0.0.1:8042")

    assert reason == "moved: the service as a whole: the address that was asked is no server of the spec."


@pytest.mark.parametrize("verdict", [Verdict.RETIRED, Verdict.NEEDS_LOGIN, Verdict.UNREACHABLE, Verdict.BROKEN])
def test_what_asks_for_a_decision_is_left_out(tmp_path: Path, verdict: Verdict) -> None:
    (reason,) = left_out(tmp_path, finding(verdict))

    assert reason == f"{verdict}: getSeries: no edit of the spec follows from it by itself."


def test_parameters_are_not_taken_for_attributes(tmp_path: Path) -> None:
    (reason,) = left_out(tmp_path, finding(RENAMED, attribute="Collection", new="Project", part="parameter"))

    assert reason == (
        "probably renamed: getSeries, parameter Collection: it is about a parameter: edit the endpoint by hand."
    )


@pytest.mark.parametrize(
    ("endpoint", "parameter", "new", "server"),
    [
        ("getSeries", "Collection", "a required parameter", "required"),
        ("getSeriesSize", "SeriesInstanceUID", "an optional parameter", "optional"),
        ("getPatient", "PatientId", "a required parameter", "required"),
    ],
)
def test_a_parameter_that_is_required_now_or_optional(
    tmp_path: Path, endpoint: str, parameter: str, new: str, server: str
) -> None:
    spec = proposed(tmp_path, finding(REFORMATTED, endpoint, parameter, new, part="parameter"))

    use = spec.endpoints[endpoint].parameters[parameter]
    assert (use.server, use.evidence) == (server, f"Seen by nbia contract on 2026-11-22 in {endpoint}.")


@pytest.mark.parametrize(
    ("endpoint", "parameter", "reason"),
    [
        ("getSeries", "Nothing", "getSeries has no parameter Nothing."),
        ("getImageWithMD5Hash", "SeriesInstanceUID", "the series download needs it as it is."),
    ],
)
def test_a_parameter_that_cannot_be_changed_is_left_out(
    tmp_path: Path, endpoint: str, parameter: str, reason: str
) -> None:
    (said,) = left_out(tmp_path, finding(REFORMATTED, endpoint, parameter, "an optional parameter", part="parameter"))

    assert said.endswith(f": {reason}")


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (
            finding(ADDED, "getImage", "LICENSE.txt"),
            "it is about an image or an archive, of which the spec says little.",
        ),
        (finding(ADDED, "getNothing", "X"), "the spec has no endpoint getNothing."),
        (finding(RETYPED, "*", new="null where a value is absent"), "it concerns the service as a whole."),
        (
            finding(RETYPED, attribute="Gone", new="string"),
            "Series has no attribute Gone; the spec was edited since, or another edit comes first.",
        ),
    ],
)
def test_what_the_spec_does_not_have_is_left_out(tmp_path: Path, one: Finding, reason: str) -> None:
    (said,) = left_out(tmp_path, one)

    assert said.endswith(f": {reason}")


def test_the_reasons_stand_above_the_patch(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    text = propose(result(finding(ADDED, attribute="X"), finding(Verdict.BROKEN)), spec, today=TODAY)

    assert text.splitlines()[:3] == [
        "# Series.X is added as text under the Python name x: look at both, and describe it.",
        "# Left out: broken: getSeries: no edit of the spec follows from it by itself.",
        "",
    ]


def test_nothing_found_is_no_patch(tmp_path: Path) -> None:
    assert propose(result(), copy_spec(tmp_path)) == ""


def test_recorded_answers_are_named_as_such(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="X"), origin="tests/cassettes")

    assert use(spec, "Series", "X").evidence == (
        "Seen by nbia contract on 2026-11-22 in getSeries, in recorded answers."
    )


def test_another_server_is_named(tmp_path: Path) -> None:
    spec = proposed(tmp_path, finding(ADDED, attribute="X"), origin="http://127.0.0.1:8042/v1")

    assert str(use(spec, "Series", "X").evidence).endswith("in getSeries, asked at 127.0.0.1.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - ProtocolName\n", "      - ProtocolName   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName: {note: a}   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName:   # a comment\n          note: a\n"),
        ("      - ProtocolName\n", "      - ProtocolName:\n          # a comment\n          note: a\n"),
        ("      - ProtocolName\n", '      - "ProtocolName"   # a comment\n'),
        ("      - ProtocolName\n", "      - ProtocolName: { note:  a }   # a comment\n"),
        ("      - ProtocolName\n", "      - {ProtocolName: {note: a}}   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName:\n          note: a   # a comment\n"),
        ("      - ProtocolName\n", "      - ProtocolName:\n          note: >-\n            a\n\n      # a comment\n"),
    ],
)
def test_comments_and_layouts_survive(tmp_path: Path, old: str, new: str) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_text(path.read_text().replace(old, new, 1))

    git_apply(propose(result(finding(RENAMED, attribute="ProtocolName", new="Protocol")), spec), tmp_path)

    assert use(load(spec)["v1"], "Series", "Protocol").guide_name == "ProtocolName"
    assert "# a comment\n" in path.read_text()


@pytest.mark.parametrize(
    "new",
    [
        "      - ProtocolName: {\n          note: a}\n",
        "      - ? ProtocolName\n        : note: a\n",
        "      - ProtocolName:\n          note:   # a comment that would go\n            a\n",
    ],
)
def test_a_layout_that_cannot_be_edited_safely_is_left_out(tmp_path: Path, new: str) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_text(path.read_text().replace("      - ProtocolName\n", new, 1))

    proposal = draft(result(finding(RENAMED, attribute="ProtocolName", new="Protocol")), spec)

    assert proposal.patch == ""
    assert len(proposal.left_out) == 1


def test_windows_line_ends_are_kept(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "v1" / "metadata.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    git_apply(propose(result(*EVERYTHING[::6], EVERYTHING[-1]), spec), tmp_path)

    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert build(spec)


def test_a_file_without_a_last_line_end(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)
    path = spec / "attributes.yaml"
    path.write_text(path.read_text().rstrip("\n"))

    git_apply(propose(result(finding(ADDED, attribute="X")), spec), tmp_path)

    assert "X" in load(spec)["v1"].attributes


def test_a_spec_deep_in_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    spec = copy_spec(tmp_path / "some where")

    text = propose(result(finding(ADDED, attribute="X")), spec)

    assert "+++ b/some where/spec/attributes.yaml\t\n" in text


def test_the_spec_itself_is_not_touched(tmp_path: Path) -> None:
    spec = copy_spec(tmp_path)

    propose(result(EVERYTHING[0]), spec)

    assert {path.relative_to(spec): path.read_bytes() for path in spec.rglob("*.yaml")} == {
        path.relative_to(ROOT / "spec"): path.read_bytes() for path in (ROOT / "spec").rglob("*.yaml")
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\ta: b\n", ":1: this is not YAML: "),
        ("- a\n", ":1: is no mapping; a file of the spec begins with a section such as records:"),
        ("\ufeffa: b\n", ":1: begins with a byte order mark; save it without one"),
    ],
)
def test_a_spec_that_cannot_be_read(tmp_path: Path, text: str, reason: str) -> None:
    spec = copy_spec(tmp_path)
    (spec / "v1" / "more.yaml").write_text(text)

    with pytest.raises(SpecError) as caught:
        propose(result(finding(ADDED, attribute="X")), spec)

    assert str(caught.value).startswith(f"{spec}/v1/more.yaml{reason}")


def test_a_folder_without_a_spec(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="holds no YAML file; name the folder of the spec with --spec"):
        propose(result(), tmp_path)


@pytest.mark.parametrize("library", ["yaml", "ruamel.yaml"])
def test_without_its_libraries_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(SpecError, match=r"pip install 'nbia-client\[contract\]'"):
        propose(result(finding(ADDED, attribute="X")), ROOT / "spec")
