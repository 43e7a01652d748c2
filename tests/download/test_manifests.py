"""A manifest is read in whatever form it comes, and what was left out is said."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import InvalidParameterError, Series, SeriesMetadata
from nbia_core.download.inputs.groups import Group
from nbia_core.download.inputs.manifest import Manifest, SkippedLine, read_manifest
from nbia_core.download.inputs.manifest_writer import write_manifest

FIRST = "1.3.6.1.4.1.14519.5.2.1.1706.4009.205401982515595141880743561435"
SECOND = "1.3.6.1.4.1.14519.5.2.1.1706.4009.246652086046264814835807079210"
STUDY = "1.3.6.1.4.1.14519.5.2.1.1706.4009.100000000000000000000000000000"
HEADER = """\
downloadServerUrl=https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet
includeAnnotation=true
noOfrRetry=4
databasketId=manifest-1746549740123.tcia
manifestVersion=3.0
ListOfSeriesToDownload=
"""
UIDS = st.from_regex(r"[0-2](\.(0|[1-9][0-9]{0,9})){1,5}", fullmatch=True)
"""UIDs as the standard has them."""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The path of a manifest that is not written yet."""
    return tmp_path / "manifest.tcia"


def read(path: Path, text: str, encoding: str = "utf-8") -> Manifest:
    path.write_bytes(text.encode(encoding))
    return read_manifest(path)


def reasons(manifest: Manifest) -> list[tuple[int, str]]:
    return [(skipped.line, skipped.reason) for skipped in manifest.skipped]


def test_a_manifest_of_the_portal_has_its_series_in_their_order_and_its_header(manifest: Path) -> None:
    found = read(manifest, f"{HEADER}{SECOND}\n{FIRST}\n")

    assert found.series == (SECOND, FIRST)
    assert found.properties == {
        "downloadServerUrl": "https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet",
        "includeAnnotation": "true",
        "noOfrRetry": "4",
        "databasketId": "manifest-1746549740123.tcia",
        "manifestVersion": "3.0",
    }
    assert found.skipped == ()
    assert found.rows is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEADER}{FIRST}\n{SECOND}", id="no line end at the end"),
        pytest.param(f"{HEADER}{FIRST}\n{SECOND}\n".replace("\n", "\r\n"), id="CRLF"),
        pytest.param(f"{HEADER}{FIRST}\n{SECOND}\n".replace("\n", "\r"), id="CR"),
        pytest.param(f"{FIRST}\n{SECOND}\n", id="no header"),
        pytest.param(f"\n\n{FIRST}\n \t\n{SECOND}\n\n", id="blank lines"),
        pytest.param(f"{FIRST},{SECOND}", id="on one line"),
        pytest.param(f"{FIRST}, {SECOND},\n", id="on one line with a comma at the end"),
        pytest.param(f"{FIRST};{SECOND}", id="with a semicolon"),
        pytest.param(f"{FIRST} {SECOND}", id="with a blank"),
        pytest.param(f"ListOfSeriesToDownload={FIRST}\n{SECOND}", id="the first on the line of the key"),
        pytest.param(f"ListOfSeriesToDownload={FIRST},{SECOND}", id="all on the line of the key"),
        pytest.param(f"LISTOFSERIESTODOWNLOAD =\n{FIRST}\n{SECOND}", id="the key in capital letters"),
        pytest.param(f"ListOfSeriesToDownload\n{FIRST}\n{SECOND}", id="the key without its sign"),
        pytest.param(f"{FIRST}\n{HEADER}{SECOND}", id="a header inside the list"),
        pytest.param(f"{HEADER}{FIRST}\nSeries Instance UID\n{SECOND}", id="a heading inside the list"),
        pytest.param(f"SeriesInstanceUID\n{FIRST}\n{SECOND}", id="a table of one column"),
        pytest.param(f'"{FIRST}",\n"{SECOND}"\n', id="quotation marks and commas"),
        pytest.param(f"=\"{FIRST}\"\n='{SECOND}'\n", id="as Excel keeps text"),
        pytest.param(f"\u201c{FIRST}\u201d\n\xa0{SECOND}\u200b\n", id="as a word processor writes it"),
        pytest.param(f"{FIRST} # the scout\n{SECOND} // lung\n", id="a comment behind the UID"),
        pytest.param(
            f"Collection|P1|{STUDY}|{FIRST}|No|12|80\nC|P2|{STUDY}|{SECOND}", id="fields of the first versions"
        ),
        pytest.param(f"{FIRST}|\n{SECOND}|\n", id="one field"),
    ],
)
def test_uids_are_found_however_they_are_written(manifest: Path, text: str) -> None:
    found = read(manifest, text)

    assert found.series == (FIRST, SECOND)
    assert found.skipped == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_uids_are_found_in_whatever_encoding(manifest: Path, encoding: str) -> None:
    assert read(manifest, f"{HEADER}{FIRST}\r\n{SECOND}\r\n", encoding).series == (FIRST, SECOND)


