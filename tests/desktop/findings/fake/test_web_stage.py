"""The project on the web's Stage: what visitors of any kind of product are shown, and what the project's session keeps."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desktop.findings.fake.acceptance_curve import reactions_of
from desktop.findings.fake.scenarios import active_scenario, fake_of
from desktop.findings.fake.web_stage import Audience
from desktop.project import commands as edit
from desktop.project.product import set_product
from desktop.project.project import Project
from estimators.base.task_kind import TASK_KINDS
from mock_ai.server.runner import ServerThread
from tests.desktop.pages.fake_hands import at_once
from tests.mock_ai.kind_products import kept_server
from tests.patience import PATIENCE

KINDS = [kind for kind in TASK_KINDS if kind != "classify"]


@pytest.fixture(scope="module")
def kind_server() -> Iterator[ServerThread]:
    with kept_server() as running:
        yield running


@pytest.fixture
def page(kind_server: ServerThread) -> Iterator[httpx.Client]:
    """Somebody's page of the Stage, without the page."""
    with httpx.Client(
        base_url=kind_server.base_url,
        headers={"authorization": f"Bearer {kind_server.stage.token}"},
        timeout=PATIENCE,
    ) as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_what_visitors_do_with_answers_of_a_kind_is_in_the_projects_session(
    kind: str, page: httpx.Client, kind_server: ServerThread, tmp_path: Path
) -> None:
    path = tmp_path / "idea.smart"
    with Project.create(path, name="Idea") as project:
        project.do(edit.Several(set_product(None, kind, TASK_KINDS[kind].inputs), "kind"))
        at_once(project)
        kind_server.service.use(fake_of(project, active_scenario(project)[1]))
    told: list[None] = []
    audience = Audience(path, "fixed", lambda: told.append(None))
    try:
        kind_server.stage.show = audience
        assert page.get("/stage/show").json() == {"name": "Idea"}
        joined = page.post("/stage/visitors", json={"name": f"Ana, {kind}"}).json()
        page.headers["x-visitor"] = joined["visitor"]
        assert joined["product"] == kind
        for did in (
            {"outcome": "accepted", "note": "Just so"},
            {"outcome": "corrected", "correction": "Another one"},
        ):
            turn = page.post("/stage/turn", json={}).json()
            asked = turn["question"]
            assert asked["text"] or asked["past"] or asked["modality"] == "sound"
            answer = page.post("/stage/turn/answer", json={}).json()
            assert answer["shown"]["kind"] == kind
            assert answer["shown"]["parts"]
            page.post(f"/stage/answers/{answer['number']}/reaction", json=did).raise_for_status()
    finally:
        audience.close()
    with Project.open_beside(path) as project:
        kept = reactions_of(project)
        (session,) = project.sessions()
    assert [(one.person, one.outcome, one.note, one.correction) for one in kept] == [
        (f"Ana, {kind}", "accepted", "Just so", ""),
        (f"Ana, {kind}", "corrected", "", "Another one"),
    ]
    assert session.notes.browser
    assert len(told) == 2
