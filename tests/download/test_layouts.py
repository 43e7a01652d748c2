"""Every series has a folder of its own, with a name that every file system takes."""

from __future__ import annotations

import datetime
import pickle
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nbia import InvalidParameterError, Series
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
    ]
)


def path(template: str, uid: str = UID, **attributes: object) -> str:
    return str(FolderLayout(template, Series).path(uid, attributes))


def patient_folder(patient: object) -> str:
    return PurePosixPath(path("{PatientID}/{SeriesInstanceUID}", patient_id=patient)).parts[0]


def is_valid_on_windows(name: str) -> bool:
    return (
        not RESERVED & set(name)
        and min(name) >= " "
        and not name.endswith((".", " "))
        and not name.startswith((".", " "))
        and name.split(".")[0].rstrip().upper() not in DEVICES
        and len(name) <= 80
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