def test_text_of_windows_is_no_obstacle(manifest: Path) -> None:
    assert read(manifest, f"# Universität\n{FIRST}\n", "cp1252").skipped[0].text == "# Universität"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (FIRST, "listed twice"),
        ("# the second scan", "a comment"),
        (f"; {SECOND}", "a comment"),
        ("// the second scan", "a comment"),
        ("Lung CT of the second visit", "no UID"),
        ("1.3.6.1.4.1.", "no UID"),
        (f"{SECOND}1", "no UID"),
        (f"Patient 2: {SECOND}", "other text beside a UID"),
        (f"LIDC-IDRI|P1|{SECOND}", "not certain which field is the series"),
        ("1.2|1.3", "not certain which field is the series"),
        ("manifestVersion=2.0", "an earlier line has another value"),
    ],
)
def test_what_is_skipped_is_said_with_its_line_and_reason(manifest: Path, line: str, reason: str) -> None:
    found = read(manifest, f"{HEADER}{FIRST}\n{line}\n")

    assert found.series == (FIRST,)
    assert found.skipped == (SkippedLine(line=8, text=line, reason=reason),)


def test_a_long_line_is_shown_shortened(manifest: Path) -> None:
    assert read(manifest, f"{FIRST}\n{'no UID ' * 100}").skipped[0].text == ("no UID " * 100)[:77] + "..."


@pytest.mark.parametrize(
    "heading",
    [
        "SeriesInstanceUID",
        "seriesinstanceuid",
        "Series Instance UID",
        "Series UID",
        "Series ID",
        "series-id",
        "series_instance_uid",
        "SERIES_UID",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_column_of_a_table_is_found_however_it_is_spelled(manifest: Path, heading: str, delimiter: str) -> None:
    table = [["PatientID", heading], ["0012", FIRST], ["0013", SECOND]]

    found = read(manifest, "\n".join(delimiter.join(cells) for cells in table))

    assert found.series == (FIRST, SECOND)
    assert found.rows == ({"PatientID": "0012", heading: FIRST}, {"PatientID": "0013", heading: SECOND})
    assert found.skipped == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"List of SOP Instance UIDs\n{FIRST}\n", id="a title"),
        pytest.param(f"SeriesInstanceUID_x\n{FIRST}\n", id="of a join"),
        pytest.param(f"FrameOfReferenceUID\n{FIRST}\n", id="of DICOM"),
        pytest.param(f"SOP UID\n{FIRST}\n", id="in few words"),
        pytest.param(f"StudyInstanceUID,SOPInstanceUID\n{FIRST},{SECOND}\n", id="two columns"),
        pytest.param(f"SeriesInstanceUID_x;StudyInstanceUID\n{FIRST};{SECOND}\n", id="of a join, beside the study"),
        pytest.param(f"SeriesInstanceUID_x\tSeriesInstanceUID_y\n{FIRST}\t{SECOND}\n", id="of a join, both"),
        pytest.param(f"image,mask\n\n{FIRST},{SECOND}\n", id="headings that nobody knows"),
        pytest.param(f"StudyInstanceUID SeriesInstanceUID\n{FIRST} {SECOND}\n", id="separated by blanks"),
        pytest.param(f"SeriesInstanceUID\n{FIRST}\nStudyInstanceUID\n{SECOND}\n", id="below a list of series"),
    ],
)
def test_uids_under_the_heading_of_something_else_are_no_series(manifest: Path, text: str) -> None:
    with pytest.raises(InvalidParameterError, match=r"no column SeriesInstanceUID; it has .* Accepted are") as caught:
        read(manifest, text)

    assert str(manifest) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"StudyInstanceUID\n{STUDY}\n", id="a column"),
        pytest.param(f"Study Instance UIDs:\n{STUDY}\n", id="in words"),
        pytest.param(f'"StudyInstanceUID",\n"{STUDY}",\n', id="quoted, with a comma at the end"),
        pytest.param(f"# StudyInstanceUID\n{STUDY}\n", id="as numpy writes headings"),
        pytest.param(f",StudyInstanceUID\n0,{STUDY}\n", id="with an index"),
        pytest.param(f"Patient ID;Study UID;Modality\n0012;{STUDY};CT\n0012;{STUDY};PT\n", id="beside the patient"),
        pytest.param(f"Study Instance UID,Age\nunknown,3\n{STUDY},4\n", id="below a row without one"),
    ],
)
def test_a_list_of_studies_names_studies(manifest: Path, text: str) -> None:
    found = read(manifest, text)

    assert found.groups == (Group(study_instance_uid=STUDY),)
    assert (found.series, found.rows) == ((), None)


