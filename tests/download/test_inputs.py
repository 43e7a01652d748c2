"""Whatever a caller gives, the series that it names come out, each once; what names none is said."""

from __future__ import annotations

import datetime
import io
import pickle
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbia import InvalidParameterError, Records, Series, SeriesMetadata, SharedSeries, Study, UpdatedSeries
from nbia_core.download.inputs import data_frames
from nbia_core.download.inputs.inputs import Downloadable, Inputs, Unusable, Wanted
from nbia_core.download.inputs.manifest import SkippedLine, read_manifest

if TYPE_CHECKING:
    PANDAS_FRAME: Downloadable = pandas.DataFrame()
    PANDAS_COLUMN: Downloadable = pandas.Series(["1.2.3"])
    ARRAY: Downloadable = numpy.array(["1.2.3"])
    RECORDS: Downloadable = Records[Series]([], Series)

UIDS = ["1.2.1", "1.2.2", "1.2.3"]
ROWS = [
    {"SeriesInstanceUID": "1.2.1", "PatientID": "0012", "ImageCount": 3},
    {"SeriesInstanceUID": "1.2.2", "PatientID": "0013", "ImageCount": None},
]
SERIES = [
    Series(series_instance_uid="1.2.1", patient_id="0012", image_count=3),
    Series(series_instance_uid="1.2.2", patient_id="0013"),
]


def inputs(what: object) -> Inputs:
    return Inputs(what, Series)


def uids(found: Iterable[Wanted | Unusable]) -> list[str]:
    return [item.series_instance_uid for item in found if isinstance(item, Wanted)]


def attributes(what: object) -> dict[str, object]:
    """Return what is known of the only series, without the attributes that have no value."""
    (wanted,) = inputs(what)
    assert isinstance(wanted, Wanted)
    return {name: value for name, value in wanted.attributes.items() if value is not None}


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "what",
    [
        UIDS,
        tuple(UIDS),
        dict.fromkeys(UIDS).keys(),
        [f" {uid}\n" for uid in UIDS],
        pandas.Series(UIDS),
        pandas.Index(UIDS),
        pandas.DataFrame({"SeriesInstanceUID": UIDS}),
        numpy.array(UIDS),
        polars.DataFrame({"Modality": ["CT", "CT", "CT"], "Series UID": UIDS}),
        pyarrow.table({"Modality": ["CT", "CT", "CT"], "SeriesInstanceUID": UIDS}),
        [row for _, row in pandas.DataFrame({"Series ID": UIDS, "Modality": "CT"}).iterrows()],
        list(pandas.DataFrame({"SeriesInstanceUID": UIDS, "Modality": "CT"}).itertuples()),
        [{"SeriesInstanceUID": uid} for uid in UIDS],
        [Series(series_instance_uid=uid) for uid in UIDS],
        Records([Series(series_instance_uid=uid) for uid in UIDS], Series),
        [UIDS[0], {"Series UID": UIDS[1]}, SharedSeries(series_instance_uid=UIDS[2])],
    ],
    ids=lambda what: type(what).__name__,
)
def test_what_has_a_length_is_counted_and_can_be_gone_through_again(what: object) -> None:
    found = inputs(what)

    assert (found.total, found.duplicates) == (3, 0)
    assert uids(found) == uids(found) == UIDS


@pytest.mark.parametrize("lazy", [iter, lambda items: (item for item in items), lambda items: map(str, items)])
def test_what_has_no_length_is_taken_item_by_item(lazy: Callable[[Sequence[str]], Iterator[str]]) -> None:
    items = lazy(UIDS)

    found = inputs(items)
    first = next(iter(found))

    assert first == Wanted(series_instance_uid="1.2.1", attributes={})
    assert found.total is None
    assert next(items) == "1.2.2"


def test_a_single_uid_is_a_series() -> None:
    assert list(inputs("1.2.3")) == [Wanted(series_instance_uid="1.2.3", attributes={})]


def test_a_single_record_is_a_series() -> None:
    assert uids(inputs(SERIES[0])) == ["1.2.1"]


def test_a_single_dictionary_is_a_series() -> None:
    assert uids(inputs(ROWS[0])) == ["1.2.1"]


@pytest.mark.parametrize("what", [[], Records[Series]([], Series), pandas.DataFrame(columns=["SeriesInstanceUID"])])
def test_nothing_is_no_mistake(what: object) -> None:
    assert inputs(what).total == 0


def test_each_series_comes_once_and_the_others_are_counted() -> None:
    found = inputs(["1.2.1", "1.2.2", "1.2.1", "1.2.1"])

    assert (found.total, found.duplicates) == (2, 2)
    assert uids(found) == ["1.2.1", "1.2.2"]
    assert found.duplicates == 2


