"""Sources of images that are buckets with a folder for each series, as data: what the generator compiles from the spec.

All of them stand in `sources.json`, in the package that people import.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from .description import ErrorCase, Name, Prose
from .wire_forms import Type

Key: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9]*$")]
"""The name that users give a source, or one of its services."""
_Https: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^https://[^/\s?#]+[^/\s?#]*$")]
_Site: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\.[a-z0-9.-]+$")]
_ToldError: TypeAlias = Annotated[
    ErrorCase, msgspec.Meta(extra_json_schema={"required": ["status", "means", "when", "source"]})
]
Computed = Literal["collection", "license name", "license address", "data address", "images", "bytes", "series"]
"""What is made of the columns of the table of series; series are counted."""

FILE: Final = "sources.json"
"""The name of the file in the package."""


class BucketAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A service that has the buckets."""

    url: _Https
    """Its address, behind which the name of a bucket follows."""
    sites: tuple[_Site, ...] = ()
    """Where its redirects may lead: ends of hosts, with a dot before them."""
    buckets: dict[str, Name] = {}
    """What it calls buckets that the index calls otherwise."""
    evidence: Prose
    """How it is known."""


class SeriesTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table with a row for each series: the names of its file and of the columns that a download needs."""

    file: Name
    series: Name
    images: Name
    size: Name
    bucket: Name
    folder: Name
    collection: Name
    license: Name
    doi: Name


class EarlierTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table with a row for each earlier version of a series: the names of its file and of columns."""

    file: Name
    series: Name
    size: Name
    bucket: Name
    folder: Name
    collection: Name
    first: Name
    """The first release that had it."""
    last: Name
    """The last one."""


class NameTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table that says what a key means: the names of its file and of two columns."""

    file: Name
    key: Name
    value: Name


class SeriesIndex(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The index that says where each series is: Parquet files in a Python package."""

    package: Name
    """The package, as it is installed."""
    module: Name
    """The package, as it is imported."""
    extra: Name
    """The extra of this package that brings it."""
    version_key: Name
    """The key in the metadata of a Parquet file whose value begins with the version of the package."""
    series: SeriesTable
    """The series."""
    earlier: EarlierTable
    """Their earlier versions."""
    size_unit: Annotated[int, msgspec.Meta(ge=1)]
    """Bytes of 1 in the column of sizes."""
    collections: NameTable
    """What a collection is called in full."""
    releases: NameTable
    """The day of each release; the first number of the version of the package is that of its release."""
    evidence: Prose
    """How all of that is known."""


class FurtherParameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A parameter that the index has and the version of the API has not."""

    python: Name
    """Its name in Python."""
    type: Literal["integer", "boolean"]
    """What it takes: a number, beyond which that of the column must be; or whether the column has a value."""
    column: Name
    """The column that it is about."""
    meaning: Prose
    """What it is for."""
    example: Name
    """A value."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a row of the answer of an endpoint stands for, and how it is chosen."""

    each: tuple[Name, ...] = ()
    """The attributes that a row has alone; without any, a row is a series."""
    is_sorted: bool = False
    """Whether the rows are sorted, those without a value first; otherwise they come as in the index."""
    exact: tuple[Name, ...] = ()
    """The attributes with which upper and lower case are told apart."""
    further: tuple[Name, ...] = ()
    """Parameters that the version of the API has not."""
    otherwise: dict[str, int] = {}
    """The values of the only row where nothing is found, by attribute; without any, there is no row."""


class Questions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a version of the API is answered from the index, without a server."""

    version: Name
    """The version whose endpoints, parameters and records they are."""
    title: Prose
    """What answers, in words."""
    status: Prose
    """What is to be known of it."""
    release: Name
    """The column with the release that brought a series, or its present version."""
    empty: Prose
    """What nothing found can mean."""
    further: dict[str, FurtherParameter]
    """Parameters that the version has not, by their names on the command line and in calls."""
    answers: dict[str, Answer]
    """The endpoints that are answered, by their names."""
    refused: dict[str, Prose]
    """Endpoints that are not, each with the reason."""
    unanswered: Prose
    """Why the endpoints that are named nowhere here are not answered."""


class License(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A licence."""

    name: Prose
    """Its name in full."""
    url: Annotated[str, msgspec.Meta(pattern="^https://")]
    """Where its text is."""


class Buckets(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source of images."""

    title: Prose
    """What it is called."""
    contact: Prose
    """Whom to tell of what is wrong there."""
    evidence: Prose
    """How it is known."""
    addresses: dict[Key, BucketAddress]
    """The services that have the buckets, by name; the first is the default."""
    index: SeriesIndex
    """Where each series is."""
    attributes: dict[str, Name]
    """The columns of the table of series that have an attribute as it is, by its name in the data dictionary."""
    computed: dict[str, Computed]
    """What attributes are made of, by their names in the data dictionary."""
    licenses: dict[str, License]
    """The licences by the short names of the index."""
    errors: tuple[_ToldError, ...] = ()
    """How the services say that something is wrong."""
    questions: Questions | None = None
    """What is answered from the index; None if nothing is."""

    def chooses_by(self, type_: Type, attribute: str | None) -> bool:
        """Whether the index can choose rows by a parameter of a type that has the name of an attribute.

        Args:
            type_: what the values of the parameter are; a day is that of a release.
            attribute: the attribute by its name in the data dictionary; None if there is none.
        """
        if type_ not in ("text", "uid"):
            return type_ == "date"
        is_known = attribute == self.index.series.series or attribute in self.attributes
        return is_known or self.computed.get(str(attribute)) == "collection"

    def license_name(self, license: str | None) -> str | None:
        """Return what a licence is called, by its short name; a name that is not known stays as it is."""
        known = self.licenses.get(str(license))
        return license if known is None else known.name

    def license_address(self, license: str | None) -> str | None:
        """Return where the text of a licence is, by its short name; None if that is not known."""
        known = self.licenses.get(str(license))
        return None if known is None else known.url


def data_address(doi: str | None) -> str | None:
    """Return where data are described, by their DOI."""
    return None if doi is None else f"https://doi.org/{doi}"


def to_json(sources: Mapping[str, Buckets]) -> bytes:
    """Return sources as the text of their file."""
    return msgspec.json.format(msgspec.json.encode(sources), indent=1) + b"\n"


@functools.cache
def load_sources(face: str) -> dict[str, Buckets]:
    """Return the sources by name that a package has, such as nbia."""
    import importlib.resources

    file = importlib.resources.files(face) / FILE
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Buckets]) if file.is_file() else {}
