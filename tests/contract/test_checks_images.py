"""What the checks say of archives and single images."""

from __future__ import annotations

import pytest

from tests.contract.answers import IMAGE, IMAGE_MD5, archive, checked, keys, observation

UID = "1.3.6.1.4.1.9328.50.1.3"
HEAD = b"Filename,MD5Hash\n"
ROW = f"00000001.dcm,{IMAGE_MD5}\n".encode()
LICENSED = {"LICENSE": b"CC BY", "00000001.dcm": IMAGE}
HASHED = {"00000001.dcm": IMAGE, "md5hashes.csv": HEAD + ROW}
NOT_PUBLIC = f"Image with given SeriesInstanceUID,{UID}, is not in public domain.".encode()
UNABLE = b"Server was not able to process your request\nnull"


def found_in(endpoint: str, members: dict[str, bytes], **parameters: str) -> list[str]:
    sent = {"SeriesInstanceUID": UID, **parameters}
    return keys(observation(endpoint, archive(members), form="zip", purpose="image", parameters=sent))


@pytest.mark.parametrize(
    ("endpoint", "members"),
    [
        ("getImage", LICENSED),
        ("getImage", {"LICENSE": b"", "00000001.dcm": IMAGE, "00000002": IMAGE}),
        ("getImageWithMD5Hash", HASHED),
        ("getImageWithMD5Hash", {"00000001.dcm": IMAGE, "md5hashes.csv": HEAD + b"00000001.dcm, \n"}),
        ("getImageWithMD5Hash", {"00000001.dcm": IMAGE, "md5hashes.csv": HEAD.replace(b"\n", b"\r\n") + ROW}),
    ],
)
def test_an_archive_as_promised(endpoint: str, members: dict[str, bytes]) -> None:
    assert found_in(endpoint, members) == []


def test_new_file_names_are_as_promised_where_they_were_asked_for() -> None:
    members = {"LICENSE": b"CC BY", "1-01.dcm": IMAGE, "1-02.dcm": IMAGE}

    assert found_in("getImage", members, NewFileNames="Yes") == []
    assert found_in("getImage", members) == [
        "reformatted | getImage | - | file names: numbers of acquisition and image"
    ]


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"00000001.dcm": IMAGE}, "attribute missing | getImage | LICENSE | -"),
        ({"LICENSE.txt": b"", "00000001.dcm": IMAGE}, "probably renamed | getImage | LICENSE | LICENSE.txt"),
        ({"00000001.dcm": IMAGE, "LICENSE": b""}, "reformatted | getImage | LICENSE | not the first entry"),
        ({**LICENSED, "annotations.xml": b"<a/>"}, "attribute added | getImage | annotations.xml | -"),
        ({**LICENSED, "md5hashes.csv": HEAD}, "attribute added | getImage | md5hashes.csv | -"),
        ({"LICENSE": b"", f"{UID}.dcm": IMAGE}, "reformatted | getImage | - | file names: DICOM UIDs"),
        ({"LICENSE": b"", "CT/00000001.dcm": IMAGE}, "reformatted | getImage | - | file names: names with folders"),
        ({"LICENSE": b"", "00000001.dcm": b"no"}, "broken | getImage | - | images that are no DICOM files"),
    ],
)
def test_another_layout_of_an_archive_is_named(members: dict[str, bytes], key: str) -> None:
    assert found_in("getImage", members) == [key]


@pytest.mark.parametrize(
    ("hashes", "key"),
    [
        (ROW, "reformatted | {e} | md5hashes.csv | no head"),
        (b"File,MD5\n" + ROW, "reformatted | {e} | md5hashes.csv | another head"),
        (HEAD + ROW.upper().replace(b".DCM", b".dcm"), "reformatted | {e} | md5hashes.csv | hashes in capital letters"),
        (HEAD + b"00000001.dcm,c0ffee==\n", "reformatted | {e} | md5hashes.csv | hashes of another kind"),
        (HEAD + ROW.replace(b"84", b"85"), "broken | {e} | md5hashes.csv | wrong hashes"),
        (HEAD + ROW + ROW.replace(b"1.dcm", b"2.dcm"), "broken | {e} | md5hashes.csv | images that are missing"),
    ],
)
def test_hashes_that_are_not_as_promised_are_named(hashes: bytes, key: str) -> None:
    found = found_in("getImageWithMD5Hash", {"00000001.dcm": IMAGE, "md5hashes.csv": hashes})

    assert found == [key.format(e="getImageWithMD5Hash")]


def test_a_short_archive_without_hashes_is_the_failure_that_is_known() -> None:
    rows = observation(body=[{"SeriesInstanceUID": UID, "ImageCount": 2}], saved=True)
    short = observation(
        "getImageWithMD5Hash",
        archive({"00000001.dcm": IMAGE}),
        form="zip",
        purpose="image",
        parameters={"SeriesInstanceUID": UID},
    )

    result = checked(rows, short)

    assert [finding for finding in result.findings if finding.endpoint == "getImageWithMD5Hash"] == []
    assert any("holds 1 of 2 images" in note for note in result.notes)


@pytest.mark.parametrize(
    "body",
    [archive(LICENSED)[:-30], b"PK\x03\x04 and no more", b"plain text", archive({}) + b"!" * 70_000],
)
def test_an_archive_that_cannot_be_read_is_broken(body: bytes) -> None:
    found = keys(observation("getImage", body, form="zip", purpose="image"))

    assert found == ["broken | getImage | - | an unreadable archive"]


def test_a_list_of_entries_is_checked_for_names_and_places() -> None:
    good = observation("getImage", form="zip", purpose="image", saved=True, entries=("LICENSE", "00000001.dcm"))
    bad = observation("getImage", form="zip", purpose="image", saved=True, entries=("LICENSE.txt", "00000001.dcm"))

    assert keys(good) == []
    assert keys(bad) == ["probably renamed | getImage | LICENSE | LICENSE.txt"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (IMAGE, []),
        (b"no image", ["broken | getSingleImage | - | no DICOM file"]),
        (archive(LICENSED), ["broken | getSingleImage | - | a ZIP archive"]),
        (b"", ["broken | getSingleImage | - | an empty body"]),
    ],
)
def test_a_single_image_is_dicom(body: bytes, expected: list[str]) -> None:
    assert keys(observation("getSingleImage", body, form="dicom", purpose="image")) == expected


@pytest.mark.parametrize(
    ("endpoint", "status", "body", "expected"),
    [
        ("getImage", 400, NOT_PUBLIC, []),
        ("getSingleImage", 500, UNABLE, []),
        ("getImage", 400, b"Never heard of it.", ["reformatted | getImage | - | other words for an unknown image"]),
        ("getImage", 404, NOT_PUBLIC, ["retired | getImage | - | status 404"]),
        ("getImage", 422, NOT_PUBLIC, ["reformatted | getImage | - | status 422 for an unknown image"]),
        ("getImage", 200, archive(LICENSED), ["broken | getImage | - | an archive"]),
    ],
)
def test_how_an_unknown_image_is_refused(endpoint: str, status: int, body: bytes, expected: list[str]) -> None:
    form = {"getImage": "zip", "getSingleImage": "dicom"}[endpoint]

    assert keys(observation(endpoint, body, form=form, purpose="empty", status=status)) == expected
