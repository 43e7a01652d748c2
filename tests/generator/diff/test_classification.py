"""An edit of the spec is told as what it is: whom it meets, what was, what is, and what to do."""

from __future__ import annotations

import pytest

from generator.diff.changes import verdict
from generator.diff.compare import compare
from tests.generator.diff.descriptions import changes_of, edited, mini, told

API = "v1/api.yaml"
ENDPOINTS = "v1/endpoints.yaml"
DICTIONARY = "attributes.yaml"
ANNOTATIONS = """\
  AnnotationsFlag:
    python: annotations_flag
    tag: none
    type: boolean
    meaning: Whether there are annotations.
"""
FILE_NAMES = """\
  NewFileNames:
    python: new_file_names
    type: boolean
    wire: Yes/No
    values: ["Yes", "No"]
    meaning: Whether the files are named by their numbers.
    example: "Yes"
"""
CSV = """\
    csv:
      wire: CSV
      content_type: text/csv
      purpose: A header line and one line a row.
"""
SIZES = "      - TotalSizeInBytes\n      - ObjectCount\n"
SINCE = "      fromDate: {guide: required, server: required}\n"
SERIES = "      SeriesInstanceUID: {guide: required, server: required}\n"
MAYBE_SERIES = "      SeriesInstanceUID: {guide: absent, server: optional, evidence: Seen.}\n"
SIZE = f"has.\n    parameters:\n{SERIES}"
LOGIN = "  login: {needed: always, token: /t, client_id: c, check: getSeriesSize}\n"

ATTRIBUTES = [
    pytest.param(
        [
            (ENDPOINTS, "      - AnnotationsFlag\n", ""),
            (
                DICTIONARY,
                ANNOTATIONS,
                "",
            ),
        ],
        ["breaks callers | attribute removed | getUpdatedSeries | AnnotationsFlag | annotations_flag: boolean | -"],
        id="an attribute goes",
    ),
    pytest.param(
        [(ENDPOINTS, "      - DateReleased:\n", "      - ObjectCount\n      - DateReleased:\n")],
        ["adds | attribute added | getUpdatedSeries | ObjectCount | - | object_count: integer"],
        id="an attribute comes",
    ),
    pytest.param(
        [(ENDPOINTS, "      - AnnotationsFlag\n", "      - HasAnnotations: {attribute: AnnotationsFlag}\n")],
        ["breaks callers | attribute renamed | getUpdatedSeries | HasAnnotations | AnnotationsFlag | HasAnnotations"],
        id="an attribute gets another name on the wire",
    ),
    pytest.param(
        [(DICTIONARY, "python: annotations_flag", "python: has_annotations")],
        [
            "breaks callers | python name changed | getUpdatedSeries | AnnotationsFlag | annotations_flag | has_annotations"
        ],
        id="an attribute gets another name in Python",
    ),
    pytest.param(
        [(DICTIONARY, "type: boolean", "type: text")],
        ["breaks callers | attribute retyped | getUpdatedSeries | AnnotationsFlag | boolean | text"],
        id="an attribute gets another type",
    ),
    pytest.param(
        [(ENDPOINTS, "wire: decimal", "wire: digits")],
        [
            "breaks on the wire | attribute written otherwise | getUpdatedSeries | Series Number | string with decimals "
            "| string of digits"
        ],
        id="an attribute is written in another form",
    ),
    pytest.param(
        [(ENDPOINTS, "      - AnnotationsFlag\n", "      - AnnotationsFlag: {presence: always}\n")],
        [
            "adds | attribute always there | getUpdatedSeries | AnnotationsFlag | in some rows | in every row",
            "words | words: remarks | getUpdatedSeries | AnnotationsFlag | - | Every row has it.",
        ],
        id="an attribute is always there",
    ),
    pytest.param(
        [(ENDPOINTS, SIZES, "      - ObjectCount\n      - TotalSizeInBytes\n")],
        [
            "words | attributes in another order | getSeriesSize | - | TotalSizeInBytes, ObjectCount | "
            "ObjectCount, TotalSizeInBytes"
        ],
        id="attributes of JSON alone change places",
    ),
    pytest.param(
        [(DICTIONARY, "meaning: The number of the series within its study.", "meaning: Its number.")],
        [
            "words | words: meaning | - | SeriesNumber | The number of the series within its study. | Its number.",
        ],
        id="the meaning of an attribute is told once, with the dictionary",
    ),
]

