"""The Stage over HTTP: who gets in, what they are shown, and what is kept of what they do."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from estimators.base.errors import UserError
from mock_ai.candidate import ServedCandidate
from mock_ai.demo.plan import DemoItem
from mock_ai.operator.waiting_request import OperatorAnswer
from mock_ai.reaction import BY_HAND
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.runner import ServerThread
from mock_ai.server.service import ServerLimits
from mock_ai.sessions import tallies
from mock_ai.stage import OpenShow, items_in, title_of
from tests.patience import PATIENCE, until

Join = Callable[..., "Visitor"]
CLASSES = ("0", "1", "2")
SCENARIO = Scenario("early", "Early", CLASSES, accuracy=0.8)


class Visitor:
    """A page of the Stage, without the page."""

    def __init__(self, base_url: str, token: str, name: str = "") -> None:
        self.http = httpx.Client(
            base_url=base_url, headers={"authorization": f"Bearer {token}"}, timeout=PATIENCE
        )
        self.joined = self.post("visitors", {"name": name}).json()
        self.http.headers["x-visitor"] = self.joined.get("visitor", "")

    def turn(self, step: int = 0) -> dict:
        return self.post("turn", {"step": step}).json()

    def post(self, path: str, document: object = None) -> httpx.Response:
        return self.http.post(f"/stage/{path}", json=document or {})

    def ask(self) -> dict:
        return self.post("turn/answer").json()

    def react(self, number: int, outcome: str, correction: str = "") -> httpx.Response:
        return self.post(
            f"answers/{number}/reaction", {"outcome": outcome, "correction": correction}
        )


@pytest.fixture
def photos(digits_folder):
    return items_in(digits_folder(n=8, classes=3), CLASSES)


@pytest.fixture
def stage(serve, photos):
    """Serve a scenario that knows the truth, and return how to come to its Stage."""
    visitors: list[Visitor] = []

    def start(
        scenario: Scenario = SCENARIO, show: OpenShow | None = None, **settings: object
    ) -> tuple[ServerThread, httpx.Client, Join]:
        labelled = {one.item.id: one.item.truth for one in photos}
        known = labelled if scenario.classes == CLASSES else {}
        running, client = serve(
            scenario.fake(known=known),
            show=show or OpenShow(photos, scenario, kinds=("photo",)),
            **settings,
        )

        def join(name: str = "") -> Visitor:
            visitors.append(Visitor(running.base_url, running.stage.token, name))
            return visitors[-1]

        return running, client, join

    yield start
    for visitor in visitors:
        visitor.http.close()


def test_a_visitor_sees_items_gets_answers_and_reacts(stage):
    running, client, join = stage()
    visitor = join("  Ana \n Lopez ")
    assert visitor.joined["person"] == "Ana Lopez"
    assert visitor.joined["number"] == 1
    assert visitor.joined["about"] == 20
    assert visitor.joined["classes"] == list(CLASSES)
    shown = visitor.http.get("/stage/turn/content")
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.content.startswith(b"\x89PNG")
    answer = visitor.ask()
    assert answer["simulated"] is True
    assert answer["text"].endswith("sure.")
    assert visitor.react(answer["number"], "corrected", "2").json() == {"kept": True}
    (kept,) = [json.loads(line) for line in client.get("/stage/reactions").text.splitlines()]
    assert kept["person"] == "Ana Lopez"
    assert kept["outcome"] == "corrected"
    assert kept["correction"] == "2"
    assert kept["shown_accuracy"] == 0.8
    assert kept["answer"] == answer["label"]
    assert kept["truth"] in CLASSES
    assert kept["simulated"] is True
    (exchange,) = running.journal.exchanges()
    assert (exchange.endpoint, exchange.answer) == ("/stage/turn/answer", answer["label"])
    assert exchange.sha256 == kept["item"]


def test_each_visitor_has_an_order_and_a_count_of_their_own(stage):
    drifting = parse_scenario(
        "name: Gets worse\nclasses: ['0', '1', '2']\naccuracy: 90%\ndrift: [{after: 2, accuracy: 50%}]"
    )
    _, client, join = stage(drifting)
    first, second = join(), join()
    assert [first.joined["number"], second.joined["number"]] == [1, 2]
    for visitor in (first, second):
        for _ in range(6):
            visitor.react(visitor.ask()["number"], "accepted")
    kept = [json.loads(line) for line in client.get("/stage/reactions").text.splitlines()]
    assert [one["shown_accuracy"] for one in kept] == [0.9, 0.9, 0.5, 0.5, 0.5, 0.5] * 2
    assert [one["person"] for one in kept] == ["1"] * 6 + ["2"] * 6
    orders = [[one["item"] for one in kept if one["person"] == person] for person in "12"]
    assert orders[0] != orders[1]


def test_another_one_may_take_its_place_and_the_count_stays(stage):
    _, client, join = stage()
    visitor = join()
    before = visitor.ask()
    shown = visitor.http.get("/stage/turn/content").content
    assert visitor.turn(1)["number"] == 1
    assert visitor.http.get("/stage/turn/content").content != shown
    assert visitor.react(before["number"], "accepted").status_code == 409  # it is about the other
    visitor.react(visitor.ask()["number"], "accepted")
    assert visitor.turn()["number"] == 2
    assert len(client.get("/stage/reactions").text.splitlines()) == 1


def test_two_visitors_of_one_name_are_told_apart(stage):
    _, _, join = stage()
    assert [join("Ana").joined["person"] for _ in range(2)] == ["Ana", "Ana (2)"]


def test_the_stages_token_opens_nothing_else_and_no_other_token_opens_the_stage(stage):
    running, client, join = stage()
    join()
    with httpx.Client(
        base_url=running.base_url, headers={"authorization": f"Bearer {running.stage.token}"}
    ) as phone:
        for method, path in [
            ("GET", "/operator/journal"),
            ("GET", "/stage/reactions"),
            ("POST", "/v1/predict"),
            ("GET", "/v1/models"),
            ("POST", "/v1/chat/completions"),
        ]:
            assert phone.request(method, path).status_code == 401, path
    for token in (running.token, "none", "x"):
        refused = client.post(
            "/stage/visitors", json={}, headers={"authorization": f"Bearer {token}"}
        )
        assert refused.status_code == 401
        assert "scan the code again" in refused.json()["error"]["message"]


def test_a_visitor_of_a_server_that_is_gone_is_told_to_start_again(stage):
    _, _, join = stage()
    visitor = join()
    visitor.http.headers["x-visitor"] = "somebody-else"
    gone = visitor.post("turn/answer")
    assert gone.status_code == 410
    assert "Start again" in gone.json()["error"]["message"]


def test_a_reaction_is_kept_once_however_often_it_is_sent(stage):
    _, client, join = stage()
    visitor = join()
    number = visitor.ask()["number"]
    assert [visitor.react(number, "accepted").status_code for _ in range(2)] == [200, 200]
    assert visitor.react(number, "rejected").status_code == 409
    assert len(client.get("/stage/reactions").text.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "document", "status"),
    [
        ("answers/0/reaction", {"outcome": "liked"}, 400),
        ("answers/0/reaction", {"outcome": "corrected", "correction": 3}, 400),
        ("answers/0/reaction", {"outcome": ["accepted"]}, 400),
        ("answers/99/reaction", {"outcome": "accepted"}, 404),
        ("answers/x/reaction", {"outcome": "accepted"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(stage, path, document, status):
    _, client, join = stage()
    visitor = join()
    visitor.ask()
    refused = visitor.post(path, document)
    assert refused.status_code == status
    assert refused.json()["error"]["message"].endswith(".")
    assert client.get("/stage/reactions").text == ""


def test_what_visitors_bring_is_answered_and_marked_as_theirs(stage, photos):
    _, client, join = stage()
    visitor = join()
    content = photos[0].content()
    reply = visitor.http.post("/stage/own/answer", files={"file": ("me.png", content, "image/png")})
    assert reply.json()["label"] in CLASSES
    visitor.react(reply.json()["number"], "accepted")
    words = visitor.post("own/answer", {"text": "my own words"}).json()
    visitor.react(words["number"], "rejected")
    kept = [json.loads(line) for line in client.get("/stage/reactions").text.splitlines()]
    assert [(one["own"], one["kind"], one["outcome"]) for one in kept] == [
        (True, "photo", "accepted"),
        (True, "text", "rejected"),
    ]
    assert not [one for one in kept if "shown_accuracy" in one]
    assert visitor.http.post("/stage/own/answer", content=b"").status_code == 400


def test_a_lost_file_is_said_and_the_fake_answers_all_the_same(stage, digits_folder):
    folder = digits_folder(n=1, classes=2)
    _, _, join = stage(show=OpenShow(items_in(folder, CLASSES), SCENARIO))
    for path in folder.rglob("*.png"):
        path.unlink()
    visitor = join()
    missing = visitor.http.get("/stage/turn/content")
    assert missing.status_code == 404
    assert missing.json()["error"]["message"] == "This photo’s file is not here."
    assert visitor.post("turn/answer").status_code == 200


class Real:
    """A model that says 2 to everything."""

    classes_ = np.array(CLASSES)

    def predict_proba(self, X: list[object]) -> np.ndarray:
        return np.tile([0.1, 0.2, 0.7], (len(X), 1))


def test_a_model_answers_and_says_what_it_cannot_see(serve, digits_folder):
    folder = digits_folder(n=1, classes=2)
    show = OpenShow(items_in(folder, CLASSES), SCENARIO, simulated=False)
    running, client = serve(Real(), show=show)
    visitor = Visitor(running.base_url, running.stage.token)
    with closing(visitor.http):
        answer = visitor.ask()
        assert (answer["label"], answer["simulated"]) == ("2", False)
        visitor.react(answer["number"], "accepted")
        for path in folder.rglob("*.png"):
            path.unlink()
        reply = visitor.post("turn/answer")
        assert reply.status_code == 500
        assert (reply.json()["text"], reply.json()["simulated"]) == (
            "This photo’s file is not here.",
            False,
        )
    assert json.loads(client.get("/stage/reactions").text)["simulated"] is False


def test_who_came_for_the_fake_starts_again_when_the_model_takes_over(stage):
    running, _, join = stage()
    visitor = join()
    visitor.ask()
    running.use(Real())
    refused = visitor.post("turn/answer")
    assert refused.status_code == 410
    assert "Start again" in refused.json()["error"]["message"]


def test_people_go_on_with_the_fake_while_a_candidate_answers_prototypes(stage):
    running, client, join = stage()
    visitor = join()
    running.use(ServedCandidate("mine", "classify", CLASSES, lambda _: None, "Nothing kept."))
    assert visitor.ask()["simulated"] is True
    assert client.post("/v1/predict", json={"text": "x"}).status_code == 404
    kept = running.journal.exchanges()
    assert [(one.answered_by, one.model) for one in kept] == [
        ("dials", SCENARIO.id),
        ("refused", "mine"),
    ]


def test_reactions_go_to_a_file_at_once_and_a_full_disk_is_said(stage, photos, tmp_path):
    record = tmp_path / "reactions.jsonl"
    _, _, join = stage(show=OpenShow(photos, SCENARIO, record=record))
    visitor = join("Ana")
    visitor.react(visitor.ask()["number"], "accepted")
    own = visitor.post("own/answer", {"text": "mine"}).json()
    visitor.react(own["number"], "rejected")
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert [lines[0]["reaction"]["outcome"], lines[1]["own"]["outcome"]] == ["accepted", "rejected"]
    kept = record.rename(tmp_path / "before.jsonl")
    record.mkdir()
    number = visitor.ask()["number"]
    refused = visitor.react(number, "accepted")
    assert refused.status_code == 503
    assert "could not be kept" in refused.json()["error"]["message"]
    record.rmdir()
    kept.rename(record)
    assert visitor.react(number, "accepted").status_code == 200
    again = OpenShow(photos, SCENARIO, record=record)
    assert again.demo is not None
    assert again.demo.done("Ana") == 2


def test_the_page_holds_no_data_and_runs_nothing_but_its_own_files(stage):
    running, client, _ = stage()
    page = client.get("/stage", headers={"authorization": ""})
    assert page.status_code == 200
    assert running.stage.token not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("stage.css", "stage.js", "server.js", "exhibit.js"):
        assert client.get(f"/stage/{name}").status_code == 200
    assert client.get("/stage/other.js").status_code == 404
    assert running.ready.stage_url == f"{running.base_url}/stage#token={running.stage.token}"


@pytest.mark.parametrize(
    ("name", "shown"), [("T104-A", "T104-A"), ("rhino_07", ""), ("my-Rhino", "")]
)
def test_a_name_that_tells_the_answer_is_not_shown(name, shown):
    assert title_of(DemoItem("00", name, "Rhino")) == shown


def test_a_folder_with_nothing_to_show_is_refused_in_words(tmp_path: Path):
    (tmp_path / "notes.docx").write_bytes(b"x")
    with pytest.raises(UserError, match="nothing to show"):
        items_in(tmp_path)


def test_with_a_person_behind_the_curtain_everything_on_the_stage_waits_for_them(stage):
    running, _, join = stage()
    desk = running.service.desk
    desk.attend(True, 300)
    visitor = join()

    def answered(path, document=None):
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(visitor.post, path, document)
            until(desk.waiting)
            ((request, _),) = desk.waiting()
            desk.answer(request.number, OperatorAnswer("class", "2", 0.9))
            return request, waiting.result(timeout=PATIENCE).json()

    for path, document in (("turn/answer", None), ("own/answer", {"text": "my own words"})):
        request, answer = answered(path, document)
        assert (answer["label"], answer["simulated"]) == ("2", True)
        assert request.text == (document or {}).get("text", "")
        assert bool(request.content) == (document is None)  # they see the photo
        visitor.post(f"answers/{answer['number']}/reaction", {"outcome": "accepted"})
    assert [one.answered_by for one in running.journal.exchanges()] == ["you", "you"]
    (kept,) = running.stage.show.demo.reactions  # of a turn; what they brought is kept apart
    assert kept.variant == BY_HAND  # it says nothing of how good the fake must be
    assert tallies([kept]) == ()
    desk.attend(False)
    assert visitor.ask()["label"] in CLASSES  # the next turn is the dials' again


def test_an_answer_that_never_comes_ends_in_words(serve, photos):
    silent = replace(SCENARIO, no_answer_rate=1.0)
    running, _ = serve(silent, show=OpenShow(photos, silent), limits=ServerLimits(hold_seconds=0.2))
    visitor = Visitor(running.base_url, running.stage.token)
    with closing(visitor.http):
        reply = visitor.post("turn/answer")
    assert reply.status_code == 504
    assert (reply.json()["fault"], reply.json()["text"]) == (
        "no answer",
        "No answer came. Try again.",
    )
    assert [one.fault for one in running.journal.exchanges()] == ["timeout"]
