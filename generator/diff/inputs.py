"""What can be compared, read from where it stands: a git revision, a spec, a description, a wheel, an OpenAPI file.

No code of an older release runs: its descriptions are data.
"""

from __future__ import annotations

import dataclasses
import json
import lzma
import re
import subprocess
import tomllib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from nbia_core.api.bucket_services import FILE as SOURCES_FILE
from nbia_core.api.bucket_services import to_json
from nbia_core.api.description import Api
from nbia_core.api.description_file import FILE, from_json
from nbia_core.api.wire_forms import WIRE_FORMS
from nbia_core.contract.yaml_reading import YamlError, load_yaml
from nbia_core.text import plain, shortened

from ..compile import compile_all
from ..load.loading import load
from ..load.spec import Package
from .findings import Place
from .places import places
from .sources import Sources
from .versions import Release, releases

_PACKAGE: Final = "generated/nbia"
"""Where the descriptions stand in a revision."""
_LONGEST: Final = 200
"""Characters of a name in a message."""
_LARGEST: Final = 50_000_000
"""Bytes that no description has."""
_IN_WHEEL: Final = re.compile(rf"[^/]+/[^/]+/{re.escape(FILE)}")
_SOURCES: Final = re.compile(rf"[^/]+/{re.escape(SOURCES_FILE)}")
_METADATA: Final = re.compile(r"[^/]+\.dist-info/METADATA")
_OPENAPI: Final = frozenset({".yaml", ".yml"})