PARAMETERS = [
    pytest.param(
        [
            (ENDPOINTS, "      NewFileNames: {guide: optional, server: optional}\n", ""),
            (
                API,
                FILE_NAMES,
                "",
            ),
        ],
        ["breaks callers | parameter removed | getImage | NewFileNames | new_file_names: boolean, optional | -"],
        id="a parameter goes",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                SINCE,
                f"{SINCE}{MAYBE_SERIES}",
            )
        ],
        [
            "adds | parameter added | getUpdatedSeries | SeriesInstanceUID | - | series_instance_uid: DICOM UID, optional. "
            "The series."
        ],
        id="a parameter comes",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                SINCE,
                f"{SINCE}{SERIES}",
            )
        ],
        [
            "breaks callers | required parameter added | getUpdatedSeries | SeriesInstanceUID | - | "
            "series_instance_uid: DICOM UID, required"
        ],
        id="a parameter comes that is required",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                "        guide: absent\n        server: optional\n",
                "        guide: absent\n        server: required\n",
            )
        ],
        [
            "breaks callers | parameter newly required | getUpdatedSeries | Collection | optional | required",
        ],
        id="a parameter is newly required",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                "fromDate: {guide: required, server: required}",
                "fromDate: {guide: required, server: optional, evidence: Seen.}",
            )
        ],
        [
            "breaks callers | parameter no longer required | getUpdatedSeries | fromDate | required | optional",
            "words | words: evidence | getUpdatedSeries | fromDate | - | Seen.",
        ],
        id="what was required can be given by its name alone",
    ),
    pytest.param(
        [(ENDPOINTS, "fromDate: {guide", "since: {guide"), (API, "  fromDate:\n", "  since:\n")],
        ["breaks on the wire | parameter renamed | getUpdatedSeries | since | fromDate | since"],
        id="a parameter gets another name on the wire",
    ),
    pytest.param(
        [(API, "python: from_date", "python: since")],
        ["breaks callers | python name changed | getUpdatedSeries | fromDate | from_date | since"],
        id="a parameter gets another name in Python",
    ),
    pytest.param(
        [(API, "wire: dd/MM/yyyy", "wire: MM-dd-yyyy"), (API, "example: 28/03/2023", "example: 03-28-2023")],
        [
            "breaks on the wire | parameter written otherwise | getUpdatedSeries | fromDate | dd/MM/yyyy | MM-dd-yyyy",
            "words | words: example | getUpdatedSeries | fromDate | 28/03/2023 | 03-28-2023",
        ],
        id="a parameter is written in another form",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                "fromDate: {guide: required, server: required}",
                "fromDate: {guide: required, server: ignored, evidence: Seen.}",
            )
        ],
        [
            "breaks callers | parameter no longer required | getUpdatedSeries | fromDate | required | optional",
            "breaks callers | parameter ignored | getUpdatedSeries | fromDate | required | ignored",
            "words | words: evidence | getUpdatedSeries | fromDate | - | Seen.",
        ],
        id="a parameter is not looked at any more",
    ),
    pytest.param(
        [(API, "    type: text\n", "    type: text\n    values: [RIDER Pilot, VICTRE]\n")],
        ["breaks callers | fewer values | getUpdatedSeries | Collection | any | RIDER Pilot, VICTRE"],
        id="a parameter takes fewer values",
    ),
    pytest.param(
        [(API, "    type: text\n", "    type: text\n    several: commas\n")],
        [
            "adds | several values sent otherwise | getUpdatedSeries | Collection | one | commas",
            "adds | values in one request | getUpdatedSeries | Collection | 1 | any number",
        ],
        id="one request holds several values",
    ),
]

ANSWERS = [
    pytest.param(
        [(ENDPOINTS, "answer: empty-200", "answer: empty-list")],
        [
            "breaks on the wire | empty answer written otherwise | getUpdatedSeries | - | status 200 with no body | "
            "an array without anything in it"
        ],
        id="nothing is written otherwise",
    ),
    pytest.param(
        [(ENDPOINTS, "answer: empty-200", "answer: never")],
        ["breaks callers | other meaning of empty | getUpdatedSeries | - | status 200 with no body | never empty"],
        id="nothing found is no empty answer any more",
    ),
    pytest.param(
        [(ENDPOINTS, "    formats: selectable\n", "    formats: fixed\n")],
        [
            "breaks callers | format cannot be chosen | getUpdatedSeries | - | several formats | one format",
            "breaks on the wire | columns have headings | - | UpdatedSeries | yes | no",
        ],
        id="the format cannot be chosen any more",
    ),
    pytest.param(
        [
            (
                ENDPOINTS,
                "    formats: fixed\n    returns: SeriesSize",
                "    formats: fixed\n    shape: object\n    returns: SeriesSize",
            ),
            (ENDPOINTS, "    stream: iter_series_size\n", ""),
        ],
        [
            "breaks callers | stream removed | getSeriesSize | - | iter_series_size | -",
            "breaks callers | other shape | getSeriesSize | - | array | object",
        ],
        id="an array becomes one object",
    ),
    pytest.param(
        [(ENDPOINTS, "license: LICENSE", "license: LICENSE.txt")],
        ["breaks on the wire | entry of the archive renamed | getImage | - | LICENSE | LICENSE.txt"],
        id="the licence gets another name",
    ),
    pytest.param(
        [(ENDPOINTS, ", hashes: md5hashes.csv", "")],
        ["breaks callers | entry of the archive removed | getImage | - | md5hashes.csv | -"],
        id="the hashes go",
    ),
    pytest.param(
        [(ENDPOINTS, "means: not-public", "means: needs-login")],
        [
            "breaks callers | error means something else | getImage | status 400, is not in public domain. | not-public | "
            "needs-login"
        ],
        id="an error means something else",
    ),
    pytest.param(
        [(ENDPOINTS, "sentence: is not in public domain.", "sentence: is not public.")],
        [
            "breaks on the wire | error in other words | getImage | status 400, is not public. | is not in public domain. | "
            "is not public."
        ],
        id="an error is said in other words",
    ),
]

