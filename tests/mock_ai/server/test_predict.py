import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from mock_ai import FakeClassifier
from mock_ai.delays import Delay
from mock_ai.dials import content_digest
from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.service import ServerLimits
from tests.patience import PATIENCE, until

CLASSES = ("clean", "crack", "erosion")
PHOTO = b"\xff\xd8\xff\xe0 a photo"


class RealModel:
    """As the trained classifier looks from here: classes_, predict_proba, abstains."""

    classes_ = np.array(["cat", "dog"])

    def predict_proba(self, X):
        if X[0] == b"broken":
            raise RuntimeError("segment 7")
        if X[0] == b"nan":
            return np.array([[np.nan, 1.0]])
        if X[0] == b"not a photo":
            error = ValueError("This is not a photo. Send a JPEG or PNG.")
            error.what = "This is not a photo."
            raise error
        return np.array([[0.2, 0.8]])

    def abstains(self, X):
        return np.array([X[0] == b"strange"])


def test_every_way_to_send_a_photo_gets_the_same_answer(serve, tmp_path: Path):
    scenario = replace(BUILT_IN, classes=CLASSES)
    _, client = serve(scenario)
    expected = scenario.fake().answer(PHOTO)
    replies = [
        client.post("/v1/predict", files={"photo": ("a.jpg", PHOTO, "image/jpeg")}),
        client.post("/v1/predict", files={"file": ("b.jpg", PHOTO)}),
        client.post("/v1/predict", files={"whatever": ("b.jpg", PHOTO)}),
        client.post("/v1/predict", content=PHOTO, headers={"content-type": "image/jpeg"}),
        client.post("/v1/predict", content=PHOTO),
        client.post(
            "/v1/predict",
            content=PHOTO,
            headers={"content-type": "application/x-www-form-urlencoded"},
        ),
        client.post("/v1/predict", content=iter([PHOTO[:3], PHOTO[3:]])),
        client.post("/predict", content=PHOTO),
        client.post("/v1/v1/predict/", content=PHOTO),
    ]
    assert [reply.status_code for reply in replies] == [200] * 9
    assert all(reply.json() == replies[0].json() for reply in replies)
    document = replies[0].json()
    assert document["label"] == expected.label
    assert document["confidence"] == pytest.approx(expected.probability, abs=1e-6)
    assert set(document["probabilities"]) == set(CLASSES)
    assert document["text"] == expected.text
    assert document["simulated"] is True
    assert document["model"] == "built-in"


def test_the_real_model_takes_over_at_the_same_address(serve):
    running, client = serve(replace(BUILT_IN, classes=("cat", "dog")))
    before = client.post("/v1/predict", content=PHOTO).json()
    running.use(RealModel(), name="cats.onnx")
    after = client.post("/v1/predict", content=PHOTO).json()
    assert before.keys() == after.keys()
    assert (before["simulated"], after["simulated"]) == (True, False)
    assert after == {
        "label": "dog",
        "confidence": 0.8,
        "probabilities": {"cat": 0.2, "dog": 0.8},
        "abstain": False,
        "text": "Dog? I’m 80% sure.",
        "simulated": False,
        "model": "cats.onnx",
    }
    strange = client.post("/v1/predict", content=b"strange").json()
    assert (strange["label"], strange["text"]) == (None, "I don’t know this one.")
    assert [one.answered_by for one in running.journal.exchanges()] == ["dials", "model", "model"]
    running.use(FakeClassifier().fit(["a", "b"], ["x", "y"]))
    assert client.post("/v1/predict", content=PHOTO).json()["simulated"] is True


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [(b"not a photo", 422, "unreadable"), (b"broken", 500, "model_failed"),
     (b"nan", 500, "model_failed")],
)  # fmt: skip
def test_a_model_that_fails_answers_in_a_sentence_and_goes_on(serve, content, status, kind, caplog):
    running, client = serve(RealModel())
    reply = client.post("/v1/predict", content=content)
    assert (reply.status_code, reply.json()["error"]["type"]) == (status, kind)
    assert "segment" not in reply.text
    assert client.post("/v1/predict", content=PHOTO).status_code == 200
    assert [one.status for one in running.journal.exchanges()] == [status, 200]


def test_a_text_that_names_a_file_never_reaches_a_model_that_opens_files(serve, tmp_path: Path):
    class OpensPaths(RealModel):
        modality_ = "photo"

        def predict_proba(self, X):
            assert not isinstance(X[0], str)
            return super().predict_proba(X)

    secret = tmp_path / "secret.jpg"
    secret.write_bytes(PHOTO)
    _, client = serve(OpensPaths())
    reply = client.post("/v1/predict", json={"text": str(secret)})
    assert reply.status_code == 422
    assert reply.json()["error"]["message"] == "This model takes a photo, not text. Send one."
    assert client.post("/v1/predict", content=PHOTO).status_code == 200


def test_the_journal_says_what_was_asked_and_who_answered(serve):
    heard = []
    running, client = serve(replace(BUILT_IN, classes=CLASSES))
    running.journal._sink = heard.append
    client.post("/v1/predict", files={"photo": ("T014-A.jpg", PHOTO, "image/jpeg")})
    client.post("/v1/predict", json={"text": "is it  a\ncrack?"})
    photo, text = running.journal.exchanges()
    assert (photo.name, photo.kind) == ("T014-A.jpg", "photo")
    assert photo.sha256 == content_digest(PHOTO).hex()
    assert (photo.answered_by, photo.simulated, photo.status) == ("dials", True, 200)
    assert photo.answer in CLASSES
    assert photo.took_seconds > 0
    assert (text.name, text.kind) == ("is it a crack?", "text")
    assert heard == [photo, text]


