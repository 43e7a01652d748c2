"""The baseline: what is accepted, what is stale, what is wrong with the file, and how it is brought up to date."""

from __future__ import annotations

import datetime
import errno
import os
import tomllib
from pathlib import Path

import pytest

from nbia_core.contract.baseline import Baseline, BaselineError, Entry, apply, read, to_toml, update, write
from nbia_core.contract.findings import Finding, Verdict
from tests.contract.results import finding, looked_at, result

ENDPOINTS = ("getSeries", "getPatient", "getImage")
TODAY = datetime.date(2026, 11, 22)
EARLIER = datetime.date(2026, 5, 1)
NEW = finding(Verdict.ADDED, attribute="New")
RETYPED = finding(Verdict.RETYPED, attribute="SeriesNumber", new="string")
NEW_KEY = "attribute added | getSeries | New | -"
ENTRY = f'[[accepted]]\nkey = "{NEW_KEY}"\nreason = "The guide will follow."\ndate = 2026-05-01\n'


def entry(of: Finding, *, until: datetime.date | None = None) -> Entry:
    return Entry(key=of.key, reason="The guide will follow.", date=EARLIER, until=until)


def saved(folder: Path, text: str) -> Path:
    path = folder / "contract.toml"
    path.write_bytes(text.encode())
    return path


def complaint(path: Path) -> str:
    with pytest.raises(BaselineError) as caught:
        read(path, ENDPOINTS)
    return str(caught.value).replace(str(path), "contract.toml")


def test_read(tmp_path: Path) -> None:
    path = saved(tmp_path, ENTRY + "until = 2027-06-30\n")

    (found,) = read(path, ENDPOINTS).entries

    assert (found.key, found.reason, found.date) == (NEW_KEY, "The guide will follow.", EARLIER)
    assert found.until == datetime.date(2027, 6, 30)
    assert found.endpoint == "getSeries"


def test_days_may_be_texts(tmp_path: Path) -> None:
    path = saved(tmp_path, ENTRY.replace("2026-05-01", '"2026-05-01"'))

    assert read(path, ENDPOINTS).entries[0].date == EARLIER


@pytest.mark.parametrize("text", ["", "# nothing is accepted\n", "accepted = []\n"])
def test_a_baseline_may_accept_nothing(tmp_path: Path, text: str) -> None:
    assert read(saved(tmp_path, text), ENDPOINTS).entries == ()


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = saved(tmp_path, "\ufeff" + ENTRY.replace("\n", "\r\n"))

    assert read(path, ENDPOINTS).entries[0].key == NEW_KEY


def test_an_accepted_finding_is_none() -> None:
    seen = apply(result(NEW, RETYPED), Baseline(entries=(entry(NEW),)), today=TODAY)

    assert seen.findings == (RETYPED,)
    assert seen.accepted == ((NEW, "The guide will follow."),)
    assert seen.stale == ()


def test_the_same_attribute_with_another_verdict_is_not_accepted() -> None:
    other = finding(Verdict.RETYPED, attribute="New", new="string")

    assert apply(result(other), Baseline(entries=(entry(NEW),)), today=TODAY).findings == (other,)


def test_what_is_not_found_any_more_is_stale() -> None:
    seen = apply(result(coverage=looked_at("getSeries")), Baseline(entries=(entry(NEW),)), today=TODAY)

    assert seen.stale == (NEW_KEY,)


def test_what_was_not_looked_at_is_not_stale() -> None:
    seen = apply(result(coverage=looked_at("getPatient")), Baseline(entries=(entry(NEW),)), today=TODAY)

    assert seen.stale == ()


def test_the_last_day_still_counts() -> None:
    seen = apply(result(NEW), Baseline(entries=(entry(NEW, until=TODAY),)), today=TODAY)

    assert seen.findings == ()


