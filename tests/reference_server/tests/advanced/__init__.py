"""Tests of the Advanced API of the reference server."""
