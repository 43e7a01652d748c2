"""Replays every cassette, synchronously and asynchronously, without a network.

The cases come from `tests.recording.cases`. `tests.record` runs these same tests to record.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import anyio
import pytest

from nbia import AsyncClient, BadRequestError, Client, NotPublicError, UnknownImageError
from nbia_core.api.calls import Response
from nbia_core.errors import AnswerError
from tests.recording.cases import Case, call_of, columns, the_spec
from tests.recording.files import PRODUCTION, CassetteError, read_cassette, reduced_request, reduced_response

if TYPE_CHECKING:
    from tests.recording.plugin import Settings

pytest_plugins = ("tests.recording.plugin",)
pytestmark = [pytest.mark.vcr, pytest.mark.block_network]

Send = Callable[[Case], Response[Any]]

ERRORS: Final = {"bad-request": BadRequestError, "not-public": NotPublicError, "unknown-image": UnknownImageError}


@pytest.fixture
def vcr_config(cassettes: Settings) -> dict[str, object]:
    return {
        "before_record_request": lambda request: reduced_request(request, cassettes.record_from),
        "before_record_response": reduced_response,
        "decode_compressed_response": True,
        "drop_unused_requests": True,
        "match_on": ["method", "scheme", "host", "port", "path", "exact_query"],
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(cassettes: Settings) -> str:
    return str(cassettes.folder)


@pytest.fixture
def default_cassette_name(cassettes: Settings, case: Case) -> str:
    if cassettes.record_from is None:
        try:
            read_cassette(cassettes.folder / case.cassette)
        except CassetteError as error:
            pytest.fail(str(error), pytrace=False)
    return case.name


@pytest.fixture(scope="module")
def client(cassettes: Settings) -> Iterator[Client]:
    """One client for all cases, so that recording needs one connection."""
    with Client(base_url=cassettes.record_from or PRODUCTION, retries=0, strict=True) as client:
        yield client


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest, client: Client) -> Send:
    """Sends the call of a case through one of the clients, once and strictly."""

    def send_now(case: Case) -> Response[Any]:
        return client.send(call_of(case, the_spec()))

    async def send_in_a_loop(case: Case) -> Response[Any]:
        async with AsyncClient(base_url=client.base_url, retries=0, strict=True) as async_client:
            return await async_client.send(call_of(case, the_spec()))

    return send_now if request.param == "sync" else lambda case: anyio.run(send_in_a_loop, case)


def archive_of(response: Response[Any], case: Case) -> zipfile.ZipFile:
    """Return the archive that an answer holds, after its checksums were checked."""
    series = dict(case.parameters)["SeriesInstanceUID"]
    assert response.headers["content-disposition"] == f'attachment; filename="{series}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.value))
    assert archive.testzip() is None
    return archive


def content_type_of(response: Response[Any]) -> str:
    return response.headers.get("content-type", "").partition(";")[0]


def content_type_of_format(case: Case) -> str:
    return the_spec().service.formats[case.kind].content_type


def is_dicom(content: bytes) -> bool:
    return content[128:132] == b"DICM"


def test_json(json_case: Case, send: Send) -> None:
    response = send(json_case)

    assert response.status == json_case.status
    assert content_type_of(response) == content_type_of_format(json_case) or json_case.may_be_empty
    assert response.value or json_case.may_be_empty
    assert response.value.mismatches == ()
    assert response.value.undocumented == {}


def test_csv(csv_case: Case, send: Send) -> None:
    response = send(csv_case)

    assert content_type_of(response) == content_type_of_format(csv_case) or csv_case.may_be_empty
    header, *rows = list(csv.reader(response.value.splitlines())) or [[]]
    assert set(header) <= columns(the_spec(), csv_case.endpoint)
    assert rows or csv_case.may_be_empty


def test_html(html_case: Case, send: Send) -> None:
    response = send(html_case)

    assert content_type_of(response) == content_type_of_format(html_case) or html_case.may_be_empty
    assert response.value.startswith("<P ALIGN='center'><TABLE") or html_case.may_be_empty


def test_xml(xml_case: Case, send: Send) -> None:
    response = send(xml_case)

    assert content_type_of(response) == content_type_of_format(xml_case) or xml_case.may_be_empty
    assert response.value.startswith("<?xml ") or xml_case.may_be_empty
    assert response.value.endswith("</Row></Results>") or xml_case.may_be_empty


def test_zip(zip_case: Case, send: Send) -> None:
    response = send(zip_case)

    content = the_spec().endpoints[zip_case.endpoint].content
    assert content is not None
    with archive_of(response, zip_case) as archive:
        others = {content.license, content.hashes} & {*archive.namelist()}
        images = [name for name in archive.namelist() if name not in others]
        assert others == {content.license, content.hashes} - {None}
        assert images
        assert all(name.endswith(".dcm") and is_dicom(archive.read(name)) for name in images)


def test_dicom(dicom_case: Case, send: Send) -> None:
    response = send(dicom_case)

    assert is_dicom(response.value)
    assert content_type_of(response) == "application/dicom"


def test_nothing(nothing_case: Case, send: Send) -> None:
    response = send(nothing_case)

    assert response.status == nothing_case.status
    assert response.content == b""
    assert len(response.value) == 0


def test_refusal(refusal_case: Case, send: Send) -> None:
    with pytest.raises(AnswerError) as caught:
        send(refusal_case)

    assert type(caught.value) is ERRORS[refusal_case.means or ""]
    assert caught.value.status == refusal_case.status
