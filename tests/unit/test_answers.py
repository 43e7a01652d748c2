"""Every answer that is not a good one becomes the right error, with all that one needs to know."""

from __future__ import annotations

import pytest

from nbia import contract, errors
from nbia_core.api.calls import Operation
from nbia_core.http.answers import error_for_status

URL = "https://example.org/v1/getSeries?Collection=RIDER%20Pilot"
OOPS = b"Server was not able to process your request\n"
BY_NAME = {
    endpoint.name: Operation(name=endpoint.name, errors=contract.CONTRACT.errors_of(endpoint))
    for endpoint in contract.CONTRACT.endpoints
}
OPERATIONS = list(BY_NAME.values())
NAMES = [operation.name for operation in OPERATIONS]


def error_of(
    status: int, body: bytes = b"", headers: dict[str, str] | None = None, operation: Operation = BY_NAME["getSeries"]
) -> errors.AnswerError:
    error = error_for_status(operation, URL, status, headers or {}, body)
    assert error is not None
    return error


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("body", [b"", b"[]", b"<html>"])
def test_a_good_status_is_no_error(status: int, body: bytes) -> None:
    assert error_for_status(BY_NAME["getSeries"], URL, status, {}, body) is None


@pytest.mark.parametrize(
    ("status", "body", "kind", "is_retry_safe"),
    [
        (400, b"A parameter, SeriesInstanceUID is required for this API call.", errors.BadRequestError, False),
        (400, b"", errors.BadRequestError, False),
        (401, b"", errors.NeedsLoginError, False),
        (403, b"Forbidden", errors.NeedsLoginError, False),
        (404, b"", errors.RetiredError, False),
        (405, b"", errors.BadRequestError, False),
        (407, b"", errors.NotTheApiError, False),
        (408, b"", errors.ServerFailureError, True),
        (410, b"", errors.RetiredError, False),
        (422, b"", errors.BadRequestError, False),
        (429, b"", errors.TooManyRequestsError, True),
        (460, b"<html>", errors.NeedsLoginError, False),
        (500, OOPS + b"null", errors.ServerFailureError, True),
        (500, OOPS + b"java.lang.NullPointerException\n\tat org.Foo", errors.ServerFailureError, True),
        (500, b"", errors.ServerFailureError, True),
        (500, OOPS + b"HTTP 404 Not Found", errors.RetiredError, False),
        (500, OOPS + b"HTTP 405 Method Not Allowed", errors.BadRequestError, False),
        (500, OOPS + b"HTTP 406 Not Acceptable", errors.BadRequestError, False),
        (501, b"", errors.ServerFailureError, True),
        (502, b"<html>Bad Gateway</html>", errors.ServerFailureError, True),
        (503, b"", errors.ServerFailureError, True),
        (504, b"", errors.ServerFailureError, True),
        (599, b"", errors.ServerFailureError, True),
    ],
)
def test_a_status_becomes_its_error(
    status: int, body: bytes, kind: type[errors.AnswerError], is_retry_safe: bool
) -> None:
    error = error_of(status, body)

    assert type(error) is kind
    assert error.is_retry_safe is is_retry_safe
    assert error.url == URL
    assert error.status == status
    assert error.hint
    assert error.message.startswith("getSeries: ")


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
@pytest.mark.parametrize(
    ("status", "body"), [(404, b""), (410, b"Gone"), (500, OOPS + b"HTTP 404 Not Found"), (404, b"<html>404</html>")]
)
def test_an_endpoint_that_is_gone_is_retired_whichever_it_is(operation: Operation, status: int, body: bytes) -> None:
    assert type(error_of(status, body, operation=operation)) is errors.RetiredError


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
@pytest.mark.parametrize("status", [401, 403, 460])
def test_every_endpoint_can_ask_for_a_login(operation: Operation, status: int) -> None:
    assert type(error_of(status, operation=operation)) is errors.NeedsLoginError


@pytest.mark.parametrize("operation", [BY_NAME["getImage"], BY_NAME["getImageWithMD5Hash"]])
def test_a_series_that_is_not_public_is_told_from_a_bad_request(operation: Operation) -> None:
    body = b"Image with given SeriesInstanceUID,1.2.3, is not in public domain."

    error = error_of(400, body, operation=operation)

    assert type(error) is errors.NotPublicError
    assert error.sentence == body.decode()
    assert error.is_retry_safe is False
    assert error.hint == "check the UID"


def test_a_single_image_that_fails_may_be_unknown_or_not() -> None:
    error = error_of(500, OOPS + b"null", operation=BY_NAME["getSingleImage"])

    assert type(error) is errors.UnknownImageError
    assert "does not tell which" in error.message


def test_the_sentence_of_the_server_is_part_of_the_error() -> None:
    error = error_of(400, b"A parameter, name is required for this API call.\n")

    assert error.sentence == "A parameter, name is required for this API call."
    assert "came back: status 400, A parameter, name" in str(error)


def test_an_answer_without_a_body_has_no_sentence() -> None:
    assert error_of(503).sentence is None


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
def test_a_redirect_names_the_other_place(status: int) -> None:
    error = error_of(status, b"<html>Moved</html>", {"location": "https://elsewhere.example.org/v4"})

    assert isinstance(error, errors.MovedError)
    assert error.location == "https://elsewhere.example.org/v4"
    assert error.sentence == "Location: https://elsewhere.example.org/v4"
    assert (error.url, error.status) == (URL, status)
    assert error.is_retry_safe is False
    assert "base_url" in str(error.hint)


def test_a_redirect_may_name_no_place() -> None:
    error = error_of(302)

    assert isinstance(error, errors.MovedError)
    assert error.location is None
    assert error.sentence is None


@pytest.mark.parametrize("status", [429, 503, 500, 400])
def test_a_delay_that_the_server_asks_for_is_kept_and_makes_a_retry_safe(status: int) -> None:
    error = error_of(status, headers={"retry-after": "17"})

    assert error.retry_after == 17
    assert error.is_retry_safe is True


@pytest.mark.parametrize("value", ["soon", "", "-1"])
def test_an_unreadable_delay_is_the_same_as_none(value: str) -> None:
    error = error_of(400, headers={"retry-after": value})

    assert error.retry_after is None
    assert error.is_retry_safe is False


def test_a_proxy_that_asks_for_a_login_is_not_the_api() -> None:
    error = error_of(407, b"<html>Squid</html>")

    assert type(error) is errors.NotTheApiError
    assert error.hint is not None
    assert "proxy" in error.hint
    assert error.sentence == "Squid"


def test_a_body_that_is_not_utf8_does_no_harm() -> None:
    error = error_of(500, b"\xff\xfe\x00 F\xc9MUR")

    assert type(error) is errors.ServerFailureError
    assert error.sentence is not None
    assert "FÉMUR" in error.sentence


def test_an_operation_without_cases_still_has_errors() -> None:
    bare = Operation(name="bare", errors=())

    assert type(error_of(418, operation=bare)) is errors.BadRequestError
    assert type(error_of(500, operation=bare)) is errors.ServerFailureError
