"""Clients that mean no good: the server answers or closes, goes on for the others, and its journal stays whole."""

import re
import threading
import time
from contextlib import ExitStack

import httpx
import pytest

from mock_ai.scenario_file import parse_scenario
from mock_ai.server.service import ServerLimits
from tests.mock_ai.raw_client import connected, head, question, read_all, statuses
from tests.patience import PATIENCE, until

TEXT = "Content-Type: text/plain"
NOT_HTTP = [
    "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
    "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
    "Content-Length: 2, 2\r\n\r\nhi",
    "Content-Length: +2\r\n\r\nhi",
    "Content-Length: -2\r\n\r\nhi",
    "Content-Length: 0x2\r\n\r\nhi",
    "Content-Length: 99999999999999999999999\r\n\r\nhi",
    "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "Transfer-Encoding : chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "X: a\r\n b\r\nContent-Length: 2\r\n\r\nhi",
    "X: a\0b\r\nContent-Length: 2\r\n\r\nhi",
    "X: a\rY: b\r\nContent-Length: 2\r\n\r\nhi",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhi\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n2\r\nhiX0\r\n\r\n",
]


@pytest.mark.parametrize("rest", NOT_HTTP)
def test_a_request_that_could_be_read_in_two_ways_is_refused_and_the_connection_closed(serve, rest):
    running, client = serve()
    with connected(running) as raw:
        raw.sendall(head(running, None, TEXT) + rest.encode())
        reply = read_all(raw)
    assert statuses(reply) == [400]
    assert client.post("/v1/predict", json={"text": "hello"}).status_code == 200
    assert [one.status for one in running.journal.exchanges()] == [200]
    assert running.journal.waiting() == []