def test_an_expired_entry_is_a_finding_again() -> None:
    yesterday = TODAY - datetime.timedelta(days=1)

    seen = apply(result(NEW), Baseline(entries=(entry(NEW, until=yesterday),)), today=TODAY)

    assert seen.findings == (NEW,)
    assert seen.notes == (f"The baseline accepted this until 2026-11-21: {NEW_KEY}",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[accepted]\n", "contract.toml:1: is not TOML: Expected ']]' at the end of an array declaration"),
        ("a = 1\nb = \n", "contract.toml:2: is not TOML: Invalid value"),
        ("a = '''\nb", "contract.toml:2: is not TOML: Expected \"'''\""),
        ("accept = []\n", "contract.toml: there is no key accept; every entry begins with [[accepted]]"),
        ("accepted = 3\n", "contract.toml: accepted is no list of entries; every entry begins with [[accepted]]"),
        (
            ENTRY + "\n" + ENTRY.replace("getSeries", "getSerie"),
            "contract.toml:6: there is no endpoint 'getSerie' (did you mean getSeries?)",
        ),
        (
            ENTRY.replace("getSeries", "x"),
            "contract.toml:1: there is no endpoint 'x'; there are *, getSeries, getPatient, getImage",
        ),
        (
            ENTRY.replace("attribute added", "attribut added"),
            "contract.toml:1: there is no verdict 'attribut added' (did you mean attribute added?)",
        ),
        (
            ENTRY.replace(" | ", "/"),
            "contract.toml:1: 'attribute added/getSeries/New/-' is no key of a finding; copy it from a report",
        ),
        (ENTRY.replace("reason", "reson"), "contract.toml:1: an entry has no reson (did you mean reason?)"),
        (f'[[accepted]]\nkey = "{NEW_KEY}"\ndate = 2026-05-01\n', "contract.toml:1: the entry has no reason"),
        (
            ENTRY.replace("The guide will follow.", " "),
            "contract.toml:1: reason must be a text that says something, not ' '",
        ),
        (
            f'[[accepted]]\nkey = "{NEW_KEY}"\nreason = "r"\n',
            "contract.toml:1: the entry has no date; write the day as date = 2026-01-31",
        ),
        (ENTRY.replace("2026-05-01", '"May"'), "contract.toml:1: date must be a day such as 2026-01-31, not 'May'"),
        (ENTRY + "until = 5\n", "contract.toml:1: until must be a day such as 2026-01-31, not 5"),
        (ENTRY + ENTRY, f"contract.toml:5: '{NEW_KEY}' is accepted a second time; the first is at contract.toml:1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert complaint(saved(tmp_path, text)) == expected


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert complaint(tmp_path / "contract.toml") == f"contract.toml: cannot be read: {os.strerror(errno.ENOENT)}"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    path.write_bytes(b"ab\xff")

    assert complaint(path) == "contract.toml: is not UTF-8 (byte 2)"


def test_a_new_baseline() -> None:
    new = update(result(NEW, RETYPED), Baseline(), today=TODAY)

    assert to_toml(new) == (
        "# Deviations of the service from the spec that are known and accepted, for `nbia contract --baseline`.\n"
        "# Each needs a reason and the date on which it was accepted; from the day after `until` it is a finding again.\n"
        "\n"
        "[[accepted]]\n"
        'key = "attribute added | getSeries | New | -"\n'
        'reason = "accepted by --update-baseline"\n'
        "date = 2026-11-22\n"
        "\n"
        "[[accepted]]\n"
        'key = "retyped | getSeries | SeriesNumber | string"\n'
        'reason = "accepted by --update-baseline"\n'
        "date = 2026-11-22\n"
    )


def test_an_update_keeps_what_people_wrote(tmp_path: Path) -> None:
    text = f"# Ours.\n\n# Asked in May, see the mail.\n{ENTRY}until    = 2027-06-30 # then we look again\n"
    path = saved(tmp_path, text)

    write(update(result(NEW), read(path, ENDPOINTS), today=TODAY), path)

    assert path.read_text() == text


def test_an_update_adds_at_the_end_and_forgets_what_is_stale(tmp_path: Path) -> None:
    gone = ENTRY.replace("New", "Gone")
    path = saved(tmp_path, f"{gone}\n# Kept.\n{ENTRY}")
    seen = result(RETYPED, NEW, coverage=looked_at("getSeries"))

    write(update(seen, read(path, ENDPOINTS), today=TODAY), path)

    assert path.read_text() == (
        f"# Kept.\n{ENTRY}\n"
        '[[accepted]]\nkey = "retyped | getSeries | SeriesNumber | string"\n'
        'reason = "accepted by --update-baseline"\ndate = 2026-11-22\n'
    )


def test_an_update_keeps_what_was_not_looked_at(tmp_path: Path) -> None:
    path = saved(tmp_path, ENTRY)

    write(update(result(coverage=looked_at("getPatient")), read(path, ENDPOINTS), today=TODAY), path)

    assert path.read_text() == ENTRY


def test_an_update_accepts_an_expired_entry_anew(tmp_path: Path) -> None:
    path = saved(tmp_path, f"# Ours.\n\n# Asked in May.\n{ENTRY}until = 2026-10-01\n")

    new = update(result(NEW), read(path, ENDPOINTS), today=TODAY)

    assert to_toml(new) == f"# Ours.\n\n# Asked in May.\n{ENTRY.replace('2026-05-01', '2026-11-22')}"


def test_updating_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    write(update(result(NEW, RETYPED), Baseline(), today=EARLIER), path)
    first = path.read_text()

    write(update(result(RETYPED, NEW), read(path, ENDPOINTS), today=TODAY), path)

    assert path.read_text() == first


def test_entries_in_one_line_are_understood_too(tmp_path: Path) -> None:
    path = saved(
        tmp_path, f'accepted = [{{key = "{NEW_KEY}", reason = "The guide will follow.", date = 2026-05-01}}]\n'
    )

    new = update(result(NEW), read(path, ENDPOINTS), today=TODAY)

    assert to_toml(new).endswith("\n\n" + ENTRY)


@pytest.mark.parametrize(
    "name", ['a "quoted" \\ name', "tab\tnewline\n", "\x00\x1b\x7f", "Ünïcode 名前 🙂", "\ud800", "a | b"]
)
def test_any_name_survives_the_file(tmp_path: Path, name: str) -> None:
    odd = finding(Verdict.ADDED, attribute=name)
    path = tmp_path / "contract.toml"
    write(update(result(odd), Baseline(), today=TODAY), path)

    seen = apply(result(odd), read(path, ENDPOINTS), today=TODAY)

    assert seen.findings == ()
    assert tomllib.loads(path.read_text())["accepted"]


def test_a_baseline_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be written: "):
        write(Baseline(), tmp_path / "nowhere" / "contract.toml")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(".".join(["a"] * 100_000) + " = 1", id="one name of 100,000 parts"),
        pytest.param("".join(f"a.b{number} = 1\n" for number in range(100_000)), id="100,000 dotted names"),
        pytest.param("".join(f"x{number}.{'a.' * 63}a = 1\n" for number in range(7000)), id="7,000 names of 64 parts"),
        pytest.param("a = " + "[" * 50_000, id="deep lists"),
        pytest.param("a = " + "{a=" * 50_000, id="deep tables"),
        pytest.param("a = " + "9" * 5000, id="a number of 5,000 digits"),
        pytest.param("[[accepted]]\n" * 60_000, id="60,000 empty entries"),
        pytest.param("# comment\n" * 200_000, id="two megabytes"),
    ],
)
def test_a_baseline_that_would_take_minutes_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text)

    with pytest.raises(BaselineError, match=r"accepted\.toml"):
        read(path, ["getSeries"])