def test_a_patient_whose_row_ends_before_the_collection_is_of_any(manifest: Path) -> None:
    found = read(manifest, "PatientID,Collection\n0012,A\n0014\n")

    assert found.groups == (Group(patient_id="0012", collection="A"), Group(patient_id="0014"))


def test_a_list_of_patients_names_patients_within_their_collections(manifest: Path) -> None:
    found = read(manifest, f'Patient ID,Collection Name\n0012,A\n0012,B\n{FIRST},C\n"=""0014""",\n0012,A\n,D\n')

    assert found.groups == (
        Group(patient_id="0012", collection="A"),
        Group(patient_id="0012", collection="B"),
        Group(patient_id=FIRST, collection="C"),
        Group(patient_id="0014"),
    )
    assert [(line.line, line.reason) for line in found.skipped] == [(7, "no PatientID")]


def test_rows_of_patients_that_name_none_are_told_by_their_lines(manifest: Path) -> None:
    rows = ["# Lung,A", "Patient ID,Collection", '"=""  """,A', ",A", "0012,A"]

    found = read(manifest, "\n".join(["PatientID,Collection", *rows]))

    assert found.groups == (Group(patient_id="0012", collection="A"),)
    assert reasons(found) == [(2, "a comment"), (4, "no PatientID"), (5, "no PatientID")]


def test_a_row_of_studies_that_names_none_is_told_by_its_line(manifest: Path) -> None:
    assert reasons(read(manifest, f"StudyInstanceUID,Age\nunknown,3\n{STUDY},4\n")) == [(2, "no UID")]


def test_a_column_of_patients_is_a_list_of_them(manifest: Path) -> None:
    assert read(manifest, "PatientID\n0012\nLung 1, left\n").groups == (
        Group(patient_id="0012"),
        Group(patient_id="Lung 1"),
    )


@pytest.mark.parametrize(
    "heading", ["PatientID,SOPInstanceUID", "StudyInstanceUID,Image UID", "Patient ID,Series UIDs (list)"]
)
def test_what_lists_something_below_a_study_names_no_studies_or_patients(manifest: Path, heading: str) -> None:
    with pytest.raises(InvalidParameterError, match="no column SeriesInstanceUID"):
        read(manifest, f"{heading}\n{FIRST},{SECOND}\n")


@pytest.mark.parametrize("heading", ["SeriesInstanceUID,SeriesInstanceUID", "Series UID,Series ID"])
def test_two_columns_of_series_are_refused(manifest: Path, heading: str) -> None:
    with pytest.raises(InvalidParameterError, match="several columns of series"):
        read(manifest, f"{heading}\n{FIRST},{SECOND}\n")


def test_a_second_heading_that_differs_is_refused(manifest: Path) -> None:
    with pytest.raises(InvalidParameterError, match="another heading in line 3"):
        read(
            manifest,
            f"SeriesInstanceUID,StudyInstanceUID\n{FIRST},{STUDY}\nStudyInstanceUID,SeriesInstanceUID\n{STUDY},{SECOND}",
        )


@pytest.mark.parametrize("title", ["My series", "My series of the lung, left", "UIDs", "List of series UIDs", "sep=,"])
def test_a_title_is_no_heading(manifest: Path, title: str) -> None:
    assert read(manifest, f"{title}\n{FIRST}\n{SECOND}\n").series == (FIRST, SECOND)


