"""The lists and tables of version 4."""

import csv
import io
from datetime import date

import httpx
import pytest

from tests.reference_server import MOUSE, ReferenceServer, accounts, changes
from tests.reference_server.known_uids import DOWNLOADABLE, HIDDEN, RESTRICTED, UNSIZED

PATIENT_COLUMNS = [
    *("PatientId", "PatientName", "PatientSex", "EthnicGroup", "Collection"),
    *("Phantom", "SpeciesCode", "SpeciesDescription", "Authorized"),
]
STUDY_COLUMNS = [
    *("StudyInstanceUID", "StudyDate", "StudyDescription", "AdmittingDiagnosesDescription", "StudyID", "PatientAge"),
    *("PatientID", "PatientName", "PatientSex", "EthnicGroup", "Collection", "SeriesCount"),
    *("LongitudinalTemporalEventType", "LongitudinalTemporalOffsetFromEvent", "Authorized"),
]
SERIES_COLUMNS = [
    *("SeriesInstanceUID", "StudyInstanceUID", "Modality", "ProtocolName", "SeriesDate", "SeriesDescription"),
    *("BodyPartExamined", "SeriesNumber", "AnnotationsFlag", "Collection", "Site", "PatientID", "PatientSex"),
    *("PatientAge", "AdmittingDiagnosisDescription", "Manufacturer", "ManufacturerModelName", "SoftwareVersions"),
    *("ImageCount", "MaxSubmissionTimestamp", "LicenseName", "LicenseURI", "DataDescriptionURI", "FileSize"),
    *("ReleasedStatus", "DateReleased", "StudyDesc", "StudyDate", "ThirdPartyAnalysis", "Authorized"),
]
METADATA_COLUMNS = [
    *("PatientID", "PatientName", "PatientSex", "EthnicGroup", "Phantom", "SpeciesCode", "SpeciesDescription"),
    *("StudyInstanceUID", "StudyDate", "StudyDesc", "AdmittingDiagnosisDescription", "StudyID", "PatientAge"),
    *("LongitudinalTemporalEventType", "LongitudinalTemporalOffsetFromEvent", "SeriesInstanceUID", "Collection"),
    *("Site", "Modality", "ProtocolName", "SeriesDate", "SeriesDescription", "BodyPartExamined", "SeriesNumber"),
    *("AnnotationsFlag", "Manufacturer", "ManufacturerModelName", "PixelSpacing(mm)-Row", "SliceThickness(mm)"),
    *("SoftwareVersions", "ImageCount", "MaxSubmissionTimestamp", "LicenseName", "LicenseURI"),
    *("DataDescriptionURI", "FileSize", "ReleasedStatus", "DateReleased", "ThirdPartyAnalysis", "Authorized"),
]


def headings(text: str) -> list[str]:
    """Return the headings of a CSV document."""
    return next(csv.reader(io.StringIO(text)))


# Lists


def test_collections_are_those_of_everybody(v4: httpx.Client) -> None:
    names = [row["Collection"] for row in v4.get("/getCollectionValues").json()]

    assert len(names) == 12
    assert "Restricted-Faces" not in names


def test_body_parts_are_in_capitals_with_none_first(v4: httpx.Client) -> None:
    rows = v4.get("/getBodyPartValues").json()

    assert rows[0] == {}
    assert [row["BodyPartExamined"] for row in rows[1:]] == sorted(row["BodyPartExamined"].upper() for row in rows[1:])


def test_manufacturers_are_in_capitals_which_unites_two_spellings(v4: httpx.Client, http: httpx.Client) -> None:
    spelled = http.get("/getManufacturerValues?Collection=Soft-tissue-Sarcoma").json()
    in_capitals = v4.get("/getManufacturerValues?Collection=Soft-tissue-Sarcoma").json()

    assert {"Manufacturer": "SIEMENS"} in spelled
    assert {"Manufacturer": "Siemens"} in spelled
    assert in_capitals.count({"Manufacturer": "SIEMENS"}) == 1
    assert all(row["Manufacturer"] == row["Manufacturer"].upper() for row in in_capitals if row)


