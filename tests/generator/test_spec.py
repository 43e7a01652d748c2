"""The spec against the guide, whose tables are repeated here by hand: nothing of it is lost, and what differs is said."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from generator.load.spec import Endpoint, Spec
from tests.generator.helpers import SPEC, specs

BASE = "https://services.cancerimagingarchive.net/nbia-api/services/v1"
IMAGES = ("getImage", "getImageWithMD5Hash", "getSingleImage")
PARAMETERS = {
    "getImage": "SeriesInstanceUID (R), NewFileNames (O)",
    "getImageWithMD5Hash": "SeriesInstanceUID (R)",
    "getSingleImage": "SeriesInstanceUID (R), SOPInstanceUID (R)",
    "getBodyPartValues": "Collection (O), Modality (O)",
    "getCollectionValues": "",
    "getContentsByName": "name (R)",
    "getManufacturerValues": "Collection (O), BodyPartExamined (O), Modality (O)",
    "getModalityValues": "Collection (O), BodyPartExamined (O)",
    "NewPatientsInCollection": "Collection (R), Date (R)",
    "NewStudiesInPatientCollection": "Collection (R), Date (R), PatientID (R)",
    "getPatient": "Collection (O)",
    "getPatientByCollectionAndModality": "Collection (R), Modality (R)",
    "getPatientStudy": "Collection (R), PatientID (O), StudyInstanceUID (O)",
    "getSeries": "Collection (O), PatientID (O), StudyInstanceUID (O), Modality (O), SeriesInstanceUID (O), "
    "BodyPartExamined (O), ManufacturerModelName (O), Manufacturer (O)",
    "getSeriesMetaData": "SeriesInstanceUID (R)",
    "getSeriesSize": "SeriesInstanceUID (R)",
    "getSOPInstanceUIDs": "SeriesInstanceUID (R)",
    "getUpdatedSeries": "fromDate (R)",
}
SERIES = (
    "SeriesInstanceUID 0020,000E; StudyInstanceUID 0020,000D; Modality 0008,0060; ProtocolName 0018,1030; "
    "SeriesDate 0008,0021; SeriesDescription 0008,103E; BodyPartExamined 0018,0015; SeriesNumber 0020,0011; "
    "AnnotationsFlag none; Collection none; PatientID 0010,0020; Manufacturer 0008,0070; ManufacturerModelName 0008,1090; "
    "SoftwareVersions 0018,1020; ImageCount none"
)
PATIENT = (
    "PatientId 0010,0020; PatientName 0010,0010; PatientBirthDate 0010,0030; PatientSex 0010,0040; EthnicGroup 0010,2160; "
    "Collection none; Phantom 0010,0200; SpeciesCode 0010,2202; SpeciesDescription 0010,2201"
)
STUDY = (
    "StudyInstanceUID 0020,000D; StudyDate 0008,0020; StudyDescription 0008,1030; AdmittingDiagnosesDescription 0008,1080; "
    "StudyID 0020,0010; PatientAge 0010,1010; PatientID 0010,0020; PatientName 0010,0010; PatientBirthDate 0010,0030; "
    "PatientSex 0010,0040; EthnicGroup 0010,2160; Collection none; SeriesCount none; "
    "LongitudinalTemporalEventType 0012,0053; LongitudinalTemporalOffsetFromEvent 0012,0052"
)
ATTRIBUTES = {
    "getBodyPartValues": (1, "BodyPartExamined 0018,0015"),
    "getCollectionValues": (1, "Collection none"),
    "getContentsByName": (15, SERIES),
    "getManufacturerValues": (1, "Manufacturer 0008,0070"),
    "getModalityValues": (1, "Modality 0008,0060"),
    "NewPatientsInCollection": (9, PATIENT),
    "NewStudiesInPatientCollection": (15, STUDY),
    "getPatient": (9, PATIENT),
    "getPatientByCollectionAndModality": (1, "PatientId 0010,0020"),
    "getPatientStudy": (15, STUDY),
    "getSeries": (
        20,
        f"{SERIES}; TimeStamp none; LicenseName none; LicenseURI none; CollectionURI none; FileSize none",
    ),
    "getSeriesMetaData": (
        19,
        "Series UID 0020,000E; Collection none; 3rd Party Analysis none; Data Description URI none; Subject ID none; "
        "Study UID 0020,000D; Study Description 0008,1030; Study Date 0008,0020; Series Description 0020,0011; "
        "Manufacturer 0008,0070; Modality 0008,0060; SOP Class UID none; Number of Images none; File Size none; "
        "File Location none; Series Number 0020,0011; License Name none; License URL none; Annotation Size none",
    ),
    "getSeriesSize": (2, "TotalSizeInBytes none; ObjectCount none"),
    "getSOPInstanceUIDs": (1, "SOPInstanceUID 0008,0018"),
    "getUpdatedSeries": (15, SERIES),
}
SAMPLES = {
    "getImage": "?SeriesInstanceUID=1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508",
    "getImageWithMD5Hash": "?SeriesInstanceUID=1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798",
    "getSingleImage": "?SeriesInstanceUID=143.284188174537413748743284550513035752067"
    "&SOPInstanceUID=143.53599064898089361503082484556513429004",
    "getBodyPartValues": "",
    "getCollectionValues": "",
    "getContentsByName": "?name=TCIA_TCGA-PRAD_08-09-2016-v3",
    "getManufacturerValues": "",
    "getModalityValues": "",
    "NewPatientsInCollection": "?Collection=CBIS-DDSM&Date=2010/08/16",
    "NewStudiesInPatientCollection": "?Collection=CBIS-DDSM&Date=2010/08/16",
    "getPatient": "",
    "getPatientByCollectionAndModality": "?Collection=VICTRE&Modality=MG",
    "getPatientStudy": "?Collection=VICTRE&Modality=MG",
    "getSeries": "?Collection=VICTRE&Modality=MG",
    "getSeriesMetaData": "?SeriesInstanceUID=1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726",
    "getSeriesSize": "?SeriesInstanceUID=1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726",
    "getSOPInstanceUIDs": "?SeriesInstanceUID=1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992",
    "getUpdatedSeries": "?fromDate=28/03/2023",
}


@pytest.fixture(scope="module")
def spec() -> Spec:
    return specs()["v1"]


def in_the_guide(spec: Spec, endpoint: Endpoint) -> list[str]:
    """Return the attributes that the guide knows, each with the tag that the guide gives it."""
    uses = [use for use in spec.records[str(endpoint.returns)].attributes if use.source == "guide"]
    return [f"{use.name} {use.guide_tag or spec.attributes[use.attribute].tag}" for use in uses]


def test_the_eighteen_endpoints_are_the_ones_of_the_guide_in_its_order(spec: Spec) -> None:
    assert list(spec.endpoints) == list(PARAMETERS)


@pytest.mark.parametrize("name", IMAGES)
def test_the_first_table_is_the_one_that_sends_images(spec: Spec, name: str) -> None:
    assert spec.endpoints[name].content is not None


@pytest.mark.parametrize(("name", "guide"), PARAMETERS.items())
def test_the_parameters_are_required_as_the_guide_has_it(spec: Spec, name: str, guide: str) -> None:
    uses = {key: use.guide for key, use in spec.endpoints[name].parameters.items() if use.guide != "absent"}

    assert ", ".join(f"{key} ({str(use)[0].upper()})" for key, use in uses.items()) == guide


@pytest.mark.parametrize(("name", "count", "guide"), [(name, *data) for name, data in ATTRIBUTES.items()])
def test_the_attributes_and_their_tags_are_those_of_the_guide(spec: Spec, name: str, count: int, guide: str) -> None:
    known = in_the_guide(spec, spec.endpoints[name])

    assert (len(known), "; ".join(known)) == (count, guide)


@pytest.mark.parametrize(("name", "query"), SAMPLES.items())
def test_the_sample_call_is_the_one_of_the_guide(spec: Spec, name: str, query: str) -> None:
    sample = spec.endpoints[name].sample

    assert sample is not None
    assert sample.url == f"{BASE}/{name}{query}"


def test_the_default_server_is_the_base_url_of_the_guide(spec: Spec) -> None:
    first = next(iter(spec.service.servers.values()))

    assert (first.url, first.source) == (BASE, "guide")


def test_every_server_answers_below_the_same_path(spec: Spec) -> None:
    assert {urlsplit(server.url).path for server in spec.service.servers.values()} == {"/nbia-api/services/v1"}


def test_the_formats_are_those_of_the_guide_and_json_is_the_default(spec: Spec) -> None:
    assert list(spec.service.formats) == ["json", "csv", "html", "xml"]


def test_new_file_names_accepts_yes_and_no_as_words(spec: Spec) -> None:
    assert spec.parameters["NewFileNames"].values == ("Yes", "No")
    assert 'values: ["Yes", "No"]' in (SPEC / "v1/api.yaml").read_text(encoding="utf-8")


# Where the server differs


@pytest.mark.parametrize(
    ("name", "parameter", "guide", "server"),
    [
        ("NewStudiesInPatientCollection", "PatientID", "required", "optional"),
        ("getPatientStudy", "Collection", "required", "optional"),
        ("getUpdatedSeries", "fromDate", "required", "optional"),
        ("getPatient", "PatientId", "absent", "optional"),
    ],
)
def test_a_parameter_that_the_server_needs_otherwise_says_both(
    spec: Spec, name: str, parameter: str, guide: str, server: str
) -> None:
    use = spec.endpoints[name].parameters[parameter]

    assert (use.guide, use.server) == (guide, server)


def test_no_other_parameter_differs(spec: Spec) -> None:
    uses = [use for endpoint in spec.endpoints.values() for use in endpoint.parameters.values()]

    assert len([use for use in uses if use.guide != use.server]) == 4


@pytest.mark.parametrize(
    ("name", "guide", "server"),
    [
        ("NewPatientsInCollection", "PatientID", "PatientId"),
        (
            "NewStudiesInPatientCollection",
            "LongitudinalTemportalOffsetFromEvent",
            "LongitudinalTemporalOffsetFromEvent",
        ),
        ("NewStudiesInPatientCollection", "PatientID is required", "may be left out"),
        ("getPatientStudy", "Collection is required", "may be left out"),
        ("getPatientStudy", "Modality", "no such parameter"),
        ("getSeries", "SeriesInstanceUID twice", "one parameter"),
        ("getSeries", "TimeStamp is the date on which the series was released", "latest submission"),
        ("getSeriesMetaData", "a series that is not found", "Status 204"),
        ("getSeriesMetaData", "Nineteen attributes", "Twenty-seven"),
        ("getSeriesMetaData", "form of dates", "MM-dd-yyyy"),
        ("getSeriesMetaData", "Series Description has the tag 0020,0011", "0008,103E"),
        ("getContentsByName", "four formats", "always JSON"),
        ("getContentsByName", "Fifteen attributes", "Date Released"),
        ("getUpdatedSeries", "Fifteen attributes", "DateReleased"),
        ("getUpdatedSeries", "form of the date", "dd/MM/yyyy"),
        ("NewPatientsInCollection", "form of the date", "yyyy/MM/dd"),
    ],
)
def test_a_known_difference_is_told(spec: Spec, name: str, guide: str, server: str) -> None:
    told = [entry for entry in spec.endpoints[name].differences if guide in entry.guide and server in entry.server]

    assert len(told) == 1


@pytest.mark.parametrize(
    ("record", "count"),
    [
        ("Series", 24),
        ("UpdatedSeries", 16),
        ("SharedSeries", 16),
        ("Patient", 9),
        ("Study", 15),
        ("SeriesMetadata", 27),
    ],
)
def test_a_record_has_the_columns_of_the_server(spec: Spec, record: str, count: int) -> None:
    assert len(spec.records[record].attributes) == count


@pytest.mark.parametrize(
    ("record", "name"),
    [("Series", "DateReleased"), ("UpdatedSeries", "DateReleased"), ("SharedSeries", "Date Released")],
)
def test_the_date_of_release_is_spelled_as_each_answer_has_it(spec: Spec, record: str, name: str) -> None:
    uses = [use for use in spec.records[record].attributes if use.attribute == "DateReleased"]

    assert [(use.name, use.source) for use in uses] == [(name, "observed")]


def test_dates_go_out_in_two_forms(spec: Spec) -> None:
    forms = {key: entry.wire for key, entry in spec.parameters.items() if entry.type == "date"}

    assert forms == {"Date": "yyyy/MM/dd", "fromDate": "dd/MM/yyyy"}


def test_dates_come_in_three_forms(spec: Spec) -> None:
    uses = [use for record in spec.records.values() for use in record.attributes]

    assert {use.wire for use in uses if spec.attributes[use.attribute].type == "timestamp"} == {
        None,
        "MM-dd-yyyy",
        "EEE MMM dd HH:mm:ss zzz yyyy",
    }


def test_get_series_meta_data_alone_answers_204(spec: Spec) -> None:
    answers = {name: endpoint.empty.answer for name, endpoint in spec.endpoints.items()}

    assert [name for name, answer in answers.items() if answer == "empty-204"] == ["getSeriesMetaData"]


def test_get_contents_by_name_alone_ignores_the_format(spec: Spec) -> None:
    fixed = [name for name, endpoint in spec.endpoints.items() if endpoint.formats == "fixed"]

    assert fixed == ["getContentsByName"]


# Sources


def test_every_attribute_that_the_guide_does_not_know_says_when_it_was_seen(spec: Spec) -> None:
    uses = [use for record in spec.records.values() for use in record.attributes if use.source == "observed"]

    assert len(uses) == 14
    assert [use.name for use in uses if re.search(r"\b20[0-9]{2}\b", use.evidence or "") is None] == []


def test_every_endpoint_says_where_it_differs_from_the_guide(spec: Spec) -> None:
    assert [name for name, endpoint in spec.endpoints.items() if not endpoint.differences] == []


def test_the_examples_of_the_dictionary_are_of_the_type_that_comes_on_the_wire(spec: Spec) -> None:
    kinds = {(entry.type, type(entry.example)) for entry in spec.attributes.values() if entry.record is None}

    assert kinds == {
        ("text", str),
        ("uid", str),
        ("timestamp", str),
        ("integer", int),
        ("number", float),
        ("boolean", bool),
    }
