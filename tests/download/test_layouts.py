"""Every series has a folder of its own, with a name that every file system takes."""

from __future__ import annotations

import datetime
import pickle
import unicodedata
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nbia import InvalidParameterError, Series
from nbia.v4.records import Series as SeriesOfVersion4
from nbia_core.download.disk.layout import FolderLayout

UID = "1.3.6.1.4.1.9328.50.1.48441840081578419409180519840073808100"
STUDY = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
RESERVED = set('<>:"/\\|?*')
DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"),
}
VALUES = st.one_of(
    st.text(),
    st.text("aA.~ \u0301/\\:\0\n", max_size=6),
    st.sampled_from(["con", "NUL.txt", "COM1", "..", ".nbia", "metadata.csv", "\U0001f9e0" * 90, "\ud800", "1.2"]),
    st.none(),
    st.integers(),
    st.datetimes(),
)
UIDS = st.from_regex(r"[0-2](\.[0-9]{1,20}){1,3}", fullmatch=True)
TEMPLATES = st.sampled_from(
    [
        "series",
        "patient",
        "{SeriesDescription}",
        "{PatientID}{SeriesInstanceUID}",
        "{SeriesInstanceUID}{PatientID}",
        "{PatientID}-{SeriesInstanceUID}",
        "{SeriesInstanceUID}_{PatientID}",
        "{PatientID}-{SeriesInstanceUID}-{SeriesDescription}",
        "{SeriesInstanceUID}/{PatientID}",
        "{Collection}/{PatientID} {SeriesDescription}",
        "{PatientName}/{StudyDate:%Y}/{SeriesInstanceUID:short}",
        "{SeriesInstanceUID:short}-{SeriesInstanceUID}",
        "{SeriesNumber:03}/{StudyInstanceUID:short}{SeriesInstanceUID}",
    ]
)


def path(template: str, uid: str = UID, **attributes: object) -> str:
    return str(FolderLayout(template, Series).path(uid, attributes))


def patient_folder(patient: object) -> str:
    return PurePosixPath(path("{PatientID}/{SeriesInstanceUID}", patient_id=patient)).parts[0]


def is_valid_on_windows(name: str, most: int = 80) -> bool:
    return (
        not RESERVED & set(name)
        and min(name) >= " "
        and not name.endswith((".", " "))
        and not name.startswith((".", " "))
        and name.split(".")[0].rstrip().upper() not in DEVICES
        and len(name) <= most
        and len(name.encode()) <= 200
        and unicodedata.is_normalized("NFC", name)
    )


def test_the_layout_series_is_that_of_tcia_utils() -> None:
    assert path("series") == UID


def test_the_layout_patient_has_a_folder_for_collection_patient_and_study() -> None:
    found = path("patient", collection="RIDER Lung CT", patient_id="RIDER-1129164940", study_instance_uid=STUDY)

    assert found == f"RIDER Lung CT/RIDER-1129164940/{STUDY}/{UID}"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{SeriesInstanceUID}/", UID),
        ("{PatientID}/{SeriesInstanceUID}", f"P1/{UID}"),
        ("{patient_id}/{series_instance_uid}", f"P1/{UID}"),
        ("images/{Modality} {SeriesInstanceUID}", f"images/CT {UID}"),
        ("{SeriesInstanceUID}-{Modality}", f"{UID}-CT"),
        ("{SeriesInstanceUID}/images", f"{UID}/images"),
        ("{{{PatientID}}}/{SeriesInstanceUID}", f"{{P1}}/{UID}"),
        ("{PatientID}/{Modality}", "P1/CT-21b404e4ce13def5"),
        ("{PatientID}{SeriesInstanceUID}", f"P1{UID}-21b404e4ce13def5"),
    ],
)
def test_a_template_names_attributes_and_the_series_stays_alone(template: str, expected: str) -> None:
    assert path(template, patient_id="P1", modality="CT") == expected