@pytest.mark.parametrize(
    "filters", ["Collection=VICTRE", "Collection=victre", "Collection=victre&BodyPartExamined=breast"]
)
def test_filters_ignore_case(v4: httpx.Client, filters: str) -> None:
    assert v4.get(f"/getModalityValues?{filters}").text == '[{"Modality":"MG"}]'


def test_lists_in_csv_have_no_quotation_marks(v4: httpx.Client) -> None:
    response = v4.get("/getModalityValues?Collection=VICTRE&format=CSV-download")

    assert (response.headers["content-type"], response.text) == ("application/force-download", "Modality\nMG\n")
    assert response.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'


@pytest.mark.parametrize(("uid", "count"), [(MOUSE, 8), (HIDDEN, 4), (RESTRICTED, 6), ("1", 0)])
def test_images_are_listed_whoever_may_see_them(
    server: ReferenceServer, v4: httpx.Client, uid: str, count: int
) -> None:
    response = v4.get(f"/getSOPInstanceUIDs?SeriesInstanceUID={uid}&format=csv")

    assert response.text.split()[1:] == [image.sop_uid for image in server.archive.images(uid)]
    assert len(server.archive.images(uid)) == count


def test_denied_series_are_those_that_the_public_may_not_see(v4: httpx.Client) -> None:
    response = v4.get(f"/getDeniedSeries?seriesList={MOUSE},{RESTRICTED},1&userName=null")

    assert response.json() == [{"SeriesInstanceUID": RESTRICTED}, {"SeriesInstanceUID": "1"}]


def test_everybody_may_ask_what_is_denied_to_a_user(v4: httpx.Client) -> None:
    path = f"/getDeniedSeries?seriesList={RESTRICTED},1&userName="

    assert v4.get(f"{path}{accounts.CURATOR.name}").json() == [{"SeriesInstanceUID": "1"}]
    assert len(v4.get(f"{path}{accounts.STUDENT.name}").json()) == 2


def test_no_denied_series_is_no_content(v4: httpx.Client) -> None:
    response = v4.get(f"/getDeniedSeries?seriesList={MOUSE}")

    assert (response.status_code, response.headers["content-type"], response.content) == (204, "application/json", b"")


# Tables


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/getPatient?", PATIENT_COLUMNS),
        ("/NewPatientsInCollection?Collection=VICTRE&fromDate=01-01-2000&", PATIENT_COLUMNS),
        ("/getPatientByCollectionAndModality?Collection=VICTRE&Modality=MG&", ["PatientId", "Authorized"]),
        ("/getPatientStudy?", STUDY_COLUMNS),
        ("/NewStudiesInPatientCollection?Collection=VICTRE&fromDate=01-01-2000&", STUDY_COLUMNS),
        ("/getSeries?", SERIES_COLUMNS),
        ("/getUpdatedSeries?", SERIES_COLUMNS),
        (f"/getSeriesSize?SeriesInstanceUID={MOUSE}&", ["TotalSizeInBytes", "ObjectCount"]),
    ],
)
def test_tables_have_the_columns_of_version_4(v4: httpx.Client, path: str, columns: list[str]) -> None:
    assert headings(v4.get(f"{path}format=csv").text) == columns


def test_patients_are_authorized_and_have_no_date_of_birth(v4: httpx.Client) -> None:
    assert v4.get("/getPatient?Collection=mouse-astrocytoma").text == (
        '[{"PatientId":"MA0417","PatientName":"MA0417","PatientSex":"M","Collection":"Mouse-Astrocytoma","Phantom":"NO",'
        '"SpeciesCode":"447612001","SpeciesDescription":"Mus musculus","Authorized":1}]'
    )


def test_an_identifier_of_a_patient_must_be_spelled_exactly_small_letters_included(v4: httpx.Client) -> None:
    assert len(v4.get("/getPatient?PatientId=GLIOMA01-i_03B7").json()) == 1
    assert v4.get("/getPatient?PatientId=GLIOMA01-I_03B7").content == b""


