"""Compiles what the spec says of a version into its description: every decision about the API is taken here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from nbia_core.api import description

from .load import spec

_GROUPS: Final = {
    "Image download": "Sends the images themselves.",
    "Image metadata": "Sends rows that describe collections, patients, studies, series and images.",
}
_Place: TypeAlias = Literal["query", "form"]
_SEVERAL_FORMATS: Final = ("selectable", "stated")
_EMPTY_STATUS: Final = {"empty-200": 200, "empty-204": 204, "empty-list": None, "never": None}


def compile_spec(source: spec.Spec) -> description.Api:
    """Return the description of a version."""
    service = source.service
    records = {key: _record(source, key, record) for key, record in source.records.items()}
    endpoints = tuple(_endpoint(source, records, key, endpoint) for key, endpoint in source.endpoints.items())
    used = {endpoint.group for endpoint in endpoints}
    groups = _GROUPS | service.groups
    concepts = {use.attribute for record in source.records.values() for use in record.attributes}
    return description.Api(
        title=service.title,
        version=source.version,
        guide=service.guide,
        guide_word=service.guide_word,
        is_guide_known=service.guide_known == "whole",
        status=service.status,
        servers={
            name: description.Server(
                url=server.url,
                purpose=server.purpose,
                source=server.source,
                evidence=server.evidence,
                uids_begin=server.uids_begin,
            )
            for name, server in service.servers.items()
        },
        formats={
            name: description.Format(wire=form.wire, content_type=form.content_type, purpose=form.purpose)
            for name, form in service.formats.items()
        },
        errors=tuple(map(_error, service.errors)),
        differences=service.differences,
        concepts=tuple(_concept(key, entry) for key, entry in source.attributes.items() if key in concepts),
        records=tuple(records.values()),
        groups=tuple(description.Group(name=name, purpose=groups[name]) for name in groups if name in used),
        endpoints=endpoints,
        roles={
            name: description.Role(
                endpoint=role.endpoint,
                image_count=role.image_count,
                size=role.size,
                license=role.license,
                arguments=role.arguments,
                when_short=role.when_short,
                fallback=role.fallback,
            )
            for name, role in service.roles.items()
        },
        login=service.login,
        criteria=tuple(_criterion(key, criterion) for key, criterion in source.criteria.items()),
        refused=tuple(
            description.Refused(path=path, reason=refused.reason, evidence=refused.evidence)
            for path, refused in source.refused.items()
        ),
    )


def _error(case: spec.ErrorCase) -> description.ErrorCase:
    return description.ErrorCase(
        status=case.status,
        means=case.means,
        sentence=case.sentence,
        when=case.when,
        source=case.source,
        evidence=case.evidence,
    )


def _tag(tag: str) -> str | None:
    return None if tag == "none" else f"({tag})"


def _concept(key: str, entry: spec.Attribute) -> description.Concept:
    return description.Concept(
        name=key,
        python=entry.python,
        type=entry.type,
        tag=_tag(entry.tag),
        meaning=entry.meaning,
        synonyms=tuple(entry.synonyms),
    )


def _record(source: spec.Spec, key: str, record: spec.Record) -> description.Record:
    attributes = tuple(_attribute(use, source.attributes[use.attribute], source.service) for use in record.attributes)
    is_table = any(each.returns == key and each.formats in _SEVERAL_FORMATS for each in source.endpoints.values())
    return description.Record(name=key, purpose=record.purpose, attributes=attributes, is_table=is_table)


def _attribute(use: spec.RecordAttribute, entry: spec.Attribute, service: spec.Service) -> description.Attribute:
    return description.Attribute(
        wire=use.name,
        python=use.python or entry.python,
        concept=use.attribute,
        type=entry.type,
        form=use.wire,
        csv_form=use.csv,
        many=entry.many,
        record=entry.record,
        tag=_tag(entry.tag),
        meaning=use.meaning or entry.meaning,
        remarks=tuple(_attribute_remarks(use, entry, service)),
        example=entry.example,
        is_always_there=use.presence == "always",
        source=use.source,
    )


def _attribute_remarks(use: spec.RecordAttribute, entry: spec.Attribute, service: spec.Service) -> Iterator[str]:
    if use.presence == "always":
        yield "Every row has it."
    if use.note is not None:
        yield use.note
    if use.guide_name is not None:
        yield f"The {service.guide_word} calls it {use.guide_name}."
    if use.guide_tag is not None and use.guide_tag != entry.tag:
        yield (
            f"The {service.guide_word} gives it no DICOM tag."
            if use.guide_tag == "none"
            else f"The {service.guide_word} gives the tag {use.guide_tag}."
        )
    if use.source == "observed":
        yield (f"Not in the {service.guide_word}. " if service.guide_known == "whole" else "") + str(use.evidence)


def _endpoint(
    source: spec.Spec, records: Mapping[str, description.Record], key: str, endpoint: spec.Endpoint
) -> description.Endpoint:
    place: _Place = "form" if endpoint.method == "POST" else "query"
    is_guide_known = source.service.guide_known == "whole"
    parameters = [
        _parameter(wire, use, source.parameters[wire], place, is_guide_known=is_guide_known)
        for wire, use in endpoint.parameters.items()
    ]
    content = endpoint.content
    record = None if endpoint.returns is None else records[endpoint.returns]
    default = next(iter(source.service.formats.values()))
    return description.Endpoint(
        name=key,
        method=endpoint.method,
        source=endpoint.source,
        evidence=endpoint.evidence,
        path=key,
        python=endpoint.python,
        stream=endpoint.stream,
        group=endpoint.group or ("Image metadata" if content is None else "Image download"),
        purpose=endpoint.purpose,
        details=endpoint.details,
        parameters=tuple(sorted(parameters, key=lambda parameter: not parameter.is_required)),
        kind="table" if content is None else content.kind,
        record=record,
        shape=endpoint.shape,
        has_format=endpoint.formats in _SEVERAL_FORMATS,
        states_format=endpoint.formats == "stated",
        constants=endpoint.constants,
        refuses_unknown_parameters=(endpoint.unknown_parameters or source.service.unknown_parameters) == "refused",
        writes=endpoint.writes,
        content_type=default.content_type if content is None else content.content_type,
        license_entry=None if content is None else content.license,
        hashes_entry=None if content is None else content.hashes,
        is_csv_quoted=endpoint.csv == "quoted"
        or (endpoint.returns is not None and len(records[endpoint.returns].attributes) > 1),
        empty_status=_EMPTY_STATUS[endpoint.empty.answer],
        has_empty_list=endpoint.empty.answer == "empty-list",
        empty=endpoint.empty.meaning,
        login=endpoint.login,
        errors=tuple(map(_error, endpoint.errors)),
        differences=endpoint.differences,
        sample=None
        if endpoint.sample is None
        else description.Sample(url=endpoint.sample.url, note=endpoint.sample.note),
        spec_file=source.places[("endpoints", key)],
    )


def _criterion(key: str, criterion: spec.Criterion) -> description.Criterion:
    fields = []
    for wire, field in criterion.fields.items():
        is_required = criterion.requires == "all" or wire in criterion.required
        use = spec.ParameterUse(server="required" if is_required else "optional")
        fields.append(_parameter(wire, use, field, "form"))
    return description.Criterion(
        wire=key,
        python=criterion.python,
        meaning=criterion.meaning,
        note=criterion.note,
        fields=tuple(sorted(fields, key=lambda field: not field.is_required)),
        source=criterion.source,
        evidence=criterion.evidence,
    )


def _parameter(
    wire: str, use: spec.ParameterUse, parameter: spec.Parameter, place: _Place, *, is_guide_known: bool = True
) -> description.Parameter:
    return description.Parameter(
        wire=parameter.name or wire,
        python=parameter.python,
        type=parameter.type,
        form=parameter.wire,
        values=parameter.values,
        place=place,
        several=use.several or parameter.several,
        batch=use.batch or parameter.batch,
        default=use.default,
        is_required=use.server == "required" and use.default is None,
        meaning=parameter.meaning,
        note=use.note,
        guide=use.guide or ("absent" if is_guide_known or use.server == "ignored" else use.server),
        server=use.server,
        evidence=use.evidence,
        example=use.example or parameter.example,
    )