@pytest.mark.parametrize(
    "start", ["\x16\x03\x01\x02\x00", "GET /hea\0lth HTTP/1.1", "PRI * HTTP/2.0", "BREW /health HTTP/1.1", "GET /health HTTP/1.9"]
)  # fmt: skip
def test_a_first_line_that_is_none_gets_a_400(serve, start):
    running, _ = serve()
    with connected(running) as raw:
        raw.sendall(start.encode() + b"\r\nHost: localhost\r\n\r\n")
        assert read_all(raw).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET http://127.0.0.1:8765/health HTTP/1.1", 200),
        ("GET http://127.0.0.1 HTTP/1.1", 404),
        ("OPTIONS * HTTP/1.1", 404),
        ("CONNECT example.com:443 HTTP/1.1", 404),
        ("OPTIONS /v1/predict HTTP/1.1", 405),
        ("TRACE /health HTTP/1.1", 405),
        ("GET /v1/%00%ff HTTP/1.1", 404),
        ("GET /health HTTP/1.0", 200),
        ("GET /health", 200),
    ],
)
def test_rare_forms_of_a_request_are_answered(serve, request_line, status):
    running, _ = serve()
    with connected(running) as raw:
        raw.sendall(f"{request_line}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert read_all(raw).startswith(b"HTTP/1.1 %d" % status)


def test_head_gets_the_head_of_the_answer_and_no_body(serve):
    running, client = serve()
    whole = client.get("/health")
    with connected(running) as raw:
        raw.sendall(b"HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        said, _, body = read_all(raw).partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(whole.content) in said
    assert body == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + b"X: a\r\n" * 20_000,
    ],
)
def test_headers_without_an_end_are_refused_early(serve, sent):
    running, client = serve()
    with connected(running) as raw:
        try:
            for place in range(0, len(sent), 10_000):
                raw.sendall(sent[place : place + 10_000])
        except OSError:
            pass  # refused before it was all sent
        assert read_all(raw).startswith(b"HTTP/1.1 431")
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("protocol", ["h2c", "websocket"])
def test_an_invitation_to_another_protocol_is_declined_and_the_body_kept(serve, protocol):
    running, _ = serve()
    upgrade = ("Connection: Upgrade", f"Upgrade: {protocol}")
    with connected(running) as raw:
        raw.sendall(head(running, 5, TEXT, *upgrade) + b"he")
        time.sleep(0.05)
        raw.sendall(b"lloGET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        reply = read_all(raw)
    assert statuses(reply) == [200, 200]
    assert running.journal.exchanges()[0].name == "hello"


def test_hundreds_of_invitations_in_one_packet_are_all_declined(serve, caplog):
    running, client = serve()
    one = b"GET / HTTP/1.1\r\nHost:[::1]\r\nConnection:Upgrade\r\nUpgrade:h\r\n\r\n"
    last = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connected(running) as raw:
        raw.sendall(one * 520 + last)
        assert statuses(read_all(raw)) == [404] * 520 + [200]
    assert client.get("/health").status_code == 200
    assert not [entry for entry in caplog.records if entry.levelname == "ERROR"]


def test_a_client_that_reads_late_leaves_no_call_on_a_connection_that_is_gone(serve, caplog):
    running, client = serve(limits=ServerLimits(reader_seconds=0.5))
    many = {"model": "m", "dimensions": 4096, "input": ["a"] * 150}
    with connected(running, receives=4096) as raw:
        raw.sendall(question(running, "/v1/embeddings", many, "Connection: close"))
        until(lambda: running.journal.total == 1)
        assert len(read_all(raw)) > 5_000_000  # more than the system takes at once
    time.sleep(0.8)
    assert client.get("/health").status_code == 200
    assert not [entry for entry in caplog.records if entry.levelname == "ERROR"]


def test_hosts_that_contradict_one_another_are_refused(serve):
    running, _ = serve()
    for hosts in ("Host: localhost\r\nHost: evil.example\r\n", ""):
        with connected(running) as raw:
            raw.sendall(f"GET /health HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
            assert statuses(read_all(raw)) == [421]


def test_ten_thousand_requests_sent_ahead_are_answered_in_their_order(serve):
    running, client = serve()
    one = b"GET /v1/models/gpt-%06d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %b\r\n\r\n"
    asked = b"".join(one % (number, running.token.encode()) for number in range(10_000))
    with connected(running) as raw:
        sender = threading.Thread(target=raw.sendall, args=(asked,))
        sender.start()
        said = bytearray()
        while b"gpt-009999" not in said:
            said += raw.recv(262_144)
            assert client.get("/health").status_code == 200  # nobody else has to wait for them
        sender.join()
    assert re.findall(rb'"id":"gpt-(\d{6})"', said) == [
        b"%06d" % number for number in range(10_000)
    ]


def test_a_request_that_is_none_behind_good_ones_gets_its_400_after_their_answers(serve):
    running, _ = serve()
    with connected(running) as raw:
        raw.sendall(
            b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2 + b"\x00\x01garbage\r\n\r\n"
        )
        reply = read_all(raw)
    assert statuses(reply) == [200, 200, 400]


def test_a_thousand_idle_connections_do_not_keep_others_waiting_and_are_closed_in_the_end(serve):
    running, client = serve(limits=ServerLimits(head_seconds=3))
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(running)) for _ in range(1000)]
        assert client.post("/v1/predict", json={"text": "hello"}).status_code == 200
        assert all(raw.recv(1) == b"" for raw in idle)
    assert client.get("/health").status_code == 200


def test_where_no_more_connections_fit_the_one_that_was_idle_longest_makes_room(serve):
    running, client = serve(limits=ServerLimits(connections=20))
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(running)) for _ in range(40)]
        assert client.get("/health").status_code == 200
        assert idle[0].recv(1) == b""
        idle[-1].sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert read_all(idle[-1]).startswith(b"HTTP/1.1 200")


def test_where_all_connections_are_busy_one_more_hears_a_sentence(serve):
    scenario = parse_scenario("name: Slow\nclasses: [a, b]\ndelay: 600 s")
    running, _ = serve(scenario, limits=ServerLimits(connections=4))
    with ExitStack() as stack:
        busy = [stack.enter_context(connected(running)) for _ in range(4)]
        for raw in busy:
            raw.sendall(head(running, 2, TEXT) + b"hi")
        until(lambda: len(running.journal.waiting()) == 4)
        with connected(running) as raw:
            assert b"Too many clients" in read_all(raw)


