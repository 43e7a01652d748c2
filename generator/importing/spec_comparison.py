"""What an OpenAPI file says and the spec does not, and the reverse."""

from __future__ import annotations

from generator.diff.changes import Change
from generator.diff.findings import NOWHERE, Place
from generator.load.spec import Spec

from . import spec_answers, spec_requests
from .claims import Claim, Claims, is_told
from .document import Document, Operation
from .gathered import same_name, without


def claims(document: Document, spec: Spec, place: Place = NOWHERE) -> list[Claim]:
    """Return everything that a file and the spec of a version do not say alike, also what the spec explains.

    It explains what it records of its guide: that a parameter is required there and not for the server, what an attribute
    is called there, what only the server has, and the differences that say what they are about.

    Args:
        document: The file.
        spec: What the spec says.
        place: Says in which file and line of the spec something stands that the file does not have.
    """
    found = Claims(spec, document.file, place)
    _servers(found, document)
    named = endpoints_of(document, spec)
    known = {operation.path for operation in named.values()} | spec.refused.keys()
    compared = {id(operation) for operation in named.values()}
    for operation in document.operations:
        path = operation.path
        if path not in known:
            matter = f"endpoint {path}"
            found.add("adds", "endpoint added", matter, endpoint=path, after=operation.method, at=operation.at)
        elif path not in spec.refused and id(operation) not in compared:
            method = operation.method
            found.add(
                "adds",
                "method added",
                "method",
                endpoint=path,
                part="method",
                subject=method,
                after=method,
                at=operation.at,
            )
    for name in spec.endpoints:
        if name in named:
            _endpoint(found, name, named[name])
        else:
            found.add(
                "breaks callers",
                "endpoint removed",
                f"endpoint {name}",
                endpoint=name,
                before=spec.endpoints[name].method,
                action="Ask the server whether it is gone there, too.",
                reason=spec.endpoints[name].evidence if spec.endpoints[name].source == "observed" else None,
            )
    spec_answers.missing_attributes(found, named)
    return found.found


def endpoints_of(document: Document, spec: Spec) -> dict[str, Operation]:
    """Return what the file says of each endpoint of the spec, also of one that it spells otherwise."""
    by_path: dict[str, Operation] = {}
    for operation in document.operations:
        own = spec.endpoints.get(operation.path)
        if operation.path not in by_path or (own is not None and own.method == operation.method):
            by_path[operation.path] = operation
    named = {name: operation for name, operation in by_path.items() if name in spec.endpoints}
    for path in without(by_path, named):
        alike = [name for name in spec.endpoints if name not in named and same_name(name, path)]
        if len(alike) == 1 and path not in spec.refused:
            named[alike[0]] = by_path[path]
    return named


def report(document: Document, spec: Spec, place: Place = NOWHERE) -> list[Change]:
    """Return what a file and the spec of a version do not say alike, and the spec does not explain."""
    return [claim.change for claim in claims(document, spec, place) if claim.reason is None]


def _servers(found: Claims, document: Document) -> None:
    ours = {server.url.rstrip("/"): server for server in found.spec.service.servers.values()}
    theirs = {url.rstrip("/"): at for url, at in document.servers.items()}
    for url in without(theirs, ours):
        found.add("adds", "server added", part="server", subject=url, after=url, at=theirs[url])
    for url in without(ours, theirs):
        found.add(
            "breaks on the wire",
            "server removed",
            part="server",
            subject=url,
            before=url,
            action="Ask it whether it answers.",
            reason=ours[url].evidence if ours[url].source == "observed" else None,
        )


def _endpoint(found: Claims, name: str, operation: Operation) -> None:
    endpoint = found.spec.endpoints[name]
    if operation.path != name:
        found.add(
            "breaks on the wire",
            "endpoint renamed",
            "name of the endpoint",
            endpoint=name,
            before=name,
            after=operation.path,
            action="Ask the server for both.",
            at=operation.at,
        )
    if endpoint.source == "observed":
        found.add(
            "words",
            "endpoint described now",
            "endpoint",
            endpoint=name,
            before="only the server has it",
            after="the file has it",
            action="Take source: observed away, and say what the file says of its parameters.",
            at=operation.at,
            reason=endpoint.evidence if is_told(endpoint.evidence) else None,
        )
    if operation.method != endpoint.method:
        found.add(
            "breaks on the wire",
            "other method",
            "method",
            endpoint=name,
            before=endpoint.method,
            after=operation.method,
            action="Ask the server which it takes.",
            at=operation.at,
        )
    _login(found, name, operation)
    spec_requests.compare(found, name, operation)
    spec_answers.compare(found, name, operation)


def _login(found: Claims, name: str, operation: Operation) -> None:
    login = found.spec.service.login
    needed = "never" if login is None else found.spec.endpoints[name].login or login.needed
    if operation.logins and needed == "never":
        found.add(
            "breaks callers",
            "login added",
            "login",
            endpoint=name,
            before="never",
            after=" or ".join(sorted(operation.logins)),
            action="Ask the server without a login.",
            at=operation.at,
        )
    elif not operation.logins and needed == "always":
        found.add("adds", "login removed", "login", endpoint=name, before="always", after="none", at=operation.at)
