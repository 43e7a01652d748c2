"""The report as annotations of a GitHub workflow: errors, warnings and notices beside the lines of the spec.

What was looked at follows as a folded part of the log.
"""

from __future__ import annotations

from nbia_core.api.description import Api
from nbia_core.contract.findings import Finding, Result

from . import words
from .plain import coverage, details


def render(result: Result, *, contract: Api | None, places: words.Places) -> str:
    """Return the report."""
    lines = [_finding(finding, contract, places) for finding in result.findings]
    for finding, reason in result.accepted:
        lines.append(command("notice", f"accepted: {words.title(finding)}", words.shortened(reason, 400)))
    for key in result.stale:
        lines.append(command("warning", "stale in the baseline", f"Not found any more: {words.shortened(key, 400)}"))
    lines += [command("notice", "note", note) for note in words.notes(result)]
    message = (
        f"{words.summary(result)} Checked: {words.checked(result)}; compared with: {words.compared_with(result)}; "
        f"answered by: {words.answered_by(result)}"
    )
    lines.append(command("notice", "nbia contract", message))
    covered = [f"  {_harmless(line)}" for line in coverage(result)]
    lines += ["::group::Coverage", *covered, "::endgroup::"] if covered else []
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, contract: Api | None, places: words.Places) -> str:
    message = "\n".join(details(finding, contract))
    found = places(finding)
    file, line = found if found is not None else ("", 0)
    return command("error", words.title(finding), message, file=file, line=line)


def command(level: str, title: str, message: str, *, file: str = "", line: int = 0) -> str:
    """Return an annotation: a line that GitHub takes for a command, whatever is in its parts."""
    properties = [f"file={_property(file)}", f"line={line}"] if file else []
    properties.append(f"title={_property(title)}")
    return f"::{level} {','.join(properties)}::{_data(message)}"


def _harmless(line: str) -> str:
    """Break what GitHub would take for a command inside a line of the log."""
    return line.replace("##[", "# #[").replace("::", ": :")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
