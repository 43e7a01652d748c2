"""What holds for every command: address, environment, messages, errors, exit codes, completion."""

from __future__ import annotations

import errno
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import nbia as package
import nbia_core.cli.settings
from nbia.__main__ import main
from nbia_core.cli.waiting import Waiting
from tests.cli.command_line import NBIA, ROOT, Terminal, be_patient, nbia, one_line, run, variables
from tests.reference_server import ReferenceServer, faults

NLST = "1.2.840.113654.2.55."
"""How the UIDs of NLST begin."""
NOWHERE = "http://127.0.0.1:9/nbia-api/services/v1"
FULL = Path("/dev/full")
MODALITIES = "Modality\nCT\nDX\nMG\nMR\nPT\nRTSTRUCT\nSEG\n"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    be_patient(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", {name: os.environ[name] for name in os.environ if not name.startswith("NBIA_")})


@pytest.fixture
def here(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)


@pytest.mark.parametrize(
    "arguments", [["--base-url", "{}", "get-modality-values"], ["get-modality-values", "--base-url", "{}"]]
)
def test_the_address_stands_before_the_command_or_behind_it(
    arguments: list[str], server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = nbia(*(argument.format(server.base_url) for argument in arguments), capsys=capsys)

    assert (code, out, err) == (0, MODALITIES, "")


def test_a_server_is_chosen_by_its_name(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package.Client, "servers", {"public": NOWHERE, "nlst": server.base_url})

    assert nbia("get-modality-values", "--server", "nlst", capsys=capsys) == (0, MODALITIES, "")


@pytest.mark.parametrize("variable", ["NBIA_BASE_URL", "NBIA_SERVER"])
def test_the_command_line_overrides_the_environment(
    variable: str, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, "nlst")

    assert nbia("--base-url", server.base_url, "get-modality-values", capsys=capsys) == (0, MODALITIES, "")


@pytest.mark.usefixtures("here")
def test_variables_are_read_with_every_command(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBIA_RETRIES", "0")
    monkeypatch.setenv("NBIA_TIMEOUT", "5")
    monkeypatch.setenv("NBIA_VERBOSE", "1")
    server.inject(faults.status(503), endpoint="getModalityValues")

    code, _, err = nbia("get-modality-values", capsys=capsys)

    assert code == 1
    assert err.startswith(f"nbia: 503 {server.base_url}/getModalityValues\n")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "complaint"),
    [
        (
            ["--server", "nslt"],
            {},
            "--server 'nslt' is not known; known are public, nlst, nbia (did you mean \"nlst\"?)",
        ),
        (["--base-url", "nonsense"], {}, "--base-url 'nonsense' has no scheme or no host"),
        (["--server", "nlst", "--base-url", NOWHERE], {}, "--server and --base-url both name the address; give one."),
        ([], {"NBIA_SERVER": "nlst", "NBIA_BASE_URL": NOWHERE}, "NBIA_SERVER and NBIA_BASE_URL both name the address"),
        ([], {"NBIA_TIMEOUT": "soon"}, "NBIA_TIMEOUT"),
        (["--timeout", "0"], {}, "'--timeout'"),
        (["--retries", "-1"], {}, "'--retries'"),
    ],
)
def test_a_wrong_setting_is_refused(
    arguments: list[str],
    environment: dict[str, str],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, **environment})

    code, out, err = nbia("get-modality-values", *arguments, capsys=capsys)

    assert (code, out) == (2, "")
    assert complaint in one_line(err)


def test_an_error_is_one_paragraph_that_says_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("get-modality-values", "--base-url", NOWHERE, "--retries", "0", capsys=capsys)

    first, asked, tip = err.splitlines()
    assert (code, out) == (1, "")
    assert first.startswith("nbia: The connection failed or was lost: ")
    assert asked == f"  asked: {NOWHERE}/getModalityValues"
    assert tip.startswith(
        "  try: check the network and the base URL, and try again; if the service has ended, nbia --api idc answers "
    )


