"""Records in the plural: the answer to a query, as people see it and as tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nbia_core.public import publish

from .record import RecordT_co
from .sequence import RecordSequence

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from .summary import Summary
    from .tables.columns import Names


class Records(RecordSequence[RecordT_co]):
    """The rows of an answer, in the server's order: an immutable sequence of typed records.

    Nothing that the server sent is lost: `to_dicts()` and all tables show attributes that the spec does not know,
    `undocumented` names them, and `mismatches` lists values of an unexpected type.

    Tables have a column for each attribute of the record class, then those that are undocumented:

    * Their names are those of the wire, such as PatientID. With `names="python"` they are those of the records, such
      as patient_id; an undocumented column keeps the name that the server sent.
    * Their types come from the spec: texts, integers of 64 bits, numbers, booleans, and timestamps in microseconds
      without a zone. All of them can be missing. Identifiers stay texts, so a PatientID 0012 is no 12.
    * A column in which a value does not fit its type has the values as they are: objects in pandas, texts elsewhere.

    `pandas.DataFrame(records)` and `polars.DataFrame(records)` are tables too, with the names of the wire. polars takes
    what `to_arrow` or `to_polars` makes. pandas takes the records one by one: it guesses the types, has no undocumented
    columns and no column at all where there is no record, sorts the columns by name before version 3, and takes longer
    than `to_pandas()`. For that, `isinstance(records, Sequence)` is False, although records are one in every other way:
    polars would look at nothing else. `random.sample` and others that ask for it take `list(records)`.

    In a terminal and in a notebook, records show how many they are and the first of them. `summary()` counts what they
    describe:

        series = client.get_series(collection="RIDER Pilot")
        print(series.summary())
        table = series.to_pandas()
        table[table["Modality"] == "CT"].groupby("PatientID")["ImageCount"].sum()
    """

    def __repr__(self) -> str:
        from .preview import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from .preview import as_html

        return as_html(self)

    def to_pandas(self, *, names: Names = "wire") -> pandas.DataFrame:
        """Return a pandas DataFrame.

        The column types are those of pandas that can be missing: string, Int64, Float64, boolean and datetime64[us].
        `attrs["descriptions"]` says what the columns mean, and `attrs["dicom_tags"]` which DICOM tags they have. If
        pyarrow is installed, the texts are Arrow's, and the table is made faster. Lists, maps and records within a
        record are Python's lists and dictionaries, as in JSON.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: pandas is not installed (`pip install 'nbia-client[pandas]'`).
        """
        from nbia_core.records.tables.pandas_frame import to_pandas

        return to_pandas(self, names)

    def to_polars(self, *, names: Names = "wire") -> polars.DataFrame:
        """Return a polars DataFrame. Lists, maps and records within a record are texts of JSON.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: polars is not installed (`pip install 'nbia-client[polars]'`).
        """
        from nbia_core.records.tables.polars_frame import to_polars

        return to_polars(self, names)

    def to_arrow(self, *, names: Names = "wire") -> pyarrow.Table:
        """Return an Arrow table. The metadata of its fields say what they mean.

        A field has `description`, `dicom_tag` where it has one, and `wire_name`. Lists, maps and records within a record
        are Arrow's lists, maps and structs; a record that holds others of its own kind is a text of JSON.

        Args:
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `names` is neither.
            ImportError: pyarrow is not installed (`pip install 'nbia-client[arrow]'`).
        """
        from nbia_core.records.tables.arrow_table import to_arrow

        return to_arrow(self, names)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as a stream of Arrow, which polars, pyarrow, DuckDB and others take as it is."""
        from nbia_core.records.tables.arrow_table import to_arrow_stream

        return to_arrow_stream(self, requested_schema)

    def to_csv(self, to: str | os.PathLike[str], *, names: Names = "wire") -> Path:
        """Write a CSV file in UTF-8, in place of what may be there, and return its path.

        Times are written as 2012-07-19 00:00:00, booleans as true and false, lists, maps and records within a record as
        JSON. A missing value is an empty cell; so is an empty text, and who reads the file cannot tell them apart:
        Parquet can. Lines end as RFC 4180 has it.

        pandas would take 0012 for the number 12, and the texts NA and None for missing values. This reads all as texts:

            pandas.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])

        Args:
            to: The file.
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `to` is no path, or `names` neither of its words.
            DestinationError: the file cannot be written.
        """
        from nbia_core.records.tables.files import to_csv

        return to_csv(self, to, names)

    def to_parquet(self, to: str | os.PathLike[str], *, names: Names = "wire") -> Path:
        """Write what `to_arrow` returns to a Parquet file, in place of what may be there, and return its path.

        Args:
            to: The file.
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `to` is no path, or `names` neither of its words.
            DestinationError: the file cannot be written.
            ImportError: pyarrow is not installed (`pip install 'nbia-client[arrow]'`).
        """
        from nbia_core.records.tables.files import to_parquet

        return to_parquet(self, to, names)

    def to_excel(self, to: str | os.PathLike[str], *, names: Names = "wire") -> Path:
        """Write a workbook of Excel (.xlsx) with one sheet, in place of what may be there, and return its path.

        Texts are texts, whatever they look like: a PatientID 0012 keeps its zeros, and `=1+1` is no formula. Numbers of more
        than 15 digits, times with a zone, days before March 1900, lists, maps and records within a record are texts, too, as
        `to_csv` writes them; a control character, which a workbook cannot hold, is written as its escape.

        Args:
            to: The file.
            names: "wire" for column names such as PatientID, "python" for names such as patient_id.

        Raises:
            InvalidParameterError: `to` is no path, or `names` neither of its words; or there are more rows (1,048,575), or
                more characters in a text (32,767), than a workbook can hold.
            DestinationError: the file cannot be written.
            ImportError: openpyxl is not installed (`pip install 'nbia-client[excel]'`).
        """
        from nbia_core.records.tables.excel import to_excel

        return to_excel(self, to, names)

    def summary(self) -> Summary:
        """Count what the records describe: collections, patients, studies, series, images, bytes.

        The counts are also there by collection, modality, body part, manufacturer and licence. `print` shows them, a
        notebook shows them as tables, and `summary().plot()` draws them.
        """
        from .summary import summarize

        return summarize(self)


publish("nbia", Records)