@pytest.mark.parametrize(
    ("template", "attributes"),
    [
        ("series", set()),
        ("patient", {"collection", "patient_id", "study_instance_uid"}),
        ("{StudyDesc}/{study_date}", {"study_description", "study_date"}),
    ],
)
def test_a_layout_says_which_attributes_it_needs(template: str, attributes: set[str]) -> None:
    assert FolderLayout(template, Series).attributes == attributes


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.datetime(2010, 8, 16, 12, 30), "2010-08-16"),
        (datetime.date(2010, 8, 16), "2010-08-16"),
        ("2010-08-16 00:00:00.0", "2010-08-16"),
        ("2010-08-16T12:30:00", "2010-08-16"),
        ("08-16-2010", "08-16-2010"),
        (None, "unknown"),
        ("", "unknown"),
        (" ", "unknown"),
        (float("nan"), "unknown"),
    ],
)
def test_dates_are_written_as_days(value: object, expected: str) -> None:
    assert path("{SeriesDate}/{SeriesInstanceUID}", series_date=value) == f"{expected}/{UID}"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("%Y", "2010"),
        ("%Y-%m-%d", "2010-08-16"),
        ("%d.%m.%y", "16.08.10"),
        ("%Y%j", "2010228"),
        ("%H%M%S", "123005"),
        ("on %d", "on 16"),
    ],
)
@pytest.mark.parametrize("value", [datetime.datetime(2010, 8, 16, 12, 30, 5), "2010-08-16 12:30:05.0"])
def test_dates_are_written_in_the_form_of_the_template(value: object, form: str, expected: str) -> None:
    assert path(f"{{StudyDate:{form}}}/{{SeriesInstanceUID}}", study_date=value) == f"{expected}/{UID}"


def test_a_year_before_1000_has_four_digits() -> None:
    found = path("{StudyDate:%Y}/{SeriesInstanceUID}", study_date=datetime.datetime(33, 1, 2))

    assert found == f"0033/{UID}"


def test_what_is_no_date_stays_as_it_is_in_every_form() -> None:
    assert path("{StudyDate:%Y}/{SeriesInstanceUID}", study_date="spring") == f"spring/{UID}"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{StudyInstanceUID:short}/{SeriesInstanceUID}", f"96508/{UID}"),
        ("{SeriesInstanceUID:short}", "08100-21b404e4ce13def5"),
        ("{SeriesNumber:03}/{SeriesInstanceUID}", f"007/{UID}"),
        ("{SeriesNumber}/{SeriesInstanceUID}", f"7/{UID}"),
        ("{PatientName}/{SeriesInstanceUID}", f"unknown/{UID}"),
        ("{PatientId}/{SeriesInstanceUID}", f"P1/{UID}"),
        ("{Subject ID}/{SeriesInstanceUID}", f"P1/{UID}"),
    ],
)
def test_uids_and_numbers_have_forms_and_attributes_all_their_names(template: str, expected: str) -> None:
    assert path(template, study_instance_uid=STUDY, series_number=7, patient_id="P1") == expected


@pytest.mark.parametrize(
    ("template", "others"),
    [
        ("{Collection}/{SeriesInstanceUID}", ()),
        ("{PatientName}/{StudyID}", (("studies", {"patient_name", "study_id"}),)),
        ("{SpeciesCode}/{EthnicGroup}", (("patients", {"species_code"}), ("studies", {"ethnic_group"}))),
        ("retriever", (("studies", {"study_id"}),)),
    ],
)
def test_a_layout_says_which_other_endpoints_it_needs(template: str, others: object) -> None:
    assert FolderLayout(template, Series).others == others


def test_a_version_that_answers_for_many_series_is_asked_so() -> None:
    layout = FolderLayout("{PatientName}/{StudyID}/{SliceThickness(mm)}", SeriesOfVersion4)

    assert dict(layout.others) == {"series metadata": frozenset({"patient_name", "study_id", "slice_thickness"})}


