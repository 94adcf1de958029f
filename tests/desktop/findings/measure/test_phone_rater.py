"""A second rater on another device: what the server lets through, what the page does, and what is kept."""

import hashlib
import json

import httpx2
import pytest
from PIL import Image

from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.phone_rater import PhoneRater
from desktop.project.commands import AddCases, AddExamples, PutCandidate
from desktop.project.measure_records import CandidateSource, GradeVerdict, Liked, NewCase
from desktop.project.records import NewExample
from estimators.base.errors import UserError
from estimators.measure.case import CandidateAnswer, EvalCase
from mock_ai.rater_desk import RaterGrade
from mock_ai.server.rater.server import RaterServer
from tests.desktop.graded_project import CANARIES, graded_project
from tests.mock_ai.server.test_uvicorn_server import OTHER, can_use

GOOD, BAD = GradeVerdict.GOOD, GradeVerdict.BAD


@pytest.fixture
def project(tmp_path):
    with graded_project(tmp_path) as made:
        room = GradingRoom(made, "Ada")
        while room.task is not None:
            room.grade(BAD if room.task.case == "0003" else GOOD)
            room.go_on()
        yield made


@pytest.fixture
def server(project):
    desk = PhoneRater(project.path, lambda: None)
    with RaterServer(desk) as running:
        yield running
    desk.close()


@pytest.fixture
def client(server):
    base, _, token = server.url.partition("/grade#token=")
    with httpx2.Client(base_url=base, headers={"authorization": f"Bearer {token}"}) as made:
        yield made


def begin(client, name="Bo"):
    reply = client.post("/grade/rater", json={"name": name})
    assert reply.status_code == 200
    client.headers["x-rater"] = reply.json()["rater"]
    return reply.json()


def kept(project, rater="Bo"):
    return [one.grade for one in project.measured.grades() if one.grade.rater == rater]


def test_answers_go_out_and_grades_come_in(client, project):
    begin(client)
    found = client.post("/grade/answers", json={"n": 5}).json()
    assert (len(found["answers"]), found["left"]) == (5, 36)
    first, second = found["answers"][:2]
    grades = [
        {"answer": first["answer"], "said": "bad", "reason": "leaves out", "harm": True, "note": "x"},
        {"answer": second["answer"], "said": "good"},
        {"answer": "nobody’s", "said": "good"},
    ]  # fmt: skip
    assert client.post("/grade/grades", json={"grades": grades}).json() == {"kept": 2}
    assert {(one.verdict, one.reason, one.harm) for one in kept(project)} == {(BAD, "leaves out", True), (GOOD, "", False)}  # fmt: skip
    assert client.post("/grade/grades", json={"grades": grades}).status_code == 200
    assert len(kept(project)) == 2, "what is sent twice is kept once"
    again = [{"answer": first["answer"], "said": ""}]
    client.post("/grade/grades", json={"grades": again})
    assert len(kept(project)) == 1
    assert client.post("/grade/answers", json={"n": 5}).json()["left"] == 35


def test_nothing_that_a_phone_gets_names_a_candidate(client, project):
    page = client.get("/grade").text
    told = page + json.dumps(begin(client)) + client.post("/grade/answers", json={"n": 100}).text
    for name in ("rater.js", "sender.js", "language.js", "rater.css", "stage.css"):
        reply = client.get(f"/grade/{name}")
        assert reply.status_code == 200
        told += reply.text
    assert "Where is order 3?" in told
    uids = [one.uid for one in project.measured.candidates()]
    assert not [one for one in (*CANARIES, *uids, "Ada") if one in told]


def test_one_session_has_one_rater_until_it_is_renewed(client, server):
    begin(client)
    with httpx2.Client(base_url=client.base_url, headers={"authorization": client.headers["authorization"]}) as other:  # fmt: skip
        assert other.post("/grade/rater", json={"name": "Cy"}).status_code == 409
        assert other.post("/grade/answers", json={}).status_code == 410
        begin(client)
        server.session.renew()
        assert other.post("/grade/rater", json={"name": "Cy"}).status_code == 200
    assert client.post("/grade/answers", json={}).status_code == 410


def test_without_the_token_there_is_the_page_and_nothing_else(client):
    begin(client)
    key = client.headers["x-rater"]
    for path in ("rater", "answers", "grades"):
        bare = httpx2.post(f"{client.base_url}/grade/{path}", json={}, headers={"x-rater": key})
        assert bare.status_code == 401
    assert httpx2.get(f"{client.base_url}/grade/content").status_code == 401
    for path in (
        "/stage",
        "/v1/models",
        "/operator",
        "/health",
        "/grade/../stage",
        "/grade/routes.py",
    ):
        assert client.get(path).status_code == 404
    assert client.get("/grade", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "body",
    ["[]", "{", '{"grades": 3}', '{"grades": [3]}', '{"grades": [{"answer": "x", "said": "maybe"}]}'],
)  # fmt: skip
def test_what_is_no_grade_is_refused_with_a_sentence(client, project, body):
    begin(client)
    reply = client.post("/grade/grades", content=body, headers={"content-type": "application/json"})
    assert 400 <= reply.status_code < 500
    assert reply.json()["error"]["message"]
    assert not kept(project)


def test_a_desk_that_is_closed_says_so(project):
    desk = PhoneRater(project.path, lambda: None)
    desk.close()
    desk.close()
    with pytest.raises(UserError, match="closed"):
        desk.begin("Bo")


