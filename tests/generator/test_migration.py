"""The pages that compare versions: made from the descriptions alone, and right about what is known of versions 1 and 4."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.tree import build
from tests.generator.helpers import copy_mini_spec, mini_files, repository_files, uneven_tables

SECOND = """
extends: v1
service:
  title: Mini API
  servers:
    public:
      url: https://mini.example/services/v2
  unknown_parameters: refused
  roles:
    updated series: {endpoint: getNewSeries}
parameters:
  Collection: null
  fromDate: null
  since:
    python: since
    type: date
    wire: MM-dd-yyyy
    meaning: Only what was released since this day.
    example: 03-28-2023
  Site:
    python: site
    type: text
    meaning: The institution.
    example: Site 1
records:
  UpdatedSeries: null
  NewSeries:
    purpose: A series that was released.
    attributes:
      - SeriesInstanceUID
      - TheCollection:
          attribute: Collection
          source: observed
          evidence: Recorded in June 2026.
      - Series Number:
          attribute: SeriesNumber
      - ObjectCount
endpoints:
  getUpdatedSeries: null
  getNewSeries:
    python: get_new_series
    stream: iter_new_series
    method: POST
    purpose: The series that were released since a day.
    parameters:
      since: {guide: optional, server: optional}
      Site: {guide: optional, server: optional}
    formats: fixed
    returns: NewSeries
    empty: {answer: empty-list, meaning: An empty list.}