def test_answers_take_as_long_as_the_scenario_says(serve):
    running, client = serve(replace(BUILT_IN, delay=Delay(0.5, 0.5)))
    assert client.post("/v1/predict", content=PHOTO).status_code == 200
    assert running.journal.exchanges()[0].took_seconds >= 0.5


def test_an_answer_that_takes_long_does_not_hold_others_up(serve):
    running, client = serve(replace(BUILT_IN, delay=Delay(600, 600)))
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.post, "/v1/predict", content=PHOTO)
        until(running.journal.waiting)
        for _ in range(5):
            assert httpx.get(f"{running.base_url}/health").status_code == 200
        assert not asked.done()
        running.stop()  # nobody wants to wait for that one


def test_an_error_of_the_scenario_comes_as_one(serve):
    running, client = serve(replace(BUILT_IN, error_rate=1.0))
    reply = client.post("/v1/predict", content=PHOTO)
    assert reply.status_code == 500
    assert reply.json()["error"]["message"] == "No answer came. Try again."
    assert reply.json()["simulated"] is True
    assert running.journal.exchanges()[0].answered_by == "fault"


def test_no_answer_keeps_the_client_waiting_until_it_or_the_server_gives_up(serve):
    scenario = replace(BUILT_IN, no_answer_rate=1.0)
    patient, client = serve(scenario, limits=ServerLimits(hold_seconds=600))
    with pytest.raises(httpx.ReadTimeout):
        client.post("/v1/predict", content=PHOTO, timeout=httpx.Timeout(PATIENCE, read=0.2))
    until(patient.journal.exchanges)  # the client's giving up is noticed at once
    hasty, client = serve(scenario, limits=ServerLimits(hold_seconds=0.6))
    reply = client.post("/v1/predict", content=PHOTO)
    assert reply.status_code == 504
    assert reply.json()["text"] == "No answer came. Try again."
    (gave_up,), (waited,) = patient.journal.exchanges(), hasty.journal.exchanges()
    assert waited.took_seconds >= 0.6
    assert gave_up.answered_by == waited.answered_by == "fault"


def test_the_hand_off_spec_knows_the_classes_and_the_fields_of_an_answer(serve):
    running, client = serve(replace(BUILT_IN, classes=CLASSES))
    assert client.get("/v1/models").json()["data"][0]["classes"] == list(CLASSES)
    spec = httpx.get(f"{running.base_url}/openapi.json").json()
    described = spec["components"]["schemas"]["Answer"]
    assert described["properties"]["label"]["enum"] == [*CLASSES, None]
    answer = client.post("/v1/predict", content=PHOTO).json()
    assert set(described["required"]) == set(answer)


def test_the_operators_page_shows_the_journal_and_loads_nothing_from_elsewhere(serve):
    running, client = serve()
    page = httpx.get(running.operator_url)
    assert page.status_code == 200
    assert running.token not in page.text
    # The icon is drawn within the page; SVG has an address for a name, and nobody goes there.
    assert "http" not in page.text.replace("http://www.w3.org/2000/svg", "")
    names = re.findall(r"/operator/[a-z]+\.(?:js|css)", page.text)
    for name in {*names, "/operator/exhibit.js", "/operator/journal.js", "/operator/keys.js"}:
        file = httpx.get(f"{running.base_url}{name}")
        assert file.status_code == 200
        assert "http" not in file.text
    assert client.get("/operator/page.py").status_code == 404
    assert "default-src 'none'" in page.headers["content-security-policy"]
    client.post("/v1/predict", files={"photo": ("<b>.jpg", PHOTO)})
    journal = client.get("/operator/journal", params={"after": 0}).json()
    assert journal["total"] == 1
    assert journal["exchanges"][0]["name"] == "<b>.jpg"
    assert client.get("/operator/journal", params={"after": 1}).json()["exchanges"] == []
    assert client.get("/operator/journal", params={"after": "x"}).status_code == 400
    assert httpx.get(f"{running.base_url}/operator/journal").status_code == 401


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("rate limit", 429, "rate_limit"),
        ("server error", 500, "server_error"),
        ("overloaded", 503, "overloaded"),
        ("wrong content type", 200, "wrong_type"),
        ("empty answer", 200, "empty"),
        ("malformed JSON", 200, "malformed"),
        ("timeout", 504, "timeout"),
    ],
)
def test_a_fault_of_the_whole_scenario_strikes_here_as_everywhere(serve, fault, status, kind):
    scenario = parse_scenario(f"name: A\nclasses: [a, b]\nfaults: [{{fault: {fault}, on: [2]}}]")
    running, client = serve(scenario, limits=ServerLimits(hold_seconds=0.1))
    assert client.post("/v1/predict", json={"text": "one"}).json()["label"] in "ab"
    struck = client.post("/v1/predict", json={"text": "one"})
    assert struck.status_code == status
    assert "retry-after" in struck.headers or fault != "rate limit"
    if status == 200:
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            struck.json()
    assert client.post("/v1/predict", json={"text": "one"}).json()["label"] in "ab"
    first, second, third = running.journal.exchanges()
    assert (first.fault, second.fault, third.fault) == ("", kind, "")
    assert second.answered_by == "fault"


@pytest.mark.parametrize("fault", ["connection reset", "truncated stream"])
def test_a_fault_that_breaks_the_connection_does_so_here(serve, fault):
    scenario = parse_scenario(f"name: A\nclasses: [a, b]\nfaults: [{{fault: {fault}, on: [1]}}]")
    _, client = serve(scenario)
    with pytest.raises(httpx.HTTPError):
        client.post("/v1/predict", json={"text": "one"})
    assert client.post("/v1/predict", json={"text": "one"}).status_code == 200
