"""The forms of an answer: its content type, how the rows are wrapped, how CSV is quoted, whether all formats agree."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from nbia_core.contract.findings import Verdict
from nbia_core.contract.observations import Observation
from nbia_core.text import counted

from .evidence import Report, Seen, Tally, View

TOPIC_TYPE: Final = "content type"
"""What all endpoints can have in common: how they label their answers."""
TOPIC_SHAPE: Final = "shape"
"""What all endpoints can have in common: what stands around their rows."""
TOPIC_QUOTES: Final = "quotation marks"
"""What all endpoints can have in common: how they quote CSV."""

# What is the same in all formats is one finding.
_ANYWHERE: Final = {"JSON": "JSON whatever format is asked for", "binary data": "binary data"}


def check_formats(view: View) -> Report:
    """Check the forms of the answers that have rows, and of those that cannot be read."""
    report = Report()
    _check_types(report, view)
    _check_readable(report, view)
    _check_shape(report, view)
    _check_quotes(report, view)
    _check_row_counts(report, view)
    _add_cut(report, view)
    return report


def media_type(observation: Observation) -> str | None:
    """Return the declared content type of an answer without its parameters; None if the headers are not known."""
    if observation.headers is None:
        return None
    return observation.headers.get("content-type", "").partition(";")[0].strip().lower()


def check_media_type(report: Report, view: View, observations: list[tuple[Observation, str]]) -> None:
    """Compare the declared content types of answers with the promised ones."""
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for observation, promised in observations:
        found = media_type(observation)
        if found is None:
            continue
        report.topics.add(f"{TOPIC_TYPE} of {observation.format}")
        if found != promised:
            tallies[found, observation.format].add(observation, [found or "no content type"])
    for (found, form), tally in tallies.items():
        new = f"content type {found}" if found else "no content type"
        promised = {observation.format: wanted for observation, wanted in observations}[form]
        summary = f"The answer is labelled with {new}, where the spec has {promised}"
        report.add(tally.finding(Verdict.REFORMATTED, view.endpoint.name, summary, new=new), f"{TOPIC_TYPE} of {form}")


def _check_types(report: Report, view: View) -> None:
    formats = {name: form.content_type for name, form in view.contract.formats.items()}
    check_media_type(
        report,
        view,
        [(seen.observation, formats.get(seen.observation.format, view.endpoint.content_type)) for seen in view.tables],
    )


def _check_readable(report: Report, view: View) -> None:
    report.topics.update(f"unreadable {seen.observation.format}" for seen in view.tables)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for observation, reason in view.unreadable:
        name = observation.format.upper()
        new = _ANYWHERE.get(reason) or (reason if name in reason or name == "JSON" else f"{reason} instead of {name}")
        tallies[new].add(observation, [observation.body[:120].decode("utf-8", errors="replace")])
    for new, tally in tallies.items():
        summary = f"The answer cannot be read: it is {new}"
        finding = tally.finding(Verdict.BROKEN, view.endpoint.name, summary, new=new)
        report.add(finding, f"unreadable {', '.join(finding.formats)}")


def _check_shape(report: Report, view: View) -> None:
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for seen in view.tables:
        if seen.table.format == "json":
            report.topics.add(TOPIC_SHAPE)
        if seen.table.wrapping is not None:
            tallies[seen.table.wrapping].add(seen.observation, [seen.observation.body[:100].decode(errors="replace")])
    for wrapping, tally in tallies.items():
        summary = f"The rows come as {wrapping}"
        report.add(tally.finding(Verdict.REFORMATTED, view.endpoint.name, summary, new=wrapping), TOPIC_SHAPE)


def _check_quotes(report: Report, view: View) -> None:
    endpoint = view.endpoint
    promised = endpoint.is_csv_quoted
    topic = f"{TOPIC_QUOTES} of {'tables' if promised else 'lists'}"
    quoted, uneven = Tally(), Tally()
    for seen in view.tables:
        if seen.table.format != "csv" or seen.observation.headers is None:
            continue  # who saves a body may have written it anew
        report.topics.add(topic)
        head = seen.observation.body.split(b"\n", 1)[0].decode(errors="replace")
        quoted.add(seen.observation, [head], count=int(seen.table.is_quoted is not promised))
        if seen.table.is_quoted and seen.table.uneven:
            rows = len(seen.table.rows) + len(seen.table.uneven)
            uneven.add(seen.observation, seen.table.uneven[:3], count=len(seen.table.uneven), of=rows)
    if quoted:
        new = "unquoted" if promised else "quoted"
        summary = f"The values of CSV are {new}"
        report.add(quoted.finding(Verdict.REFORMATTED, endpoint.name, summary, new=new), topic)
    if uneven:
        summary = "There are lines of CSV with another number of values than the head"
        report.add(uneven.finding(Verdict.BROKEN, endpoint.name, summary, new="lines of another length"))


def _check_row_counts(report: Report, view: View) -> None:
    """Compare how many rows the formats have for the same request."""
    groups: defaultdict[tuple[tuple[str, str], ...], dict[str, Seen]] = defaultdict(dict)
    for seen in view.tables:
        if seen.observation.headers is not None:
            groups[tuple(sorted(seen.observation.parameters.items()))].setdefault(seen.observation.format, seen)
    for form in ("csv", "html", "xml"):
        tally = Tally()
        for group in groups.values():
            if "json" not in group or form not in group or not _is_whole(group[form], view):
                continue
            there, here = len(group[form].table.rows), len(group["json"].table.rows)
            shown = f"{there} in {form}, {here} in json"
            tally.add(group[form].observation, [shown], count=int(there != here))
        if tally:
            new = f"another number of rows in {form}"
            summary = f"For the same request {form.upper()} has another number of rows than JSON"
            report.add(tally.finding(Verdict.BROKEN, view.endpoint.name, summary, new=new))


def _is_whole(seen: Seen, view: View) -> bool:
    """Whether the rows of a table can be counted: no list in CSV, no line spoilt, no document cut."""
    table = seen.table
    if table.is_cut_between_values or table.uneven or table.spoilt:
        return False
    return table.format != "csv" or (bool(table.is_quoted) and len(view.endpoint.attributes) > 1)


def _add_cut(report: Report, view: View) -> None:
    cut = [seen.observation for seen in view.tables if seen.table.is_cut_between_values]
    if cut:
        report.notes.append(
            f"{view.endpoint.name}: XML or HTML ends after a whole value and before its end, as the service does with text "
            f"that it takes for encoded twice ({counted(len(cut), 'answer')}, such as {cut[0].url})"
        )
