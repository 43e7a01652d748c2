"""The first questions about records: how many of what, exactly."""

from __future__ import annotations

import dataclasses
import datetime
import sys

import pytest

from nbia import Client, InvalidParameterError, ModalityValue, Patient, Record, Records, Series, SeriesSize, Study
from nbia_core.records.grouping import SummaryGroup
from nbia_core.records.readers import RecordsReader
from nbia_core.records.summary import Summary
from tests.reference_server import ReferenceServer
from tests.reference_server.archive import StoredSeries

ITEMS = [
    Series(
        series_instance_uid="1.1",
        study_instance_uid="1",
        collection="4D-Lung",
        patient_id="0012",
        modality="CT",
        image_count=5,
        file_size=1000,
        study_date=datetime.datetime(1997, 10, 3),
        license_name="CC BY 4.0",
    ),
    Series(
        series_instance_uid="1.2",
        study_instance_uid="1",
        collection="4D-Lung",
        patient_id="0012",
        modality="MR",
        image_count=2,
        series_date=datetime.datetime(1890, 1, 2),
    ),
    Series(
        series_instance_uid="2.1",
        study_instance_uid="2",
        collection="RIDER Pilot",
        patient_id="0012",
        modality="CT",
        image_count=10,
        file_size=500,
    ),
]


def summary_of(items: list[Series]) -> Summary:
    return Records(items, Series).summary()


def group(value: str | None, series: int, images: int, size: int) -> SummaryGroup:
    return SummaryGroup(value=value, records=series, series=series, images=images, size=size)


@pytest.fixture
def visible(server: ReferenceServer) -> list[StoredSeries]:
    """The series of the reference server that getSeries lists."""
    return [each for each in server.archive.all_series() if each.public and each.visibility == "1"]


def test_records_are_counted() -> None:
    summary = dataclasses.replace(summary_of(ITEMS), groups={}, years=(), sizes=(), modalities_by_patient=())

    assert summary == Summary(
        record_type="Series",
        records=3,
        collections=2,
        patients=2,
        studies=2,
        series=3,
        images=17,
        size=1500,
        unsized=1,
        first_date=datetime.date(1890, 1, 2),
        last_date=datetime.date(1997, 10, 3),
        groups={},
        years=(),
        sizes=(),
        modalities_by_patient=(),
    )


def test_years_come_in_their_order_and_records_without_a_date_last() -> None:
    years = summary_of(ITEMS).years

    assert years == (group("1890", 1, 2, 0), group("1997", 1, 5, 1000), group(None, 1, 10, 500))


def test_sizes_are_grouped_by_powers_of_ten() -> None:
    sizes = [0, 999, 1000, 9999, 10**4, 123456, 10**6, 10**9, None]
    items = [Series(series_instance_uid=f"1.{size}", file_size=size) for size in sizes]

    assert [(each.value, each.series) for each in summary_of(items).sizes] == [
        ("less than 1 kB", 2),
        ("1 kB to 10 kB", 2),
        ("10 kB to 100 kB", 1),
        ("100 kB to 1 MB", 1),
        ("1 MB to 10 MB", 1),
        ("1 GB to 10 GB", 1),
        (None, 1),
    ]


def test_patients_are_counted_by_the_modalities_that_they_have() -> None:
    items = [
        Series(collection="A", patient_id="1", modality="PT"),
        Series(collection="A", patient_id="1", modality="CT"),
        Series(collection="A", patient_id="1", modality="CT"),
        Series(collection="B", patient_id="1", modality="CT"),
        Series(collection="B", patient_id="2", modality="CT"),
        Series(collection="B", patient_id="3"),
        Series(collection="B", modality="MR"),
    ]

    assert summary_of(items).modalities_by_patient == ((("CT",), 2), ((), 1), (("CT", "PT"), 1))


def test_what_no_record_tells_is_not_grouped() -> None:
    summary = summary_of([Series(modality="CT"), Series()])

    assert (summary.years, summary.sizes, summary.modalities_by_patient) == ((), (), ())


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("collection", (group("4D-Lung", 2, 7, 1000), group("RIDER Pilot", 1, 10, 500))),
        ("modality", (group("CT", 2, 15, 1500), group("MR", 1, 2, 0))),
        ("body_part_examined", (group(None, 3, 17, 1500),)),
        ("manufacturer", (group(None, 3, 17, 1500),)),
        ("license_name", (group(None, 2, 12, 500), group("CC BY 4.0", 1, 5, 1000))),
    ],
)
def test_records_are_grouped_the_largest_group_first(by: str, groups: tuple[SummaryGroup, ...]) -> None:
    assert summary_of(ITEMS).groups[by] == groups


