"""A bucket with series of the reference archive, and the index of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.download.helpers import SEVERAL
from tests.download.sources.bucket_server import BucketServer
from tests.download.sources.buckets import BUCKET, files_of, row_of, write_index
from tests.reference_server import ReferenceServer


@pytest.fixture
def buckets(running_server: ReferenceServer) -> Iterator[BucketServer]:
    """A bucket with the series `SEVERAL` of the reference archive."""
    with BucketServer({BUCKET: files_of(running_server.archive, SEVERAL)}) as buckets:
        yield buckets


@pytest.fixture
def index(running_server: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of these series."""
    rows = [row_of(running_server.archive, uid) for uid in SEVERAL]
    return write_index(tmp_path_factory.mktemp("index") / "idc_index.parquet", rows)


@pytest.fixture
def installed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index be that of the installed package."""
    original = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> object:
        """Find it where the index is."""
        found = SimpleNamespace(submodule_search_locations=[str(index.parent)])
        return found if name == "idc_index_data" else original(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
