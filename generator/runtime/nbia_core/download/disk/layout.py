"""Where each series lies below the destination of a download: folders with names that every file system takes."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import math
import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from nbia_core.api.description import RoleName
from nbia_core.api.wire_forms import Type
from nbia_core.checks import nearest
from nbia_core.download.model import Attributes
from nbia_core.download.options import RETRIEVER
from nbia_core.errors import InvalidParameterError
from nbia_core.records.record import Record
from nbia_core.text import sentence

from .layout_attributes import SERIES, LayoutAttribute, layout_attributes
from .retriever_names import DECIMALS, DESCRIPTION, TREE, described

LAYOUTS: Final = {
    "series": "{SeriesInstanceUID}",
    "patient": "{Collection}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}",
}
"""The templates of the layouts that have a name."""

_HINT: Final = (
    'give "series", "patient", "retriever", or a template such as "{Collection}/{PatientID}/{SeriesInstanceUID}"'
)
_UID: Final = "series_instance_uid"
_NO_VALUE: Final = "unknown"
_OUR_NAMES: Final = frozenset({"metadata.csv", "download-report.json", "citation.txt"})
"""Files that a download writes beside the folders of the series."""
_MOST_CHARACTERS: Final = 80
_MOST_CHARACTERS_RETRIEVED: Final = 120
"""The longest name of a study that the NBIA Data Retriever makes has 87 characters, unless an attribute is odd."""
_MOST_BYTES: Final = 200
_SHORT_UID: Final = 5
"""Characters at the end of a UID that stand for it."""
_SHORT: Final = "short"
_DATES: Final = frozenset({"timestamp", "date"})
_DIGITS: Final = re.compile(r"0[1-9]")
_DATE_CODE: Final = re.compile(r"%(.?)")
_DATE_PARTS: Final[Mapping[str, Callable[[datetime.datetime], str]]] = {
    "Y": lambda day: f"{day.year:04d}",
    "y": lambda day: f"{day.year % 100:02d}",
    "m": lambda day: f"{day.month:02d}",
    "d": lambda day: f"{day.day:02d}",
    "j": lambda day: f"{day.timetuple().tm_yday:03d}",
    "H": lambda day: f"{day.hour:02d}",
    "M": lambda day: f"{day.minute:02d}",
    "S": lambda day: f"{day.second:02d}",
}
"""The codes of strftime that look the same on every system and in every language."""
_HASH_DIGITS: Final = 16
# Reserved on Windows or elsewhere, control characters, halves of characters, and characters without any width.
_UNSAFE: Final = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]'
)
_DEVICE_NAME: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
_UNSAFE_START: Final = re.compile(r"\A[.\s~-]+")


class _Part(NamedTuple):
    """A piece of a folder's name: text, or the value of an attribute."""

    text: str = ""
    attribute: str | None = None
    """Its Python name."""
    type: Type = "text"
    """What it is."""
    form: str | None = None
    """How it is written, if not as usual."""
    ending: str | None = None
    """What follows a value; None if a missing value is written, too."""


