"""The examples of the documentation run as they stand, against the reference server."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

import httpx
import pytest

import nbia
import nbia.v4
from nbia.__main__ import main
from tests.docs.markdown import (
    DOCS,
    GUIDES,
    PROJECT,
    all_blocks,
    all_commands,
    blocks,
    commands,
    internal,
    is_broken,
    links,
)
from tests.reference_server import ReferenceServer

pytestmark = pytest.mark.usefixtures("empty_folder")

PAGES = sorted((DOCS / "endpoints").glob("*.md"))
PRODUCTION = nbia.Client.servers["public"]
INDEX = GUIDES / "index.md"
QUICK_START = GUIDES / "quick-start.md"
VERSIONS = GUIDES / "which-version.md"
ERRORS = GUIDES / "errors-and-retries.md"
PREVIEWS = GUIDES / "previews.md"
IMAGES = ("getImage", "getImageWithMD5Hash", "getSingleImage")


@pytest.fixture
def here(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client without an address of its own asks the reference server."""
    servers = {**nbia.Client.servers, "public": server.base_url}
    monkeypatch.setattr(nbia.Client, "servers", servers)
    monkeypatch.setattr(nbia.AsyncClient, "servers", servers)
    monkeypatch.setattr(nbia.v4.Client, "servers", {"public": server.url("v4")})


def test_every_endpoint_has_a_page_with_examples() -> None:
    assert len(PAGES) == 18
    assert [page.stem for page in PAGES if len(blocks(page, "python")) != 2] == []
    assert [page.stem for page in PAGES if len(commands(page, "nbia")) != 1] == []
    assert [page.stem for page in PAGES if len(commands(page, "curl")) != 1] == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("code", all_blocks([page for page in PAGES if page.stem not in IMAGES], "python"))
def test_an_example_of_a_table_prints_records(
    code: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, "example", "exec"), {"__name__": "__main__"})

    count, *values = capsys.readouterr().out.splitlines()
    assert int(count) > 0
    assert len(values) == min(int(count), 3)
    assert {request.endpoint for request in server.requests} != set()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("code", all_blocks([page for page in PAGES if page.stem in IMAGES], "python"))
def test_an_example_of_images_prints_what_was_saved(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "example", "exec"), {"__name__": "__main__"})

    path, size = capsys.readouterr().out.split()
    assert Path(path).stat().st_size == int(size) > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.usefixtures("here")
def test_the_examples_ask_the_endpoint_of_their_page(page: Path, server: ReferenceServer) -> None:
    first, second = blocks(page, "python")

    exec(compile(first.values[0], "example", "exec"), {"__name__": "__main__"})
    exec(compile(second.values[0], "example", "exec"), {"__name__": "__main__"})

    one, other = server.requests
    assert (one.endpoint, one.query) == (page.stem, other.query)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("command", all_commands([page for page in PAGES if page.stem not in IMAGES], "curl"))
def test_a_curl_command_of_a_table_prints_rows(command: str, server: ReferenceServer) -> None:
    done = subprocess.run(
        shlex.split(command.replace(PRODUCTION, server.base_url)), capture_output=True, timeout=600, check=True
    )

    rows = json.loads(done.stdout)
    assert len(rows) > 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("command", all_commands([page for page in PAGES if page.stem in IMAGES], "curl"))
def test_a_curl_command_of_images_writes_them(command: str, server: ReferenceServer, tmp_path: Path) -> None:
    subprocess.run(
        shlex.split(command.replace(PRODUCTION, server.base_url)), capture_output=True, timeout=600, check=True
    )

    (path,) = tmp_path.iterdir()
    assert path.name in ("series.zip", "image.dcm")
    assert zipfile.is_zipfile(path) or path.read_bytes()[128:132] == b"DICM"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_and_curl_ask_for_the_same(page: Path, server: ReferenceServer) -> None:
    (example, _), (command,) = blocks(page, "python"), commands(page, "curl")

    exec(compile(example.values[0], "example", "exec"), {"__name__": "__main__"})

    (request,) = server.requests
    path = f"{PRODUCTION}/{request.endpoint}" + f"?{request.query}" * bool(request.query)
    assert shlex.split(command.values[0])[-1] == path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_and_the_command_line_ask_for_the_same(
    page: Path, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example, _), (command,) = blocks(page, "python"), commands(page, "nbia")
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)

    exec(compile(example.values[0], "example", "exec"), {"__name__": "__main__"})
    code = main(shlex.split(command.values[0])[1:])

    one, other = server.requests
    assert (code, one.endpoint, one.query) == (0, other.endpoint, other.query)
    assert len(capsys.readouterr().out) > 0


