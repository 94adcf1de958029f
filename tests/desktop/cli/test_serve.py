"""``serve`` with something to show: what its Stage shows, and where reactions go."""

import json
from typing import Any

import pytest
from PIL import Image

from desktop.cli.serve import _network
from desktop.project.commands import SetFact
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import READY_MADE_KEY, set_product
from desktop.project.project import Project
from estimators.base.errors import UserError
from mock_ai.ready_made import ready_made_sets
from tests.desktop.cli.served import client_of, serving
from tests.desktop.graded_replies import add_candidate, add_cases
from tests.desktop.pages.fake_hands import at_once
from tests.jobs_in_process import add_found


def visit(ready: dict[str, Any], outcome: str) -> dict[str, Any]:
    """Join the Stage, ask about what is shown, and react."""
    token = ready["stage_url"].partition("#token=")[2]
    with client_of(ready, token) as page:
        joined = page.post("/stage/visitors", json={"name": "Ana"}).json()
        page.headers["x-visitor"] = joined["visitor"]
        assert page.get("/stage/turn/content").headers["content-type"].startswith("image/")
        number = page.post("/stage/turn/answer", json={}).json()["number"]
        kept = page.post(f"/stage/answers/{number}/reaction", json={"outcome": outcome})
        assert kept.json() == {"kept": True}
        return joined


def test_a_folder_is_shown_and_reactions_outlive_the_server(digits_folder, tmp_path) -> None:
    record = tmp_path / "reactions.jsonl"
    argv = ("--items", digits_folder(n=3, classes=3), "--reactions", record)
    with serving(*argv) as ready:
        joined = visit(ready, "accepted")
        assert joined["classes"] == ["0", "1", "2"]
        assert joined["about"] == 9
    with serving(*argv) as ready:
        assert visit(ready, "rejected")["person"] == "Ana (1)"
    lines = [json.loads(line)["reaction"] for line in record.read_text().splitlines()]
    assert [line["outcome"] for line in lines] == ["accepted", "rejected"]
    assert all(line["truth"] in "012" for line in lines)


def test_a_scenario_brings_its_own_items(digits_folder) -> None:
    folder = digits_folder(n=2, classes=3)
    scenario = folder.parent / "scenario.yaml"
    scenario.write_text(f"name: Digits\nclasses: ['0', '1', '2']\nitems: {folder.name}\n")
    with serving(scenario) as ready:
        assert visit(ready, "accepted")["about"] == 6
        with client_of(ready) as client:
            kept = client.get("/stage/reactions").json()
        assert kept["truth"] in "012"
        assert kept["scenario"] == "digits"


def test_a_project_of_another_kind_answers_without_any_data(tmp_path) -> None:
    path = tmp_path / "idea.smart"
    with Project.create(path, name="Idea") as project:
        for command in set_product(project, "generate", ("text",)):
            project.do(command)
        project.do(SetFact(READY_MADE_KEY, "generate-meetings", "the ready-made set"))
        at_once(project)
    shown = ready_made_sets("generate")[1].items
    with serving(path) as ready, client_of(ready) as client:
        said = [(client.post("/v1/predict", json={"text": one.input}), one) for one in shown]
        described = client.get("/openapi.json").json()
    answers = [(reply.json()["answer"], one.good) for reply, one in said if reply.is_success]
    assert sum(answer == good for answer, good in answers) > len(shown) / 2
    assert described["components"]["schemas"]["Answer"]["properties"]["answer"] == {
        "type": "string"
    }


