"""The rules that hold among the versions of a spec, and for what stands beside them: the dictionary, the package, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nbia_core.api.bucket_services import Buckets, Questions

from .documents import Document, Path_
from .problems import did_you_mean
from .spec import Spec


def check_versions(specs: Mapping[str, Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report what does not fit together, each problem at its place."""
    _check_dictionary(specs.values(), owners)
    _check_package(specs, owners)
    _check_sources(specs, owners)
    _check_questions(specs, owners)


def _check_dictionary(specs: Iterable[Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report the attributes of the dictionary that no version uses."""
    listed = list(specs)
    used = {use.attribute for spec in listed for record in spec.records.values() for use in record.attributes}
    for spec in listed:
        for name in spec.attributes:
            document = owners[spec.version]["attributes", name]
            if name not in used:
                document.report(("attributes", name), "unused", f"{name} is used nowhere")
                used.add(name)


def _check_package(specs: Mapping[str, Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report versions that there are not."""
    version, spec = next(iter(specs.items()))
    chosen = {"default_version": spec.package.default_version, "compat_version": spec.package.compat_version}
    for key, name in chosen.items():
        if name is not None and name not in specs:
            text = f"there is no folder {name}{did_you_mean(name, specs)}"
            owners[version][("package",)].report(("package", key), "unknown-version", text)


def _check_sources(specs: Mapping[str, Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report what the sources of images say of attributes that there are not."""
    version, spec = next(iter(specs.items()))
    for name, source in spec.sources.items():
        for section, attributes in (("attributes", source.attributes), ("computed", source.computed)):
            for attribute in attributes:
                if attribute not in spec.attributes:
                    text = f"the dictionary has no attribute {attribute}{did_you_mean(attribute, spec.attributes)}"
                    place = ("sources", name, section, attribute)
                    owners[version]["sources", name].report(place, "unknown-attribute", text, at_key=True)


def _check_questions(specs: Mapping[str, Spec], owners: Mapping[str, Mapping[Path_, Document]]) -> None:
    """Report what is said of the questions to an index that does not fit the version whose questions they are."""
    version, spec = next(iter(specs.items()))
    for name, source in spec.sources.items():
        document = owners[version].get(("sources", name))
        if source.questions is None or document is None:
            continue
        place: Path_ = ("sources", name, "questions")
        if name in specs:
            document.report(place, "name-collision", f"there is a version {name}, too", at_key=True)
        asked = specs.get(source.questions.version)
        if asked is None:
            near = did_you_mean(source.questions.version, specs)
            text = f"there is no folder {source.questions.version}{near}"
            document.report((*place, "version"), "unknown-version", text)
            continue
        found = [*_question_problems(source.questions, asked), *_unanswerable(source, source.questions, asked)]
        for path, rule, text in found:
            document.report((*place, *path), rule, text, at_key=True)


def _question_problems(questions: Questions, asked: Spec) -> Iterator[tuple[Path_, str, str]]:
    for section, names in (("answers", questions.answers), ("refused", questions.refused)):
        for name in names:
            if name not in asked.endpoints:
                near = did_you_mean(name, asked.endpoints)
                yield (section, name), "unknown-endpoint", f"{asked.version} has no endpoint {name}{near}"
    for name, answer in questions.answers.items():
        endpoint = asked.endpoints.get(name)
        if endpoint is not None and endpoint.returns is None:
            yield ("answers", name), "answer-shape", f"{name} sends no rows, so no index answers it"
        if name in questions.refused:
            yield ("refused", name), "duplicate-key", f"{name} is answered"
        for key, named, known in (
            ("each", answer.each, asked.attributes),
            ("exact", answer.exact, asked.attributes),
            ("otherwise", answer.otherwise, asked.attributes),
            ("further", answer.further, questions.further),
        ):
            for text in named:
                if text not in known:
                    yield ("answers", name, key), "unknown-attribute", f"there is no {text}{did_you_mean(text, known)}"


def _unanswerable(source: Buckets, questions: Questions, asked: Spec) -> Iterator[tuple[Path_, str, str]]:
    """Hand out the endpoints that need a parameter by which the index can choose nothing; others are left out."""
    attributes = {entry.python: name for name, entry in asked.attributes.items()}
    for name in questions.answers:
        endpoint = asked.endpoints.get(name)
        for key, use in () if endpoint is None else endpoint.parameters.items():
            parameter = asked.parameters.get(key)
            if parameter is None or use.server != "required" or use.default is not None:
                continue
            if not source.chooses_by(parameter.type, attributes.get(parameter.python)):
                text = (
                    f"the index cannot choose by {key}, which {name} requires: say under refused why it does not answer"
                )
                yield ("answers", name), "parameter-use", text
