"""The APIs that the server speaks."""

from datetime import date

from . import downloads, metadata, version_2
from .advanced import ADVANCED
from .calls import Api, Endpoint, Login
from .version_4 import version_4

SERVICE_PATH = "/nbia-api/services"
"""Where the folders of the APIs are; the server also answers without ``/services``."""

FOLDERS = {"v1": Login.IGNORED, "v2": Login.NEEDED, "v4": Login.OPTIONAL, "": Login.NEEDED}
"""Who sends a request to the APIs in these folders; the empty one is that of paths without a version."""

VERSION_1 = Api(folder="v1", endpoints=(*metadata.ENDPOINTS, *downloads.ENDPOINTS))
VERSION_2 = Api(folder="v2", endpoints=version_2.ENDPOINTS)


def all_apis(version_4_built: date) -> tuple[Api, ...]:
    """Return all APIs; version 4 as a server has it that was built on a day."""
    return (VERSION_1, VERSION_2, version_4(version_4_built), ADVANCED)


def login_for(address: str) -> Login:
    """Return who sends a request to an address."""
    return FOLDERS.get(address.partition("/")[0], FOLDERS[""])


def address_of(path: str) -> str:
    """Return what ``path`` names below the folder of the services, or nothing for another path."""
    for prefix in (SERVICE_PATH, SERVICE_PATH.replace("/services", "")):
        if path.startswith(f"{prefix}/"):
            return path.removeprefix(f"{prefix}/").removesuffix("/")
    return ""


def addressed(apis: tuple[Api, ...]) -> dict[str, Endpoint]:
    """Return the endpoints of all ``apis`` by their addresses."""
    return {address: endpoint for api in apis for address, endpoint in api.addressed().items()}