def test_duplicates_of_a_generator_are_counted_as_they_come() -> None:
    found = inputs(iter(["1.2.1", "1.2.1", "1.2.2"]))

    assert uids(found) == ["1.2.1", "1.2.2"]
    assert found.duplicates == 1


def test_items_of_a_generator_that_name_no_series_come_out_as_such() -> None:
    found = list(inputs(iter(["1.2.1", "scout", None, Study(study_instance_uid="1.9"), b"1.2.2", "1.2.3"])))

    assert uids(found) == ["1.2.1", "1.2.3"]
    unusable = [item for item in found if isinstance(item, Unusable)]
    assert [item.text for item in unusable[:2]] == ["scout", "None"]
    assert unusable[0].reason.startswith("what[1]='scout' was not sent: a DICOM UID has digits and dots only")
    assert unusable[1].reason == "what[2], counted from 0, names no series: it is None (NoneType)."
    assert "(Study record)" in unusable[2].reason


@pytest.mark.parametrize(
    "what", [SERIES, ROWS, pandas.DataFrame(ROWS), polars.DataFrame(ROWS), pyarrow.table(pandas.DataFrame(ROWS))]
)
def test_attributes_have_their_python_names_and_plain_values(what: object) -> None:
    first, second = inputs(what)

    assert isinstance(first, Wanted)
    assert isinstance(second, Wanted)
    assert (first.attributes["patient_id"], first.attributes["image_count"]) == ("0012", 3)
    assert type(first.attributes["image_count"]) is int
    assert (second.attributes["patient_id"], second.attributes["image_count"]) == ("0013", None)
    assert "series_instance_uid" not in first.attributes


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"StudyDesc": "CT of the lung"}, {"study_description": "CT of the lung"}),
        ({"study_description": "CT of the lung"}, {"study_description": "CT of the lung"}),
        ({"Subject ID": "0012", "File Size": "80"}, {"patient_id": "0012", "file_size": 80}),
        ({"Number of Images": "12", "License URL": "https://a"}, {"image_count": 12, "license_uri": "https://a"}),
        ({"patient id": "0012"}, {"patient_id": "0012"}),
        ({"Patient ID": "0012", "Collection Name": "RIDER"}, {"patient_id": "0012", "collection": "RIDER"}),
        ({"File Size (Bytes)": "80", "Number of images": "2"}, {"file_size": 80, "image_count": 2}),
        ({"file-size [bytes]": "80", "IMAGE_COUNT": "2"}, {"file_size": 80, "image_count": 2}),
        ({"File Size (MB)": "80"}, {"File Size (MB)": "80"}),
        ({"PatientID (0010,0020)": "0012", "Project": "RIDER"}, {"patient_id": "0012", "collection": "RIDER"}),
        (
            {"DataDescriptionURI": "https://a", "Max Submission Timestamp": "x"},
            {"collection_uri": "https://a", "time_stamp": "x"},
        ),
        ({"Tumour": "left", 5: "five"}, {"Tumour": "left", "5": "five"}),
        ({"PatientID": "", "Subject ID": "0012"}, {"patient_id": "0012"}),
        ({"PatientID": "0012", "Subject ID": "0013"}, {"patient_id": "0012"}),
    ],
)
def test_names_are_understood_however_they_are_spelled(item: dict[object, object], expected: dict[str, object]) -> None:
    assert attributes({"SeriesInstanceUID": "1.2.3", **item}) == expected


def test_what_one_dictionary_lacks_and_another_has_is_not_known() -> None:
    first = {"SeriesInstanceUID": "1.2.3", "Collection": "RIDER Pilot", "PatientID": ""}
    second = {"SeriesInstanceUID": "1.2.4", "Collection": "RIDER Pilot"}

    known = [wanted.attributes for wanted in inputs([first, second]) if isinstance(wanted, Wanted)]

    assert known == [{"collection": "RIDER Pilot", "patient_id": None}, {"collection": "RIDER Pilot"}]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(12, 12), ("12", 12), (" 12 ", 12), ("12.0", 12), ("12.", 12), (12.0, 12), (numpy.int64(12), 12), (0, 0)],
)
def test_whole_numbers_are_read_from_text(count: object, expected: int) -> None:
    assert attributes({"SeriesInstanceUID": "1.2.3", "ImageCount": count}) == {"image_count": expected}


