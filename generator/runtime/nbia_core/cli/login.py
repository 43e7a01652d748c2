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

_WAYS = (
    f"set {USER} and {PASSWORD}, or write a line for the host into ~/.netrc: machine HOST login USER password PASSWORD"
)


def find_login(method: LoginMethod | None, base_url: str) -> Login | None:
    """Return the login for a server; None where none is needed and none is at hand.

    The environment comes first, then the `.netrc` file. Where calls need a login and neither has one, it is asked for at the
    terminal, the password without an echo. With the name of the guest, no password is needed.

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
    if user and not os.environ.get(PASSWORD) and sys.stdin.isatty():
        return _asked(user, host, method)
    if user or os.environ.get(PASSWORD):
        return Login.from_environment()
    login = netrc_login(host)
    if login is not None or method.needed != "always":
        return login
    if not sys.stdin.isatty():
        raise click.UsageError(f"{host} needs a login. There is no terminal to ask for one: {_WAYS}.")
    guest = "" if method.guest is None else f" ({method.guest} for what is public)"
    return _asked(click.prompt(f"User for {host}{guest}", err=True), host, method)


def _asked(user: str, host: str, method: LoginMethod) -> Login:
    """Return the login of a user, whose password is asked for."""
    if user == method.guest:
        return Login.guest()
    return Login(user, click.prompt(f"Password of {user} for {host}", hide_input=True, err=True))
