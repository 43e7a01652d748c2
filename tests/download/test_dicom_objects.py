"""What files refer to, in every form that DICOM files have, damaged and hostile ones too."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from nbia import Client, References
from nbia_core.download.references import dicom_object
from tests.download.treatment import DOSE, HIDDEN, IMAGES, OF_HIDDEN, PLAN, REPORT, STATE, STRUCTURES, changed, written
from tests.reference_server import Archive

Change = Callable[[FileDataset], object]


@pytest.fixture
def offline() -> Client:
    """A client that asks nobody."""
    return Client(base_url="http://127.0.0.1:9/v1", retries=0)


def look(client: Client, folder: Path, *files: bytes) -> References:
    """Return what files refer to, each in a folder of its own."""
    for number, file in enumerate(files):
        (folder / str(number)).mkdir()
        (folder / str(number) / "1.dcm").write_bytes(file)
    return client.references(folder, offline=True)


def referred(references: References) -> list[str | None]:
    """Return the series that are referred to."""
    return [link.referenced_series_instance_uid for link in references]


def other_syntax(dataset: FileDataset, syntax: UID) -> bytes:
    """Return an object in another transfer syntax."""
    file = io.BytesIO()
    dataset.file_meta.TransferSyntaxUID = syntax
    is_little = syntax != ExplicitVRBigEndian
    dataset.save_as(
        file, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=is_little, enforce_file_format=True
    )
    return file.getvalue()


def with_undefined_lengths(dataset: Dataset) -> None:
    """Let all sequences and their items end with a mark, in place of telling their lengths."""
    for element in dataset.iterall():
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True


def image(sop_instance_uid: str) -> Dataset:
    """Return a reference to an image."""
    item = Dataset()
    item.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    item.ReferencedSOPInstanceUID = sop_instance_uid
    return item


def nothing(dataset: FileDataset) -> None:
    """Change nothing."""


# Forms


@pytest.mark.parametrize("series", [STRUCTURES, PLAN, DOSE, REPORT, STATE, OF_HIDDEN])
@pytest.mark.parametrize("change", [nothing, with_undefined_lengths], ids=["lengths", "marks"])
@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian],
    ids=["implicit", "explicit", "deflated"],
)
def test_every_form_says_the_same(
    offline: Client, treatment_archive: Archive, tmp_path: Path, series: str, change: Change, syntax: UID
) -> None:
    dataset = dcmread(treatment_archive.images(series)[0].path)
    change(dataset)
    (tmp_path / "plain").mkdir()
    (tmp_path / "other").mkdir()

    plain = look(offline, tmp_path / "plain", treatment_archive.images(series)[0].path.read_bytes())
    other = look(offline, tmp_path / "other", other_syntax(dataset, syntax))

    said = [(link.referenced_series_instance_uid, link.images, link.through) for link in other]
    assert said == [(link.referenced_series_instance_uid, link.images, link.through) for link in plain]
    assert (len(said), other.problems) == (1, ())


def test_what_is_declared_counts_less_than_what_is_there(
    offline: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    image = other_syntax(dcmread(treatment_archive.images(STATE)[0].path), ImplicitVRLittleEndian)
    declared = image.replace(b"1.2.840.10008.1.2\0", b"1.2.840.10008.1.2.1"[:18], 1)

    assert referred(look(offline, tmp_path, declared)) == [IMAGES]


def test_a_structure_set_of_two_series_names_both(offline: Client, treatment_archive: Archive, tmp_path: Path) -> None:
    def of_two(dataset: FileDataset) -> None:
        item = Dataset()
        item.SeriesInstanceUID = "1.2.3"
        study = dataset.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0]
        study.RTReferencedSeriesSequence.append(item)

    references = look(offline, tmp_path, changed(treatment_archive, STRUCTURES, of_two))

    assert [(link.referenced_series_instance_uid, link.images) for link in references] == [(IMAGES, 6), ("1.2.3", 0)]


def test_other_studies_and_other_evidence_count_too(
    offline: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    def more(dataset: FileDataset) -> None:
        series, study = Dataset(), Dataset()
        series.SeriesInstanceUID = "1.2.3"
        study.ReferencedSeriesSequence = [series]
        dataset.StudiesContainingOtherReferencedInstancesSequence = [study]
        dataset.PertinentOtherEvidenceSequence = [study]

    segmentation = look(offline, tmp_path, changed(treatment_archive, OF_HIDDEN, more))

    assert referred(segmentation) == [HIDDEN, "1.2.3"]


def test_a_map_with_the_modality_of_its_images_is_known_by_its_class(
    offline: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    def as_map(dataset: FileDataset) -> None:
        dataset.Modality = "MR"
        dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.30")

    assert referred(look(offline, tmp_path, changed(treatment_archive, OF_HIDDEN, as_map))) == [HIDDEN]


def test_objects_of_a_series_are_taken_together(offline: Client, treatment_archive: Archive, tmp_path: Path) -> None:
    first, second = (image.path.read_bytes() for image in treatment_archive.images(REPORT))
    (tmp_path / "1.dcm").write_bytes(first)
    (tmp_path / "2.dcm").write_bytes(second)

    (link,) = offline.references(tmp_path, offline=True)

    assert (link.referenced_series_instance_uid, link.images) == (IMAGES, 6)


# What says nothing


def itself(dataset: FileDataset) -> None:
    dataset.ReferencedSeriesSequence[0].SeriesInstanceUID = dataset.SeriesInstanceUID


def nobody(dataset: FileDataset) -> None:
    dataset.ReferencedSeriesSequence = []


def no_sequence(dataset: FileDataset) -> None:
    del dataset.ReferencedSeriesSequence


def no_uid(dataset: FileDataset) -> None:
    dataset.ReferencedSeriesSequence[0].SeriesInstanceUID = ""


def no_item(dataset: FileDataset) -> None:
    dataset.ReferencedSeriesSequence = [Dataset()]


def text_for_a_uid(dataset: FileDataset) -> None:
    dataset.ReferencedSeriesSequence[0].add_new("SeriesInstanceUID", "LO", "\x1b[31mnot a UID")


def text_for_a_sequence(dataset: FileDataset) -> None:
    dataset.add_new("ReferencedSeriesSequence", "LO", "1.2.3")


def private(dataset: FileDataset) -> None:
    item = Dataset()
    item.SeriesInstanceUID = "1.2.3"
    del dataset.ReferencedSeriesSequence
    dataset.private_block(0x0099, "NBIA TEST", create=True).add_new(0x10, "SQ", [item])


def original_attributes(dataset: FileDataset) -> None:
    before, item = Dataset(), Dataset()
    before.SeriesInstanceUID = "1.2.3"
    item.ModifiedAttributesSequence = [before]
    del dataset.ReferencedSeriesSequence
    dataset.OriginalAttributesSequence = [item]


@pytest.mark.parametrize(
    "change",
    [itself, nobody, no_sequence, no_uid, no_item, text_for_a_uid, text_for_a_sequence, private, original_attributes],
)
@pytest.mark.filterwarnings("ignore::UserWarning")  # pydicom warns of what is written here
def test_what_names_no_other_series_is_silent(
    offline: Client, treatment_archive: Archive, tmp_path: Path, change: Change
) -> None:
    references = look(offline, tmp_path, changed(treatment_archive, STATE, change))

    assert (references.links, references.problems, references.silent) == ((), (), (STATE,))
    assert f"Without references, though of such a kind: 1: {STATE}" in str(references)


# What cannot be read


@pytest.mark.parametrize("cut", [1, 40, 500])
@pytest.mark.parametrize("change", [nothing, with_undefined_lengths], ids=["lengths", "marks"])
def test_a_file_that_is_cut_off_is_a_problem(
    offline: Client, treatment_archive: Archive, tmp_path: Path, cut: int, change: Change
) -> None:
    image = changed(treatment_archive, REPORT, change)

    references = look(offline, tmp_path, image[:-cut])

    assert len(references.problems) == 1
    assert "it is cut off" in references.problems[0]


def test_a_file_that_is_cut_off_in_its_pixels_has_said_all(
    offline: Client, treatment_archive: Archive, tmp_path: Path
) -> None:
    image = treatment_archive.images(OF_HIDDEN)[0].path.read_bytes()

    assert referred(look(offline, tmp_path, image[:-100])) == [HIDDEN]


def deflated(content: bytes) -> bytes:
    """Return a file that declares a deflated dataset, with this content."""
    dataset = FileDataset("", {}, preamble=bytes(128))
    dataset.ensure_file_meta()
    dataset.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.11.1")
    dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.3")
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    head = written(dataset)
    assert head.count(b"1.2.840.10008.1.2.1\0") == 1
    changed_head = head.replace(b"UI\x14\0" + b"1.2.840.10008.1.2.1\0", b"UI\x16\0" + b"1.2.840.10008.1.2.1.99")
    group_length = struct.unpack_from("<I", changed_head, 140)[0] + 2
    return changed_head[:140] + struct.pack("<I", group_length) + changed_head[144:] + content


def deep(levels: int) -> bytes:
    """Return the content of a deflated file: a sequence within a sequence, and so on."""
    opened = struct.pack("<HH2sHL", 0x0008, 0x1115, b"SQ", 0, 0xFFFFFFFF) + struct.pack(
        "<HHL", 0xFFFE, 0xE000, 0xFFFFFFFF
    )
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(opened * levels) + compressor.flush()


def bomb() -> bytes:
    """Return the content of a deflated file that becomes 64 MB."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    first = struct.pack("<HH2sHL", 0x0008, 0x0001, b"OB", 0, 2**26)
    return (
        compressor.compress(first) + b"".join(compressor.compress(bytes(2**20)) for _ in range(64)) + compressor.flush()
    )


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no image at all", id="text"),
        pytest.param(bytes(128), id="preamble alone"),
    ],
)
def test_a_file_that_is_no_image_is_passed_over(
    offline: Client, treatment_archive: Archive, tmp_path: Path, file: bytes
) -> None:
    references = look(offline, tmp_path, treatment_archive.images(STATE)[0].path.read_bytes(), file)

    assert (referred(references), references.problems) == ([IMAGES], ())


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(bytes(128) + b"DICM", id="head alone"),
        pytest.param(bytes(128) + b"DICM" + b"\xff" * 1000, id="nonsense"),
        pytest.param(bytes(128) + b"DICM" + bytes(1000), id="zeros"),
        pytest.param(deflated(b""), id="deflated, empty"),
        pytest.param(deflated(b"\x07nonsense"), id="deflated, nonsense"),
        pytest.param(deflated(deep(5000)), id="deep"),
    ],
)
def test_an_image_that_cannot_be_read_is_a_problem_and_the_others_are_read(
    offline: Client, treatment_archive: Archive, tmp_path: Path, file: bytes
) -> None:
    references = look(offline, tmp_path, treatment_archive.images(STATE)[0].path.read_bytes(), file)

    assert referred(references) == [IMAGES]
    assert len(references.problems) == 1
    assert str(tmp_path / "1" / "1.dcm") in references.problems[0]
    assert not references.is_complete


