"""What a spec must be beyond its structure: references, names, examples, sources.

Each rule is a function; its name, with hyphens, is what lint prints where it is broken.
"""

from __future__ import annotations

import builtins
import functools
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import nbia_core
from nbia_core.api.description import Role, RoleName
from nbia_core.api.heading_form import normalized
from nbia_core.api.wire_forms import WIRE_FORMS, forms_of, read_day
from nbia_core.checks import check_uid
from nbia_core.download.options import DECLARED
from nbia_core.records.record import Record

from .documents import Document, Path_
from .problems import did_you_mean
from .spec import Attribute, Endpoint, Parameter, Spec

Found: TypeAlias = Iterator[tuple[Path_, str]]

# What the templates and the base classes use themselves.
TAKEN_METHODS: Final = frozenset(
    {"send", "save", "download", "close", "aclose", "stream_records", "stream_bytes", "base_url", "servers", "source"}
    | {"citations", "merge", "preview", "references"}
    | {"overload", "formats", "common_errors", "default_format"}
)
TAKEN_OPTIONS: Final = frozenset(
    {"api", "server", "base_url", "timeout", "retries", "verbose", "quiet", "debug", "version", "help"}
    | {"form", "columns", "sort", "limit", "names", "output", "server_format", "what", "number", "to"}
    | {"report", "dry_run", "cart", "offline", "missing", "as_json"}
    | {option.name for option in DECLARED}
)
"""The options that commands have besides the parameters of their endpoint."""
TAKEN_ARGUMENTS: Final = frozenset({"self", "to", "format", "query", "calls"}) | TAKEN_OPTIONS
TAKEN_ATTRIBUTES: Final = frozenset({*dir(Record), "described_in", "field", "forms", "datetime"})
TAKEN_CLASSES: Final = frozenset(
    {"Client", "AsyncClient", "Format", "TextFormat", "DateLike", "Destination", "WireForm"}
    | {"ClassVar", "Criterion", "Final", "Iterable", "Literal", "Mapping"}
)
_TAKEN_FIELDS: Final = frozenset({"fields", "package"})
ENDPOINT_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
ONE_WORD: Final = "an endpoint is one word below the address of the server"
_SENT: Final = {"zip": "archive", "dicom": "image", "jpeg": "picture", "text": "text", "table": "rows"}
_STREAMED: Final = frozenset({"zip", "dicom", "jpeg"})
_CLASS: Final = re.compile(r"^class (\w+)", re.MULTILINE)
_OWN_GROUPS: Final = frozenset({"Image download", "Image metadata"})
_SERIES: Final = ("series_instance_uid",)
_SEARCH: Final = ("criteria", "sort_field", "sort_direction", "start", "size")
ROLE_PARAMETERS: Final[Mapping[RoleName, tuple[str, ...]]] = {
    "series": _SERIES,
    "series metadata": _SERIES,
    "series size": _SERIES,
    "images": _SERIES,
    "archive": _SERIES,
    "hashed archive": _SERIES,
    "single image": ("series_instance_uid", "sop_instance_uid"),
    "tags": _SERIES,
    "described data": ("doi",),
    "search": _SEARCH,
    "search manifest": _SEARCH,
}
"""The parameters by which the endpoints of roles are asked."""
SENT_IN_ROLES: Final[Mapping[RoleName, str]] = {
    "archive": "zip",
    "hashed archive": "zip",
    "single image": "dicom",
    "search manifest": "text",
}
"""What the endpoints of roles send, if not a table."""
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
        unknown_group,
        endpoint_name,
        answer_shape,
        refused_path,
        python_name,
        name_collision,
        duplicate_attribute,
        ambiguous_heading,
        unused,
        missing_evidence,
        wire_form,
        parameter_use,
        login_check,
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
    for path, entry in _nested(spec):
        if entry.type != "record" and entry.record is not None:
            yield path, f"{entry.python} is no record, so it has none"
        elif entry.many not in (None, "list"):
            yield path, "records stand in a row one by one or in a list"
        elif entry.record not in spec.records:
            near = did_you_mean(entry.record, spec.records) if entry.record is not None else ""
            yield path, f"no record {entry.record} is described{near}"


