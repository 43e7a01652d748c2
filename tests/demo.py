"""The main job end to end: query a server, print tables, put verified series on disk, start that again.

`make demo` runs it offline against the reference server, `make demo-live` against TCIA.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbia import Client, NbiaError, Records, Series, events, verify
from tests.reference_server import ReferenceServer

_FOLDER = Path("demo-output")
_LARGEST = 20 * 1024 * 1024
_SEVERAL = 5
_COLUMNS = ["PatientID", "Modality", "SeriesDate", "SeriesDescription", "ImageCount", "FileSize"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo. Return 0 if all series are on disk and every check passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("--live", action="store_true", help="ask TCIA instead of the reference server")
    parser.add_argument("--to", type=Path, default=_FOLDER, help="folder for the images (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        if options.live:
            with Client() as client:
                return _demonstrate(client, options.to)
        with ReferenceServer() as server, Client(base_url=server.base_url) as client:
            return _demonstrate(client, options.to)
    except NbiaError as error:
        print(f"\n{type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _demonstrate(client: Client, folder: Path) -> int:
    print(f"The service: {client.base_url}")

    collections = client.get_collection_values()
    names = [row.collection for row in collections if row.collection]
    print(f"\n{len(names)} collections: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}")

    series = client.get_series(collection="RIDER Pilot") or client.get_series(collection=names[0])
    print(f"\n{len(series)} series of {series[0].collection}:\n")
    _print_table(series)

    small = [one for one in series if one.file_size and one.file_size < _LARGEST]
    chosen = sorted(small or series[:1], key=lambda one: one.image_count or 0)[-_SEVERAL:]
    print(f"\nDownloading {len(chosen)} series to {folder} …\n")
    report = client.download(chosen, folder, progress=_print_progress)
    print(f"\n{report}")

    print("\nThe same once more: what is complete is not downloaded again.\n")
    again = client.download(chosen, folder, progress=_print_progress)
    print(f"\n{again}")

    print("\nVerified offline, from the state, the hashes and the headers:\n")
    verified = verify(folder)
    print(verified)

    print("\nWhat a mistake looks like:\n")
    try:
        client.get_updated_series(from_date="16/08/2010")
    except NbiaError as error:
        print(f"  {type(error).__name__}: {error}")
    return 0 if report.is_complete and again.is_complete and verified.is_complete else 1


def _print_progress(event: events.Event) -> None:
    if isinstance(event, events.SeriesRetry):
        print(f"  …{event.series_instance_uid[-12:]}  try {event.tries} failed: {event.reason}")
    if isinstance(event, events.SeriesFinished):
        result = event.result
        print(
            f"  …{result.series_instance_uid[-12:]}  {result.status:10}  {result.images} of {result.expected_images} images, "
            f"{result.verified} match their MD5 hash, {result.archive_size:,} bytes received, {result.seconds:.1f} s"
        )
        if result.reason:
            print(f"    {result.reason}")


def _print_table(series: Records[Series]) -> None:
    table = series.to_pandas()[_COLUMNS]
    print(table.head(10).to_string(index=False, na_rep="", max_colwidth=32))
    if len(series) > 10:
        print(f"… and {len(series) - 10} more")


if __name__ == "__main__":
    sys.exit(main())
