"""Tests of version 4 of the reference server."""
