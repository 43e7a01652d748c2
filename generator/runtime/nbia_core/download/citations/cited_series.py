"""Finds out what is said of series that are to be cited: from what is known of them already, or by asking for it."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from nbia_core.api.calls import Call
from nbia_core.api.description import RoleName
from nbia_core.download.check.find_series import places
from nbia_core.download.disk.state import read_states, state_path
from nbia_core.download.inputs.headings import SERIES
from nbia_core.download.inputs.inputs import Downloadable, Inputs, Unusable
from nbia_core.download.inputs.manifest import read_manifest
from nbia_core.download.inputs.place import place_of
from nbia_core.download.model import Attributes
from nbia_core.download.sources.nbia import NbiaArchive
from nbia_core.errors import DestinationError, InvalidParameterError
from nbia_core.records.calls import rows_of_role
from nbia_core.records.record import Record
from nbia_core.records.records import Records

from .citation import CITED, Citations, CitationTally

_TABLES: Final = ("metadata.csv", "nbia-metadata.csv")
"""The tables beside series, as this program and others write them."""
_FEW: Final = 5
"""How many series are asked for one by one, before their collections are asked for as a whole."""
_COLLECTION, _PLACE = CITED[:2]
_DESCRIPTIONS: Final[RoleName] = "descriptions"


@dataclasses.dataclass(frozen=True)
class CitedSeries:
    """Says how series are cited."""

    source: NbiaArchive
    """The version of the API in which what is not known is asked for."""
    ask: Callable[[Call[Records[Record]]], Sequence[Record]]
    """Returns the rows of a call."""
    asks_at_once: bool = False
    """Whether one call asks for any number of series."""
    index: str | os.PathLike[str] | None = None
    """The index that says which series the folders in a list of IDC are; None for the installed one."""

    def cite(self, what: object) -> Citations:
        """Return how to cite series.

        Args:
            what: a Downloadable, or the path of a folder with series.

        Raises:
            InvalidParameterError: it is neither, or holds no series.
            NbiaError: the service does not answer.
            Stopped: it is to end.
        """
        path = place_of(what)
        folder = path if path is not None and path.is_dir() else None
        known: dict[str, Attributes] = {}
        named = what if folder is None else _series_in(folder, self.source)
        inputs = Inputs(named, self.source.record_type, takes_groups=True, index=self.index)
        inputs.resolve({}, lambda group: self.source.own(group, self.ask(self.source.members(group))))
        for item in inputs:
            if isinstance(item, Unusable):
                raise InvalidParameterError(item.reason)
            known[item.series_instance_uid] = item.attributes
        if not known:
            raise InvalidParameterError("There are no series to cite.", hint="give what a download takes, or a folder")
        learned = self._learn([uid for uid, attributes in known.items() if not set(CITED) <= attributes.keys()])
        nothing = dict.fromkeys(CITED)
        all_of_it = ({**nothing, **attributes, **learned.get(uid, {})} for uid, attributes in known.items())
        tally = CitationTally()
        for attributes in self._with_places(all_of_it):
            tally.add(attributes)
        return tally.citations()

    def _learn(self, unknown: Sequence[str]) -> dict[str, Attributes]:
        """Ask for series: for all at once if that is possible, and else, if they are many, for all of a collection."""
        if self.asks_at_once and unknown:
            return self._rows(series_instance_uid=unknown)
        waiting, learned = deque(unknown), dict[str, Attributes]()
        asked: set[object] = set()
        while waiting:
            uid = waiting.popleft()
            if uid in learned:
                continue
            learned[uid] = self._rows(series_instance_uid=uid).get(uid, {})
            collection = learned[uid].get(_COLLECTION)
            if len(waiting) > _FEW and collection is not None and collection not in asked:
                asked.add(collection)
                rows = self._rows(collection=collection)
                learned.update((other, rows[other]) for other in unknown if other in rows)
        return learned

    def _rows(self, **arguments: object) -> dict[str, Attributes]:
        rows = self.ask(rows_of_role(self.source.package, "series", **arguments))
        return {str(getattr(row, SERIES, None)): _attributes(row) for row in rows}

    def _with_places(self, series: Iterable[Attributes]) -> Iterable[Attributes]:
        """Add the place of its description where a collection has one that its series do not name."""
        found: dict[object, object] = {}
        for known in series:
            collection = known.get(_COLLECTION)
            if known.get(_PLACE) or collection is None or _DESCRIPTIONS not in self.source.api.roles:
                yield known
                continue
            if collection not in found:
                rows = self.ask(rows_of_role(self.source.package, _DESCRIPTIONS, collection=collection))
                found[collection] = next((_attributes(row).get(_PLACE) for row in rows), None)
            yield {**known, _PLACE: found[collection]}


def _attributes(row: Record) -> Attributes:
    return {name: getattr(row, name) for name in CITED if hasattr(row, name)}


def _series_in(folder: Path, source: NbiaArchive) -> Downloadable:
    """Return the series of a folder, with what is known of them there: by its state, else by a table, else by its files.

    Raises:
        InvalidParameterError: its table cannot be read.
    """
    if state_path(folder).exists():
        with contextlib.suppress(DestinationError):  # if it is damaged, the table has the same
            known = [{SERIES: state.series_instance_uid, **_cited(state.attributes)} for state in read_states(folder)]
            if known:
                return known
    for name in _TABLES:
        if (folder / name).is_file():
            return read_manifest(folder / name)
    found = places(folder, source.layout, [])
    return [place.series_instance_uid for place in found if place.series_instance_uid is not None]


def _cited(attributes: Attributes) -> Attributes:
    return {name: attributes[name] for name in CITED if name in attributes}
