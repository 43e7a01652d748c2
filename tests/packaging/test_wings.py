"""The wings of the core: who may import whom, and no circles; imports for types alone and those inside functions count."""

from __future__ import annotations

import graphlib
import importlib
import inspect

import grimp
import pytest

LAYERS = (
    "cli | compat",
    "client",
    "offline",
    "contract | download",
    "http | imaging",
    "records",
    "api",
    "checks | dicom_header | files",
    "errors | table_text | terminal",
    "text",
    "absence | public",
)
"""The highest first; what stands beside each other does not import each other."""
WINGS = ("api", "cli", "client", "compat", "contract", "download", "http", "imaging", "offline", "records")
GRAPH = grimp.build_graph("nbia_core", "generator", cache_dir=None)


def test_there_is_no_circle() -> None:
    imports = {module: GRAPH.find_modules_directly_imported_by(module) for module in GRAPH.modules}

    graphlib.TopologicalSorter(imports).prepare()


def test_a_wing_imports_only_those_below() -> None:
    layers = [grimp.Layer(*layer.split(" | ")) for layer in LAYERS]

    assert GRAPH.find_illegal_dependencies_for_layers(layers, containers={"nbia_core"}) == set()


def test_every_part_of_the_core_has_a_layer() -> None:
    parts = {part for layer in LAYERS for part in layer.split(" | ")}

    assert {f"nbia_core.{part}" for part in parts} == GRAPH.find_children("nbia_core")


def test_the_generator_goes_one_way() -> None:
    layers = [grimp.Layer(layer) for layer in ("__main__", "tree", "compile", "load")]

    assert GRAPH.find_illegal_dependencies_for_layers(layers, containers={"generator"}) == set()
    assert (
        GRAPH.find_upstream_modules("generator.render", as_package=True) & {"generator.compile", "generator.tree"}
        == set()
    )


def test_what_compares_knows_nothing_of_files_and_reports() -> None:
    parts = (
        *("command", "inputs | reports", "compare", "service", "endpoints", "attributes | errors | parameters"),
        *("matching | places | sources | versions", "findings", "changes"),
    )
    layers = [grimp.Layer(*part.split(" | ")) for part in parts]

    assert GRAPH.find_illegal_dependencies_for_layers(layers, containers={"generator.diff"}) == set()
    assert {f"generator.diff.{name}" for part in parts for name in part.split(" | ")} == GRAPH.find_children(
        "generator.diff"
    )


def test_the_core_knows_neither_the_generator_nor_what_is_generated() -> None:
    graph = grimp.build_graph("nbia_core", include_external_packages=True, cache_dir=None)

    assert {"nbia", "generator"} & graph.modules == set()


@pytest.mark.parametrize("name", WINGS)
def test_a_wing_says_what_it_does_and_who_may_import_it(name: str) -> None:
    docstring = str(inspect.getdoc(importlib.import_module(f"nbia_core.{name}")))

    assert "Comes in:" in docstring
    assert "Goes out:" in docstring
    assert "mported by" in docstring or "may import it" in docstring
