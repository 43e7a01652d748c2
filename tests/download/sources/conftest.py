"""A bucket with series of the reference archive, and the index of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