RETRIEVED = {
    "collection": "RIDER Lung CT",
    "patient_id": "RIDER-1129164940",
    "study_date": datetime.datetime(2006, 12, 3),
    "study_id": "1",
    "study_description": "CT THORAX W/CONT",
    "study_instance_uid": STUDY,
    "series_number": 4,
    "series_description": "Recon 2: 5mm (lung)_#1",
}


@pytest.mark.parametrize(
    ("changes", "study", "series"),
    [
        ({}, "12-03-2006-1-CT THORAX WCONT-96508", "4.000000-Recon 2 5mm lung1-08100"),
        ({"study_id": None, "study_description": "null"}, "12-03-2006-96508", "4.000000-Recon 2 5mm lung1-08100"),
        ({"study_date": None, "series_number": None}, "1-CT THORAX WCONT-96508", "Recon 2 5mm lung1-08100"),
        ({"series_description": "-"}, "12-03-2006-1-CT THORAX WCONT-96508", "4.000000-08100"),
        ({"series_description": "x" * 70}, "12-03-2006-1-CT THORAX WCONT-96508", f"4.000000-{'x' * 53}-08100"),
        ({"study_description": "y" * 70}, f"12-03-2006-1-{'y' * 53}-96508", "4.000000-Recon 2 5mm lung1-08100"),
    ],
)
def test_the_layout_retriever_has_the_names_of_the_data_retriever(
    changes: dict[str, Any], study: str, series: str
) -> None:
    found = FolderLayout("retriever", Series).path(UID, {**RETRIEVED, **changes})

    assert str(found) == f"RIDER Lung CT/RIDER-1129164940/{study}/{series}"


@given(UIDS, VALUES, VALUES, VALUES)
def test_the_folders_of_the_layout_retriever_lead_nowhere_else(
    uid: str, patient: object, description: object, study: object
) -> None:
    attributes = {"patient_id": patient, "series_description": description, "study_id": study, "collection": patient}
    layout = FolderLayout("retriever", Series)

    found = [layout.path(uid, attributes), layout.other_path(uid, attributes)]

    assert [len(each.parts) for each in found] == [4, 4]
    assert all(is_valid_on_windows(name, most=120) for each in found for name in each.parts)
    assert found[0] != found[1]


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (False, "false"), (12, "12"), (1.5, "1.5")])
def test_other_values_are_written_as_text(value: object, expected: str) -> None:
    assert path("{AnnotationsFlag}/{SeriesInstanceUID}", annotations_flag=value) == f"{expected}/{UID}"


def test_an_attribute_that_is_not_known_is_written_so() -> None:
    assert path("{Collection}-{PatientID}/{SeriesInstanceUID}") == f"unknown-unknown/{UID}"


@pytest.mark.parametrize("patient", ["0012", "A_B", "Müller", "脳", "a b", "x-y,z (1)", "a~", "con-1", "a.b"])
def test_a_value_that_every_file_system_takes_stays_as_it_is(patient: str) -> None:
    assert patient_folder(patient) == patient


@pytest.mark.parametrize(
    ("patient", "start"),
    [
        ("A/B", "A_B-"),
        ("A\\B", "A_B-"),
        ("A:B?", "A_B_-"),
        ("..", "_-"),
        (".nbia", "_nbia-"),
        ("metadata.csv", "metadata.csv-"),
        ("Download-Report.JSON", "Download-Report.JSON-"),
        ("CON", "_CON-"),
        ("nul.txt", "_nul.txt-"),
        ("com¹", "_com¹-"),
        ("P1.", "P1-"),
        ("P1 ", "P1-"),
        (" P1", "_P1-"),
        ("~", "_-"),
        ("-rf", "_rf-"),
        ("line\nbreak", "line_break-"),
        ("\u202egpj.exe", "_gpj.exe-"),
        ("Mu\u0308ller", "Müller-"),
        ("x" * 81, "x" * 63 + "-"),
        ("脳" * 70, "脳" * 61 + "-"),
    ],
)
def test_a_value_that_had_to_be_changed_keeps_a_hash_of_itself(patient: str, start: str) -> None:
    folder = patient_folder(patient)

    assert folder.startswith(start)
    assert len(folder) == len(start) + 16
    assert is_valid_on_windows(folder)


