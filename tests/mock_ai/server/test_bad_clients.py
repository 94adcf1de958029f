import json

import httpx
import pytest

from mock_ai.scenario_file import parse_scenario
from mock_ai.server.service import ServerLimits
from tests.mock_ai.raw_client import connected, head, read_all
from tests.patience import until

PHOTO = b"\xff\xd8\xff\xe0 a photo"


def refused(reply, status):
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/json"
    message = reply.json()["error"]["message"]
    assert message
    return message


def test_a_path_in_a_request_is_never_opened(serve, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    running, client = serve()
    reply = client.post("/v1/predict", json={"path": str(secret)})
    assert "opens no files" in refused(reply, 400)
    assert "hidden" not in repr(running.journal.exchanges()[0].wire.answer)


def test_the_token_is_asked_for_and_taken_wherever_a_vendors_client_puts_it(serve):
    running, _ = serve(token="a-secret")
    url = f"{running.base_url}/v1/predict"
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic a-secret"},
                    {"x-api-key": "wrong"}, {"authorization": "Bearer"}):  # fmt: skip
        reply = httpx.post(url, content=PHOTO, headers=headers)
        refused(reply, 401)
        assert reply.headers["www-authenticate"] == "Bearer"
    for headers in ({"authorization": "Bearer a-secret"}, {"x-api-key": "a-secret"},
                    {"x-goog-api-key": "a-secret"}, {"api-key": "a-secret"}):  # fmt: skip
        assert httpx.post(url, content=PHOTO, headers=headers).status_code == 200
    refused(httpx.get(f"{running.base_url}/v1/models"), 401)
    assert running.journal.total == 4


def test_a_body_of_50_mb_is_refused_and_the_client_hears_why(serve):
    _, client = serve()
    big = b"x" * 50_000_000
    assert "20 MB" in refused(client.post("/v1/predict", content=big), 413)
    in_pieces = (big[:1_000_000] for _ in range(50))
    refused(client.post("/v1/predict", content=in_pieces), 413)
    refused(client.post("/v1/predict", files={"photo": ("big.jpg", big)}), 413)
    assert client.post("/v1/predict", content=PHOTO).status_code == 200


def test_a_client_that_sends_it_all_before_listening_hears_why_as_well(serve):
    running, _ = serve()
    with connected(running) as raw:
        raw.sendall(head(running, 50_000_000))
        for _ in range(50):
            raw.sendall(b"x" * 1_000_000)
        assert raw.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_client_that_asks_first_is_spared_the_sending(serve):
    running, _ = serve(limits=ServerLimits(body_bytes=1000))
    with connected(running) as raw:
        raw.sendall(head(running, 5000, "Expect: 100-continue"))
        assert raw.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_body_that_stalls_is_given_up(serve):
    running, client = serve(limits=ServerLimits(pause_seconds=0.3))
    with connected(running) as raw:
        raw.sendall(head(running, 100) + b"only this")
        reply = read_all(raw)
    assert reply.startswith(b"HTTP/1.1 408")
    assert json.loads(reply.split(b"\r\n\r\n")[1])["error"]["type"] == "too_slow"
    assert client.get("/health").status_code == 200


def test_a_body_that_trickles_is_given_up(serve):
    running, _ = serve(limits=ServerLimits(body_seconds=0.6))
    with connected(running) as raw:
        raw.sendall(head(running, 1_000_000))

        def is_closed():
            try:
                raw.sendall(b"x")
            except OSError:
                return True
            return False

        until(is_closed)


@pytest.mark.parametrize("said", [b"", b"POST /v1/predict HTTP/1.1\r\nHost:"])
def test_a_client_that_never_says_what_it_wants_is_let_go(serve, said):
    running, _ = serve(limits=ServerLimits(head_seconds=0.3))
    with connected(running) as raw:
        raw.sendall(said)
        assert read_all(raw) == b""


def test_a_client_that_falls_silent_in_its_second_request_is_let_go(serve):
    running, client = serve(limits=ServerLimits(head_seconds=1.0))

    def is_let_go():
        with connected(running) as raw:
            raw.sendall(head(running, 2) + b"hi")
            if not raw.recv(10_000).startswith(b"HTTP/1.1 200"):
                return False  # a busy machine took a second for the first: once more
            raw.sendall(b"POST ")
            assert b"HTTP" not in read_all(raw)
            return True

    until(is_let_go)
    until(lambda: answers(client))


def answers(client):
    try:
        return client.post("/v1/predict", content=PHOTO).status_code == 200
    except httpx.TransportError:  # it came too late for that server
        return False


def test_clients_that_die_midway_leave_the_server_answering(serve):
    running, client = serve()
    for _ in range(20):
        with connected(running) as raw:
            raw.sendall(head(running, 1000) + b"half")
    for _ in range(20):
        with connected(running) as raw:
            raw.sendall(head(running, 4) + b"gone")  # asks, and does not wait
    assert client.post("/v1/predict", content=PHOTO).status_code == 200
    assert running.journal.exchanges()[-1].sha256 != ""


def test_pages_of_other_origins_are_kept_out_unless_allowed(serve):
    origin = {"origin": "http://prototype.example"}
    _, client = serve()
    reply = client.post("/v1/predict", content=PHOTO, headers=origin)
    assert "access-control-allow-origin" not in reply.headers
    _, client = serve(allow_origins=["http://prototype.example"])
    reply = client.post("/v1/predict", content=PHOTO, headers=origin)
    assert reply.headers["access-control-allow-origin"] == "http://prototype.example"
    asked = {**origin, "access-control-request-method": "POST",
             "access-control-request-headers": "authorization"}  # fmt: skip
    assert client.options("/v1/predict", headers=asked).status_code == 200


BROKEN = """
name: Broken
classes: [a, b]
stubs:
  - name: words
    when: {text: talk}
    answer: '{{ prompt|truncate(fields.length) }}'
  - name: names
    kind: classification
    label: {is: '{{ 1 / 0 }}'}
"""


@pytest.mark.parametrize("stream", [False, True])
def test_a_template_that_cannot_be_filled_says_so_and_is_not_worth_another_try(
    serve, stream, caplog
):
    running, client = serve(parse_scenario(BROKEN))
    said = [{"role": "user", "content": 'talk {"length": -1}'}]
    chat = {"model": "m", "stream": stream, "messages": said}
    reply = client.post("/v1/chat/completions", json=chat)
    assert reply.status_code == 422
    assert "The template of “words” cannot be filled" in reply.json()["error"]["message"]
    assert "Mend the scenario." in reply.text
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    assert [one.status for one in running.journal.exchanges()] == [422]


def test_a_class_that_cannot_be_filled_in_says_so(serve):
    _, client = serve(parse_scenario(BROKEN))
    reply = client.post("/v1/predict", json={"text": "hello"})
    assert (reply.status_code, reply.json()["error"]["type"]) == (422, "scenario")


def test_a_form_of_much_text_is_refused_in_words(serve, caplog):
    _, client = serve()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    form = "text=" + "%41" * 30_000
    reply = client.post("/v1/predict", content=form, headers=headers)
    assert "text/plain" in refused(reply, 413)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
