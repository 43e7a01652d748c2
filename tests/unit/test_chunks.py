"""A chunked body that is read past the parser is the one that the parser would have read, and so is its end.

h11, which judges in the end, is the measure: it reads everything once by itself, and once what `ChunkedBodies` leaves.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator

import h11
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbia_core.http.fast.chunks import ChunkedBodies
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

    @property
    def body_length(self) -> int:
        """The length of all bodies so far."""
        return sum(len(body) for _, body in self.answers)

    def add(self, body: bytes) -> None:
        """Add to the last body."""
        status, so_far = self.answers[-1]
        self.answers[-1] = (status, so_far + body)
        self.pieces += bool(body)


@pytest.mark.parametrize("begun", [b"H", OK[:-1], b"HTTP/1.1 102 Processing\r\n\r\n"])
def test_a_head_is_late_some_time_after_its_first_byte(begun: bytes) -> None:
    seconds = iter((1_000.0, 1_300.0, 1_300.1))
    bodies = ChunkedBodies(clock=lambda: next(seconds))
    bodies.sent(GET)
    silent = bodies.is_late
    bodies.received(begun)

    assert (silent, bodies.is_late, bodies.is_late) == (False, False, True)


@pytest.mark.parametrize("answer", [OK, OK + BODY, PLAIN[:-1], PLAIN])
def test_an_answer_is_not_late_once_its_head_is_there(answer: bytes) -> None:
    seconds = iter((1_000.0, 2_000.0))
    bodies = ChunkedBodies(clock=lambda: next(seconds))
    bodies.sent(GET)
    bodies.received(answer)

    assert not bodies.is_late


class OnlyFollowed(ChunkedBodies):
    """The same when nobody takes a body past the parser."""

    @property
    def is_next(self) -> bool:
        return False


def read(arrivals: Iterable[bytes], bodies: ChunkedBodies | None = None) -> Reading:
    """Read a connection as httpcore does, with one request after the other."""
    reading = Reading()
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=100 * 1024)
    waiting = iter(arrivals)

    def receive() -> bytes:
        data = next(waiting, b"")
        reading.progress += [reading.body_length] if data else []
        return data

    try:
        while connection.our_state is h11.IDLE:
            connection.send(h11.Request(method="GET", target="/", headers=[("Host", "localhost")]))
            connection.send(h11.EndOfMessage())
            if bodies is not None:
                bodies.sent(GET)
            _read_answer(connection, receive, bodies, reading)
            connection.start_next_cycle()
    except (h11.RemoteProtocolError, h11.LocalProtocolError, EOFError) as error:
        reading.end = type(error).__name__
    return reading


def _read_answer(
    connection: h11.Connection, receive: Callable[[], bytes], bodies: ChunkedBodies | None, reading: Reading
) -> None:
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Response):
            reading.answers.append((event.status_code, b""))
            if bodies is not None and bodies.is_next:
                take_all(bodies, receive, reading)
        elif isinstance(event, h11.Data):
            reading.add(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage) or event is h11.PAUSED:
            return
        elif event is h11.NEED_DATA:
            shown = b"" if bodies is None else bodies.unseen()
            if not shown:
                data = receive()
                shown = data if bodies is None else bodies.received(data)
                if not data and connection.their_state is h11.SEND_RESPONSE:
                    raise EOFError
            connection.receive_data(shown)


def take_all(bodies: ChunkedBodies, receive: Callable[[], bytes], reading: Reading) -> None:
    """Read a body past the parser until the rest is the parser's."""
    reading.add(bodies.take(b""))
    while bodies.is_next:
        if data := receive():
            reading.add(bodies.take(data))
        else:
            bodies.leave()


def follow(bodies: ChunkedBodies, data: bytes) -> bool:
    """Show bytes to the parser, and return whether the answer is complete and nothing follows it."""
    bodies.received(data)
    bodies.unseen()
    return bodies.is_between_answers


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


