"""The command line in every version of the API: which one it speaks, and what only some versions have."""

from __future__ import annotations

import json
import os
import shlex
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import nbia.advanced
import nbia.v2
import nbia.v4
from generator.load.loading import load as load_spec
from generator.tree import spec_sha256
from nbia.__main__ import main
from nbia_core.api.description import Endpoint
from nbia_core.api.description_file import GENERATOR, load, versions
from nbia_core.cli.examples import command_line
from nbia_core.cli.settings import version_first
from tests.cli.command_line import (
    NBIA,
    NO_TERMINALS,
    RIDER,
    ROOT,
    be_patient,
    in_a_terminal,
    one_line,
    run,
    variables,
)
from tests.cli.command_line import (
    nbia as run_here,
)
from tests.reference_server import ReferenceServer
from tests.reference_server.accounts import STUDENT

FOLDERS = {"v2": "v2", "v4": "v4", "advanced": ""}
OTHERS: list[tuple[str, Endpoint]] = [
    (version, endpoint) for version in FOLDERS for endpoint in load(f"nbia.{version}").endpoints
]
EXAMPLES = [
    pytest.param(version, shlex.split(command_line(endpoint, version))[1:], id=f"{version}-{endpoint.name}")
    for version, endpoint in OTHERS
    if not endpoint.writes
]
IMAGE = "143.53599064898089361503082484556513429004"
PHANTOM = "143.284188174537413748743284550513035752067"
SEARCH = ("get-simple-search", "--criteria", "Collection=RIDER Pilot")
NOWHERE = "http://127.0.0.1:9/nbia-api/services/v1"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command writes into an empty folder, and knows a login; no variable says which version it speaks."""
    be_patient(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", {name: os.environ[name] for name in os.environ if not name.startswith("NBIA_")})
    monkeypatch.setenv("NBIA_USER", STUDENT.name)
    monkeypatch.setenv("NBIA_PASSWORD", STUDENT.password)


@pytest.fixture
def v4(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command speaks version 4."""
    monkeypatch.setenv("NBIA_API", "v4")
    monkeypatch.setenv("NBIA_BASE_URL", server.url("v4"))


@pytest.mark.parametrize(("version", "arguments"), EXAMPLES)
def test_the_example_of_a_command_has_an_answer(
    version: str,
    arguments: list[str],
    server: ReferenceServer,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.url(FOLDERS[version]))

    code = main(arguments)

    written = [path.read_bytes() for path in tmp_path.iterdir()]
    out, err = capfdbinary.readouterr()
    assert (code, err.decode() if code else "") == (0, "")
    assert any([*written, out])


def test_a_command_that_writes_does_so_once(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.url(""))
    monkeypatch.setenv("NBIA_API", "advanced")
    about = ("--name", "mine", "--description", "lungs", "--url", "https://example.org")

    created, _, _ = run_here("create-shared-list", "--series-instance-uid", RIDER, *about, capsys=capsys)
    listed = run_here("get-shared-list", "--name", "mine", "--format", "json", capsys=capsys)
    deleted, _, _ = run_here("delete-shared-list", "--name", "mine", capsys=capsys)

    assert (created, listed[0], deleted) == (0, 0, 0)
    assert RIDER in listed[1]
    assert [request.endpoint for request in server.requests].count("createSharedList") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--api", "v4", "get-species-values-and-counts"],
        ["get-species-values-and-counts", "--api", "v4"],
        ["get-species-values-and-counts", "--api=v4", "--format", "csv"],
    ],
)
def test_the_version_stands_before_the_command_or_behind_it(
    arguments: list[str],
    server: ReferenceServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.url("v4"))
    monkeypatch.setenv("NBIA_API", "v1")

    code, out, _ = run_here(*arguments, capsys=capsys)

    assert (code, out.splitlines()[0]) == (0, "Species,Count,Authorized")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["get-series", "--", "--api", "v4"], ["get-series", "--", "--api", "v4"]),
        (["get-series", "--api"], ["--api", "get-series"]),
        (["--api=v4", "a", "--api", "v2", "b"], ["--api=v4", "--api", "v2", "a", "b"]),
    ],
)
def test_the_version_is_put_first(words: list[str], first: list[str]) -> None:
    assert version_first(words) == first


