"""Where the command line gets a login: from the environment, a `.netrc` file, or whoever sits at the terminal.

There is no option for a password: others on the same machine can read command lines, and shells keep them.
"""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

import click

from nbia_core.api.description import LoginMethod
from nbia_core.http.login import PASSWORD, USER, Login, netrc_login


def find_login(method: LoginMethod | None, base_url: str, *, may_ask: bool = True) -> Login | None:
    """Return the login for a server; None where none is needed and none is at hand.

    The environment comes first, then the `.netrc` file. Where calls need a login and neither has one, it is asked for at the
    terminal, the password without an echo; without `may_ask` it is the guest's, if there is a guest. With the guest's name, no
    password is needed.

    Raises:
        click.UsageError: a login is needed, and there is nobody to ask.
        InvalidParameterError: the environment or the file has something that is no login.
    """
    if method is None:
        return None
    host = urlsplit(base_url).hostname or ""
    user = os.environ.get(USER)
    if user and user == method.guest:
        return Login.guest()
    can_ask = may_ask and sys.stdin.isatty()
    if user and not os.environ.get(PASSWORD) and can_ask:
        return _asked(user, host, method)
    if user or os.environ.get(PASSWORD):
        return Login.from_environment()
    login = netrc_login(host)
    if login is not None or method.needed != "always":
        return login
    if not may_ask:
        return None if method.guest is None else Login.guest()
    guest = "" if method.guest is None else f" ({method.guest} for what is public)"
    if not can_ask:
        raise click.UsageError(f"{host} needs a login, and there is no terminal to ask for one: {_ways(guest)}.")
    return _asked(click.prompt(f"User for {host}{guest}", err=True), host, method)


def _ways(guest: str) -> str:
    line = "machine HOST login USER password PASSWORD"
    return f"set {USER}{guest} and {PASSWORD}, or write a line for the host into ~/.netrc: {line}"


def _asked(user: str, host: str, method: LoginMethod) -> Login:
    """Return the login of a user, whose password is asked for."""
    if user == method.guest:
        return Login.guest()
    return Login(user, click.prompt(f"Password of {user} for {host}", hide_input=True, err=True))
