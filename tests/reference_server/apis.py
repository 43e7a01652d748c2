"""The APIs that the server speaks."""

from . import advanced, downloads, metadata, version_2
from .calls import Api, Endpoint, Login

SERVICE_PATH = "/nbia-api/services"
"""Where the folders of the APIs are; the server also answers without ``/services``."""

FOLDERS = ("v1", "v2", "")
"""The folders of the APIs; an empty one is that of paths without a version."""

VERSION_1 = Api(folder="v1", login=Login.IGNORED, endpoints=(*metadata.ENDPOINTS, *downloads.ENDPOINTS))
VERSION_2 = Api(folder="v2", login=Login.NEEDED, endpoints=version_2.ENDPOINTS)
ADVANCED = Api(folder="", login=Login.NEEDED, endpoints=advanced.ENDPOINTS)


def all_apis() -> tuple[Api, ...]:
    """Return all APIs."""
    return (VERSION_1, VERSION_2, ADVANCED)


def login_for(address: str) -> Login:
    """Return who sends a request to an address."""
    folder = address.rpartition("/")[0]
    return next((api.login for api in all_apis() if api.folder == folder), Login.NEEDED)


def address_of(path: str) -> str:
    """Return what ``path`` names below the folder of the services, or nothing for another path."""
    for prefix in (SERVICE_PATH, SERVICE_PATH.replace("/services", "")):
        if path.startswith(f"{prefix}/"):
            return path.removeprefix(f"{prefix}/").removesuffix("/")
    return ""


def addressed(apis: tuple[Api, ...]) -> dict[str, Endpoint]:
    """Return the endpoints of all ``apis`` by their addresses."""
    return {address: endpoint for api in apis for address, endpoint in api.addressed().items()}
