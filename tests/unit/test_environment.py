"""What a new HTTP client cannot make sense of is said in the words of whoever found it."""

from __future__ import annotations

import pytest

from nbia import ConnectionFailedError
from nbia_core.http.environment import readable_environment


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("no port"), "no port"), (OSError("no such file"), "no such file"), (ValueError(), "ValueError")],
)
def test_the_error_says_what_was_found_and_its_kind_if_that_says_nothing(error: Exception, said: str) -> None:
    with pytest.raises(ConnectionFailedError, match=f": {said}") as caught, readable_environment():
        raise error

    assert caught.value.__cause__ is error
