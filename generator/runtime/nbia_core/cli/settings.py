"""The options that every command has, before it or behind it, and the environment variables that stand in for them."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from nbia_core.api.description import Api
from nbia_core.api.description_file import load, versions

from .options import SECTION, Option, can_be_repeated, given_twice
from .output import write

if TYPE_CHECKING:
    from nbia_core.client._sync.client import BaseClient
    from nbia_core.http.login import Login


@dataclasses.dataclass(slots=True)
class Settings:
    """What holds for the whole run. A command line overrides the environment; None is what was not said."""

    server: str | None = None
    """The server, by its name in the spec."""
    base_url: str | None = None
    """The address of the service, in place of `server`."""
    timeout: float | None = None
    """Seconds to wait for a connection and for the next bytes."""
    retries: int | None = None
    """How often a request is sent again."""
    verbose: bool = False
    """Whether every request is told."""
    quiet: bool = False
    """Whether only errors are told."""
    debug: bool = False
    """Whether errors show where they come from."""
    index: str | None = None
    """The index that answers, a file; None for the installed one."""
    may_ask: bool = True
    """Whether somebody at the terminal is asked for a login that is needed; otherwise it is the guest's."""
    given: set[str] = dataclasses.field(default_factory=set)
    """The names of those that stand on the command line, not in the environment."""

    def address(self) -> tuple[str | None, str | None]:
        """Return the server and the base URL; at most one of them is not None.

        Raises:
            click.UsageError: both were given, on the same level.
        """
        if self.server is None or self.base_url is None:
            return self.server, self.base_url
        if {"server", "base_url"} <= self.given:
            raise click.UsageError("--server and --base-url both name the address; give one.")
        if "server" in self.given:
            return self.server, None
        if "base_url" in self.given:
            return None, self.base_url
        raise click.UsageError("NBIA_SERVER and NBIA_BASE_URL both name the address; unset one.")

    def login(self, package: str | None = None) -> Login | None:
        """Return the login for a version of the API; None where none is needed and none is at hand."""
        api = load(package or _package)
        if api.login is None:
            return None
        from nbia_core.http.servers import choose_base_url

        from .login import find_login

        address = choose_base_url(api.base_urls, *self.address())
        return find_login(api.login, address, may_ask=self.may_ask)

    def client(self, package: str | None = None) -> BaseClient:
        """Return a client of a version of the API, by its package: that which the commands speak if none is named."""
        server, base_url = self.address()
        if load(package or _package).index is not None:
            if {"server", "base_url"} & self.given:
                raise click.UsageError(
                    f"--api {(package or _package).rpartition('.')[2]} asks no server; leave its address out."
                )
            return client_type(package)(index=self.index, timeout=self.timeout, retries=self.retries)  # type: ignore[call-arg]  # a client of an index
        login = self.login(package)
        options: dict[str, Any] = {} if login is None else {"login": login}
        return client_type(package)(
            server=server, base_url=base_url, timeout=self.timeout, retries=self.retries, **options
        )


_VERSION: Final = "--api"
_package = ""
"""The package of the version of the API that the commands speak."""
_default = ""
"""The package of the one that they speak if no other is chosen."""


def use_by_default(package: str) -> None:
    """Let all commands speak a version of the API, by its package, until another is chosen."""
    global _default
    _default = package
    use_package(package)


def use_package(package: str) -> None:
    """Let all commands speak a version of the API, by its package."""
    global _package
    _package = package


def current_package() -> str:
    """Return the package of the version of the API that the commands speak, such as nbia.v1."""
    return _package


def other_version() -> str | None:
    """Return the version of the API that the commands speak; None if it is the one that they speak by themselves."""
    face, _, version = _package.rpartition(".")
    return None if importlib.import_module(face).Client.package == _package else version


def all_packages() -> dict[str, str]:
    """Return the packages of all versions of the API by their names, that of the commands first."""
    face, _, current = _package.rpartition(".")
    return {
        version: f"{face}.{version}" for version in sorted(versions(face), key=lambda each: (each != current, each))
    }


