"""Gives the images of a series other names."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import Path

from nbia_core.download.check.on_disk import read_hashes
from nbia_core.download.model import Layout
from nbia_core.download.zip.entries import Arrival
from nbia_core.files import destination_errors


def rename(folder: Path, arrival: Arrival, names: Mapping[str, str], layout: Layout) -> None:
    """Give images other names, on disk and in the list of hashes, which stays true of the folder."""
    for old in names:
        with destination_errors(folder / old):
            (folder / old).rename(folder / f"{old}.renamed")
    for old, new in names.items():
        with destination_errors(folder / new):
            (folder / f"{old}.renamed").rename(folder / new)
    arrival.images = [dataclasses.replace(entry, name=names.get(entry.name, entry.name)) for entry in arrival.images]
    if layout.hashes is not None:
        digests = read_hashes(bytes(arrival.hashes))
        rows = [("Filename", "MD5Hash"), *((names.get(name, name), digest) for name, digest in digests.items())]
        data = "".join(f"{name},{digest}\n" for name, digest in rows).encode()
        with destination_errors(folder / layout.hashes):
            (folder / layout.hashes).write_bytes(data)
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        arrival.oddments = [
            dataclasses.replace(entry, size=len(data), md5=md5) if entry.name == layout.hashes else entry
            for entry in arrival.oddments
        ]
