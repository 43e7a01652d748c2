"""What becomes of a page of GitHub on the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.website.pages import SiteError, notebook, page, source

ROOT = Path(__file__).parents[2]
PLACES = {
    "generator/website/guides/index.md": "index.md",
    "generator/website/guides/pictures/a-call.svg": "pictures/a-call.svg",
    "generated/docs/v1/index.md": "v1/index.md",
    "generated/docs/v1/endpoints/getSeries.md": "v1/endpoints/getSeries.md",
    "generated/openapi/nbia-v1.yaml": "openapi/nbia-v1.yaml",
    "spec/v1/metadata.yaml": "spec/v1/metadata.md",
}
ENDPOINT = "generated/docs/v1/endpoints/getSeries.md"
INDEX = "generated/docs/v1/index.md"
GUIDE = "generator/website/guides/index.md"
FRAME = '<style scoped>\n td {}\n</style>\n<table border="1" class="dataframe">\n\n  <tr>\n    <td>1</td>\n  </tr>\n</table>'
CELLS = [
    {"cell_type": "markdown", "source": ["# Title\n", "Words."]},
    {"cell_type": "code", "source": "print(1)", "outputs": [{"output_type": "stream", "text": ["1\n"]}]},
    {
        "cell_type": "code",
        "source": "draw()",
        "outputs": [{"data": {"image/png": "iVBO\nRw==", "text/plain": "<Figure>"}}],
    },
    {
        "cell_type": "code",
        "source": "frame",
        "outputs": [{"data": {"text/html": ["<div>\n", FRAME, "\n</div>"], "text/plain": "  a\n0 1"}}],
    },
]


@pytest.mark.parametrize(
    ("place", "link", "expected"),
    [
        (ENDPOINT, "../index.md#errors", "../index.md#errors"),
        (ENDPOINT, "../../../../generator/website/guides/index.md#errors", "../../index.md#errors"),
        (ENDPOINT, "../../../../spec/v1/metadata.yaml", "../../spec/v1/metadata.md"),
        (INDEX, "../../openapi/nbia-v1.yaml", "../openapi/nbia-v1.yaml"),
        (GUIDE, "../../../generated/docs/v1/endpoints/getSeries.md", "v1/endpoints/getSeries.md"),
        (GUIDE, "pictures/a-call.svg", "pictures/a-call.svg"),
        (INDEX, "https://www.cancerimagingarchive.net", "https://www.cancerimagingarchive.net"),
        (INDEX, "#errors", "#errors"),
    ],
)
def test_a_link_leads_to_the_same_thing_on_the_site(place: str, link: str, expected: str) -> None:
    assert page(f"See [this]({link}).\n", place, PLACES, ROOT) == f"See [this]({expected}).\n"


def test_a_link_to_what_is_only_in_the_repository_becomes_its_words() -> None:
    assert page("See [the `LICENSE`](../../../LICENSE).\n", GUIDE, PLACES, ROOT) == "See the `LICENSE`.\n"


def test_a_link_to_what_does_not_exist_is_refused() -> None:
    with pytest.raises(SiteError, match=r"index.md links to ../../../LICENCE, which does not exist"):
        page("[Licence](../../../LICENCE)", GUIDE, PLACES, ROOT)


def test_the_remark_that_a_page_is_generated_is_left_out() -> None:
    assert page("<!-- Generated. Do not edit. -->\n\n# Title\n", INDEX, PLACES, ROOT) == "# Title\n"


def test_a_note_is_a_note() -> None:
    text = "Before.\n\n> [!WARNING]\n> One line.\n> Another.\n\nAfter.\n"

    assert page(text, INDEX, PLACES, ROOT) == "Before.\n\n!!! warning\n\n    One line.\n    Another.\n\nAfter.\n"


def test_examples_are_tabs() -> None:
    text = "## Examples\n\nTwo ways.\n\n### Python\n\n```python\nf()\n```\n\n### curl\n\n```bash\ncurl x\n```\n\n## Errors\n"

    assert page(text, ENDPOINT, PLACES, ROOT) == (
        "## Examples\n\nTwo ways.\n\n"
        '=== "Python"\n\n    ```python\n    f()\n    ```\n\n'
        '=== "curl"\n\n    ```bash\n    curl x\n    ```\n\n'
        "## Errors\n"
    )


@pytest.mark.parametrize("code", ["[a](b.md)", "> [!NOTE]\n> text", "<details>", "<!-- remark -->"])
def test_code_stays_as_it_is(code: str) -> None:
    text = f"# Title\n\n```\n{code}\n```\n"

    assert page(text, INDEX, PLACES, ROOT) == text


def test_a_pipe_in_the_code_of_a_table_is_a_pipe() -> None:
    text = "| `a` | one \\| two | `b \\| c` |\n"

    assert page(text, INDEX, PLACES, ROOT) == "| `a` | one \\| two | `b | c` |\n"


@given(st.text(st.characters(exclude_characters="[]<>`!#=", codec="utf-8")))
def test_ordinary_prose_stays_as_it_is(text: str) -> None:
    assert page(f"# Title\n\n{text}\n", INDEX, PLACES, ROOT) == f"# Title\n\n{text}\n"


def test_a_file_of_the_spec_is_shown_with_numbered_lines() -> None:
    assert source("spec/a.yaml", "a: 1\n") == '# spec/a.yaml\n\n```yaml linenums="1"\na: 1\n```\n'


def test_a_notebook_is_a_page_with_its_outputs() -> None:
    text = notebook(json.dumps({"cells": CELLS}), "tutorial.ipynb")

    assert text.split("\n\n") == [
        "# Title\nWords.",
        "[Download this notebook](tutorial.ipynb)",
        "```python\nprint(1)\n```",
        "```text\n1\n```",
        "```python\ndraw()\n```",
        '<img alt="Output of the cell above" src="data:image/png;base64,iVBORw==">',
        "```python\nframe\n```",
        '<div class="output"><div><table><tr><td>1</td></tr></table></div></div>\n',
    ]
