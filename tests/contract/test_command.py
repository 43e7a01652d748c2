"""`nbia contract` as people and pipelines run it: options, exit codes, what is written where."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import nbia_core.contract.checks.check as checks
from nbia import RetryPolicy
from nbia.__main__ import main
from nbia_core.cli.failures import ExitCode
from nbia_core.contract.errors import SourceError
from nbia_core.contract.findings import Coverage, Finding, Result, Verdict
from nbia_core.contract.observations import Observation
from tests.contract.results import PUBLIC, ROOT, copy_spec, git_apply

BODIES = {
    "getModalityValues.json": [{"Modality": "CT"}, {"Modality": "MR"}],
    "getCollectionValues.json": [{"Collection": "4D-Lung", "BrandNew": "x"}],
}
NEW = "attribute added | getCollectionValues | BrandNew | -"
NBIA = (sys.executable, "-m", "nbia")
FULL = Path("/dev/full")
VARIABLES = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}


@pytest.fixture
def bodies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with saved answers, one of which has an attribute that the spec does not know."""
    folder = tmp_path / "bodies"
    folder.mkdir()
    for name, rows in BODIES.items():
        (folder / name).write_text(json.dumps(rows))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def quiet_bodies(bodies: Path) -> Path:
    """The same without the new attribute."""
    (bodies / "getCollectionValues.json").write_text('[{"Collection": "4D-Lung"}]')
    return bodies


