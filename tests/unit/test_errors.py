"""The errors: one tree, one layout of the message, and no attribute lost on the way between processes."""

from __future__ import annotations

import copy
import errno
import inspect
import pickle
import re
from collections.abc import Callable

import pytest

from nbia import errors
from nbia_core.errors import DecodeError, DestinationError, MovedError, NbiaError, TimedOutError

CLASSES = sorted(
    (kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, NbiaError)),
    key=lambda kind: kind.__name__,
)
COPIES: list[Callable[[NbiaError], NbiaError]] = [
    copy.copy,
    copy.deepcopy,
    lambda error: pickle.loads(pickle.dumps(error)),
    lambda error: pickle.loads(pickle.dumps(error, protocol=2)),
]


def drawn_tree() -> dict[str, str | None]:
    """Read the tree in the module's docstring: each class with the one above it."""
    above: list[str] = []
    tree: dict[str, str | None] = {}
    for indent, name in re.findall(r"^( *)[*x-] (\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(indent) // 2
        tree[name] = above[depth - 1] if depth else None
        above = [*above[:depth], name]
    return tree


def drawn_extras() -> dict[str, str]:
    """Read which classes the docstring says are built-in errors, too."""
    return dict(re.findall(r"^ *[*x-] (\w+) .*\(also an? (\w+)\)", errors.__doc__ or "", re.MULTILINE))


def full_error(kind: type[NbiaError]) -> NbiaError:
    return kind(
        "getSeries: It failed.",
        url="https://example.org/v1/getSeries",
        status=503,
        sentence="Busy",
        hint="wait",
        is_retry_safe=True,
        retry_after=2.5,
        tries=4,
    )


def test_the_tree_in_the_docstring_has_every_class_and_its_base() -> None:
    assert drawn_tree() == {
        kind.__name__: None if kind is NbiaError else kind.__bases__[0].__name__ for kind in CLASSES
    }


def test_the_docstring_names_the_built_in_bases() -> None:
    assert drawn_extras() == {kind.__name__: kind.__bases__[1].__name__ for kind in CLASSES if len(kind.__bases__) > 1}
    assert drawn_extras() == {"InvalidParameterError": "ValueError", "DestinationError": "OSError"}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_says_what_it_means(kind: type[NbiaError]) -> None:
    assert kind.__name__.endswith("Error")
    assert "__doc__" in vars(kind)
    assert kind.__doc__


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_can_be_made_from_a_message_alone(kind: type[NbiaError]) -> None:
    error = kind("It failed.")

    assert str(error) == "It failed."
    assert error.args == ("It failed.",)
    assert (error.url, error.status, error.sentence, error.hint, error.retry_after) == (None,) * 5
    assert error.tries == 1


@pytest.mark.parametrize("kind", CLASSES)
def test_the_message_says_what_was_asked_what_came_back_and_what_to_try(kind: type[NbiaError]) -> None:
    assert str(full_error(kind)) == (
        "getSeries: It failed.\n"
        "  asked: https://example.org/v1/getSeries (4 times)\n"
        "  came back: status 503, Busy\n"
        "  try: wait"
    )


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (NbiaError("It failed.", url="u"), "It failed.\n  asked: u"),
        (NbiaError("It failed.", url="u", tries=2), "It failed.\n  asked: u (2 times)"),
        (NbiaError("It failed.", tries=2), "It failed."),
        (NbiaError("It failed.", status=500), "It failed.\n  came back: status 500"),
        (NbiaError("It failed.", sentence="Busy"), "It failed.\n  came back: Busy"),
        (NbiaError("It failed.", sentence=""), "It failed."),
        (NbiaError("It failed.", hint="wait"), "It failed.\n  try: wait"),
    ],
)
def test_what_is_not_known_is_left_out_of_the_message(error: NbiaError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize("duplicate", COPIES)
@pytest.mark.parametrize("kind", CLASSES)
def test_a_copy_keeps_every_attribute(kind: type[NbiaError], duplicate: Callable[[NbiaError], NbiaError]) -> None:
    error = full_error(kind)

    other = duplicate(error)

    assert type(other) is kind
    assert vars(other) == vars(error)
    assert str(other) == str(error)


@pytest.mark.parametrize("duplicate", COPIES)
def test_a_copy_keeps_what_was_added_later(duplicate: Callable[[NbiaError], NbiaError]) -> None:
    moved, decode, late = MovedError("m"), DecodeError("d"), TimedOutError("t")
    moved.location = "https://elsewhere.example.org"
    decode.row, decode.attribute = 7, "PatientID"
    late.may_retry_now = True

    assert vars(duplicate(moved)) == vars(moved)
    assert vars(duplicate(decode)) == vars(decode)
    assert vars(duplicate(late)) == vars(late)


@pytest.mark.parametrize("duplicate", COPIES)
def test_a_copy_keeps_the_number_of_the_operating_system(duplicate: Callable[[NbiaError], NbiaError]) -> None:
    error = DestinationError("The disk is full.")
    error.errno, error.filename = errno.ENOSPC, "/data/image.dcm"

    other = duplicate(error)

    assert isinstance(other, DestinationError)
    assert (other.errno, other.filename) == (errno.ENOSPC, "/data/image.dcm")


def test_an_error_of_the_destination_is_one_of_the_operating_system() -> None:
    error = DestinationError("The disk is full.", hint="make room")

    assert isinstance(error, OSError)
    assert error.errno is None
    assert str(error) == "The disk is full.\n  try: make room"


def test_a_refused_parameter_is_a_value_error() -> None:
    assert issubclass(errors.InvalidParameterError, ValueError)


@pytest.mark.parametrize(
    "kind",
    [
        errors.NoAnswerError,
        errors.ConnectionFailedError,
        errors.TimedOutError,
        errors.TooManyRequestsError,
        errors.ServerFailureError,
        errors.UnknownImageError,
        errors.EmptyAnswerError,
        errors.ArchiveError,
        errors.IncompleteArchiveError,
        errors.WrongHashError,
    ],
)
def test_these_may_succeed_later(kind: type[NbiaError]) -> None:
    assert kind("m").is_retry_safe is True
    assert kind("m", is_retry_safe=False).is_retry_safe is False


@pytest.mark.parametrize(
    "kind",
    [
        errors.InvalidParameterError,
        errors.BadRequestError,
        errors.NotPublicError,
        errors.NeedsLoginError,
        errors.LoginRefusedError,
        errors.WrongPasswordError,
        errors.AccountClosedError,
        errors.MovedError,
        errors.RetiredError,
        errors.NotTheApiError,
        errors.DecodeError,
        errors.UnsafeArchiveError,
        errors.DestinationError,
    ],
)
def test_these_fail_again(kind: type[NbiaError]) -> None:
    assert kind("m").is_retry_safe is False
    assert kind("m", is_retry_safe=True).is_retry_safe is True
