"""What `import nbia` loads, and which module knows the HTTP library."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import nbia
import nbia_core

PACKAGE = Path(nbia.__file__).parent
CORE = Path(nbia_core.__file__).parent
HEAVY = {
    "anyio",
    "asyncio",
    "concurrent.futures",
    "email",
    "http",
    "httpx",
    "httpx2",
    "importlib.metadata",
    "multiprocessing",
    "numpy",
    "pandas",
    "pydicom",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "unittest",
    "urllib.request",
    "xml",
    "zipfile",
}
REPORT = """
import json, sys
before = set(sys.modules)
{code}
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded_by(code: str) -> set[str]:
    command = [sys.executable, "-c", REPORT.format(code=code)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return set(json.loads(run.stdout))


def imports_of(path: Path) -> set[str]:
    """Return the top-level packages that a file imports, at its top or inside its functions."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_ = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.partition(".")[0] for name in plain | from_}


def test_only_msgspec_comes_from_others() -> None:
    packages = {name.partition(".")[0] for name in loaded_by("import nbia")}

    others = packages - sys.stdlib_module_names - {"typing_extensions"}  # msgspec takes it where it is installed
    assert others == {"nbia", "nbia_core", "msgspec"}


def test_nothing_heavy_is_loaded() -> None:
    assert loaded_by("import nbia") & HEAVY == set()


def test_a_client_that_sends_nothing_loads_no_http_library() -> None:
    code = "import nbia; nbia.Client(timeout=3).iter_series(collection='4D-Lung').close()"

    assert loaded_by(code) & {"anyio", "asyncio", "httpx", "ssl"} == set()


def test_what_downloads_need_is_loaded_when_it_is_first_used() -> None:
    loaded = {name for name in loaded_by("import nbia; nbia.Client()") if name.startswith("nbia_core.download.")}

    assert loaded == set()


def test_a_download_loads_no_tables_no_dicom_and_none_of_the_asynchronous_half() -> None:
    code = "import nbia_core.client._sync.download"

    assert loaded_by(code) & {"anyio", "numpy", "pandas", "pydicom"} == set()


def test_one_file_imports_the_http_library() -> None:
    files = {path: imports_of(path) for folder in (PACKAGE, CORE) for path in folder.rglob("*.py")}

    assert [path for path, imported in files.items() if imported & {"httpx", "httpx2"}] == [
        CORE / "http" / "transport.py"
    ]


def test_the_package_imports_nothing_but_its_dependencies() -> None:
    imported = set().union(*(imports_of(path) for folder in (PACKAGE, CORE) for path in folder.rglob("*.py")))

    others = {"anyio", "click", "filelock", "httpx", "isal", "matplotlib", "msgspec", "numpy", "openpyxl", "pandas"}
    others |= {"polars", "pyarrow", "pydicom", "rich", "ruamel", "tomlkit", "yaml"}
    assert imported - sys.stdlib_module_names - {"nbia", "nbia_core"} == others


def test_the_synchronous_half_imports_no_event_loop() -> None:
    imported = set().union(*(imports_of(path) for path in CORE.rglob("_sync/*.py")))

    assert imported & {"anyio", "asyncio"} == set()


def test_an_http_client_loads_no_library_for_terminals() -> None:
    loaded = loaded_by("from nbia_core.http.transport import Timeouts, new_client; new_client(Timeouts())")

    assert "httpx" in loaded
    assert loaded & {"httpx._main", "rich", "click", "pygments"} == set()
