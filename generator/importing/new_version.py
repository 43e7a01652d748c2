"""A new version of the spec, from nothing but an OpenAPI file."""

from __future__ import annotations

import contextlib
import keyword
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from generator.load.loading import load
from generator.load.problems import SpecError
from generator.load.rules import ROLE_PARAMETERS, SENT_IN_ROLES
from generator.load.spec import Spec
from nbia_core.text import plain

from .derivation import MEANINGS, Data, Derivation
from .document import Document

_NAME: Final = re.compile("[a-z][a-z0-9]*")
_SERVER: Final = re.compile(r"https://[^/\s]+/.*[^/]")
_HEAD: Final = "# yaml-language-server: $schema=../schema.json\n"
_WIDTH: Final = 120
_NOT_TRIED: Final = "Told by an OpenAPI file alone; nobody has asked a server."
_FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "json": ("application/json", "The format that becomes records."),
    "csv": ("text/csv", "A header line and one line a row."),
    "xml": ("application/xml", "Elements."),
    "html": ("text/html", "A table."),
}


class RefusedError(Exception):
    """No version is written. Says why, and what to do."""


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, and nothing by reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(document: Document, version: str, folder: Path) -> list[str]:
    """Write the folder of a new version, whole or not at all.

    Args:
        document: The file.
        version: The name of the version, such as v5, which is that of its folder.
        folder: The folder of the spec.

    Returns:
        What the spec language cannot say, and what somebody should look at, a sentence each.

    Raises:
        RefusedError: there is such a version, the name cannot be one, or the file describes nothing that can be said.
        SpecError: the spec that is there has problems.
    """
    if not _NAME.fullmatch(version) or keyword.iskeyword(version):
        raise RefusedError(
            f"{plain(version)} cannot be the name of a version; take small letters and digits, such as v5"
        )
    target = folder / version
    if target.exists() or target.is_symlink():
        raise RefusedError(f"{target} is there already, and nothing is overwritten; take another name, or remove it")
    derivation = Derivation(dictionary=_dictionary(load(folder)))
    for operation in document.operations:
        derivation.add(operation)
    if not derivation.endpoints:
        reasons = "; ".join(derivation.left_out[:3])
        raise RefusedError(
            "the file describes no endpoint that the spec language can say" + (f": {reasons}" if reasons else "")
        )
    files = _files(document, version, derivation, load(folder))
    with _staged(folder, version, files) as stage:
        _check(stage.parent)
        stage.rename(target)
    return derivation.left_out


def _dictionary(specs: Mapping[str, Spec]) -> dict[str, Any]:
    """Return the entries of the dictionary that all versions share."""
    spec = next(iter(specs.values()))
    return {key: entry for key, entry in spec.attributes.items() if spec.places["attributes", key].count("/") == 1}


@contextlib.contextmanager
def _staged(folder: Path, version: str, files: Mapping[str, str]) -> Iterator[Path]:
    """Write the version into a copy of the spec, beside it."""
    with tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=".import-") as outside:
        copy = Path(shutil.copytree(folder, Path(outside) / "spec"))
        stage = copy / version
        stage.mkdir()
        for name, text in files.items():
            (stage / name).write_text(text, encoding="utf-8")
        yield stage


def _check(folder: Path) -> None:
    try:
        load(folder)
    except SpecError as error:
        first = error.problems[0]
        raise RefusedError(f"what follows from the file is no spec that can be loaded: {first}") from error


def _files(document: Document, version: str, derivation: Derivation, others: Mapping[str, Spec]) -> dict[str, str]:
    service: Data = {
        "title": document.title or "API",
        "guide": f"OpenAPI file {Path(document.file).name}",
        "guide_word": "OpenAPI file",
        "status": _NOT_TRIED,
        "servers": _servers(document, version, derivation),
        "formats": _formats(derivation),
        "errors": _errors(document),
        "roles": _roles(derivation, others),
    }
    files = {"api.yaml": {"service": service}, "endpoints.yaml": {}}
    if derivation.parameters:
        files["api.yaml"]["parameters"] = derivation.parameters
    if derivation.attributes:
        files["attributes.yaml"] = {"attributes": derivation.attributes}
    if derivation.records:
        files["endpoints.yaml"]["records"] = derivation.records
    files["endpoints.yaml"]["endpoints"] = derivation.endpoints
    heads = {
        "api.yaml": "# The service as a whole, and every parameter once.",
        "attributes.yaml": "# The attributes that the data dictionary of all versions does not have.",
        "endpoints.yaml": "# The endpoints, and the records that they return.",
    }
    return {name: f"{_HEAD}{heads[name]}\n\n{_dumped(content)}" for name, content in files.items()}


def _dumped(content: Data) -> str:
    """Return a file of the spec: sections and their entries apart from each other."""
    text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return re.sub(r"\n(?=\w)", "\n\n", text)


def _servers(document: Document, version: str, derivation: Derivation) -> Data:
    urls = [url.rstrip("/") for url in document.servers if _SERVER.fullmatch(url.rstrip("/"))]
    if not urls:
        derivation.left_out.append(
            "the addresses: none is https with a path; a placeholder that leads nowhere stands there"
        )
        urls = [f"https://server.invalid/{version}"]
    names = ["public", *(f"server{number}" for number in range(2, len(urls) + 1))]
    return {
        name: {"url": url, "purpose": "A server that the file names.", "source": "guide"}
        for name, url in zip(names, urls, strict=True)
    }


def _formats(derivation: Derivation) -> Data:
    found: Data = {}
    for wire in ["json", *sorted(derivation.formats)]:
        content_type, purpose = _FORMATS.get(wire.lower(), ("", ""))
        if content_type and wire.lower() not in found:
            found[wire.lower()] = {"wire": wire, "content_type": content_type, "purpose": purpose}
    if len(found) == 1:
        for endpoint in derivation.endpoints.values():
            if "formats" in endpoint:
                endpoint["formats"] = "fixed"
    return found


def _errors(document: Document) -> list[Data]:
    statuses = sorted({status for operation in document.operations for status in operation.answers})
    known = [status for status in statuses if status in MEANINGS] or ["500"]
    return [
        {"status": int(status), "means": MEANINGS[status][0], "when": MEANINGS[status][1], "source": "guide"}
        for status in known
    ]


def _roles(derivation: Derivation, others: Mapping[str, Spec]) -> Data:
    """Return the roles that endpoints play in another version, as far as those of the same names can play them here."""
    shared = {name: len(spec.endpoints.keys() & derivation.endpoints.keys()) for name, spec in others.items()}
    nearest = others[max(shared, key=lambda name: shared[name])]
    return {
        name: {"endpoint": role.endpoint}
        for name, role in nearest.service.roles.items()
        if role.endpoint in derivation.endpoints and not role.arguments and _can_play(derivation, name, role.endpoint)
    }


def _can_play(derivation: Derivation, role: Any, endpoint: str) -> bool:
    entry = derivation.endpoints[endpoint]
    sends = entry["content"]["kind"] if "content" in entry else "table"
    known = {derivation.parameters[key]["python"] for key in entry.get("parameters", {})}
    needed = ROLE_PARAMETERS.get(role, ())
    return sends == SENT_IN_ROLES.get(role, "table") and all({name, f"{name}s"} & known for name in needed)
