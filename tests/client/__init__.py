"""Whole calls over real sockets, against the reference server and its faults."""
