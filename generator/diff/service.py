"""What changes of a version as a whole: servers, formats, login, roles, the dictionary, criteria, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence

from nbia_core.api.description import Api, Concept, Criterion, LoginMethod, LoginNeed, Role, RoleName

from . import errors, matching, parameters
from .attributes import Rows
from .changes import Weight
from .endpoints import login_action, login_weight
from .findings import SERVICE, Findings, Subject


def compare(found: Findings, old: Api, new: Api) -> None:
    """Find what changes of a version as a whole; endpoints, records, roles and the dictionary are compared elsewhere."""
    if old.version != new.version:
        action = f"Import the client of {new.version}, not of {old.version}."
        found.add("breaks callers", "other version", SERVICE, old.version, new.version, action)
    _servers(found, old, new)
    _formats(found, old, new)
    _login(found, old.login, new.login)
    errors.compare(found, SERVICE.at("service", "errors"), old.errors, new.errors)
    _criteria(found, old, new)
    _refused(found, old, new)
    _groups(found, old, new)
    found.words(SERVICE, old, new, "title", "guide", "guide_word", "is_guide_known", "status", "index", "differences")


def _at(part: str, *path: str) -> Subject:
    return Subject(part=part, name=path[-1], paths=(path, path[:1]))


def _first(found: Findings, subject: Subject, what: str, old: Sequence[str], new: Sequence[str]) -> None:
    """Compare which of several is the default, and their order."""
    if old and new and old[0] != new[0]:
        action = f"Say {what}={old[0]!r} where it is meant; without it, it is {new[0]!r}." if old[0] in new else ""
        found.add("breaks callers", f"other default {what}", subject, old[0], new[0], action)
    else:
        found.order(subject, f"{what}s", old, new)


def _servers(found: Findings, old: Api, new: Api) -> None:
    matched = matching.match(
        list(old.servers.items()),
        list(new.servers.items()),
        [lambda each: each[0], lambda each: each[1].url],
        lambda _before, _after, _is_in_place: False,
    )
    for name, server in matched.gone:
        action = f"Leave server={name!r} out, or give its address as base_url."
        found.add(
            "breaks callers", "server removed", _at("server", "service", "servers", name), server.url, None, action
        )
    for name, server in matched.added:
        found.add("adds", "server added", _at("server", "service", "servers", name), None, server.url)
    for (name, before), (new_name, after) in matched.pairs:
        subject = _at("server", "service", "servers", new_name)
        if name != new_name:
            action = f"Write server={new_name!r} instead of {name!r}."
            found.add("breaks callers", "python name changed", subject, name, new_name, action)
        if before.url != after.url:
            found.add("breaks on the wire", "other address", subject, before.url, after.url)
        found.words(subject, before, after, "purpose", "uids_begin", "source", "evidence")
    renamed = {name: new_name for (name, _), (new_name, _) in matched.pairs}
    names = [renamed.get(name, name) for name in old.servers]
    _first(found, SERVICE.at("service", "servers"), "server", names, list(new.servers))


def _formats(found: Findings, old: Api, new: Api) -> None:
    matched = matching.named(list(old.formats), list(new.formats), str)
    for name in matched.gone:
        action = f"Ask for another format than {name!r}."
        subject = _at("format", "service", "formats", name)
        found.add("breaks callers", "format removed", subject, old.formats[name].wire, None, action)
    for name in matched.added:
        found.add("adds", "format added", _at("format", "service", "formats", name), None, new.formats[name].wire)
    for name, _ in matched.pairs:
        subject = _at("format", "service", "formats", name)
        before, after = old.formats[name], new.formats[name]
        if before.wire != after.wire:
            found.add("breaks on the wire", "format renamed", subject, before.wire, after.wire)
        if before.content_type != after.content_type:
            found.add("breaks on the wire", "other content type", subject, before.content_type, after.content_type)
        found.words(subject, before, after, "purpose")
    _first(found, SERVICE.at("service", "formats"), "format", list(old.formats), list(new.formats))


def _login(found: Findings, old: LoginMethod | None, new: LoginMethod | None) -> None:
    subject = Subject(part="login", paths=(("service", "login"), ("service",)))
    before: LoginNeed = "never" if old is None else old.needed
    after: LoginNeed = "never" if new is None else new.needed
    if before != after:
        action = login_action("this version", after)
        found.add(login_weight(before, after), "login", subject, before, after, action)
    if old is None and new is not None:
        found.add("adds", "login added", subject, None, new.token)
    elif new is None and old is not None:
        action = "Leave login out: the client takes none."
        found.add("breaks callers", "login removed", subject, old.token, None, action)
    elif old is not None and new is not None:
        for field in ("token", "client_id", "refresh_client_id", "check", "logout"):
            was, now = getattr(old, field), getattr(new, field)
            if was != now:
                found.add("breaks on the wire", f"login: {field.replace('_', ' ')}", subject, was, now)
        if old.guest != new.guest:
            weight: Weight = (
                "breaks on the wire" if old.guest and new.guest else "adds" if new.guest else "breaks callers"
            )
            action = "" if new.guest else "Log in as a user: there is no guest."
            found.add(weight, "login: guest", subject, old.guest, new.guest, action)


def _criteria(found: Findings, old: Api, new: Api) -> None:
    matched = matching.criteria(old.criteria, new.criteria)

    def subject(criterion: Criterion) -> Subject:
        return _at("criterion", "criteria", criterion.wire)

    for criterion in matched.gone:
        action = f"Search without {criterion.python}."
        found.add("breaks callers", "criterion removed", subject(criterion), criterion.python, None, action)
    for criterion in matched.added:
        found.add("adds", "criterion added", subject(criterion), None, criterion.python)
    for before, after in matched.pairs:
        at = subject(after)
        if before.wire != after.wire:
            found.add("breaks on the wire", "criterion renamed", at, before.wire, after.wire)
        if before.python != after.python:
            action = f"Write {after.python} instead of {before.python}."
            found.add("breaks callers", "python name changed", at, before.python, after.python, action)
        parameters.of_criterion(found, at, before, after)
        found.words(at, before, after, "meaning", "note", "source", "evidence")
    found.order(
        Subject(paths=(("criteria",),)),
        "criteria",
        (criterion.wire for criterion in old.criteria),
        (criterion.wire for criterion in new.criteria),
    )


def _refused(found: Findings, old: Api, new: Api) -> None:
    matched = matching.named(old.refused, new.refused, lambda each: each.path)
    for refused in matched.gone:
        found.add("words", "path no longer refused", _at("path", "refused", refused.path), refused.reason, None)
    for refused in matched.added:
        found.add("words", "path refused", _at("path", "refused", refused.path), None, refused.reason)
    for before, after in matched.pairs:
        found.words(_at("path", "refused", after.path), before, after, "reason", "evidence")
    found.order(
        Subject(paths=(("refused",),)),
        "refused paths",
        (refused.path for refused in old.refused),
        (refused.path for refused in new.refused),
    )


def _groups(found: Findings, old: Api, new: Api) -> None:
    matched = matching.named(old.groups, new.groups, lambda each: each.name)
    for group in matched.gone:
        found.add("words", "group removed", _at("group", "service", "groups", group.name), group.purpose, None)
    for group in matched.added:
        found.add("words", "group added", _at("group", "service", "groups", group.name), None, group.purpose)
    for before, after in matched.pairs:
        found.words(_at("group", "service", "groups", after.name), before, after, "purpose")
    found.order(
        SERVICE.at("service", "groups"),
        "groups",
        (group.name for group in old.groups),
        (group.name for group in new.groups),
    )


def compare_roles(rows: Rows, twins: dict[str, str]) -> None:
    """Find what changes of the roles, but for what follows from names that are told of already.

    Args:
        rows: what is known of the attributes.
        twins: the endpoints of the new description by the names that they had in the old one.
    """
    found, old, new = rows.found, rows.old.roles, rows.new.roles
    for role in dict.fromkeys([*old, *new]):
        subject = _at("role", "service", "roles", role)
        if role not in new:
            action = "Do without what needs it: downloads, commands and the contract ask for what an endpoint is for."
            found.add("breaks callers", "role removed", subject, old[role].endpoint, None, action)
        elif role not in old:
            found.add("adds", "role added", subject, None, new[role].endpoint)
        else:
            _role(rows, subject, role, twins)


def _role(rows: Rows, subject: Subject, role: RoleName, twins: dict[str, str]) -> None:
    old, new = rows.old.roles[role], rows.new.roles[role]
    if twins.get(old.endpoint, old.endpoint) != new.endpoint:
        rows.found.add("breaks on the wire", "role played by another", subject, old.endpoint, new.endpoint)
    fallback = None if old.fallback is None else twins.get(old.fallback, old.fallback)
    if fallback != new.fallback:
        rows.found.add("breaks on the wire", "role: fallback", subject, old.fallback, new.fallback)
    before, after = _renamed(rows, old), (new.image_count, new.size, new.license)
    if before != after:
        is_more = all(was in (None, (), now) for was, now in zip(before, after, strict=True))
        weight: Weight = "adds" if is_more else "breaks on the wire"
        rows.found.add(weight, "role: attributes", subject, _attributes(old), _attributes(new))
    if (old.arguments, old.when_short) != (new.arguments, new.when_short):
        rows.found.add("breaks on the wire", "role: arguments", subject, _arguments(old), _arguments(new))


def _attributes(role: Role) -> list[str]:
    return [name for name in (role.image_count, role.size, *role.license) if name is not None]


def _arguments(role: Role) -> dict[str, bool | str]:
    return role.arguments | {f"{name} when short": value for name, value in role.when_short.items()}


def _renamed(rows: Rows, role: Role) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the attributes of a role under the names that they have now."""

    def now(wire: str) -> str:
        return rows.renamed.get((role.endpoint, wire), wire)

    count, size = (None if wire is None else now(wire) for wire in (role.image_count, role.size))
    return count, size, tuple(map(now, role.license))


