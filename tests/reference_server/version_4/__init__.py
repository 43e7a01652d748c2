"""Version 4 of the API: one module for each kind of answer."""

from datetime import date

from ..calls import Api
from . import images, internals, manifests, metadata, searches, summaries, tags

NEWEST = date(2026, 6, 22)
"""The day of the server's source that is imitated when no other is asked for."""


def version_4(built: date = NEWEST) -> Api:
    """Return version 4 as a server has it that was built on the day ``built``."""
    return Api(
        folder="v4",
        endpoints=(
            *metadata.endpoints(built),
            *images.endpoints(built),
            *tags.ENDPOINTS,
            *summaries.ENDPOINTS,
            *manifests.ENDPOINTS,
            *searches.ENDPOINTS,
            *internals.ENDPOINTS,
        ),
    )
