"""What the tests of the generator share. Run as a program, it rewrites the golden files.

python -m tests.generator.helpers
"""

from __future__ import annotations

import ast
import functools
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from generator.load.loading import load
from generator.load.problems import SpecError
from generator.load.spec import Spec
from generator.tree import build, write

ROOT: Final = Path(__file__).parents[2]
SPEC: Final = ROOT / "spec"
GENERATED: Final = ROOT / "generated"
GOLDEN: Final = Path(__file__).parents[1] / "golden"
GOLDEN_FILES: Final = (
    "nbia/v1/api.json",
    "nbia/v1/calls.py",
    "nbia/v1/client.py",
    "nbia/v1/records.py",
    "docs/v1/endpoints/getUpdatedSeries.md",
    "openapi/nbia-v1.yaml",
)
_PROSE: Final = frozenset(
    {"meaning", "purpose", "details", "note", "evidence", "when", "sentence", "title", "guide", "status", "server"}
    | {"license", "hashes", "guide_name"}
)
_WORDS: Final = frozenset({"required", "optional", "absent", "guide", "getImage"})
"""Values of the same keys that are words of the language, or the name of an endpoint."""
UPDATE: Final = "if the change is meant: python -m tests.generator.helpers"


def copy_spec(folder: Path) -> Path:
    """Return a copy of the spec that can be edited."""
    return Path(shutil.copytree(SPEC, folder / "spec"))


def copy_mini_spec(folder: Path) -> Path:
    """Return a copy of the small spec of the golden files, with the language of the real one."""
    spec = Path(shutil.copytree(GOLDEN / "spec", folder / "spec"))
    shutil.copy(SPEC / "schema.json", spec)
    return spec