class InputError(Exception):
    """What should be compared cannot be read. Says why, and what to give instead."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Described:
    """The descriptions of one or more versions of the API, and where they are from."""

    name: str
    """What it is called in reports."""
    apis: Mapping[str, Api]
    """The descriptions by version."""
    is_whole: bool
    """Whether these are all versions that there are; otherwise somebody named this one."""
    package: Package | None = None
    """Which versions the Python package speaks, if that is known."""
    sources: Sources | None = None
    """The sources of images besides the API, if they are known."""
    spec: Path | None = None
    """The folder of the spec that they are made of, if that is at hand."""
    release: Release | None = None
    """The release of the package that they belong to, if it is known."""

    def place(self, version: str) -> Place | None:
        """Return what tells where something stands in the spec, if that is at hand."""
        return None if self.spec is None else places(self.spec, version)


@dataclasses.dataclass(frozen=True, kw_only=True)
class OpenApiFile:
    """An OpenAPI file, which is read by those who know what its owner means."""

    name: str
    """What it is called in reports."""
    path: Path
    """Where it is."""


Side: TypeAlias = Described | OpenApiFile


def read(text: str, root: Path) -> Side:
    """Read what somebody named to be compared.

    Args:
        text: a path, or a revision of the repository; where both exist, it is the path.
        root: the folder of the project.

    Raises:
        InputError: it is nothing that can be compared, or it cannot be read.
        SpecError: it is a spec, and something is wrong with it.
    """
    path, shown = Path(text), shortened(plain(text), _LONGEST)
    if "\0" in text:
        raise InputError(f"{shown} is no path and no revision.")
    try:
        if path.is_dir():
            return _folder(shown, path)
        if path.is_file():
            return _file(shown, path)
        if path.exists():
            raise InputError(f"{shown} is no ordinary file and no folder.")
    except OSError as error:
        raise InputError(f"{shown} cannot be read: {error.strerror or _reason(error)}.") from error
    return revision(text, root)


def working_tree(root: Path) -> Described:
    """Return what the spec of the working tree says now.

    Raises:
        SpecError: something is wrong with it.
    """
    return dataclasses.replace(_spec("the working tree", root / "spec"), release=_project_release(root))


def last_release(root: Path) -> str | None:
    """Return the tag of the last release that the working tree comes after, such as v1.2.3; None if there is none."""
    done = _git(root, "tag", "--merged", "HEAD", "--list", "v*")
    tags = done.stdout.decode().split() if done.returncode == 0 else []
    return max(releases(tags), key=lambda each: each[1], default=(None, None))[0]


def revision(text: str, root: Path) -> Described:
    """Read the descriptions that a revision of the repository holds.

    Raises:
        InputError: there is no such revision, or it holds none.
    """
    shown = shortened(plain(text), _LONGEST)
    repository = _git(root, "rev-parse", "--git-dir")
    if repository.returncode != 0:
        reason = shortened(plain(repository.stderr.decode(errors="replace").strip()), 200)
        raise InputError(
            f"{shown} is no file and no folder, and {root} is no git repository whose revisions could be read ({reason}). "
            f"Give an {FILE}, a folder of a spec or a wheel."
        )
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}")
    if found.returncode != 0:
        raise InputError(
            f"{shown} is no file, no folder and no revision of this repository. A tag that exists elsewhere is brought here "
            "by git fetch --tags."
        )
    commit = found.stdout.decode().strip()
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, f"{_PACKAGE}/").stdout.decode()
    wanted = re.compile(rf"{_PACKAGE}/[^/]+/{re.escape(FILE)}")
    paths = [path for path in listed.split("\0") if wanted.fullmatch(path)]
    if not paths:
        raise InputError(
            f"The revision {shown} has no descriptions ({_PACKAGE}/*/{FILE}): it is older than they are, so nothing can be "
            "compared with it. Give a later one."
        )
    contents = [(f"{shown}:{path}", _git(root, "show", f"{commit}:./{path}").stdout) for path in paths]
    tag = next((release for _, release in releases([text])), None)
    package = _package(_git(root, "show", f"{commit}:./spec/package.yaml").stdout)
    sources = _sources(
        f"{shown}:{_PACKAGE}/{SOURCES_FILE}", _git(root, "show", f"{commit}:./{_PACKAGE}/{SOURCES_FILE}").stdout
    )
    return Described(
        name=shown, apis=_descriptions(contents), is_whole=True, package=package, sources=sources, release=tag
    )


def _package(text: bytes) -> Package | None:
    """Read which versions a package speaks; None where that is not said in this way."""
    try:
        return msgspec.convert(load_yaml(text.decode())["package"], Package)
    except (YamlError, ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise InputError("git is not installed, so no revision can be read. Give two files or folders.") from error


def _project_release(root: Path) -> Release | None:
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        return Release.parse(settings["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _folder(shown: str, folder: Path) -> Described:
    """Read the folder of a spec, or of one version in it."""
    if (folder / "schema.json").is_file():
        return _spec(shown, folder)
    resolved = folder.resolve()
    if (resolved.parent / "schema.json").is_file() and any(resolved.rglob("*.yaml")):
        whole = _spec(shown, resolved.parent)
        return dataclasses.replace(whole, apis={resolved.name: whole.apis[resolved.name]}, is_whole=False)
    raise InputError(
        f"{shown} is neither the folder of a spec (which has a schema.json), nor that of a version in one. Give such a "
        f"folder, an {FILE}, a wheel or a revision."
    )


def _spec(name: str, folder: Path) -> Described:
    specs = load(folder)
    return Described(
        name=name,
        apis=compile_all(specs),
        is_whole=True,
        package=next(iter(specs.values())).package,
        sources=msgspec.json.decode(to_json(next(iter(specs.values())).sources)),
        spec=folder,
    )


def _file(shown: str, path: Path) -> Side:
    if zipfile.is_zipfile(path):
        return _wheel(shown, path)
    if path.suffix.lower() in _OPENAPI:
        return OpenApiFile(name=shown, path=path)
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{shown} has {path.stat().st_size:,} bytes, which no description has.")
    content = path.read_bytes()
    try:
        decoded = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        raise InputError(
            f"{shown} is nothing that can be compared: no {FILE}, no wheel, no OpenAPI file. Give one of these, the folder "
            "of a spec, or a revision."
        ) from None
    if isinstance(decoded, dict) and ("openapi" in decoded or "swagger" in decoded):
        return OpenApiFile(name=shown, path=path)
    return Described(name=shown, apis=_descriptions([(shown, content)]), is_whole=False)


def _wheel(name: str, path: Path) -> Described:
    try:
        with zipfile.ZipFile(path) as wheel:
            entries = [entry for entry in wheel.infolist() if _IN_WHEEL.fullmatch(entry.filename)]
            metadata = [entry for entry in wheel.infolist() if _METADATA.fullmatch(entry.filename)]
            sources = [entry for entry in wheel.infolist() if _SOURCES.fullmatch(entry.filename)]
            if sum(entry.file_size for entry in (*entries, *metadata, *sources)) > _LARGEST:
                raise InputError(f"{name} holds more than any descriptions have.")
            contents = [(f"{name}:{plain(entry.filename)}", wheel.read(entry)) for entry in entries]
            others = b"".join(wheel.read(entry) for entry in sources[:1])
            said = "".join(wheel.read(entry).decode(errors="replace") for entry in metadata[:1])
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{name} is a damaged wheel, or none: {_reason(error)}.") from error
    if not contents:
        raise InputError(
            f"{name} holds no description (…/{FILE}): it is a wheel of something else, or of an old release."
        )
    version = re.search(r"^Version: (\S+)$", said, re.MULTILINE)
    release = Release.parse(version[1]) if version is not None else None
    return Described(
        name=name,
        apis=_descriptions(contents),
        is_whole=True,
        sources=_sources(f"{name}:{SOURCES_FILE}", others),
        release=release,
    )


def _sources(name: str, content: bytes) -> Sources:
    """Read the sources of images; there are none where there is no such file."""
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is damaged ({_reason(error)}).") from error
    if not isinstance(found, dict) or not all(isinstance(source, dict) for source in found.values()):
        raise InputError(f"{name} holds no sources of images.")
    return found


def _descriptions(contents: Sequence[tuple[str, bytes]]) -> dict[str, Api]:
    """Read some descriptions, each with its name for people."""
    found = [_description(name, content) for name, content in contents]
    return {api.version: api for api in found}


def _description(name: str, content: bytes) -> Api:
    """Read a description, strictly: what this generator does not know could not be compared."""
    another = f"{name} is no description that this generator knows"
    try:
        raw = json.loads(content)
        if not isinstance(raw, dict) or not {"version", "records", "endpoints"} <= raw.keys():
            raise InputError(f"{name} is no description of the API ({FILE}): it has other keys.")
        api = from_json(content)
    except msgspec.ValidationError as error:
        raise InputError(f"{another}; another version of the generator wrote it: {_reason(error)}.") from error
    except RecursionError:
        raise InputError(f"{name} is nested too deeply for a description.") from None
    except (ValueError, msgspec.DecodeError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{another}: it is damaged ({_reason(error)}).") from error
    unknown = list(_unknown(api, raw, ""))
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        listed = ", ".join(shortened(plain(each), _LONGEST) for each in unknown[:3])
        raise InputError(
            f"{another}; a newer generator wrote it, which says more than this one can compare: {listed}{more}. Compare "
            "with the generator of the newer release."
        )
    return api


def _reason(error: Exception) -> str:
    return shortened(plain(str(error)), _LONGEST) or type(error).__name__


def _unknown(value: object, raw: object, path: str) -> Iterator[str]:
    """Hand out the keys and forms of a description that nobody here knows."""
    if isinstance(value, msgspec.Struct) and isinstance(raw, dict):
        known = {field.encode_name: getattr(value, field.name) for field in msgspec.structs.fields(value)}
        yield from (f"{path}{key}" for key in raw if key not in known)
        for key, inner in known.items():
            if key in ("form", "csv_form") and inner is not None and inner not in WIRE_FORMS:
                yield f"{path}{key} {inner}"
            yield from _unknown(inner, raw.get(key), f"{path}{key}.")
    elif isinstance(value, dict) and isinstance(raw, dict):
        for key, inner in value.items():
            yield from _unknown(inner, raw.get(key), f"{path}{key}.")
    elif isinstance(value, tuple) and isinstance(raw, list):
        for inner, part in zip(value, raw, strict=True):
            yield from _unknown(inner, part, path)
