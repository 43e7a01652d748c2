# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""The commands of the command line, one for each endpoint."""

from __future__ import annotations

from typing import Final

from nbia_core.cli.model import EndpointCommand, EndpointGroup, Parameter

from . import calls
from .records import (
    SeriesSize,
    UpdatedSeries,
)

GROUPS: Final = (
    EndpointGroup(
        name="Image download",
        commands=(
            EndpointCommand(
                name="get-image",
                wire="getImage",
                call=calls.get_image,
                kind="zip",
                has_format=False,
                record_type=None,
                purpose="All images of a series, as one ZIP archive.",
                details=None,
                empty="Never empty.",
                parameters=(
                    Parameter(
                        wire="SeriesInstanceUID",
                        python="series_instance_uid",
                        kind="uid",
                        is_required=True,
                        values=(),
                        meaning="The series.",
                        example="1.3.6.1.4.1.9328.50.1.2",
                    ),
                    Parameter(
                        wire="NewFileNames",
                        python="new_file_names",
                        kind="boolean",
                        is_required=False,
                        values=(),
                        meaning="Whether the files are named by their numbers.",
                        example="True",
                    ),
                ),
                example="nbia get-image --series-instance-uid 1.3.6.1.4.1.9328.50.1.2 --new-file-names -o series.zip",
            ),
        ),
    ),
    EndpointGroup(
        name="Image metadata",
        commands=(
            EndpointCommand(
                name="get-updated-series",
                wire="getUpdatedSeries",
                call=calls.get_updated_series,
                kind="table",
                has_format=True,
                record_type=UpdatedSeries,
                purpose="The series that were released since a day.",
                details="The answer has no order.",
                empty="Nothing was released since.",
                parameters=(
                    Parameter(
                        wire="fromDate",
                        python="from_date",
                        kind="date",
                        is_required=True,
                        values=(),
                        meaning="Only what was released later than midnight of this day.",
                        example="2023-03-28",
                    ),
                    Parameter(
                        wire="Collection",
                        python="collection",
                        kind="text",
                        is_required=False,
                        values=(),
                        meaning="The collection, by its name. Upper and lower case are the same.",
                        example="RIDER Pilot",
                    ),
                ),
                example='nbia get-updated-series --from-date 2023-03-28 --collection "RIDER Pilot"',
            ),
            EndpointCommand(
                name="get-series-size",
                wire="getSeriesSize",
                call=calls.get_series_size,
                kind="table",
                has_format=False,
                record_type=SeriesSize,
                purpose="How many bytes and how many objects a series has.",
                details=None,
                empty="The series is unknown.",
                parameters=(
                    Parameter(
                        wire="SeriesInstanceUID",
                        python="series_instance_uid",
                        kind="uid",
                        is_required=True,
                        values=(),
                        meaning="The series.",
                        example="1.3.6.1.4.1.9328.50.1.2",
                    ),
                ),
                example="nbia get-series-size --series-instance-uid 1.3.6.1.4.1.9328.50.1.2",
            ),
        ),
    ),
)
"""All commands, in the groups of the guide."""

SERIES_COMMAND: Final = "get-series-size"
"""The command whose options choose the series of a download."""
