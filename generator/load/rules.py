"""What a spec must be beyond its structure: references, names, examples, sources.

Each rule is a function; its name, with hyphens, is what lint prints where it is broken.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import nbia_core
from nbia_core.api.description import RoleName
from nbia_core.api.heading_form import normalized
from nbia_core.api.wire_forms import WIRE_FORMS, forms_of, read_day
from nbia_core.checks import check_uid
from nbia_core.download.options import DECLARED
from nbia_core.records.record import Record

from .documents import Document, Path_
from .problems import did_you_mean
from .spec import Endpoint, Role, Spec

Found: TypeAlias = Iterator[tuple[Path_, str]]

# What the templates and the base classes use themselves.
_TAKEN_METHODS: Final = frozenset(
    {"send", "save", "download", "close", "aclose", "stream_records", "stream_bytes", "base_url", "servers", "source"}
    | {"overload", "formats", "common_errors", "default_format"}
)
TAKEN_OPTIONS: Final = frozenset(
    {"server", "base_url", "timeout", "retries", "verbose", "quiet", "debug", "version", "help"}
    | {"form", "columns", "sort", "limit", "names", "output", "server_format", "what", "number", "to"}
    | {"report", "dry_run"}
    | {option.name for option in DECLARED}
)
"""The options that commands have besides the parameters of their endpoint."""
_TAKEN_ARGUMENTS: Final = frozenset({"self", "to", "format", "query", "calls"}) | TAKEN_OPTIONS
_TAKEN_ATTRIBUTES: Final = frozenset({*dir(Record), "described_in", "field", "forms", "datetime"})
_TAKEN_CLASSES: Final = frozenset(
    {"Client", "AsyncClient", "Format", "TextFormat", "DateLike", "Destination", "WireForm"}
    | {"ClassVar", "Final", "Literal", "Mapping"}
)
_SENT: Final = {"zip": "archive", "dicom": "image", "table": "rows"}
_SERIES: Final = ("series_instance_uid",)
_ROLE_PARAMETERS: Final[Mapping[RoleName, tuple[str, ...]]] = {
    "series": _SERIES,
    "series metadata": _SERIES,
    "series size": _SERIES,
    "images": _SERIES,
    "archive": _SERIES,
    "hashed archive": _SERIES,
    "single image": ("series_instance_uid", "sop_instance_uid"),
}
"""The parameters by which the endpoints of roles are asked."""
_EXAMPLES: Final[Mapping[str, tuple[type, ...]]] = {
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
# Not asked of Python: a spec is right or wrong under every version of it. `type` is a builtin as well.
_SOFT_KEYWORDS: Final = frozenset({"match", "case", "_"})


def check_rules(spec: Spec, owners: Mapping[Path_, Document]) -> None:
    """Report every broken rule to the document in which it is broken."""
    for rule in (
        unknown_attribute,
        unknown_parameter,
        unknown_record,
        unknown_endpoint,
        python_name,
        name_collision,
        duplicate_attribute,
        ambiguous_heading,
        unused,
        missing_evidence,
        wire_form,
        example_value,
        sample_call,
        default_format,
    ):
        for path, text in rule(spec):
            owner = owners.get(path[:2]) or owners[path[:1]]
            owner.report(path, rule.__name__.replace("_", "-"), text)


def unknown_attribute(spec: Spec) -> Found:
    """A record refers to an attribute that the dictionary does not have."""
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            if use.attribute not in spec.attributes:
                near = did_you_mean(use.attribute, spec.attributes)
                yield ("records", name, "attributes", at), f"the dictionary has no attribute {use.attribute}{near}"


def unknown_parameter(spec: Spec) -> Found:
    """An endpoint has a parameter that is not described."""
    for name, endpoint in spec.endpoints.items():
        for parameter in endpoint.parameters:
            if parameter not in spec.parameters:
                near = did_you_mean(parameter, spec.parameters)
                yield ("endpoints", name, "parameters", parameter), f"no parameter {parameter} is described{near}"


def unknown_record(spec: Spec) -> Found:
    """An endpoint returns a record that is not described."""
    for name, endpoint in spec.endpoints.items():
        if endpoint.returns is not None and endpoint.returns not in spec.records:
            near = did_you_mean(endpoint.returns, spec.records)
            yield ("endpoints", name, "returns"), f"no record {endpoint.returns} is described{near}"


def unknown_endpoint(spec: Spec) -> Found:
    """A role refers to something that does not exist or does not fit."""
    for name, role in spec.service.roles.items():
        path: Path_ = ("service", "roles", name)
        endpoint = spec.endpoints.get(role.endpoint)
        if endpoint is None:
            yield (
                (*path, "endpoint"),
                f"there is no endpoint {role.endpoint}{did_you_mean(role.endpoint, spec.endpoints)}",
            )
            continue
        sends = endpoint.content.kind if endpoint.content is not None else "table"
        wanted = {"archive": "zip", "hashed archive": "zip", "single image": "dicom"}.get(name, "table")
        if sends != wanted:
            yield (*path, "endpoint"), f"{role.endpoint} sends no {_SENT[wanted]}"
        known = {spec.parameters[key].python for key in endpoint.parameters if key in spec.parameters}
        for python in _ROLE_PARAMETERS.get(name, ()):
            if python not in known:
                yield (*path, "endpoint"), f"{role.endpoint} has no parameter {python}, which says what is wanted"
        yield from _role_attributes(spec, path, endpoint, role)


def _role_attributes(spec: Spec, path: Path_, endpoint: Endpoint, role: Role) -> Found:
    record = spec.records.get(endpoint.returns or "")
    names = [use.name for use in record.attributes] if record is not None else []
    wanted: list[tuple[Path_, str | None]] = [(("image_count",), role.image_count), (("size",), role.size)]
    wanted += [(("license", at), name) for at, name in enumerate(role.license)]
    for place, name in wanted:
        if name is not None and name not in names:
            yield (*path, *place), f"{role.endpoint} returns no attribute {name}{did_you_mean(name, names)}"


def python_name(spec: Spec) -> Found:
    """A Python name cannot be one, or is not written as names of its kind are."""
    for path, name, is_class in _python_names(spec):
        wanted = r"[A-Z][A-Za-z0-9]*" if is_class else r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
        shadowed = () if is_class else dir(builtins)
        if keyword.iskeyword(name) or name in _SOFT_KEYWORDS:
            yield path, f"{name} is a keyword of Python; try {name}_value"
        elif re.fullmatch(wanted, name) is None:
            yield path, f"{name!r} is not written as {'ThisClass' if is_class else 'this_name'}{_proposal(name)}"
        elif name in shadowed:
            yield path, f"{name} is a builtin of Python; choose a name that says more"


def _python_names(spec: Spec) -> Iterator[tuple[Path_, str, bool]]:
    for section, entries in (("attributes", spec.attributes), ("parameters", spec.parameters)):
        for key, entry in entries.items():
            yield (section, key, "python"), entry.python, False
    for key, record in spec.records.items():
        yield ("records", key), key, True
        for at, use in enumerate(record.attributes):
            if use.python is not None:
                yield ("records", key, "attributes", at), use.python, False
    for key, endpoint in spec.endpoints.items():
        yield ("endpoints", key, "python"), endpoint.python, False
        yield ("endpoints", key, "stream"), endpoint.stream, False


def _proposal(name: str) -> str:
    snake = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()).strip("_")
    return f"; try {snake}" if snake and snake != name and not snake[0].isdigit() else ""


def name_collision(spec: Spec) -> Found:
    """Two things in one place have the same Python name, or one that is taken."""
    own_classes = _classes_of_the_core()
    for name, record in spec.records.items():
        if name in _TAKEN_CLASSES or name in own_classes:
            yield ("records", name), f"the package has a class {name} of its own"
        uses: list[tuple[Path_, str, str]] = []
        for at, use in enumerate(record.attributes):
            entry = spec.attributes.get(use.attribute)
            if entry is not None:
                uses.append((("records", name, "attributes", at), use.python or entry.python, use.name))
        yield from _doubles(uses, _TAKEN_ATTRIBUTES, "attribute")
    for name, endpoint in spec.endpoints.items():
        arguments = [
            (("endpoints", name, "parameters", key), spec.parameters[key].python, key)
            for key in endpoint.parameters
            if key in spec.parameters
        ]
        yield from _doubles(arguments, _TAKEN_ARGUMENTS, "parameter")
    methods: list[tuple[Path_, str, str]] = []
    for name, endpoint in spec.endpoints.items():
        methods.append((("endpoints", name, "python"), endpoint.python, name))
        methods.append((("endpoints", name, "stream"), endpoint.stream, f"the stream of {name}"))
    yield from _doubles(methods, _TAKEN_METHODS, "method")


def _classes_of_the_core() -> set[str]:
    modules = Path(nbia_core.__path__[0]).rglob("*.py")
    trees = (ast.parse(module.read_text(encoding="utf-8")) for module in modules)
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _doubles(uses: Iterable[tuple[Path_, str, str]], taken: Iterable[str], kind: str) -> Found:
    seen: dict[str, str] = {}
    for path, python, wire in uses:
        if python in taken:
            yield path, f"the {kind} name {python} is taken by the package"
        elif python in seen:
            yield path, f"{wire} and {seen[python]} have the same Python name {python}"
        seen.setdefault(python, wire)


def duplicate_attribute(spec: Spec) -> Found:
    """A record has an attribute twice."""
    for name, record in spec.records.items():
        seen: set[str] = set()
        for at, use in enumerate(record.attributes):
            if use.name in seen:
                yield ("records", name, "attributes", at), f"{name} has the attribute {use.name} a second time"
            seen.add(use.name)


def ambiguous_heading(spec: Spec) -> Found:
    """A heading means two attributes: tables could not be read."""
    meanings: dict[str, str] = {}
    for path, heading, attribute in _headings(spec):
        meaning = meanings.setdefault(normalized(heading), attribute)
        if meaning != attribute:
            yield path, f"{heading} means {meaning} already, so it cannot mean {attribute}"


def _headings(spec: Spec) -> Iterator[tuple[Path_, str, str]]:
    """Hand out all names of attributes on the wire and elsewhere, each with its place and the attribute."""
    for key in spec.attributes:
        yield ("attributes", key), key, key
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            if use.attribute in spec.attributes:
                yield ("records", name, "attributes", at), use.name, use.attribute
    for key, entry in spec.attributes.items():
        for synonym in entry.synonyms:
            yield ("attributes", key, "synonyms", synonym), synonym, key


def unused(spec: Spec) -> Found:
    """Something is described and used nowhere."""
    parameters = {name for endpoint in spec.endpoints.values() for name in endpoint.parameters}
    records = {endpoint.returns for endpoint in spec.endpoints.values()}
    for section, entries, used in (("parameters", spec.parameters, parameters), ("records", spec.records, records)):
        for name in entries:
            if name not in used:
                yield (section, name), f"{name} is used nowhere"


def check_dictionary(specs: Iterable[Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report the attributes of the dictionary that no version uses."""
    listed = list(specs)
    used = {use.attribute for spec in listed for record in spec.records.values() for use in record.attributes}
    for spec in listed:
        for name in spec.attributes:
            document = owners[spec.version]["attributes", name]
            if name not in used:
                document.report(("attributes", name), "unused", f"{name} is used nowhere")
                used.add(name)


