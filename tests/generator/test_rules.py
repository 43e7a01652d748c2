"""What a spec must be beyond its structure: every rule fires, at its place and with its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.__main__ import main
from tests.generator.helpers import edit, problems

ATTRIBUTES = "attributes.yaml"
SERVICE = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            ENDPOINTS,
            "      - Collection\n",
            "      - Colection\n",
            "v1/endpoints.yaml:6:9: error[unknown-attribute]: the dictionary has no attribute Colection "
            "(did you mean Collection?)",
        ),
        (
            ENDPOINTS,
            "          attribute: SeriesNumber\n",
            "          attribute: Zebra\n",
            "v1/endpoints.yaml:7:9: error[unknown-attribute]: the dictionary has no attribute Zebra",
        ),
        (
            ENDPOINTS,
            "    returns: SeriesSize\n",
            "    returns: SeriesSizes\n",
            "v1/endpoints.yaml:73:14: error[unknown-record]: no record SeriesSizes is described (did you mean SeriesSize?)",
        ),
        (
            SERVICE,
            "archive: {endpoint: getImage}",
            "archive: {endpoint: getImages}",
            "v1/api.yaml:28:25: error[unknown-endpoint]: there is no endpoint getImages (did you mean getImage?)",
        ),
        (
            SERVICE,
            "archive: {endpoint: getImage}",
            "archive: {endpoint: getSeriesSize}",
            "v1/api.yaml:28:25: error[unknown-endpoint]: getSeriesSize sends no archive",
        ),
        (
            SERVICE,
            "hashed archive: {endpoint: getImage}",
            "hashed archive: {endpoint: getUpdatedSeries}",
            "v1/api.yaml:29:32: error[unknown-endpoint]: getUpdatedSeries sends no archive",
        ),
        (
            SERVICE,
            "endpoint: getSeriesSize",
            "endpoint: getSize",
            "v1/api.yaml:31:17: error[unknown-endpoint]: there is no endpoint getSize (did you mean getSeriesSize?)",
        ),
        (
            SERVICE,
            "endpoint: getSeriesSize",
            "endpoint: getImage",
            "v1/api.yaml:31:17: error[unknown-endpoint]: getImage sends no rows",
        ),
        (
            SERVICE,
            "endpoint: getSeriesSize",
            "endpoint: getUpdatedSeries",
            "v1/api.yaml:31:17: error[unknown-endpoint]: getUpdatedSeries has no parameter series_instance_uid, which "
            "says what is wanted",
        ),
        (
            SERVICE,
            "      license: []\n    series size:\n      endpoint: getSeriesSize",
            "      license: []\n    series size:\n      endpoint: getImage",
            "v1/api.yaml:37:20: error[unknown-endpoint]: getImage returns no attribute ObjectCount",
        ),
        (
            SERVICE,
            "size: TotalSizeInBytes",
            "size: SizeInBytes",
            "v1/api.yaml:33:13: error[unknown-endpoint]: getSeriesSize returns no attribute SizeInBytes "
            "(did you mean TotalSizeInBytes?)",
        ),
        (
            SERVICE,
            "license: []",
            "license: [TotalSizeInBytes, LicenseName]",
            "v1/api.yaml:34:35: error[unknown-endpoint]: getSeriesSize returns no attribute LicenseName",
        ),
        (
            ATTRIBUTES,
            "python: collection\n",
            "python: series_instance_uid\n",
            "v1/endpoints.yaml:6:9: error[name-collision]: Collection and SeriesInstanceUID have the same Python name "
            "series_instance_uid",
        ),
        (
            SERVICE,
            "    python: collection\n",
            "    python: from_date\n",
            "v1/endpoints.yaml:53:7: error[name-collision]: fromDate and Collection have the same Python name from_date",
        ),
        (
            ENDPOINTS,
            "    stream: iter_image\n",
            "    stream: get_image\n",
            "v1/endpoints.yaml:25:13: error[name-collision]: the stream of getImage and getImage have the same Python name "
            "get_image",
        ),
        (
            ENDPOINTS,
            "      - Collection\n",
            "      - SeriesInstanceUID\n",
            "v1/endpoints.yaml:6:9: error[duplicate-attribute]: UpdatedSeries has the attribute SeriesInstanceUID a second "
            "time",
        ),
        (
            ATTRIBUTES,
            "    meaning: When the series was released.\n",
            "    meaning: When the series was released.\n    synonyms: {annotations flag: Seen in a table.}\n",
            "attributes.yaml:28:34: error[ambiguous-heading]: annotations flag means AnnotationsFlag already, so it cannot "
            "mean DateReleased",
        ),
        (
            ENDPOINTS,
            "        note: Upper and lower case are the same.\n        evidence: Server source (June 2026).\n",
            "",
            "v1/endpoints.yaml:48:7: error[missing-evidence]: Collection differs from the guide: who saw it, and when?",
        ),
        (
            ENDPOINTS,
            "        guide: absent\n",
            "",
            "v1/endpoints.yaml:48:7: error[missing-evidence]: Collection needs the key guide: required, optional, or absent "
            "where the guide does not have it",
        ),
        (
            ENDPOINTS,
            "        source: guide\n",
            "        source: observed\n",
            "v1/endpoints.yaml:37:9: error[missing-evidence]: status 400 is observed: by whom, and when?",
        ),
        (
            SERVICE,
            "      evidence: Server source (June 2026).\n",
            "",
            "v1/api.yaml:21:7: error[missing-evidence]: status 500 is observed: by whom, and when?",
        ),
        (
            ENDPOINTS,
            "          evidence: Server source (June 2026).\n",
            "",
            "v1/endpoints.yaml:13:9: error[missing-evidence]: DateReleased is observed: by whom, and when?",
        ),
        (
            ENDPOINTS,
            "          wire: decimal\n",
            "          wire: word\n",
            "v1/endpoints.yaml:7:9: error[wire-form]: word does not fit an attribute of type integer",
        ),
        (
            ENDPOINTS,
            "      - AnnotationsFlag\n",
            "      - AnnotationsFlag:\n          wire: Yes/No\n",
            "v1/endpoints.yaml:12:9: error[wire-form]: Yes/No does not fit an attribute of type boolean",
        ),
        (
            SERVICE,
            "    wire: dd/MM/yyyy\n",
            "    wire: digits\n",
            "v1/api.yaml:61:11: error[wire-form]: digits does not fit a parameter of type date",
        ),
        (
            SERVICE,
            "    wire: Yes/No\n",
            "    wire: digits\n",
            "v1/api.yaml:49:11: error[wire-form]: digits does not fit a parameter of type boolean",
        ),
        (
            SERVICE,
            "    python: collection\n",
            "    python: collection\n    wire: digits\n",
            "v1/api.yaml:55:11: error[wire-form]: digits does not fit a parameter of type text",
        ),
        (
            SERVICE,
            '    example: "Yes"\n',
            "    example: Ja\n",
            "v1/api.yaml:52:14: error[example-value]: 'Ja' is no value of type boolean",
        ),
        (
            SERVICE,
            "    example: 1.3.6.1.4.1.9328.50.1.2\n",
            "    example: 1.3.x\n",
            "v1/api.yaml:45:14: error[example-value]: '1.3.x' is no value of type uid",
        ),
        (
            SERVICE,
            "    example: 28/03/2023\n",
            "    example: 03/28/2023\n",
            "v1/api.yaml:63:14: error[example-value]: '03/28/2023' is no value of type date",
        ),
        (
            ENDPOINTS,
            "server: required}\n      NewFileNames",
            "server: required, example: abc}\n      NewFileNames",
            "v1/endpoints.yaml:28:71: error[example-value]: 'abc' is no value of SeriesInstanceUID",
        ),
        (
            ENDPOINTS,
            "v1/getImage?",
            "v1/getImages?",
            "v1/endpoints.yaml:32:12: error[sample-call]: this is no call of getImage",
        ),
        (
            ENDPOINTS,
            "  getUpdatedSeries:\n",
            "  series/new:\n",
            "v1/endpoints.yaml:42:3: error[endpoint-name]: series/new: an endpoint is one word below the address of the server",
        ),
        (
            "package.yaml",
            "default_version: v1",
            "default_version: v1\n  compat_version: v2",
            "package.yaml:6:19: error[unknown-version]: there is no folder v2",
        ),
        (
            SERVICE,
            "content_type: application/json",
            "content_type: text/json",
            "v1/api.yaml:11:3: error[default-format]: the first format is text/json; records are read from application/json",
        ),
    ],
)
def test_a_broken_rule_is_named(spec: Path, file: str, old: str, new: str, expected: str) -> None:
    edit(spec, file, old, new)

    assert f"spec/{expected}" in problems(spec)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            ENDPOINTS,
            "      Collection:\n        guide",
            "      Colection:\n        guide",
            "48:7: error[unknown-parameter]: no parameter Colection is described (did you mean Collection?)",
        ),
        (
            ATTRIBUTES,
            "attributes:\n",
            "attributes:\n  Spare:\n    {python: spare, tag: none, type: text, meaning: Nobody has it.}\n",
            "2:3: error[unused]: Spare is used nowhere",
        ),
        (
            SERVICE,
            "parameters:\n",
            "parameters:\n  Spare:\n    {python: spare, type: text, meaning: Nobody has it., example: x}\n",
            "41:3: error[unused]: Spare is used nowhere",
        ),
        (
            ENDPOINTS,
            "records:\n",
            "records:\n  Spare:\n    {purpose: Nobody has it., attributes: [Collection]}\n",
            "2:3: error[unused]: Spare is used nowhere",
        ),
        (
            ENDPOINTS,
            "  UpdatedSeries:\n",
            "  updated_series:\n",
            "2:3: error[python-name]: 'updated_series' is not written as ThisClass",
        ),
        (
            ENDPOINTS,
            "  UpdatedSeries:\n",
            "  Client:\n",
            "2:3: error[name-collision]: the package has a class Client of its own",
        ),
        (
            SERVICE,
            "      source: guide\n",
            "      source: observed\n",
            "7:5: error[missing-evidence]: public is observed: by whom, and when?",
        ),
    ],
)
def test_a_broken_rule_of_a_name_is_reported_where_the_name_stands(
    spec: Path, file: str, old: str, new: str, expected: str
) -> None:
    edit(spec, file, old, new)

    assert f"spec/{file}:{expected}" in problems(spec)


# What would break the generator or the client later


@pytest.mark.parametrize("example", ["143.53599064898089361503082484556513429004", "337915000"])
def test_an_example_of_the_dictionary_that_yaml_reads_as_a_number_must_be_quoted(spec: Path, example: str) -> None:
    edit(spec, ATTRIBUTES, "example: 1.3.6.1.4.1.9328.50.1.2", f"example: {example}")

    assert [line.endswith("; quote it") for line in problems(spec)] == [True]


@pytest.mark.parametrize("values", ["", '    values: ["Yes"]\n', '    values: ["Yes", "No", "Perhaps"]\n'])
def test_a_boolean_parameter_needs_two_words(spec: Path, values: str) -> None:
    edit(spec, SERVICE, '    values: ["Yes", "No"]\n', values)

    assert [line.partition(":")[0] for line in problems(spec)] == ["spec/v1/api.yaml"]


def test_a_date_parameter_needs_a_wire_form(spec: Path) -> None:
    edit(spec, SERVICE, "    wire: dd/MM/yyyy\n", "")

    assert ["spec/v1/api.yaml:58:3: error[wire-form]" in line for line in problems(spec)] == [True]


def test_an_example_of_a_date_is_a_date_even_if_the_values_are_listed(spec: Path) -> None:
    edit(spec, SERVICE, "    example: 28/03/2023\n", "    example: soon\n    values: [soon]\n")

    assert [line.partition(":")[0] for line in problems(spec)] == ["spec/v1/api.yaml"]


def test_an_archive_is_asked_for_by_the_series(spec: Path) -> None:
    edit(
        spec,
        ENDPOINTS,
        "    parameters:\n      SeriesInstanceUID: {guide: required, server: required}\n"
        "      NewFileNames: {guide: optional, server: optional}\n",
        "",
    )

    assert ["getImage has no parameter series_instance_uid" in line for line in problems(spec)] == [True, True, False]


@pytest.mark.parametrize("key", ["arguments", "when_short"])
def test_a_role_passes_only_what_its_endpoint_takes(spec: Path, key: str) -> None:
    edit(
        spec,
        SERVICE,
        "archive: {endpoint: getImage}",
        f"archive: {{endpoint: getImage, {key}: {{new_filenames: true}}}}",
    )

    (problem,) = problems(spec)
    assert "getImage has no parameter new_filenames (did you mean new_file_names?)" in problem


def test_an_attribute_that_is_a_date_is_refused_or_generated(spec: Path, tmp_path: Path) -> None:
    edit(spec, ATTRIBUTES, "    type: timestamp\n", "    type: date\n")
    edit(spec, ENDPOINTS, "      - DateReleased:\n", "      - DateReleased:\n          wire: dd/MM/yyyy\n")

    code = main(["generate", "--spec", str(spec), "--output", str(tmp_path / "out")])

    assert code in (0, 1)


def test_a_service_with_one_format_is_refused_or_generated(spec: Path, tmp_path: Path) -> None:
    edit(
        spec,
        SERVICE,
        "    csv:\n      wire: CSV\n      content_type: text/csv\n      purpose: A header line and one line a row.\n",
        "",
    )

    code = main(["generate", "--spec", str(spec), "--output", str(tmp_path / "out")])

    assert code in (0, 1)
