"""The command `nbia contract`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from nbia_core.files import is_folder, is_one_of
from nbia_core.text import counted

from .contract_options import HELP, NOTES, STDOUT, Options, parameters
from .failures import CommandError, ExitCode, near
from .options import Command
from .output import complain, to_stdout, write_data
from .settings import current_api, current_settings
from .waiting import Waiting

if TYPE_CHECKING:
    from nbia_core.api.description import Api
    from nbia_core.contract.baseline import Baseline
    from nbia_core.contract.findings import Result
    from nbia_core.contract.observations import Observation
    from nbia_core.contract.reports.words import Places

_LIVE_ONLY: Final = frozenset({"server", "base_url", "timeout", "retries"})
"""The common options that say how the service is asked."""


def _command(**values: object) -> int:
    settings = current_settings()
    live_only = _LIVE_ONLY & settings.given
    if live_only and not values["live"]:
        raise click.UsageError(f"--{min(live_only).replace('_', '-')} belongs to --live.")
    server, base_url = settings.address()
    options = Options(
        server=server,
        base_url=base_url,
        timeout=settings.timeout,
        retries=settings.retries,
        quiet=settings.quiet,
        **values,  # type: ignore[arg-type]  # click has the same names
    )
    _check_options(options)
    return _run(options)


def _check_options(options: Options) -> None:
    sources = {
        "--live": options.live,
        "--cassettes": options.cassettes,
        "--har": options.har,
        "--bodies": options.bodies,
    }
    given = [name for name, value in sources.items() if value]
    if len(given) != 1:
        chosen = f"not {' and '.join(given)}" if given else "none is given"
        raise click.UsageError(f"Name one source of answers, {', '.join(sources)}; {chosen}.")
    if options.update_baseline and options.baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE, the file to write.")
    on_stdout: list[str] = [form for form, file in options.reports if file == STDOUT]
    on_stdout += ["the patch"] if options.propose == STDOUT else []
    if len(on_stdout) > 1:
        raise click.UsageError(
            f"{' and '.join(on_stdout)} would mix on standard output; give a file, as in json:out.json."
        )


def _run(options: Options) -> int:
    from nbia_core.contract.checks.check import check
    from nbia_core.errors import DestinationError

    whole = _contract(options)
    contract = _chosen(options, whole)
    spec = _spec(options)
    baseline = _baseline(options, whole)
    _check_targets(options, whole)
    base_url = _base_url(options, contract)
    origin = base_url or str(options.cassettes or options.har or options.bodies)
    result = check(contract, _observations(options, whole, base_url), origin=origin)
    _refuse_nothing(options, result)
    result = _with_baseline(options, result, baseline)
    try:
        _report(options, result, contract, _places(options, spec))
        _propose(options, result, spec)
    except DestinationError as error:
        raise CommandError(ExitCode.UNWRITABLE_REPORT, error.message) from error
    return ExitCode.FINDINGS if result.findings else ExitCode.NOTHING_NEW


def _contract(options: Options) -> Api:
    contract = current_api()
    if contract.index is not None:
        raise click.UsageError(
            f"{contract.version} is no service: an index answers, and no contract is kept or broken."
        )
    names = [endpoint.name for endpoint in contract.endpoints]
    for name in options.endpoints:
        if name not in names:
            raise click.UsageError(f"There is no endpoint {name}{near(name, names)}")
    return contract


def _chosen(options: Options, contract: Api) -> Api:
    endpoints = (
        endpoint for endpoint in contract.endpoints if not options.endpoints or endpoint.name in options.endpoints
    )
    return msgspec.structs.replace(contract, endpoints=tuple(endpoints))


def _base_url(options: Options, contract: Api) -> str | None:
    if not options.live:
        return None
    if options.base_url is not None:
        return options.base_url.rstrip("/")
    name = options.server or next(iter(contract.servers))
    if name not in contract.servers:
        raise click.UsageError(f"There is no server {name}{near(name, list(contract.servers))}")
    return contract.base_urls[name]


def _observations(options: Options, contract: Api, base_url: str | None) -> Iterator[Observation]:
    """Hand out the answers of the endpoints that are to be looked at."""
    from nbia_core.errors import InvalidParameterError, NbiaError

    try:
        for observation in _counted(_source(options, contract, base_url), is_shown=options.live and not options.quiet):
            if not options.endpoints or observation.endpoint in options.endpoints:
                yield observation
    except InvalidParameterError:
        raise
    except NbiaError as error:
        code = ExitCode.UNREACHABLE if options.live else ExitCode.UNREADABLE_INPUT
        raise CommandError(code, str(error)) from error


def _source(options: Options, contract: Api, base_url: str | None) -> Iterable[Observation]:
    from nbia_core.contract.sources.bodies import from_bodies
    from nbia_core.contract.sources.cassettes import from_cassettes
    from nbia_core.contract.sources.har import from_har
    from nbia_core.contract.sources.live import live
    from nbia_core.http.retries import policy_of

    from .login import find_login

    if base_url is not None:
        return live(
            base_url,
            contract,
            endpoints=options.endpoints or None,
            timeout=options.timeout,
            retries=policy_of(options.retries),
            login=find_login(contract.login, base_url, may_ask=False),
        )
    if options.cassettes is not None:
        return from_cassettes(options.cassettes, contract)
    if options.har is not None:
        return from_har(options.har, contract)
    assert options.bodies is not None, "one source was given"
    return from_bodies(options.bodies, contract)


def _counted(observations: Iterable[Observation], *, is_shown: bool) -> Iterator[Observation]:
    """Hand observations on and tell how many there are so far."""
    with Waiting("Asking the service", is_quiet=not is_shown) as waiting:
        for number, observation in enumerate(observations, start=1):
            waiting.progress = f"{counted(number, 'answer')}, {observation.endpoint}"
            yield observation


def _refuse_nothing(options: Options, result: Result) -> None:
    """Refuse to judge if no answer was seen at all: then nothing is known of the service."""
    from nbia_core.contract.findings import Verdict

    if any(coverage.answers for coverage in result.coverage):
        return
    if not options.live:
        raise CommandError(
            ExitCode.UNREADABLE_INPUT,
            f"{result.origin} holds no answer of an endpoint that was to be looked at.",
            "Does it belong to this API, and are the files where they are expected?",
        )
    if all(finding.verdict is Verdict.UNREACHABLE for finding in result.findings):
        reasons = [shown for finding in result.findings for piece in finding.evidence for shown in piece.shown]
        reason = reasons[0] if reasons else result.findings[0].summary if result.findings else "nothing was asked"
        raise CommandError(
            ExitCode.UNREACHABLE,
            f"No answer came from {result.origin}: {reason}",
            "Try the address in a browser, look at proxy settings, or give more time with --timeout.",
        )


def _baseline(options: Options, contract: Api) -> Baseline | None:
    from nbia_core.contract import baseline

    if options.baseline is None:
        return None
    is_there = True
    with contextlib.suppress(OSError):  # whoever reads it says why it cannot be looked at
        is_there = options.baseline.exists()
    if options.update_baseline and not is_there:
        return baseline.Baseline()
    try:
        return baseline.read(options.baseline, [endpoint.name for endpoint in contract.endpoints])
    except baseline.BaselineError as error:
        hint = None if is_there else "Make it with --update-baseline."
        raise CommandError(ExitCode.BAD_BASELINE, str(error), hint) from error


def _with_baseline(options: Options, result: Result, old: Baseline | None) -> Result:
    from nbia_core.contract import baseline

    if old is None or options.baseline is None:
        return result
    if not options.update_baseline:
        return baseline.apply(result, old)
    new = baseline.update(result, old)
    try:
        baseline.write(new, options.baseline)
    except baseline.BaselineError as error:
        raise CommandError(ExitCode.BAD_BASELINE, str(error)) from error
    if not options.quiet:
        before, after = ({entry.key for entry in each.entries} for each in (old, new))
        counts = f"{len(after - before)} new, {len(after & before)} kept, {len(before - after)} forgotten"
        complain(f"{options.baseline}: {counts}")
    return baseline.apply(result, new)


def _spec(options: Options) -> Path | None:
    """Return the folder of the spec, if there is one or if one is needed."""
    default = Path("spec")
    if options.spec is None and (default / "schema.json").is_file():
        return default
    if options.spec is None and options.propose is not None:
        message = "--propose edits the spec, and there is none in this folder."
        raise CommandError(ExitCode.BAD_SPEC, message, "Name its folder with --spec DIR.")
    if options.spec is not None and not is_folder(options.spec):
        raise CommandError(
            ExitCode.BAD_SPEC, f"{options.spec} is no folder.", "Name the folder of the spec with --spec DIR."
        )
    return options.spec


def _places(options: Options, spec: Path | None) -> Places:
    from nbia_core.contract.propose.proposals import SpecError, places
    from nbia_core.contract.reports.words import NOWHERE

    if spec is None or all(form != "github" for form, _ in options.reports):
        return NOWHERE
    try:
        return places(spec, current_api().version)
    except SpecError as error:
        if options.spec is None:  # nobody asked for it
            return NOWHERE
        raise CommandError(ExitCode.BAD_SPEC, str(error)) from error


def _check_targets(options: Options, contract: Api) -> None:
    """Find out before the work whether its results can be written."""
    for _, file in (*options.reports, ("", options.propose or STDOUT)):
        if file != STDOUT and not is_folder(Path(file).parent):
            message = f"{file} cannot be written: there is no folder {Path(file).parent}."
            raise CommandError(ExitCode.UNWRITABLE_REPORT, message, "Make the folder first.")
        if file != STDOUT and _is_read(Path(file), options, contract):
            message = f"{file} is what is read here, and is not written over."
            raise CommandError(ExitCode.UNWRITABLE_REPORT, message, "Name another file.")


def _is_read(file: Path, options: Options, contract: Api) -> bool:
    """Whether a file is one of those that answers, the baseline or the spec are read from."""
    if is_one_of(file, [path for path in (options.baseline, options.har) if path is not None]):
        return True
    name = file.name.partition("--")[0].partition(".")[0]
    if options.bodies is not None and contract.endpoint(name) is not None and _is_in(file, options.bodies):
        return True
    folders = (options.cassettes, options.spec or Path("spec"))
    is_yaml = file.suffix.lower() in (".yaml", ".yml")
    return is_yaml and any(_is_in(file, folder) for folder in folders if folder is not None)


def _is_in(file: Path, folder: Path) -> bool:
    return file.exists() and folder.resolve() in (file.resolve(), *file.resolve().parents)


def _report(options: Options, result: Result, contract: Api, places: Places) -> None:
    from nbia_core.contract.reports import render, show, words

    reports = options.reports
    for form, file in reports:
        if file != STDOUT:
            _write_file(file, render(result, form, contract=contract, places=places))
        elif form == "terminal":
            to_stdout(lambda stream: show(result, stream, contract=contract))
        else:
            write_data(render(result, form, contract=contract, places=places))
    if options.quiet or any(file == STDOUT for _, file in reports):
        return
    if reports:
        complain(words.summary(result))
    elif options.propose == STDOUT:
        show(result, sys.stderr, contract=contract)
    else:
        to_stdout(lambda stream: show(result, stream, contract=contract))


def _propose(options: Options, result: Result, spec: Path | None) -> None:
    from nbia_core.contract.propose.proposals import SpecError, propose

    if options.propose is None or spec is None:
        return
    try:
        patch = propose(result, spec)
    except SpecError as error:
        raise CommandError(ExitCode.BAD_SPEC, str(error)) from error
    if options.propose == STDOUT:
        write_data(patch)
    else:
        _write_file(options.propose, patch)


def _write_file(file: str, text: str) -> None:
    try:
        Path(file).write_bytes(text.encode())
    except OSError as error:
        raise CommandError(ExitCode.UNWRITABLE_REPORT, f"{file} cannot be written: {error.strerror}.") from error


def make_command() -> click.Command:
    """Return the command."""
    return Command(
        "contract",
        params=parameters(),
        callback=_command,
        help=HELP,
        notes=lambda: NOTES,
    )