def test_the_example_of_a_file_without_series_is_no_comment(manifest: Path) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        read(manifest, "# my series\nlung\n")

    assert caught.value.message == f"{manifest} names no series. Line 2, 'lung': no UID."


def test_a_file_of_comments_has_no_example(manifest: Path) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        read(manifest, "# my series\n")

    assert caught.value.message == f"{manifest} names no series."


def test_the_column_of_that_very_name_wins(manifest: Path) -> None:
    assert read(manifest, f"Series UID,SeriesInstanceUID\n{SECOND},{FIRST}").series == (FIRST,)


def test_quoted_cells_may_have_delimiters_quotation_marks_and_line_breaks(manifest: Path) -> None:
    found = read(manifest, f'SeriesInstanceUID,SeriesDescription\n{FIRST},"5"" lung,\nleft"\n{SECOND},plain')

    assert found.rows == (
        {"SeriesInstanceUID": FIRST, "SeriesDescription": '5" lung,\nleft'},
        {"SeriesInstanceUID": SECOND, "SeriesDescription": "plain"},
    )


@pytest.mark.parametrize("description", ['"not closed', '5" wide', '""'])
def test_a_quotation_mark_that_is_not_closed_swallows_no_series(manifest: Path, description: str) -> None:
    found = read(manifest, f"SeriesInstanceUID,SeriesDescription\n{FIRST},{description}\n{SECOND},plain\n1.2,other\n")

    assert found.series == (FIRST, SECOND, "1.2")


def test_short_rows_are_filled_and_rows_that_are_too_long_are_not_guessed_at(manifest: Path) -> None:
    found = read(manifest, f"SeriesInstanceUID,Description,ImageCount\n{FIRST}\n{SECOND},left, right,12\n")

    assert found.rows == (
        {"SeriesInstanceUID": FIRST, "Description": "", "ImageCount": ""},
        {"SeriesInstanceUID": SECOND},
    )
    assert reasons(found) == [(3, "more cells than headings, so only the UID was taken")]


def test_rows_without_a_series_are_named_by_their_lines(manifest: Path) -> None:
    rows = [f'{FIRST},"two\nlines"', "unknown,P1", f"{FIRST},P2", ",", "", "SeriesInstanceUID,PatientID", "# end,"]

    found = read(manifest, "\n".join(["sep=,", "SeriesInstanceUID,PatientID", *rows]))

    assert found.series == (FIRST,)
    assert reasons(found) == [(5, "no UID"), (6, "listed twice"), (10, "a comment")]


def test_header_lines_may_stand_before_a_table(manifest: Path) -> None:
    found = read(manifest, f"manifestVersion=3.0\nMy series\nSeriesInstanceUID,PatientID\n{FIRST},P1\n")

    assert found.properties == {"manifestVersion": "3.0"}
    assert reasons(found) == [(2, "no UID")]
    assert found.rows == ({"SeriesInstanceUID": FIRST, "PatientID": "P1"},)


def test_the_column_without_a_name_is_left_out(manifest: Path) -> None:
    assert read(manifest, f",SeriesInstanceUID\n0,{FIRST}\n").rows == ({"SeriesInstanceUID": FIRST},)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "names no series"),
        (b"no series at all\n", "Line 1, 'no series at all': no UID."),
        (HEADER.encode(), "names no series"),
        (b"PK\x03\x04\x14\0", "it is a broken Excel workbook or ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an old Excel workbook"),
        (b"\x1f\x8b\x08", "it is compressed by gzip"),
        (b"%PDF-1.7", "it is a PDF document"),
        (b"<!DOCTYPE html><html>1.2.3</html>", "it is an HTML or XML page"),
        (b'<?xml version="1.0"?><jnlp/>', "it is an HTML or XML page"),
        (b'{"SeriesInstanceUID": "1.2.3"', "it is broken JSON"),
        (bytes(128) + b"DICM", "it is no text"),
        (b"1.2.3\n\0\x01\x02", "it is no text"),
    ],
)
def test_what_is_no_manifest_is_refused(manifest: Path, content: bytes, sentence: str) -> None:
    manifest.write_bytes(content)

    with pytest.raises(InvalidParameterError, match=sentence) as caught:
        read_manifest(manifest)

    assert str(manifest) in caught.value.message
    assert caught.value.hint


