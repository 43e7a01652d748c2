"""Makes the sources of a download from its options."""

from __future__ import annotations

from nbia_core.api.bucket_services import load_sources
from nbia_core.download.options import DEFAULT_SOURCE, DownloadOptions
from nbia_core.errors import InvalidParameterError
from nbia_core.files import as_path
from nbia_core.http.servers import check_base_url

from . import Source
from .buckets import MOST_REQUESTS, BucketSource
from .nbia import NbiaArchive


def choose_sources(package: str, options: DownloadOptions, total: int | None) -> tuple[Source, ...]:
    """Return the sources of a download, in their order.

    Args:
        package: the package of the version of the API, such as nbia.v1, to which the names of attributes belong.
        options: how series are downloaded, and from where.
        total: how many series there are; None if that is not known.

    Raises:
        InvalidParameterError: an option is none of these sources.
    """
    at_a_time = options.at_a_time if total is None else max(1, min(options.at_a_time, total))
    index_path = None if options.index is None else as_path(options.index)
    return tuple(
        NbiaArchive(package)
        if name == DEFAULT_SOURCE
        else BucketSource(
            name=name,
            package=package,
            address=_address(package, name, options.source_url),
            index_path=index_path,
            with_earlier=options.earlier_versions,
            requests_at_a_time=MOST_REQUESTS // at_a_time,
        )
        for name in options.sources
    )


def _address(package: str, name: str, url: str | None) -> str | None:
    """Return the address of buckets, or the name of one that is known."""
    known = load_sources(package.rpartition(".")[0])[name].addresses
    if url is None or url in known:
        return url
    try:
        return check_base_url(url)
    except InvalidParameterError as error:
        raise InvalidParameterError(
            f"source_url={url!r} is neither a known address of source={name!r} ({', '.join(known)}) nor a URL.",
            hint="give a name, or an address such as https://storage.example.org",
        ) from error
