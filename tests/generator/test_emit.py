"""Whatever the spec says, it reaches the output as text: never as code, never as markup."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import jinja2
import pytest

from generator.render import emit
from generator.render.environment import environment_of
from generator.render.text import Code
from generator.tree import build
from nbia_core.api.description_file import from_json
from tests.generator.helpers import (
    GENERATED,
    ROOT,
    asynchronous_names,
    broken_examples,
    broken_modules,
    edit,
    examples,
    files_with_prose,
    files_with_wire_name,
    mini_files,
    one_line,
    pages,
    python_files,
    quoted,
    read_yaml,
    relative_links,
    repository_files,
    skeleton,
    strings,
    uneven_tables,
)

CORE = ROOT / "generator" / "runtime" / "nbia_core"
TEMPLATES = sorted((ROOT / "generator" / "render" / "templates").iterdir())
TAG = re.compile(r"{{(.*?)}}|{%-?(.*?)-?%}", re.DOTALL)
HOSTILE = [
    "a \"quote\" and 'another'",
    'x"""; print(); """',
    'ends with a "quote"',
    'ends with three """',
    "ends with a backslash \\",
    "\\N{BULLET} \\x41 \\u0041 \\d \\",
    "{{ 7 * 7 }} {% raw %} {# gone #} ${HOME} %(name)s",
    "one line\nanother\n\n    indented\n\ttab",
    "pipes | and || more |",
    "`tick` ```python",
    "<script>alert(1)</script> <!-- --> &amp;",
    "päd 日本語 😀 \u202e \u2028 \xa0",
    "*stars* _lines_ [link](javascript:x) ~~gone~~",
    "# heading",
    "a" * 300,
]
WIRE_NAMES = ['a"b', "a'b", "a\\b", "a{{ b }}", "päd", "<b>", "a b", "3rd", "class", "a|b", "a\nb"]


@pytest.fixture
def environment() -> jinja2.Environment:
    return environment_of(emit._refuse_plain_text)


# The templates


@pytest.mark.parametrize("template", ["{{ text }}", "{{ code ~ text }}", "{{ code | upper }}", "{{ 'constant' }}"])
def test_a_python_template_refuses_plain_text(environment: jinja2.Environment, template: str) -> None:
    with pytest.raises(TypeError, match="plain text in a Python template"):
        environment.from_string(template).render(text="import os", code=Code("x"))


def test_a_python_template_prints_code(environment: jinja2.Environment) -> None:
    assert environment.from_string("{{ code }} = {{ number }}").render(code=Code("x"), number=1) == "x = 1"


