"""Replays every cassette, synchronously and asynchronously, without a network.

The cases come from `tests.recording.cases`. `tests.record` runs these same tests to record.
"""

from __future__ import annotations

import csv
import importlib
import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import anyio
import pytest

from nbia import BadRequestError, Login, NotPublicError, ServerFailureError, UnknownImageError
from nbia_core.api.calls import Response
from nbia_core.errors import AnswerError
from tests.recording.cases import Case, call_of, columns, the_spec
from tests.recording.files import CassetteError, production, read_cassette, reduced_request, reduced_response

if TYPE_CHECKING:
    from tests.recording.plugin import Settings

pytest_plugins = ("tests.recording.plugin",)
pytestmark = [pytest.mark.vcr, pytest.mark.block_network]

Send = Callable[[Case], Response[Any]]

ERRORS: Final = {
    "bad-request": BadRequestError,
    "not-public": NotPublicError,
    "unknown-image": UnknownImageError,
    "server-failure": ServerFailureError,
}


@pytest.fixture
def vcr_config(cassettes: Settings, case: Case) -> dict[str, object]:
    address = production(case.version)
    return {
        "before_record_request": lambda request: reduced_request(request, cassettes.record_from, address),
        "before_record_response": reduced_response,
        "decode_compressed_response": True,
        "drop_unused_requests": True,
        "match_on": ["method", "scheme", "host", "port", "path", "exact_query", "exact_form"],
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(cassettes: Settings) -> str:
    return str(cassettes.folder)


@pytest.fixture
def default_cassette_name(cassettes: Settings, case: Case) -> str:
    if cassettes.record_from is None:
        try:
            read_cassette(cassettes.folder / case.version / case.cassette)
        except CassetteError as error:
            pytest.fail(str(error), pytrace=False)
    return case.name


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest, cassettes: Settings) -> Send:
    """Sends the call of a case through one of the clients of its version, once and strictly, as the guest."""

    def options(case: Case) -> dict[str, Any]:
        asked: dict[str, Any] = {"base_url": cassettes.address(case.version), "retries": 0, "strict": True}
        return asked | ({"login": Login.guest()} if case.requests is None else {})

    def send_now(case: Case) -> Response[Any]:
        with importlib.import_module(f"nbia.{case.version}").Client(**options(case)) as client:
            response: Response[Any] = client.send(call_of(case, the_spec(case.version)))
            return response

    async def send_in_a_loop(case: Case) -> Response[Any]:
        async with importlib.import_module(f"nbia.{case.version}").AsyncClient(**options(case)) as client:
            response: Response[Any] = await client.send(call_of(case, the_spec(case.version)))
            return response

    return send_now if request.param == "sync" else lambda case: anyio.run(send_in_a_loop, case)


def archive_of(response: Response[Any], case: Case) -> zipfile.ZipFile:
    """Return the archive that an answer holds, after its checksums were checked."""
    series = dict(case.parameters)["SeriesInstanceUID"]
    assert response.headers["content-disposition"] == f'attachment; filename="{series}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.value))
    assert archive.testzip() is None
    return archive


NOTHING_FOUND = (
    "Nothing was found. Give the parameters of the endpoint examples in the spec that match together, or this case values of its "
    "own in tests/recording/cases.py."
)
"""What to do about a case whose parameters match nothing."""


def content_type_of(response: Response[Any]) -> str:
    return response.headers.get("content-type", "").partition(";")[0]


def content_type_of_format(case: Case) -> str:
    return the_spec(case.version).service.formats[case.kind].content_type


def is_dicom(content: bytes) -> bool:
    return content[128:132] == b"DICM"


def test_json(json_case: Case, send: Send) -> None:
    response = send(json_case)

    assert response.status == json_case.status
    assert response.value or json_case.may_be_empty, NOTHING_FOUND
    assert content_type_of(response) == content_type_of_format(json_case) or json_case.may_be_empty
    assert response.value.mismatches == ()
    assert response.value.undocumented == {}


def test_object(object_case: Case, send: Send) -> None:
    response = send(object_case)

    assert content_type_of(response) == "application/json"
    assert response.value is not None or object_case.may_be_empty


def test_text(text_case: Case, send: Send) -> None:
    response = send(text_case)

    assert response.value.isprintable() or "\n" in response.value
    assert response.value or text_case.may_be_empty


def test_jpeg(jpeg_case: Case, send: Send) -> None:
    response = send(jpeg_case)

    assert content_type_of(response) == "image/jpeg"
    assert response.value.startswith(b"\xff\xd8\xff")


def test_csv(csv_case: Case, send: Send) -> None:
    response = send(csv_case)

    assert content_type_of(response) == content_type_of_format(csv_case) or csv_case.may_be_empty
    header, *rows = list(csv.reader(response.value.splitlines())) or [[]]
    assert set(header) <= columns(the_spec(csv_case.version), csv_case.endpoint)
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

    content = the_spec(zip_case.version).endpoints[zip_case.endpoint].content
    assert content is not None
    with archive_of(response, zip_case) as archive:
        others = {content.license, content.hashes} & {*archive.namelist()}
        images = [name for name in archive.namelist() if name not in others]
        assert others <= {content.license, content.hashes} - {None}
        assert images or zip_case.may_be_empty
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
