"""Recorded requests put to a fake and to a model, and where they say something else."""

import base64
import hashlib

import numpy as np

from mock_ai.delays import Delay
from mock_ai.presets import BUILT_IN
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario
from mock_ai.traffic.replay import Replay, ReplayClient

CLASSES = ("crack", "clean", "erosion")
PHOTOS = [b"\x89PNG\r\n\x1a\n" + bytes([n]) * 2000 for n in range(12)]
FAKE = Scenario("fake", "Fake", CLASSES, accuracy=0.8, delay=Delay(3.0, 9.0), no_answer_rate=0.1)


class Classifies:
    """A real model as far as the server can tell: it is right, but for one photo that it does not know."""

    classes_ = np.array(CLASSES)

    def predict_proba(self, X):
        table = np.full((len(X), 3), 0.1)
        for row, item in enumerate(X):
            table[row, PHOTOS.index(item) % 3] = 0.8
        return table

    def abstains(self, X):
        return np.array([item == PHOTOS[5] for item in X])


def chat(client, content, **more):
    message = {"role": "user", "content": content}
    return client.post("/v1/chat/completions", json={"model": "m", "messages": [message], **more})


def classify(client):
    for photo in PHOTOS:
        client.post("/v1/predict", content=photo, headers={"content-type": "image/png"})
    url = "data:image/png;base64," + base64.b64encode(PHOTOS[0]).decode()
    chat(client, [{"type": "image_url", "image_url": {"url": url}}])


def replayed(made, truth=None, **answerers):
    replay = Replay({name: asking.ask for name, asking in answerers.items()}, truth or {})
    for call in made.calls:
        replay.put(call, made.find)
    return replay.result()


def test_the_same_fake_agrees_with_itself_without_waiting(recorded):
    quick = Scenario("fake", "Fake", CLASSES, accuracy=0.8)
    made = recorded(classify, quick)
    slow = Scenario("fake", "Fake", CLASSES, accuracy=0.8, delay=Delay(30.0, 90.0))
    with ReplayClient(slow, "fake") as fake:
        result = replayed(made, fake=fake)
    (agreement,) = result.agreements
    assert (agreement.agreed, agreement.n) == (13, 13)
    assert (round(agreement.low, 3), agreement.high) == (0.794, 1.0)
    assert result.differing == ()


def test_fake_and_model_are_compared_with_the_record_and_with_one_another(recorded):
    truth = {hashlib.sha256(p).hexdigest(): CLASSES[n % 3] for n, p in enumerate(PHOTOS)}
    made = recorded(classify, Classifies())
    fake_source = FAKE.fake(known=truth)
    with ReplayClient(fake_source, "fake") as fake, ReplayClient(Classifies(), "model") as model:
        result = replayed(made, truth, fake=fake, model=model)
    assert result.answerers == ("recorded", "fake", "model")
    by_pair = {one.between: one for one in result.agreements}
    assert by_pair["recorded", "model"].share == 1.0
    fakes = by_pair["recorded", "fake"]
    assert (fakes.agreed, fakes.n) == (by_pair["fake", "model"].agreed, by_pair["fake", "model"].n)
    assert len({one.question for one in result.differing}) == fakes.n - fakes.agreed > 0
    kinds = {one.differs for one in result.differing}
    assert kinds <= {"another class", "one does not know"}
    right = {one.who: (one.right, one.n) for one in result.right}
    assert right["model"][0] == right["model"][1] - any(
        one.outcomes[2].label is None for one in result.compared
    )
    faults = sum(n for why, n in result.left_out if why == ("fake", "fault"))
    assert faults + len(result.compared) == 13