def bodies_after(*sent: bytes) -> ChunkedBodies:
    """Return what follows a connection on which this was sent, and nothing has arrived."""
    bodies = ChunkedBodies()
    for data in sent:
        bodies.sent(data)
    return bodies


def taken(bodies: ChunkedBodies, arrivals: Iterable[bytes]) -> Iterator[bytes]:
    """Hand out what is taken of each arrival, beginning with the one after the head."""
    yield bodies.take(b"")
    for data in arrivals:
        yield bodies.take(data)


def meaning(reading: Reading) -> tuple[object, ...]:
    """Everything that matters to a caller at the end."""
    return reading.answers, reading.end


@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_bodies_past_the_parser_are_those_that_it_reads(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = [piece for answer in answers for piece in split(answer, cuts)]

    plain, direct = read(arrivals), read(arrivals, ChunkedBodies())

    assert meaning(direct) == meaning(plain)
    assert [status for status, _ in direct.answers] == [int(answer[9:12]) for answer in answers]
    assert direct.pieces <= len(arrivals) + len(answers)


@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_bodies_that_are_only_followed_are_read_as_well(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = [piece for answer in answers for piece in split(answer, cuts)]

    assert meaning(read(arrivals, OnlyFollowed())) == meaning(read(arrivals))


@given(answer=ANSWERS.map(lambda answers: answers[0]), cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_the_end_of_an_answer_is_known(answer: bytes, cuts: list[int]) -> None:
    bodies = OnlyFollowed()
    bodies.sent(GET)

    places = [follow(bodies, piece) for piece in split(answer, cuts)]

    assert places == [False] * (len(places) - 1) + [True]


@given(
    answer=ANSWERS.map(lambda answers: answers[0]),
    surplus=st.binary(min_size=1, max_size=60) | ANSWERS.map(b"".join),
    cuts=st.lists(st.integers(0, 5000), max_size=12),
)
def test_so_is_that_something_follows_it(answer: bytes, surplus: bytes, cuts: list[int]) -> None:
    bodies = OnlyFollowed()
    bodies.sent(GET)

    places = [follow(bodies, piece) for piece in split(answer + surplus, cuts)]

    assert places[-1] is False


@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_no_more_than_one_byte_is_held_back(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = [piece for answer in answers for piece in split(answer, cuts)]

    plain, direct = read(arrivals), read(arrivals, ChunkedBodies())

    assert {before - after for before, after in zip(plain.progress, direct.progress, strict=True)} <= {0, 1}


@given(answers=ANSWERS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_answers_that_nobody_has_asked_for_yet_are_left_to_the_parser(answers: list[bytes], cuts: list[int]) -> None:
    arrivals = split(b"".join(answers), cuts)

    assert meaning(read(arrivals, ChunkedBodies())) == meaning(read(arrivals))


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

    assert meaning(read(arrivals, ChunkedBodies())) == meaning(read(arrivals))


@given(answer=CHUNKED, length=st.integers(0, 5000), cuts=st.lists(st.integers(0, 5000), max_size=8))
def test_streams_that_are_cut_off_stay_cut_off(answer: bytes, length: int, cuts: list[int]) -> None:
    arrivals = split(answer[: length % len(answer)], cuts)

    direct = read(arrivals, ChunkedBodies())

    assert meaning(direct) == meaning(read(arrivals))
    assert direct.end in ("RemoteProtocolError", "EOFError")


def test_the_parser_sees_the_head_and_the_end() -> None:
    bodies = bodies_after(GET)

    head = bodies.received(OK + chunk(b"a" * 8192) * 15 + chunk(b"b" * 100) + END)
    body = bodies.take(b"")

    assert head == OK
    assert body == b"a" * 15 * 8192 + b"b" * 99
    assert not bodies.is_next
    assert bodies.unseen() == chunk(b"b") + END


def test_a_chunk_that_arrives_in_part_is_handed_out_in_part() -> None:
    bodies = bodies_after(GET)
    bodies.received(OK)

    body = list(taken(bodies, [b"8\r\nabc", b"def", b"gh\r", b"\n1\r\ni\r\n", END]))

    assert body == [b"", b"ab", b"cde", b"fg", b"h", b""]
    assert bodies.unseen() == chunk(b"i") + END


def test_a_connection_that_ends_within_a_chunk_leaves_a_chunk_that_is_not_complete() -> None:
    bodies = bodies_after(GET)
    bodies.received(OK + b"8\r\nabc")

    body = bodies.take(b"")
    bodies.leave()

    assert body == b"ab"
    assert bodies.unseen() == b"6\r\nc"
    assert bodies.received(b"") == b""


def test_what_is_not_a_whole_size_line_is_left_at_the_end() -> None:
    bodies = bodies_after(GET)
    bodies.received(OK + chunk(b"hello"))
    bodies.take(b"")

    body = bodies.take(b"20")
    bodies.leave()

    assert body == b""
    assert bodies.unseen() == b"1\r\no\r\n20"


def test_a_parser_that_reads_on_gets_the_body_itself() -> None:
    bodies = bodies_after(GET)
    bodies.received(OK + chunk(b"hello"))

    assert bodies.unseen() == chunk(b"hello")
    assert not bodies.is_next
    assert bodies.received(chunk(b"abc") + END) == chunk(b"abc") + END


@pytest.mark.parametrize("cut", [bytewise, lambda data: [data]], ids=["bytewise", "at once"])
@pytest.mark.parametrize("first", [PLAIN, OK + BODY, b"HTTP/1.1 204 No Content\r\n\r\n"])
def test_answers_on_a_connection_that_is_used_again_are_followed_as_well(
    first: bytes, cut: Callable[[bytes], list[bytes]]
) -> None:
    arrivals = [*cut(first), OK + BODY]

    reading = read(arrivals, ChunkedBodies())

    assert reading.answers[1] == (200, b"helloabc")
    assert read([OK + BODY] * 2, ChunkedBodies()).pieces == 4  # of each body all but the last byte, and that


@pytest.mark.parametrize("left_over", [PLAIN + b"more", OK + BODY + b"more\r\n", OK + b"0\r\nX: 1\r\n\r\n"])
def test_after_bytes_that_belong_to_nothing_everything_is_left_to_the_parser(left_over: bytes) -> None:
    bodies = bodies_after(GET)
    bodies.received(left_over)
    bodies.take(b"")
    bodies.unseen()
    bodies.sent(GET)

    assert bodies.received(OK + BODY) == OK + BODY


def test_after_bytes_that_nobody_asked_for_everything_is_left_to_the_parser() -> None:
    bodies = ChunkedBodies()
    bodies.received(b"more")
    bodies.sent(GET)

    assert bodies.received(OK + BODY) == OK + BODY


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
def test_other_answers_are_left_to_the_parser(head: bytes, cut: Callable[[bytes], list[bytes]]) -> None:
    bodies = bodies_after(GET)
    arrivals = cut(head + BODY)

    assert [bodies.received(data) for data in arrivals] == arrivals
    assert bodies.unseen() == b""


def test_a_head_without_end_is_not_followed_for_ever() -> None:
    bodies = bodies_after(GET)
    start = b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000

    shown = [bodies.received(data) for data in (start, b"\r\nTransfer-Encoding: chunked\r\n\r\n", BODY)]

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
def test_answers_to_other_requests_are_left_to_the_parser(sent: list[bytes]) -> None:
    bodies = bodies_after(*sent)

    assert bodies.received(OK + BODY) == OK + BODY


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
def test_from_the_first_oddity_on_a_body_is_left_to_the_parser(odd: bytes) -> None:
    bodies = bodies_after(GET)
    bodies.received(OK + b"2\r\nab\r\n3\r\ncde" + odd)

    body = bodies.take(b"")

    assert body == b"abcd"
    assert bodies.unseen() == b"1\r\ne" + odd
    assert bodies.received(BODY) == BODY
