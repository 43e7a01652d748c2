"""Dictionaries as a DataFrame of pandas whose columns have declared types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .columns import missing_library

if TYPE_CHECKING:
    import pandas


def typed_frame(rows: list[dict[str, object]], types: Mapping[str, str]) -> pandas.DataFrame:
    """Return what `to_pandas()` of a report returns.

    Args:
        rows: a dictionary for each row.
        types: the columns in their order, each with its type in pandas.

    Raises:
        ImportError: pandas is not installed.
    """
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise missing_library("to_pandas()", "pandas", "pandas") from error
    return pandas.DataFrame(rows, columns=list(types)).astype(types)