def client_type(package: str | None = None) -> type[BaseClient]:
    """Return the class of clients of a version of the API: that which the commands speak if none is named."""
    found: type[BaseClient] = importlib.import_module(f"{package or _package}.client").Client
    return found


def current_api() -> Api:
    """Return the description of the version of the API that the commands speak."""
    return load(current_package())


def current_settings() -> Settings:
    """Return the settings of the command that runs."""
    return click.get_current_context().ensure_object(Settings)


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    settings = context.ensure_object(Settings)
    name = str(parameter.name)
    source = context.get_parameter_source(name)
    if source is ParameterSource.COMMANDLINE:
        if name in settings.given and isinstance(parameter, click.Option) and not can_be_repeated(parameter):
            raise given_twice(parameter, context)
        settings.given.add(name)
        setattr(settings, name, value)
    elif source is ParameterSource.ENVIRONMENT and name not in settings.given:
        setattr(settings, name, value)


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from importlib import metadata

        write(f"nbia-client {metadata.version('nbia-client')}\n")
        context.exit()


def _server_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in current_api().servers if name.startswith(incomplete)]


def version_first(args: list[str]) -> list[str]:
    """Return the words of a command line with the option for the version of the API before all others."""
    end = args.index("--") if "--" in args else len(args)
    first: list[str] = []
    others: list[str] = []
    words = iter(args[:end])
    for word in words:
        if word == _VERSION:
            first += [word, *itertools.islice(words, 1)]
        else:
            (first if word.startswith(f"{_VERSION}=") else others).append(word)
    return [*first, *others, *args[end:]]


def _version_option(*, chooses: bool) -> Option:
    """Return the option that chooses a version of the API; only that of the whole program does, commands tell of it."""
    face, _, default = (_default or _package).rpartition(".")

    def use(_: click.Context, __: click.Parameter, version: str | None) -> None:
        if chooses:
            use_package(f"{face}.{version or default}")

    return Option(
        [_VERSION],
        type=click.Choice(versions(face)),
        envvar="NBIA_API",
        show_envvar=True,
        is_eager=True,
        expose_value=False,
        callback=use,
        help=f"The version of the API. The default is {default}.",
    )


def index_option(section: str = SECTION) -> click.Parameter:
    """Return the option for the index, as downloads declare it. Its value is in `current_settings()`."""
    from nbia_core.download.options import DECLARED

    index = next(option for option in DECLARED if option.name == "index")
    return _option(index.spellings, section=section, metavar=index.metavar, help=index.words)


def index_options() -> list[click.Parameter]:
    """Return the same option where an index answers what the commands ask."""
    return [] if current_api().index is None else [index_option()]


def common_parameters(*, chooses_version: bool = False) -> list[click.Parameter]:
    """Return the options that every command has. Their values are in `current_settings()`.

    Args:
        chooses_version: whether they are those of the whole program, which the version of the API is chosen by.
    """
    servers = ", ".join(current_api().servers)
    positive = click.FloatRange(min=0, min_open=True)
    return [
        _version_option(chooses=chooses_version),
        _option(
            "--server",
            metavar="NAME",
            shell_complete=_server_names,
            help=f"The server to ask: {servers}. The first is the default."
            if servers
            else "None is asked: an index answers.",
        ),
        _option("--base-url", metavar="URL", help="The address to ask, if it is none of these servers."),
        _option("--timeout", type=positive, metavar="SECONDS", help="How long to wait for each answer to go on."),
        _option(
            "--retries", type=click.IntRange(min=0), metavar="NUMBER", help="How often to ask again after a failure."
        ),
        _option("--verbose", is_flag=True, help="Tell every request."),
        _option("--quiet", is_flag=True, help="Print errors and results, and nothing else."),
        _option("--debug", is_flag=True, help="Show where errors come from."),
        Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help="Show the version and exit.",
        ),
    ]


def _option(name: str, **attributes: Any) -> Option:
    variable = f"NBIA_{name.removeprefix('--').replace('-', '_').upper()}"
    return Option(
        [name], expose_value=False, is_eager=True, callback=_remember, envvar=variable, show_envvar=True, **attributes
    )