def test_a_deflated_file_is_inflated_to_a_limit(
    offline: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_object, "_LONGEST_INFLATED", 1_000_000)

    references = look(offline, tmp_path, deflated(bomb()))

    assert len(references.problems) == 1


def test_a_sequence_that_is_too_long_is_not_read(
    offline: Client, treatment_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_object, "_LONGEST_SEQUENCE", 100)

    references = look(offline, tmp_path, treatment_archive.images(STATE)[0].path.read_bytes())

    assert references.links == ()
    assert "a sequence in it has more than 100 bytes" in references.problems[0]


def test_thousands_of_images_are_counted(offline: Client, treatment_archive: Archive, tmp_path: Path) -> None:
    def of_many(dataset: FileDataset) -> None:
        dataset.ReferencedSeriesSequence[0].ReferencedImageSequence = [image(f"1.2.{number}") for number in range(1000)]

    (link,) = look(offline, tmp_path, changed(treatment_archive, STATE, of_many))

    assert link.images == 1000


def test_nothing_in_a_file_steers_a_terminal(offline: Client, treatment_archive: Archive, tmp_path: Path) -> None:
    def odd(dataset: FileDataset) -> None:
        dataset.add_new("Modality", "LO", "\x1b[31mSEG")

    state = treatment_archive.images(STATE)[0].path.read_bytes()
    references = look(offline, tmp_path, state, changed(treatment_archive, IMAGES, odd))

    assert references.links[0].referenced_modality == "\x1b[31mSEG"
    assert "\x1b" not in f"{references}{references!r}{references._repr_html_()}"