def test_identifiers_repeat_where_rows_differ_in_what_is_not_shown(v4: httpx.Client) -> None:
    rows = v4.get("/getPatientByCollectionAndModality?Collection=TCGA-PRAD&Modality=mr").json()

    identifiers = [row["PatientId"] for row in rows]
    assert len(identifiers) > len(set(identifiers))
    assert {row["Authorized"] for row in rows} == {1}


def test_studies_have_american_dates_and_count_their_series(v4: httpx.Client) -> None:
    (row,) = v4.get("/getPatientStudy?Collection=4d-lung&PatientID=121_hm20733").json()

    assert (row["StudyDate"], row["SeriesCount"], row["Authorized"]) == ("03-12-1998", 3, 1)
    assert row["LongitudinalTemporalOffsetFromEvent"] == 7.5
    assert "PatientBirthDate" not in row


def test_fractions_without_a_fraction_are_bare_in_json(v4: httpx.Client) -> None:
    path = "/getPatientStudy?Collection=RIDER%20Pilot"

    assert '"LongitudinalTemporalOffsetFromEvent":30,' in v4.get(path).text
    assert ',"30.0",' in v4.get(f"{path}&format=csv").text


def test_decimals_are_bare_in_json_and_long_everywhere_else(v4: httpx.Client) -> None:
    path = f"/getSeries?SeriesInstanceUID={MOUSE}"
    as_csv = next(csv.DictReader(io.StringIO(v4.get(f"{path}&format=csv").text)))

    assert '"SeriesNumber":1,' in v4.get(path).text
    assert '"FileSize":76252,' in v4.get(path).text
    assert (as_csv["SeriesNumber"], as_csv["FileSize"], as_csv["ImageCount"]) == ("1.000000", "76252.000000", "8")
    assert "<FileSize type='java.math.BigDecimal'>76252.000000</FileSize>" in v4.get(f"{path}&format=xml").text
    assert "<ImageCount type='java.math.BigInteger'>8</ImageCount>" in v4.get(f"{path}&format=xml").text
    assert "<TD>76252.000000</TD>" in v4.get(f"{path}&format=html").text


def test_series_have_the_values_of_their_columns(server: ReferenceServer, v4: httpx.Client) -> None:
    stored = server.archive.all_series("Pancreatic-CT-CBCT-SEG")[0]

    assert v4.get(f"/getSeries?SeriesInstanceUID={stored.uid}").json() == [
        {
            "SeriesInstanceUID": stored.uid,
            "StudyInstanceUID": stored.study_uid,
            "Modality": "CT",
            "SeriesDate": "07-19-2012",
            "SeriesDescription": "BSCBL PLANNING CT",
            "BodyPartExamined": "PANCREAS",
            "SeriesNumber": 1,
            "AnnotationsFlag": "1",
            "Collection": "Pancreatic-CT-CBCT-SEG",
            "Site": "PancreaticCTCBCTSEG",
            "PatientID": "Pancreas-CT-CB_001",
            "PatientSex": "M",
            "PatientAge": "058Y",
            "Manufacturer": "Philips",
            "ManufacturerModelName": "Brilliance Big Bore",
            "ImageCount": 15,
            "MaxSubmissionTimestamp": "08-11-2022",
            "LicenseName": "Creative Commons Attribution 4.0 International License",
            "LicenseURI": "https://creativecommons.org/licenses/by/4.0/",
            "DataDescriptionURI": "https://doi.org/10.7937/TCIA.ESHQ-4D90",
            "FileSize": stored.size,
            "ReleasedStatus": "Yes",
            "DateReleased": "08-23-2022",
            "StudyDesc": "^Pancreas: breath hold",
            "StudyDate": "07-19-2012",
            "ThirdPartyAnalysis": "NO",
            "Authorized": 1,
        }
    ]


def test_uids_of_series_and_studies_are_filters_too(v4: httpx.Client) -> None:
    (row,) = v4.get(f"/getSeries?SeriesInstanceUID={MOUSE}").json()

    assert len(v4.get(f"/getSeries?StudyInstanceUID={row['StudyInstanceUID']}&PatientID=ma0417").json()) == 2


