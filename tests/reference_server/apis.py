"""The APIs that the server speaks."""

from . import downloads, metadata
from .calls import Api, Endpoint

SERVICE_PATH = "/nbia-api/services"
"""Where the folders of the APIs are; the server also answers without ``/services``."""

FOLDERS = ("v1",)
"""The folders of the APIs; an empty one is that of paths without a version."""

VERSION_1 = Api(folder="v1", endpoints=(*metadata.ENDPOINTS, *downloads.ENDPOINTS))


def all_apis() -> tuple[Api, ...]:
    """Return all APIs."""
    return (VERSION_1,)


def address_of(path: str) -> str:
    """Return what ``path`` names below the folder of the services, or nothing for another path."""
    for prefix in (SERVICE_PATH, SERVICE_PATH.replace("/services", "")):
        if path.startswith(f"{prefix}/"):
            return path.removeprefix(f"{prefix}/").removesuffix("/")
    return ""


def addressed(apis: tuple[Api, ...]) -> dict[str, Endpoint]:
    """Return the endpoints of all ``apis`` by their addresses."""
    return {address: endpoint for api in apis for address, endpoint in api.addressed().items()}