"""


def mini_page(folder: Path, second: str, path: str) -> str:
    """Return a page of the small spec with a second version."""
    spec = copy_mini_spec(folder)
    service = spec / "v1" / "api.yaml"
    role = "    updated series: {endpoint: getUpdatedSeries}\n\nparameters:\n"
    service.write_text(service.read_text().replace("\nparameters:\n", role, 1))
    (spec / "v2").mkdir()
    (spec / "v2" / "api.yaml").write_text(second)
    return build(spec)[path].decode()


def section(page: str, title: str) -> str:
    """Return the part of a page below a heading."""
    return page.split(f"\n## {title}\n")[1].partition("\n## ")[0]


def page(path: str) -> str:
    return repository_files()[path].decode()


def test_one_version_is_compared_with_nothing() -> None:
    assert [path for path in mini_files() if "versions" in path or "from-" in path] == []


def test_an_endpoint_is_found_by_its_role_where_it_has_another_name(tmp_path: Path) -> None:
    text = mini_page(tmp_path, SECOND, "docs/v2/from-v1.md")

    found = section(text, "getUpdatedSeries")
    assert "| Name in Python | get\\_updated\\_series | get\\_new\\_series | Call get\\_new\\_series instead" in found
    assert "| Name in Python | iter\\_updated\\_series | iter\\_new\\_series | Call" in found
    assert "| Endpoint renamed | getUpdatedSeries | getNewSeries |  |" in found
    assert "| Other method | GET | POST |  |" in found
    assert "| Format cannot be chosen | several formats | one format | Leave format out" in found
    assert "| Nothing found | Nothing was released since. | An empty list. |  |" in found


def test_a_parameter_of_another_name_says_what_to_write_and_others_are_gone_or_new(tmp_path: Path) -> None:
    second = SECOND.replace("released since this day", "released later than midnight of this day")

    text = mini_page(tmp_path, second, "docs/v2/from-v1.md")

    found = section(text, "getUpdatedSeries")
    assert "| `since` | Parameter renamed | fromDate | since |  |" in found
    assert "| `since` | Parameter written otherwise | dd/MM/yyyy | MM-dd-yyyy |  |" in found
    assert "| `since` | Name in Python | from\\_date | since | Write get\\_new\\_series(since=…) instead of" in found
    assert "| `since` | Parameter no longer required | required | optional | Give it by its name" in found
    assert "| `Collection` | Parameter removed | collection: text, optional |  | Leave collection out" in found
    assert "| `Site` | Parameter added |  | site: text, optional. The institution. |  |" in found


def test_attributes_are_compared_by_concept(tmp_path: Path) -> None:
    text = mini_page(tmp_path, SECOND, "docs/v2/from-v1.md")

    found = section(text, "getUpdatedSeries")
    gone, new = re.findall(r"\*\*Attributes that are (?:gone|new):\*\* (.*)", found)
    assert gone == ("`AnnotationsFlag` (annotations\\_flag: boolean), `DateReleased` (date\\_released: timestamp).")
    assert new == "`ObjectCount` (object\\_count: integer)."
    assert "| `TheCollection` | Attribute renamed | Collection | TheCollection | Write TheCollection" in found
    assert "| `Series Number` | Attribute written otherwise | string with decimals | number |" in found
    assert "`SeriesInstanceUID`" not in found


def test_what_meets_callers_of_all_endpoints_is_said_once(tmp_path: Path) -> None:
    text = mini_page(tmp_path, SECOND, "docs/v2/from-v1.md")

    assert (
        "| Other address: `public` | https://mini.example/services/v1 | https://mini.example/services/v2 |"
        in section(text, "Everywhere")
    )


def test_what_does_not_differ_is_listed_and_has_no_section(tmp_path: Path) -> None:
    text = mini_page(tmp_path, SECOND, "docs/v2/from-v1.md")

    assert "* **no difference is known** (2): [getImage](endpoints/getImage.md), [getSeriesSize]" in text
    assert "* **changed** (1): [getUpdatedSeries](#getupdatedseries)\n" in text
    assert "**missing**" not in text
    assert "\n## getImage\n" not in text


def test_an_endpoint_without_a_twin_is_missing(tmp_path: Path) -> None:
    without = SECOND.replace(
        "  roles:\n    updated series: {endpoint: getNewSeries}\n", "  roles: {updated series: null}\n"
    )

    text = mini_page(tmp_path, without, "docs/v2/from-v1.md")

    assert "* **missing** (1): [getUpdatedSeries](../v1/endpoints/getUpdatedSeries.md)\n" in text
    assert "**New** in v2 (1): [getNewSeries](endpoints/getNewSeries.md)\n" in text


def test_unknown_parameters_are_said_to_be_refused(tmp_path: Path) -> None:
    text = mini_page(tmp_path, SECOND, "docs/v2/from-v1.md")

    assert "| parameters that the server does not know | ignored | refused by 3 of 3 endpoints |" in text


# What is known of the versions of the repository


def test_every_endpoint_of_the_guide_has_its_twins() -> None:
    rows = section(page("docs/versions.md"), "The endpoints of v1, and their twins").splitlines()
    cells = [[cell.strip() for cell in row.split(" | ")] for row in rows if row.startswith("| [")]

    assert len(cells) == 18
    assert [row[0] for row in cells if row[1].startswith("none")] == []
    assert [row[0] for row in cells if row[2] == "none"] == ["| [getContentsByName](v1/endpoints/getContentsByName.md)"]
    assert ["getSeriesMetadata.md" in row[2] for row in cells if "getSeriesMetaData" in row[0]] == [True]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("NewPatientsInCollection", "| `fromDate` | Parameter renamed | Date | fromDate |"),
        ("NewPatientsInCollection", "| `fromDate` | Name in Python | date | from\\_date | Write"),
        ("getUpdatedSeries", "| `fromDate` | Parameter written otherwise | dd/MM/yyyy | MM-dd-yyyy |"),
        ("getPatient", "**Attributes that are gone:** `PatientBirthDate` (patient\\_birth\\_date: timestamp)."),
        ("getPatientByCollectionAndModality", "**Attributes that are new:** `Authorized` (authorized: integer)."),
        ("getSeriesMetaData", "| Endpoint renamed | getSeriesMetaData | getSeriesMetadata |"),
        ("getSeriesMetaData", "| Other method | GET | POST |"),
        ("getSeriesMetaData", "| `PatientID` | Attribute renamed | Subject ID | PatientID |"),
        ("getImage", "| `IncludeMD5` | Parameter added |  | include\\_md5: boolean, optional. Yes adds a file"),
        ("getSeries", "| `AnnotationsFlag` | Attribute written otherwise | true or left out | string, 1 or 0 |"),
    ],
)
def test_what_is_known_of_the_move_to_version_4_is_said(title: str, words: str) -> None:
    assert words in section(page("docs/v4/from-v1.md"), title)


@pytest.mark.parametrize("path", ["docs/versions.md", "docs/v2/from-v1.md", "docs/v4/from-v1.md"])
def test_the_tables_are_even(path: str) -> None:
    assert uneven_tables(page(path)) == []


def test_a_version_that_has_nothing_in_common_has_no_page_about_the_move() -> None:
    assert "docs/advanced/from-v1.md" not in repository_files()
