"""A command for each endpoint: its options, its help, and what it asks the server."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from generator.load.rules import TAKEN_OPTIONS
from nbia.__main__ import main
from nbia.contract import CONTRACT
from nbia_core.cli import cite, download, manifest, references
from nbia_core.cli.endpoints import endpoint_commands, make_command
from nbia_core.cli.examples import command_line
from nbia_core.cli.settings import use_package
from tests.cli.command_line import RIDER, one_line
from tests.reference_server import ReferenceServer

pytestmark = pytest.mark.usefixtures("here")

use_package("nbia.v1")
COMMANDS = endpoint_commands()
EXAMPLES = [pytest.param(shlex.split(command_line(command))[1:], id=name) for name, command in COMMANDS.items()]


def without_blanks(text: str) -> str:
    """Return a text as it is however its lines are broken."""
    return "".join(text.split())


def test_every_endpoint_has_a_command() -> None:
    assert {command.name for command in COMMANDS.values()} == {endpoint.name for endpoint in CONTRACT.endpoints}


def test_no_parameter_can_be_called_as_an_option_is() -> None:
    others = [module.make_command() for module in (cite, download, manifest, references)]
    commands = [*map(make_command, COMMANDS.values()), *others]

    options = {str(option.name) for command in commands for option in command.params}
    parameters = {parameter.python for command in COMMANDS.values() for parameter in command.parameters}
    assert options - parameters == TAKEN_OPTIONS - {"help"}


def test_commands_are_named_as_the_functions_of_python() -> None:
    assert [name for name, command in COMMANDS.items() if name.replace("-", "_") != command.python] == []


@pytest.mark.parametrize("arguments", EXAMPLES)
def test_the_example_of_a_command_has_an_answer(
    arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    code = main(arguments)

    written = [path.read_bytes() for path in tmp_path.iterdir()]
    assert code == 0
    assert len(b"".join([capfdbinary.readouterr().out, *written]).splitlines()) > 1


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_everything_that_the_spec_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0

    shown, command = without_blanks(capsys.readouterr().out), COMMANDS[name]
    assert without_blanks(command.purpose) in shown
    assert without_blanks(command_line(command)) in shown
    assert [each.wire for each in command.parameters if without_blanks(each.meaning) not in shown] == []


def test_help_has_the_dicom_tags_of_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    main(["get-series", "--help"])

    assert "SeriesInstanceUID (0020,000E), StudyInstanceUID (0020,000D)" in one_line(capsys.readouterr().out)


def test_options_become_parameters(server: ReferenceServer) -> None:
    main(["get-series", "--collection", "4D-Lung", "--modality", "CT"])

    assert [(request.endpoint, request.query) for request in server.requests] == [
        ("getSeries", "Collection=4D-Lung&Modality=CT")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["get-series", "--patient-id", "121_HM20733"],
        ["get-series", "--patient_id", "121_HM20733"],
        ["get-series", "--PatientID", "121_HM20733"],
        ["getSeries", "--PatientID=121_HM20733"],
    ],
)
def test_the_spellings_of_python_and_of_the_guide_are_understood(arguments: list[str], server: ReferenceServer) -> None:
    assert main(arguments) == 0

    assert [request.query for request in server.requests] == ["PatientID=121_HM20733"]


def test_days_are_given_in_iso_form(server: ReferenceServer) -> None:
    main(["new-patients-in-collection", "--collection", "CBIS-DDSM", "--date", "2010-08-16"])
    main(["get-updated-series", "--from-date", "2023-03-28"])

    assert [request.query for request in server.requests] == [
        "Collection=CBIS-DDSM&Date=2010/08/16",
        "fromDate=28/03/2023",
    ]


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ([], f"SeriesInstanceUID={RIDER}"),
        (["--new-file-names"], f"SeriesInstanceUID={RIDER}&NewFileNames=Yes"),
        (["--no-new-file-names"], f"SeriesInstanceUID={RIDER}&NewFileNames=No"),
    ],
)
def test_a_flag_can_be_set_unset_and_left_out(options: list[str], query: str, server: ReferenceServer) -> None:
    main(["get-image", "--series-instance-uid", RIDER, "-o", "series.zip", *options])

    assert [request.query for request in server.requests] == [query]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["get-image"], "'--series-instance-uid'"),
        (
            ["get-updated-series", "--from-date", "28/03/2023"],
            "'28/03/2023' is no day in ISO form, such as 2010-08-16.",
        ),
        (["get-series", "--series-instance-uid", "abc"], "--series-instance-uid 'abc' was not sent: a DICOM UID has"),
        (["get-series", "--collection", ""], "--collection '' was not sent: it is empty"),
        (["get-contents-by-name", "--name", ""], "--name '' was not sent: it is empty"),
        (["get-series", "--modalities", "CT"], "--modalities"),
        (["get-serie"], "No such command: get-serie. Did you mean get-series?"),
        (["nonsense!"], "No such command: nonsense!. nbia --help lists all."),
    ],
)
def test_wrong_use_is_refused_before_anything_is_sent(
    arguments: list[str], complaint: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    shown = capsys.readouterr()
    assert complaint in one_line(shown.err)
    assert shown.out == ""
    assert list(server.requests) == []


def test_an_image_appears_when_it_is_complete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["get-image", "--series-instance-uid", RIDER, "-o", "series.zip"]) == 0

    (path,) = tmp_path.iterdir()
    assert capsys.readouterr().err == f"nbia: series.zip: {path.stat().st_size:,} bytes.\n"


@pytest.mark.parametrize("options", [[], ["-o", "-"]])
def test_an_image_goes_through_a_pipe(options: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["get-image", "--series-instance-uid", RIDER, *options]) == 0

    assert capfdbinary.readouterr().out.startswith(b"PK")


def test_a_series_that_is_not_public_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["get-image", "--series-instance-uid", "1.2.3", "-o", "series.zip"])

    assert code == 1
    assert "is unknown, not released, restricted" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