@pytest.mark.usefixtures("v4")
def test_a_variable_chooses_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("get-md5-hash-for-image", "--sop-instance-uid", IMAGE, capsys=capsys)

    assert code == 0
    assert len(out) == 32


def test_without_a_choice_it_is_version_1(capsys: pytest.CaptureFixture[str]) -> None:
    run_here("--api", "v4", "--help", capsys=capsys)

    code, _, err = run_here("get-simple-search", capsys=capsys)

    assert code == 2
    assert "No such command: get-simple-search." in err


@pytest.mark.parametrize("arguments", [["--api", "v9", "get-series"], ["get-series", "--api", "v9"]])
def test_an_unknown_version_is_refused_with_the_known_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_here(*arguments, capsys=capsys)

    assert (code, out) == (2, "")
    assert "'v9'" in err
    assert [version for version in versions("nbia") if version not in err] == []


def test_an_unknown_version_in_the_variable_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBIA_API", "v9")

    code, _, err = run_here("get-series", "--collection", "VICTRE", capsys=capsys)

    assert code == 2
    assert "NBIA_API" in err


def test_a_version_that_is_chosen_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run_here("--api", "v4", "get-series", "--api", "v2", capsys=capsys)

    assert code == 2
    assert "--api was given twice" in err


@pytest.mark.parametrize(
    ("version", "present", "absent"),
    [("v4", "get-simple-search", "get-contents-by-name"), ("v1", "get-contents-by-name", "get-simple-search")],
)
def test_the_help_lists_the_commands_and_servers_of_the_version(
    version: str, present: str, absent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, shown, _ = run_here("--api", version, "--help", capsys=capsys)

    assert present in shown
    assert absent not in shown
    assert f"The server to ask: {', '.join(load(f'nbia.{version}').servers)}." in one_line(shown)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nbia --api v", "v4"),
        ("nbia --api v4 get-simple", "get-simple-search"),
        ("nbia get-simple-search --api v4 --crit", "--criteria"),
        ("nbia --api v4 get-simple-search --criteria Coll", "Collection="),
        ("nbia --api v4 get-simple-search --criteria Excl", "ExcludeCommercial"),
        ("nbia --api v4 get-simple-search --criteria Time", "TimePoint:"),
        ("nbia --api v4 --server st", "stage"),
        ("nbia --api advanced dow", "download"),
    ],
)
def test_shells_complete_what_the_version_has(words: str, expected: str, server: ReferenceServer) -> None:
    done = run(server=server, _NBIA_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))

    assert f"plain,{expected}" in done.stdout.decode().splitlines()


@pytest.mark.usefixtures("v4")
def test_a_text_goes_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("get-manifest-for-collection", "--collection", "VICTRE", "-o", "cart.tcia", capsys=capsys)
    listed, _, _ = run_here("download", "cart.tcia", "--dry-run", capsys=capsys)

    assert (code, listed, out) == (0, 0, "")
    assert (tmp_path / "cart.tcia").read_text().startswith("downloadServerUrl=")


@NO_TERMINALS
def test_a_text_without_an_end_of_line_gets_one_on_a_terminal(server: ReferenceServer) -> None:
    environment = variables(server, NBIA_API="v4", NBIA_BASE_URL=server.url("v4"))

    seen = in_a_terminal([*NBIA, "--quiet", "get-md5-hash-for-image", "--sop-instance-uid", IMAGE], 80, environment)

    assert (len(seen), seen[-1]) == (33, "\n")


