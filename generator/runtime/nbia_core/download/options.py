"""The options of a download, declared once: the client, the command line, the docs and the generator read them here."""

from __future__ import annotations

import dataclasses
import os
import typing
from collections.abc import Sequence
from typing import Final, Literal

from nbia_core.api.bucket_services import load_sources
from nbia_core.checks import check_choice, check_flag
from nbia_core.download.inputs.shard import Shard, read_shard
from nbia_core.errors import InvalidParameterError

FileNaming = Literal["server", "SOPInstanceUID", "InstanceNumber", "retriever"]
"""How images are called: as the server calls them, by an attribute of theirs, or in their order, 1-01.dcm, 1-02.dcm, as
the NBIA Data Retriever does it."""

RETRIEVER: Final = "retriever"
"""The layout of the NBIA Data Retriever, with its names of files and its table."""
MOST_WORKERS: Final = 16
"""More are refused."""
DEFAULT_SOURCE: Final = "nbia"
"""The source that is asked if no other is named: the service of the client."""
_FACE: Final = "nbia"
"""The package that says which other sources there are."""
_WORDS: Final = "words"
_METAVAR: Final = "metavar"
_VARIABLE: Final = "variable"


def _option(words: str, metavar: str | None = None, variable: str | None = None) -> dict[str, str | None]:
    return {_WORDS: words, _METAVAR: metavar, _VARIABLE: variable}