class FolderLayout:
    """Gives every series a folder of its own, the same in every run, whatever else is downloaded.

    A layout is "series", which is `{SeriesInstanceUID}`; or "patient", which is
    `{Collection}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}`; or "retriever", the tree of the NBIA Data
    Retriever; or a template such as `{Collection}/{PatientName}/{StudyDate:%Y-%m}/{SeriesDescription}`, over all
    attributes that the version of the API gives of a series, its study or its patient.

    * Two series never share a folder: where the names alone do not tell them apart, `-` and 16 hexadecimal digits of
      the SHA-256 hash of the SeriesInstanceUID stand at the end of the last one. "retriever" does that only with a
      series whose folder another series has already.
    * What a file system or a shell does not take is replaced: reserved and control characters, dots, blanks, `~` and
      `-` at the start, dots and blanks at the end, names of devices, more than 80 characters. Such a name ends with `-`
      and 16 digits of the hash of the original, so that the patients `A/B` and `A_B` keep folders of their own.
    * Values that differ only in small and capital letters may share the folders above those of their series: not every
      file system tells them apart.
    * A date is written as its day, `2010-08-16`, or as a form says: `{StudyDate:%Y%m%d}` with the codes %Y, %y, %m, %d,
      %j, %H, %M and %S. `{StudyInstanceUID:short}` is the last five characters of a UID, and `{SeriesNumber:03}` a
      number with zeros before it. A missing or empty value is written `unknown`.
    """

    def __init__(self, template: str, record_type: type[Record]) -> None:
        """Read a layout.

        Args:
            template: "series", "patient", "retriever", or a template.
            record_type: the class of the records of series. Attributes may stand in braces by their names on the wire,
                in Python, and in the data dictionary.

        Raises:
            InvalidParameterError: this is no template, or an attribute is not known.
        """
        self.template = template
        """The layout as it was given."""
        known = layout_attributes(record_type)
        self._is_of_retriever = template == RETRIEVER
        if self._is_of_retriever:
            self._folders = _retriever_folders(known)
        else:
            self._folders = _split_into_folders(template, _read_template(template, known))
        named = {part.attribute for folder in self._folders for part in folder if part.attribute is not None}
        needed = {attribute for attribute in known.values() if attribute.python in named and attribute.python != _UID}
        self.attributes: frozenset[str] = frozenset(each.python for each in needed if each.role == SERIES)
        """The Python names of the attributes of series that are needed, besides `series_instance_uid`."""
        roles = sorted({attribute.role for attribute in needed} - {SERIES})
        self.others: tuple[tuple[RoleName, frozenset[str]], ...] = tuple(
            (role, frozenset(each.python for each in needed if each.role == role)) for role in roles
        )
        """The other endpoints that are needed, by their roles, and the Python names of the attributes that they have."""
        self._is_unique = any(_tells_series_apart(folder) for folder in self._folders)

    def __repr__(self) -> str:
        return f"<FolderLayout {self.template}>"

    @property
    def may_be_shared(self) -> bool:
        """Whether two series may get the same folder, so that the second must have its `other_path`."""
        return self._is_of_retriever

    def path(self, series_instance_uid: str, attributes: Attributes) -> PurePosixPath:
        """Return the folder of a series, relative to the destination."""
        return self._path(series_instance_uid, attributes, has_hash=not (self._is_unique or self._is_of_retriever))

    def other_path(self, series_instance_uid: str, attributes: Attributes) -> PurePosixPath:
        """Return the folder of a series that surely no other one has."""
        return self._path(series_instance_uid, attributes, has_hash=not self._is_unique)

    def is_sure(self, attributes: Attributes) -> bool:
        """Whether all attributes of series that are needed are known, and dates are dates."""
        parts = (part for folder in self._folders for part in folder if part.attribute in self.attributes)
        return self.attributes <= attributes.keys() and all(
            part.type not in _DATES or not attributes[str(part.attribute)] or _moment(attributes[str(part.attribute)])
            for part in parts
        )

    def _path(self, series_instance_uid: str, attributes: Attributes, *, has_hash: bool) -> PurePosixPath:
        names = ["".join(_value(part, series_instance_uid, attributes) for part in folder) for folder in self._folders]
        most = _MOST_CHARACTERS_RETRIEVED if self._is_of_retriever else _MOST_CHARACTERS
        safe_names = [_safe_name(name, most) for name in names]
        if has_hash:
            safe_names[-1] = _with_hash(safe_names[-1], series_instance_uid, most)
        return PurePosixPath(*safe_names)


def _value(part: _Part, series_instance_uid: str, attributes: Attributes) -> str:
    if part.attribute is None:
        return part.text
    value = series_instance_uid if part.attribute == _UID else attributes.get(part.attribute)
    text = _as_text(value, part)
    if part.ending is not None:
        return f"{text}{part.ending}" if text.strip() else ""
    return text if text.strip() else _NO_VALUE


def _as_text(value: object, part: _Part) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if part.type in _DATES:
        moment = _moment(value)
        return str(value) if moment is None else _written(moment, part.form or "%Y-%m-%d")
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bool):
        return "true" if value else "false"
    if part.form == DESCRIPTION:
        return described(str(value))
    if part.form == _SHORT:
        return str(value)[-_SHORT_UID:]
    if part.form is not None and isinstance(value, int):
        return f"{value:.6f}" if part.form == DECIMALS else f"{value:{part.form}d}"
    return str(value)


