"""Summaries as figures: bars, without pyplot and without a display."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nbia import Client, InvalidParameterError, Records, Series, SeriesSize, Study
from nbia_core.records.summary import Measure

ITEMS = [
    Series(series_instance_uid="1", collection="$x_$", modality="CT", image_count=1, file_size=3000),
    Series(series_instance_uid="2", collection="B", modality="CT", image_count=30, file_size=2000),
    Series(series_instance_uid="3", collection="B", modality="MR"),
]
PROGRAM = """
import sys
from nbia import Records, Series
Records([Series(modality="CT")], Series).summary().plot().savefig(sys.argv[1])
print("matplotlib.pyplot" in sys.modules)
"""


def chart(figure: Figure, title: str) -> Axes:
    (found,) = [axes for axes in figure.axes if axes.get_title(loc="left").startswith(title)]
    return found


def bars(axes: Axes) -> list[tuple[str, float]]:
    names = [label.get_text() for label in axes.get_yticklabels()]
    return list(zip(names, [bar.get_width() for bar in axes.patches], strict=True))  # type: ignore[attr-defined]


def heights(axes: Axes) -> list[tuple[float, float]]:
    """Return the years and the numbers of vertical bars."""
    return [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in axes.patches]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (None, [("B", 2), ("$x_$", 1)]),
        ("series", [("B", 2), ("$x_$", 1)]),
        ("records", [("B", 2), ("$x_$", 1)]),
        ("images", [("B", 30), ("$x_$", 1)]),
        ("size", [("$x_$", 3000), ("B", 2000)]),
    ],
)
def test_a_chart_compares_the_groups_the_largest_first(
    measure: Measure | None, expected: list[tuple[str, float]]
) -> None:
    figure = Records(ITEMS, Series).summary().plot(measure)

    assert bars(chart(figure, "Collection")) == expected


def test_there_is_a_chart_for_each_grouping() -> None:
    figure = Records(ITEMS, Series).summary().plot()

    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["Collection", "Modality", "Body part", "Manufacturer", "Licence", "Size of a series"]


def test_years_stand_on_an_axis_of_time() -> None:
    days = [datetime.datetime(1990, 5, 1), datetime.datetime(2020, 1, 1), datetime.datetime(2020, 2, 1), None]
    figure = Records([Series(study_date=day) for day in days], Series).summary().plot()

    axes = chart(figure, "Year of the study")

    assert axes.get_title(loc="left") == "Year of the study (not known: 1)"
    assert heights(axes) == [(1990, 1), (2020, 2)]
    assert axes.get_xlim() == (1989, 2021)


def test_one_year_has_an_axis_too() -> None:
    figure = Records([Series(study_date=datetime.datetime(1999, 1, 1))], Series).summary().plot()

    figure.draw_without_rendering()

    axes = chart(figure, "Year of the study")
    assert heights(axes) == [(1999, 1)]
    assert axes.get_xlim() == (1996, 2002)


def test_the_axes_of_years_have_whole_numbers_and_not_all_of_them() -> None:
    days = [datetime.datetime(year, 1, 1) for year in range(2000, 2008)]
    figure = Records([Series(study_date=day) for day in days], Series).summary().plot()

    figure.draw_without_rendering()

    axes = chart(figure, "Year of the study")
    assert list(axes.get_xticks()) == [1998, 2000, 2002, 2004, 2006, 2008]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["0", "1", "2"]
    assert [text.get_text() for text in axes.texts] == ["1"] * 8


def test_sizes_of_series_come_in_their_order() -> None:
    items = [Series(series_instance_uid=f"1.{size}", file_size=size) for size in (5 * 10**8, 7, 10, 2 * 10**8, None)]

    axes = chart(Records(items, Series).summary().plot(), "Size of a series")

    assert bars(axes) == [("less than 1 kB", 2), ("100 MB to 1 GB", 2), ("unknown", 1)]


def test_patients_are_compared_by_their_modalities_whatever_else_is_measured() -> None:
    items = [
        Series(patient_id=patient, modality=modality, file_size=10**6)
        for patient, modality in (("1", "CT"), ("1", "PT"), ("2", "CT"), ("3", "CT"), ("4", None))
    ]

    axes = chart(Records(items, Series).summary().plot("size"), "Modalities of a patient, by number of patients")

    assert bars(axes) == [("CT", 2), ("(none)", 1), ("CT + PT", 1)]
    assert [text.get_text() for text in axes.texts] == ["2", "1", "1"]


def test_many_charts_stand_in_two_columns() -> None:
    few, many = Records([Study(collection="A")], Study), Records(ITEMS, Series)

    assert few.summary().plot().get_size_inches()[0] == 6.5
    assert many.summary().plot().get_size_inches()[0] == 13


def test_a_year_of_many_bytes_is_labelled_with_a_unit() -> None:
    items = [Series(file_size=3 * 10**9, study_date=day) for day in (datetime.datetime(2020, 1, 1), None)]
    figure = Records(items, Series).summary().plot("size")

    figure.draw_without_rendering()

    axes = chart(figure, "Year of the study")
    assert axes.get_title(loc="left") == "Year of the study (not known: 3.0 GB)"
    assert axes.get_yticklabels()[-1].get_text().endswith("GB")


def test_only_the_largest_groups_are_drawn() -> None:
    items = [Series(modality=f"M{number}") for number in range(12)]

    axes = chart(Records(items, Series).summary().plot(), "Modality")

    assert axes.get_title(loc="left") == "Modality (and 2 more)"
    assert len(axes.patches) == 10


@pytest.mark.parametrize("measure", get_args(Measure))
def test_any_names_can_be_drawn(measure: Measure, tmp_path: Path) -> None:
    items = [Series(manufacturer=name, file_size=1) for name in ("$", "a$b$c", "\\frac{", "<b>", "", "a\nb", "x" * 99)]
    figure = Records(items, Series).summary().plot(measure)

    figure.savefig(tmp_path / "summary.png")

    assert (tmp_path / "summary.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("number", [1, 10**5, 10**12])
def test_no_number_and_no_name_touches_the_edge(number: int) -> None:
    items = [Series(collection="W" * 60, image_count=number), Series(collection="A", image_count=number)]
    figure = Records(items, Series).summary().plot("images")

    figure.draw_without_rendering()

    axes = chart(figure, "Collection")
    ends = [text.get_window_extent() for text in (*axes.texts, *axes.get_yticklabels())]
    edge = figure.dpi / 10
    assert min(end.x0 for end in ends) > edge
    assert max(end.x1 for end in ends) < figure.bbox.width - edge


def test_records_that_name_no_series_are_drawn_by_their_number() -> None:
    figure = Records([Study(collection="A"), Study(collection="A")], Study).summary().plot()

    assert bars(chart(figure, "Collection")) == [("A", 2)]


def test_a_notebook_shows_the_figure(client: Client) -> None:
    figure = client.get_series().summary().plot()

    picture = figure._repr_png_()  # type: ignore[attr-defined]

    assert picture.startswith(b"\x89PNG")


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="nothing to draw"):
        Records[Series]([], Series).summary().plot()
    with pytest.raises(InvalidParameterError, match="nothing to draw"):
        Records([SeriesSize(object_count=1)], SeriesSize).summary().plot()


def test_what_the_records_do_not_tell_cannot_be_drawn() -> None:
    with pytest.raises(InvalidParameterError, match="measure='images' cannot be drawn"):
        Records([Study(collection="A")], Study).summary().plot("images")


def test_pyplot_is_not_used(tmp_path: Path) -> None:
    path = Path(sys.modules["nbia"].__file__ or "").parents[1]

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "summary.svg")], cwd=path, capture_output=True, text=True
    )

    assert (run.stdout, run.stderr) == ("False\n", "")
    assert (tmp_path / "summary.svg").stat().st_size > 1000


def test_without_matplotlib_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "nbia_core.records.summary_plot", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    with pytest.raises(ImportError, match=r"plot\(\) needs matplotlib; .*: pip install 'nbia-client\[plot\]'"):
        Records(ITEMS, Series).summary().plot()