def test_values_that_look_alike_after_the_change_stay_apart() -> None:
    folders = {patient_folder(patient) for patient in ("A/B", "A_B", "A\\B", "A:B", "A_B ", "A_B.")}

    assert len(folders) == 6


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("", "no attribute stands in braces"),
        ("images", "no attribute stands in braces"),
        ("{PatientIdentifier}/{SeriesInstanceUID}", "no attribute PatientIdentifier; did you mean Patient"),
        ("{series_uid}", "did you mean series_"),
        ("{Xyz}", "there is no attribute Xyz"),
        ("{PatientID.upper}", "there is no attribute PatientID.upper"),
        ("{PatientID[0]}", r"there is no attribute PatientID\[0\]"),
        ("{}", "nothing between a pair of braces"),
        ("{PatientID!r}", "cannot have a conversion"),
        ("{PatientID:>3}", "cannot have a form: only dates, UIDs and whole numbers can"),
        ("{PatientID", "its braces do not fit together"),
        ("PatientID}", "its braces do not fit together"),
        ("/{PatientID}", "begins with a slash"),
        ("{Collection}//{PatientID}", "two of them follow"),
        ("{PatientID}//", "two of them follow"),
        ("C:/{PatientID}", "a character that some file systems do not take"),
        ("{Collection}\\{PatientID}", "/ separates folders"),
        ("../{PatientID}", "'..' is no name for a folder"),
        ("{PatientID}/.", "'.' is no name for a folder"),
        (".nbia/{PatientID}", "'.nbia' is no name for a folder"),
        ("metadata.csv/{PatientID}", "'metadata.csv' is no name for a folder"),
        ("aux/{PatientID}", "'aux' is no name for a folder"),
        (None, "must be text, not NoneType"),
        (PurePosixPath("{PatientID}"), "must be text"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(template: str, sentence: str) -> None:
    with pytest.raises(InvalidParameterError, match=sentence) as caught:
        FolderLayout(template, Series)

    assert caught.value.hint


def test_a_layout_can_be_sent_to_another_process() -> None:
    layout = FolderLayout("{SeriesDate}/{Modality}", Series)

    copy = pickle.loads(pickle.dumps(layout))

    assert repr(copy) == repr(layout) == "<FolderLayout {SeriesDate}/{Modality}>"
    assert copy.path(UID, {"modality": "CT"}) == layout.path(UID, {"modality": "CT"})


@given(TEMPLATES, UIDS, UIDS, st.tuples(VALUES, VALUES), st.tuples(VALUES, VALUES))
def test_two_series_never_share_a_folder(
    template: str, first: str, second: str, first_values: tuple[object, object], second_values: tuple[object, object]
) -> None:
    assume(first != second)
    layout = FolderLayout(template, Series)
    names = ("patient_id", "series_description")

    one = layout.path(first, dict(zip(names, first_values, strict=True)))
    other = layout.path(second, dict(zip(names, second_values, strict=True)))

    assert str(one).casefold() != str(other).casefold()
    assert len(one.parts) == len(other.parts)


@given(TEMPLATES, UIDS, VALUES, VALUES)
def test_every_folder_is_valid_everywhere_and_always_the_same(
    template: str, uid: str, patient: object, description: object
) -> None:
    attributes = {"patient_id": patient, "series_description": description, "collection": description}

    found = FolderLayout(template, Series).path(uid, attributes)

    assert not found.is_absolute()
    assert all(is_valid_on_windows(name) for name in found.parts)
    assert found == FolderLayout(template, Series).path(uid, attributes)
