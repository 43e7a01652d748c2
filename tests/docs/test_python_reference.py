"""The Python reference of the site: it has every public name, made of the docstrings, the same each time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.website.pages import SiteError
from generator.website.python_reference import PythonReference

PROJECT = Path(__file__).parents[2]
PUBLIC = (PROJECT / "tests" / "public_api.txt").read_text().splitlines()
OF_THE_DEFAULT_VERSION = "nbia.v1."
"""What this module has, `nbia` itself has, too."""


@pytest.fixture(scope="module")
def reference() -> PythonReference:
    return PythonReference(PROJECT)


@pytest.fixture(scope="module")
def pages(reference: PythonReference) -> dict[str, str]:
    return reference.pages()


def anchors(pages: dict[str, str]) -> set[str]:
    """Return the names that the reference has a place for."""
    return {name for text in pages.values() for name in re.findall(r'(?:\{ #|<span id=")([\w.]+)', text)}


def names(line: str) -> str:
    """Return the name that a line of the public API is about, without what surrounds it."""
    owner, _, member = line.partition(": ")
    if not line.startswith("nbia.") and re.fullmatch(r"\w+", owner):
        member = re.match(r"(?:async )?(\w+)", member)[1]  # type: ignore[index]  # there is a name
        return owner if member.startswith("__") else f"{owner}.{member}"
    return re.sub(r"[(:].*", "", line).removeprefix(OF_THE_DEFAULT_VERSION).removeprefix("errors.")


def is_there(name: str, known: set[str]) -> bool:
    return any(each == name or each.endswith(f".{name}") for each in known)


def part(pages: dict[str, str], page: str, name: str) -> str:
    """Return what a page says of a name, up to the next heading."""
    _, _, rest = pages[f"python/{page}.md"].partition(f"{{ #{name} }}\n")
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def a_project_with_errors_of_its_own(folder: Path) -> Path:
    """Make a checkout that is this one, but for the module of the errors, and return the path of that."""
    (folder / "generated").symlink_to(PROJECT / "generated")
    core, original = (path / "generator" / "runtime" / "nbia_core" for path in (folder, PROJECT))
    core.mkdir(parents=True)
    for path in original.iterdir():
        (core / path.name).symlink_to(path)
    errors = core / "errors.py"
    errors.unlink()
    shutil.copy(original / "errors.py", errors)
    return errors


def test_every_public_name_is_on_it(pages: dict[str, str]) -> None:
    known = anchors(pages)

    assert len(PUBLIC) > 500
    assert [line for line in PUBLIC if not is_there(names(line), known)] == []


def test_a_method_has_its_signature_and_its_parameters_as_a_table(pages: dict[str, str]) -> None:
    text = part(pages, "client", "nbia.Client.preview")

    assert text.startswith("\n```python\ndef preview(\n    series: str | Record,\n    *,\n")
    assert "| `frame` | <code>int &#124; None</code> | Which frame of an image with several" in text
    assert "**Returns** <code>[ImagePreview](images.md#nbia.ImagePreview)</code>: The picture" in text
    assert "| [`NotPublicError`](errors.md#nbia.NotPublicError) | The server lists no images of this series. |" in text


def test_an_asynchronous_method_is_marked(pages: dict[str, str]) -> None:
    assert "\nasync def get_series(\n" in part(pages, "async-client", "nbia.AsyncClient.get_series")


def test_attributes_are_a_table(pages: dict[str, str]) -> None:
    assert '| <span id="nbia.SeriesResult.reason"></span>`reason` | <code>str &#124; None</code> | ' in part(
        pages, "reports", "nbia.SeriesResult"
    )


def test_the_errors_are_a_tree(pages: dict[str, str]) -> None:
    text = pages["python/errors.md"]

    assert "\n* [`NbiaError`](#nbia.NbiaError): Base of all errors of this package.\n    * [`Inval" in text
    assert "\n            * [`LoginRefusedError`](#nbia.LoginRefusedError): " in text


def test_what_signatures_name_is_explained(pages: dict[str, str]) -> None:
    assert "[Downloadable](types.md#nbia_core.download.inputs.inputs.Downloadable)" in pages["python/client.md"]
    assert "What can be downloaded: " in part(pages, "types", "nbia_core.download.inputs.inputs.Downloadable")


def test_the_index_leads_to_every_page(reference: PythonReference, pages: dict[str, str]) -> None:
    linked = set(re.findall(r"^## \[[^]]*\]\(([\w-]+\.md)\)", pages["python/index.md"], re.MULTILINE))

    assert {f"python/{page}" for page in linked} | {"python/index.md"} == set(pages) == set(reference.titles())


def test_it_is_the_same_each_time(pages: dict[str, str]) -> None:
    assert PythonReference(PROJECT).pages() == pages


def test_a_source_file_leads_to_its_page(reference: PythonReference) -> None:
    places = reference.places()

    assert places["generated/nbia/v1/client.py"] == "python/client.md"
    assert places["generator/runtime/nbia_core/errors.py"] == "python/errors.md"


def test_a_public_name_without_a_docstring_is_refused(tmp_path: Path) -> None:
    errors = a_project_with_errors_of_its_own(tmp_path)
    errors.write_text(errors.read_text().replace('    """The server failed."""\n', ""))

    with pytest.raises(SiteError, match=r"nbia\.ServerFailureError has no docstring"):
        PythonReference(tmp_path)
