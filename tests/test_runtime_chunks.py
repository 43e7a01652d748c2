"""What a parser is shown after merging means exactly what the server sent, right or wrong.

h11, which judges in the end, is the measure: it is fed once with the bytes as they arrive and once with the merged ones.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable

import h11
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.runtime.chunks import ChunkMerger
from tests.raw_server import END, OK, bytewise, chunk

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
BODY = chunk(b"hello") + chunk(b"abc") + END

CONFUSING = st.text(alphabet="\r\n0159aF;: ", max_size=40).map(str.encode)
DATA = st.binary(min_size=1, max_size=60) | CONFUSING.filter(bool)
CHUNKED = st.lists(DATA, max_size=12).map(lambda parts: OK + b"".join(map(chunk, parts)) + END)
ANSWERS = st.lists(CHUNKED | st.just(PLAIN) | st.just(b"HTTP/1.1 204 No Content\r\n\r\n"), min_size=1, max_size=4)


@dataclasses.dataclass
class Reading:
    """What h11 makes of a connection."""

    answers: list[tuple[int, bytes]] = dataclasses.field(default_factory=list)
    """Status and body of each answer; the last one may be incomplete."""
    progress: list[int] = dataclasses.field(default_factory=list)
    """How much of all bodies was known before each arrival."""
    pieces: int = 0
    """In how many pieces the bodies were handed out."""
    end: str = ""
    """How the connection ended."""


def read(arrivals: Iterable[bytes], merger: ChunkMerger | None = None) -> Reading:
    """Read a connection as httpcore does, with one request after the other."""
    reading = Reading()
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=100 * 1024)
    waiting = iter(arrivals)
    try:
        while connection.our_state is h11.IDLE:
            connection.send(h11.Request(method="GET", target="/", headers=[("Host", "localhost")]))
            connection.send(h11.EndOfMessage())
            if merger is not None:
                merger.sent(GET)
            _read_answer(connection, waiting, merger, reading)
            connection.start_next_cycle()
    except (h11.RemoteProtocolError, h11.LocalProtocolError, EOFError) as error:
        reading.end = type(error).__name__
    return reading


def _read_answer(
    connection: h11.Connection, waiting: Iterable[bytes], merger: ChunkMerger | None, reading: Reading
) -> None:
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Response):
            reading.answers.append((event.status_code, b""))
        elif isinstance(event, h11.Data):
            status, body = reading.answers[-1]
            reading.answers[-1] = (status, body + bytes(event.data))
            reading.pieces += 1
        elif isinstance(event, h11.EndOfMessage) or event is h11.PAUSED:
            return
        elif event is h11.NEED_DATA:
            data = next(iter(waiting), b"")
            reading.progress += [sum(len(body) for _, body in reading.answers)] if data else []
            shown = data if merger is None else merger.received(data)
            if shown or not data:
                if not shown and connection.their_state is h11.SEND_RESPONSE:
                    raise EOFError
                connection.receive_data(shown)


def split(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    """Cut data into arrivals."""
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places) if end > start]


def damage(data: bytes, places: Iterable[int], kind: str, byte: int) -> bytes:
    """Change, insert or remove a byte at each of the places."""
    damaged = bytearray(data)
    for place in places:
        start = place % len(damaged)
        damaged[start : start + (kind != "insert")] = b"" if kind == "remove" else bytes([byte])
    return bytes(damaged)


def merger_after(*sent: bytes) -> ChunkMerger:
    """Return a merger of a connection on which this was sent, and nothing has arrived."""
    merger = ChunkMerger()
    for data in sent:
        merger.sent(data)
    return merger


def meaning(reading: Reading) -> tuple[object, ...]:
    """Everything but the pieces."""
    return reading.answers, reading.progress, reading.end


@settings(deadline=None)
@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_merging_changes_nothing_that_a_parser_sees(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = [piece for answer in answers for piece in split(answer, cuts)]

    plain, merged = read(arrivals), read(arrivals, ChunkMerger())

    assert meaning(merged) == meaning(plain)
    assert [status for status, _ in merged.answers] == [int(answer[9:12]) for answer in answers]
    assert merged.pieces <= len(arrivals)


@settings(deadline=None)
@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_answers_that_nobody_has_asked_for_yet_are_left_as_they_are(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = split(b"".join(answers), cuts)

    assert meaning(read(arrivals, ChunkMerger())) == meaning(read(arrivals))


@settings(deadline=None)
@given(
    answers=ANSWERS,
    places=st.lists(st.integers(0, 5000), min_size=1, max_size=3),
    kind=st.sampled_from(["change", "insert", "remove"]),
    byte=st.sampled_from(b"\r\n0123aAfFgx;: \t\x00\xff"),
    cuts=st.lists(st.integers(0, 5000), max_size=8),
)
@example(answers=[OK + BODY], places=[len(OK)], kind="insert", byte=ord("0"), cuts=[])
@example(answers=[OK + BODY], places=[len(OK + BODY) - 1], kind="remove", byte=0, cuts=[])
def test_damaged_streams_stay_damaged_in_the_same_way(
    answers: list[bytes], places: list[int], kind: str, byte: int, cuts: list[int]
) -> None:
    damaged = [damage(answers[0], places, kind, byte), *answers[1:]]
    arrivals = [piece for answer in damaged for piece in split(answer, cuts)]

    assert meaning(read(arrivals, ChunkMerger())) == meaning(read(arrivals))


@settings(deadline=None)
@given(answer=CHUNKED, length=st.integers(0, 5000), cuts=st.lists(st.integers(0, 5000), max_size=8))
def test_streams_that_are_cut_off_stay_cut_off(answer: bytes, length: int, cuts: list[int]) -> None:
    arrivals = split(answer[: length % len(answer)], cuts)

    merged = read(arrivals, ChunkMerger())

    assert meaning(merged) == meaning(read(arrivals))
    assert merged.end in ("RemoteProtocolError", "EOFError")


def test_small_chunks_that_arrive_at_once_become_one() -> None:
    merger = merger_after(GET)

    shown = merger.received(OK + chunk(b"a" * 8192) * 15 + chunk(b"b" * 100) + END)

    assert shown == OK + chunk(b"a" * 15 * 8192 + b"b" * 100) + END


def test_a_chunk_that_arrives_in_part_is_handed_out_in_part() -> None:
    merger = merger_after(GET)

    shown = [merger.received(data) for data in (OK, b"8\r\nabc", b"def", b"gh\r", b"\n1\r\ni\r\n", END)]

    # The line end of a chunk comes only with what follows it.
    assert shown == [OK, b"3\r\nabc", b"\r\n3\r\ndef", b"\r\n2\r\ngh", b"\r\n1\r\ni", b"\r\n" + END]


def test_what_was_kept_back_comes_out_at_the_end() -> None:
    merger = merger_after(GET)
    merger.received(OK + chunk(b"hello"))

    shown = [merger.received(data) for data in (b"20", b"", b"")]

    assert shown == [b"", b"\r\n20", b""]


@pytest.mark.parametrize("cut", [bytewise, lambda data: [data]], ids=["bytewise", "at once"])
@pytest.mark.parametrize("first", [PLAIN, OK + BODY, b"HTTP/1.1 204 No Content\r\n\r\n"])
def test_answers_on_a_connection_that_is_used_again_are_merged_as_well(
    first: bytes, cut: Callable[[bytes], list[bytes]]
) -> None:
    merger = merger_after(GET)
    read_before = [merger.received(data) for data in cut(first)]
    merger.sent(GET)

    assert b"".join(read_before)
    assert merger.received(OK + BODY) == OK + chunk(b"helloabc") + END


@pytest.mark.parametrize("left_over", [PLAIN + b"more", OK + BODY + b"more\r\n", OK + b"0\r\nX: 1\r\n\r\n"])
def test_after_bytes_that_belong_to_nothing_everything_is_passed_on_untouched(left_over: bytes) -> None:
    merger = merger_after(GET)
    merger.received(left_over)
    merger.sent(GET)

    assert merger.received(OK + BODY) == OK + BODY


def test_after_bytes_that_nobody_asked_for_everything_is_passed_on_untouched() -> None:
    merger = ChunkMerger()
    merger.received(b"more")
    merger.sent(GET)

    assert merger.received(OK + BODY) == OK + BODY


@pytest.mark.parametrize("cut", [bytewise, lambda data: [data]], ids=["bytewise", "at once"])
@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"ICY 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_other_answers_are_passed_on_untouched(head: bytes, cut: Callable[[bytes], list[bytes]]) -> None:
    merger = merger_after(GET)
    arrivals = cut(head + BODY)

    assert [merger.received(data) for data in arrivals] == arrivals


def test_a_head_without_end_is_not_followed_for_ever() -> None:
    merger = merger_after(GET)
    start = b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000

    shown = [merger.received(data) for data in (start, b"\r\nTransfer-Encoding: chunked\r\n\r\n", BODY)]

    assert shown == [start, b"\r\nTransfer-Encoding: chunked\r\n\r\n", BODY]


@pytest.mark.parametrize(
    "sent",
    [
        [b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
        [b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"],
        [b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n", b"x"],
        [GET, GET],
        [],
    ],
    ids=["HEAD", "CONNECT", "POST", "two at a time", "none"],
)
def test_answers_to_other_requests_are_passed_on_untouched(sent: list[bytes]) -> None:
    merger = merger_after(*sent)

    assert merger.received(OK + BODY) == OK + BODY


@pytest.mark.parametrize(
    "odd",
    [
        b"\r\n5;name=value\r\nhello\r\n" + END,
        b"\r\n5 \r\nhello\r\n" + END,
        b"\r\n0x5\r\nhello\r\n" + END,
        b"\r\n-5\r\nhello\r\n" + END,
        b"\r\n\r\nhello\r\n" + END,
        b"\r\n" + b"0" * 17 + b"5\r\nhello\r\n" + END,
        b"5\r\nhello\r\n" + END,
        b"\n5\nhello\n" + END,
        b"\r\n0\r\nX-Trailer: yes\r\n\r\n",
        b"\r\n0\r\n\n",
        b"\r\n" + END + b"more",
    ],
)
def test_from_the_first_oddity_on_a_body_is_passed_on_untouched(odd: bytes) -> None:
    merger = merger_after(GET)

    shown = [merger.received(data) for data in (OK + b"2\r\nab\r\n3\r\ncde" + odd, BODY)]

    assert shown == [OK + b"5\r\nabcde" + odd, BODY]
