"""Editing YAML alone is enough: what is added to the spec is there in the client, the docs and OpenAPI."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.helpers import copy_spec, edit, generate, problems, read_yaml, run_python

NEW_ENDPOINT = """
  getScannerList:
    python: get_scanner_list
    stream: iter_scanner_list
    purpose: The scanners of a collection.
    parameters:
      Collection: {guide: required, server: required}
      Modality: {guide: optional, server: optional}
    formats: selectable
    returns: Scanner
    sample:
      url: https://services.cancerimagingarchive.net/nbia-api/services/v1/getScannerList?Collection=VICTRE
    empty: {answer: empty-200, meaning: The collection has none.}
"""
NEW_RECORD = """
  Scanner:
    purpose: A scanner.
    attributes:
      - Manufacturer
      - Scanner Number:
          attribute: ScannerNumber
          wire: digits
      - First Use:
          attribute: FirstUse
"""
NEW_ATTRIBUTES = """
  ScannerNumber:
    python: scanner_number
    tag: none
    type: integer
    meaning: The number of the scanner.
  FirstUse:
    python: first_use
    tag: none
    type: timestamp
    meaning: When it was used first.
"""
NEW_ATTRIBUTE = """
  Contrast:
    python: contrast_agent
    tag: "0018,0010"
    type: text
    meaning: The agent.
"""
NEW_PARAMETERS = """
  Released: {python: released, type: date, wire: dd/MM/yyyy, meaning: A day., example: 28/03/2023}
  StudyUID: {python: study_uid, type: uid, meaning: A study., example: 1.2.840}
  Sorted: {python: sorted_rows, type: boolean, wire: Yes/No, values: ["On", "Off"], meaning: Order., example: "On"}
  Direction: {python: direction, type: text, values: [ASC, DESC], meaning: Up or down., example: ASC}
"""
NEW_USES = """
      Modality: {guide: optional, server: optional}
      Released: {guide: optional, server: optional}
      StudyUID: {guide: optional, server: optional}
      Sorted: {guide: optional, server: optional}
      Direction: {guide: optional, server: optional}
"""
READ_CONTRAST = """
from nbia import calls
records = calls.get_series().reader.read(b'[{"Contrast": "Gd"}]', strict=True)
print(records[0].contrast_agent, records.undocumented)
"""
REFUSED = """
from nbia import InvalidParameterError, calls
try:
    print(calls.get_collection_values(direction="UP"))
except InvalidParameterError:
    print("refused")
"""
USE_ENDPOINT = """
import asyncio, httpx
from nbia import AsyncClient, Client

def answer(request):
    return httpx.Response(200, json=[{"Manufacturer": "GE", "Scanner Number": "7", "First Use": "2011-11-08 08:08:01.0"}])

async def main():
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    async with http, AsyncClient(http=http) as client:
        print((await client.get_scanner_list("VICTRE"))[0].scanner_number)

with httpx.Client(transport=httpx.MockTransport(answer)) as http, Client(http=http) as client:
    scanners = client.get_scanner_list("VICTRE", modality="MG")
    print(type(scanners[0]).__name__, scanners[0].scanner_number, scanners[0].first_use, scanners.undocumented)
    print([scanner.manufacturer for scanner in client.iter_scanner_list("VICTRE")])
asyncio.run(main())
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return copy_spec(tmp_path)


@pytest.fixture(scope="module")
def with_scanners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is generated when the spec has one endpoint and one record more."""
    folder = tmp_path_factory.mktemp("scanners")
    spec = copy_spec(folder)
    edit(spec, "v1/metadata.yaml", "\nendpoints:\n", f"{NEW_RECORD}\nendpoints:{NEW_ENDPOINT}\n")
    edit(spec, "attributes.yaml", "\nattributes:\n", f"\nattributes:\n{NEW_ATTRIBUTES}\n")
    return generate(spec, folder / "out")


@pytest.fixture(scope="module")
def with_contrast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is generated when getSeries returns one attribute more."""
    folder = tmp_path_factory.mktemp("contrast")
    spec = copy_spec(folder)
    edit(spec, "attributes.yaml", "\nattributes:\n", f"\nattributes:\n{NEW_ATTRIBUTE}")
    edit(
        spec,
        "v1/metadata.yaml",
        "      - SeriesInstanceUID: {presence: always}\n",
        "      - SeriesInstanceUID: {presence: always}\n      - Contrast\n",
    )
    return generate(spec, folder / "out")


