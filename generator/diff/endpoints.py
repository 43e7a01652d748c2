"""What changes of the endpoints: how they are called, what they send, and what an empty answer means."""

from __future__ import annotations

from nbia_core.api.description import Api, Endpoint, LoginNeed

from . import errors, parameters
from .changes import Weight
from .findings import Findings, Subject

_ALWAYS_WORDS = ("purpose", "details", "group", "source", "evidence", "sample", "differences")


def removed(found: Findings, endpoint: Endpoint, new: Api) -> None:
    """Tell of an endpoint that is gone."""
    reason = next((refused.reason for refused in new.refused if refused.path == endpoint.name), None)
    action = f"Do without {endpoint.python}: " + (reason or "there is no endpoint in its place.")
    before = f"{endpoint.method} {endpoint.path}, {endpoint.python}"
    found.add("breaks callers", "endpoint removed", subject_of(endpoint), before, None, action)


def added(found: Findings, endpoint: Endpoint) -> None:
    """Tell of an endpoint that is new."""
    found.add("adds", "endpoint added", subject_of(endpoint), None, f"{endpoint.python}: {endpoint.purpose}")


def subject_of(endpoint: Endpoint) -> Subject:
    """Return an endpoint as what changes are about."""
    return Subject(endpoint=endpoint.name, paths=(("endpoints", endpoint.name),))


def compare(found: Findings, old_api: Api, new_api: Api, old: Endpoint, new: Endpoint) -> None:
    """Find what changes of an endpoint, but for its rows."""
    subject = subject_of(new)
    _names(found, subject, old, new)
    _request(found, subject, old, new)
    parameters.of_endpoint(found, subject, old, new)
    _answer(found, subject, old, new)
    _archive(found, subject, old, new)
    _empty(found, subject, old, new)
    _login(found, subject, (old_api, old), (new_api, new))
    errors.compare(found, subject, old.errors, new.errors, (old_api.errors, new_api.errors))
    found.words(subject, old, new, *_ALWAYS_WORDS)
    if old_api.version == new_api.version and old.spec_file != new.spec_file:
        found.add("words", "stands in another file", subject, old.spec_file, new.spec_file)


