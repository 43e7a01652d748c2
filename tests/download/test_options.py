"""The options of a download are declared once: what declares them, the client and the command line agree."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import click
import pytest

from nbia import AsyncClient, Client, InvalidParameterError
from nbia_core.cli import download
from nbia_core.cli.settings import use_package
from nbia_core.client.download_arguments import DownloadArguments
from nbia_core.download.options import DECLARED, DeclaredOption, DownloadOptions

GUIDE = Path(__file__).parents[2] / "generator/website/guides/downloads.md"
use_package("nbia.v1")
OPTIONS = {option.name: option for option in download.make_command().params if isinstance(option, click.Option)}
CALLABLES = {"progress", "cancel", "executor"}
"""Arguments of the client that are no values: a command has none for them."""


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_client_takes_every_option_as_it_is_declared(client: type[Client] | type[AsyncClient]) -> None:
    arguments = inspect.signature(client.download).parameters.values()
    taken = {each.name: (each.annotation, each.default) for each in arguments if each.kind is each.KEYWORD_ONLY}

    declared = {field.name: (field.type, field.default) for field in dataclasses.fields(DownloadOptions)}
    assert {name: each for name, each in taken.items() if name not in CALLABLES} == declared


def test_type_checkers_see_the_same_arguments_whatever_comes_back() -> None:
    arguments = inspect.signature(Client.download).parameters.values()
    taken = {each.name: each.annotation for each in arguments if each.kind is each.KEYWORD_ONLY}

    assert {**DownloadArguments.__annotations__, "dry_run": "bool"}.keys() == taken.keys()


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_client_describes_every_option(client: type[Client] | type[AsyncClient]) -> None:
    described = re.findall(r"^ +(\w+): ", inspect.getdoc(client.download) or "", re.MULTILINE)

    assert [option.name for option in DECLARED if option.name not in described] == []


@pytest.mark.parametrize("option", DECLARED, ids=lambda option: option.name)
def test_the_command_takes_every_option_as_it_is_declared(option: DeclaredOption) -> None:
    taken = OPTIONS[option.name]

    assert (taken.default, taken.is_flag, taken.help) == (option.default, option.is_flag, option.words)
    assert tuple(getattr(taken.type, "choices", ())) == option.choices


def test_the_guide_lists_every_option() -> None:
    table = [f"| `{option.name}` | `{option.default!r}` | {option.words} |" for option in DECLARED]

    assert "\n".join(table) in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("naming", ["server", "SOPInstanceUID", "InstanceNumber"])
def test_the_three_ways_to_name_images_are_taken(naming: str) -> None:
    assert DownloadOptions(file_names=naming).file_names == naming  # type: ignore[arg-type]  # a str, no Literal


@pytest.mark.parametrize("naming", ["sopinstanceuid", "", None, 1])
def test_other_ways_to_name_images_are_refused(naming: object) -> None:
    with pytest.raises(InvalidParameterError, match='accepted are "server", "SOPInstanceUID", "InstanceNumber"'):
        DownloadOptions(file_names=naming)  # type: ignore[arg-type]  # the point of the test
