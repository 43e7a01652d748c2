"""A version of the API is data: a folder of YAML is all that it takes, and nothing else knows its name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import nbia_core
from generator.load.loading import load
from generator.tree import build, write
from tests.generator.helpers import ROOT, SPEC, copy_mini_spec, copy_spec, read_yaml
from tests.reference_server import ReferenceServer

CORE = Path(nbia_core.__path__[0])
HOST = "https://services.cancerimagingarchive.net/nbia-api/services/v1"
ELSEWHERE = "https://elsewhere.example/nbia-api/services/v9"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is made of a spec that has, beside version 1, a copy of it as version 9 at another address."""
    folder = tmp_path_factory.mktemp("versions")
    spec = copy_spec(folder)
    shutil.copytree(spec / "v1", spec / "v9")
    api = spec / "v9" / "api.yaml"
    api.write_text(api.read_text(encoding="utf-8").replace(HOST, ELSEWHERE), encoding="utf-8")
    write(build(spec), folder / "generated")
    return folder / "generated"


def python(generated: Path, *arguments: str) -> str:
    """Run Python with the generated package and return what it prints."""
    variables = {**os.environ, "PYTHONPATH": os.fspath(generated)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=generated, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_version_has_clients_of_its_own(generated: Path) -> None:
    code = (
        "import nbia, nbia.v9; print(nbia.Client().base_url, nbia.v9.Client().base_url, nbia.v9.AsyncClient().base_url)"
    )

    assert python(generated, "-c", code).split() == [HOST, ELSEWHERE, ELSEWHERE]


def test_another_version_has_records_of_its_own(generated: Path, server: ReferenceServer) -> None:
    code = (
        "import nbia.v9, pickle; client = nbia.v9.Client(base_url={!r});"
        "found = client.get_series(collection='RIDER Pilot');"
        "print(len(found), type(found[0]).__module__, pickle.loads(pickle.dumps(found)) == found)"
    )

    assert python(generated, "-c", code.format(server.base_url)).split() == ["5", "nbia.v9.records", "True"]


def test_another_version_downloads(generated: Path, server: ReferenceServer, tmp_path: Path) -> None:
    code = (
        "import nbia.v9; client = nbia.v9.Client(base_url={!r});"
        "print(client.download(client.get_series(collection='RIDER Pilot')[:1], {!r}).is_complete)"
    )

    assert python(generated, "-c", code.format(server.base_url, os.fspath(tmp_path / "to"))) == "True\n"


@pytest.mark.parametrize("program", [("-m", "nbia", "--api", "v9"), ("-m", "nbia.v9")])
def test_another_version_has_commands(generated: Path, program: tuple[str, ...]) -> None:
    shown = python(generated, *program, "info", "--offline")

    assert "NBIA Search REST API, v9" in shown


def test_the_command_speaks_the_default_version(generated: Path) -> None:
    assert "NBIA Search REST API, v1" in python(generated, "-m", "nbia", "info", "--offline")


def test_another_version_has_a_contract(generated: Path) -> None:
    cassettes = os.fspath(ROOT / "tests" / "cassettes")

    shown = python(
        generated,
        "-m",
        "nbia.v9",
        "contract",
        "--cassettes",
        cassettes,
        "--baseline",
        os.fspath(SPEC / "v1" / "accepted.toml"),
    )

    assert "v9" in shown


def test_another_version_has_pages_whose_examples_are_its_own(generated: Path) -> None:
    pages = {path.name for path in (generated / "docs" / "v9" / "endpoints").iterdir()}

    assert pages == {path.name for path in (generated / "docs" / "v1" / "endpoints").iterdir()}
    assert "from nbia.v9 import Client" in (generated / "docs" / "v9" / "endpoints" / "getSeries.md").read_text("utf-8")


def test_another_version_has_an_openapi_file(generated: Path) -> None:
    document = read_yaml((generated / "openapi" / "nbia-v9.yaml").read_text("utf-8"))

    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["servers"][0]["url"] == ELSEWHERE


def test_the_name_of_a_version_need_not_be_a_number(tmp_path: Path) -> None:
    spec = copy_mini_spec(tmp_path)
    shutil.copytree(spec / "v1", spec / "vast")
    write(build(spec), tmp_path / "generated")

    shown = python(tmp_path / "generated", "-m", "nbia.vast", "info", "--offline")
    code = (
        "import nbia, nbia.vast; print(nbia.vast.Client.__doc__.splitlines()[0])\n"
        "try: nbia.vast.Client(login=nbia.Login.guest)\nexcept nbia.InvalidParameterError as error: print(error.message)"
    )
    said = python(tmp_path / "generated", "-c", code).splitlines()

    title = load(spec)["vast"].service.title
    assert f"{title}, vast\n" in shown
    assert said[0] == f"Client of the {title}, vast."
    assert said[1].startswith(f"The {title}, vast, has no login")


def test_the_core_and_the_generator_know_no_version() -> None:
    files = [*CORE.rglob("*.py"), *(ROOT / "generator").glob("*.py"), *(ROOT / "generator" / "load").glob("*.py")]
    files += [*(ROOT / "generator" / "diff").glob("*.py")]
    files += [*(ROOT / "generator" / "render").rglob("*.py"), *(ROOT / "generator" / "render").rglob("*.jinja")]
    lines = [(path.name, line) for path in files for line in path.read_text("utf-8").splitlines()]

    code = [(name, line.partition("#")[0]) for name, line in lines]
    assert [
        (name, line) for name, line in code if re.search(r"""nbia\.v\d|["']v\d+["']""", line) and "such as" not in line
    ] == []
