"""What changes of the parameters of an endpoint, and of the fields of a criterion."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from nbia_core.api.description import Criterion, Endpoint, Parameter
from nbia_core.api.wire_forms import TYPE_WORDS

from . import matching
from .changes import Weight
from .findings import Findings, Subject

_LOOSER = {("uid", "text")}
"""Other types under which everything that was taken is taken still."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Side:
    """What parameters belong to, in one of the descriptions."""

    call: str
    """How it is called in Python."""
    parameters: Sequence[Parameter]
    """Its parameters."""
    is_positional: Callable[[Parameter], bool]
    """Whether a parameter can be given without its name."""
    takes_several: Callable[[Parameter], bool]
    """Whether a parameter can be given several values."""


def of_endpoint(found: Findings, subject: Subject, old: Endpoint, new: Endpoint) -> None:
    """Find what changes of the parameters of an endpoint."""
    before, after = (
        _Side(
            call=each.python,
            parameters=each.parameters,
            is_positional=lambda parameter: parameter.is_required,
            takes_several=each.takes_several,
        )
        for each in (old, new)
    )
    _compare(found, subject, ("endpoints", new.name, "parameters"), before, after)


def of_criterion(found: Findings, subject: Subject, old: Criterion, new: Criterion) -> None:
    """Find what changes of the fields of a criterion."""
    before, after = (
        _Side(
            call=each.python,
            parameters=each.fields,
            is_positional=lambda _: True,
            takes_several=lambda _: False,
        )
        for each in (old, new)
    )
    _compare(found, subject, ("criteria", new.wire, "fields"), before, after)


def _compare(found: Findings, whole: Subject, path: tuple[str, ...], old: _Side, new: _Side) -> None:
    matched = matching.parameters(old.parameters, new.parameters)

    def subject(parameter: Parameter) -> Subject:
        name = parameter.wire if whole.name is None else f"{whole.name}.{parameter.wire}"
        return dataclasses.replace(whole, part="parameter", name=name).at(*path, parameter.wire)

    for parameter in matched.gone:
        action = f"Leave {parameter.python} out of {old.call}(…)."
        found.add("breaks callers", "parameter removed", subject(parameter), _whole(parameter), action=action)
    for parameter in matched.added:
        if parameter.is_required:
            action = f"Give {parameter.python} to {new.call}(…): {parameter.meaning}"
            found.add("breaks callers", "required parameter added", subject(parameter), None, _whole(parameter), action)
        else:
            words = f"{_whole(parameter)}. {parameter.meaning}"
            found.add("adds", "parameter added", subject(parameter), None, words)
    for before, after in matched.pairs:
        # What a parameter is stands in the spec once; what an endpoint makes of it stands there.
        use = subject(after)
        entry = use.at("parameters", after.wire) if path[0] == "endpoints" else use
        if before.python != after.python:
            at = entry.at(*entry.paths[0], "python")
            action = f"Write {new.call}({after.python}=…) instead of {before.python}=…."
            found.add("breaks callers", "python name changed", at, before.python, after.python, action)
        _compare_value(found, entry, before, after)
        _compare_use(found, use, before, after, old, new)
    _compare_order(found, whole, matched, old, new)


def _whole(parameter: Parameter) -> str:
    need = "required" if parameter.is_required else "optional"
    return f"{parameter.python}: {TYPE_WORDS[parameter.type]}, {need}"


def _compare_value(found: Findings, subject: Subject, old: Parameter, new: Parameter) -> None:
    """Compare what parameters take, and how that is written."""
    if old.wire != new.wire:
        found.add("breaks on the wire", "parameter renamed", subject, old.wire, new.wire)
    if old.type != new.type:
        is_looser = (old.type, new.type) in _LOOSER
        action = "" if is_looser else f"Give {new.python} as {TYPE_WORDS[new.type]}, not as {TYPE_WORDS[old.type]}."
        found.add("adds" if is_looser else "breaks callers", "parameter retyped", subject, old.type, new.type, action)
    elif old.form != new.form:
        before, after = old.form or old.type, new.form or new.type
        found.add("breaks on the wire", "parameter written otherwise", subject, before, after)
    if old.values != new.values:
        _compare_values(found, subject, old, new)
    found.words(subject, old, new, "meaning")


def _compare_use(
    found: Findings, subject: Subject, old: Parameter, new: Parameter, before: _Side, after: _Side
) -> None:
    """Compare what an endpoint makes of parameters."""
    if old.place != new.place:
        found.add("breaks on the wire", "parameter sent elsewhere", subject, old.place, new.place)
    _compare_several(found, subject, old, new, before, after)
    _compare_need(found, subject, old, new, before, after)
    found.words(subject, old, new, "note", "guide", "evidence", "example")


