"""Shorter ways to name the paths of the Advanced API, which ignore parameters that they do not know."""

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
"""What texts are declared as."""


def asking(endpoint: Endpoint) -> Endpoint:
    """Return a path of version 4 that looks at the login here, and refuses those who have none."""
    if isinstance(endpoint, MetadataEndpoint):
        return replace(endpoint, checked=None, for_everybody=False, without_sender=WithoutSender.REFUSED)
    assert isinstance(endpoint, Handler)
    handle = endpoint.handle

    def asked(call: Call) -> Answer:
        _ = call.user
        return handle(call)

    return replace(endpoint, checked=None, handle=asked)