def test_a_scenario_of_a_kind_opens_a_stage_for_it(tmp_path, run) -> None:
    scenario = tmp_path / "desk.yaml"
    scenario.write_text(
        "name: Desk\nkind: generate\ndials: {good: 100%}\n"
        "examples:\n  - {input: 'Where is it?', good: It comes on Friday.}\n"
    )
    with serving(scenario) as ready:
        token = ready["stage_url"].partition("#token=")[2]
        with client_of(ready, token) as page:
            joined = page.post("/stage/visitors", json={"name": "Ana"}).json()
            page.headers["x-visitor"] = joined["visitor"]
            turn = page.post("/stage/turn", json={}).json()
            shown = page.post("/stage/turn/answer", json={}).json()["shown"]
    assert (joined["product"], joined["about"]) == ("generate", 1)
    assert turn["question"]["text"] == "Where is it?"
    assert [part["text"] for part in shown["parts"]] == ["It comes on Friday."]
    status, _, said = run("serve", scenario, "--items", tmp_path)
    assert status == 1
    assert "cannot show" in said


def test_a_project_shows_its_own_examples_without_what_the_camera_noted(
    digits_folder, tmp_path
) -> None:
    photos = digits_folder(n=3, classes=2)
    for photo in photos.rglob("*.png"):
        with Image.open(photo) as image:
            exif = Image.Exif()
            exif[0x010F] = "Maker of the camera"
            image.save(photo.with_suffix(".jpg"), exif=exif)
        photo.unlink()
    path = tmp_path / "digits.smart"
    with Project.create(path, name="Digits") as project:
        add_found(project, photos)
    with serving(path) as ready:
        assert visit(ready, "accepted")["about"] == 6
        token = ready["stage_url"].partition("#token=")[2]
        with client_of(ready, token) as page:
            page.headers["x-visitor"] = page.post("/stage/visitors", json={}).json()["visitor"]
            content = page.get("/stage/turn/content").content
    assert content.startswith(b"\xff\xd8")
    assert b"Maker of the camera" not in content


def test_letting_phones_in_without_a_network_is_refused_in_words(monkeypatch) -> None:
    monkeypatch.setattr("mock_ai.server.uvicorn_server.network_addresses", lambda: ())
    with pytest.raises(UserError, match="No network was found"):
        _network()


def test_a_candidate_of_a_project_answers_in_the_fake_s_place(run, tmp_path) -> None:
    path = tmp_path / "replies.smart"
    with Project.create(path, name="Replies") as project:
        add_cases(project)
        add_candidate(project, "Prompt v3")
        rules = "rules: [{if: {contains: refund}, then: On its way.}]"
        settings = {
            "Rule": CandidateSettings(rules=rules),
            "Service": CandidateSettings(url="https://a.example"),
        }
        for name, source in (("Rule", CandidateSource.RULE), ("Service", CandidateSource.ADDRESS)):
            project.do(PutCandidate(None, name, source, settings[name]))
        first = project.measured.cases()[0].case
        (kept,) = project.measured.answers(project.measured.candidates()[0].uid)[first.id]
    with serving(path, "--candidate", "Prompt v3") as ready, client_of(ready) as client:
        assert (
            client.post("/v1/predict", json={"text": first.input}).json()["answer"] == kept.answer
        )
        asked = {"model": "x", "messages": [{"role": "user", "content": first.input}]}
        said = client.post("/v1/chat/completions", json=asked).json()
        assert said["choices"][0]["message"]["content"] == kept.answer
        other = client.post("/v1/predict", json={"text": "What is this?"})
        assert (other.status_code, "No answer of “Prompt v3”" in other.text) == (404, True)
    with serving(path, "--candidate", "Rule") as ready, client_of(ready) as client:
        said = client.post("/v1/predict", json={"text": "My refund?"}).json()
        assert (said["answer"], said["simulated"]) == ("On its way.", False)
    for name, sentence in {
        "Service": "answers at its own address: point your prototype at https://a.example",
        "Nobody": "There are “Prompt v3”, “Rule” and “Service”.",
    }.items():
        status, _, err = run("serve", path, "--candidate", name)
        assert (status, sentence in err) == (1, True), err
    status, _, err = run("serve", "--candidate", "Rule")
    assert (status, "No project was named." in err) == (1, True)
