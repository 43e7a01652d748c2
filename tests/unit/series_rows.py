"""How tests of tables read the rows of series."""

from __future__ import annotations

from nbia import Records, Series
from nbia_core.records.readers import RecordsReader


def read(body: bytes) -> Records[Series]:
    """Return the records of an answer of getSeries."""
    return RecordsReader(Series).read(body, strict=False)
