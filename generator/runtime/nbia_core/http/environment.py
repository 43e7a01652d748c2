"""What the environment says about proxies and certificates, and what to do if nothing can be made of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Final

from nbia_core.errors import ConnectionFailedError, NbiaError
from nbia_core.text import shortened

CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""The variables of the environment that say which certificates httpx trusts."""
_PROXIES: Final = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
PROXY_HINT: Final = (
    "it is the proxy of HTTP_PROXY, HTTPS_PROXY or ALL_PROXY that refuses, not the service: give it its user and password "
    "there, ask its administrators to allow this host, or name the host in NO_PROXY"
)
"""What to do when a proxy refuses."""


def proxy_advice() -> str:
    """Return what else to look at where no connection comes about: the proxy of the environment, if it names one."""
    names = [name for name, value in os.environ.items() if value and name.upper() in _PROXIES - {"NO_PROXY"}]
    return f"; see whether the proxy of {' and '.join(sorted(names))} is there, too" if names else ""


@contextlib.contextmanager
def readable_environment() -> Iterator[None]:
    """Say what of the environment a new HTTP client cannot make sense of.

    Raises:
        ConnectionFailedError: that is so: of a proxy, or of the certificates that are to be trusted.
    """
    try:
        yield
    except NbiaError:
        raise
    except Exception as error:
        names = [name for name in os.environ if name.upper() in _PROXIES]
        said = shortened(str(error) or type(error).__name__, 300)
        if isinstance(error, OSError) or not names:
            message = f"The HTTP client cannot be made: {said.rstrip('.')}."
            hint = f"look at the variables {' and '.join(CERTIFICATES)} of the environment, and at the system's proxies"
        else:
            message = f"The proxies of the environment ({', '.join(names)}) cannot be used: {said.rstrip('.')}."
            hint = (
                "SOCKS needs a library more: pip install 'httpx[socks]'"
                if isinstance(error, ImportError)
                else "a proxy is http://host:port, and NO_PROXY a list of names and IPv4 addresses, without networks"
            )
            hint += "; or give a client of your own as http="
        raise ConnectionFailedError(message, hint=hint, is_retry_safe=False) from error
