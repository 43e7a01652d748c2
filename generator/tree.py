"""The folder of generated files: writes it, sweeps it, and compares it with what should be there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from nbia_core.api.description import Api, GeneratedFrom
from nbia_core.api.description_file import GENERATOR

from .compile import compile_all
from .load.loading import load
from .load.recordings import read
from .load.schema import FILE as SCHEMA
from .load.schema import schema_json
from .load.spec import Spec
from .render.emit import emit
from .render.formatting import FORMATTER, formatted
from .render.twins import CORE, twins

MANIFEST = "manifest.json"
"""The file that says that a folder is ours to write to and to sweep, and what formatted it."""
_MARKS = {"made_by", "formatter"}
"""The keys of the manifest."""


class ForeignFolderError(Exception):
    """The folder to write to holds something else, which would be removed."""


def build(spec_root: Path) -> dict[str, bytes]:
    """Make every file of the folder in memory: bytes by path.

    Raises:
        SpecError: the spec has problems.
        FormatterError: the formatter is not the one that the output is made with.
    """
    specs = load(spec_root)
    package = next(iter(specs.values())).package
    apis = {name: _described(api, specs) for name, api in compile_all(specs).items()}
    sources = next(iter(specs.values())).sources
    recordings = {name: read(spec_root / name) for name in apis}
    files = {path: text.encode() for path, text in emit(apis, package, recordings, sources).items()}
    manifest = {"made_by": "python -m generator generate", "formatter": f"ruff {FORMATTER}"}
    return {**files, MANIFEST: (json.dumps(manifest, indent=2) + "\n").encode()}


def _described(api: Api, specs: Mapping[str, Spec]) -> Api:
    """Return a description that says what it was generated from: the spec of its version, or of the one that is asked."""
    sources = next(iter(specs.values())).sources
    questions = None if api.index is None else sources[api.index].questions
    version = api.version if questions is None else questions.version
    made = GeneratedFrom(spec_sha256=spec_sha256(specs[version]), generator=GENERATOR)
    return msgspec.structs.replace(api, generated_from=made)


def spec_sha256(spec: Spec) -> str:
    """Return the hash of what a spec says of a version: comments, the layout, and which file says it do not count."""
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(spec, places={}))).hexdigest()


def write_twins() -> list[str]:
    """Write the synchronous twins that are new or changed beside their sources. Return what was done, a line each."""
    done = []
    for path, text in formatted(twins()).items():
        if not _holds(CORE / path, text.encode()):
            (CORE / path).write_bytes(text.encode())
            done.append(f"wrote {path}")
    return done


def compare_twins() -> list[str]:
    """Return every difference between the synchronous twins and their sources, a line each."""
    return [f"changed: {path}" for path, text in formatted(twins()).items() if not _holds(CORE / path, text.encode())]


def write_schema(spec_root: Path) -> list[str]:
    """Write the language of the spec beside it, for editors, if it is new or changed. Return what was done, a line each."""
    if _holds(spec_root / SCHEMA, schema_json()):
        return []
    (spec_root / SCHEMA).write_bytes(schema_json())
    return [f"wrote {SCHEMA}"]


def compare_schema(spec_root: Path) -> list[str]:
    """Return whether what stands beside the spec is not its language, as a line."""
    return [] if _holds(spec_root / SCHEMA, schema_json()) else [f"changed: {SCHEMA}"]


def write(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Write what is new or changed and remove what does not belong there. Return what was done, a line each."""
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder / MANIFEST):
        raise ForeignFolderError(f"{folder} is not empty and has no {MANIFEST} of ours: these are not generated files")
    done = []
    for path in _stray(files, folder):
        (folder / path).unlink()
        done.append(f"removed {path}")
    for path, data in files.items():
        target = folder / path
        if not _holds(target, data):
            if target.is_symlink() or target.is_file():
                target.unlink()
            elif target.is_dir():
                shutil.rmtree(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            done.append(f"wrote {path}")
    for child in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(child.iterdir()):
            child.rmdir()
    return done


def compare(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return every difference between the folder and what should be there, a line each."""
    found = [f"extra: {path}" for path in _stray(files, folder)]
    for path, data in files.items():
        target = folder / path
        if not target.exists() and not target.is_symlink():
            found.append(f"missing: {path}")
        elif not _holds(target, data):
            found.append(f"changed: {path}")
    return sorted(found)


def _is_ours(manifest: Path) -> bool:
    """Whether a file is a manifest as `build` makes it; other programs have files of this name too."""
    try:
        values = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(values, dict) and values.keys() >= _MARKS


def _holds(target: Path, data: bytes) -> bool:
    return target.is_file() and not target.is_symlink() and target.read_bytes() == data


def _stray(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return the files that do not belong there; what Python caches beside modules is no concern of ours."""
    if not folder.is_dir():
        return []
    present = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = (path.relative_to(folder).as_posix() for path in present if "__pycache__" not in path.parts)
    return sorted(set(names) - set(files))