def _compare_values(found: Findings, subject: Subject, old: Parameter, new: Parameter) -> None:
    """Compare closed sets of values; those of a boolean are words that the client writes."""
    gone = [value for value in old.values if value not in new.values]
    weight: Weight = "words"
    kind, action = "values in another order", ""
    if new.type == "boolean":
        weight, kind = "breaks on the wire", "parameter written otherwise"
    elif new.values and (gone or not old.values):
        weight, kind = "breaks callers", "fewer values"
        action = f"Give {new.python} one of {', '.join(new.values)}."
    elif set(new.values) != set(old.values):
        weight, kind = "adds", "more values"
    found.add(weight, kind, subject, old.values or "any", new.values or "any", action)


def _compare_several(
    found: Findings, subject: Subject, old: Parameter, new: Parameter, before: _Side, after: _Side
) -> None:
    took, takes = before.takes_several(old), after.takes_several(new)
    if took and not takes:
        action = f"Give {new.python} one value, and call {after.call} once for each."
        found.add("breaks callers", "takes one value", subject, "several values", "one value", action)
    elif takes and not took:
        each = f"{_in_one_request(new)} in one request" if new.several else "a request for each"
        several = f"several values, {each}"
        found.add("adds", "takes several values", subject, "one value", several)
    elif old.several != new.several:
        weight: Weight = "adds" if old.several is None else "breaks on the wire"
        found.add(weight, "several values sent otherwise", subject, old.several or "one", new.several or "one")
    before_batch, after_batch = _in_one_request(old), _in_one_request(new)
    if before_batch != after_batch and not (takes and not took):
        is_more = isinstance(before_batch, int) and (isinstance(after_batch, str) or after_batch > before_batch)
        weight = "adds" if is_more else "breaks on the wire"
        found.add(weight, "values in one request", subject, before_batch, after_batch)


def _in_one_request(parameter: Parameter) -> int | str:
    return parameter.batch or ("any number" if parameter.several else 1)


def _compare_need(
    found: Findings, subject: Subject, old: Parameter, new: Parameter, before: _Side, after: _Side
) -> None:
    if not old.is_required and new.is_required:
        action = f"Give {new.python} in every call of {after.call}: {new.meaning}"
        found.add("breaks callers", "parameter newly required", subject, "optional", "required", action)
    elif old.is_required and not new.is_required:
        words = "optional" if new.default is None else f"optional, otherwise {new.default} is sent"
        if before.is_positional(old) and not after.is_positional(new):
            action = f"Give it by its name, {after.call}({new.python}=…): what is optional has no place in the order."
            found.add("breaks callers", "parameter no longer required", subject, "required", words, action)
        else:
            found.add("adds", "parameter no longer required", subject, "required", words)
    elif old.default != new.default:
        wanted = "what was left out before" if old.default is None else old.default
        action = f"Give {new.python} where {wanted} is meant; without it the answer is another one."
        none = "nothing is sent"
        found.add("breaks callers", "other default", subject, old.default or none, new.default or none, action)
    if old.server != new.server:
        _compare_server(found, subject, old, new)


def _compare_server(found: Findings, subject: Subject, old: Parameter, new: Parameter) -> None:
    if new.server == "ignored":
        action = f"Do not rely on {new.python}: the server does not look at it, so the answer has more than asked for."
        found.add("breaks callers", "parameter ignored", subject, old.server, new.server, action)
    elif old.server == "ignored":
        found.add("adds", "parameter heeded", subject, old.server, new.server)
    elif old.is_required == new.is_required:
        found.add("breaks on the wire", "parameter needed by the server", subject, old.server, new.server)


def _compare_order(
    found: Findings, subject: Subject, matched: matching.Matched[Parameter], old: _Side, new: _Side
) -> None:
    """Compare the order of what can be given without its name; what is new or gone is said already."""
    stay = [pair for pair in matched.pairs if old.is_positional(pair[0]) and new.is_positional(pair[1])]
    names = {after.python: before.python for before, after in stay}
    before = [parameter.python for parameter, _ in stay]
    after = [names[parameter.python] for parameter in new.parameters if parameter.python in names]
    if before != after:
        action = f"Give the arguments of {new.call} by their names, or in the new order."
        found.add("breaks callers", "arguments in another order", subject, before, after, action)
    optional = [pair for pair in matched.pairs if pair not in stay and pair[0].is_required == pair[1].is_required]
    before, after = [one.wire for _, one in optional], [one.wire for _, one in optional]
    after.sort(key=[parameter.wire for parameter in new.parameters].index)
    if before != after:
        found.add("words", "parameters in another order", subject, before, after)
