"""The queue at the desk: who waits, who is let go, and what is refused, with real clients."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import httpx
import openai
import pytest

from mock_ai.delays import Delay
from mock_ai.operator import desk as queue
from mock_ai.presets import BUILT_IN
from mock_ai.server.operator import endpoints as questions
from tests.mock_ai.raw_client import connected, question
from tests.patience import PATIENCE, until

CLASSES = ("clean", "erosion", "crack")
SCENARIO = replace(BUILT_IN, classes=CLASSES, delay=Delay(), unknown_rate=0.0)
PHOTO = b"\xff\xd8\xff\xe0 a photo"
CRACK = {"choice": "class", "label": "crack", "probability": 0.78}
TEXT = {"choice": "text", "text": "Let me look that up for you."}
HELLO = [{"role": "user", "content": "Where is my order?"}]


@contextmanager
def waiting_photo(running, client, content=PHOTO, **head):
    """Somebody asks about a photo and waits: the request at the desk, and the answer to come."""
    desk = running.service.desk
    if not desk.everything:
        desk.attend(True, 300)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.post, "/v1/predict", content=content, headers=head)
        until(desk.waiting)
        yield desk.waiting()[0][0].number, asked


def last(running):
    return running.journal.exchanges()[-1]


def test_while_the_operator_writes_the_request_waits_on(serve, monkeypatch):
    now = 0.0
    monkeypatch.setattr(queue, "moment", lambda: now)
    running, client = serve()
    running.service.desk.attend(True, 1)
    with waiting_photo(running, client) as (number, asked):
        for _ in range(3):
            now += 0.8
            client.post(f"/operator/waiting/{number}/hold").raise_for_status()
        time.sleep(1.2)  # the queue looks at its clock once more
        reply = client.post(f"/operator/waiting/{number}", json={"choice": "unknown"})
        assert reply.json() == {"answered": number, "text": "I don’t know this one."}
        assert asked.result().json()["abstain"]


def test_of_several_that_wait_any_may_be_taken(serve):
    running, client = serve(SCENARIO)
    running.service.desk.attend(True, 300)
    with ThreadPoolExecutor(3) as pool:
        asked = []
        for number in range(3):
            name = f"photo {number}.jpg"
            files = {"photo": (name, PHOTO + bytes([number]), "image/jpeg")}
            asked.append(pool.submit(client.post, "/v1/predict", files=files))
            until(lambda: len(running.service.desk.waiting()) == number + 1)  # noqa: B023
        news = client.get("/operator/waiting").json()
        assert [one["name"] for one in news["waiting"]] == [f"photo {n}.jpg" for n in range(3)]
        assert news["shown"]["name"] == "photo 0.jpg"
        numbers = [one["number"] for one in news["waiting"]]
        third = client.get("/operator/waiting", params={"chosen": numbers[2]}).json()["shown"]
        assert third["name"] == "photo 2.jpg"
        client.post(f"/operator/waiting/{numbers[2]}", json=CRACK).raise_for_status()
        assert asked[2].result().json()["label"] == "crack"
        assert not asked[0].done()
        for number in numbers[:2]:
            client.post(f"/operator/waiting/{number}", json={"choice": "unknown"})
        assert all(one.result().json()["abstain"] for one in asked[:2])


def hang_up_while_waiting(running, path, document):
    with connected(running) as raw:
        raw.sendall(question(running, path, document, "anthropic-version: 2023-06-01"))
        until(running.service.desk.waiting)
        return running.service.desk.waiting()[0][0].number


@pytest.mark.parametrize("streams", [False, True], ids=["whole", "stream"])
def test_a_client_that_hangs_up_leaves_the_queue(serve, streams):
    running, client = serve()
    desk = running.service.desk
    desk.attend(True, 300)
    hang_up_while_waiting(running, "/v1/predict", {"text": "hello"})
    until(lambda: not desk.waiting())
    document = {"model": "m", "max_tokens": 9, "messages": HELLO, "stream": streams}
    number = hang_up_while_waiting(running, "/v1/messages", document)
    until(lambda: not desk.waiting())
    late = client.post(f"/operator/waiting/{number}", json=TEXT)
    assert late.status_code == 410
    assert "The client has hung up." in late.json()["error"]["message"]
    until(lambda: len(running.journal.exchanges()) == 2)
    kept = running.journal.exchanges()
    assert [(one.status, one.answer) for one in kept] == [(499, None)] * 2


def test_stopping_the_server_lets_everybody_go(serve):
    running, client = serve(SCENARIO)
    running.service.desk.attend(True, 300)

    def stream():
        address = f"{running.base_url}/v1"
        with openai.OpenAI(base_url=address, api_key=running.token, max_retries=0) as asking:
            pieces = asking.chat.completions.create(model="fake", messages=HELLO, stream=True)
            return "".join(chunk.choices[0].delta.content or "" for chunk in pieces)

    with ThreadPoolExecutor(3) as pool:
        photo = pool.submit(client.post, "/v1/predict", content=PHOTO)
        words = pool.submit(stream)
        news = pool.submit(client.get, "/operator/waiting", params={"after": 10**6})
        until(lambda: len(running.service.desk.waiting()) == 2)
        running.stop()
        assert photo.result().json()["label"] == SCENARIO.fake().answer(PHOTO).label
        assert "Where is my order?" in words.result()
        news.exception(PATIENCE)
    assert not running.is_running


def test_stepping_out_lets_those_go_that_the_switch_had_sent(serve):
    running, client = serve(SCENARIO)
    with waiting_photo(running, client) as (_, asked):
        out = client.post("/operator/switch", json={"everything": False})
        assert out.json() == {"everything": False, "seconds": 300}
        assert asked.result().json()["label"] == SCENARIO.fake().answer(PHOTO).label
    assert not last(running).timed_out
    assert client.post("/v1/predict", content=PHOTO).json()["label"]


# --- hostile -----------------------------------------------------------------------------------


def test_two_hundred_requests_wait_and_each_is_answered_once(serve):
    running, client = serve(SCENARIO)
    desk = running.service.desk
    desk.attend(True, 300)
    limits = httpx.Limits(max_connections=200)
    headers = {"authorization": f"Bearer {running.token}"}
    with (
        httpx.Client(
            base_url=running.base_url, headers=headers, limits=limits, timeout=PATIENCE
        ) as many,
        ThreadPoolExecutor(200) as pool,
    ):
        asked = [pool.submit(many.post, "/v1/predict", json={"text": f"number {n}"}) for n in range(200)]  # fmt: skip
        until(lambda: len(desk.waiting()) == 200)
        news = client.get("/operator/waiting").json()
        assert news["count"] == 200
        assert len(json.dumps(news)) < 60_000
        numbers = [one["number"] for one in news["waiting"]]
        for number in numbers:
            client.post(f"/operator/waiting/{number}", json=CRACK).raise_for_status()
        replies = [one.result().json() for one in asked]
    assert {reply["label"] for reply in replies} == {"crack"}
    assert not desk.waiting()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"choice": "class", "label": "unicorn"}, "is not a class of this request"),
        ({"choice": "class"}, "names no class"),
        ({"choice": "text", "text": " "}, "is empty"),
        ({"choice": "text", "text": "x" * 20_001}, "20,001 characters"),
        ({"choice": "class", "label": "crack", "probability": 1.5}, "Nobody can be that sure"),
        ({"choice": "class", "label": "crack", "probability": "much"}, "is not a number"),
        ({"choice": "fault", "fault": "explode"}, "is no fault"),
        ({"choice": "dance"}, "is no answer"),
        ({"choice": "text", "text": "a", "more": 1}, "unknown “more”"),
        ({}, "is no answer"),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused_and_the_request_waits_on(serve, document, words):
    running, client = serve(SCENARIO)
    with waiting_photo(running, client) as (number, asked):
        wrong = client.post(f"/operator/waiting/{number}", json=document)
        assert wrong.status_code == 400
        assert words in wrong.json()["error"]["message"]
        client.post(f"/operator/waiting/{number}", json=CRACK).raise_for_status()
        assert asked.result().json()["label"] == "crack"
        gone = client.post(f"/operator/waiting/{number}", json=CRACK)
        assert gone.status_code == 410
        assert "Somebody has answered it." in gone.json()["error"]["message"]


def test_the_operators_addresses_need_the_token_and_sense(serve):
    running, client = serve()
    with httpx.Client(base_url=running.base_url, timeout=PATIENCE) as stranger:
        for method, path in (
            ("GET", "/operator/waiting"),
            ("POST", "/operator/waiting/1"),
            ("GET", "/operator/waiting/1/content"),
            ("POST", "/operator/waiting/1/hold"),
            ("POST", "/operator/switch"),
        ):
            assert stranger.request(method, path).status_code == 401
            wrong = {"authorization": "Bearer wrong"}
            assert stranger.request(method, path, headers=wrong).status_code == 401
    assert client.get("/operator/waiting/7/content").status_code == 410
    assert client.post("/operator/waiting/7/hold").status_code == 410
    assert client.post("/operator/waiting/7", json={"choice": "unknown"}).status_code == 410
    assert client.post("/operator/waiting/7", content=b"x" * 300_000).status_code == 413
    assert client.post("/operator/waiting/x", json={}).status_code == 404
    assert client.get("/operator/waiting", params={"after": "x"}).status_code == 400
    assert client.post("/operator/switch", json={"everything": "yes"}).status_code == 400
    for seconds in (0, -1, 1e9, "8", True):
        asked = client.post("/operator/switch", json={"everything": True, "seconds": seconds})
        assert asked.status_code == 400
    assert not running.service.desk.everything


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PHOTO, "image/jpeg"),
        (b"<!doctype html><script>alert(1)</script>", "application/octet-stream"),
    ],
)
def test_a_photo_is_handed_to_the_operator_as_what_it_is_and_never_as_a_page(serve, content, kind):
    running, client = serve(SCENARIO)
    told = {"content-type": "image/svg+xml"}
    with waiting_photo(running, client, content, **told) as (number, _):
        shown = client.get(f"/operator/waiting/{number}/content")
        assert shown.content == content
        assert shown.headers["content-type"] == kind
        assert "sandbox" in shown.headers["content-security-policy"]
        client.post(f"/operator/waiting/{number}", json={"choice": "unknown"})


def test_news_of_a_request_comes_at_once_and_otherwise_waits(serve):
    running, client = serve(SCENARIO)
    running.service.desk.attend(True, 300)
    version = client.get("/operator/waiting").json()["version"]
    heard = threading.Event()

    def listen():
        news = client.get("/operator/waiting", params={"after": version}).json()
        heard.set()
        return news

    with ThreadPoolExecutor(2) as pool:
        news = pool.submit(listen)
        assert not heard.wait(0.2), "there was nothing to tell"
        asked = pool.submit(client.post, "/v1/predict", content=PHOTO)
        assert news.result(PATIENCE)["shown"]["kind"] == "photo"
        running.service.desk.attend(False)
        asked.result()


def test_what_happened_between_two_questions_for_news_is_not_missed(serve, monkeypatch):
    monkeypatch.setattr(questions, "NEWS_SECONDS", 10 * PATIENCE)  # by then it would hear it anyway
    running, client = serve(SCENARIO)
    version = client.get("/operator/waiting").json()["version"]
    running.service.desk.attend(True, 300)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(client.get, "/operator/waiting", params={"after": version})
        try:
            assert news.result(PATIENCE).json()["everything"]
        finally:
            running.service.desk.close()  # a question that hears nothing stays open
