"""`nbia download`: what it takes, what it says, and how it ends."""

from __future__ import annotations

import _thread
import io
import json
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from nbia import DownloadReport
from nbia.__main__ import main
from tests.cli.command_line import NBIA, NO_TERMINALS, in_a_terminal, nbia, one_line, variables
from tests.download.archives import dicom
from tests.download.helpers import ARCHIVES, LOST_FILE, MOUSE, SEVERAL, SMALL, VICTRE
from tests.download.retriever_folders import retrieved
from tests.reference_server import ReferenceServer, faults

LUNG = ("download", "--collection", "4D-Lung")


@pytest.fixture(autouse=True)
def asked_once(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBIA_RETRIES", "0")


def downloaded(folder: str = "tciaDownload") -> set[str]:
    """Return the series that have a folder."""
    return {path.name for path in Path(folder).iterdir() if path.is_dir() and path.name != ".nbia"}


def give(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a text into standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_filters_choose_as_in_get_series(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia(*LUNG, "--modality", "CT", capsys=capsys)

    assert (code, err) == (0, "")
    assert out.startswith("Download to ")
    assert "tciaDownload: 2 of 2 series are complete (32 images, " in out
    assert len(downloaded()) == 2


def test_series_are_named_and_listed_in_files(capsys: pytest.CaptureFixture[str]) -> None:
    Path("cart.tcia").write_text(f"ListOfSeriesToDownload=\n{VICTRE}\n")
    Path("table.csv").write_text(f"Series UID,Modality\n{SMALL},MG\n")

    code, _, _ = nbia("download", MOUSE, "cart.tcia", "table.csv", "--to", "here", capsys=capsys)

    assert code == 0
    assert downloaded("here") == {MOUSE, VICTRE, SMALL}


def test_a_state_that_is_of_no_use_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("here/.nbia").mkdir(parents=True)
    Path("here/.nbia/state.sqlite").write_bytes(b"no database")

    code, out, err = nbia("download", SMALL, "--to", "here", capsys=capsys)

    assert (code, err) == (0, "")
    assert one_line(out).count("state.sqlite is unusable") == 1


def test_what_may_help_is_said_with_the_names_of_options(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.inject(faults.slow_first_byte(1), endpoint="getImageWithMD5Hash")

    code, out, _ = nbia("download", SMALL, "--to", "timeout=5", "--timeout", "0.1", capsys=capsys)

    assert code == 1
    assert "/timeout=5: 0 of 1 series are complete" in one_line(out)
    assert "What may help: try again later, or allow more with --timeout" in one_line(out)


@pytest.mark.parametrize("text", [f"{SMALL}\n{VICTRE}\n", f"SeriesInstanceUID,Modality\n{SMALL},MG\n{VICTRE},MG\n"])
def test_standard_input_has_uids_or_a_table(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(text, monkeypatch)

    code, _, _ = nbia("download", "-", capsys=capsys)

    assert (code, downloaded()) == (0, {SMALL, VICTRE})


def test_what_get_series_writes_can_be_downloaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, table, _ = nbia("get-series", "--collection", "VICTRE", capsys=capsys)
    give(table, monkeypatch)

    code, out, _ = nbia("download", "-", capsys=capsys)

    assert code == 0
    assert "4 of 4 series are complete (13 images" in out


def test_number_takes_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    Path("cart.tcia").write_text(f"{VICTRE}\n{SMALL}\n")

    nbia("download", "cart.tcia", "--number", "1", capsys=capsys)
    nbia(*LUNG, "--number", "2", "--to", "lung", capsys=capsys)

    assert downloaded() == {VICTRE}
    assert len(downloaded("lung")) == 2


def test_options_of_the_download_are_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--as-zip", "--layout", "patient", "--workers", "1", "--no-durable", "--report", "report.json"]

    code, out, _ = nbia("download", SMALL, *options, "--quiet", capsys=capsys)

    report = DownloadReport.load("report.json")
    assert (code, out) == (0, "")
    assert report.workers == 1
    assert str(report.results[0].path).endswith(f"{SMALL}.zip")


def test_a_report_on_standard_output_is_all_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", SMALL, "--report", "-", "--to", "one", capsys=capsys)

    Path("printed.json").write_text(out)
    report = DownloadReport.load("printed.json")
    assert (code, [result.series_instance_uid for result in report.results]) == (0, [SMALL])
    assert "1 of 1 series are complete" in err
    assert not Path("-").exists()


def test_a_dry_run_says_that_it_has_no_report(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("download", SMALL, "--dry-run", "--report", "report.json", capsys=capsys)

    assert (code, Path("report.json").exists()) == (0, False)
    assert "a dry run has no report: report.json is not written." in one_line(err)


def test_a_second_run_downloads_nothing(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    nbia("download", SMALL, capsys=capsys)
    server.reset()

    code, out, _ = nbia("download", SMALL, capsys=capsys)

    assert code == 0
    assert "Series: present 1." in out
    assert [request.endpoint for request in server.requests] == []


def test_a_series_that_is_not_complete_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("download", SMALL, LOST_FILE, capsys=capsys)

    assert code == 1
    assert "1 of 2 series are complete" in out
    assert f"{LOST_FILE} failed: " in out


def test_no_series_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia("download", "--collection", "nix", capsys=capsys)

    assert (code, out) == (1, "")
    assert err.startswith("nbia: No series fits. ")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Say what to download: series UIDs, files, addresses of files, - for standard input, carts, or filters."),
        ([SMALL, "--modality", "CT"], "Name series, files and carts, or give filters; not both."),
        (["cart.tcia"], "cart.tcia is neither a Series Instance UID nor a file that is there."),
        ([",".join(["1.2.3"] * 100)], "1.2.3 is neither a Series Instance UID nor a file that is there."),
        (["."], ". is no list of series: it is a folder"),
        ([SMALL, "--workers", "99"], "--workers 99 must be a whole number from 1 to 16."),
        ([SMALL, "--layout", "{x"], "--layout '{x' cannot be used"),
        ([SMALL, "--as-zip", "--file-names", "InstanceNumber"], "--as-zip True keeps archives as they are"),
        ([SMALL, "--report", "nowhere/report.json"], "nowhere/report.json cannot be written: its folder is not there."),
        ([SMALL, "--report", "."], ". is a folder. Try: give the path of a file"),
        ([SMALL, "--report", f"{'long' * 100}/report.json"], "report.json cannot be written: its folder is not there."),
        ([SMALL, "--number", "0"], "0 is not in the range x>=1."),
    ],
)
def test_wrong_use_downloads_nothing(
    arguments: list[str], complaint: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = nbia("download", *arguments, capsys=capsys)

    assert (code, out) == (2, "")
    assert complaint in one_line(err)
    assert list(server.requests) == []


def test_standard_input_without_series(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    give("nothing\n", monkeypatch)

    code, _, err = nbia("download", "-", capsys=capsys)

    assert code == 2
    assert "standard input names no series. Line 1, 'nothing': no UID." in one_line(err)


def test_a_dry_run_says_how_much_it_would_be(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    nbia("download", SMALL, capsys=capsys)
    server.reset()

    code, out, err = nbia("download", SMALL, VICTRE, "--dry-run", capsys=capsys)

    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "Asked for: 2 series, 7 images, 137.9 kB.",
        "Complete in tciaDownload already: 1 series.",
        "To download: 1 series, 5 images, 98.5 kB.",
    ]
    assert out.splitlines()[3].endswith("It fits.")
    assert {request.endpoint for request in server.requests} == {"getSeriesSize"}
    assert downloaded() == {SMALL}


def test_a_dry_run_says_where_the_first_series_would_go(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = "{Collection}/{StudyID}/{StudyDate:%Y%m%d}/{SeriesInstanceUID:short}"

    code, out, _ = nbia("download", *SEVERAL, "--layout", layout, "--dry-run", capsys=capsys)

    assert code == 0
    assert "They go to:\n  tciaDownload/Mouse-Astrocytoma/StudyID/20101224/52067-" in out
    assert "tciaDownload/VICTRE/V1418053792/20180501/17073-" in out
    assert "  and 1 more\n" in out
    assert not Path("tciaDownload").exists()


def test_a_dry_run_finds_what_the_data_retriever_has_left(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    retrieved(server, Path("manifest-1"), MOUSE, VICTRE)

    code, out, _ = nbia("download", MOUSE, VICTRE, SMALL, "--to", "manifest-1", "--dry-run", capsys=capsys)

    assert code == 0
    assert "Found in manifest-1, and kept there if it is complete: 2 series.\nTo download: 1 series, 2 images" in out
    assert f"They go to:\n  manifest-1/{SMALL}\n" in out


def test_a_folder_of_the_data_retriever_is_taken_over_by_its_table(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    retrieved(server, Path("manifest-1"), MOUSE, VICTRE)

    code, out, err = nbia("download", "manifest-1/metadata.csv", "--to", "manifest-1", capsys=capsys)
    verified, _, _ = nbia("verify", "manifest-1", capsys=capsys)

    assert (code, err, verified) == (0, "", 0)
    assert "Series: adopted 2." in out


@pytest.mark.parametrize("layout", ["{PatientNaem}", "{StudyDate:%A}", "{"])
def test_a_layout_that_is_none_is_refused_before_anything_is_asked(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str], layout: str
) -> None:
    codes = [nbia(*LUNG, "--layout", layout, *more, capsys=capsys)[0] for more in ([], ["--dry-run"])]

    assert (codes, server.requests) == ([2, 2], [])


def test_a_dry_run_asks_for_nothing_that_is_known(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    nbia(*LUNG, "--dry-run", capsys=capsys)

    assert [request.endpoint for request in server.requests] == ["getSeries"]
    assert list(Path().iterdir()) == []


def test_a_dry_run_finds_series_that_are_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = nbia("download", "1.2.3", SMALL, "--dry-run", capsys=capsys)

    assert code == 1
    assert "Unknown to the service: 1.2.3.\n" in out


def test_a_dry_run_finds_that_there_is_too_little_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))

    code, out, _ = nbia("download", SMALL, "--dry-run", capsys=capsys)

    assert code == 1
    assert "Free in tciaDownload: 1.0 kB. That is too little." in out


def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(
    server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    def press(body: bytes) -> bytes:
        _thread.interrupt_main(signal.SIGINT)
        return body

    server.inject(faults.rewritten(press), endpoint=ARCHIVES)
    server.inject(faults.stall(after=100), endpoint=ARCHIVES, times=None)
    code, out, err = nbia(*LUNG, "--workers", "1", capsys=capsys)
    server.reset()
    second_code, second_out, _ = nbia(*LUNG, "--workers", "1", capsys=capsys)

    assert code == 130
    assert "It ended early: it was cancelled." in out
    assert "series are complete, and the same command goes on from there." in err
    assert second_code == 0
    assert "3 of 3 series are complete" in second_out


def test_a_question_that_is_interrupted(server: ReferenceServer, capsys: pytest.CaptureFixture[str]) -> None:
    def press(body: bytes) -> bytes:
        _thread.interrupt_main(signal.SIGTERM)
        return body

    server.inject(faults.rewritten(press), endpoint="getSeries")
    code, _, err = nbia(*LUNG, capsys=capsys)

    assert code == 130
    assert err.strip() == "nbia: interrupted"
    assert list(Path().iterdir()) == []


def test_a_line_tells_now_and_then_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nbia_core.download.displays._PATIENCE", 0)
    monkeypatch.setattr("nbia_core.download.displays._INTERVAL", 0)

    _, _, err = nbia("download", SMALL, VICTRE, "--workers", "1", capsys=capsys)

    assert err.startswith("nbia: 0 of 2 series, 0 images, 0 bytes, 0 bytes/s\n")
    assert "nbia: 2 of 2 series, 7 images, " in err


@NO_TERMINALS
def test_a_terminal_sees_bars(server: ReferenceServer) -> None:
    server.inject(faults.trickle(10_000, 0.5), endpoint=ARCHIVES, times=None)

    seen = one_line(in_a_terminal([*NBIA, "download", SMALL], 80, variables(server)))

    assert "━ 0 of 1 series" in seen
    assert "1 of 1 series are complete" in seen


@NO_TERMINALS
def test_quiet_shows_no_bars(server: ReferenceServer) -> None:
    server.inject(faults.trickle(10_000, 0.5), endpoint=ARCHIVES, times=None)

    assert in_a_terminal([*NBIA, "download", SMALL, "--quiet"], 80, variables(server)) == ""


@pytest.mark.parametrize("options", [[], ["--quiet"]], ids=["", "quiet"])
def test_what_was_moved_aside_is_named(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("tciaDownload", SMALL).mkdir(parents=True)
    Path("tciaDownload", SMALL, "other.dcm").write_bytes(dicom(1))

    code, out, err = nbia("download", SMALL, *options, capsys=capsys)

    assert code == 0
    assert f"{SMALL}: now in {Path('tciaDownload', '.nbia', 'replaced', f'{SMALL}-1').absolute()}" in out + err


@pytest.mark.parametrize("command", [["download", "1.2.3"], ["verify", "."]])
def test_quiet_still_tells_a_failure(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = nbia(*command, "--quiet", capsys=capsys)

    assert (code, out) == (1, "")
    assert " 0 " in err


def test_verbose_tells_every_try_that_failed(
    server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("random.random", lambda: -1.0)  # no waiting before another try
    server.inject(faults.cut(after=200), endpoint=ARCHIVES)

    code, _, err = nbia("download", SMALL, "--verbose", "--retries", "1", capsys=capsys)

    assert code == 0
    assert f"nbia: {SMALL}: try 1 failed, another follows: " in err


def test_verify_finds_everything_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    nbia("download", SMALL, VICTRE, capsys=capsys)

    code, out, err = nbia("verify", "tciaDownload", capsys=capsys)

    assert (code, err) == (0, "")
    assert out.startswith("tciaDownload: 2 series (2 complete)\n7 images, 7 of them with the MD5 hash")


def test_verify_finds_what_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    nbia("download", SMALL, capsys=capsys)
    image = next(Path("tciaDownload").rglob("*.dcm"))
    image.write_bytes(image.read_bytes()[:-1] + b"?")

    code, out, _ = nbia("verify", "tciaDownload", "--json", capsys=capsys)

    report = json.loads(out)
    assert code == 1
    assert (report["is_complete"], report["results"][0]["status"]) == (False, "damaged")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere"], "DIR 'nowhere' is no folder. Try: give the folder of a download."),
        ([".", "--workers", "0"], "--workers 0 must be a whole number from 1 to 64."),
        ([], "'DIR'"),
    ],
)
def test_verify_refuses_wrong_use(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = nbia("verify", *arguments, capsys=capsys)

    assert code == 2
    assert complaint in one_line(err)


def test_a_folder_without_series_is_not_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert nbia("verify", ".", capsys=capsys)[0] == 1


def test_help_of_downloads_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["download", "--help"])

    assert "130 interrupted: what is complete stays so" in one_line(capsys.readouterr().out)


@pytest.mark.parametrize("command", ["download", "manifest", "verify", "completion"])
def test_help_lists_no_argument_among_the_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([command, "--help"])

    shown = capsys.readouterr().out
    assert shown.count("Common options:") == shown.count("Common options:\n  --api") == 1
