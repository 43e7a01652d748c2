"""Where each series lies below the destination of a download: folders with names that every file system takes."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import string
import unicodedata
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from nbia_core.checks import nearest
from nbia_core.download.model import Attributes
from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record, fields_of

LAYOUTS: Final = {
    "series": "{SeriesInstanceUID}",
    "patient": "{Collection}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}",
}
"""The templates of the layouts that have a name."""

_UID: Final = "series_instance_uid"
_NO_VALUE: Final = "unknown"
_OUR_NAMES: Final = frozenset({"metadata.csv", "download-report.json", "citation.txt"})
"""Files that a download writes beside the folders of the series."""
_MOST_CHARACTERS: Final = 80
_MOST_BYTES: Final = 200
_HASH_DIGITS: Final = 16
# Reserved on Windows or elsewhere, control characters, halves of characters, and characters without any width.
_UNSAFE: Final = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]'
)
_DEVICE_NAME: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
_UNSAFE_START: Final = re.compile(r"\A[.\s~-]+")


class _Part(NamedTuple):
    """A piece of a folder's name: text, or the value of an attribute."""

    text: str
    attribute: str | None
    """Its Python name."""


class FolderLayout:
    """Gives every series a folder of its own, the same in every run, whatever else is downloaded.

    A layout is "series", which is `{SeriesInstanceUID}`; or "patient", which is
    `{Collection}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}`; or a template of that form over the attributes of
    a series, such as `{Collection}/{Modality}/{SeriesDescription}`.

    * Two series never share a folder: where the names alone do not tell them apart, `-` and 16 hexadecimal digits of
      the SHA-256 hash of the SeriesInstanceUID stand at the end of the last one.
    * What a file system or a shell does not take is replaced: reserved and control characters, dots, blanks, `~` and
      `-` at the start, dots and blanks at the end, names of devices, more than 80 characters. Such a name ends with `-`
      and 16 digits of the hash of the original, so that the patients `A/B` and `A_B` keep folders of their own.
    * Values that differ only in small and capital letters may share the folders above those of their series: not every
      file system tells them apart.
    * A date is written as its day, `2010-08-16`. A missing or empty value is written `unknown`.
    """

    def __init__(self, template: str, record_type: type[Record]) -> None:
        """Read a layout.

        Args:
            template: "series", "patient", or a template.
            record_type: the class whose attributes may stand in braces, by their names on the wire or in Python.

        Raises:
            InvalidParameterError: this is no template, or an attribute is not known.
        """
        self.template = template
        """The layout as it was given."""
        self._dates = frozenset(field.python for field in fields_of(record_type) if "datetime" in field.expected)
        known = {name: field.python for field in fields_of(record_type) for name in (field.python, field.wire)}
        parts = _read_template(template, known)
        self._folders = _split_into_folders(template, parts)
        self.attributes: frozenset[str] = frozenset(part.attribute for part in parts if part.attribute) - {_UID}
        """The Python names of the attributes that are needed, besides `series_instance_uid`."""
        self._is_unique = any(_tells_series_apart(folder) for folder in self._folders)

    def __repr__(self) -> str:
        return f"<FolderLayout {self.template}>"

    def path(self, series_instance_uid: str, attributes: Attributes) -> PurePosixPath:
        """Return the folder of a series, relative to the destination."""
        names = [
            "".join(
                part.text if part.attribute is None else self._value(part.attribute, series_instance_uid, attributes)
                for part in folder
            )
            for folder in self._folders
        ]
        safe_names = [_safe_name(name) for name in names]
        if not self._is_unique:
            safe_names[-1] = _with_hash(safe_names[-1], series_instance_uid)
        return PurePosixPath(*safe_names)

    def _value(self, attribute: str, series_instance_uid: str, attributes: Attributes) -> str:
        value = series_instance_uid if attribute == _UID else attributes.get(attribute)
        if attribute in self._dates and isinstance(value, str):
            value = _day(value)
        text = _as_text(value)
        return text if text.strip() else _NO_VALUE


def _as_text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _day(text: str) -> str:
    """Return the day of a timestamp as the server writes it, such as "2010-08-16 00:00:00.0"; other text as it is."""
    try:
        return datetime.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return text