@pytest.mark.parametrize("count", ["twelve", "12.5", 12.5, "1,200", "1e3", True, float("inf"), [12]])
def test_a_number_that_is_none_is_not_known(count: object) -> None:
    (wanted,) = inputs({"SeriesInstanceUID": "1.2.3", "ImageCount": count})

    assert wanted == Wanted(series_instance_uid="1.2.3", attributes={})


@pytest.mark.parametrize("value", [None, float("nan"), numpy.float64("nan"), pandas.NA, pandas.NaT, ""])
def test_a_missing_value_is_none(value: object) -> None:
    (wanted,) = inputs({"SeriesInstanceUID": "1.2.3", "ImageCount": value, "Modality": value})

    assert wanted == Wanted(series_instance_uid="1.2.3", attributes={"image_count": None, "modality": None})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (pandas.Timestamp("2010-08-16"), datetime.datetime(2010, 8, 16)),
        (datetime.date(2010, 8, 16), datetime.date(2010, 8, 16)),
        (numpy.str_("CT"), "CT"),
        (numpy.float64(1.5), 1.5),
        (numpy.bool_(True), True),
        (["CT", "MR"], "['CT', 'MR']"),
    ],
)
def test_values_become_plain_ones(value: object, expected: object) -> None:
    found = attributes({"SeriesInstanceUID": "1.2.3", "Mark": value})

    assert found == {"Mark": expected}
    assert type(found["Mark"]) is type(expected)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("record_type", [Series, UpdatedSeries, SharedSeries, SeriesMetadata])
def test_records_of_every_class_that_has_series_are_understood(record_type: type[Series]) -> None:
    assert attributes(record_type(series_instance_uid="1.2.3", image_count=12)) == {"image_count": 12}


@pytest.mark.parametrize(
    "patient",
    [12, 12.0, numpy.int64(12), numpy.float64(12), True],
)
def test_a_number_where_text_belongs_is_not_believed_nor_what_else_the_service_knows_better(patient: object) -> None:
    row = {"SeriesInstanceUID": "1.2.3", "PatientID": patient, "ImageCount": 3, "Tumour": "left", "Stage": 2}

    assert attributes(row) == attributes(pandas.DataFrame([row])) == {"Tumour": "left", "Stage": 2}


def test_a_patient_that_lost_its_zeros_in_a_table_is_not_known(tmp_path: Path) -> None:
    path = table(tmp_path / "series.csv", "SeriesInstanceUID,PatientID,ImageCount\n1.2.1,0012,3\n1.2.2,,4\n")

    first, second = inputs(pandas.read_csv(path))

    assert first == Wanted(series_instance_uid="1.2.1", attributes={})
    assert second == Wanted(series_instance_uid="1.2.2", attributes={"patient_id": None, "image_count": 4})


def test_a_table_that_was_read_as_text_is_believed(tmp_path: Path) -> None:
    path = table(tmp_path / "series.csv", "Series ID,Patient ID,Number of images\n1.2.1,0012,3\n")

    assert attributes(pandas.read_csv(path, dtype=str)) == {"patient_id": "0012", "image_count": 3}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["CT", None], ["CT", None]),
        (["CT", ""], ["CT", None]),
        ([pandas.Timestamp("2010-08-16"), pandas.NaT], [datetime.datetime(2010, 8, 16), None]),
        ([1.5, float("nan")], [1.5, None]),
        (pandas.array([1, None], dtype="Int64"), [1, None]),
        (pandas.Categorical(["CT", None]), ["CT", None]),
        ([True, False], [True, False]),
        ([["CT"], "MR"], ["['CT']", "MR"]),
        ([pandas.Timestamp("2010-08-16", tz="UTC"), None], [datetime.datetime(2010, 8, 16, tzinfo=datetime.UTC), None]),
    ],
)
def test_columns_of_a_data_frame_become_plain_values(values: Sequence[object], expected: list[object]) -> None:
    found = inputs(pandas.DataFrame({"SeriesInstanceUID": ["1.2.1", "1.2.2"], "Mark": values}))

    assert [item.attributes["Mark"] for item in found if isinstance(item, Wanted)] == expected


def test_columns_that_mean_the_same_fill_each_other() -> None:
    columns = {"SeriesInstanceUID": ["1.2.1", "1.2.2"], "PatientID": ["0012", None], "Subject ID": ["0014", "0013"]}

    found = [item.attributes for item in inputs(pandas.DataFrame(columns)) if isinstance(item, Wanted)]

    assert found == [{"patient_id": "0012"}, {"patient_id": "0013"}]


