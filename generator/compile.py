"""Compiles what the spec says of a version into its description: every decision about the API is taken here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from nbia_core.api import description

from .load import spec

_GROUPS: Final[Mapping[str, str]] = {
    "Image download": "Sends the images themselves.",
    "Image metadata": "Sends rows that describe collections, patients, studies, series and images.",
}
_EMPTY_STATUS: Final = {"empty-200": 200, "empty-204": 204, "never": None}


def compile_spec(source: spec.Spec) -> description.Api:
    """Return the description of a version."""
    service = source.service
    records = {key: _record(source, key, record) for key, record in source.records.items()}
    endpoints = tuple(_endpoint(source, records, key, endpoint) for key, endpoint in source.endpoints.items())
    used = {endpoint.group for endpoint in endpoints}
    concepts = {use.attribute for record in source.records.values() for use in record.attributes}
    return description.Api(
        title=service.title,
        version=source.version,
        guide=service.guide,
        status=service.status,
        servers={
            name: description.Server(
                url=server.url, purpose=server.purpose, source=server.source, evidence=server.evidence
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
        groups=tuple(description.Group(name=name, purpose=_GROUPS[name]) for name in _GROUPS if name in used),
        endpoints=endpoints,
        roles={
            name: description.Role(
                endpoint=role.endpoint, image_count=role.image_count, size=role.size, license=role.license
            )
            for name, role in service.roles.items()
        },
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
    attributes = tuple(_attribute(use, source.attributes[use.attribute]) for use in record.attributes)
    return description.Record(name=key, purpose=record.purpose, attributes=attributes)


def _attribute(use: spec.RecordAttribute, entry: spec.Attribute) -> description.Attribute:
    return description.Attribute(
        wire=use.name,
        python=use.python or entry.python,
        concept=use.attribute,
        type=entry.type,
        form=use.wire,
        tag=_tag(entry.tag),
        meaning=use.meaning or entry.meaning,
        remarks=tuple(_attribute_remarks(use, entry)),
        example=entry.example,
        is_always_there=use.presence == "always",
        source=use.source,
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


def _endpoint(
    source: spec.Spec, records: Mapping[str, description.Record], key: str, endpoint: spec.Endpoint
) -> description.Endpoint:
    parameters = [_parameter(wire, use, source.parameters[wire]) for wire, use in endpoint.parameters.items()]
    content = endpoint.content
    record = None if endpoint.returns is None else records[endpoint.returns]
    default = next(iter(source.service.formats.values()))
    return description.Endpoint(
        name=key,
        path=key,
        python=endpoint.python,
        stream=endpoint.stream,
        group="Image metadata" if content is None else "Image download",
        purpose=endpoint.purpose,
        details=endpoint.details,
        parameters=tuple(sorted(parameters, key=lambda parameter: not parameter.is_required)),
        kind="table" if content is None else content.kind,
        record=record,
        has_format=endpoint.formats == "selectable",
        content_type=default.content_type if content is None else content.content_type,
        license_entry=None if content is None else content.license,
        hashes_entry=None if content is None else content.hashes,
        is_csv_quoted=endpoint.csv == "quoted"
        or (endpoint.returns is not None and len(records[endpoint.returns].attributes) > 1),
        empty_status=_EMPTY_STATUS[endpoint.empty.answer],
        empty=endpoint.empty.meaning,
        errors=tuple(map(_error, endpoint.errors)),
        differences=endpoint.differences,
        sample=description.Sample(url=endpoint.sample.url, note=endpoint.sample.note),
        spec_file=source.places[("endpoints", key)],
    )


def _parameter(wire: str, use: spec.ParameterUse, parameter: spec.Parameter) -> description.Parameter:
    return description.Parameter(
        wire=wire,
        python=parameter.python,
        type=parameter.type,
        form=parameter.wire,
        values=parameter.values,
        is_required=use.server == "required",
        meaning=parameter.meaning,
        note=use.note,
        guide=use.guide,
        server=use.server,
        evidence=use.evidence,
        example=use.example or parameter.example,
    )