@pytest.fixture
def live_calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was asked for with --live; the service gives no answer."""
    calls: list[tuple[str, dict[str, Any]]] = []

    def live(base_url: str, contract: object, **options: Any) -> Iterator[Observation]:
        calls.append((base_url, options))
        yield Observation(
            endpoint="getSeries",
            parameters={},
            format="json",
            purpose="rows",
            url=base_url,
            failure="Connection refused",
        )

    monkeypatch.setattr("nbia_core.contract.sources.live.live", live)
    return calls


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_nothing_new(quiet_bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["contract", "--bodies", str(quiet_bodies)])

    assert code == 0
    assert "\nNothing new. Looked at 2 answers of 2 of 18 endpoints, 3 rows.\n" in capsys.readouterr().out


def test_findings(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["contract", "--bodies", str(bodies)])

    assert code == 1
    assert "\n1. attribute added: getCollectionValues, BrandNew\n" in capsys.readouterr().out


def test_an_endpoint_alone(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["contract", "--bodies", str(bodies), "--endpoint", "getModalityValues"])

    assert code == 0
    assert "\nNothing new. Looked at 1 answer of 1 of 1 endpoint, 2 rows.\n" in capsys.readouterr().out


def test_quiet(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["contract", "--bodies", str(bodies), "--quiet"])

    assert code == 1
    assert capsys.readouterr() == ("", "")


def test_reports_go_to_files(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["contract", "--bodies", str(bodies), "--report", "junit:out.xml", "--report", "json:out.json"])

    assert code == 1
    assert ElementTree.parse(tmp_path / "out.xml").getroot().get("failures") == "1"
    assert json.loads((tmp_path / "out.json").read_text())["findings"][0]["key"] == NEW
    assert capsys.readouterr() == (
        "",
        "1 finding (1 attribute added). Looked at 2 answers of 2 of 18 endpoints, 3 rows.\n",
    )


def test_a_report_on_standard_output_is_alone_there(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["contract", "--bodies", str(bodies), "--report", "json", "--report", "html:out.html"])

    shown = capsys.readouterr()
    assert json.loads(shown.out)["outcome"] == "findings"
    assert shown.err == ""


def test_annotations_point_into_the_spec(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_spec(tmp_path)

    main(["contract", "--bodies", str(bodies), "--report", "github"])

    assert capsys.readouterr().out.startswith("::error file=spec/v1/metadata.yaml,line=")


def test_a_baseline_accepts(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.toml").write_text(f'[[accepted]]\nkey = "{NEW}"\nreason = "We know."\ndate = 2026-05-01\n')

    code = main(["contract", "--bodies", str(bodies), "--baseline", "b.toml"])

    assert code == 0
    assert "   reason: We know.\n" in capsys.readouterr().out


def test_a_baseline_is_made_and_then_accepts(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = main(["contract", "--bodies", str(bodies), "--baseline", "b.toml", "--update-baseline"])
    said = capsys.readouterr().err
    second = main(["contract", "--bodies", str(bodies), "--baseline", "b.toml"])

    assert (first, second) == (0, 0)
    assert said == "b.toml: 1 new, 0 kept, 0 forgotten\n"
    assert f'key = "{NEW}"\nreason = "accepted by --update-baseline"\n' in (tmp_path / "b.toml").read_text()


def test_the_patch_is_alone_on_standard_output(
    bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = copy_spec(tmp_path)

    code = main(["contract", "--bodies", str(bodies), "--propose"])

    shown = capsys.readouterr()
    git_apply(shown.out, tmp_path)
    assert code == 1
    assert "BrandNew" in (spec / "attributes.yaml").read_text()
    assert "1. attribute added: getCollectionValues, BrandNew" in shown.err


def test_the_patch_goes_to_a_file(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["contract", "--bodies", str(bodies), "--propose", "spec.patch", "--spec", str(ROOT / "spec")])

    assert "+++ b/spec/attributes.yaml\n" in (tmp_path / "spec.patch").read_text()
    assert "1. attribute added: getCollectionValues, BrandNew" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "Name one source of answers, --live, --cassettes, --har, --bodies; none is given."),
        (["--live", "--har", "x"], "--bodies; not --live and --har."),
        (["--bodies", "x", "--server", "nlst"], "--server belongs to --live."),
        (["--bodies", "x", "--timeout", "3"], "--timeout belongs to --live."),
        (["--bodies", "x", "--retries", "3"], "--retries belongs to --live."),
        (["--live", "--server", "nlst", "--base-url", "x"], "--server and --base-url both name the address; give one."),
        (["--live", "--server", "nslt"], "There is no server nslt; did you mean nlst?"),
        (["--live", "--server", "x"], "There is no server x; there are public, nlst, nbia."),
        (["--live", "--base-url", "nonsense"], "--base-url 'nonsense' has no scheme or no host"),
        (["--live", "--timeout", "0"], "'--timeout'"),
        (["--bodies", "x", "--endpoint", "getserie"], "There is no endpoint getserie; did you mean getSeries?"),
        (["--bodies", "x", "--report", "jnuit"], "There is no report jnuit; did you mean junit?"),
        (["--bodies", "x", "--update-baseline"], "--update-baseline needs --baseline FILE, the file to write."),
        (["--bodies", "x", "--report", "json", "--report", "html"], "json and html would mix on standard output"),
        (["--bodies", "x", "--report", "json", "--propose"], "json and the patch would mix on standard output"),
        (["--bodys", "x"], "--bodys"),
    ],
)
def test_wrong_options(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(copy_spec(tmp_path).parent)

    code = main(["contract", *options])

    shown = capsys.readouterr()
    assert code == 2
    assert complaint in one_line(shown.err)
    assert shown.out == ""


def test_a_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contrakt"]) == 2
    assert "No such command: contrakt. Did you mean contract?" in capsys.readouterr().err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) in (0, 2)  # older versions of click take it for a request for help
    assert "get-series-meta-data" in "".join(capsys.readouterr())


@pytest.mark.parametrize("options", [["--help"], ["-h"], ["--live", "--help"]])
def test_help_names_every_exit_code(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert main(["contract", *options]) == 0

    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.partition("Exit codes:\n")[2].partition("\n\n")[0].splitlines()] == [
        str(int(code)) for code in ExitCode
    ]


@pytest.mark.parametrize("options", [["--version"], ["contract", "--version"]])
def test_version(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert main(options) == 0
    assert capsys.readouterr().out == f"nbia-client {metadata.version('nbia-client')}\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], PUBLIC),
        (["--server", "nlst"], "https://nlst.cancerimagingarchive.net/nbia-api/services/v1"),
        (["--base-url", "http://127.0.0.1:9/v1/"], "http://127.0.0.1:9/v1"),
    ],
)
def test_the_address_that_is_asked(
    live_calls: list[tuple[str, dict[str, Any]]], options: list[str], expected: str
) -> None:
    main(["contract", "--live", *options])

    assert [url for url, _ in live_calls] == [expected]


def test_what_is_passed_on_to_the_service(live_calls: list[tuple[str, dict[str, Any]]]) -> None:
    main(["contract", "--live", "--timeout", "2.5", "--retries", "2", "--endpoint", "getSeries"])

    assert [options for _, options in live_calls] == [
        {"timeout": 2.5, "retries": RetryPolicy(attempts=3), "endpoints": ("getSeries",), "login": None}
    ]


def test_a_service_that_cannot_be_reached(
    live_calls: list[tuple[str, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["contract", "--live"])

    shown = capsys.readouterr()
    assert code == 100
    assert one_line(shown.err) == (
        f"nbia: No answer came from {PUBLIC}: Connection refused. "
        "Try the address in a browser, look at proxy settings, or give more time with --timeout."
    )
    assert shown.out == ""


def test_a_reason_that_is_a_sentence_has_one_full_stop(
    live_calls: list[tuple[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Finding(verdict=Verdict.UNREACHABLE, endpoint="getSeries", summary="The connection was lost.")
    monkeypatch.setattr(
        checks, "check", lambda *_, **__: Result(version="v1", origin=PUBLIC, findings=(gone,), coverage=())
    )

    main(["contract", "--live"])

    assert "The connection was lost. Try the address" in one_line(capsys.readouterr().err)


def test_a_service_that_is_partly_reached_is_judged(
    live_calls: list[tuple[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Finding(verdict=Verdict.UNREACHABLE, endpoint="getSeries", summary="No answer came")
    seen = Coverage(endpoint="getPatient", answers=1, rows=1)
    found = Result(version="v1", origin=PUBLIC, findings=(gone,), coverage=(seen,))
    monkeypatch.setattr(checks, "check", lambda *_, **__: found)

    assert main(["contract", "--live", "--quiet"]) == 1


def test_an_unreachable_service_does_not_spoil_the_baseline(
    live_calls: list[tuple[str, dict[str, Any]]], tmp_path: Path
) -> None:
    path = tmp_path / "b.toml"

    code = main(["contract", "--live", "--baseline", str(path), "--update-baseline"])

    assert code == 100
    assert not path.exists()


@pytest.mark.parametrize("option", ["--cassettes", "--bodies", "--har"])
def test_a_source_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    code = main(["contract", option, str(tmp_path / "nowhere")])

    assert code == 101
    assert "nowhere" in capsys.readouterr().err


def test_a_source_that_breaks_half_way(
    bodies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Iterator[Observation]:
        raise SourceError("cassettes/a.yaml is no cassette")
        yield

    monkeypatch.setattr("nbia_core.contract.sources.bodies.from_bodies", broken)

    assert main(["contract", "--bodies", str(bodies)]) == 101
    assert capsys.readouterr().err == "nbia: cassettes/a.yaml is no cassette\n"


def test_a_source_without_an_answer_of_the_endpoint(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--bodies", str(bodies), "--endpoint", "getImage"]) == 101
    assert "holds no answer of an endpoint that was to be looked at" in one_line(capsys.readouterr().err)


def test_a_baseline_that_is_not_there(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--bodies", str(bodies), "--baseline", "b.toml"]) == 102
    assert capsys.readouterr().err == (
        f"nbia: b.toml: cannot be read: {os.strerror(errno.ENOENT)}. Make it with --update-baseline.\n"
    )


def test_paths_that_are_too_long_are_told_as_what_they_are(bodies: Path) -> None:
    command, path = ["contract", "--bodies", str(bodies)], "long" * 100

    assert main([*command, "--baseline", path]) == 102
    assert main([*command, "--baseline", path, "--update-baseline"]) == 102
    assert main([*command, "--spec", path]) == 103
    assert main([*command, "--report", f"json:{path}/report.json"]) == 104


def test_a_wrong_baseline(bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.toml").write_text('[[accepted]]\nkey = "attribute added | getSeriez | X | -"\n')

    assert main(["contract", "--bodies", str(bodies), "--baseline", "b.toml"]) == 102
    assert capsys.readouterr().err == ("nbia: b.toml:1: there is no endpoint 'getSeriez' (did you mean getSeries?)\n")


def test_a_baseline_that_cannot_be_written(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--bodies", str(bodies), "--baseline", "no/b.toml", "--update-baseline"]) == 102
    assert capsys.readouterr().err == f"nbia: no/b.toml: cannot be written: {os.strerror(errno.ENOENT)}\n"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--propose"], "there is none in this folder. Name its folder with --spec DIR."),
        (["--propose", "--spec", "nowhere"], "nowhere is no folder. Name the folder of the spec with --spec DIR."),
        (["--propose", "--spec", "bodies"], "bodies: holds no YAML file; name the folder of the spec with --spec"),
        (["--report", "github", "--spec", "bodies"], "bodies: holds no YAML file; name the folder of the spec with"),
    ],
)
def test_a_spec_that_is_none(
    bodies: Path, capsys: pytest.CaptureFixture[str], options: list[str], complaint: str
) -> None:
    assert main(["contract", "--bodies", str(bodies), *options]) == 103
    assert complaint in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("options", [["--report", "json:no/out.json"], ["--propose", "no/spec.patch"]])
def test_a_target_that_cannot_be_written(
    bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    copy_spec(tmp_path)

    assert main(["contract", "--bodies", str(bodies), *options]) == 104
    assert "cannot be written: there is no folder no. Make the folder first." in one_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    "target",
    ["bodies/getCollectionValues.json", "./bodies/../bodies/getCollectionValues.json", "spec/v1/api.yaml", "b.toml"],
)
@pytest.mark.parametrize("option", [["--report", "json:{}"], ["--propose", "{}"]], ids=["report", "patch"])
def test_what_is_read_is_not_written_over(
    bodies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str], target: str
) -> None:
    copy_spec(tmp_path)
    Path("b.toml").touch()
    before = (tmp_path / target).read_bytes()
    options = [part.format(target) for part in option]

    assert main(["contract", "--bodies", "bodies", "--baseline", "b.toml", *options]) == 104
    assert f"{target} is what is read here, and is not written over." in one_line(capsys.readouterr().err)
    assert (tmp_path / target).read_bytes() == before


def test_a_report_beside_saved_answers_is_renewed(bodies: Path) -> None:
    command = ["contract", "--bodies", "bodies", "--report", "json:bodies/report.json", "--quiet"]

    assert [main(command), main(command)] == [1, 1]


def test_a_target_that_is_a_folder(bodies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--bodies", str(bodies), "--report", "json:bodies"]) == 104
    assert capsys.readouterr().err == f"nbia: bodies cannot be written: {os.strerror(errno.EISDIR)}.\n"


def test_a_mistake_in_nbia_is_one_paragraph(
    bodies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "check", lambda *_, **__: 1 / 0)

    assert main(["contract", "--bodies", str(bodies)]) == 110
    assert one_line(capsys.readouterr().err) == (
        "nbia: ZeroDivisionError: division by zero. This is a mistake in nbia itself. "
        "Run it again with --debug and report what it prints."
    )


@pytest.mark.parametrize("command", [["--debug", "contract"], ["contract", "--debug"]])
def test_debug_shows_where_an_error_comes_from(
    bodies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setattr(checks, "check", lambda *_, **__: 1 / 0)

    assert main([*command, "--bodies", str(bodies)]) == 110
    assert "Traceback (most recent call last):" in capsys.readouterr().err


def test_an_interrupted_run(bodies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object, **__: object) -> Result:
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "check", interrupt)

    assert main(["contract", "--bodies", str(bodies)]) == 130
    assert capsys.readouterr().err.strip() == "nbia: interrupted"


def test_a_reader_that_goes_away_is_no_error(bodies: Path) -> None:
    with subprocess.Popen(
        [*NBIA, "contract", "--bodies", str(bodies)], env=VARIABLES, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()

    assert (process.returncode, complaints) == (1, b"")


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
def test_a_full_disk_behind_standard_output(bodies: Path) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*NBIA, "contract", "--bodies", str(bodies)],
            env=VARIABLES,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 104
    assert done.stderr.decode() == f"nbia: Standard output cannot be written: {os.strerror(errno.ENOSPC)}.\n"


def test_a_narrow_encoding_is_no_error(bodies: Path) -> None:
    (bodies / "getCollectionValues.json").write_text('[{"Collection": "x", "名前": "Ü"}]')

    done = subprocess.run(
        [*NBIA, "contract", "--bodies", str(bodies)],
        env={**VARIABLES, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")
    assert b"attribute added: getCollectionValues, \\u540d\\u524d" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, nbia.__main__ as c; c.main(['--help']);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], env=VARIABLES, capture_output=True, text=True, check=True)

    loaded = set(json.loads(done.stderr.replace("'", '"')))
    assert loaded & {"httpx", "httpx2", "anyio", "pandas", "numpy", "yaml", "rich", "asyncio", "ssl", "xml"} == set()
    assert "click" in loaded


def test_help_of_the_command_does_not_load_the_checks() -> None:
    code = "import sys, nbia.__main__ as c; c.main(['contract', '--help']); print(*sys.modules, file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", code], env=VARIABLES, capture_output=True, text=True, check=True)

    assert [name for name in done.stderr.split() if name.startswith("nbia_core.contract.c")] == []
    assert "nbia.v1.contract" not in done.stderr.split()


def test_the_command_is_installed() -> None:
    nbia = Path(sys.executable).with_name("nbia.exe" if os.name == "nt" else "nbia")

    done = subprocess.run([nbia, "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == f"nbia-client {metadata.version('nbia-client')}\n"
