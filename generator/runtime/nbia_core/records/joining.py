"""Joins the answers to several requests of one call: the rows of all, in order, each once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TypeVar, cast

from nbia_core.api.calls import Response

from .json_rows import SeenRows, SentRows, cut_rows, parse_rows
from .record import Mismatch, Record
from .records import Records

T = TypeVar("T")


def join_responses(responses: Sequence[Response[T]]) -> Response[T]:
    """Return one response with the rows of all, without those that were there before, compared as a whole.

    Args:
        responses: what came to each request, records all of them; at least one.
    """
    values = [response.value for response in responses]
    assert all(isinstance(value, Records) for value in values), "calls for anything else are one request"
    parts = cast("list[Records[Record]]", values)
    seen = SeenRows()
    texts: list[bytes] = []
    items: list[Record] = []
    mismatches: list[Mismatch] = []
    for response, part in zip(responses, parts, strict=True):
        rows = parse_rows(response.content) if len(part) else []
        now_at: dict[int, int] = {}
        for place, (text, row) in enumerate(zip(cut_rows(response.content), rows, strict=True)):
            if seen.is_new(row):
                now_at[place] = len(items)
                texts.append(text)
                items.append(part[place])
        mismatches += [
            dataclasses.replace(found, row=now_at[found.row]) for found in part.mismatches if found.row in now_at
        ]
    body = b"[" + b",".join(texts) + b"]"
    sent = SentRows(body, has_unknown_keys=any(part.undocumented for part in parts))
    joined = Records(items, parts[0].record_type, sent=sent, mismatches=mismatches)
    return dataclasses.replace(
        responses[-1],
        value=cast("T", joined),
        content=body,
        tries=sum(response.tries for response in responses),
    )