@pytest.mark.parametrize("command", all_commands([INDEX, QUICK_START], "nbia"))
def test_a_command_of_the_first_pages_prints_something(
    command: str, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)

    code = main(shlex.split(command)[1:])

    assert code == 0
    assert len(capsys.readouterr().out.split()) > 0


@pytest.mark.parametrize("command", all_commands([PREVIEWS], "nbia"))
def test_a_command_of_the_page_on_previews_runs(
    command: str, server: ReferenceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBIA_BASE_URL", server.base_url)

    assert main(shlex.split(command)[1:]) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_sample_call_of_the_guide_is_answered(page: Path, server: ReferenceServer) -> None:
    (sample,) = re.findall(r"^The guide's sample call: <([^>]+)>", page.read_text(), re.MULTILINE)

    answer = httpx.get(sample.replace(PRODUCTION, server.base_url))

    assert sample.startswith(f"{PRODUCTION}/{page.stem}")
    assert answer.status_code == 200
    assert len(answer.content) > 0


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "code",
    [
        *all_blocks([PROJECT / "README.md", INDEX, QUICK_START, ERRORS, PREVIEWS], "python"),
        blocks(VERSIONS, "python")[0],
    ],
)
def test_an_example_of_a_guide_prints_something(
    code: str, server: ReferenceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, "example", "exec"), {"__name__": "__main__"})

    output = capsys.readouterr().out
    assert len(output.split()) > 0
    assert "try again" not in output
    assert len(server.requests) > 0


@pytest.mark.parametrize(
    "page",
    [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", GUIDES / "changing-the-spec.md"],
    ids=lambda page: page.stem,
)
def test_a_target_of_make_that_a_page_names_exists(page: Path) -> None:
    makefile = (PROJECT / "Makefile").read_text()

    targets = {command.values[0].split()[1] for command in commands(page, "make")}

    assert targets
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_the_column_of_a_first_change_is_a_line_of_a_table_of_columns() -> None:
    contributing = (PROJECT / "CONTRIBUTING.md").read_text()
    columns = (PROJECT / "tests" / "reference_server" / "columns.py").read_text()

    assert '\n       double("SpacingBetweenSlices"),\n' in contributing
    assert '\n    double("LongitudinalTemporalOffsetFromEvent"),\n' in columns


def test_the_page_on_the_errors_names_every_error() -> None:
    named = set(re.findall(r"\w+Error", ERRORS.read_text()))

    assert set(nbia.errors.__all__) - named == set()


def test_the_overview_leads_to_every_guide() -> None:
    guides = {path.name for path in (*GUIDES.glob("*.md"), *GUIDES.glob("*.ipynb"))}

    assert guides - set(links(INDEX)) == {"index.md"}


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *GUIDES.rglob("*.md")]

    assert len(internal(pages)) > 100
    assert [(page.name, link) for page, link in internal(pages) if is_broken(page, link)] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "spec/README.md", ".changes/README.md"]
)
def test_links_of_the_project_lead_somewhere(name: str) -> None:
    page = PROJECT / name

    assert [link for _, link in internal([page]) if is_broken(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_link_to_the_spec_leads_to_the_file_with_the_endpoint(page: Path) -> None:
    (path,) = re.findall(r"\[the spec\]\(([^)]+)\)", page.read_text())

    assert f"\n  {page.stem}:\n" in (page.parent / path).read_text()