def test_grades_from_elsewhere_stay_beside_those_of_the_window(client, project):
    begin(client)
    answers = client.post("/grade/answers", json={"n": 3}).json()["answers"]
    room = GradingRoom(project, "Cy")
    room.grade(GOOD)
    client.post("/grade/grades", json={"grades": [{"answer": one["answer"], "said": "good"} for one in answers]})  # fmt: skip
    room.go_on()
    room.grade(BAD)
    assert len(kept(project)) == 3
    assert len(kept(project, "Cy")) == 2
    project.file.undo()
    assert len(kept(project, "Cy")) == 1
    assert len(kept(project)) == 3


def test_the_page_grades_with_big_buttons_and_takes_back(server, project, open_page):
    page = open_page(server.url)
    page.resize(390, 780, phone=True)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.type("#person", "Bo")
    page.tap("#join button")
    page.wait_for("document.querySelector('#room').checkVisibility()")
    assert "token" not in page.evaluate("location.href")
    first = page.text("#reply")
    page.tap("#good")
    page.wait_for(f"document.querySelector('#reply').textContent !== {json.dumps(first)}")
    page.tap("#bad")
    page.wait_for("document.querySelector('#reasons').checkVisibility()")
    page.tap("#reasons button")
    page.tap("#unsure")
    page.tap("#back")
    page.tap("#back")
    page.wait_for("document.querySelector('#waiting').textContent === ''")
    assert [one.verdict for one in kept(project)] == [GOOD]
    assert page.evaluate("document.querySelector('#good').getBoundingClientRect().height") >= 64
    assert not [
        name for name in CANARIES if name in page.evaluate("document.documentElement.outerHTML")
    ]
    assert not [name for name in CANARIES for _, spoken in page.accessible() if name in spoken]


def test_grades_wait_on_the_phone_until_the_computer_hears(server, project, open_page, monkeypatch):
    page = open_page(server.url)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.type("#person", "Bo")
    page.click("#join button")
    page.wait_for("document.querySelector('#room').checkVisibility()")
    page.evaluate(
        "window.heard = window.fetch; window.fetch = () => Promise.reject(new TypeError())"
    )
    for _ in range(4):
        page.press("1")
    assert page.wait_for_text("#waiting", "4 kept here")
    assert len(json.loads(page.evaluate("Object.entries(localStorage).find(([k]) => k.startsWith('grade-waiting'))[1]"))) == 4  # fmt: skip
    assert not kept(project)
    page.evaluate("window.fetch = window.heard; dispatchEvent(new Event('online')); 0")
    page.wait_for("document.querySelector('#waiting').textContent === ''")
    assert len(kept(project)) == 4


def test_two_answers_go_out_side_by_side_and_what_is_liked_comes_in(project, open_page):
    desk = PhoneRater(project.path, lambda: None, pairs=True)
    with RaterServer(desk) as server:
        page = open_page(server.url)
        page.resize(390, 780, phone=True)
        page.wait_for("document.querySelector('#start').checkVisibility()")
        page.type("#person", "Bo")
        page.tap("#join button")
        page.wait_for("document.querySelector('#sides').checkVisibility()")
        assert not page.evaluate("document.querySelector('#verdicts').checkVisibility()")
        assert page.text("#other-reply").startswith("Answer ")
        for name in ("#left-better", "#both", "#neither"):
            left = page.text("#left")
            page.tap(name)
            page.wait_for(f"document.querySelector('#left').textContent !== {json.dumps(left)}")
        page.press("ArrowRight")
        page.tap("#back")
        page.wait_for("document.querySelector('#waiting').textContent === ''")
        said = [one.said for one in project.measured.preferences()]
        assert [one.liked for one in said] == [Liked.LEFT, Liked.BOTH, Liked.NEITHER]
        assert {one.rater for one in said} == {"Bo"}
        shown = page.evaluate("document.documentElement.outerHTML") + json.dumps(desk.answers(100))
        uids = [one.uid for one in project.measured.candidates()]
        assert not [one for one in (*CANARIES, *uids) if one in shown]
    assert desk.keep([RaterGrade(next(iter(desk._places)), "good")]) == 0, "no verdict on two"
    desk.close()


@pytest.mark.skipif(not can_use(OTHER), reason="this computer has one loopback address")
def test_a_phone_comes_in_through_the_door_while_it_is_open(server, project):
    (url,) = server.let_network_in([OTHER])
    base, _, token = url.partition("/grade#token=")
    assert token not in server.url
    with httpx2.Client(base_url=base, headers={"authorization": f"Bearer {token}"}) as phone:
        begin(phone)
        assert phone.post("/grade/answers", json={}).status_code == 200
        assert phone.get("/stage").status_code == 404
    server.keep_network_out()
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(f"{base}/grade")


def test_a_photo_that_came_in_goes_to_the_phone(tmp_path):
    photo = tmp_path / "receipt.png"
    Image.new("RGB", (320, 200), "orange").save(photo)
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()
    with graded_project(tmp_path, 0, ()) as project:
        path = project.stored_path(photo)
        added = NewExample(path, photo.name, digest, photo.stat().st_size, "photo", None)
        project.do(AddExamples((added,)))
        project.do(AddCases((NewCase(EvalCase(path, path), held_out=True),)))
        made = PutCandidate(None, "a", CandidateSource.FILE)
        project.do(made)
        project.measured.append_answers(made.uid, [CandidateAnswer(path, '{"total": 4}')])
        desk = PhoneRater(project.path, lambda: None)
        desk.begin("Bo")
        (one,) = desk.answers(5)["answers"]
        assert (one["kind"], one["asked"]) == ("photo", "")
        content, media = desk.content(one["answer"])
        assert media == "image/jpeg"
        assert content.startswith(b"\xff\xd8")
        with pytest.raises(UserError, match="nothing to show"):
            desk.content("another")
        desk.close()