@pytest.mark.parametrize("uid", [HIDDEN, RESTRICTED, DOWNLOADABLE])
def test_nobody_sees_series_that_are_not_public(v4: httpx.Client, uid: str) -> None:
    assert v4.get(f"/getSeries?SeriesInstanceUID={uid}").content == b""
    assert v4.get(f"/getSeriesSize?SeriesInstanceUID={uid}").content == b""
    assert v4.post("/getSeriesMetadata", data={"list": uid}).content == b""


def test_a_series_without_sizes_breaks_its_line_of_csv(v4: httpx.Client) -> None:
    path = f"/getSeriesSize?SeriesInstanceUID={UNSIZED}"

    assert v4.get(path).text == '[{"ObjectCount":3}]'
    assert v4.get(f"{path}&format=csv").text == '"TotalSizeInBytes","ObjectCount"\n","","3"\n'


@pytest.mark.parametrize("day", ["08-16-2010", "8-16-10", "08-16-2010 and more", "08-16-2010x"])
def test_dates_are_read_as_the_database_reads_them(v4: httpx.Client, day: str) -> None:
    inclusive = v4.get("/NewPatientsInCollection", params={"Collection": "CBIS-DDSM", "fromDate": day})

    assert inclusive.content == v4.get("/NewPatientsInCollection?Collection=CBIS-DDSM&fromDate=01-01-1900").content


def test_the_midnight_of_the_day_counts_for_patients_and_studies_but_not_for_series(v4: httpx.Client) -> None:
    assert len(v4.get("/NewPatientsInCollection?Collection=victre&fromDate=01-30-2019").json()) == 2
    assert len(v4.get("/NewStudiesInPatientCollection?Collection=victre&fromDate=01-30-2019").json()) == 2
    assert v4.get("/NewPatientsInCollection?Collection=victre&fromDate=01-31-2019").content == b""
    assert "VICTRE" not in v4.get("/getUpdatedSeries?fromDate=01-30-2019").text
    assert "VICTRE" in v4.get("/getUpdatedSeries?fromDate=01-29-2019").text


@pytest.mark.parametrize("day", ["2010/08/16", "2010-08-16", "13-01-2010", "02-30-2010", "08/16/2010", "yesterday"])
def test_other_dates_are_no_dates_at_all(v4: httpx.Client, day: str) -> None:
    assert v4.get("/NewPatientsInCollection", params={"Collection": "CBIS-DDSM", "fromDate": day}).content == b""
    assert v4.get("/getUpdatedSeries", params={"fromDate": day}).content == b""


# Many series at once


def test_metadata_are_a_file_of_csv_unless_another_format_is_asked_for(v4: httpx.Client) -> None:
    plain = v4.post("/getSeriesMetadata", data={"list": MOUSE})
    asked = v4.post("/getSeriesMetadata", data={"list": MOUSE, "format": "csv"})

    assert plain.headers["content-type"] == asked.headers["content-type"] == "text/csv"
    assert plain.headers["content-disposition"] == 'attachment; filename="SeriesMetaData.csv"'
    assert headings(plain.text) == headings(asked.text) == METADATA_COLUMNS
    assert '"","","NO",' not in plain.text
    assert '"MA0417","MA0417","M","","NO","447612001","Mus musculus",' in plain.text


def test_metadata_are_texts_but_for_two_numbers(v4: httpx.Client) -> None:
    (row,) = v4.post("/getSeriesMetadata", data={"list": MOUSE, "format": "JSON"}).json()

    assert [name for name, value in row.items() if not isinstance(value, str)] == ["ImageCount", "FileSize"]
    assert (row["SeriesNumber"], row["Authorized"], row["PixelSpacing(mm)-Row"]) == ("1.000000", "1", "4")
    assert row["DateReleased"] == "11-04-2013"
    assert "StudyDesc" not in row


def test_series_are_listed_with_commas_or_again_and_again(v4: httpx.Client) -> None:
    others = [row["SeriesInstanceUID"] for row in v4.get("/getSeries?Collection=VICTRE").json()]

    lists = [
        [",".join(others)],
        others,
        [f" {others[0]},\n{others[1]} ", ",".join(others[2:]), "1.2.3"],
    ]
    found = [v4.post("/getSeriesMetadata", data={"list": list, "format": "json"}).json() for list in lists]

    assert [len(rows) for rows in found] == [4, 4, 4]
    assert {row["SeriesInstanceUID"] for row in found[2]} == set(others)