@pytest.fixture(scope="module")
def with_parameters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is generated when getCollectionValues has one parameter of each type."""
    folder = tmp_path_factory.mktemp("parameters")
    spec = copy_spec(folder)
    edit(spec, "v1/api.yaml", "\nparameters:\n", f"\nparameters:{NEW_PARAMETERS}")
    edit(spec, "v1/metadata.yaml", "  getCollectionValues:\n", f"  getCollectionValues:\n    parameters:{NEW_USES}")
    return generate(spec, folder / "out")


# An attribute


def test_a_new_attribute_is_decoded(with_contrast: Path) -> None:
    assert run_python(READ_CONTRAST, with_contrast) == "Gd {}"


def test_a_new_attribute_is_in_the_docs(with_contrast: Path) -> None:
    page = (with_contrast / "docs/v1/endpoints/getSeries.md").read_text(encoding="utf-8")

    row = "| `Contrast`<br>`contrast_agent` | (0018,0010) | text (string) | 0 of 5 | The agent. |"
    assert row in page.splitlines()


def test_a_new_attribute_is_in_openapi(with_contrast: Path) -> None:
    document = read_yaml((with_contrast / "openapi/nbia-v1.strict.yaml").read_text(encoding="utf-8"))

    schema = document["components"]["schemas"]["Series"]["properties"]["Contrast"]
    assert (schema["type"], schema["description"]) == ("string", "The agent.")


# A parameter


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ("modality='C T'", "?Modality=C%20T"),
        ("released='2023-03-28'", "?Released=28/03/2023"),
        ("study_uid='1.2.840'", "?StudyUID=1.2.840"),
        ("sorted_rows=False", "?Sorted=Off"),
        ("direction='DESC'", "?Direction=DESC"),
        ("", ""),
    ],
)
def test_a_new_optional_parameter_reaches_the_url(with_parameters: Path, arguments: str, query: str) -> None:
    code = f"from nbia import calls; print(calls.get_collection_values({arguments}).url('https://host'))"

    assert run_python(code, with_parameters) == f"https://host/getCollectionValues{query}"


def test_a_new_parameter_is_an_argument_of_both_clients(with_parameters: Path) -> None:
    code = (
        "import inspect; from nbia import AsyncClient, Client\n"
        "for kind in (Client, AsyncClient): print(list(inspect.signature(kind.get_collection_values).parameters))"
    )

    arguments = "['self', 'modality', 'released', 'study_uid', 'sorted_rows', 'direction', 'format']"
    assert run_python(code, with_parameters).splitlines() == [arguments, arguments]


def test_a_value_outside_a_closed_set_is_refused_before_anything_is_sent(with_parameters: Path) -> None:
    assert run_python(REFUSED, with_parameters) == "refused"


def test_a_parameter_that_becomes_required_is_asked_for(spec: Path, tmp_path: Path) -> None:
    edit(
        spec,
        "v1/metadata.yaml",
        "      PatientID:\n        guide: required\n        server: optional\n",
        "      PatientID:\n        guide: required\n        server: required\n",
    )

    out = generate(spec, tmp_path / "out")

    code = (
        "import inspect; from nbia import Client; "
        "signature = inspect.signature(Client.new_studies_in_patient_collection); "
        "print([name for name, one in signature.parameters.items() if one.default is one.empty])"
    )
    assert run_python(code, out) == "['self', 'collection', 'date', 'patient_id']"


# An endpoint


def test_a_new_endpoint_is_called_by_both_clients(with_scanners: Path) -> None:
    assert run_python(USE_ENDPOINT, with_scanners).splitlines() == [
        "Scanner 7 2011-11-08 08:08:01 {}",
        "['GE']",
        "7",
    ]


def test_the_record_of_a_new_endpoint_is_exported(with_scanners: Path) -> None:
    code = "import nbia; print(nbia.Scanner is nbia.v1.records.Scanner, 'Scanner' in nbia.__all__)"

    assert run_python(code, with_scanners) == "True True"


def test_a_new_endpoint_has_a_page_that_the_index_links_to(with_scanners: Path) -> None:
    index = (with_scanners / "docs/v1/index.md").read_text(encoding="utf-8")
    page = (with_scanners / "docs/v1/endpoints/getScannerList.md").read_text(encoding="utf-8")

    assert (
        "[getScannerList](endpoints/getScannerList.md)<br>`get_scanner_list` | The scanners of a collection." in index
    )
    assert "\n| `Scanner Number`<br>`scanner_number` | " in page


def test_a_new_endpoint_is_in_openapi(with_scanners: Path) -> None:
    document = read_yaml((with_scanners / "openapi/nbia-v1.yaml").read_text(encoding="utf-8"))

    operation = document["paths"]["/getScannerList"]["get"]
    assert [parameter["name"] for parameter in operation["parameters"]] == ["Collection", "Modality", "format"]
    assert list(document["components"]["schemas"]["Scanner"]["properties"]) == [
        "Manufacturer",
        "Scanner Number",
        "First Use",
    ]


def test_a_new_image_endpoint_has_a_method_that_saves(spec: Path, tmp_path: Path) -> None:
    entry = """
  getThumbnail:
    python: get_thumbnail
    stream: iter_thumbnail
    purpose: A small picture.
    parameters:
      SOPInstanceUID: {guide: required, server: required}
    content: {kind: dicom, content_type: application/dicom}
    sample: {url: "https://services.cancerimagingarchive.net/nbia-api/services/v1/getThumbnail"}
    empty: {answer: never, meaning: There is always one.}
"""
    edit(spec, "v1/images.yaml", "\nendpoints:\n", f"\nendpoints:{entry}")

    out = generate(spec, tmp_path / "out")

    code = "import inspect; from nbia import Client; print(inspect.signature(Client.get_thumbnail))"
    assert run_python(code, out) == "(self, sop_instance_uid: 'str', to: 'Destination') -> 'Saved'"


def test_a_further_file_of_endpoints_is_found(spec: Path) -> None:
    text = f"endpoints:{NEW_ENDPOINT}".replace("returns: Scanner", "returns: SeriesSize")
    (spec / "v1" / "scanners.yaml").write_text(text, encoding="utf-8")

    assert problems(spec) == []