def test_the_figures_of_the_reference_server_are_exact(client: Client, visible: list[StoredSeries]) -> None:
    summary = client.get_series().summary()

    assert (summary.records, summary.series) == (len(visible), len(visible))
    assert summary.collections == len({each.collection for each in visible})
    assert summary.patients == len({(each.collection, each.patient_id) for each in visible})
    assert summary.studies == len({each.study_uid for each in visible})
    assert summary.images == sum(each.image_count for each in visible)
    assert summary.size == sum(each.size or 0 for each in visible)
    assert summary.unsized == sum(each.size is None for each in visible) == 1


@pytest.mark.parametrize("modality", ["CT", "MR", "MG", "PT", "RTSTRUCT", "SEG", "DX"])
def test_the_groups_of_the_reference_server_are_exact(
    modality: str, client: Client, visible: list[StoredSeries]
) -> None:
    groups = client.get_series().summary().groups["modality"]

    (found,) = [each for each in groups if each.value == modality]
    stored = [each for each in visible if each.modality == modality]
    images, size = sum(each.image_count for each in stored), sum(each.size or 0 for each in stored)
    assert found == group(modality, len(stored), images, size)


def test_a_series_that_is_named_twice_counts_once() -> None:
    twice, once = summary_of([*ITEMS, *ITEMS]), summary_of(ITEMS)

    assert (twice.records, twice.series, twice.images, twice.size, twice.unsized) == (6, 3, 17, 1500, 1)
    assert [(each.series, each.images) for each in twice.groups["modality"]] == [(2, 15), (1, 2)]
    assert twice.patients == once.patients


def test_values_that_do_not_fit_their_type_are_left_out_of_sums() -> None:
    body = b'[{"ImageCount":"five","FileSize":1.5,"StudyDate":"odd","Modality":7},{"ImageCount":2}]'

    summary = RecordsReader(Series).read(body, strict=False).summary()

    assert (summary.images, summary.size, summary.unsized, summary.first_date) == (2, 0, 2, None)
    assert [each.value for each in summary.groups["modality"]] == [None, "7"]


@pytest.mark.parametrize(
    ("records", "numbers", "groups"),
    [
        pytest.param(
            Records([Study(collection="a", patient_id="1", study_instance_uid="1")] * 2, Study),
            {"collections": 1, "patients": 1, "studies": 1},
            {"collection"},
            id="studies",
        ),
        pytest.param(
            Records([Patient(collection="a"), Patient(collection="b", patient_id="1")], Patient),
            {"collections": 2, "patients": 1},
            {"collection"},
            id="patients",
        ),
        pytest.param(
            Records([SeriesSize(total_size_in_bytes=7, object_count=3)], SeriesSize),
            {"images": 3, "size": 7, "unsized": 0},
            set(),
            id="sizes",
        ),
        pytest.param(Records([ModalityValue(modality="CT")], ModalityValue), {}, {"modality"}, id="values"),
    ],
)
def test_what_records_do_not_tell_is_none(records: Records[Record], numbers: object, groups: set[str]) -> None:
    summary = records.summary()

    names = ("collections", "patients", "studies", "series", "images", "size", "unsized")
    told = {name: getattr(summary, name) for name in names if getattr(summary, name) is not None}
    assert told == numbers
    assert set(summary.groups) == groups
    assert summary.modalities_by_patient == ()


def test_a_summary_is_a_table_for_people() -> None:
    assert repr(summary_of(ITEMS)).splitlines()[:15] == [
        "Summary of 3 Series records",
        "  Collections                      2",
        "  Patients                         2",
        "  Studies                          2",
        "  Series                           3",
        "  Images                          17",
        "  Size                        1.5 kB",
        "  Series of unknown size           1",
        "  First study             1890-01-02",
        "  Last study              1997-10-03",
        "",
        "  Collection                  series      images        size",
        "  4D-Lung                          2           7      1.0 kB",
        "  RIDER Pilot                      1          10   500 bytes",
        "",
    ]