def edit(spec: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file of the spec; it must be there."""
    path = spec / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not contain {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cut(spec: Path, file: str, start: str, end: str = "") -> None:
    """Remove a part of a file of the spec: from one text, which goes too, to another, or to the end of the file."""
    text = (spec / file).read_text(encoding="utf-8")
    first = text.index(start)
    last = text.index(end, first) if end else len(text)
    (spec / file).write_text(text[:first] + text[last:], encoding="utf-8")


def read_yaml(text: str | bytes) -> Any:
    """Return what a text says, read in a tenth of the time that PyYAML takes by itself."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def written_yaml(content: object) -> str:
    """Return content as a text, its keys in their order."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(content, Dumper=dumper, sort_keys=False, allow_unicode=True)
    return text


def poison(spec: Path, text: str) -> None:
    """Put a text in the place of every piece of prose in a spec."""
    for path in spec.rglob("*.yaml"):
        content = read_yaml(path.read_text(encoding="utf-8"))
        path.write_text(written_yaml(_poisoned(content, text)), encoding="utf-8")


def _poisoned(node: object, text: str) -> object:
    if isinstance(node, list):
        return [_poisoned(item, text) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: text if _is_prose(key, value) else _poisoned(value, text) for key, value in node.items()}


def _is_prose(key: str, value: object) -> bool:
    return key in _PROSE and isinstance(value, str) and value not in _WORDS


def problems(spec: Path) -> list[str]:
    """Return what lint says of a spec, a line each; nothing if it is right."""
    try:
        load(spec)
    except SpecError as error:
        return str(error).splitlines()
    return []


def problems_with_text(file: str, where: float, text: str) -> list[str]:
    """Return what lint says when a text is put into a file, somewhere between its beginning (0) and its end (1)."""
    with tempfile.TemporaryDirectory() as folder:
        spec = copy_mini_spec(Path(folder))
        old = (spec / file).read_text(encoding="utf-8")
        at = round(where * len(old))
        (spec / file).write_text(old[:at] + text + old[at:], encoding="utf-8")
        return problems(spec)


def problems_with_value(file: str, number: int, value: str) -> list[str]:
    """Return what lint says when the value of one key is another; keys are counted from 0, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        spec = copy_mini_spec(Path(folder))
        old = (spec / file).read_text(encoding="utf-8")
        places = list(re.finditer(r"(?<=: )[^{\[\n]+$", old, re.MULTILINE))
        place = places[number % len(places)]
        (spec / file).write_text(old[: place.start()] + value + old[place.end() :], encoding="utf-8")
        return problems(spec)


def generate(spec: Path, folder: Path) -> Path:
    """Write what a spec makes and return the folder."""
    write(build(spec), folder)
    return folder


@functools.cache
def specs() -> Mapping[str, Spec]:
    """Return the specs of this repository by the names of their versions; loaded once."""
    return load(SPEC)


@functools.cache
def repository_files() -> Mapping[str, bytes]:
    """Return what the spec of the repository makes; made once."""
    return build(SPEC)


@functools.cache
def mini_files() -> Mapping[str, bytes]:
    """Return what the small spec makes; made once."""
    with tempfile.TemporaryDirectory() as folder:
        return build(copy_mini_spec(Path(folder)))


@functools.cache
def files_with_prose(text: str) -> Mapping[str, bytes]:
    """Return what the small spec makes when every piece of prose in it is one text; made once for each."""
    with tempfile.TemporaryDirectory() as folder:
        spec = copy_mini_spec(Path(folder))
        poison(spec, text)
        return build(spec)


@functools.cache
def files_with_wire_name(name: str) -> Mapping[str, bytes]:
    """Return what the small spec makes when an attribute and a parameter have a name; made once for each."""
    with tempfile.TemporaryDirectory() as folder:
        spec = copy_mini_spec(Path(folder))
        edit(spec, "v1/endpoints.yaml", "- Series Number:", f"- {quoted(name)}:")
        edit(spec, "v1/endpoints.yaml", "      Collection:\n        guide", f"      {quoted(name)}:\n        guide")
        edit(spec, "v1/api.yaml", "  Collection:\n", f"  {quoted(name)}:\n")
        return build(spec)


def python_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the modules among the files."""
    return {path: data.decode() for path, data in files.items() if path.endswith(".py")}


def pages(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the Markdown pages among the files."""
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


def skeleton(source: str) -> str:
    """Return a module without its texts: every string constant is empty. What is left is code."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.unparse(tree)


def strings(source: str) -> list[str]:
    """Return every string constant of a module, docstrings included, as Python understands it."""
    found = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [value for value in found if isinstance(value, str)]


def quoted(text: str) -> str:
    """Return a text as it can stand in YAML, whatever it holds."""
    return json.dumps(text)


def one_line(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return " ".join(text.split())


def relative_links(page: str) -> list[str]:
    """Return the files that a page links to."""
    return [link.partition("#")[0] for link in re.findall(r"\]\(((?![a-z]+:)[^)#]+)", page)]


def asynchronous_names(source: str) -> set[str]:
    """Return the names of a module that a synchronous one cannot have."""
    own = {"async", "await", "_async", "aclose", "anext", "aiter"}
    return {name for name in names(source) if name in own or re.match(r"_*(Async|a(iter|next|enter|exit)__)", name)}


def names(source: str) -> set[str]:
    """Return every name and keyword of a module that stands in code, not in a text."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def examples(page: str, language: str) -> list[str]:
    """Return the blocks of code of a page that are in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def broken_examples(files: Mapping[str, bytes]) -> list[str]:
    """Return the Python examples of the docs that Python cannot compile."""
    blocks = [block for page in pages(files).values() for block in examples(page, "python")]
    return [block for block in blocks if _refusal(block)]


def broken_modules(files: Mapping[str, bytes]) -> list[str]:
    """Return the modules that Python cannot compile, each with the reason."""
    return [f"{path}: {reason}" for path, source in python_files(files).items() if (reason := _refusal(source))]


def _refusal(source: str) -> str:
    try:
        compile(source, "<generated>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def uneven_tables(page: str) -> list[str]:
    """Return the rows of the tables of a page that have another number of cells than their header."""
    uneven = []
    width = 0
    for line in _outside_code(page):
        cells = _cells(line) if line.startswith("|") else 0
        if cells and width and cells != width:
            uneven.append(line)
        width = (width or cells) if cells else 0
    return uneven


def _outside_code(page: str) -> Iterator[str]:
    is_code = False
    for line in page.splitlines():
        is_code = is_code != line.startswith("```")
        if not is_code:
            yield line


def _cells(line: str) -> int:
    """Count cells as GitHub does: a pipe ends one unless a backslash stands before it, also inside backticks."""
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) - 1


def run_python(code: str, package: Path) -> str:
    """Run code in a process of its own that imports the package of a folder, and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def run_generator(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, started in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_golden_files() -> None:
    """Take what the generator makes now for what it should make."""
    for path in GOLDEN_FILES:
        target = GOLDEN / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(mini_files()[path])


if __name__ == "__main__":
    write_golden_files()