def check_package(specs: Mapping[str, Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report a default version that there is not."""
    for version, spec in specs.items():
        if spec.package.default_version not in specs:
            text = (
                f"there is no folder {spec.package.default_version}{did_you_mean(spec.package.default_version, specs)}"
            )
            owners[version][("package",)].report(("package", "default_version"), "unknown-version", text)
            return


def missing_evidence(spec: Spec) -> Found:
    """Something is said to be observed, or to differ from the guide, without saying who saw it."""
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            if use.source == "observed" and use.evidence is None:
                yield ("records", name, "attributes", at), f"{use.name} is observed: by whom, and when?"
    for name, endpoint in spec.endpoints.items():
        for key, parameter in endpoint.parameters.items():
            if parameter.guide != parameter.server and parameter.evidence is None:
                yield ("endpoints", name, "parameters", key), f"{key} differs from the guide: who saw it, and when?"
        for at, case in enumerate(endpoint.errors):
            if case.source == "observed" and case.evidence is None:
                yield ("endpoints", name, "errors", at), f"status {case.status} is observed: by whom, and when?"
    for at, case in enumerate(spec.service.errors):
        if case.source == "observed" and case.evidence is None:
            yield ("service", "errors", at), f"status {case.status} is observed: by whom, and when?"
    for name, server in spec.service.servers.items():
        if server.source == "observed" and server.evidence is None:
            yield ("service", "servers", name), f"{name} is observed: by whom, and when?"


def wire_form(spec: Spec) -> Found:
    """A wire form does not fit its type."""
    for key, parameter in spec.parameters.items():
        fitting = {form.name for form in forms_of(parameter.type, for_parameters=True)}
        if fitting and parameter.wire is None:
            yield ("parameters", key), f"a parameter of type {parameter.type} needs a wire form"
        elif parameter.wire is not None and parameter.wire not in fitting:
            yield ("parameters", key, "wire"), f"{parameter.wire} does not fit a parameter of type {parameter.type}"
        if parameter.type == "boolean" and len(parameter.values) != 2:
            yield ("parameters", key), "a boolean parameter needs two values: the word for True, then the one for False"
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            entry = spec.attributes.get(use.attribute)
            if entry is None or use.wire is None:
                continue
            if use.wire not in {form.name for form in forms_of(entry.type, for_parameters=False)} - {entry.type}:
                yield ("records", name, "attributes", at), f"{use.wire} does not fit an attribute of type {entry.type}"


def example_value(spec: Spec) -> Found:
    """An example is none: it is of another type, or the checks of the client would refuse it."""
    for key, attribute in spec.attributes.items():
        kinds = _EXAMPLES.get(attribute.type, (str,))
        if attribute.example is not None and type(attribute.example) not in kinds:
            hint = "; quote it" if kinds == (str,) else ""
            yield ("attributes", key, "example"), f"{attribute.example!r} is no value of type {attribute.type}{hint}"
    for key, parameter in spec.parameters.items():
        if not _fits(spec, key, parameter.example):
            yield ("parameters", key, "example"), f"{parameter.example!r} is no value of type {parameter.type}"
    for name, endpoint in spec.endpoints.items():
        for key, use in endpoint.parameters.items():
            if key in spec.parameters and use.example is not None and not _fits(spec, key, use.example):
                yield ("endpoints", name, "parameters", key, "example"), f"{use.example!r} is no value of {key}"


def _fits(spec: Spec, key: str, example: str) -> bool:
    parameter = spec.parameters[key]
    if parameter.values and example not in parameter.values:
        return False
    try:
        if parameter.type == "uid":
            check_uid(parameter.python, example)
        form = WIRE_FORMS.get(parameter.wire or "")
        if form is not None and form.write is not None:
            read_day(form, example)
    except ValueError:
        return False
    return True


def sample_call(spec: Spec) -> Found:
    """The guide's sample call belongs to another endpoint."""
    for name, endpoint in spec.endpoints.items():
        if urlsplit(endpoint.sample.url).path.rpartition("/")[2] != name:
            yield ("endpoints", name, "sample", "url"), f"this is no call of {name}"


def default_format(spec: Spec) -> Found:
    """The first format must be the one that becomes records."""
    first = next(iter(spec.service.formats.values()))
    if first.content_type != "application/json" and any(map(_is_table, spec.endpoints.values())):
        yield (
            ("service", "formats"),
            f"the first format is {first.content_type}; records are read from application/json",
        )


def _is_table(endpoint: Endpoint) -> bool:
    return endpoint.returns is not None
