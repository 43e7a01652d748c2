# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""Which calls bring a series, for downloads."""

from __future__ import annotations

from typing import Final

from nbia_core.api.calls import Call
from nbia_core.download.model import Layout
from nbia_core.download.source import SeriesSource
from nbia_core.records.records import Records

from . import calls
from .records import Series, SeriesSize


def _archive(series_instance_uid: str) -> Call[bytes]:
    return calls.get_image_with_md5_hash(series_instance_uid=series_instance_uid)


def _license(series_instance_uid: str) -> Call[bytes]:
    return calls.get_image(series_instance_uid=series_instance_uid)


def _record(series_instance_uid: str) -> Call[Records[Series]]:
    return calls.get_series(series_instance_uid=series_instance_uid)


def _size(series_instance_uid: str) -> Call[Records[SeriesSize]]:
    return calls.get_series_size(series_instance_uid=series_instance_uid)


SOURCE: Final = SeriesSource(
    archive=_archive,
    license=_license,
    record=_record,
    size=_size,
    record_type=Series,
    layout=Layout(license="LICENSE", hashes="md5hashes.csv"),
    images="image_count",
    bytes="file_size",
    size_images="object_count",
    size_bytes="total_size_in_bytes",
    license_attributes=(
        "collection",
        "license_name",
        "license_uri",
    ),
)
"""Which calls bring a series, and which attributes say what it has."""
