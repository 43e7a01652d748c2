"""Edits of a spec like those that a change of the API asks for; each changes the files of one version in a folder.

They are given to `apply`, one by one or together::

    apply(spec, "v1", parameter_renamed("Date", "fromDate"), without_attribute("PatientBirthDate"))
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from generator.load.loading import load
from generator.load.problems import SpecError
from generator.load.spec import Spec
from tests.generator.helpers import read_yaml, written_yaml

Section: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[["Files"], None]


class Files:
    """The files of a version, while they are edited."""

    def __init__(self, folder: Path) -> None:
        """Read them from their folder."""
        self._contents = {path: read_yaml(path.read_text(encoding="utf-8")) for path in folder.rglob("*.yaml")}

    def sections(self, name: str) -> Iterator[Section]:
        """Hand out the parts of a section, of each file that has one."""
        yield from (content[name] for content in self._contents.values() if isinstance(content.get(name), dict))

    def entry(self, section: str, name: str) -> Any:
        """Return an entry of a section, which must be there."""
        return next(part[name] for part in self.sections(section) if name in part)

    def save(self) -> None:
        """Write them back."""
        for path, content in self._contents.items():
            path.write_text(written_yaml(content), encoding="utf-8")


def apply(spec: Path, version: str, *edits: Edit) -> None:
    """Edit the files of a version."""
    files = Files(spec / version)
    for edit in edits:
        edit(files)
    files.save()


def only(spec: Path, version: str) -> None:
    """Take the other versions away, which extend this one or share its files, and what an index answers of one."""
    for folder in spec.iterdir():
        if folder.is_dir() and folder.name != version:
            shutil.rmtree(folder)
    (spec / "idc.yaml").unlink()
    (spec / "package.yaml").write_text(f"package: {{default_version: {version}}}\n", encoding="utf-8")


def load_tidied(spec: Path) -> dict[str, Spec]:
    """Load a spec without the entries of dictionaries that nothing uses any more."""
    try:
        return load(spec)
    except SpecError as error:
        unused = {problem.text.partition(" ")[0] for problem in error.problems if problem.rule == "unused"}
        if not unused or len(error.problems) > len(unused):
            raise
    for path in spec.rglob("*.yaml"):
        content = read_yaml(path.read_text(encoding="utf-8"))
        for section in ("attributes", "parameters", "records"):
            for name in unused & content.get(section, {}).keys():
                del content[section][name]
        path.write_text(written_yaml(content), encoding="utf-8")
    return load(spec)


# Attributes


def without_attribute(*names: str, record: str | None = None) -> Edit:
    """Take attributes away, from one record or from all."""
    return lambda files: _set_uses(files, record, lambda name, details: [] if name in names else [_use(name, details)])


def with_attribute(record: str, name: str, details: Section | None = None, *, after: str) -> Edit:
    """Add an attribute to a record, behind another one."""
    return lambda files: _set_uses(
        files, record, lambda other, its: [_use(other, its), *([_use(name, details or {})] if other == after else [])]
    )


def attribute_renamed(old: str, new: str, *, record: str | None = None) -> Edit:
    """Call an attribute otherwise on the wire, in one record or in all; it stays what it is."""

    def renamed(name: str, details: Section) -> list[Any]:
        return [_use(new, {"attribute": old, **details}) if name == old else _use(name, details)]

    return lambda files: _set_uses(files, record, renamed)


def heading_renamed(old: str, new: str) -> Edit:
    """Call an attribute otherwise whose record says already what it is."""
    return lambda files: _set_uses(files, None, lambda name, details: [_use(new if name == old else name, details)])


def attribute_written(form: str, *names: str) -> Edit:
    """Write attributes in another form."""
    return lambda files: _set_uses(
        files, None, lambda name, details: [_use(name, {**details, "wire": form} if name in names else details)]
    )


def attribute_noted(record: str, name: str, note: str) -> Edit:
    """Say something else of an attribute."""
    return lambda files: _set_uses(
        files, record, lambda other, its: [_use(other, {**its, "note": note} if other == name else its)]
    )


def _set_uses(files: Files, record: str | None, change: Callable[[str, Section], list[Any]]) -> None:
    for section in files.sections("records"):
        for name, content in section.items():
            if record in (None, name):
                uses = (use if isinstance(use, dict) else {use: {}} for use in content["attributes"])
                pairs = [(key, details or {}) for use in uses for key, details in use.items()]
                content["attributes"] = [new for key, details in pairs for new in change(key, details)]


def _use(name: str, details: Section) -> Any:
    return {name: details} if details else name


# Parameters


def without_parameter(endpoint: str, name: str) -> Edit:
    """Take a parameter away from an endpoint."""

    def edit(files: Files) -> None:
        described = files.entry("endpoints", endpoint)
        del described["parameters"][name]
        if not described["parameters"]:
            del described["parameters"]

    return edit


def with_parameter(endpoint: str, name: str, **details: Any) -> Edit:
    """Add a parameter to an endpoint."""
    return lambda files: files.entry("endpoints", endpoint).setdefault("parameters", {}).update({name: details})


def parameter_described(name: str, **details: Any) -> Edit:
    """Describe a parameter, or say something else of one."""

    def edit(files: Files) -> None:
        first, *_ = files.sections("parameters")
        first[name] = {**first.get(name, {}), **details}

    return edit


def parameter_renamed(old: str, new: str, **details: Any) -> Edit:
    """Call a parameter otherwise on the wire, everywhere; `details` are what else is said of it."""

    def edit(files: Files) -> None:
        for section in files.sections("parameters"):
            if old in section:
                section[new] = {**section.pop(old), **details}
        for section in files.sections("endpoints"):
            for endpoint in section.values():
                if old in endpoint.get("parameters", {}):
                    uses = endpoint["parameters"]
                    endpoint["parameters"] = {new if name == old else name: use for name, use in uses.items()}

    return edit


# Endpoints and the service


def endpoint_renamed(old: str, new: str) -> Edit:
    """Give an endpoint another path; its names in Python stay."""

    def edit(files: Files) -> None:
        for section in files.sections("endpoints"):
            if old in section:
                section[new] = section.pop(old)
                section[new]["sample"]["url"] = section[new]["sample"]["url"].replace(f"/{old}?", f"/{new}?")
        for role in files.entry("service", "roles").values():
            if role["endpoint"] == old:
                role["endpoint"] = new

    return edit


def endpoint_says(name: str, **details: Any) -> Edit:
    """Say something else of an endpoint."""
    return lambda files: files.entry("endpoints", name).update(details)


def errors_say(old: str, new: str) -> Edit:
    """Say otherwise what the sentences of errors say."""

    def edit(files: Files) -> None:
        for section in files.sections("endpoints"):
            for case in (case for endpoint in section.values() for case in endpoint.get("errors", [])):
                if "sentence" in case:
                    case["sentence"] = case["sentence"].replace(old, new)

    return edit


def service_says(**details: Any) -> Edit:
    """Say something else of the service; None takes a key away."""

    def edit(files: Files) -> None:
        first, *_ = files.sections("service")
        first.update(details)
        for key in [key for key, value in details.items() if value is None]:
            del first[key]

    return edit


def role_says(role: str, endpoint: str, **details: Any) -> Edit:
    """Say which endpoint plays a role, and how."""
    return lambda files: files.entry("service", "roles").update({role: {"endpoint": endpoint, **details}})


def without_role(role: str) -> Edit:
    """Let no endpoint play a role."""
    return lambda files: files.entry("service", "roles").pop(role)


def no_login() -> Edit:
    """Take the login away from the service and from all endpoints."""

    def edit(files: Files) -> None:
        for section in (*files.sections("endpoints"), {"service": next(files.sections("service"))}):
            for entry in section.values():
                entry.pop("login", None)

    return edit


def moved(old: str, new: str) -> Edit:
    """Let the servers have another address."""

    def edit(files: Files) -> None:
        for server in files.entry("service", "servers").values():
            server["url"] = server["url"].replace(old, new)

    return edit