def test_counts_of_a_column_that_are_none_are_left_out() -> None:
    found = inputs(pandas.DataFrame({"SeriesInstanceUID": ["1.2.1", "1.2.2"], "ImageCount": ["3", "many"]}))

    assert [item.attributes for item in found if isinstance(item, Wanted)] == [{"image_count": 3}, {}]


def test_of_a_long_data_frame_few_rows_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = range(10_000)
    table = pandas.DataFrame(
        {"SeriesInstanceUID": [f"1.2.{n}" for n in numbers], "ImageCount": [float(n) for n in numbers]}
    )
    found = inputs(table)
    converted: list[object] = []
    monkeypatch.setattr(data_frames, "whole_number", lambda value: converted.append(value))

    next(iter(found))

    assert 0 < len(converted) < 5_000


@pytest.mark.parametrize("what", [pandas.DataFrame(ROWS), SERIES], ids=["DataFrame", "records"])
def test_only_the_attributes_that_are_wanted_are_read(what: object) -> None:
    found = next(inputs(what).with_attributes(["image_count"]))

    assert found == Wanted(series_instance_uid="1.2.1", attributes={"image_count": 3})


def test_a_series_that_a_data_frame_has_twice_comes_once() -> None:
    found = inputs(pandas.DataFrame({"SeriesInstanceUID": ["1.2.1", "1.2.1", "1.2.2"], "Modality": ["CT", "MR", "PT"]}))

    assert uids(found) == ["1.2.1", "1.2.2"]
    assert (found.total, found.duplicates) == (2, 1)
    assert list(found.first_places()) == [0, 2]


@pytest.mark.parametrize(
    "row",
    [
        pandas.DataFrame(ROWS).iloc[0],
        next(pandas.DataFrame(ROWS).itertuples()),
        next(pandas.DataFrame(ROWS).itertuples(index=False)),
    ],
    ids=["Series", "named tuple", "named tuple without index"],
)
def test_a_row_of_a_data_frame_is_one_series(row: object) -> None:
    found = attributes(row)

    assert uids(inputs(row)) == ["1.2.1"]
    assert (found["patient_id"], found["image_count"]) == ("0012", 3)


def test_a_column_with_labels_is_a_list_of_series() -> None:
    assert uids(inputs(pandas.Series(UIDS, index=["first", "second", "third"], name="SeriesInstanceUID_x"))) == UIDS


@pytest.mark.parametrize(
    "what",
    [
        pandas.Series(["1.9"], name="StudyInstanceUID"),
        pandas.Index(["1.9"], name="Study UID"),
        pandas.DataFrame({"StudyInstanceUID": ["1.9"]}),
        pandas.DataFrame({"StudyInstanceUID": ["1.9"]}).iloc[0],
        {"StudyInstanceUID": "1.9"},
        polars.Series("SOPInstanceUID", ["1.9"]),
        pandas.DataFrame({"SeriesInstanceUID_x": ["1.8"], "StudyInstanceUID": ["1.9"]}),
        pandas.DataFrame({"SeriesInstanceUID_x": ["1.8"], "SeriesInstanceUID_y": ["1.9"]}),
        pandas.DataFrame([["1.8", "1.9"]], columns=["SeriesInstanceUID", "SeriesInstanceUID"]),
        pandas.DataFrame([["1.8", "1.9"]], columns=["Series ID", "Series UID"]),
    ],
    ids=lambda what: type(what).__name__,
)
def test_uids_under_the_heading_of_something_else_are_no_series(what: object) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        inputs(what)

    assert caught.value.hint


def test_a_refusal_names_the_headings_that_were_seen_and_those_that_are_accepted() -> None:
    with pytest.raises(InvalidParameterError) as caught:
        inputs(pandas.DataFrame({"StudyInstanceUID": ["1.9"], "Modality": ["CT"]}))

    assert caught.value.message == (
        "The table has no column SeriesInstanceUID; it has StudyInstanceUID, Modality. "
        "Accepted are SeriesInstanceUID, Series UID, Series ID, in any spelling."
    )
    assert caught.value.hint is not None
    assert 'get_series(study_instance_uid="...")' in caught.value.hint


def test_a_manifest_is_read_from_its_path(tmp_path: Path) -> None:
    path = table(tmp_path / "series.tcia", "ListOfSeriesToDownload=\n1.2.1\n# end\n1.2.2\n1.2.1\n")

    found, again = inputs(path), inputs(str(path))

    assert uids(found) == uids(again) == ["1.2.1", "1.2.2"]
    assert (found.total, found.duplicates) == (2, 0)
    assert found.skipped == (
        SkippedLine(line=3, text="# end", reason="a comment"),
        SkippedLine(line=5, text="1.2.1", reason="listed twice"),
    )


