"""A version of the API with a login, and a server that gives tokens for it."""

from __future__ import annotations

import contextlib
import importlib
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

import nbia
from nbia_core.api.description import LoginMethod
from nbia_core.api.description_file import FILE, from_json, to_json
from nbia_core.http.retries import RetryPolicy
from nbia_core.http.tokens import Tokens
from tests.login.server import CHECK, LOGOUT, PASSWORD, TOKEN, USER, LoginServer

METHOD = LoginMethod(
    needed="always",
    token=TOKEN,
    logout=LOGOUT,
    client_id="NBIA",
    refresh_client_id="keycloak-client",
    check=CHECK,
    guest="nbia_guest",
)


@contextlib.contextmanager
def version_with_login(folder: Path, name: str, open_endpoints: Collection[str]) -> Iterator[ModuleType]:
    """Make a version of the API that is as version 1, but needs a login for all but some endpoints."""
    face = f"nbia_with_login_{name}"
    package = folder / face / name
    shutil.copytree(Path(nbia.__path__[0]) / "v1", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package.parent / "__init__.py").touch()
    api = from_json((package / FILE).read_bytes())
    changed = msgspec.structs.replace(
        api,
        version=name,
        login=METHOD,
        endpoints=tuple(
            msgspec.structs.replace(endpoint, login="never" if endpoint.name in open_endpoints else None)
            for endpoint in api.endpoints
        ),
    )
    (package / FILE).write_bytes(to_json(changed))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield importlib.import_module(f"{face}.{name}")
    for module in [module for module in sys.modules if module.partition(".")[0] == face]:
        del sys.modules[module]


@pytest.fixture(scope="session")
def version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A version of the API that needs a login for all but one endpoint."""
    with version_with_login(tmp_path_factory.mktemp("version"), "v7", ["getModalityValues"]) as made:
        yield made


@pytest.fixture
def closed_version(tmp_path: Path) -> Iterator[ModuleType]:
    """A version of the API that needs a login for all endpoints."""
    with version_with_login(tmp_path, "v8", []) as made:
        yield made


@pytest.fixture
def login_server() -> Iterator[LoginServer]:
    """A server that gives tokens to one user and to the guest."""
    with LoginServer() as server:
        yield server


@pytest.fixture
def login() -> nbia.Login:
    """The login of the user whom the server knows."""
    return nbia.Login(USER, PASSWORD)


@pytest.fixture
def at_once() -> RetryPolicy:
    """The default policy without its waiting."""
    return RetryPolicy(first_delay=0, longest_delay=0)


@pytest.fixture
def make(version: ModuleType, login_server: LoginServer, at_once: RetryPolicy) -> Iterator[Callable[..., Any]]:
    """Makes a client of the version with a login."""
    made: list[Any] = []

    def make_client(login: object, **options: Any) -> Any:
        made.append(
            version.Client(
                **{"base_url": login_server.base_url, "retries": at_once, "timeout": 10, **options, "login": login}
            )
        )
        return made[-1]

    yield make_client
    for client in made:
        client.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time go by for tokens, as many seconds as it is called with."""
    passed = 0.0
    real = Tokens.__init__

    def advance(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    def init(self: Tokens, source: Any, method: Any, base_url: str) -> None:
        real(self, source, method, base_url, clock=lambda: passed)

    monkeypatch.setattr(Tokens, "__init__", init)
    return advance
