"""Compiles what the spec says of a version into its description: every decision about the API is taken here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from nbia_core.api import description
from nbia_core.api.bucket_services import Answer, Buckets, FurtherParameter, Questions

from .load import spec

_GROUPS: Final = {
    "Image download": "Sends the images themselves.",
    "Image metadata": "Sends rows that describe collections, patients, studies, series and images.",
}
_Place: TypeAlias = Literal["query", "form"]
_COMPARED: Final[Mapping[str, str]] = {
    "name": "Upper and lower case, blanks and punctuation do not count: TCGA-BRCA and tcga_brca are the same.",
    "letters": "Upper and lower case are the same.",
    "exact": "Must be exactly the stored text; upper and lower case are told apart.",
}
"""How the index compares texts, in words."""
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
        servers=service.servers,
        formats=service.formats,
        errors=tuple(map(_error, service.errors)),
        differences=service.differences,
        concepts=tuple(_concept(key, entry) for key, entry in source.attributes.items() if key in concepts),
        records=tuple(records.values()),
        groups=tuple(description.Group(name=name, purpose=groups[name]) for name in groups if name in used),
        endpoints=endpoints,
        roles=service.roles,
        login=service.login,
        criteria=tuple(_criterion(key, criterion) for key, criterion in source.criteria.items()),
        refused=tuple(
            description.Refused(path=path, reason=refused.reason, evidence=refused.evidence)
            for path, refused in source.refused.items()
        ),
    )


def compile_all(specs: Mapping[str, spec.Spec]) -> dict[str, description.Api]:
    """Return the description of each version, and of what indexes answer of a version, by their names."""
    apis = {version: compile_spec(each) for version, each in specs.items()}
    sources = next(iter(specs.values())).sources
    return apis | {
        name: _compile_index(name, source, source.questions, apis[source.questions.version])
        for name, source in sources.items()
        if source.questions is not None
    }


def _compile_index(name: str, source: Buckets, questions: Questions, version: description.Api) -> description.Api:
    """Return the description of what an index answers of a version: the same calls and records, and no servers."""
    described = {key: version.known_endpoint(key) for key in questions.answers}
    used = {endpoint.record.name for endpoint in described.values() if endpoint.record is not None}
    records = {record.name: _indexed_record(source, record) for record in version.records if record.name in used}
    endpoints = tuple(
        _indexed_endpoint(source, questions, version, endpoint, records)
        for endpoint in version.endpoints
        if endpoint.name in described
    )
    groups = {endpoint.group for endpoint in endpoints}
    default = version.default_format
    return msgspec.structs.replace(
        version,
        title=questions.title,
        version=name,
        status=questions.status,
        servers={},
        formats={default: version.formats[default]},
        errors=(),
        differences=(),
        records=tuple(records.values()),
        groups=tuple(group for group in version.groups if group.name in groups),
        endpoints=endpoints,
        roles={role: played for role, played in version.roles.items() if played.endpoint in described},
        criteria=(),
        refused=tuple(
            description.Refused(
                path=endpoint.name,
                reason=questions.refused.get(endpoint.name, questions.unanswered),
                evidence=source.index.evidence,
            )
            for endpoint in version.endpoints
            if endpoint.name not in described
        ),
        login=None,
        index=name,
    )


def _indexed_record(source: Buckets, record: description.Record) -> description.Record:
    def indexed(attribute: description.Attribute) -> description.Attribute:
        column, computed = source.attributes.get(attribute.concept), source.computed.get(attribute.concept)
        is_key = attribute.concept == source.index.series.series
        said = f"The column {column or attribute.concept}." if column is not None or is_key else ""
        remark = said or (
            f"Made of the index: {computed}." if computed is not None else "Not in the index: always None."
        )
        return msgspec.structs.replace(attribute, remarks=(remark,), is_always_there=False)

    return msgspec.structs.replace(record, attributes=tuple(map(indexed, record.attributes)))


def _indexed_endpoint(
    source: Buckets,
    questions: Questions,
    version: description.Api,
    endpoint: description.Endpoint,
    records: Mapping[str, description.Record],
) -> description.Endpoint:
    assert endpoint.record is not None, "the rules check this"
    answer = questions.answers[endpoint.name]
    concepts = {concept.python: concept.name for concept in version.concepts}
    own = [
        _indexed_parameter(source, answer, endpoint, parameter)
        for parameter in endpoint.parameters
        if source.chooses_by(parameter.type, concepts.get(parameter.python))
    ]
    further = [_further_parameter(key, questions.further[key]) for key in answer.further]
    return msgspec.structs.replace(
        endpoint,
        parameters=(*own, *further),
        record=records[endpoint.record.name],
        has_format=False,
        states_format=False,
        empty_status=None,
        has_empty_list=not answer.otherwise,
        empty=endpoint.empty if answer.otherwise else questions.empty,
        errors=(),
        differences=(),
        sample=None,
    )


def _indexed_parameter(
    source: Buckets, answer: Answer, endpoint: description.Endpoint, parameter: description.Parameter
) -> description.Parameter:
    note = None
    if parameter.type == "text":
        is_name = source.computed.get(parameter.wire) == "collection"
        note = _COMPARED["name" if is_name else "exact" if parameter.wire in answer.exact else "letters"]
    takes_several = endpoint.takes_several(parameter)
    return msgspec.structs.replace(
        parameter,
        note=note,
        evidence=None,
        guide=parameter.server,
        several="repeated" if takes_several else None,
        batch=None,
    )


def _further_parameter(key: str, parameter: FurtherParameter) -> description.Parameter:
    is_flag = parameter.type == "boolean"
    return description.Parameter(
        wire=key,
        python=parameter.python,
        type=parameter.type,
        form="word" if is_flag else None,
        values=("true", "false") if is_flag else (),
        meaning=parameter.meaning,
        guide="absent",
        server="optional",
        example=parameter.example,
    )


def _error(case: spec.ErrorAnswer) -> description.ErrorCase:
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
        sample=endpoint.sample,
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