def compare_dictionary(rows: Rows) -> None:
    """Find what changes of the data dictionary, but for what changes of attributes tell of already."""
    found = rows.found
    matched = matching.named(rows.old.concepts, rows.new.concepts, lambda each: each.name)

    def subject(concept: Concept) -> Subject:
        return _at("entry of the dictionary", "attributes", concept.name)

    for concept in matched.gone:
        if (concept.name, "name") not in rows.concepts:
            found.add("words", "entry of the dictionary removed", subject(concept), concept.meaning, None)
    for concept in matched.added:
        if (concept.name, "name") not in rows.concepts:
            found.add("words", "entry of the dictionary added", subject(concept), None, concept.meaning)
    for before, after in matched.pairs:
        at = subject(after)
        for field in ("python", "type", "tag"):
            was, now = getattr(before, field), getattr(after, field)
            if was != now and (after.name, field) not in rows.concepts:
                weight: Weight = "words" if field == "tag" else "breaks callers"
                action = f"Call columns of tables {now} instead of {was}." if field == "python" else ""
                found.add(weight, f"entry of the dictionary: {field}", at, was, now, action)
        found.words(at, before, after, "meaning")
        _synonyms(found, at, before, after)
    found.order(
        Subject(paths=(("attributes",),)),
        "entries of the dictionary",
        (concept.name for concept in rows.old.concepts),
        (concept.name for concept in rows.new.concepts),
    )


def _synonyms(found: Findings, subject: Subject, old: Concept, new: Concept) -> None:
    gone = [name for name in old.synonyms if name not in new.synonyms]
    added = [name for name in new.synonyms if name not in old.synonyms]
    if gone:
        action = f"Call such columns of tables {new.name} or {new.python}."
        found.add("breaks callers", "heading no longer known", subject, gone, None, action)
    if added:
        found.add("adds", "heading known", subject, None, added)
    found.order(subject, "headings", old.synonyms, new.synonyms)
