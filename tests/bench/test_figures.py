"""What became worse is told from noise, and figures that did not run again stay in their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from .figures import Figure, Scenario, compared, read_figures, write_figures


def time_of(value: float, *rounds: float) -> Figure:
    return Figure.of(value, rounds, 2.0, "lower")


def scenario(**figures: Figure) -> Scenario:
    return Scenario(date="2026-11-29", machine="two cores", figures=figures)


BEFORE = time_of(1.0, 0.9, 1.0, 1.1)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        pytest.param(time_of(1.3, 1.2, 1.3, 1.4), "worse", id="every round is slower"),
        pytest.param(time_of(1.05, 1.02, 1.05, 1.4), "as before", id="the earlier rounds lie as far apart"),
        pytest.param(time_of(1.3, 0.95, 1.3, 1.4), "as before", id="the rounds of now lie as far apart"),
        pytest.param(time_of(0.7, 0.6, 0.7, 0.8), "better", id="every round is faster"),
        pytest.param(time_of(9.0, 9.0), "measured once", id="one round alone has no noise"),
    ],
)
def test_a_figure_is_worse_if_it_lies_outside_the_noise_of_both_runs(now: Figure, verdict: str) -> None:
    assert now.against(BEFORE) == verdict


def test_a_throughput_that_falls_is_worse() -> None:
    before, now = (Figure.of(value, (value, value), 1.0, "higher") for value in (2.0, 1.5))

    assert now.against(before) == "worse"


def test_what_was_never_measured_is_new() -> None:
    assert compared({"tables": scenario(cpu=BEFORE)}, {}) == [("tables: cpu", "", "1", "", "new")]


def test_a_file_keeps_the_scenarios_that_did_not_run_again(tmp_path: Path) -> None:
    path, later = tmp_path / "figures.json", time_of(1.3, 1.2, 1.3, 1.4)
    write_figures({"tables": scenario(cpu=BEFORE), "memory": scenario(peak=BEFORE)}, path)

    write_figures({"tables": scenario(cpu=later)}, path)

    assert read_figures(path) == {"tables": scenario(cpu=later), "memory": scenario(peak=BEFORE)}


def test_the_committed_figures_name_no_person_and_no_path() -> None:
    committed = read_figures()

    assert committed
    assert all("/" not in each.machine and "@" not in each.machine for each in committed.values())
