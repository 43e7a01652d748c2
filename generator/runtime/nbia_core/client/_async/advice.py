"""Adds to the hint of an error what other sources have, where the error may mean that the service has ended."""

from __future__ import annotations

import functools
from typing import Final

from nbia_core.api.calls import Call
from nbia_core.errors import NbiaError

_SERIES: Final = "series_instance_uid"


class AsyncAdvice:
    """Adds to the hints of the errors of one client. Only for the first error are series looked up in an index."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._has_looked = False

    async def of_call(self, call: Call[object], error: NbiaError) -> None:
        """Add to the hint of an error what it means for the series that a call is about."""
        uids = {uid for each in call.requests() for name, uid in each.uids if name == _SERIES}
        await self.add(error, tuple(uids), call.operation.name)

    async def add(
        self, error: NbiaError, series_instance_uids: tuple[str, ...] = (), endpoint: str | None = None
    ) -> None:
        """Add to the hint of an error, if it may mean that the service has ended; `advise` describes the rest."""
        from nbia_core.download.sources.advice import advise, may_have_ended

        if not may_have_ended(error):
            return
        from .threads import run_blocking

        looked_up = () if self._has_looked else series_instance_uids
        self._has_looked = self._has_looked or bool(looked_up)
        text = await run_blocking(functools.partial(advise, self._package, error, looked_up, endpoint))
        error.hint = f"{error.hint}; {text}" if error.hint and text else error.hint or text or None
