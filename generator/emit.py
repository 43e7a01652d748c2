"""Turns the intermediate representation into text: Jinja, the synchronous twins, then the pinned formatter."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

import jinja2

from . import ir, openapi
from .recordings import Recordings
from .text import WIDTH, Code, literal, name
from .twins import to_sync

FORMATTER: Final = "0.17.6"
"""The version of ruff that formats the output."""

_HERE: Final = Path(__file__).parent
_HEADER: Final = "# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.\n"
_MARKDOWN_HEADER: Final = (
    "<!-- Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`. -->\n\n"
)


_LATE_ERRORS: Final = ("DownloadFailedError", "VerificationFailedError")
"""Errors that hold a report, and stand beside it."""


class FormatterError(Exception):
    """The formatter is missing, has another version than the output was made with, or refuses the output."""


def emit(api: ir.Api, recordings: Recordings) -> dict[str, str]:
    """Return every file of `generated/` but the manifest: text by path."""
    python = {"nbia/py.typed": "", **formatted(_python(api))}
    return dict(sorted({**python, **_markdown(api, recordings), **_openapi(api)}.items()))


def _refuse_plain_text(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Code | jinja2.runtime.Undefined):
        raise TypeError(f"plain text in a Python template: {value!r}; only Code may be printed there")
    return value


def _environment(**options: object) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        **options,  # type: ignore[arg-type]  # passed on as they are
    )


def _python(api: ir.Api) -> dict[str, str]:
    environment = _environment(finalize=_refuse_plain_text)
    errors = _error_names()

    def render(template: str, **values: object) -> str:
        return _HEADER + environment.get_template(template).render(api=api, **values)

    client = render("client.py.jinja")
    version = f"nbia/{api.version}"
    return {
        "nbia/__init__.py": render(
            "package.py.jinja",
            errors=errors,
            all=_exported(api, errors),
        ),
        "nbia/compat.py": render("compat.py.jinja"),
        "nbia/contract.py": render("contract_module.py.jinja"),
        "nbia/events.py": render("events.py.jinja"),
        "nbia/errors.py": render(
            "errors.py.jinja", errors=errors, all=[literal(error) for error in sorted([*errors, *_LATE_ERRORS])]
        ),
        f"{version}/__init__.py": render("version.py.jinja"),
        f"{version}/service.py": render("service.py.jinja"),
        f"{version}/records.py": render("records.py.jinja"),
        f"{version}/attributes.py": render("attributes.py.jinja"),
        f"{version}/downloads.py": render("downloads.py.jinja"),
        f"{version}/calls.py": render("calls.py.jinja"),
        f"{version}/contract.py": render("contract.py.jinja"),
        f"{version}/commands.py": render("commands.py.jinja"),
        f"{version}/async_client.py": client,
        f"{version}/client.py": to_sync(client),
    }


def _error_names() -> list[Code]:
    tree = ast.parse((_HERE / "runtime" / "nbia_core" / "errors.py").read_text(encoding="utf-8"))
    return sorted(name(node.name) for node in tree.body if isinstance(node, ast.ClassDef))


def _exported(api: ir.Api, errors: list[Code]) -> list[Code]:
    own = ["AsyncClient", "Call", "Client", "Mismatch", "Record", "Records", "Response", "RetryPolicy", "Saved"]
    own += ["DownloadReport", "Manifest", "SeriesResult", "Timeouts", "VerifyReport", "calls"]
    own += ["errors", "events", "read_manifest", "records", "verify", "write_manifest", str(api.version)]
    return [
        literal(text)
        for text in sorted([*own, *_LATE_ERRORS, *map(str, errors), *(str(record.name) for record in api.records)])
    ]


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """Sort imports, drop unused ones and format, with one process each, whatever the number of files."""
    ruff = _ruff()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        settings = ["--isolated", "--no-cache", "--quiet", "--target-version", "py311", "--line-length", str(WIDTH)]
        _run([*ruff, "check", "--fix", "--select", "I,F401", *settings, str(root)])
        _run([*ruff, "format", *settings, str(root)])
        return {path: (root / path).read_text(encoding="utf-8") for path in files}


def _ruff() -> list[str]:
    try:
        version = metadata.version("ruff")
    except metadata.PackageNotFoundError:
        raise FormatterError(f"ruff is not installed; the output is formatted with ruff {FORMATTER}") from None
    if version != FORMATTER:
        raise FormatterError(f"ruff {version} is installed, but the output is formatted with ruff {FORMATTER}")
    return [sys.executable, "-m", "ruff"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise FormatterError(f"ruff refuses the output:\n{done.stdout}{done.stderr}")


def _escape_markdown(value: object) -> object:
    """Escape plain text so that it stays text on a page and in a table."""
    if not isinstance(value, str) or isinstance(value, _Markdown | jinja2.runtime.Undefined):
        return value
    text = " ".join(value.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    text = re.sub(r"([\\`*_\[\]])(?!\|)", r"\\\1", text)
    return re.sub(r"^([#>+=~-]|\d+(?=[.)]))", r"\\\1", text)


class _Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def _raw(value: object) -> _Markdown:
    return _Markdown(value)


def _code(value: str) -> _Markdown:
    """Return a code span that neither ends early nor breaks a table."""
    text = " ".join(value.split()).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    gap = " " if "`" in text or not text else ""
    return _Markdown(f"{fence}{gap}{text}{gap}{fence}")


def _capitalize_first(value: str) -> str:
    return value[:1].upper() + value[1:]


def _markdown(api: ir.Api, recordings: Recordings) -> dict[str, str]:
    environment = _environment(finalize=_escape_markdown)
    environment.filters.update(raw=_raw, code=_code, capitalize_first=_capitalize_first)

    def render(template: str, **values: object) -> str:
        text = environment.get_template(template).render(api=api, **values)
        return _MARKDOWN_HEADER + _without_gaps(text).strip() + "\n"

    returned_by = {record.name: [e for e in api.endpoints if e.record is record] for record in api.records}
    folder = f"docs/{api.version}"
    pages = {
        f"{folder}/index.md": render("index.md.jinja"),
        f"{folder}/attributes.md": render("attributes.md.jinja", returned_by=returned_by),
    }
    for endpoint in api.endpoints:
        pages[f"{folder}/endpoints/{endpoint.wire}.md"] = render(
            "endpoint.md.jinja",
            endpoint=endpoint,
            origin=recordings.origin,
            recorded=recordings.endpoints.get(endpoint.wire),
            presence=_presence(endpoint, recordings),
        )
    return pages


def _presence(endpoint: ir.Endpoint, recordings: Recordings) -> dict[str, str]:
    """Return how often each attribute of an endpoint was recorded; nothing where nothing was."""
    names = [attribute.wire for attribute in endpoint.record.attributes] if endpoint.record else []
    recorded = recordings.endpoints.get(endpoint.wire)
    return dict.fromkeys(names, "") if recorded is None else recorded.presence(names)


def _without_gaps(text: str) -> str:
    """Leave at most one blank line between paragraphs; code keeps its own."""
    parts = text.split("```")
    return "```".join(part if at % 2 else re.sub(r"\n{3,}", "\n\n", part) for at, part in enumerate(parts))


def _openapi(api: ir.Api) -> dict[str, str]:
    return {
        f"openapi/nbia-{api.version}.yaml": openapi.render(api, strict=False),
        f"openapi/nbia-{api.version}.strict.yaml": openapi.render(api, strict=True),
    }
