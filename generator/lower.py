"""Turns the spec into the intermediate representation: every decision about the output is taken here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from . import commands, contract, examples, ir, patterns, prose, spec
from .text import Code, docstring, joined, literal, name

_ANNOTATIONS: Final[Mapping[str, str]] = {
    "text": "str",
    "uid": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "date": "datetime",
    "timestamp": "datetime",
}
_TYPE_WORDS: Final[Mapping[str, str]] = {
    "text": "text",
    "uid": "DICOM UID",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
_WIRE_WORDS: Final[Mapping[str, str]] = {
    "text": "string",
    "uid": "string",
    "integer": "number",
    "number": "number",
    "boolean": "true or left out",
    "date": "string",
    "timestamp": "string, yyyy-MM-dd HH:mm:ss.S",
}
_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "digits": ("digits", "string of digits"),
    "decimal": ("decimal", "string with decimals"),
    "word": ("word", "string, true or false"),
    "MM-dd-yyyy": ("month_first", "string, MM-dd-yyyy"),
    "EEE MMM dd HH:mm:ss zzz yyyy": ("weekday_first", "string, EEE MMM dd HH:mm:ss zzz yyyy"),
}
_GROUPS: Final[Mapping[str, str]] = {
    "Image download": "Sends the images themselves.",
    "Image metadata": "Sends rows that describe collections, patients, studies, series and images.",
}


def lower(source: spec.Spec) -> ir.Api:
    """Decide everything about the output."""
    service = source.service
    records = {key: _record(source, key, record) for key, record in source.records.items()}
    endpoints = tuple(_endpoint(source, records, key, endpoint) for key, endpoint in source.endpoints.items())
    formats = [literal(key) for key in service.formats]
    return ir.Api(
        title=service.title,
        version=name(service.version),
        version_literal=literal(service.version),
        guide=service.guide,
        status=service.status,
        package_docstring=prose.package(service),
        module_docstring=docstring([f"{service.title}, version {service.version[1:]}.", service.status], 0),
        client_docstring=prose.client(service),
        servers=tuple(_server(key, server) for key, server in service.servers.items()),
        formats=tuple(_format(key, entry) for key, entry in service.formats.items()),
        default_format=formats[0],
        format_type=joined(formats),
        text_format_type=joined(formats[1:]),
        errors=tuple(map(_error, service.errors)),
        differences=service.differences,
        records=tuple(records.values()),
        endpoints=endpoints,
        groups=tuple(_groups(endpoints)),
        concepts=tuple(_concepts(source)),
        download=_download(source, {endpoint.wire: endpoint for endpoint in endpoints}),
    )


def _groups(endpoints: Iterable[ir.Endpoint]) -> Iterator[ir.Group]:
    for group, purpose in _GROUPS.items():
        members = tuple(endpoint for endpoint in endpoints if endpoint.group == group)
        if members:
            yield ir.Group(name=group, name_literal=literal(group), purpose=purpose, endpoints=members)


def _server(key: str, server: spec.Server) -> ir.Server:
    return ir.Server(
        name=key,
        name_literal=literal(key),
        url=server.url,
        url_literal=literal(server.url),
        purpose=server.purpose,
        evidence="The guide." if server.source == "guide" else server.evidence or "",
    )


def _format(key: str, entry: spec.Format) -> ir.Format:
    return ir.Format(
        name=key,
        name_literal=literal(key),
        wire_literal=literal(entry.wire),
        content_type=entry.content_type,
        content_type_literal=literal(entry.content_type),
        purpose=entry.purpose,
    )


def _error(case: spec.ErrorCase) -> ir.ErrorCase:
    arguments = [f"status={case.status}"]
    if case.sentence is not None:
        arguments.append(f"sentence={literal(case.sentence)}")
    arguments.append(f"means={literal(case.means)}")
    return ir.ErrorCase(
        code=Code(f"ErrorCase({', '.join(arguments)})"),
        status=case.status,
        sentence=case.sentence or "",
        error=prose.ERRORS[case.means],
        when=case.when,
        evidence="The guide." if case.source == "guide" else case.evidence or "",
    )


def _record(source: spec.Spec, key: str, record: spec.Record) -> ir.Record:
    attributes = tuple(_attribute(use, source.attributes[use.attribute]) for use in record.attributes)
    used_by = [wire for wire, endpoint in source.endpoints.items() if endpoint.returns == key]
    return ir.Record(
        name=name(key),
        contract_name=name(contract.constant(key)),
        purpose=record.purpose,
        docstring=docstring([record.purpose, f"Returned by {', '.join(used_by)}."], 4),
        attributes=attributes,
        forms=tuple(attribute for attribute in attributes if attribute.form is not None),
    )


def _attribute(use: spec.RecordAttribute, entry: spec.Attribute) -> ir.Attribute:
    form, wire_type = _FORMS[use.wire] if use.wire is not None else (None, _WIRE_WORDS[entry.type])
    remarks = list(_attribute_remarks(use, entry))
    meaning = use.meaning or entry.meaning
    tag = "" if entry.tag == "none" else f"({entry.tag})"
    source = "guide" if use.source == "guide" else "observed"
    return ir.Attribute(
        wire=use.name,
        wire_literal=literal(use.name),
        python=name(use.python or entry.python),
        annotation=name(_ANNOTATIONS[entry.type]),
        form=name(form) if form is not None else None,
        docstring=docstring(
            [" ".join([f"{use.name} {tag}:".replace(" :", ":"), meaning, *remarks, f"Source: {source}."])], 4
        ),
        description=Code(f"Attribute({literal(tag or None)}, {literal(meaning)})"),
        contract=contract.attribute(use, entry),
        tag=tag,
        type=_TYPE_WORDS[entry.type],
        wire_type=wire_type,
        pattern=patterns.of_attribute(use, entry)[0],
        meaning=meaning,
        source=source,
        remarks=tuple(remarks),
        example=None if entry.example is None else str(entry.example),
    )


def _attribute_remarks(use: spec.RecordAttribute, entry: spec.Attribute) -> Iterator[str]:
    if use.presence == "always":
        yield "Every row has it."
    if use.note is not None:
        yield use.note
    if use.guide_name is not None:
        yield f"The guide calls it {use.guide_name}."
    if use.guide_tag is not None and use.guide_tag != entry.tag:
        yield (
            "The guide gives it no DICOM tag."
            if use.guide_tag == "none"
            else f"The guide gives the tag {use.guide_tag}."
        )
    if use.source == "observed":
        yield f"Not in the guide. {use.evidence}"


def _endpoint(source: spec.Spec, records: Mapping[str, ir.Record], key: str, endpoint: spec.Endpoint) -> ir.Endpoint:
    arguments = tuple(
        sorted(
            (_argument(wire, use, source.parameters[wire]) for wire, use in endpoint.parameters.items()),
            key=lambda argument: not argument.is_required,
        )
    )
    passed = [Code(f"{argument.python}={argument.python}") for argument in arguments]
    record = records[endpoint.returns] if endpoint.returns is not None else None
    kind = endpoint.content.kind if endpoint.content is not None else "table"
    has_format = endpoint.formats == "selectable"
    file, line = source.places[("endpoints", key)]
    returns = _returns(record, kind)
    shown = examples.Shown(
        wire=key,
        method=endpoint.python,
        kind=kind,
        arguments=examples.chosen(arguments),
        base_url=next(iter(source.service.servers.values())).url,
        attributes=[str(attribute.python) for attribute in record.attributes] if record is not None else [],
    )
    example_command = commands.example(endpoint.python, kind, shown.arguments)
    return ir.Endpoint(
        wire=key,
        wire_literal=literal(key),
        python=name(endpoint.python),
        stream=name(endpoint.stream),
        operation=name(endpoint.python.upper()),
        kind=kind,
        kind_literal=literal(kind),
        has_format=has_format,
        is_table=record is not None,
        record=record,
        arguments=arguments,
        signature=_signature(arguments, ()),
        method_signature=_signature(arguments, () if record is not None else (Code("to: Destination"),)),
        records_signature=_signature(
            arguments, (), Code(f"format: Literal[{literal(next(iter(source.service.formats)))}] = ...")
        ),
        text_signature=_signature(arguments, (), Code("format: TextFormat")),
        any_signature=_signature(arguments, (), Code("format: Format = DEFAULT_FORMAT")),
        passed=joined(passed),
        passed_with_format=joined([*passed, Code("format=format")]),
        contract=contract.endpoint(source, endpoint),
        call_docstring=prose.method(
            source, key, endpoint, arguments, f"A call, not sent yet, whose answer is: {returns}", 4
        ),
        method_docstring=prose.method(source, key, endpoint, arguments, returns, 8, sends=True, to=record is None),
        stream_docstring=prose.stream(source, key, endpoint, arguments, record),
        purpose=endpoint.purpose,
        details=endpoint.details,
        group="Image metadata" if record is not None else "Image download",
        content_type=endpoint.content.content_type if endpoint.content is not None else "application/json",
        empty=endpoint.empty.meaning,
        empty_status={"empty-200": 200, "empty-204": 204, "never": None}[endpoint.empty.answer],
        errors=tuple(map(_error, endpoint.errors)),
        differences=endpoint.differences,
        sample_url=endpoint.sample.url,
        sample_note=endpoint.sample.note,
        request=f"GET {next(iter(source.service.servers.values())).url}/{key}",
        stream_call=f"client.{endpoint.stream}(…)",
        spec_file=file,
        spec_line=line,
        example_sync=examples.sync(shown),
        example_async=examples.asynchronous(shown),
        example_curl=examples.curl(shown),
        command=commands.endpoint(
            key, endpoint, record.name if record is not None else None, arguments, example_command
        ),
        example_command=example_command,
        returns=returns,
    )


def _argument(wire: str, use: spec.ParameterUse, parameter: spec.Parameter) -> ir.Argument:
    is_required = use.server == "required"
    python = name(parameter.python)
    annotation = {"date": "DateLike", "boolean": "bool"}.get(parameter.type, "str")
    options = "".join(
        [
            f", pattern={literal(parameter.wire)}" if parameter.type == "date" else "",
            f", words={literal(parameter.values)}" if parameter.type == "boolean" else "",
            f", choices={literal(parameter.values)}" if parameter.type == "text" and parameter.values else "",
            ", required=True" if is_required else "",
        ]
    )
    check = {"uid": "uid", "date": "date", "boolean": "flag"}.get(parameter.type, "text")
    example = use.example or parameter.example
    example_python = examples.python_value(parameter, example)
    remarks = [use.note] if use.note is not None else []
    if use.guide != use.server:
        remarks.append(f"The guide says {_in_guide(use.guide)}; for the server it is {use.server}. {use.evidence}")
    return ir.Argument(
        wire=wire,
        python=python,
        annotation=Code(annotation if is_required else f"{annotation} | None"),
        is_required=is_required,
        statement=Code(f"query.{check}({literal(wire)}, {literal(parameter.python)}, {python}{options})"),
        contract=contract.parameter(wire, is_required, example),
        option=commands.parameter(wire, parameter, use, example_python),
        type=_TYPE_WORDS[parameter.type],
        meaning=parameter.meaning,
        guide=use.guide,
        server=use.server,
        accepted=_accepted(parameter),
        values=parameter.values,
        example=example,
        example_python=example_python,
        remarks=tuple(remarks),
    )


def _in_guide(guide: str) -> str:
    return "nothing of it" if guide == "absent" else f"it is {guide}"


def _accepted(parameter: spec.Parameter) -> str:
    if parameter.type == "uid":
        return "a DICOM UID: digits and dots, at most 64 characters"
    if parameter.type == "date":
        return f"a date, a datetime, or text such as 2010-08-16; sent as {parameter.wire}"
    if parameter.type == "boolean":
        return f"True or False; sent as {' or '.join(parameter.values)}"
    return ", ".join(parameter.values) if parameter.values else "any text that is not empty"


def _signature(arguments: Iterable[ir.Argument], further: Iterable[Code], last: Code | None = None) -> Code:
    """Required arguments come first; what is optional can only be given by name."""
    required: list[Code] = []
    optional: list[Code] = []
    for argument in arguments:
        declared = f"{argument.python}: {argument.annotation}"
        (required if argument.is_required else optional).append(
            Code(declared if argument.is_required else f"{declared} = None")
        )
    by_name = [*optional, *([last] if last is not None else [])]
    return joined([*required, *further, *([Code("*"), *by_name] if by_name else [])])


def _returns(record: ir.Record | None, kind: str) -> str:
    if record is None:
        return "the ZIP archive." if kind == "zip" else "the DICOM file."
    return f"Records of {record.name}, in the server's order; empty when nothing matches."


def _download(source: spec.Spec, endpoints: Mapping[str, ir.Endpoint]) -> ir.SeriesDownload:
    download = source.service.series_download
    archive, license = endpoints[download.archive], endpoints[download.license]
    archive_content = source.endpoints[download.archive].content
    license_content = source.endpoints[download.license].content
    assert archive_content is not None, "the rules check this"
    assert license_content is not None, "the rules check this"
    layout = f"Layout(license={literal(license_content.license)}, hashes={literal(archive_content.hashes)})"
    return ir.SeriesDownload(
        uid=archive.arguments[0].python,
        archive=archive.python,
        license=license.python,
        layout=Code(layout),
        command=literal(commands.kebab(endpoints[download.record.endpoint].python)),
        record=_announcement(download.record, endpoints),
        size=_announcement(download.size, endpoints),
    )


def _announcement(announcement: spec.SeriesAnnouncement, endpoints: Mapping[str, ir.Endpoint]) -> ir.SeriesAnnouncement:
    endpoint = endpoints[announcement.endpoint]
    assert endpoint.record is not None, "the rules check this"
    pythons = {attribute.wire: str(attribute.python) for attribute in endpoint.record.attributes}
    names = [literal(pythons[wire]) for wire in announcement.license]
    return ir.SeriesAnnouncement(
        python=endpoint.python,
        record=endpoint.record.name,
        images=literal(pythons[announcement.images]),
        bytes=literal(pythons[announcement.bytes]),
        license=Code(f"({', '.join(names)}{',' if names else ''})"),
    )


def _concepts(source: spec.Spec) -> Iterator[ir.Concept]:
    for key, entry in source.attributes.items():
        yield ir.Concept(
            name=key,
            python=entry.python,
            tag="" if entry.tag == "none" else f"({entry.tag})",
            type=_TYPE_WORDS[entry.type],
            meaning=entry.meaning,
            uses=tuple(
                (record, use.name)
                for record, described in source.records.items()
                for use in described.attributes
                if use.attribute == key
            ),
        )
