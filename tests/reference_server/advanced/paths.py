"""Shorter ways to name the paths of the Advanced API, which ignore parameters that they do not know."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ..answers import Answer
from ..calls import Call, Endpoint, Handler, WithoutSender
from ..metadata import MetadataEndpoint
from ..version_4 import paths

get = partial(paths.get, checked=None)
"""Return a path that is asked with GET."""

post = partial(paths.post, checked=None)
"""Return a path that is asked with a form."""

TEXT = ("text/plain",)


def asking(endpoint: Endpoint) -> Endpoint:
    """Return a path of version 4 that looks at the login here, and refuses those who have none."""
    if isinstance(endpoint, MetadataEndpoint):
        return replace(endpoint, checked=None, for_everybody=False, without_sender=WithoutSender.REFUSED)
    assert isinstance(endpoint, Handler)
    return replace(endpoint, checked=None, handle=asking_first(endpoint.handle))


def asking_first(handle: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    """Return a function that looks at the login before anything else."""

    def asked(call: Call) -> Answer:
        _ = call.user
        return handle(call)

    return asked