def test_an_old_manifest_that_only_refers_to_a_data_basket_is_explained(manifest: Path) -> None:
    manifest.write_text("databasketId=12345\nmanifestVersion=1.0\n")

    with pytest.raises(InvalidParameterError, match="data basket"):
        read_manifest(manifest)


def test_a_file_that_is_not_there_is_named(manifest: Path) -> None:
    with pytest.raises(InvalidParameterError, match="There is no file"):
        read_manifest(manifest)


def test_a_folder_is_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="it is a folder"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("source", [None, 5, b"manifest.tcia", "", "with\0nothing"])
def test_what_is_no_path_is_refused(source: str) -> None:
    with pytest.raises(InvalidParameterError, match="is no path of a file"):
        read_manifest(source)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permission bits, and a user whom they stop")
def test_a_file_that_may_not_be_read_is_named(manifest: Path) -> None:
    manifest.touch(mode=0)

    with pytest.raises(InvalidParameterError, match="cannot be read"):
        read_manifest(manifest)


def test_a_manifest_is_written_as_the_portal_writes_it(manifest: Path) -> None:
    path = write_manifest(manifest, [FIRST, SECOND, FIRST])

    assert path == manifest
    assert manifest.read_bytes().decode() == f"{HEADER}{FIRST}\n{SECOND}\n".replace(
        "manifest-1746549740123", "manifest"
    )


def test_the_server_and_the_annotations_can_be_chosen(manifest: Path) -> None:
    write_manifest(manifest, FIRST, server_url="https://nlst.example/DownloadServlet", include_annotation=False)

    assert read_manifest(manifest).properties["downloadServerUrl"] == "https://nlst.example/DownloadServlet"
    assert read_manifest(manifest).properties["includeAnnotation"] == "false"


@pytest.mark.parametrize(("name", "delimiter"), [("series.csv", ","), ("series.TSV", "\t")])
def test_a_table_has_the_attributes_of_records(tmp_path: Path, name: str, delimiter: str) -> None:
    moment = datetime.datetime(2010, 8, 16)
    series = Series(
        series_instance_uid=FIRST, patient_id="0012", image_count=3, series_date=moment, annotations_flag=True
    )
    other = SeriesMetadata(series_instance_uid=SECOND, patient_id='5" ,;\t|\nleft')

    found = read_manifest(write_manifest(tmp_path / name, [series, other]))

    assert (tmp_path / name).read_text().startswith(f"SeriesInstanceUID{delimiter}StudyInstanceUID{delimiter}")
    assert found.rows is not None
    assert (
        found.rows[0].items() >= {"PatientID": "0012", "ImageCount": "3", "SeriesDate": "2010-08-16 00:00:00"}.items()
    )
    assert found.rows[0]["AnnotationsFlag"] == "true"
    assert found.rows[1]["Subject ID"] == '5" ,;\t|\nleft'


@pytest.mark.parametrize(
    "series", [[], [""], ["no UID"], [None], [Series()], None, 5, [{"SeriesInstanceUID": FIRST}], ["1.2", b"1.3"]]
)
def test_a_manifest_is_not_begun_when_something_else_is_among_the_series(manifest: Path, series: list[str]) -> None:
    manifest.write_text("as it was")

    with pytest.raises(InvalidParameterError):
        write_manifest(manifest, series)

    assert manifest.read_text() == "as it was"
    assert list(manifest.parent.iterdir()) == [manifest]


@given(st.lists(UIDS, min_size=1), st.sampled_from(["series.tcia", "series.csv", "series.tsv", "series.txt"]))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, uids: list[str], name: str) -> None:
    path = write_manifest(tmp_path_factory.mktemp("written") / name, uids)

    found = read_manifest(path)

    assert found.series == tuple(dict.fromkeys(uids))
    assert found.skipped == ()


@given(st.text())
def test_whatever_a_table_says_beside_it_the_series_is_found(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    series = [Series(series_instance_uid=FIRST, series_description=text), Series(series_instance_uid=SECOND)]

    found = read_manifest(write_manifest(tmp_path_factory.mktemp("written") / "series.csv", series))

    assert found.series == (FIRST, SECOND)


@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("odd") / "manifest.tcia"
    path.write_bytes(content + b"\n1.2.3")

    with contextlib.suppress(InvalidParameterError):
        read_manifest(path)