def _nested(spec: Spec) -> Iterator[tuple[Path_, Attribute]]:
    """Hand out the attributes of records that are records themselves, or say that they are."""
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            entry = spec.attributes.get(use.attribute)
            if entry is not None and (entry.type == "record" or entry.record is not None):
                yield ("records", name, "attributes", at), entry


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
        wanted = SENT_IN_ROLES.get(name, "table")
        if sends != wanted:
            yield (*path, "endpoint"), f"{role.endpoint} sends no {_SENT[wanted]}"
        known = {spec.parameters[key].python for key in endpoint.parameters if key in spec.parameters}
        for python in ROLE_PARAMETERS.get(name, ()):
            if not known & {python, f"{python}s"}:
                yield (*path, "endpoint"), f"{role.endpoint} has no parameter {python}, which says what is wanted"
        for key, arguments in (("arguments", role.arguments), ("when_short", role.when_short)):
            for python in arguments.keys() - known:
                near = did_you_mean(python, known)
                yield (*path, key, python), f"{role.endpoint} has no parameter {python}{near}"
        if role.fallback is not None and role.fallback not in spec.endpoints:
            near = did_you_mean(role.fallback, spec.endpoints)
            yield (*path, "fallback"), f"there is no endpoint {role.fallback}{near}"
        yield from _role_attributes(spec, path, endpoint, role)


def unknown_group(spec: Spec) -> Found:
    """An endpoint stands in a table that is not described."""
    for name, endpoint in spec.endpoints.items():
        if endpoint.group is not None and endpoint.group not in _OWN_GROUPS | spec.service.groups.keys():
            near = did_you_mean(endpoint.group, spec.service.groups)
            yield ("endpoints", name, "group"), f"service.groups does not say what {endpoint.group} is{near}"


def endpoint_name(spec: Spec) -> Found:
    """An endpoint has a name that is no single word."""
    for name in spec.endpoints:
        if not ENDPOINT_NAME.fullmatch(name):
            yield ("endpoints", name), f"{name}: {ONE_WORD}"


def answer_shape(spec: Spec) -> Found:
    """What an endpoint sends does not fit how it is asked for."""
    for name, endpoint in spec.endpoints.items():
        path: Path_ = ("endpoints", name)
        if endpoint.shape != "array" and endpoint.formats != "fixed":
            yield (*path, "shape"), "only an array of objects has several formats: formats must be fixed"
        record = spec.records.get(endpoint.returns or "")
        if endpoint.shape == "values" and record is not None and len(record.attributes) != 1:
            yield (*path, "shape"), f"plain values are rows of one attribute, and {endpoint.returns} has more"
        kind = endpoint.content.kind if endpoint.content is not None else "table"
        can_stream = kind in _STREAMED or (kind == "table" and endpoint.shape == "array")
        if can_stream and endpoint.stream is None:
            yield path, "its answer can be streamed: say under which name (stream)"
        elif endpoint.stream is not None and not can_stream:
            yield (*path, "stream"), "there is nothing to stream"


def refused_path(spec: Spec) -> Found:
    """A path has an endpoint, and a reason why it has none."""
    for name in spec.refused:
        if name in spec.endpoints:
            yield ("refused", name), f"{name} is an endpoint, so it is not refused"


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
        if endpoint.stream is not None:
            yield ("endpoints", key, "stream"), endpoint.stream, False
    for key, criterion in spec.criteria.items():
        yield ("criteria", key, "python"), criterion.python, True
        for field, described in criterion.fields.items():
            yield ("criteria", key, "fields", field, "python"), described.python, False


def _proposal(name: str) -> str:
    snake = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()).strip("_")
    return f"; try {snake}" if snake and snake != name and not snake[0].isdigit() else ""


def name_collision(spec: Spec) -> Found:
    """Two things in one place have the same Python name, or one that is taken."""
    own_classes = taken_classes()
    for name, record in spec.records.items():
        if name in own_classes:
            yield ("records", name), f"the package has a class {name} of its own"
        uses: list[tuple[Path_, str, str]] = []
        for at, use in enumerate(record.attributes):
            entry = spec.attributes.get(use.attribute)
            if entry is not None:
                uses.append((("records", name, "attributes", at), use.python or entry.python, use.name))
        yield from _doubles(uses, TAKEN_ATTRIBUTES, "attribute")
    for name, endpoint in spec.endpoints.items():
        arguments = [
            (("endpoints", name, "parameters", key), spec.parameters[key].python, key)
            for key in endpoint.parameters
            if key in spec.parameters
        ]
        yield from _doubles(arguments, TAKEN_ARGUMENTS, "parameter")
    methods: list[tuple[Path_, str, str]] = []
    for name, endpoint in spec.endpoints.items():
        methods.append((("endpoints", name, "python"), endpoint.python, name))
        if endpoint.stream is not None:
            methods.append((("endpoints", name, "stream"), endpoint.stream, f"the stream of {name}"))
    yield from _doubles(methods, TAKEN_METHODS, "method")
    classes: list[tuple[Path_, str, str]] = [
        (("criteria", name, "python"), criterion.python, name) for name, criterion in spec.criteria.items()
    ]
    yield from _doubles(classes, TAKEN_CLASSES, "class")
    for name, criterion in spec.criteria.items():
        fields: list[tuple[Path_, str, str]] = [
            (("criteria", name, "fields", key, "python"), field.python, key) for key, field in criterion.fields.items()
        ]
        yield from _doubles(fields, _TAKEN_FIELDS, "field")


