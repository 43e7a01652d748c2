"""Rows of answers as typed records, and records as tables, summaries and previews.

Comes in: the body of an answer. Goes out: records, and what libraries of tables make of them.
Imported by http, download, client, compat and cli; imports api.
"""