@pytest.mark.usefixtures("v4")
def test_a_picture_is_not_written_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nbia_core.cli.query.is_terminal", lambda _: True)

    code, _, err = run_here(
        "get-thumbnail", "--series-instance-uid", PHANTOM, "--sop-instance-uid", IMAGE, capsys=capsys
    )

    assert code == 2
    assert "The answer is a JPEG file: name a file with -o FILE" in err


@pytest.mark.usefixtures("v4")
@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--format", "ndjson"]])
def test_an_object_is_json_as_the_server_sent_it(
    form: list[str], server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_here("get-min-max-timepoints", *form, capsys=capsys)

    with nbia.v4.Client(base_url=server.url("v4")) as client:
        timepoints = client.get_min_max_timepoints()
    assert timepoints is not None
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "maxTimepoints": timepoints.max_timepoints,
        "minTimepoints": timepoints.min_timepoints,
    }


@pytest.mark.usefixtures("v4")
def test_attributes_of_an_object_are_chosen_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here(*SEARCH, "--columns", "totalPatients,sort", "--names", "python", capsys=capsys)

    assert code == 0
    assert json.loads(out) == {"total_patients": 2, "sort": "collection-ascending"}


@pytest.mark.usefixtures("v4")
@pytest.mark.parametrize("output", [["--format", "csv"], ["-o", "search.csv"], ["-o", "search.tsv"]])
def test_an_object_with_lists_is_no_csv(
    output: list[str], server: ReferenceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_here(*SEARCH, *output, capsys=capsys)

    assert (code, out) == (2, "")
    assert "json" in err.lower()
    assert (list(server.requests), list(tmp_path.iterdir())) == ([], [])


@NO_TERMINALS
def test_a_terminal_shows_an_object_in_lines_and_what_it_holds_in_tables(server: ReferenceServer) -> None:
    environment = variables(server, NBIA_API="v4", NBIA_BASE_URL=server.url("v4"))

    lines = in_a_terminal([*NBIA, "--quiet", *SEARCH], 100, environment).splitlines()

    assert lines[0].split() == ["totalPatients", "2"]
    place = lines.index("modalities")
    assert [line.split() for line in lines[place : place + 4]] == [
        ["modalities"],
        ["value", "count"],
        ["CT", "2"],
        ["1", "row."],
    ]
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.usefixtures("v4")
@pytest.mark.parametrize(
    ("form", "expected"), [("json", '[\n"4DLung"\n]\n'), ("ndjson", '"4DLung"\n'), ("csv", "Site\n4DLung\n")]
)
def test_plain_values_are_written_as_the_server_sent_them(
    form: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    uid = "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"

    code, out, _ = run_here("get-sites-for-series", "--series-instance-uid", uid, "--format", form, capsys=capsys)

    assert (code, out) == (0, expected)


@pytest.mark.usefixtures("v4")
@pytest.mark.parametrize(
    "option", ["--series-instance-uid", "--series-instance-uids", "--series_instance_uids", "--list"]
)
def test_a_list_is_given_value_by_value(
    option: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_here("get-series-metadata", option, RIDER, option, PHANTOM, "--format", "json", capsys=capsys)

    asked = [request for request in server.requests if request.endpoint == "getSeriesMetadata"]
    assert (code, len(json.loads(out))) == (0, 2)
    assert [request.method for request in asked] == ["POST"]


@pytest.mark.usefixtures("v4")
def test_criteria_of_several_kinds_are_sent_together(capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--criteria", "Modality=CT", "--criteria", "ExcludeCommercial", "--size", "1"]

    code, out, _ = run_here(*SEARCH, *more, "--criteria", "PatientAgeRange:at_least=1,at_most=120", capsys=capsys)

    assert code == 0
    assert [patient["project"] for patient in json.loads(out)["resultSet"]] in ([], ["RIDER Pilot"])


@pytest.mark.usefixtures("v4")
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (["--criteria", "Colection=VICTRE"], "'Colection=VICTRE' is no criterion. Did you mean Collection=…?"),
        (["--criteria", "Phantom=3"], 'accepted are "0", "1", "2"'),
        (["--size", "many"], "'many'"),
        (["--sort-field", "name"], "'name' is not one of"),
    ],
)
def test_what_a_search_cannot_take_is_refused_before_it_is_sent(
    wrong: list[str], reason: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_here("get-simple-search", *wrong, capsys=capsys)

    assert (code, out, list(server.requests)) == (2, "", [])
    assert reason in one_line(err)


def test_the_help_of_a_search_tells_criteria_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    _, shown, _ = run_here("--api", "v4", "get-simple-search", "--help", capsys=capsys)

    words = one_line(shown)
    names = [criterion.python for criterion in load("nbia.v4").criteria]
    assert [name for name in names if f" {name}" not in words] == []
    assert "The default is collection." in words
    assert "DateRange:first_day=2010-01-01,last_day=2020-12-31" in words


@pytest.mark.usefixtures("v4")
def test_version_4_downloads_lists_and_verifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [
        run_here("manifest", "--collection", "RIDER Pilot", "-o", "cart.tcia", capsys=capsys)[0],
        run_here("download", "cart.tcia", "--number", "1", "--to", "images", capsys=capsys)[0],
        run_here("verify", "images", capsys=capsys)[0],
    ]

    assert codes == [0, 0, 0]
    assert len(list(tmp_path.rglob("*.dcm"))) > 0


@pytest.mark.parametrize("command", ["download", "manifest"])
def test_a_version_without_series_has_no_filters(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("--api", "advanced", command, "--help", capsys=capsys)
    refused, _, err = run_here("--api", "advanced", command, capsys=capsys)

    assert (code, refused) == (0, 2)
    assert "Common options:" in out
    assert "--modality" not in out
    assert "series UIDs, files, addresses of files, - for standard input." in one_line(err)


def test_info_tells_which_versions_answer(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nbia.Client, "servers", {"public": server.base_url})
    monkeypatch.setattr(nbia.advanced.Client, "servers", {"public": server.url("")})
    monkeypatch.setattr(nbia.v2.Client, "servers", {"public": server.url("v2")})
    monkeypatch.setattr(nbia.v4.Client, "servers", {"public": NOWHERE, "nlst": server.url("v4")})

    code, out, _ = run_here("info", "--json", capsys=capsys)

    facts: dict[str, Any] = json.loads(out)
    answers = {
        version: [server["problem"] is None for server in api["servers"]] for version, api in facts["apis"].items()
    }
    assert code == 0
    assert answers == {"v1": [True], "advanced": [True], "v2": [True], "v4": [False, True], "idc": []}
    assert facts["servers"] == facts["apis"]["v1"]["servers"]


def test_info_tells_the_versions_without_asking(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("--api", "v4", "info", "--offline", capsys=capsys)

    words = one_line(out)
    assert code == 0
    assert out.splitlines().index("v4") < out.splitlines().index("v1")
    assert [version for version in versions("nbia") if load(f"nbia.{version}").status not in words] == []
    assert list(server.requests) == []


def test_info_tells_what_optional_packages_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_here("info", "--offline", capsys=capsys)

    words = one_line(out)
    assert f"openpyxl {metadata.version('openpyxl')} for Excel files" in words
    assert f"pydicom {metadata.version('pydicom')} for previews, references between series" in words


def test_info_tells_what_each_version_was_generated_from(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_here("--api", "v4", "info", "--offline", "--json", capsys=capsys)

    made = {version: api["generated_from"] for version, api in json.loads(out)["apis"].items()}
    assert code == 0
    assert next(iter(made)) == "v4"
    specs = {version: spec_sha256(spec) for version, spec in load_spec(ROOT / "spec").items()}
    assert {version: facts["spec_sha256"] for version, facts in made.items()} == {**specs, "idc": specs["v1"]}
    assert {facts["generator"] for facts in made.values()} == {GENERATOR}