@functools.cache
def taken_classes() -> frozenset[str]:
    """Return the names that no class of a record can have, since the package has classes of these names."""
    modules = Path(nbia_core.__path__[0]).rglob("*.py")
    found = (name for module in modules for name in _CLASS.findall(module.read_text(encoding="utf-8")))
    return TAKEN_CLASSES | frozenset(found)


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


def headings(spec: Spec) -> dict[str, str]:
    """Return which entry of the dictionary each heading of tables means; case, blanks and punctuation do not count."""
    return {normalized(heading): attribute for _, heading, attribute in _headings(spec)}


def _headings(spec: Spec) -> Iterator[tuple[Path_, str, str]]:
    """Hand out all names that stand over columns, on the wire and elsewhere, each with its place and the attribute."""
    tables = {endpoint.returns for endpoint in spec.endpoints.values() if endpoint.formats != "fixed"}
    columns = {use.attribute for name in tables & spec.records.keys() for use in spec.records[name or ""].attributes}
    for key in spec.attributes:
        if key in columns:
            yield ("attributes", key), key, key
    for name, record in spec.records.items():
        if name not in tables:
            continue
        for at, use in enumerate(record.attributes):
            if use.attribute in spec.attributes:
                yield ("records", name, "attributes", at), use.name, use.attribute
    for key, entry in spec.attributes.items():
        for synonym in entry.synonyms if key in columns else ():
            yield ("attributes", key, "synonyms", synonym), synonym, key


def unused(spec: Spec) -> Found:
    """Something is described and used nowhere."""
    parameters = {name for endpoint in spec.endpoints.values() for name in endpoint.parameters}
    records = {endpoint.returns for endpoint in spec.endpoints.values()}
    records |= {entry.record for _, entry in _nested(spec)}
    for section, entries, used in (("parameters", spec.parameters, parameters), ("records", spec.records, records)):
        for name in entries:
            if name not in used:
                yield (section, name), f"{name} is used nowhere"


def missing_evidence(spec: Spec) -> Found:
    """Something is said to be observed, or to differ from the guide, without saying who saw it."""
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            if use.source == "observed" and use.evidence is None:
                yield ("records", name, "attributes", at), f"{use.name} is observed: by whom, and when?"
    for name, endpoint in spec.endpoints.items():
        is_observed = endpoint.source == "observed"
        if is_observed and endpoint.evidence is None:
            yield ("endpoints", name), f"{name} is observed: by whom, and when?"
        for key, parameter in endpoint.parameters.items():
            if parameter.guide is None and not is_observed:
                yield (
                    ("endpoints", name, "parameters", key),
                    f"{key} needs the key guide: required, optional, or absent where the guide does not have it",
                )
            elif parameter.guide != parameter.server and parameter.evidence is None and not is_observed:
                yield ("endpoints", name, "parameters", key), f"{key} differs from the guide: who saw it, and when?"
        for at, case in enumerate(endpoint.errors):
            if case.source == "observed" and case.evidence is None:
                yield ("endpoints", name, "errors", at), f"status {case.status} is observed: by whom, and when?"
    for at, case in enumerate(spec.service.errors):
        if case.source == "observed" and case.evidence is None:
            yield ("service", "errors", at), f"status {case.status} is observed: by whom, and when?"
    for name, criterion in spec.criteria.items():
        if criterion.source == "observed" and criterion.evidence is None:
            yield ("criteria", name), f"{name} is observed: by whom, and when?"
    for name, server in spec.service.servers.items():
        if server.source == "observed" and server.evidence is None:
            yield ("service", "servers", name), f"{name} is observed: by whom, and when?"


def wire_form(spec: Spec) -> Found:
    """A wire form does not fit its type."""
    for path, parameter in _described_parameters(spec):
        fitting = {form.name for form in forms_of(parameter.type, for_parameters=True)}
        if fitting and parameter.wire is None:
            yield path, f"a parameter of type {parameter.type} needs a wire form"
        elif parameter.wire is not None and parameter.wire not in fitting:
            yield (*path, "wire"), f"{parameter.wire} does not fit a parameter of type {parameter.type}"
        if parameter.type == "boolean" and len(parameter.values) != 2:
            yield path, "a boolean parameter needs two values: the word for True, then the one for False"
        if parameter.type == "criteria" and path[0] == "criteria":
            yield (*path, "type"), "a criterion has no criteria in it"
        if parameter.several is not None and parameter.type not in ("text", "uid", "integer"):
            yield (*path, "several"), f"a list of type {parameter.type} cannot be written"
    for name, record in spec.records.items():
        for at, use in enumerate(record.attributes):
            entry = spec.attributes.get(use.attribute)
            if entry is None:
                continue
            fitting = {form.name for form in forms_of(entry.type, for_parameters=False)}
            if use.wire is not None and use.wire not in fitting - {entry.type}:
                yield ("records", name, "attributes", at), f"{use.wire} does not fit an attribute of type {entry.type}"
            if use.csv is not None and use.csv not in fitting:
                yield ("records", name, "attributes", at), f"{use.csv} does not fit an attribute of type {entry.type}"