def test_a_series_comes_once_for_each_list_that_names_it(v4: httpx.Client) -> None:
    assert len(v4.post("/getSeriesMetadata", data={"list": [f"{MOUSE},{MOUSE}"], "format": "json"}).json()) == 1
    assert len(v4.post("/getSeriesMetadata", data={"list": [MOUSE, MOUSE], "format": "json"}).json()) == 2


def test_an_empty_list_is_a_failure_and_none_a_refusal(v4: httpx.Client) -> None:
    empty, none = (v4.post("/getSeriesMetadata", data=data) for data in ({"list": ""}, {"format": "json"}))

    assert (empty.status_code, empty.headers["content-type"]) == (500, "text/plain")
    assert (none.status_code, none.headers["content-type"]) == (400, "application/json")
    assert none.text == "A form parameter, list, containing at least one SeriesInstanceUID is required."


def test_xml_of_metadata_is_not_well_formed(v4: httpx.Client) -> None:
    text = v4.post("/getSeriesMetadata", data={"list": MOUSE, "format": "xml"}).text

    assert "<PixelSpacing(mm)-Row type='java.lang.String'>4</PixelSpacing(mm)-Row>" in text


def test_until_october_2025_metadata_were_csv_with_blanks_in_the_headings() -> None:
    with ReferenceServer(version_4_built=date(2025, 10, 4)) as server:
        response = httpx.post(f"{server.url('v4')}/getSeriesMetadata", data={"list": MOUSE, "format": "json"})

    assert response.headers["content-type"] == "text/csv"
    assert headings(response.text)[:3] == ["Patient ID", "Patient Name", "Patient Sex"]
    assert [name.replace(" ", "").replace("StudyDescription", "StudyDesc") for name in headings(response.text)] == (
        METADATA_COLUMNS
    )


def test_for_some_days_metadata_needed_a_format() -> None:
    with ReferenceServer(version_4_built=date(2025, 10, 5)) as server:
        without, with_format = (
            httpx.post(f"{server.url('v4')}/getSeriesMetadata", data={"list": MOUSE} | more)
            for more in ({}, {"format": "csv"})
        )

    assert (without.status_code, with_format.status_code) == (500, 200)


# What curators see


def test_curators_see_hidden_series_and_their_state(v4: httpx.Client) -> None:
    (row,) = v4.post("/getSeriesQCInfo", data={"seriesId": HIDDEN}).json()

    assert list(row)[-3:] == ["Visibility", "ReleasedStatus", "Authorized"]
    assert row["Visibility"] == "Not Yet Reviewed"


def test_states_have_words(v4: httpx.Client) -> None:
    text = v4.post("/getSeriesQCInfo", data={"seriesId": [MOUSE, DOWNLOADABLE], "format": "csv"}).text

    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["SeriesInstanceUID"]: row["Visibility"] for row in rows} == {
        MOUSE: "Visible",
        DOWNLOADABLE: "Downloadable",
    }


@pytest.mark.parametrize("fields", [{"format": "json"}, {"seriesId": f"{MOUSE},{HIDDEN}"}, {"seriesId": RESTRICTED}])
def test_curators_see_nothing_without_series_in_fields_of_their_own(v4: httpx.Client, fields: dict[str, str]) -> None:
    response = v4.post("/getSeriesQCInfo", data=fields)

    assert (response.status_code, response.content) == (204, b"")


# Changes


def test_columns_may_change_in_all_formats(server: ReferenceServer, v4: httpx.Client) -> None:
    server.change(
        changes.remove_attribute("getSeriesMetadata", "Authorized"),
        changes.as_text("v4/getSeriesSize", "TotalSizeInBytes"),
    )

    assert headings(v4.post("/getSeriesMetadata", data={"list": MOUSE}).text) == METADATA_COLUMNS[:-1]
    assert v4.get(f"/getSeriesSize?SeriesInstanceUID={MOUSE}").text == (
        '[{"TotalSizeInBytes":"76252.000000","ObjectCount":8}]'
    )