@pytest.mark.usefixtures("here")
def test_hints_name_the_options(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.inject(faults.slow_first_byte(1), endpoint="getModalityValues")

    _, _, err = nbia("get-modality-values", "--timeout", "0.05", "--retries", "0", capsys=capsys)

    assert "  try: try again later, or allow more with --timeout" in err


@pytest.mark.usefixtures("here")
def test_hints_name_the_options_of_another_client(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = nbia("get-image", "--series-instance-uid", f"{NLST}3", "-o", "a.zip", capsys=capsys)

    assert err.endswith('try: what has such a UID is to be had from --server "nlst"\n')


def test_debug_adds_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = nbia("get-modality-values", "--base-url", NOWHERE, "--retries", "0", "--debug", capsys=capsys)

    assert err.startswith("Traceback (most recent call last):\n")
    assert "nbia: The connection failed" in err


@pytest.mark.usefixtures("here")
def test_verbose_tells_every_request(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = nbia("get-modality-values", "--verbose", capsys=capsys)

    assert err == f"nbia: 200 {server.base_url}/getModalityValues\n"


def test_a_wait_is_told_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, shown = Terminal(), threading.Event()
    terminal.flush = shown.set  # type: ignore[method-assign]  # to know when something was drawn
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("nbia_core.cli.waiting._PATIENCE", 0)

    with Waiting("Asking getSeries", is_quiet=False):
        assert shown.wait(10)

    assert re.search(r"Asking getSeries: \d+ s", terminal.getvalue())


def test_a_wait_is_told_in_lines_where_nobody_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = threading.Event()

    def tell(text: str) -> None:
        print(text)
        told.set()

    monkeypatch.setattr("nbia_core.cli.waiting._PATIENCE", 0)
    monkeypatch.setattr("nbia_core.cli.waiting._INTERVAL", 0.001)
    monkeypatch.setattr("nbia_core.cli.waiting.say", tell)

    with Waiting("Asking getSeries", is_quiet=False) as waiting:
        waiting.progress = "12 rows"
        assert told.wait(10)

    assert capsys.readouterr().out.startswith("Asking getSeries: ")


def test_the_help_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    shown = capsys.readouterr().out
    words = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.strip()]
    assert {"get-series", "get-image", "download", "verify", "manifest", "contract", "info", "completion"} <= {*words}
    assert {"0", "1", "2", "110", "130"} <= {*words}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["get-series", "--help"], ["download", "--help"], ["verify", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys, nbia.__main__ as c; c.main({arguments!r}); print(*sys.modules, file=sys.stderr)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert (
        loaded & {"httpx", "anyio", "asyncio", "pandas", "polars", "pyarrow", "numpy", "rich", "ssl", "sqlite3"}
        == set()
    )
    assert [name for name in done.stderr.split() if name.startswith("nbia_core.download.e")] == []


@pytest.mark.usefixtures("here")
def test_info_tells_versions_and_what_can_be_reached(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = nbia("info", capsys=capsys)

    assert (code, err) == (0, "")
    assert out.startswith(f"nbia-client {importlib.metadata.version('nbia-client')}, NBIA Search REST API, v1\n")
    assert f"  base URL    {server.base_url}\n              answers in 0." in out


def test_info_tells_what_cannot_be_reached(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package.Client, "servers", {"public": NOWHERE, "nlst": server.base_url})
    monkeypatch.setattr(nbia_core.cli.settings, "versions", lambda _: ["v1"])

    code, out, _ = nbia("info", "--json", capsys=capsys)

    public, nlst = json.loads(out)["servers"]
    assert code == 1
    assert (public["name"], public["seconds"], public["problem"][:21]) == ("public", None, "The connection failed")
    assert (nlst["name"], nlst["problem"]) == ("nlst", None)


def test_info_asks_the_server_that_is_named_alone(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package.Client, "servers", {"public": NOWHERE, "nlst": server.base_url})

    code, out, _ = nbia("info", "--json", "--server", "nlst", capsys=capsys)
    wrong_code, _, complaint = nbia("info", "--server", "x", capsys=capsys)

    assert code == 0
    assert [reached["name"] for reached in json.loads(out)["servers"]] == ["nlst"]
    assert wrong_code == 2
    assert "--server 'x' is not known; known are public, nlst." in one_line(complaint)


@pytest.mark.usefixtures("here")
def test_info_can_ask_nobody(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("info", "--offline", capsys=capsys)

    assert code == 0
    assert "answers in" not in out
    assert list(server.requests) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("completion", shell, capsys=capsys)

    assert code == 0
    assert f"_NBIA_COMPLETE={shell}_complete" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_its_shell(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "completion"
    script.write_text(nbia("completion", shell, capsys=capsys)[1])
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")

    subprocess.run([shell, "-n", script], check=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nbia get-p", "get-patient"),
        ("nbia get-series --pat", "--patient-id"),
        ("nbia get-series --format nd", "ndjson"),
        ("nbia get-series --columns Modality,Pat", "Modality,PatientID"),
        ("nbia --server nl", "nlst"),
        ("nbia download --dry", "--dry-run"),
        ("nbia ver", "verify"),
    ],
)
def test_shells_complete_commands_options_and_values(words: str, expected: str, server: ReferenceServer) -> None:
    done = run(server=server, _NBIA_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))

    assert f"plain,{expected}" in done.stdout.decode().splitlines()


@pytest.mark.parametrize("form", ["csv", "ndjson", "table"])
def test_a_reader_that_goes_away_is_no_error(form: str, server: ReferenceServer) -> None:
    rows = b",".join([b'{"Modality":"a modality with a long name"}'] * 20_000)
    server.inject(faults.replaced(b"[" + rows + b"]", content_type="application/json"), endpoint="getModalityValues")
    with subprocess.Popen(
        [*NBIA, "get-modality-values", "--format", form],
        env=variables(server),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()

    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
@pytest.mark.parametrize(
    "command",
    [
        ["get-modality-values"],
        ["get-modality-values", "--format", "ndjson"],
        ["get-modality-values", "--server-format", "xml"],
        ["info", "--offline"],
    ],
)
def test_a_full_disk_behind_standard_output_is_a_failure(command: list[str], server: ReferenceServer) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*NBIA, *command], env=variables(server), stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == 1
    assert done.stderr.startswith(f"nbia: Standard output cannot be written: {os.strerror(errno.ENOSPC)}.".encode())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
@pytest.mark.parametrize("command", ["get-modality-values", "get-modality-values --format ndjson", "info --offline"])
def test_a_standard_output_that_is_closed_is_a_failure(command: str, server: ReferenceServer) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {command} >&-', "sh", *NBIA],
        env=variables(server),
        stderr=subprocess.PIPE,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(b"nbia: Standard output is closed.")


def test_an_interruption_while_the_command_is_still_imported_is_told_in_a_line() -> None:
    interrupted = (
        "import sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "from nbia.__main__ import main\n"
        "sys.exit(main(['info']))\n"
    )

    done = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, check=False)

    assert (done.returncode, done.stderr.decode().splitlines()) == (130, ["nbia: interrupted"])


def test_a_mistake_of_ours_is_told_from_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package.Client, "send", lambda *_: 1 / 0)

    code, _, err = nbia("get-modality-values", "--format", "table", capsys=capsys)

    assert code == 110
    assert one_line(err).startswith("nbia: ZeroDivisionError: division by zero. This is a mistake in nbia itself.")
