# Generated from spec/ by generator/. Do not edit: change the spec and run `make generate`.
"""`python -m` this package is the command nbia for this version of the API."""

import sys

from nbia_core.cli import main

from . import calls

sys.exit(main(calls.__name__.rpartition(".")[0]))
