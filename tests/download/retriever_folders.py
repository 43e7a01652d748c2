"""Folders as the NBIA Data Retriever leaves them, built from what the reference server has and from nothing of ours.

Its public source says how: folders of collection, patient, study and series, with descriptive names or with UIDs; the
licence in the folder of the collection; a metadata.csv with a line for each series, whose values stand between commas
without quotation marks, and whose lines end as those of Windows do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from tests.download.archives import members_of
from tests.reference_server import ReferenceServer
from tests.reference_server.downloads import get_image, get_image_with_md5_hash
from tests.reference_server.queries import series_metadata
from tests.reference_server.zip_plans import unchanged

HEADINGS: Final = (
    "Series UID,Collection,3rd Party Analysis,Data Description URI,Subject ID,Study UID,Study Description,Study Date,"
    "Series Description,Manufacturer,Modality,SOP Class Name,SOP Class UID,Number of Images,File Size,File Location,"
    "Download Timestamp"
)
Names = Literal["Descriptive", "Classic"]


def retrieved(
    server: ReferenceServer, root: Path, *uids: str, names: Names = "Descriptive", with_hashes: bool = False
) -> Path:
    """Write series below a folder as the Retriever does, add them to its table there, and return the folder."""
    for uid in uids:
        folder = root.joinpath(*location(server, uid, names))
        folder.mkdir(parents=True)
        for name, data in images(server, uid, with_hashes=with_hashes).items():
            (folder / name).write_bytes(data)
        (root / location(server, uid, names)[0] / "LICENSE").write_bytes(b"The licence of the collection.")
        list_series(root, row(server, uid, names))
    return root


def folder_of(server: ReferenceServer, root: Path, uid: str, names: Names = "Descriptive") -> Path:
    """Return where the Retriever puts a series."""
    return root.joinpath(*location(server, uid, names))


def list_series(root: Path, line: str) -> None:
    """Add a line to the table of the Retriever, which is made if it is not there."""
    table = root / "metadata.csv"
    before = table.read_bytes() if table.exists() else f"{HEADINGS}\r\n".encode()
    table.write_bytes(before + f"{line}\r\n".encode())


def images(server: ReferenceServer, uid: str, *, with_hashes: bool = False) -> dict[str, bytes]:
    """Return the images under the names that the server gives them for the Retriever, and their hashes if wanted."""
    parameters = {"SeriesInstanceUID": uid}
    named = members_of(_body(get_image(server.archive, {**parameters, "NewFileNames": "Yes"}, unchanged).body))
    del named["LICENSE"]
    if with_hashes:
        listed = members_of(_body(get_image_with_md5_hash(server.archive, parameters, unchanged).body))
        hashes = dict(line.split(",") for line in listed.pop("md5hashes.csv").decode().splitlines()[1:])
        by_content = {data: hashes[name] for name, data in listed.items()}
        lines = [f"{name},{by_content[data]}\n" for name, data in named.items()]
        named["md5hashes.csv"] = "".join(["Filename,MD5Hash\n", *lines]).encode()
    return named


def location(server: ReferenceServer, uid: str, names: Names = "Descriptive") -> tuple[str, ...]:
    """Return the folders of a series, from that of its collection on."""
    known = _metadata(server, uid)
    if names == "Classic":
        return known[1], known[4], known[5], known[0]
    study = f"{_part(known[7])}{_part(known[14])}{_description(known[6])}{known[5][-5:]}"
    return known[1], known[4], study, f"{_part(known[15])}{_description(known[8])}{known[0][-5:]}"


def row(server: ReferenceServer, uid: str, names: Names = "Descriptive", separator: str = "/") -> str:
    """Return the line of a series in the table."""
    known = _metadata(server, uid)
    place = separator.join([".", *location(server, uid, names)])
    size = f"{int(known[13]) / 1000:.2f} KB"
    stored = "MR Image Storage"
    return ",".join([*known[:11], stored, known[11], known[12], size, place, "2021-09-30T21:38:59.207"])


def _metadata(server: ReferenceServer, uid: str) -> list[str]:
    (values,) = series_metadata(server.archive, {"SeriesInstanceUID": uid})
    return ["null" if value is None else str(value) for value in values]


def _part(text: str) -> str:
    return "" if text in ("", "null") else f"{text}-"


def _description(text: str) -> str:
    text = text.replace("/", "-")
    return "" if text in ("", "null", "-") else f"{text[:53]}-"


def _body(body: bytes | Iterable[bytes]) -> bytes:
    return body if isinstance(body, bytes) else b"".join(body)
