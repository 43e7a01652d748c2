"""Headers are read from every form of DICOM file, without its pixels and without a warning; images are named by them."""

from __future__ import annotations

import contextlib
import dataclasses
import struct
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from nbia import InvalidParameterError, WrongHashError
from nbia_core.download.check import headers
from nbia_core.download.check.headers import (
    FileNaming,
    Header,
    can_read_headers,
    check_headers,
    check_naming,
    new_names,
    read_header,
)

SERIES = "1.3.6.1.4.1.9328.50.1.2"
SOP = "1.3.6.1.4.1.9328.50.1.2.7"
EXPLICIT, IMPLICIT, DEFLATED, BIG_ENDIAN, JPEG = (
    f"1.2.840.10008.1.2{ending}" for ending in (".1", "", ".1.99", ".2", ".4.50")
)
UNFINISHED_SEQUENCE = b"\x08\x00\x10\x11SQ\0\0\xff\xff\xff\xff"
Values = dict[tuple[int, int, str], bytes]


def elements(values: Values, syntax: str = EXPLICIT) -> bytes:
    """Return data elements in the form of a transfer syntax, odd values as they are."""
    order = ">" if syntax == BIG_ENDIAN else "<"
    data = b""
    for (group, element, representation), value in values.items():
        padded = value + b"\0" * (len(value) % 2)
        data += struct.pack(f"{order}HH", group, element)
        if syntax == IMPLICIT:
            data += struct.pack(f"{order}L", len(padded))
        elif representation in ("OW", "SQ"):
            data += representation.encode() + struct.pack(f"{order}HL", 0, len(padded))
        else:
            data += representation.encode() + struct.pack(f"{order}H", len(padded))
        data += padded
    return data


def values(series: bytes = SERIES.encode(), sop: bytes = SOP.encode(), number: bytes = b"7 ") -> Values:
    return {
        (0x0008, 0x0005, "CS"): b"ISO_IR 9999",  # pydicom warns of character sets that it does not know
        (0x0008, 0x0018, "UI"): sop,
        (0x0008, 0x1140, "SQ"): b"",
        (0x0010, 0x0020, "LO"): b"0012",
        (0x0020, 0x000E, "UI"): series,
        (0x0020, 0x0013, "IS"): number,
        (0x7FE0, 0x0010, "OW"): bytes(1000),
    }


def image(data: Values, syntax: str = EXPLICIT) -> bytes:
    """Return a DICOM file."""
    dataset = elements(data, syntax)
    if syntax == DEFLATED:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        dataset = packer.compress(dataset) + packer.flush()
    return bytes(128) + b"DICM" + elements({(0x0002, 0x0010, "UI"): syntax.encode()}) + dataset


def write_images(folder: Path, **images: Values) -> list[str]:
    for name, data in images.items():
        (folder / f"{name}.dcm").write_bytes(image(data))
    return [f"{name}.dcm" for name in images]