@pytest.mark.parametrize("address", ["/v1/predict", "/v1/chat/completions"])
@pytest.mark.parametrize("part", [b"[1],", b"1,", b'{"a":1},'])
def test_json_of_millions_of_parts_is_refused_before_it_is_read(serve, address, part):
    _, client = serve()
    body = b'{"text": "a", "more": [' + part * (9_000_000 // len(part)) + b"1]}"
    reply = client.post(address, content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 413
    assert "too many parts" in reply.text
    numbers = b'{"text": "a", "more": [' + b"1," * 900_000 + b"1]}"
    headers = {"content-type": "application/json"}
    assert client.post("/v1/predict", content=numbers, headers=headers).status_code == 200


CHAT = "/v1/chat/completions"


def streamed(text, **more):
    return {"model": "m", "stream": True, "messages": [{"role": "user", "content": text}], **more}


STORY = """
name: Long
stubs:
  - name: echo
    answer: '{% for n in upto(2000) %}{{ prompt }} {% endfor %}'
"""


def test_a_client_that_reads_nothing_of_its_stream_is_let_go(serve):
    running, client = serve(parse_scenario(STORY), limits=ServerLimits(reader_seconds=0.4))
    with connected(running, receives=4096) as raw:
        raw.sendall(question(running, CHAT, streamed("so it goes", n=8)))
        until(lambda: running.journal.total == 1)
    assert running.journal.exchanges()[0].status == 499
    assert running.journal.waiting() == []
    assert client.get("/health").status_code == 200


def test_a_client_that_dies_in_its_question_is_no_mistake_of_ours(serve, caplog):
    running, client = serve()
    for address in ("/v1/chat/completions", "/v1/messages", "/v1/predict"):
        with connected(running) as raw:
            raw.sendall(head(running, 100, "Content-Type: application/json", path=address) + b"{")
    until(lambda: client.get("/health").status_code == 200 and not running.journal.waiting())
    time.sleep(0.1)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_a_client_that_dies_in_a_stream_is_written_down_at_once(serve):
    running, _ = serve(
        parse_scenario("name: Slow\nbetween_tokens: 600 s\nstubs: [{answer: one two three}]")
    )
    with connected(running) as raw:
        raw.sendall(question(running, CHAT, streamed("hi")))
        assert b"text/event-stream" in raw.recv(10_000)
    until(lambda: running.journal.total == 1)
    only = running.journal.exchanges()[0]
    assert (only.status, running.journal.waiting()) == (499, [])


HANGS = """
name: Hangs
stubs:
  - name: loops
    when: {text: loop}
    answer: '{% for a in upto(100) %}{% for b in upto(90) %}{{ number(1, 9) }}{{ name() }}{% endfor %}{% endfor %}'
  - name: searches
    when: {text: {regex: '.{0,97}x'}}
    answer: found
"""


def test_a_template_or_a_regex_that_takes_long_does_not_hold_others_up(serve):
    running, client = serve(parse_scenario(HANGS))
    text = "".join(chr(0x4E00 + n) for n in range(5000))
    slow = [f"loop {text}", text, text]
    done = []

    def ask(said):
        chat = {"model": "m", "messages": [{"role": "user", "content": said}]}
        headers = {"authorization": f"Bearer {running.token}"}
        httpx.post(
            f"{running.base_url}/v1/chat/completions", json=chat, headers=headers, timeout=PATIENCE
        )
        done.append(said)

    askers = [threading.Thread(target=ask, args=(said,)) for said in slow]
    for asker in askers:
        asker.start()
    answered = 0
    while len(done) < len(slow):
        answered += client.get("/health").status_code == 200
    for asker in askers:
        asker.join()
    assert answered > 10
