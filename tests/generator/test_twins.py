"""How asynchronous source becomes its synchronous twin."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from generator.render.twins import to_sync
from tests.generator.helpers import ROOT, asynchronous_names

CORE = ROOT / "generator" / "runtime" / "nbia_core"


@pytest.mark.parametrize(
    ("source", "twin"),
    [
        ("async def f(): ...\n", "def f(): ...\n"),
        ("x = await f()\n", "x = f()\n"),
        ("return (await f()).x\n", "return (f()).x\n"),
        ("return [await f(x) for x in y]\n", "return [f(x) for x in y]\n"),
        ("return [x async for x in y]\n", "return [x for x in y]\n"),
        ("async with a() as b, c: ...\n", "with a() as b, c: ...\n"),
        ("async for x in y: ...\n", "for x in y: ...\n"),
        ("await client.aclose()\n", "client.close()\n"),
        ("x = await anext(y)\n", "x = next(y)\n"),
        ("raise StopAsyncIteration\n", "raise StopIteration\n"),
        ("from .._async.client import AsyncBaseClient\n", "from .._sync.client import BaseClient\n"),
        ("from contextlib import asynccontextmanager\n", "from contextlib import contextmanager\n"),
        ("class AsyncClient(_AsyncBase): ...\n", "class Client(_Base): ...\n"),
        ("async def __aenter__(self): ...\n", "def __enter__(self): ...\n"),
        ("async def __aexit__(self): ...\n", "def __exit__(self): ...\n"),
        ("def __aiter__(self): ...\n", "def __iter__(self): ...\n"),
        ("async def __anext__(self): ...\n", "def __next__(self): ...\n"),
        ("x: Callable[[A], Awaitable[R]]\n", "x: Callable[[A], R]\n"),
        ("x: AsyncIterator[bytes]\n", "x: Iterator[bytes]\n"),
    ],
)
def test_what_is_asynchronous_in_code_goes(source: str, twin: str) -> None:
    assert to_sync(source) == twin


@pytest.mark.parametrize(
    "source",
    [
        "x = Asynchronous()\n",
        "x = asynchronous\n",
        "x = make_async\n",
        "x = awaited + async_\n",
        "x = aclose_all\n",
        "x = 'await it, async'\n",
        "# to await is to wait\n",
        "def f(x, /, *, y=1): return x if y else -x\n",
        "x = (\n    1,\n\n    # a comment\n    2,\n)\n",
        "x = 1  \\\n    + 2\n",
        'x = """three\n\n    lines\n"""\n',
        "if a:\n\tb = 1\nelse:\n\tc = 2\n",
        "x = 'päd 日本 😀'; y = 1\n",
        "",
        "\n\n",
        "x = 1",
    ],
)
def test_everything_else_stays_byte_for_byte(source: str) -> None:
    assert to_sync(source) == source


@pytest.mark.parametrize(
    ("source", "twin"),
    [
        ('"""Use AsyncClient."""\n', '"""Use Client."""\n'),
        ('"""async with AsyncClient() as x:"""\n', '"""with Client() as x:"""\n'),
        ('"""x = await client.get()"""\n', '"""x = client.get()"""\n'),
        ('"""async for x in y:"""\n', '"""for x in y:"""\n'),
        ('x = f"{AsyncClient} {{y}} é{z}"\n', 'x = f"{Client} {{y}} é{z}"\n'),
        ("# AsyncStream and its kin\n", "# Stream and its kin\n"),
    ],
)
def test_in_texts_only_code_is_touched(source: str, twin: str) -> None:
    assert to_sync(source) == twin


def test_the_place_of_every_line_stays(tmp_path: Path) -> None:
    source = (
        "async def f():\n    # first\n    x = await g(\n        1,  # one\n    )\n\n    async with x:\n        pass\n"
    )

    twin = to_sync(source)

    assert twin == "def f():\n    # first\n    x = g(\n        1,  # one\n    )\n\n    with x:\n        pass\n"


def test_a_twin_of_a_twin_is_itself() -> None:
    twin = to_sync("async def f():\n    await client.aclose()\n")

    assert to_sync(twin) == twin


@pytest.mark.parametrize("path", sorted(CORE.rglob("_async/*.py")), ids=lambda path: path.relative_to(CORE).as_posix())
def test_the_twin_of_every_module_is_python_without_anything_asynchronous(path: Path) -> None:
    twin = to_sync(path.read_text(encoding="utf-8"))

    assert [node for node in ast.walk(ast.parse(twin)) if isinstance(node, ast.AsyncFunctionDef | ast.Await)] == []
    assert asynchronous_names(twin) == set()