def test_words_and_calls_are_compared_and_never_ids_or_times(recorded):
    text = "name: S\nstubs:\n  - {when: {text: one}, answer: The  same.}\n  - {when: {text: two}, answer: BEFORE}\n"
    tool = {
        "type": "function",
        "function": {"name": "refund", "parameters": {"type": "object", "properties": {}}},
    }

    def ask(client):
        for stream in (False, True):
            chat(client, "one", stream=stream)
            chat(client, "two", stream=stream)
        chat(client, "refund it", tools=[tool])
        client.post("/v1/embeddings", json={"model": "m", "input": "x"})
        client.post("/v1/moderations", json={"model": "m", "input": "x"})

    made = recorded(ask, parse_scenario(text))
    calls = "  - {when: {text: refund}, answer: No.}\n"
    with ReplayClient(parse_scenario(text.replace("BEFORE", "After.") + calls), "s") as fake:
        result = replayed(made, fake=fake)
    assert [(one.name, one.differs) for one in result.differing] == [
        ("two", "other words"),
        ("two", "other words"),
        ("refund it", "another call"),
    ]
    assert result.agreements[0].n == 7
    assert result.differing[0].outcomes[1].shown == "After."


def test_what_has_no_answer_to_compare_is_left_out_and_counted(recorded):
    text = "name: S\nstubs: [{when: {text: busy}, answer: x, faults: [rate limit]}, {answer: y}]"

    def ask(client):
        chat(client, "hello")
        chat(client, "busy")
        client.post("/v1/chat/completions", content=b"{")

    made = recorded(ask, parse_scenario(text))
    made.media.clear()
    with ReplayClient(BUILT_IN, "s") as fake:
        result = replayed(made, fake=fake)
    assert dict(result.left_out) == {("recorded", "fault"): 1, ("recorded", "refused"): 1}
    assert len(result.compared) == 1


def test_asking_the_same_again_proves_nothing_new(recorded):
    made = recorded(lambda client: [chat(client, "hello") for _ in range(20)])
    with ReplayClient(BUILT_IN, "s") as fake:
        result = replayed(made, fake=fake)
    assert (result.agreements[0].n, len(result.compared)) == (1, 20)


def test_a_question_agrees_only_where_it_agreed_every_time(recorded):
    story = (
        "name: S\nstubs:\n  - {story: s, when_state: start, then_state: two, answer: First.}\n"
        "  - {story: s, when_state: two, answer: Second.}\n"
    )
    made = recorded(lambda client: [chat(client, "go on") for _ in range(2)], parse_scenario(story))
    with ReplayClient(parse_scenario("name: S\nstubs: [{answer: Second.}]"), "s") as fake:
        result = replayed(made, fake=fake)
    assert [bool(one.differs) for one in result.compared] == [True, False]
    assert (result.agreements[0].agreed, result.agreements[0].n) == (0, 1)


def test_an_answer_without_words_is_compared_without_its_ids(recorded):
    def ask(client):
        chat(client, "hello")
        client.post("/v1/moderations", json={"model": "m", "input": "x"})

    made = recorded(ask)
    del made.calls[0]  # so that the second request is the first now, and gets another id
    with ReplayClient(BUILT_IN, "s") as fake:
        assert replayed(made, fake=fake).agreements[0].agreed == 1


def test_a_story_is_told_in_its_order(recorded):
    text = (
        "name: S\nstubs:\n  - {story: s, when_state: start, then_state: two, answer: First.}\n"
        "  - {story: s, when_state: two, answer: Second.}\n"
    )
    made = recorded(lambda client: [chat(client, "go on") for _ in range(2)], parse_scenario(text))
    with ReplayClient(parse_scenario(text), "s") as fake:
        assert replayed(made, fake=fake).differing == ()


def test_nobody_is_waited_for_behind_the_curtain(recorded):
    made = recorded(lambda client: chat(client, "hello"))
    asks = parse_scenario("name: S\nstubs: [{operator: {wait: 60 s, otherwise: By itself.}}]")
    with ReplayClient(asks, "s") as fake:
        result = replayed(made, fake=fake)
    assert result.compared[0].outcomes[1].words == "By itself."


def test_nothing_to_compare_is_unknown_and_not_zero():
    result = Replay({"fake": lambda call, body: None}).result()
    assert (result.agreements[0].share, result.agreements[0].n) == (None, 0)
