"""Answers from an index, without a server."""
