"""What the tests of `nbia.compat` begin with."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

import nbia as package
from nbia import Client, RetryPolicy
from nbia.v4 import Client as Client4
from tests.reference_server import ReferenceServer


@pytest.fixture
def nbia(
    server: ReferenceServer, quick_retries: RetryPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    """`import nbia.compat as nbia` in an empty folder, on the reference server, without waiting between retries."""

    def quick_client(package: str) -> type:
        version = package.rpartition(".")[2]
        client: type[Client] = importlib.import_module(f"{package}.client").Client

        class QuickClient(client):  # type: ignore[misc, valid-type]
            servers: ClassVar = {"public": server.url(version), "nlst": server.url(version)}

            def __init__(self, *, base_url: str) -> None:
                super().__init__(base_url=base_url, retries=quick_retries, timeout=10)

        return QuickClient

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(package, "compat", None, raising=False)  # goes after the test: `nbia` does not export it
    compat = importlib.import_module("nbia.compat")
    monkeypatch.setattr("nbia_core.compat.asking._client_type", quick_client)
    return compat


@pytest.fixture
def same(server: ReferenceServer) -> Iterator[Client4]:
    """A client of the version that `nbia.compat` speaks, on the reference server."""
    with Client4(base_url=server.url("v4")) as client:
        yield client
