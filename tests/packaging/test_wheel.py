"""The wheel: what it holds, and that it works in an environment of its own."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import nbia
import nbia_core
from generator.diff.versions import Release
from generator.release.artifacts import try_out
from generator.release.checkout import Checkout
from generator.release.commands import ReleaseError
from tests.packaging.locks import installed_closure, read_lock
from tests.reference_server import MOUSE, ReferenceServer

PROJECT = Path(__file__).parents[2]
VERSION = Checkout(PROJECT).version()
PACKAGES = [Path(inspect.getfile(package)).parent for package in (nbia, nbia_core)]
USER = """
import asyncio, sys, warnings
import nbia

base_url, folder = sys.argv[1:]
warnings.simplefilter("error")

async def count() -> int:
    async with nbia.AsyncClient(base_url=base_url) as client:
        return len(await client.get_series(collection="4D-Lung"))

with nbia.Client(base_url=base_url) as client:
    report = client.download("143.284188174537413748743284550513035752067", folder)
    print(len(client.get_series(collection="4D-Lung")), asyncio.run(count()), report.totals.verified, nbia.__file__)
"""


def run(*command: str, folder: Path) -> str:
    """Run a command that does not see this project's sources."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT), folder=folder
    )
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> str:
    """The interpreter of a new environment that holds the wheel and what it depends on, in the locked versions."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder), folder=folder)
    interpreter = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    pins = read_lock(pytestconfig.getoption("--lock"))
    needed = folder / "requirements.txt"
    needed.write_text("".join(entry for name in installed_closure("nbia-client") for entry in pins[name]))
    install = (sys.executable, "-m", "pip", "--python", interpreter, "--disable-pip-version-check", "install", "-q")
    run(*install, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(needed), folder=folder)
    run(*install, "--no-index", str(wheel), folder=folder)
    return interpreter


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {
        path.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert {name for name in names if name.startswith(("nbia/", "nbia_core/"))} == package
    assert {"nbia/py.typed", "nbia_core/py.typed"} <= package
    others = {"METADATA", "WHEEL", "RECORD", "LICENSE", "entry_points.txt"}
    assert {name.rpartition("/")[2] for name in names - package} == others
    assert {name.partition("/")[0] for name in names - package} == {f"nbia_client-{VERSION}.dist-info"}


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"nbia_client-{VERSION}.dist-info/METADATA").decode()
    metadata = Parser().parsestr(text)

    requirements = [need for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert sorted(need.partition(";")[0] for need in requirements) == [
        "anyio>=4.10",
        "click>=8.2",
        "filelock>=3.16",
        "httpx<1,>=0.28",
        "isal>=1.9",
        "msgspec>=0.20",
        "rich>=13.9.4",
    ]
    assert [need.partition(">")[0] for need in requirements if ";" in need] == ["isal"]
    assert (metadata["Name"], metadata["License-Expression"]) == ("nbia-client", "Apache-2.0")
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_wheel_works_in_an_environment_of_its_own(python: str, server: ReferenceServer, tmp_path: Path) -> None:
    output = run(python, "-I", "-c", USER, server.base_url, str(tmp_path / "images"), folder=tmp_path)

    *counts, place = output.split()
    assert counts == ["3", "3", "8"]
    assert "site-packages" in place
    assert len(list((tmp_path / "images" / MOUSE).glob("*.dcm"))) == 8


def test_the_installed_package_says_its_version_to_the_server(
    python: str, server: ReferenceServer, tmp_path: Path
) -> None:
    code = "import nbia, sys; nbia.Client(base_url=sys.argv[1]).get_modality_values()"

    run(python, "-I", "-c", code, server.base_url, folder=tmp_path)

    assert server.requests[-1].headers["user-agent"].startswith(f"nbia-client/{VERSION} ")


def test_the_installed_command_checks_saved_answers(python: str, tmp_path: Path) -> None:
    (tmp_path / "getModalityValues.json").write_text('[{"Modality": "CT"}]')

    output = run(str(Path(python).with_name("nbia")), "contract", "--bodies", ".", folder=tmp_path)

    assert "Nothing new. Looked at 1 answer of 1 of 18 endpoints, 1 row." in output


def test_the_installed_package_has_no_tables_without_pandas(
    python: str, server: ReferenceServer, tmp_path: Path
) -> None:
    code = "import nbia, sys; nbia.Client(base_url=sys.argv[1]).get_modality_values().to_pandas()"

    done = subprocess.run([python, "-I", "-c", code, server.base_url], cwd=tmp_path, capture_output=True, text=True)

    assert "ImportError: to_pandas() needs pandas; install it with: pip install 'nbia-client[pandas]'" in done.stderr


def test_the_wheel_passes_what_a_release_tries(wheel: Path, tmp_path: Path) -> None:
    tried = dict(try_out(Checkout(PROJECT), wheel.parent, tmp_path, VERSION))

    assert list(tried) == Checkout(PROJECT).pythons() == ["3.11", "3.12", "3.13", "3.14"]
    assert tried["{}.{}".format(*sys.version_info)] is not None


def test_a_wheel_of_another_version_is_no_release(wheel: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=f"says that it is 'nbia-client {VERSION}', not nbia-client 99"):
        list(try_out(Checkout(PROJECT), wheel.parent, tmp_path, Release(99, 0, 0)))
