"""The pages about a version: an index, one page for each endpoint, the data dictionary."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Final

import jinja2

from nbia_core.api.bucket_services import Buckets, Questions
from nbia_core.api.description import Api, Attribute, Concept, Endpoint, LoginNeed, Record
from nbia_core.api.wire_forms import TYPE_WORDS
from nbia_core.cli.examples import command_line
from nbia_core.text import capitalized

from ..load.recordings import Recordings
from . import examples, python
from .environment import environment_of
from .text import NOTICE

_MARKDOWN_HEADER: Final = f"<!-- {NOTICE} -->\n\n"
_LOGINS: Final[Mapping[LoginNeed, str]] = {
    "never": "No endpoint looks at a login, unless its page says otherwise.",
    "optional": "What is public needs no login.",
    "always": "Nothing is shown without a login, unless the page of an endpoint says otherwise.",
}
_LOGINS_OF: Final[Mapping[LoginNeed, str]] = {
    "never": "A login makes no difference: none is sent.",
    "optional": "A login is sent if the client has one; without it the answer is what is public.",
    "always": "Needs a login.",
}


def _escape_markdown(value: object) -> object:
    """Escape plain text so that it stays text on a page and in a table."""
    if not isinstance(value, str) or isinstance(value, _Markdown | jinja2.runtime.Undefined):
        return value
    text = " ".join(value.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    text = re.sub(r"([\\`*_\[\]])(?!\|)", r"\\\1", text)
    return re.sub(r"^([#>+=~-]|\d+(?=[.)]))", r"\\\1", text)


class _Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def markdown(value: object) -> _Markdown:
    """Mark a text as Markdown, so that nothing in it is escaped."""
    return _Markdown(value)


def _code(value: str) -> _Markdown:
    """Return a code span that neither ends early nor breaks a table."""
    text = " ".join(value.split()).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    gap = " " if "`" in text or not text else ""
    return _Markdown(f"{fence}{gap}{text}{gap}{fence}")


def type_words(attribute: Attribute | Concept) -> str:
    """Return what an attribute is, in words."""
    return TYPE_WORDS[attribute.type] if isinstance(attribute, Concept) else attribute.type_words


def markdown_environment() -> jinja2.Environment:
    """Return what renders pages."""
    environment = environment_of(_escape_markdown)
    environment.filters |= {
        "raw": markdown,
        "code": _code,
        "capitalized": capitalized,
        "type_words": type_words,
    }
    return environment


def renderer(environment: jinja2.Environment) -> Callable[..., str]:
    """Return what makes a page of a template and its values."""

    def render(template: str, **values: object) -> str:
        text = environment.get_template(template).render(**values)
        return _MARKDOWN_HEADER + _without_gaps(text).strip() + "\n"

    return render


def index_pages(api: Api, source: Buckets, questions: Questions) -> dict[str, str]:
    """Return the page about what an index answers: text by path."""
    environment = markdown_environment()
    render = renderer(environment)
    filters: dict[tuple[str, str], list[str]] = {}
    for endpoint in api.endpoints:
        for parameter in endpoint.parameters:
            meaning = " ".join(filter(None, (parameter.meaning, parameter.note)))
            filters.setdefault((parameter.python, meaning), []).append(endpoint.name)
    listed = [(python, meaning, ", ".join(names)) for (python, meaning), names in sorted(filters.items())]
    page = render("answers.md.jinja", api=api, source=source, questions=questions, filters=listed)
    return {f"docs/{api.version}/answers.md": page}


def pages(api: Api, package: str, recordings: Recordings) -> dict[str, str]:
    """Return the pages about a version: text by path.

    Args:
        api: the version.
        package: from where its clients are imported, such as nbia.
        recordings: what was recorded of it.
    """
    environment = markdown_environment()
    base_url = next(iter(api.base_urls.values()))
    groups = [(group, api.in_group(group)) for group in api.groups]
    environment.filters |= {
        "accepted": python.accepted,
        "example_source": python.example_source,
        "remarks": lambda parameter: python.remarks(api, parameter),
        "returns": python.returns,
        "login_words": lambda described: _LOGINS[described.login.needed],
        "login_of": lambda endpoint: _LOGINS_OF[api.login_of(endpoint)],
        "evidence": lambda said: python.evidence(api, said),
        "error_class": lambda error: python.ERRORS[error.means],
        "example_sync": lambda endpoint: examples.synchronous(api, endpoint, package),
        "example_async": lambda endpoint: examples.asynchronous(api, endpoint, package),
        "example_command": lambda endpoint: command_line(endpoint, None if package == "nbia" else api.version),
        "request": lambda endpoint: f"{endpoint.method} {base_url}/{endpoint.path}",
        "stream_call": lambda endpoint: f"client.{endpoint.stream}(…)",
        "example_curl": lambda endpoint: examples.curl(api, endpoint),
    }
    uses: dict[str, list[tuple[str, str]]] = {}
    for record in api.records:
        for attribute in record.attributes:
            uses.setdefault(attribute.concept, []).append((record.name, attribute.wire))

    render = functools.partial(renderer(environment), api=api)
    returned_by = {record.name: [e for e in api.endpoints if e.record == record] for record in api.records}
    held_by = {
        record.name: [other.name for other in api.records if record.name in {each.record for each in other.attributes}]
        for record in api.records
    }
    folder = f"docs/{api.version}"
    found = {
        f"{folder}/index.md": render("index.md.jinja", groups=groups),
        f"{folder}/attributes.md": render(
            "attributes.md.jinja",
            returned_by=returned_by,
            held_by=held_by,
            uses=uses,
            criteria_module=f"nbia.{api.version}.criteria",
        ),
    }
    for endpoint in api.endpoints:
        found[f"{folder}/endpoints/{endpoint.name}.md"] = render(
            "endpoint.md.jinja",
            endpoint=endpoint,
            origin=recordings.origin,
            recorded=recordings.endpoints.get(endpoint.name),
            presence=_presence(endpoint, recordings),
            nested=_nested(api, endpoint),
        )
    return found


def _nested(api: Api, endpoint: Endpoint) -> list[Record]:
    """Return the records that stand within the rows of an endpoint, each once, the outer ones first."""
    found = [] if endpoint.record is None else [endpoint.record]
    for outer in found:
        names = dict.fromkeys(each.record for each in outer.attributes if each.record is not None)
        found += [record for record in map(api.record, names) if record not in found]
    return found[1:]


def _presence(endpoint: Endpoint, recordings: Recordings) -> dict[str, str]:
    """Return how often each attribute of an endpoint was recorded; nothing where nothing was."""
    names = [attribute.wire for attribute in endpoint.attributes]
    recorded = recordings.endpoints.get(endpoint.name)
    return dict.fromkeys(names, "") if recorded is None else recorded.presence(names)


def _without_gaps(text: str) -> str:
    """Leave at most one blank line between paragraphs; code keeps its own."""
    parts = text.split("```")
    return "```".join(part if at % 2 else re.sub(r"\n{3,}", "\n\n", part) for at, part in enumerate(parts))
