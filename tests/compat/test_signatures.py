"""`nbia.compat` has every function of tcia_utils.nbia: with the same arguments, or refused with the reason."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from tests.compat.signatures import FROZEN, OLDER, REFUSED, SERVED, name_of

pytest_plugins = ("tests.compat.fixtures",)


def without_annotations(function: object) -> str:
    assert callable(function)
    parameters = inspect.signature(function).parameters.values()
    return str(inspect.Signature([parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]))


@pytest.mark.parametrize("line", SERVED, ids=name_of)
def test_a_function_has_the_arguments_of_tcia_utils(nbia: ModuleType, line: str) -> None:
    name = name_of(line)

    assert f"{name}{without_annotations(getattr(nbia, name))}" == line


def test_every_function_of_tcia_utils_is_served_or_refused(nbia: ModuleType) -> None:
    assert {name_of(line) for line in FROZEN} == {name_of(line) for line in SERVED} | set(REFUSED)
    assert {name_of(line) for line in SERVED} <= set(nbia.__all__)
    assert len(FROZEN) == 40


@pytest.mark.parametrize("name", [*REFUSED, *OLDER])
def test_what_is_not_served_can_be_imported_and_says_why_when_it_is_called(nbia: ModuleType, name: str) -> None:
    function = getattr(nbia, name)

    with pytest.raises(nbia.NotServedError, match=rf"^{name}\(\) is not served: ") as caught:
        function("4D-Lung", format="df")

    assert caught.value.hint
    assert inspect.getdoc(function) is not None


def test_a_login_is_refused_with_what_to_do_instead(nbia: ModuleType) -> None:
    with pytest.raises(nbia.NotServedError) as caught:
        nbia.getToken(user="someone", pw="secret")

    assert str(caught.value) == (
        "getToken() is not served: public data need no login, and restricted collections have left the service.\n"
        "  try: delete the call, and with it the token"
    )


def test_a_name_that_nobody_has_is_an_attribute_error(nbia: ModuleType) -> None:
    with pytest.raises(AttributeError, match=r"nbia\.compat has no 'getSerie', and no function of tcia_utils"):
        nbia.getSerie("4D-Lung")


def test_the_public_names_are_sorted_exist_and_are_documented(nbia: ModuleType) -> None:
    assert nbia.__all__ == sorted(nbia.__all__)
    assert [name for name in nbia.__all__ if not inspect.getdoc(getattr(nbia, name))] == []