def _safe_name(name: str) -> str:
    """Return a name that every file system takes; if it had to be changed, it ends with a hash of what it was."""
    safe = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    safe = _UNSAFE_START.sub("_", safe).rstrip(". ") or "_"
    if _DEVICE_NAME.fullmatch(safe):
        safe = f"_{safe}"
    is_too_long = len(safe) > _MOST_CHARACTERS or len(safe.encode()) > _MOST_BYTES
    if safe == name and not is_too_long and safe.casefold() not in _OUR_NAMES:
        return safe
    return _with_hash(safe, name)


def _with_hash(name: str, original: str) -> str:
    """Put a hash of `original` at the end of a name, which is shortened as far as needed."""
    digest = hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    ending = f"-{digest}"
    shortened = name[: _MOST_CHARACTERS - len(ending)].encode()[: _MOST_BYTES - len(ending)].decode(errors="ignore")
    return shortened.rstrip(". ") + ending


def _read_template(template: object, known: dict[str, str]) -> list[_Part]:
    if not isinstance(template, str):
        raise InvalidParameterError(
            f"layout={template!r} must be text, not {type(template).__name__}.",
            hint='give "series", "patient", or a template such as "{Collection}/{PatientID}/{SeriesInstanceUID}"',
        )
    try:
        pieces = list(string.Formatter().parse(LAYOUTS.get(template, template)))
    except ValueError as error:
        raise _refused(template, f"its braces do not fit together ({error})") from error
    parts = []
    for text, placeholder, form, conversion in pieces:
        parts += [_Part(text, None)] if text else []
        if form or conversion:
            raise _refused(template, f"{{{placeholder}}} cannot have a format or conversion")
        if placeholder is not None:
            parts.append(_Part("", _attribute(template, placeholder, known)))
    if all(part.attribute is None for part in parts):
        raise _refused(template, "no attribute stands in braces, so that all series would have the same folder")
    return parts


def _attribute(template: str, name: str, known: dict[str, str]) -> str:
    if not name:
        raise _refused(template, "there is nothing between a pair of braces")
    if name not in known:
        near = nearest(name, known)
        raise _refused(template, f"there is no attribute {name}" + (f"; did you mean {near}?" if near else ""))
    return known[name]


def _split_into_folders(template: str, parts: list[_Part]) -> tuple[tuple[_Part, ...], ...]:
    folders: list[list[_Part]] = [[]]
    for part in parts:
        if part.attribute is not None:
            folders[-1].append(part)
            continue
        first, *others = part.text.split("/")
        folders[-1] += [_Part(first, None)] if first else []
        folders += [[_Part(text, None)] if text else [] for text in others]
    if not folders[-1]:
        folders.pop()  # a slash at the end
    for folder in folders:
        _check_folder(template, folder)
    return tuple(tuple(folder) for folder in folders)


def _check_folder(template: str, folder: list[_Part]) -> None:
    if not folder:
        raise _refused(template, "it begins with a slash, or two of them follow each other")
    for part in folder:
        if _UNSAFE.search(part.text):
            raise _refused(
                template, f"{part.text!r} has a character that some file systems do not take; / separates folders"
            )
    if all(part.attribute is None for part in folder):
        text = "".join(part.text for part in folder)
        if _safe_name(text) != text:
            raise _refused(template, f"{text!r} is no name for a folder on every file system")


def _tells_series_apart(folder: tuple[_Part, ...]) -> bool:
    """Whether no two series can have the same name of this folder.

    So it is if the UID stands alone, or at the start or the end with something beside it that no UID can continue with.
    """
    places = [place for place, part in enumerate(folder) if part.attribute == _UID]
    if not places:
        return False
    if all(part.attribute in (None, _UID) for part in folder):
        return True
    follows_start = places[0] == 0 and _ends_uid(folder[1].text[:1])
    precedes_end = places[-1] == len(folder) - 1 and _ends_uid(folder[-2].text[-1:])
    return follows_start or precedes_end


def _ends_uid(character: str) -> bool:
    return bool(character) and character not in "0123456789."


def _refused(template: str, reason: str) -> InvalidParameterError:
    end = "" if reason.endswith("?") else "."
    return InvalidParameterError(
        f"layout={template!r} cannot be used: {reason}{end}",
        hint='give "series", "patient", or a template such as "{Collection}/{PatientID}/{SeriesInstanceUID}"',
    )