def _names(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    if (old.name, old.path) != (new.name, new.path):
        before, after = (each.name if each.name == each.path else f"{each.name} at {each.path}" for each in (old, new))
        found.add("breaks on the wire", "endpoint renamed", subject, before, after)
    if old.python != new.python:
        action = f"Call {new.python} instead of {old.python}."
        found.add("breaks callers", "python name changed", subject, old.python, new.python, action)
    if old.stream == new.stream:
        return
    if old.stream is None:
        found.add("adds", "stream added", subject, None, new.stream)
    elif new.stream is None:
        action = f"Call {new.python}: there is nothing to stream."
        found.add("breaks callers", "stream removed", subject, old.stream, None, action)
    else:
        action = f"Call {new.stream} instead of {old.stream}."
        found.add("breaks callers", "python name changed", subject, old.stream, new.stream, action)


def _request(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    if old.method != new.method:
        found.add("breaks on the wire", "other method", subject, old.method, new.method)
    if old.states_format != new.states_format:
        found.add("breaks on the wire", "format always stated", subject, old.states_format, new.states_format)
    if old.refuses_unknown_parameters != new.refuses_unknown_parameters:
        words = ("ignored", "refused")
        found.add(
            "breaks on the wire" if new.refuses_unknown_parameters else "adds",
            "unknown parameters",
            subject,
            words[old.refuses_unknown_parameters],
            words[new.refuses_unknown_parameters],
        )
    if old.writes != new.writes:
        action = f"{new.python} changes something on the server and is never sent twice: handle failures yourself."
        weight: Weight = "breaks callers" if new.writes else "adds"
        found.add(weight, "writes", subject, old.writes, new.writes, action if new.writes else "")


def _answer(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    if (old.kind, old.record is None) != (new.kind, new.record is None):
        action = f"Expect another answer of {new.python}."
        found.add("breaks callers", "other kind of answer", subject, old.kind, new.kind, action)
    if old.shape != new.shape:
        is_other = "object" in (old.shape, new.shape)
        one = "one record or None, not Records" if new.shape == "object" else "Records, not one record"
        action = f"Expect {one}, from {new.python}." if is_other else ""
        weight: Weight = "breaks callers" if is_other else "breaks on the wire"
        found.add(weight, "other shape", subject, old.shape, new.shape, action)
    if old.has_format and not new.has_format:
        action = f"Leave format out of {new.python}(…): there is one format."
        found.add("breaks callers", "format cannot be chosen", subject, "several formats", "one format", action)
    elif new.has_format and not old.has_format:
        found.add("adds", "format can be chosen", subject, "one format", "several formats")
    if old.content_type != new.content_type:
        found.add("breaks on the wire", "other content type", subject, old.content_type, new.content_type)
    if old.is_csv_quoted != new.is_csv_quoted:
        words = ("without quotes", "with quotes")
        found.add("breaks on the wire", "CSV", subject, words[old.is_csv_quoted], words[new.is_csv_quoted])


def _archive(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    entries = (
        ("the licence", old.license_entry, new.license_entry),
        ("the MD5 hashes", old.hashes_entry, new.hashes_entry),
    )
    for what, before, after in entries:
        if before == after:
            continue
        if after is None:
            action = f"Do without {what} in the archive of {new.python}."
            found.add("breaks callers", "entry of the archive removed", subject, before, None, action)
        elif before is None:
            found.add("adds", "entry of the archive added", subject, None, after)
        else:
            found.add("breaks on the wire", "entry of the archive renamed", subject, before, after)


def _empty(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    before, after = _empty_words(old), _empty_words(new)
    if old.can_be_empty and not new.can_be_empty:
        action = f"Do not wait for an empty answer of {new.python} where nothing is found: {new.empty}"
        found.add("breaks callers", "other meaning of empty", subject, before, after, action)
    elif new.can_be_empty and not old.can_be_empty:
        action = f"Be ready for an empty answer of {new.python}: {new.empty}"
        found.add("breaks callers", "other meaning of empty", subject, before, after, action)
    elif before != after:
        found.add("breaks on the wire", "empty answer written otherwise", subject, before, after)
    found.words(subject, old, new, "empty")


def _empty_words(endpoint: Endpoint) -> str:
    body = "an array without anything in it" if endpoint.has_empty_list else "no body"
    if not endpoint.can_be_empty:
        return "never empty"
    return body if endpoint.empty_status is None else f"status {endpoint.empty_status} with {body}"


def _login(found: Findings, subject: Subject, old: tuple[Api, Endpoint], new: tuple[Api, Endpoint]) -> None:
    before, after = old[0].login_of(old[1]), new[0].login_of(new[1])
    if old[1].login is None and new[1].login is None:
        return
    if before != after:
        found.add(login_weight(before, after), "login", subject, before, after, login_action(new[1].python, after))
    elif old[1].login != new[1].login and old[0].login is not None and new[0].login is not None:
        whole = "as the whole version"
        found.add("words", "login", subject, old[1].login or whole, new[1].login or whole)


def login_weight(old: LoginNeed, new: LoginNeed) -> Weight:
    """Return whom another need of a login meets: those who have none, or those whom theirs showed more."""
    return (
        "adds"
        if (old, new) in {("always", "optional"), ("always", "never"), ("never", "optional")}
        else "breaks callers"
    )


def login_action(what: str, need: LoginNeed) -> str:
    """Return what a caller must do when a login is needed, or is of no use."""
    if need == "always":
        return f"Log in: nothing is shown without a login by {what}."
    return (
        "" if need == "optional" else f"Do not expect that a login shows more by {what}: only what is public is there."
    )