def parameter_use(spec: Spec) -> Found:
    """An endpoint uses a parameter as it cannot be used."""
    for name, endpoint in spec.endpoints.items():
        for key, use in endpoint.parameters.items():
            parameter = spec.parameters.get(key)
            path: Path_ = ("endpoints", name, "parameters", key)
            if parameter is None:
                continue
            if (use.batch or parameter.batch) and not (use.several or parameter.several):
                yield path, "one request holds one value, unless several says how it holds more"
            if use.default is not None and not fits(parameter, use.default):
                yield (*path, "default"), f"{use.default!r} is no value of {key}"
    for name, criterion in spec.criteria.items():
        for at, field in enumerate(criterion.required):
            if field not in criterion.fields:
                near = did_you_mean(field, criterion.fields)
                yield ("criteria", name, "required", at), f"{name} has no field {field}{near}"


def login_check(spec: Spec) -> Found:
    """The endpoint that tells whether a token is good does not exist, or needs parameters."""
    login = spec.service.login
    if login is None:
        yield from (
            (("endpoints", name, "login"), "the service has no login")
            for name, endpoint in spec.endpoints.items()
            if endpoint.login is not None
        )
        return
    endpoint = spec.endpoints.get(login.check)
    path: Path_ = ("service", "login", "check")
    if endpoint is None:
        yield path, f"there is no endpoint {login.check}{did_you_mean(login.check, spec.endpoints)}"
    elif any(use.server == "required" for use in endpoint.parameters.values()):
        yield path, f"{login.check} cannot be asked without parameters"


def example_value(spec: Spec) -> Found:
    """An example is none: it is of another type, or the checks of the client would refuse it."""
    for key, attribute in spec.attributes.items():
        kinds = _EXAMPLES.get(attribute.type, (str,))
        if attribute.example is not None and type(attribute.example) not in kinds:
            hint = "; quote it" if kinds == (str,) else ""
            yield ("attributes", key, "example"), f"{attribute.example!r} is no value of type {attribute.type}{hint}"
    for path, parameter in _described_parameters(spec):
        if not fits(parameter, parameter.example):
            yield (*path, "example"), f"{parameter.example!r} is no value of type {parameter.type}"
    for name, endpoint in spec.endpoints.items():
        for key, use in endpoint.parameters.items():
            if key in spec.parameters and use.example is not None and not fits(spec.parameters[key], use.example):
                yield ("endpoints", name, "parameters", key, "example"), f"{use.example!r} is no value of {key}"


def _described_parameters(spec: Spec) -> Iterator[tuple[Path_, Parameter]]:
    """Hand out all parameters and the fields of all criteria, each with its place."""
    for key, parameter in spec.parameters.items():
        yield ("parameters", key), parameter
    for name, criterion in spec.criteria.items():
        for key, parameter in criterion.fields.items():
            yield ("criteria", name, "fields", key), parameter


def fits(parameter: Parameter, example: str) -> bool:
    """Whether a text is a value of a parameter, as it goes on the wire."""
    if parameter.values and example not in parameter.values:
        return False
    try:
        if parameter.type == "uid":
            check_uid(parameter.python, example)
        if parameter.type in ("integer", "number"):
            (int if parameter.type == "integer" else float)(example)
        form = WIRE_FORMS.get(parameter.wire or "")
        if form is not None and form.write is not None:
            read_day(form, example)
    except ValueError:
        return False
    return True


def sample_call(spec: Spec) -> Found:
    """The guide's sample call belongs to another endpoint."""
    for name, endpoint in spec.endpoints.items():
        if endpoint.sample is not None and urlsplit(endpoint.sample.url).path.rpartition("/")[2] != name:
            yield ("endpoints", name, "sample", "url"), f"this is no call of {name}"


def default_format(spec: Spec) -> Found:
    """The first format must be the one that becomes records; a parameter chooses among several."""
    if len(spec.service.formats) == 1:
        for name, endpoint in spec.endpoints.items():
            if endpoint.formats not in (None, "fixed"):
                yield ("endpoints", name, "formats"), "the service has one format: formats must be fixed"
    first = next(iter(spec.service.formats.values()))
    if first.content_type != "application/json" and any(map(_is_table, spec.endpoints.values())):
        yield (
            ("service", "formats"),
            f"the first format is {first.content_type}; records are read from application/json",
        )


def _is_table(endpoint: Endpoint) -> bool:
    return endpoint.returns is not None