def _moment(value: object) -> datetime.datetime | None:
    """Return a timestamp, also from a text such as "2010-08-16 00:00:00.0"; None for what is none."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    for text in (str(value), str(value)[:10]):
        with contextlib.suppress(ValueError):
            return datetime.datetime.fromisoformat(text)
    return None


def _written(moment: datetime.datetime, form: str) -> str:
    return _DATE_CODE.sub(lambda code: _DATE_PARTS[code[1]](moment), form)


def _safe_name(name: str, most: int = _MOST_CHARACTERS) -> str:
    """Return a name that every file system takes; if it had to be changed, it ends with a hash of what it was."""
    safe = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    safe = _UNSAFE_START.sub("_", safe).rstrip(". ")
    if _DEVICE_NAME.fullmatch(safe):
        safe = f"_{safe}"
    is_too_long = len(safe) > most or len(safe.encode()) > _MOST_BYTES
    if safe == name and not is_too_long and safe.casefold() not in _OUR_NAMES:
        return safe
    return _with_hash(safe, name, most)


def _with_hash(name: str, original: str, most: int) -> str:
    """Put a hash of `original` at the end of a name, which is shortened as far as needed."""
    digest = hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    ending = f"-{digest}"
    shortened = name[: most - len(ending)].encode()[: _MOST_BYTES - len(ending)].decode(errors="ignore")
    return shortened.rstrip(". ") + ending


def _retriever_folders(known: Mapping[str, LayoutAttribute]) -> tuple[tuple[_Part, ...], ...]:
    return tuple(
        tuple(
            _Part(attribute=known[name].python, type=known[name].type, form=form, ending=ending or None)
            for name, form, ending in folder
        )
        for folder in TREE
    )


def _read_template(template: object, known: Mapping[str, LayoutAttribute]) -> list[_Part]:
    if not isinstance(template, str):
        raise InvalidParameterError(f"layout={template!r} must be text, not {type(template).__name__}.", hint=_HINT)
    try:
        pieces = list(string.Formatter().parse(LAYOUTS.get(template, template)))
    except ValueError as error:
        raise _refused(template, f"its braces do not fit together ({error})") from error
    parts = []
    for text, placeholder, form, conversion in pieces:
        parts += [_Part(text)] if text else []
        if conversion:
            raise _refused(template, f"{{{placeholder}}} cannot have a conversion")
        if placeholder is not None:
            attribute = _attribute(template, placeholder, known)
            _check_form(template, placeholder, attribute.type, form or "")
            parts.append(_Part(attribute=attribute.python, type=attribute.type, form=form or None))
    if all(part.attribute is None for part in parts):
        raise _refused(template, "no attribute stands in braces, so that all series would have the same folder")
    return parts


def _attribute(template: str, name: str, known: Mapping[str, LayoutAttribute]) -> LayoutAttribute:
    if not name:
        raise _refused(template, "there is nothing between a pair of braces")
    if name not in known:
        near = nearest(name, (each for each in known if " " not in each))
        raise _refused(template, f"there is no attribute {name}" + (f"; did you mean {near}?" if near else ""))
    return known[name]


def _check_form(template: str, name: str, type: Type, form: str) -> None:
    if not form:
        return
    shown = f"{{{name}:{form}}}"
    if type in _DATES:
        codes = _DATE_CODE.findall(form)
        wrong = next((code for code in codes if code not in _DATE_PARTS), None)
        if wrong is not None or not codes:
            takes = ", ".join(f"%{code}" for code in _DATE_PARTS)
            raise _refused(template, f"{shown} is no form of a date, which takes {takes}")
        if _UNSAFE.search(form):
            raise _refused(
                template, f"{shown} has a character that cannot be in a name; for two folders, name the date twice"
            )
    elif type == "uid":
        if form != _SHORT:
            raise _refused(template, f"{shown} is no form of a UID, which takes {_SHORT}")
    elif type == "integer":
        if not _DIGITS.fullmatch(form):
            raise _refused(
                template, f"{shown} is no form of a number, which takes 0 and a number of digits, such as 03"
            )
    else:
        raise _refused(template, f"{shown} cannot have a form: only dates, UIDs and whole numbers can")


def _split_into_folders(template: str, parts: list[_Part]) -> tuple[tuple[_Part, ...], ...]:
    folders: list[list[_Part]] = [[]]
    for part in parts:
        if part.attribute is not None:
            folders[-1].append(part)
            continue
        first, *others = part.text.split("/")
        folders[-1] += [_Part(first)] if first else []
        folders += [[_Part(text)] if text else [] for text in others]
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
    places = [place for place, part in enumerate(folder) if part.attribute == _UID and part.form is None]
    if not places:
        return False
    if all(part.attribute is None or place in places for place, part in enumerate(folder)):
        return True
    follows_start = places[0] == 0 and _ends_uid(folder[1].text[:1])
    precedes_end = places[-1] == len(folder) - 1 and _ends_uid(folder[-2].text[-1:])
    return follows_start or precedes_end


def _ends_uid(character: str) -> bool:
    return bool(character) and character not in "0123456789."


def _refused(template: str, reason: str) -> InvalidParameterError:
    return InvalidParameterError(sentence(f"layout={template!r} cannot be used: {reason}"), hint=_HINT)
