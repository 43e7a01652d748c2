"""What tests of the Advanced API ask with."""

from collections.abc import Iterator

import httpx
import pytest

from tests.reference_server import ReferenceServer, accounts


@pytest.fixture
def advanced(server: ReferenceServer) -> Iterator[httpx.Client]:
    """A plain HTTP client at the Advanced API, as the guest."""
    with httpx.Client(
        base_url=server.url(""), headers={"Authorization": "Bearer undefined"}, verify=False, timeout=60
    ) as http:
        yield http


@pytest.fixture
def curator(server: ReferenceServer) -> dict[str, str]:
    """The header of somebody who may see what is not public."""
    return _header(server, accounts.CURATOR)


@pytest.fixture
def student(server: ReferenceServer) -> dict[str, str]:
    """The header of somebody who may see no more than the public."""
    return _header(server, accounts.STUDENT)


def _header(server: ReferenceServer, user: accounts.User) -> dict[str, str]:
    form = {"grant_type": "password", "username": user.name, "password": user.password}
    token = httpx.post(server.url("oauth/token"), data=form).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}
