"""Headers are read from every form of DICOM file while it arrives, as pydicom reads them; images are named by them."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import struct
import zlib

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from nbia import WrongHashError
from nbia_core.dicom_header import Header, HeaderReader
from nbia_core.download.check.completeness import check_headers, foreign_image
from nbia_core.download.disk.naming import new_names
from nbia_core.download.options import FileNaming
from nbia_core.download.zip.entries import Entry
from tests.download.archives import pieces

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


def read(content: bytes, piece: int = 1 << 20) -> Header:
    """Return what is read of a file that arrives in pieces of so many bytes."""
    reader = HeaderReader()
    for data in pieces(content, piece):
        reader.feed(data)
    return reader.finish()


def entries(**images: Values) -> list[Entry]:
    """Return images as they arrive in an archive."""
    return [
        Entry(name=f"{name}.dcm", size=len(data), md5=hashlib.md5(data).hexdigest(), is_dicom=True, header=read(data))
        for name, data in ((name, image(data)) for name, data in images.items())
    ]


def header(sop: str | None, number: int | None = None) -> Header:
    return Header(series_instance_uid=SERIES, sop_instance_uid=sop, instance_number=number)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, DEFLATED, BIG_ENDIAN, JPEG])
def test_a_header_is_read_in_every_transfer_syntax(syntax: str) -> None:
    assert read(image(values(), syntax)) == header(SOP, 7)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
@pytest.mark.parametrize("preamble", [b"", bytes(128) + b"DICM"])
def test_a_header_is_read_without_meta_information(syntax: str, preamble: bytes) -> None:
    assert read(preamble + elements(values(), syntax)) == header(SOP, 7)


def test_a_header_is_read_where_the_file_declares_another_form_than_it_has() -> None:
    assert read(image({}, EXPLICIT) + elements(values(), IMPLICIT)) == header(SOP, 7)


def test_a_header_is_read_where_elements_are_not_in_order() -> None:
    assert read(image({(0x0028, 0x0010, "US"): b"\0\1", **values()})) == header(SOP, 7)


@pytest.mark.parametrize("uid", [b"1.02.003", b"1." + b"2" * 70, b"1.2.3 ", b"1.2.3\0\0", b"odd"])
def test_uids_are_taken_as_they_stand(uid: bytes) -> None:
    expected = uid.decode().strip(" \0")

    assert read(image(values(series=uid, sop=uid))) == Header(
        series_instance_uid=expected, sop_instance_uid=expected, instance_number=7
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [(b"007", 7), (b"+7", 7), (b"-7 ", -7), (b"0", 0), (b"", None), (b"7.0", None), (b"1\\2", None)],
)
def test_instance_numbers_are_whole_numbers(number: bytes, expected: int | None) -> None:
    assert read(image(values(number=number))).instance_number == expected


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
def test_what_is_no_dicom_file_is_refused(content: bytes) -> None:
    found = read(content)

    assert found.fault is not None
    assert (found.series_instance_uid, found.sop_instance_uid) == (None, None)


@given(st.integers(0, len(image(values())) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(position: int, damage: bytes) -> None:
    data = image(values())

    found = read(data[:position] + damage + data[position + len(damage) :])

    assert isinstance(found, Header)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_bytes_of_any_kind_are_no_accident(content: bytes, piece: int) -> None:
    assert read(bytes(128) + b"DICM" + content, piece) == read(bytes(128) + b"DICM" + content)


TEXTS = st.text("ABC 123", max_size=20)
UIDS = st.from_regex(r"[12](\.[1-9][0-9]{0,6}){1,6}", fullmatch=True)
SYNTAXES = st.sampled_from(
    [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
)


def nested(depth: int) -> st.SearchStrategy[Dataset]:
    """Return datasets that have UIDs of their own, private elements, bytes, and sequences of such datasets."""
    items = st.lists(nested(depth - 1), max_size=2) if depth else st.just([])
    return st.builds(new_item, UIDS, UIDS, st.binary(max_size=40), items, st.booleans(), st.booleans())


def new_item(
    series: str, sop: str, content: bytes, items: list[Dataset], has_undefined_length: bool, is_private: bool
) -> Dataset:
    dataset = Dataset()
    dataset.is_undefined_length_sequence_item = has_undefined_length
    dataset.SeriesInstanceUID, dataset.SOPInstanceUID = series, sop
    dataset.add_new(0x00091010, "OB", content + bytes(len(content) % 2))
    dataset.add_new(0x00091011 if is_private else 0x00081140, "SQ", Sequence(items))
    dataset[0x00091011 if is_private else 0x00081140].is_undefined_length = has_undefined_length
    return dataset


def written(dataset: Dataset, syntax: UID) -> bytes:
    """Return a dataset as pydicom writes it."""
    file = io.BytesIO()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.preamble = bytes(128)
    pydicom.dcmwrite(file, dataset, enforce_file_format=False)
    return file.getvalue()


@given(nested(3), st.one_of(st.none(), st.integers(-9, 99)), SYNTAXES, TEXTS, st.integers(1, 2000))
def test_what_pydicom_writes_is_read_as_pydicom_reads_it(
    dataset: Dataset, number: int | None, syntax: UID, text: str, piece: int
) -> None:
    dataset.InstanceNumber, dataset.PatientName, dataset.PixelData = number, text, b"\x20\0\x0e\0" * 20
    dataset["PixelData"].VR = "OW"
    content = written(dataset, syntax)

    theirs = pydicom.dcmread(io.BytesIO(content), stop_before_pixels=True)

    assert read(content, piece) == Header(
        series_instance_uid=theirs.SeriesInstanceUID,
        sop_instance_uid=theirs.SOPInstanceUID,
        instance_number=theirs.InstanceNumber,
    )


SEQUENCE = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff"
UNKNOWN = b"\x09\0\x10\x10UN\0\0\xff\xff\xff\xff"
ITEM = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
END_OF_ITEM = b"\xfe\xff\x0d\xe0\0\0\0\0"
END_OF_ITEMS = b"\xfe\xff\xdd\xe0\0\0\0\0"
OTHERS: Values = {(0x0008, 0x0018, "UI"): b"1.9.1", (0x0020, 0x000E, "UI"): b"1.9.2"}
WITH_SEQUENCES = {
    "explicit": SEQUENCE + ITEM + elements(OTHERS) + END_OF_ITEM + END_OF_ITEMS,
    "implicit in explicit": SEQUENCE + ITEM + elements(OTHERS, IMPLICIT) + END_OF_ITEM + END_OF_ITEMS,
    "unknown form, implicit": UNKNOWN + ITEM + elements(OTHERS, IMPLICIT) + END_OF_ITEM + END_OF_ITEMS,
    "unknown form, explicit": UNKNOWN + ITEM + elements(OTHERS) + END_OF_ITEM + END_OF_ITEMS,
    "nested": SEQUENCE + ITEM + SEQUENCE + ITEM + elements(OTHERS) + (END_OF_ITEM + END_OF_ITEMS) * 2,
    "no items": SEQUENCE + END_OF_ITEMS,
    "an empty item": SEQUENCE + ITEM + END_OF_ITEM + END_OF_ITEMS,
    "a last item without an end": SEQUENCE + ITEM + elements(OTHERS) + END_OF_ITEMS,
    "an item of defined length": SEQUENCE + b"\xfe\xff\x00\xe0\x06\0\0\0\x20\0\x0e\0UI" + END_OF_ITEMS,
    "an end without a beginning": END_OF_ITEM + END_OF_ITEMS,
    "packed pictures": b"\x88\0\0\x02OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\x02\0\0\0\xff\xd8" + END_OF_ITEMS,
    "a thousand levels": (SEQUENCE + ITEM) * 1000 + (END_OF_ITEM + END_OF_ITEMS) * 1000,
}


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
@pytest.mark.parametrize("sequence", WITH_SEQUENCES.values(), ids=WITH_SEQUENCES.keys())
def test_attributes_inside_sequences_are_not_those_of_the_image(sequence: bytes, piece: int) -> None:
    assert read(image({}) + sequence + elements(values()), piece) == header(SOP, 7)


def test_items_of_unknown_form_are_little_endian_in_a_big_endian_file() -> None:
    unknown = b"\0\x09\x10\x10UN\0\0\xff\xff\xff\xff" + ITEM + elements(OTHERS, IMPLICIT) + END_OF_ITEM + END_OF_ITEMS

    assert read(image({}, BIG_ENDIAN) + unknown + elements(values(), BIG_ENDIAN)) == header(SOP, 7)


@pytest.mark.parametrize("declared", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
def test_the_form_is_the_one_that_the_file_has(declared: str, syntax: str) -> None:
    assert read(image({}, declared) + elements(values(), syntax)) == header(SOP, 7)


def test_an_element_without_a_representation_is_read_among_others_that_have_one() -> None:
    mixed = elements({(0x0008, 0x0016, "UI"): b"1.2"}) + elements({(0x0009, 0x1001, "LO"): b"x" * 300}, IMPLICIT)

    assert read(image({}) + mixed + elements(values())) == dataclasses.replace(header(SOP, 7), sop_class_uid="1.2")


def test_the_class_and_the_acquisition_are_read_too() -> None:
    more: Values = {(0x0008, 0x0016, "UI"): b"1.2\0", **values(), (0x0020, 0x0012, "IS"): b"3 "}

    found = read(image(dict(sorted(more.items()))))

    assert (found.sop_class_uid, found.acquisition_number, found.instance_number) == ("1.2", 3, 7)


def test_lengths_of_groups_are_passed_over() -> None:
    lengths: Values = {(0x0008, 0x0000, "UL"): b"\0\0\0\0", **values(), (0x0020, 0x0000, "UL"): b"\xff" * 4}

    assert read(image(lengths)) == header(SOP, 7)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
def test_long_values_before_the_uids_are_passed_over_and_not_kept(syntax: str) -> None:
    long: Values = {(0x0009, 0x1010, "OW"): bytes(3_000_000), **values()}
    reader = HeaderReader()

    for data in pieces(image({}, syntax) + elements(dict(sorted(long.items())), syntax), 65536):
        reader.feed(data)

    assert reader.finish() == header(SOP, 7)


def test_a_deflated_file_is_looked_at_for_a_limited_length() -> None:
    bomb: Values = {(0x0009, 0x1010, "OW"): bytes(20_000_000), (0x0020, 0x000E, "UI"): SERIES.encode()}

    assert "inflated bytes" in (read(image(bomb, DEFLATED)).fault or "")


def test_a_file_of_nothing_but_elements_is_looked_at_for_a_limited_length() -> None:
    assert "elements" in (read(image({}) + b"\x08\0\x08\0CS\0\0" * 1_000_001).fault or "")


@pytest.mark.parametrize("piece", [1, 7, 4096, 1 << 20])
@pytest.mark.parametrize("syntax", [IMPLICIT, BIG_ENDIAN])
def test_a_hole_before_the_uids_is_passed_over(syntax: str, piece: int) -> None:
    hole = elements({(0x0008, 0x0016, "UI"): b"1.2"}, syntax) + bytes(8 * 3000)

    found = read(image({}, syntax) + hole + elements(values(), syntax), piece)

    assert found == dataclasses.replace(header(SOP, 7), sop_class_uid="1.2")


def test_a_hole_is_looked_at_for_as_many_elements_as_others() -> None:
    first, others = elements({(0x0008, 0x0016, "UI"): b""}, IMPLICIT), elements(values(), IMPLICIT)

    assert "elements" in (read(image({}) + first + bytes(8 * 1_000_000) + others).fault or "")
    assert read(image({}) + first + bytes(8 * 999_900) + others) == header(SOP, 7)


@pytest.mark.parametrize("second", [b"1.9", b"1.9.1"])
def test_a_file_with_two_values_of_a_uid_is_refused(second: bytes) -> None:
    twice = image({(0x0008, 0x0018, "UI"): second}) + elements(values())

    assert "two values of (0008,0018)" in (read(twice).fault or "")


@pytest.mark.parametrize("length", range(0, len(image(values())) - 1000, 3))
def test_of_a_file_that_is_cut_off_no_value_is_taken_in_part(length: int) -> None:
    found = read(image(values())[:length])

    assert found.series_instance_uid in (None, SERIES)
    assert found.sop_instance_uid in (None, SOP)


def test_the_images_of_a_series_fit_together() -> None:
    images = entries(b=values(sop=b"1.2"), a=values(sop=b"1.1"))

    check_headers(images, SERIES)

    assert foreign_image(images, SERIES) is None


def test_an_image_of_another_series_is_named() -> None:
    images = entries(a=values(sop=b"1.1"), b=values(series=b"1.9"))

    with pytest.raises(WrongHashError) as caught:
        check_headers(images, SERIES)

    assert caught.value.message == (
        f"The image b.dcm belongs to another series: its SeriesInstanceUID is 1.9, expected is {SERIES}."
    )


def test_an_image_of_another_series_says_that_the_answer_is_for_another_request() -> None:
    error = foreign_image(entries(a=values(), b=values(series=b"1.9")), SERIES)

    assert error is not None
    assert error.is_for_another_request


def test_an_image_that_names_no_series_is_refused() -> None:
    with pytest.raises(WrongHashError, match=r"The image a.dcm belongs to another series: .* is missing"):
        check_headers(entries(a=values(series=b"")), SERIES)


def test_an_image_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(WrongHashError, match=r"The image a.dcm cannot be read as DICOM: it has neither"):
        check_headers(entries(a={(0x0010, 0x0020, "LO"): b"0012"}), SERIES)


def test_an_image_that_is_there_twice_is_named() -> None:
    images = entries(a=values(sop=b"1.1"), b=values(sop=b"1.2"), c=values(sop=b"1.1"))

    with pytest.raises(WrongHashError, match=r"The images a.dcm and c.dcm have the same SOPInstanceUID, 1.1."):
        check_headers(images, SERIES)


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


def test_headers_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        header(SOP).instance_number = 8  # type: ignore[misc]
