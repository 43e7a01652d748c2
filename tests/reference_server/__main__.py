"""Runs the server in the foreground: ``python -m tests.reference_server --port 8080``."""

import argparse
import contextlib
from pathlib import Path

from .apis import FOLDERS
from .archive import Archive
from .server import ReferenceServer


def main() -> None:
    """Read the command line, serve, and stop at Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="the port to listen at (any free one)")
    parser.add_argument("--archive", type=Path, help="the directory in which archives are built and kept")
    parser.add_argument("--nlst", action="store_true", help="play the server of the National Lung Screening Trial")
    arguments = parser.parse_args()
    with Archive.cached(arguments.archive, nlst=arguments.nlst) as archive:
        try:
            server = ReferenceServer(archive, host=arguments.host, port=arguments.port)
        except OSError as error:
            parser.exit(1, f"Cannot listen at {arguments.host}:{arguments.port}: {error.strerror}\n")
        print(*(server.url(folder) for folder in FOLDERS), sep="\n", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.run()


if __name__ == "__main__":
    main()