SERVICE = [
    pytest.param(
        [(API, "https://mini.example/services/v1", "https://new.example/services/v1")],
        [
            "breaks on the wire | other address | - | public | https://mini.example/services/v1 | "
            "https://new.example/services/v1"
        ],
        id="the service moves",
    ),
    pytest.param(
        [(API, "    public:\n", "    main:\n")],
        ["breaks callers | python name changed | - | main | public | main"],
        id="a server gets another name",
    ),
    pytest.param(
        [
            (
                API,
                CSV,
                "",
            ),
            (ENDPOINTS, "formats: selectable", "formats: fixed"),
        ],
        [
            "breaks callers | format removed | - | csv | CSV | -",
            "breaks callers | format cannot be chosen | getUpdatedSeries | - | several formats | one format",
            "breaks on the wire | columns have headings | - | UpdatedSeries | yes | no",
        ],
        id="a format goes",
    ),
    pytest.param(
        [(API, "  status: It exists", "  unknown_parameters: refused\n  status: It exists")],
        [
            f"breaks on the wire | unknown parameters | {name} | - | ignored | refused"
            for name in ("getImage", "getUpdatedSeries", "getSeriesSize")
        ],
        id="unknown parameters are refused",
    ),
    pytest.param(
        [
            (API, "  status: It exists", f"{LOGIN}  status: It exists"),
            (ENDPOINTS, SIZE, SIZE.replace("server: required", "server: optional, evidence: Seen.")),
        ],
        [
            "breaks callers | login | - | - | never | always",
            "adds | login added | - | - | - | /t",
            "adds | takes several values | getSeriesSize | SeriesInstanceUID | one value | several values, a request for each",
            "breaks callers | parameter no longer required | getSeriesSize | SeriesInstanceUID | required | optional",
            "words | words: evidence | getSeriesSize | SeriesInstanceUID | - | Seen.",
        ],
        id="a login is needed",
    ),
    pytest.param(
        [(API, "    hashed archive: {endpoint: getImage}\n", "")],
        ["breaks callers | role removed | - | hashed archive | getImage | -"],
        id="nothing plays a role any more",
    ),
    pytest.param(
        [(API, "title: Mini Search API", "title: Mini API")],
        ["words | words: title | - | - | Mini Search API | Mini API"],
        id="the title is another one",
    ),
    pytest.param(
        [
            (DICTIONARY, "  ObjectCount:\n", "  ImageCount:\n"),
            (API, "ObjectCount", "Images"),
            (API, "image_count: ObjectCount", "image_count: Images"),
            (ENDPOINTS, "      - ObjectCount\n", "      - Images: {attribute: ImageCount}\n"),
        ],
        [
            "breaks callers | attribute renamed | getSeriesSize | Images | ObjectCount | Images",
            "words | another entry of the dictionary | getSeriesSize | Images | ObjectCount | ImageCount",
        ],
        id="what follows from a new name is not told again: roles and the dictionary",
    ),
]


@pytest.mark.parametrize(("edits", "expected"), [*ATTRIBUTES, *PARAMETERS, *ANSWERS, *SERVICE])
def test_an_edit_is_told_as_what_it_is(edits: list[tuple[str, str, str]], expected: list[str]) -> None:
    assert told(changes_of(*edits)) == expected


def test_nothing_is_told_of_what_is_the_same() -> None:
    assert compare(mini(), edited()) == []


def test_a_caller_is_told_what_to_write() -> None:
    (change,) = changes_of((API, "python: from_date", "python: since"))

    assert change.action == "Write get_updated_series(since=…) instead of from_date=…."


def test_that_a_timestamp_loses_its_time_is_told() -> None:
    (change, *_) = changes_of(
        (ENDPOINTS, "      - DateReleased:\n", "      - DateReleased:\n          wire: MM-dd-yyyy\n")
    )

    assert (change.weight, change.action) == (
        "breaks on the wire",
        "date_released has no time of day any more: it reads as midnight.",
    )


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ((DICTIONARY, "python: annotations_flag", "python: has_annotations"), "major"),
        ((ENDPOINTS, "      - DateReleased:\n", "      - ObjectCount\n      - DateReleased:\n"), "minor"),
        ((ENDPOINTS, "wire: decimal", "wire: digits"), "patch"),
        ((API, "title: Mini Search API", "title: Mini API"), "patch"),
        ((API, "# The version is", "# As you know, the version is"), "nothing"),
    ],
)
def test_changes_mean_a_part_of_the_version_number(edit: tuple[str, str, str], expected: str) -> None:
    assert verdict(changes_of(edit)) == expected