def header(sop: str | None, number: int | None = None) -> Header:
    return Header(series_instance_uid=SERIES, sop_instance_uid=sop, instance_number=number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of an image that is not written yet."""
    return tmp_path / "image.dcm"


@pytest.fixture
def without_pydicom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, DEFLATED, BIG_ENDIAN, JPEG])
def test_a_header_is_read_in_every_transfer_syntax(path: Path, syntax: str) -> None:
    path.write_bytes(image(values(), syntax))

    assert read_header(path) == header(SOP, 7)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
@pytest.mark.parametrize("preamble", [b"", bytes(128) + b"DICM"])
def test_a_header_is_read_without_meta_information(path: Path, syntax: str, preamble: bytes) -> None:
    path.write_bytes(preamble + elements(values(), syntax))

    assert read_header(path) == header(SOP, 7)


def test_a_header_is_read_where_the_file_declares_another_form_than_it_has(path: Path) -> None:
    path.write_bytes(image({}, EXPLICIT) + elements(values(), IMPLICIT))

    assert read_header(path) == header(SOP, 7)


def test_a_header_is_read_where_elements_are_not_in_order(path: Path) -> None:
    path.write_bytes(image({(0x0028, 0x0010, "US"): b"\0\1", **values()}))

    assert read_header(path) == header(SOP, 7)


@pytest.mark.parametrize("is_undefined_length", [True, False])
@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
def test_attributes_inside_sequences_are_not_those_of_the_image(
    path: Path, syntax: UID, is_undefined_length: bool
) -> None:
    inner = Dataset()
    inner.SOPInstanceUID, inner.SeriesInstanceUID = "1.9.1", "1.9.2"
    dataset = Dataset()
    inner.is_undefined_length_sequence_item = is_undefined_length
    dataset.ReferencedStudySequence = [inner]
    dataset["ReferencedStudySequence"].is_undefined_length = is_undefined_length
    dataset.SOPInstanceUID, dataset.SeriesInstanceUID, dataset.InstanceNumber = SOP, SERIES, 7
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.save_as(path)

    assert read_header(path) == header(SOP, 7)


@pytest.mark.parametrize("uid", [b"1.02.003", b"1." + b"2" * 70, b"1.2.3 ", b"1.2.3\0\0", b"odd"])
def test_uids_are_taken_as_they_stand(path: Path, uid: bytes) -> None:
    path.write_bytes(image(values(series=uid, sop=uid)))

    expected = uid.decode().strip(" \0")
    assert read_header(path) == Header(series_instance_uid=expected, sop_instance_uid=expected, instance_number=7)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(b"007", 7), (b"+7", 7), (b"-7 ", -7), (b"0", 0), (b"", None), (b"7.0", None), (b"1\\2", None)],
)
def test_instance_numbers_are_whole_numbers(path: Path, number: bytes, expected: int | None) -> None:
    path.write_bytes(image(values(number=number)))

    assert read_header(path).instance_number == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(128) + b"DICM",
        b"<!DOCTYPE html><html>",
        b'{"error": "no such image"}',
        image({(0x0010, 0x0020, "LO"): b"0012"}),
        image(values(series=b"", sop=b"")),
        image(values(), DEFLATED)[:170],
        image({}, DEFLATED)[:-2] + b"\xff\xff not deflated",
        image({(0x0008, 0x0018, "UI"): b"1" * 2000}),
        image({}) + UNFINISHED_SEQUENCE,
        image({}) + UNFINISHED_SEQUENCE + elements(values()),
    ],
)
def test_what_is_no_dicom_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(WrongHashError, match=r"image.dcm cannot be read as DICOM"):
        read_header(path)


@settings(deadline=None)
@given(st.integers(0, len(image(values())) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, position: int, damage: bytes
) -> None:
    data = image(values())
    path = tmp_path_factory.mktemp("damaged") / "image.dcm"
    path.write_bytes(data[:position] + damage + data[position + len(damage) :])

    with contextlib.suppress(WrongHashError):
        read_header(path)


def test_the_images_of_a_series_fit_together(tmp_path: Path) -> None:
    names = write_images(tmp_path, b=values(sop=b"1.2"), a=values(sop=b"1.1"))

    assert check_headers(tmp_path, names, SERIES) == [header("1.2", 7), header("1.1", 7)]


def test_an_image_of_another_series_is_named(tmp_path: Path) -> None:
    names = write_images(tmp_path, a=values(sop=b"1.1"), b=values(series=b"1.9"))

    with pytest.raises(WrongHashError) as caught:
        check_headers(tmp_path, names, SERIES)

    assert caught.value.message == (
        f"The image b.dcm belongs to another series: its SeriesInstanceUID is 1.9, expected is {SERIES}."
    )


def test_an_image_that_is_there_twice_is_named(tmp_path: Path) -> None:
    names = write_images(tmp_path, a=values(sop=b"1.1"), b=values(sop=b"1.2"), c=values(sop=b"1.1"))

    with pytest.raises(WrongHashError, match=r"The images a.dcm and c.dcm have the same SOPInstanceUID, 1.1."):
        check_headers(tmp_path, names, SERIES)


def test_the_servers_names_are_kept_unless_others_are_wanted() -> None:
    assert new_names("server", ["1-01.dcm"], [header("1.1")]) == {"1-01.dcm": "1-01.dcm"}


def test_images_are_named_by_sop_instance_uid() -> None:
    names = new_names("SOPInstanceUID", ["1-01.dcm", "1-02.dcm"], [header("1.2"), header("1.1")])

    assert names == {"1-01.dcm": "1.2.dcm", "1-02.dcm": "1.1.dcm"}


@pytest.mark.parametrize("sop", [None, "", "../../etc", "1.2\\1.3", "1.2/3", ".", "1" * 200])
@pytest.mark.parametrize("naming", ["SOPInstanceUID", "InstanceNumber"])
def test_an_image_whose_uid_is_no_file_name_is_named_after_the_server(naming: FileNaming, sop: str | None) -> None:
    assert new_names(naming, ["1-01.dcm"], [header(sop)]) == {"1-01.dcm": "unnamed-1-01.dcm"}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([1, 2, 10], ["0001", "0002", "0010"]),
        ([9, 10_000, 0], ["00009", "10000", "00000"]),
        ([1, 1, 2], ["0001-1.0", "0001-1.1", "0002"]),
        ([1, None, -1], ["0001", "unnumbered-1.1", "unnumbered-1.2"]),
        ([], []),
    ],
)
def test_images_are_named_by_instance_number(numbers: list[int | None], expected: list[str]) -> None:
    found = [header(f"1.{place}", number) for place, number in enumerate(numbers)]

    names = new_names("InstanceNumber", [f"{place}.dcm" for place in range(len(numbers))], found)

    assert list(names.values()) == [f"{stem}.dcm" for stem in expected]


@given(
    st.sampled_from(["server", "SOPInstanceUID", "InstanceNumber"]),
    st.lists(
        st.builds(
            header,
            st.one_of(st.none(), st.text(max_size=3), st.from_regex(r"1\.[0-9]", fullmatch=True)),
            st.one_of(st.none(), st.integers(-1, 12)),
        )
    ),
)
def test_no_two_images_get_the_same_name(naming: FileNaming, found: list[Header]) -> None:
    old = [f"1-{place:02d}.dcm" for place in range(len(found))]

    names = new_names(naming, old, found)

    assert list(names) == old
    assert len({name.casefold() for name in names.values()}) == len(found)
    assert names == new_names(naming, old, found)


@pytest.mark.parametrize("naming", ["server", "SOPInstanceUID", "InstanceNumber"])
def test_the_three_ways_to_name_images_are_taken(naming: str) -> None:
    assert can_read_headers()

    check_naming(naming)


@pytest.mark.parametrize("naming", ["sopinstanceuid", "", None, 1])
def test_other_ways_to_name_images_are_refused(naming: object) -> None:
    with pytest.raises(InvalidParameterError, match='accepted are "server", "SOPInstanceUID", "InstanceNumber"'):
        check_naming(naming)


@pytest.mark.usefixtures("without_pydicom")
def test_without_pydicom_only_the_servers_names_are_taken() -> None:
    check_naming("server")

    with pytest.raises(InvalidParameterError) as caught:
        check_naming("InstanceNumber")

    assert not can_read_headers()
    assert caught.value.hint is not None
    assert "pip install 'nbia-client[dicom]'" in caught.value.hint


def test_headers_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        header(SOP).instance_number = 8  # type: ignore[misc]


def test_the_module_does_not_import_pydicom_before_it_is_needed() -> None:
    assert "pydicom" not in vars(headers)