@dataclasses.dataclass(frozen=True, kw_only=True)
class DownloadOptions:
    """How series are put on disk. Each field is an argument of `download()` and an option of `nbia download`.

    Raises:
        InvalidParameterError: a value is none that its option takes, or two do not go together.
    """

    workers: int | None = dataclasses.field(
        default=None,
        metadata=_option("How many series are downloaded at a time, from 1 to 16. The default is 4.", "NUMBER"),
    )
    layout: str = dataclasses.field(
        default="series",
        metadata=_option(
            "Where in DIR a series goes: series, the default, for a folder each; patient for folders of collection, "
            "patient, study and series; retriever for the tree, the file names and the table of the NBIA Data Retriever; "
            "or a template such as {PatientID}/{StudyDate:%Y-%m-%d}/{SeriesInstanceUID}.",
            "LAYOUT",
        ),
    )
    file_names: FileNaming = dataclasses.field(default="server", metadata=_option("What the images are called."))
    as_zip: bool = dataclasses.field(
        default=False, metadata=_option("Keep the archives, checked, instead of the images.")
    )
    verify: bool = dataclasses.field(
        default=False, metadata=_option("Read what is complete already, instead of comparing sizes and times.")
    )
    accept_disputed: bool = dataclasses.field(
        default=False,
        metadata=_option("Put a series in its place even if the server itself does not have what it announces."),
    )
    check_headers: bool = dataclasses.field(
        default=True,
        metadata=_option(
            "Whether the UIDs in each image are compared with the series. They are by default: without that, the "
            "archive of another series can be taken for the right one."
        ),
    )
    durable: bool = dataclasses.field(
        default=True,
        metadata=_option(
            "Whether a series counts only when the disk has it, so that a power failure does no harm. It does by "
            "default."
        ),
    )

    with_references: bool = dataclasses.field(
        default=False,
        metadata=_option(
            "Also download the series that these refer to: the images of a segmentation, the plan and the structures of "
            "a dose. Needs pydicom."
        ),
    )
    min_bytes_per_minute: int | None = dataclasses.field(
        default=None,
        metadata=_option(
            "Give a try up that brings fewer bytes than this in a minute. By default a slow answer is waited for, as "
            "long as anything comes within the timeout.",
            "NUMBER",
        ),
    )

    source: str | Sequence[str] = dataclasses.field(
        default=DEFAULT_SOURCE,
        metadata=_option(
            "Where the images come from: nbia, the default; idc, the Imaging Data Commons; or nbia,idc: what NBIA says that "
            "it does not have, or not any more, comes from IDC.",
            "NAMES",
            "NBIA_SOURCE",
        ),
    )
    index: str | os.PathLike[str] | None = dataclasses.field(
        default=None,
        metadata=_option("The index of IDC, a Parquet file. The installed one is the default.", "FILE"),
    )
    earlier_versions: bool = dataclasses.field(
        default=False,
        metadata=_option("Whether a series that IDC has replaced or withdrawn since comes in its last version."),
    )
    source_url: str | None = dataclasses.field(
        default=None,
        metadata=_option("The address of the buckets of IDC: aws, the default, google, or that of a mirror.", "URL"),
    )
    shard: str | None = dataclasses.field(
        default=None,
        metadata=_option(
            "Take one part of the series only, such as 3/16 for the third of 16. The UIDs alone choose it, so that machines "
            "share a list without speaking to each other.",
            "PART",
        ),
    )
    limit: int | None = dataclasses.field(
        default=None, metadata=_option("Take the first so many series only, whatever they are chosen by.", "NUMBER")
    )
    dry_run: bool = dataclasses.field(
        default=False,
        metadata=_option("Say how much it would be and whether there is room; download nothing, and write nothing."),
    )

    def __post_init__(self) -> None:
        for option in DECLARED:
            value = getattr(self, option.name)
            if option.is_flag:
                check_flag(option.name, value)
            elif option.choices:
                check_choice(option.name, value, option.choices)
        if not self.check_headers and self.naming != "server":
            raise InvalidParameterError(f"{self._why_named} needs the headers; leave check_headers out.")
        if self.as_zip and self.naming != "server":
            raise InvalidParameterError(f"as_zip=True keeps archives as they are: leave {self._why_named} out.")
        if self.workers is not None:
            _check_workers(self.workers)
        if self.min_bytes_per_minute is not None:
            _check_number("min_bytes_per_minute", self.min_bytes_per_minute)
        if self.limit is not None:
            _check_number("limit", self.limit)
        self._check_sources()
        _ = self.part

    def _check_sources(self) -> None:
        others = [name for name in self.sources if name != DEFAULT_SOURCE]
        if others and self.as_zip:
            raise InvalidParameterError(
                f"as_zip=True keeps archives as they are, and {', '.join(others)} has files, not archives.",
                hint="leave as_zip out, or the source",
            )
        for name in ("index", "earlier_versions", "source_url"):
            if not others and getattr(self, name) not in (None, False):
                raise InvalidParameterError(
                    f"{name}= belongs to another source than {DEFAULT_SOURCE}.", hint="name one with source="
                )

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources, in their order.

        Raises:
            InvalidParameterError: there is no such source.
        """
        if self.source == DEFAULT_SOURCE:
            return (DEFAULT_SOURCE,)
        given = self.source.split(",") if isinstance(self.source, str) else self.source
        known = (DEFAULT_SOURCE, *load_sources(_FACE))
        is_list = isinstance(given, Sequence) and all(isinstance(name, str) for name in given)
        names = tuple(name.strip() for name in given) if is_list else ()
        if not names or len(set(names)) < len(names):
            raise InvalidParameterError(
                f"source={self.source!r} must be one or more of {', '.join(known)}, each once.",
                hint=f"give them in the order in which they are asked, such as {','.join(known)}",
            )
        for name in names:
            check_choice("source", name, known)
        return names

    @property
    def part(self) -> Shard | None:
        """The part of the series that is taken; None for all.

        Raises:
            InvalidParameterError: there is no such part.
        """
        return None if self.shard is None else read_shard(self.shard)

    @property
    def naming(self) -> FileNaming:
        """How images are called: in the layout of the NBIA Data Retriever as it calls them, if nobody says otherwise."""
        return "retriever" if self.layout == RETRIEVER and self.file_names == "server" else self.file_names

    @property
    def _why_named(self) -> str:
        name = "layout" if self.file_names == "server" else "file_names"
        return f"{name}={getattr(self, name)!r}"

    @property
    def at_a_time(self) -> int:
        """How many series are downloaded at a time; 4 if nobody says: polite to a public archive."""
        return 4 if self.workers is None else self.workers


def _check_number(name: str, number: object) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidParameterError(f"{name}={number!r} must be a whole number, 1 or more.")


def _check_workers(workers: object) -> None:
    if not isinstance(workers, int) or isinstance(workers, bool) or not 1 <= workers <= MOST_WORKERS:
        raise InvalidParameterError(
            f"workers={workers!r} must be a whole number from 1 to {MOST_WORKERS}.",
            hint="more would not be polite to a public archive, nor faster: it limits each connection, and your disk all",
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeclaredOption:
    """An option as `DownloadOptions` declares it."""

    name: str
    """Its name in Python."""
    default: bool | str | None
    """What it is if nobody says."""
    words: str
    """What it does, as the command line says it."""
    is_flag: bool
    """Whether it is True or False."""
    is_number: bool
    """Whether it is a whole number."""
    choices: tuple[str, ...]
    """The values that it takes; empty if these are not closed."""
    metavar: str | None
    """What stands for its value in the help."""
    variable: str | None
    """The variable of the environment that the command line reads in its place."""

    @property
    def spellings(self) -> str:
        """How it is given on the command line; one that is on by default can be turned off."""
        name = f"--{self.name.replace('_', '-')}"
        return f"{name}/--no-{name[2:]}" if self.default is True else name


def _declared() -> tuple[DeclaredOption, ...]:
    types = typing.get_type_hints(DownloadOptions)
    return tuple(
        DeclaredOption(
            name=field.name,
            default=getattr(DownloadOptions, field.name),
            words=field.metadata[_WORDS],
            is_flag=types[field.name] is bool,
            is_number=int in typing.get_args(types[field.name]),
            choices=typing.get_args(types[field.name]) if typing.get_origin(types[field.name]) is Literal else (),
            metavar=field.metadata[_METAVAR],
            variable=field.metadata[_VARIABLE],
        )
        for field in dataclasses.fields(DownloadOptions)
    )


DECLARED: Final = _declared()
"""All options, in the order in which the help shows them."""
