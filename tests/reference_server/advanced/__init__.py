"""The Advanced API, whose paths have no version: the login, and what the portal and older clients ask."""

from ..calls import Api
from . import directory, login, searches, sharing, tables, version_4_paths

ADVANCED = Api(
    folder="",
    endpoints=(
        *login.ENDPOINTS,
        *tables.ENDPOINTS,
        *version_4_paths.ENDPOINTS,
        *searches.ENDPOINTS,
        *sharing.ENDPOINTS,
        *directory.ENDPOINTS,
    ),
)
