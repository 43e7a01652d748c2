"""What headings of tables, keys and columns mean: one list of names for every attribute, which the data dictionary holds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from nbia_core.api.description import Api
from nbia_core.api.description_file import load, versions
from nbia_core.api.heading_form import normalized
from nbia_core.api.wire_forms import Type
from nbia_core.errors import InvalidParameterError
from nbia_core.text import shortened

SERIES: Final = "series_instance_uid"
"""The Python name of the attribute that names a series."""
STUDY: Final = "study_instance_uid"
"""That of one that names a study."""
PATIENT: Final = "patient_id"
"""That of one that names a patient, within a collection."""
COLLECTION: Final = "collection"
"""That of one that names a collection."""
_LIST: Final = "listofseriestodownload"
"""What announces the series of a manifest."""
_WORD_OF_UIDS: Final = re.compile(r"instanceuid|seriesuid|.uid$")
"""What a single word has, in the form in which headings are compared, that announces UIDs of whatever."""
_WORDS_OF_UIDS: Final = re.compile(r"(?:sop|image|instance|study|class|reference|patient)uid$")
"""The same for several words, which may also be a title."""
_MOST_SHOWN: Final = 12
_LONGEST_SHOWN: Final = 60


class Headings:
    """The names of attributes as one version of the API, its data dictionary and other programs write them."""

    def __init__(self, api: Api, python_names: Iterable[str] = ()) -> None:
        """Collect the names.

        Args:
            api: the version.
            python_names: the attributes of the records that are wanted. Where a record calls a concept of the dictionary
                otherwise than the dictionary, its name counts.
        """
        self._api = api
        wanted = frozenset(python_names)
        uses = [use for record in api.records if record.is_table for use in record.attributes]
        columns = {use.concept for use in uses}
        concepts = [concept for concept in api.concepts if concept.name in columns]
        names = {concept.name: concept.python for concept in concepts}
        names |= {use.concept: use.python for use in uses if use.python in wanted}
        self.types: dict[str, Type] = {names[concept.name]: concept.type for concept in concepts}
        """The types of the attributes that are known, by Python name."""
        self._known: dict[str, str] = {}
        for concept in concepts:
            for name in (concept.name, concept.python, *concept.synonyms):
                self._known.setdefault(normalized(name), names[concept.name])
        for use in uses:
            for name in (use.wire, use.python):
                self._known.setdefault(normalized(name), names[use.concept])
        self._other_uids = tuple(
            name for name, python in self._known.items() if python != SERIES and self.types[python] == "uid"
        )

    def python(self, name: object) -> str | None:
        """Return the Python name of an attribute, however it is spelled; None if it is not known."""
        return self._known.get(normalized(str(name)))

    def is_series(self, text: str) -> bool:
        """Whether a text announces series UIDs, such as "Series Instance UID"."""
        return self.python(text) == SERIES or normalized(text) == _LIST

    def is_other_attribute(self, text: str) -> bool:
        """Whether a text announces something else than series, such as "StudyInstanceUID"."""
        found = normalized(text)
        return not self.is_series(text) and (found in self._known or any(name in found for name in self._other_uids))

    def is_other(self, text: str) -> bool:
        """Whether a text announces something else, or UIDs of which it is not certain that they are of series."""
        if self.is_series(text):
            return False
        announces_uids = _WORD_OF_UIDS if len(text.split()) == 1 else _WORDS_OF_UIDS
        return self.is_other_attribute(text) or announces_uids.search(normalized(text)) is not None

    def series_column(self, names: Sequence[object], source: str) -> int:
        """Return the place of the column with the Series Instance UIDs, counted from 0.

        The column of that very name is preferred to those of other names for the same.

        Raises:
            InvalidParameterError: there is none, or it is not certain which it is.
        """
        found = [place for place, name in enumerate(names) if self.python(name) == SERIES]
        if not found:
            raise self.refusal(names, f"{source} has no column SeriesInstanceUID")
        very = [place for place in found if normalized(str(names[place])) == normalized(SERIES)] or found
        if len(very) > 1:
            raise InvalidParameterError(
                f"{source} has several columns of series: {_listed(names[place] for place in very)}.",
                hint="keep the column with the series that you want, and rename or remove the others",
            )
        return very[0]

    def naming_column(self, names: Sequence[object], source: str) -> tuple[str, int]:
        """Return what names the rows of a table, and the place of its column: the series, or else studies or patients.

        A table with UIDs of anything below a study names no studies: its rows are something else.

        Returns:
            The Python name of the attribute: SERIES, STUDY or PATIENT; and the place, counted from 0.

        Raises:
            InvalidParameterError: there is no such column, or it is not certain which it is.
        """
        known = [self.python(name) for name in names]
        if SERIES in known:
            return SERIES, self.series_column(names, source)
        level = STUDY if STUDY in known else PATIENT
        others = (name for name, python in zip(names, known, strict=True) if python != level)
        if known.count(level) == 1 and not any(map(self._announces_uids, others)):
            return level, known.index(level)
        raise self.refusal(names, f"{source} has no column SeriesInstanceUID")

    def _announces_uids(self, name: object) -> bool:
        python = self.python(name)
        if python is not None:
            return self.types[python] == "uid"
        return self.is_other(str(name)) or _is_near_series(str(name))

    def refusal(self, names: Iterable[object], lack: str) -> InvalidParameterError:
        """Return the error that says which headings were seen, and which would name series.

        Args:
            names: what was seen.
            lack: the beginning of the sentence, such as "The table has no column SeriesInstanceUID".
        """
        seen = [str(name) for name in names if str(name).strip()]
        message = f"{lack}; it has {_listed(seen) or 'none'}. Accepted are {self._accepted()}, in any spelling."
        return InvalidParameterError(message, hint=self._hint(seen))

    def _accepted(self) -> str:
        concept = next(concept for concept in self._api.concepts if concept.python == SERIES)
        uses = (use.wire for record in self._api.records for use in record.attributes if use.concept == concept.name)
        names = {normalized(name): name for name in reversed((concept.name, *uses, *concept.synonyms))}
        return ", ".join(reversed(names.values()))

    def _hint(self, seen: Sequence[str]) -> str:
        near = next(filter(_is_near_series, seen), None)
        if near is not None:
            return f"rename {shortened(near, _LONGEST_SHOWN)} if it names the series that you want"
        names_studies = [self.python(name) == STUDY for name in seen]
        if any(names_studies) and sum(map(self._announces_uids, seen)) > 1:
            return "leave out the other UIDs if all series of these studies are wanted"
        series = self._api.plays("series")
        if any(names_studies) and any(parameter.python == STUDY for parameter in series.parameters):
            return f'ask which series the studies have: {series.python}({STUDY}="..."), and give what it returns'
        return "rename the column with the series; if it is the index of a DataFrame, use reset_index()"


def _is_near_series(name: str) -> bool:
    return "series" in normalized(name) and "uid" in normalized(name)


def _listed(names: Iterable[object]) -> str:
    listed = [shortened(str(name), _LONGEST_SHOWN) for name in names]
    more = f" and {len(listed) - _MOST_SHOWN} more" if len(listed) > _MOST_SHOWN else ""
    return ", ".join(listed[:_MOST_SHOWN]) + more


@functools.cache
def usual_headings() -> Headings:
    """Return the names of attributes where nobody says for which version of the API: the dictionary is the same for all."""
    packages = (f"nbia.{version}" for version in versions("nbia"))
    return next(Headings(load(package)) for package in packages if "series" in load(package).roles)
