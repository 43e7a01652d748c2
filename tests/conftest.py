from __future__ import annotations

import gc
import importlib
import os
import ssl
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from hypothesis import HealthCheck, settings

from nbia import AsyncClient, Client, RetryPolicy
from nbia_core.cli.settings import use_by_default
from nbia_core.http import transport
from tests.raw_server import make_certificate
from tests.reference_server import ReferenceServer

_LONGEST: Final = (
    *("test_cassettes_recording.py", "test_checks.py", "test_faults.py", "test_kills.py", "test_limits.py"),
    *("test_mixed_up.py", "test_release_command.py", "test_site.py", "test_types.py", "test_wheel.py"),
)
"""Files that take longest."""
_OF_A_TERMINAL: Final = (
    *("COLUMNS", "LINES", "COLORTERM", "FORCE_COLOR", "NO_COLOR"),
    *("TTY_COMPATIBLE", "TTY_INTERACTIVE"),
)
"""Variables that say how to write to a terminal."""

# The same examples in every run, however busy the machine is; `--hypothesis-profile explore` looks for new ones.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--http-library", choices=("httpx", "httpx2"), default="httpx", help="what the client sends with")
    parser.addoption(
        "--lock",
        type=Path,
        default=Path(__file__).parents[1] / "requirements.lock",
        help="the file of pinned versions with hashes that tests install from",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run one process more than there are cores: tests that start programs wait for half of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """Let Python look for garbage once among what is collected, which lives as long as the process, and not again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that none of them ends long after all others."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


def pytest_configure(config: pytest.Config) -> None:
    """Do what switching the client to another library means: change its one line.

    And let no test depend on the terminal of whoever runs it, or wait for a disk: what outlives a power failure is tested
    in processes that are killed, and these do wait.
    """
    for name in _OF_A_TERMINAL:
        os.environ.pop(name, None)
    os.environ["TERM"] = "xterm"
    vars(os)["fsync"] = os.fstat  # it refuses the same handles
    library = importlib.import_module(config.getoption("--http-library"))
    vars(transport)["_default_library"] = lambda: library


@pytest.fixture(autouse=True)
def version_of_commands() -> None:
    """Let the commands speak version 1, whatever they spoke in another test of this process."""
    use_by_default("nbia.v1")


@pytest.fixture(scope="session")
def running_server() -> Iterator[ReferenceServer]:
    with ReferenceServer() as server:
        yield server


@pytest.fixture
def server(running_server: ReferenceServer) -> ReferenceServer:
    """The reference server without faults and with its counters at zero."""
    running_server.reset()
    return running_server


@pytest.fixture
def http(server: ReferenceServer) -> Iterator[httpx.Client]:
    """What tests of the server itself ask with, in the place of the client."""
    with httpx.Client(base_url=server.base_url, verify=False) as http:
        yield http


@pytest.fixture
def quick_retries() -> RetryPolicy:
    """The default policy without its waiting."""
    return RetryPolicy(first_delay=0, longest_delay=0)


@pytest.fixture
def client(server: ReferenceServer, quick_retries: RetryPolicy) -> Iterator[Client]:
    with Client(base_url=server.base_url, retries=quick_retries, timeout=10) as client:
        yield client


@pytest.fixture
def async_client(server: ReferenceServer, quick_retries: RetryPolicy) -> AsyncClient:
    """An asynchronous client that the test opens itself, in its own event loop."""
    return AsyncClient(base_url=server.base_url, retries=quick_retries, timeout=10)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine, and the context of a server that has it."""
    try:
        return make_certificate(tmp_path_factory.mktemp("certificate"))
    except OSError:
        pytest.skip("this system has no openssl")


@pytest.fixture
def trusted(certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a server that clients trust that are made in this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return certificate[1]


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