def test_a_table_is_read_from_its_path(tmp_path: Path) -> None:
    path = table(tmp_path / "series.csv", "Subject ID,Series UID,Number of Images,Note\n0012,1.2.3,12.0,\n")

    assert list(inputs(path)) == [
        Wanted(series_instance_uid="1.2.3", attributes={"patient_id": "0012", "image_count": 12, "Note": None})
    ]


def test_the_cart_of_the_portal_is_a_table(tmp_path: Path) -> None:
    headings = "Patient ID,Study UID,Study Date,Series ID,Number of images,File Size (Bytes),Annotation File Size"
    path = table(tmp_path / "cart.csv", f"{headings}\n0012,1.9,05/01/2018,1.2.3,5,98380,0\n")

    assert attributes(path) == {
        "patient_id": "0012",
        "study_instance_uid": "1.9",
        "study_date": "05/01/2018",
        "image_count": 5,
        "file_size": 98380,
        "annotation_size": 0,
    }


def test_a_path_may_begin_with_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    table(tmp_path / "series.tcia", "1.2.3\n")

    assert uids(inputs("~/series.tcia")) == ["1.2.3"]


def test_a_manifest_that_was_read_is_taken(tmp_path: Path) -> None:
    manifest = read_manifest(table(tmp_path / "series.csv", "SeriesInstanceUID,PatientID\n1.2.3,0012\n"))

    assert attributes(manifest) == {"patient_id": "0012"}


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (["1.2.1", "1.2.2", "scout"], r"what\[2\]='scout' was not sent: a DICOM UID has digits and dots only"),
        (["1.2.1", None], r"what\[1\], counted from 0, names no series: it is None"),
        ([5], r"what\[0\].*it is 5 \(int\)"),
        ([Series()], r"what\[0\].*\(Series record\)"),
        ([Study(study_instance_uid="1.9")], r"what\[0\].*\(Study record\)"),
        ([{"PatientID": "0012"}], r"what\[0\]"),
        ([["1.2.1"]], r"what\[0\].*\(list\)"),
        (pandas.DataFrame({"SeriesInstanceUID": ["1.2.1", None]}), r"what\[1\]"),
        (Study(study_instance_uid="1.9"), r"\(Study record\)"),
        ("1.2." + "3" * 80, "neither a Series Instance UID nor a file that is there"),
        ("1.2.1,1.2.2", "neither a Series Instance UID nor a file that is there"),
        ("1.2.1," * 1000, "neither a Series Instance UID nor a file that is there"),
        ("", "is neither a Series Instance UID nor a file"),
        (Path("missing.tcia"), "There is no file missing.tcia"),
        (pandas.DataFrame({"PatientID": ["0012"]}), "no column SeriesInstanceUID; it has PatientID"),
        ({"1.2.3": "CT"}, "a dictionary without the key SeriesInstanceUID"),
        (b"1.2.3", "is bytes, not text"),
        (None, "is NoneType"),
        (5, "is int"),
        (io.StringIO("1.2.3"), "is an open file"),
        (polars.LazyFrame({"SeriesInstanceUID": UIDS}), r"LazyFrame, whose rows are not there yet"),
    ],
)
def test_what_cannot_be_understood_is_refused_at_once(what: object, sentence: str) -> None:
    with pytest.raises(InvalidParameterError, match=sentence):
        inputs(what)


def test_what_is_asynchronous_must_be_collected_first() -> None:
    async def series() -> AsyncIterator[str]:
        yield "1.2.3"

    with pytest.raises(InvalidParameterError, match="asynchronous"):
        inputs(series())


def test_a_list_that_changes_meanwhile_is_taken_as_it_was() -> None:
    series = ["1.2.1", "1.2.2"]
    found = inputs(series)

    series[1] = "scout"

    assert uids(found) == ["1.2.1", "1.2.2"]


@given(st.lists(st.from_regex(r"1\.[0-9]", fullmatch=True)))
def test_the_same_series_come_from_a_list_and_from_a_generator(items: list[str]) -> None:
    known, lazy = inputs(items), inputs(iter(items))

    assert uids(known) == uids(lazy) == list(dict.fromkeys(items))
    assert known.duplicates == lazy.duplicates == len(items) - len(set(items))
    assert known.total == len(set(items))


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.binary(), st.dictionaries(st.text(), st.text()))))
def test_no_item_of_a_generator_stops_the_others(items: list[object]) -> None:
    assert uids(inputs(iter([*items, "1.2.3"])))[-1] == "1.2.3"
