"""Answers calls without a server, from the index of a source of images.

Comes in: a call, and the columns of an index. Goes out: the records of the rows that fit.
Imported by client; imports download for the index, records and api.
"""
