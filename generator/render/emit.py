"""Every generated file: the package, the pages, the OpenAPI files."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

import jinja2

from nbia_core.api import bucket_services
from nbia_core.api.description import Api
from nbia_core.api.description_file import FILE, to_json

from ..load.recordings import Recordings
from ..load.spec import Package
from . import docs, migration, openapi, python
from .environment import environment_of
from .formatting import formatted
from .text import NOTICE, Code, literal, name
from .twins import CORE, to_sync

_HEADER: Final = f"# {NOTICE}\n"
_LATE_ERRORS: Final = ("DownloadFailedError", "VerificationFailedError")
"""Errors that hold a report, and stand beside it."""
_FACE: Final = (
    "AsyncClient",
    "Call",
    "Citation",
    "Citations",
    "Client",
    "DownloadPlan",
    "DownloadReport",
    "ImagePreview",
    "Login",
    "Manifest",
    "Mismatch",
    "Record",
    "Records",
    "Reference",
    "References",
    "Response",
    "RetryPolicy",
    "Saved",
    "SeriesResult",
    "Timeouts",
    "VerifyReport",
    "calls",
    "errors",
    "events",
    "read_manifest",
    "records",
    "verify",
    "write_manifest",
)
"""What `nbia` exports besides errors, records and versions."""


def emit(
    apis: Mapping[str, Api],
    package: Package,
    recordings: Mapping[str, Recordings],
    sources: Mapping[str, bucket_services.Buckets],
) -> dict[str, str]:
    """Return every file of `generated/` but the manifest: text by path.

    Args:
        apis: the description of each version, and of what indexes answer.
        package: which version the package itself speaks.
        recordings: what was recorded of each.
        sources: where images can come from besides.
    """
    default = package.default_version
    source = _face(apis, default, package.compat_version or default)
    served = {version: api for version, api in apis.items() if api.index is None}
    text = {"nbia/py.typed": "", **migration.pages(served, default)}
    if sources:
        text[f"nbia/{bucket_services.FILE}"] = bucket_services.to_json(sources).decode()
    for version, api in apis.items():
        text[f"nbia/{version}/{FILE}"] = to_json(api).decode()
        if api.index is not None:
            questions = sources[api.index].questions
            assert questions is not None, "it answers"
            source |= _version(api, name(questions.version))
            text |= docs.index_pages(api, sources[api.index], questions)
    for version, api in served.items():
        face = "nbia" if version == default else f"nbia.{version}"
        source |= _version(api)
        text |= docs.pages(api, face, recordings[version])
        text[f"openapi/nbia-{version}.yaml"] = openapi.render(api, strict=False)
        text[f"openapi/nbia-{version}.strict.yaml"] = openapi.render(api, strict=True)
    return dict(sorted({**text, **formatted(source)}.items()))


def _face(apis: Mapping[str, Api], default: str, compat: str) -> dict[str, str]:
    """Return the modules that belong to no version."""
    environment = _environment(apis[default])
    errors = _error_names()
    all_errors = [literal(error) for error in sorted([*errors, *_LATE_ERRORS])]
    records = [record.name for record in apis[default].records]
    others = [name(version) for version in apis if version != default]
    exported = [literal(text) for text in sorted([*_FACE, *errors, *_LATE_ERRORS, *records, *apis])]

    def render(template: str, **values: object) -> str:
        text = environment.get_template(template).render(api=apis[default], default=name(default), **values)
        return _HEADER + text

    return {
        "nbia/__init__.py": render("package.py.jinja", errors=errors, all=exported, others=others),
        "nbia/__main__.py": render("main.py.jinja"),
        "nbia/compat.py": render("compat.py.jinja", compat=name(compat)),
        "nbia/contract.py": render("contract_module.py.jinja"),
        "nbia/errors.py": render("errors.py.jinja", errors=errors, all=all_errors),
        "nbia/events.py": render("events.py.jinja"),
    }


def _version(api: Api, answered: Code | None = None) -> dict[str, str]:
    """Return the modules of a version, or of what an index answers of the version `answered`, whose records these are."""
    environment = _environment(api)
    types = {"format_type": python.format_type(api), "text_format_type": python.text_format_type(api)}

    def render(template: str) -> str:
        return _HEADER + environment.get_template(template).render(api=api, answered=answered, **types)

    folder = f"nbia/{name(api.version)}"
    client = render("client.py.jinja")
    criteria = {f"{folder}/criteria.py": render("criteria.py.jinja")} if api.criteria else {}
    return {
        **criteria,
        f"{folder}/__init__.py": render("version.py.jinja"),
        f"{folder}/__main__.py": render("version_main.py.jinja"),
        f"{folder}/async_client.py": client,
        f"{folder}/calls.py": render("calls.py.jinja"),
        f"{folder}/client.py": to_sync(client),
        f"{folder}/records.py": render("records.py.jinja" if answered is None else "index_records.py.jinja"),
    }


def _environment(api: Api) -> jinja2.Environment:
    """Return what renders Python: plain text is refused, so whatever the spec says reaches it through these filters."""
    environment = environment_of(_refuse_plain_text)
    default = literal(api.default_format)

    environment.filters |= {
        "name": name,
        "literal": literal,
        "annotation": python.annotation,
        "answer_type": python.answer_type,
        "reader": python.reader,
        "criterion_docstring": lambda criterion: python.criterion_docstring(api, criterion),
        "criterion_fields": python.criterion_fields,
        "argument_values": lambda endpoint: python.argument_values(endpoint.parameters),
        "signature": python.signature,
        "saving_signature": lambda endpoint: python.signature(endpoint, "to: Destination"),
        "records_signature": lambda e: python.signature(e, last=f"format: Literal[{default}] = ..."),
        "text_signature": lambda endpoint: python.signature(endpoint, last="format: TextFormat"),
        "any_signature": lambda e: python.signature(e, last=f"format: Format = {default}"),
        "passed": lambda endpoint: python.passed(endpoint.parameters),
        "passed_with_format": lambda endpoint: python.passed(endpoint.parameters, "format"),
        "package_docstring": python.package_docstring,
        "version_docstring": python.version_docstring,
        "client_docstring": python.client_docstring,
        "record_docstring": lambda record: python.record_docstring(api, record),
        "attribute_docstring": python.attribute_docstring,
        "call_docstring": lambda endpoint: python.call_docstring(api, endpoint),
        "method_docstring": lambda endpoint: python.method_docstring(api, endpoint),
        "stream_docstring": lambda endpoint: python.stream_docstring(api, endpoint),
    }
    return environment


def _refuse_plain_text(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Code | jinja2.runtime.Undefined):
        raise TypeError(f"plain text in a Python template: {value!r}; only Code may be printed there")
    return value


def _error_names() -> list[Code]:
    tree = ast.parse((CORE / "errors.py").read_text(encoding="utf-8"))
    return sorted(name(node.name) for node in tree.body if isinstance(node, ast.ClassDef))