def test_numbers_that_came_as_texts_are_counted() -> None:
    body = b'[{"SeriesInstanceUID": "1.1", "ImageCount": "5", "FileSize": 10}, {"SeriesInstanceUID": "1.2", "ImageCount": 2}]'

    summary = RecordsReader(Series).read(body, strict=False).summary()

    assert (summary.images, summary.size, summary.unsized) == (7, 10, 1)


def test_a_text_of_more_digits_than_a_number_can_have_is_no_number() -> None:
    body = b'[{"ImageCount": "' + b"1" * 5000 + b'"}, {"ImageCount": 2}]'

    summary = RecordsReader(Series).read(body, strict=False).summary()

    assert summary.images == 2


def test_no_records_are_summed_up_too() -> None:
    summary = summary_of([])

    assert (summary.series, summary.images, summary.first_date, summary.groups) == (0, 0, None, {})
    assert str(summary).startswith("Summary of 0 Series records\n")
    assert summary.to_dicts() == []


def test_only_the_largest_groups_are_shown() -> None:
    summary = Records([ModalityValue(modality=f"M{number}") for number in range(12)], ModalityValue).summary()

    assert str(summary).splitlines()[-1] == "  ... and 2 more"
    assert summary._repr_html_().count("<tr>") == 12


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Creative Commons Attribution 3.0 Unported License", "CC BY 3.0"),
        ("Creative Commons Attribution 4.0 International License", "CC BY 4.0"),
        ("Creative Commons Attribution-NonCommercial 4.0 International License", "CC BY-NC 4.0"),
        ("Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported License", "CC BY-NC-ND 3.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International", "CC BY-NC-SA 4.0"),
        ("CC BY 4.0", "CC BY 4.0"),
        ("TCIA Restricted License", "TCIA Restricted License"),
        ("National Library of Medicine Terms and Conditions; May 21, 2019", "National Library of…itions; May 21, 2019"),
        ("Creative Commons Attribution 4.0 with changes of the submitters", "Creative Commons At…es of the submitters"),
    ],
)
def test_licences_have_their_short_names(name: str, shown: str) -> None:
    summary = summary_of([Series(license_name=name)])

    assert summary.groups["license_name"][0].value == name
    assert f"  {shown}  " in str(summary)
    assert f"<td>{shown}</td>" in summary._repr_html_()


def test_long_names_that_only_end_differently_stay_different() -> None:
    text = str(summary_of([Series(collection="A" * 60 + "-2019"), Series(collection="A" * 60 + "-2020")]))

    assert "AAA-2019 " in text
    assert "AAA-2020 " in text


def test_a_notebook_shows_tables() -> None:
    html = summary_of([Series(collection="<b>&", modality="CT")])._repr_html_()

    assert "<p>Summary of 1 Series record</p>" in html
    assert "<tr><th>Modality</th><th>series</th><th>images</th><th>size</th></tr>" in html
    assert "<td>&lt;b&gt;&amp;</td>" in html


def test_names_cannot_break_a_line_or_steer_the_terminal() -> None:
    text = str(summary_of([Series(manufacturer="a\nb\x1b[31m" + "c" * 100)]))

    assert "a b\N{REPLACEMENT CHARACTER}[31mcccccccccc" in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) < 80


def test_groups_are_dictionaries() -> None:
    rows = summary_of(ITEMS).to_dicts()

    assert rows[0] == {"by": "collection", "value": "4D-Lung", "records": 2, "series": 2, "images": 7, "size": 1000}
    assert {row["by"] for row in rows} == set(summary_of(ITEMS).groups)


@pytest.mark.parametrize("items", [ITEMS, []])
def test_groups_are_a_data_frame(items: list[Series]) -> None:
    table = summary_of(items).to_pandas()

    types = {"by": "string", "value": "string", "records": "Int64", "series": "Int64", "images": "Int64"}
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == {**types, "size": "Int64"}
    assert len(table) == len(summary_of(items).to_dicts())


def test_without_pandas_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install 'nbia-client\[pandas\]'"):
        summary_of(ITEMS).to_pandas()


@pytest.mark.parametrize("measure", ["pixels", "size "])
def test_an_unknown_measure_is_refused(measure: str) -> None:
    with pytest.raises(InvalidParameterError, match=r"measure='.*' is none of"):
        summary_of(ITEMS).plot(measure)  # type: ignore[arg-type]