@pytest.mark.parametrize("template", ["{{ missing }}", "{{ code.missing }}", "{% if missing %}{% endif %}"])
def test_a_template_refuses_a_name_that_does_not_exist(environment: jinja2.Environment, template: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string(template).render(code=Code("x"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_calls_nothing(template: Path) -> None:
    tags = ["".join(parts) for parts in TAG.findall(template.read_text(encoding="utf-8"))]

    assert [tag for tag in tags if "(" in tag] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_but_loops_and_conditions(template: Path) -> None:
    statements = re.findall(r"{%-?\s*(\w+)", template.read_text(encoding="utf-8"))

    assert set(statements) <= {"for", "endfor", "if", "elif", "else", "endif"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_filter_that_is_not_ours(template: Path) -> None:
    tags = ["".join(parts) for parts in TAG.findall(template.read_text(encoding="utf-8"))]

    used = {found for tag in tags for found in re.findall(r"\|\s*(\w+)", tag)}
    assert used & jinja2.Environment().filters.keys() <= {"items"}


# Hostile prose


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_never_becomes_code(text: str) -> None:
    files = files_with_prose(text)

    assert broken_modules(files) == []
    assert {path: skeleton(source) for path, source in python_files(files).items()} == {
        path: skeleton(source) for path, source in python_files(mini_files()).items()
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_arrives_whole_in_the_docstrings(text: str) -> None:
    modules = python_files(files_with_prose(text))

    assert one_line(text) in one_line(" ".join(strings(modules["nbia/v1/records.py"])))
    assert one_line(text) in one_line(" ".join(strings(modules["nbia/v1/calls.py"])))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_sentence_of_the_server_arrives_unchanged(text: str) -> None:
    api = from_json(files_with_prose(text)["nbia/v1/api.json"])

    assert text in [case.sentence for case in api.errors]


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_never_breaks_a_table_or_adds_markup(text: str) -> None:
    docs = pages(files_with_prose(text))

    assert {path: uneven_tables(page) for path, page in docs.items()} == {path: [] for path in docs}
    assert [path for path, page in docs.items() if "<script" in page or "[link](java" in page] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_arrives_unchanged_in_openapi(text: str) -> None:
    document = read_yaml(files_with_prose(text)["openapi/nbia-v1.yaml"])

    assert document["info"]["title"] == text
    assert document["paths"]["/getImage"]["get"]["summary"] == text


@pytest.mark.parametrize("text", ["# heading", "- point", "> quotation"])
def test_prose_at_the_beginning_of_a_line_stays_prose(spec: Path, text: str) -> None:
    edit(spec, "v1/endpoints.yaml", "details: The answer has no order.", f"details: {quoted(text)}")

    page = build(spec)["docs/v1/endpoints/getUpdatedSeries.md"].decode()

    assert f"\n{text}" not in page


# Hostile wire names and examples


@pytest.mark.parametrize("name", WIRE_NAMES)
def test_a_wire_name_never_becomes_code(name: str) -> None:
    modules = python_files(files_with_wire_name(name))

    assert broken_modules(files_with_wire_name(name)) == []
    assert skeleton(modules["nbia/v1/calls.py"]) == skeleton(mini_files()["nbia/v1/calls.py"].decode())
    assert name in strings(modules["nbia/v1/records.py"])
    api = from_json(files_with_wire_name(name)["nbia/v1/api.json"])
    assert name in [parameter.wire for endpoint in api.endpoints for parameter in endpoint.parameters]


@pytest.mark.parametrize("name", WIRE_NAMES)
def test_a_wire_name_never_breaks_a_table(name: str) -> None:
    docs = pages(files_with_wire_name(name))

    assert {path: uneven_tables(page) for path, page in docs.items()} == {path: [] for path in docs}


@pytest.mark.parametrize("example", ["a | b", 'a "b" \\', "a\nb", "a`b", "a'b", "päd"])
def test_an_example_value_breaks_neither_a_table_nor_the_code_of_the_page(spec: Path, example: str) -> None:
    edit(spec, "v1/api.yaml", "example: RIDER Pilot", f"example: {quoted(example)}")

    files = build(spec)

    page = files["docs/v1/endpoints/getUpdatedSeries.md"].decode()
    assert (uneven_tables(page), broken_modules(files), broken_examples(files)) == ([], [], [])
    assert [shlex.split(command)[0] for command in examples(page, "bash")] == ["nbia", "curl"]
    assert [len(shlex.split(command)) for command in examples(page, "bash")] == [6, 2]


# What the repository has


def test_every_generated_module_compiles() -> None:
    assert broken_modules(repository_files()) == []


def test_every_python_example_of_the_docs_compiles() -> None:
    assert broken_examples(repository_files()) == []


def test_no_table_of_the_docs_is_uneven() -> None:
    docs = pages(repository_files())

    assert {path: uneven_tables(page) for path, page in docs.items()} == {path: [] for path in docs}


def test_every_link_of_the_docs_leads_to_a_file() -> None:
    found = [(path, link) for path, page in pages(repository_files()).items() for link in relative_links(page)]

    assert len(found) > 100
    assert [(path, link) for path, link in found if not (GENERATED / path).parent.joinpath(link).exists()] == []


def test_every_generated_file_says_that_it_is_not_to_be_edited() -> None:
    unmarked = [path for path, data in repository_files().items() if b"Do not edit" not in data.partition(b"\n")[0]]

    assert {path.rpartition("/")[2] for path in unmarked} == {"manifest.json", "py.typed", "api.json", "sources.json"}


def test_every_asynchronous_module_has_a_synchronous_twin() -> None:
    asynchronous = {path.relative_to(CORE).as_posix() for path in CORE.rglob("_async/*.py")}

    assert {path.replace("_async/", "_sync/") for path in asynchronous} == {
        path.relative_to(CORE).as_posix() for path in CORE.rglob("_sync/*.py")
    }


def test_the_synchronous_side_has_nothing_asynchronous() -> None:
    sync = [*CORE.rglob("_sync/*.py"), GENERATED / "nbia" / "v1" / "client.py"]

    found = {path: asynchronous_names(path.read_text(encoding="utf-8")) for path in sync}

    assert found == {path: set() for path in sync}
