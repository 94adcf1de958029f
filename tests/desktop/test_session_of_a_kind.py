"""A session about a product without classes, in the real window: asked for, held, and what it says afterwards."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.pages.fake.header import PEOPLE
from desktop.pages.stage.start_session import StartSession
from desktop.project.stages import Stage
from desktop.sample import SAMPLES

OTHERS = [sample for sample in SAMPLES if sample.kind in ("number", "generate", "act")]


@pytest.mark.parametrize("sample", OTHERS, ids=[sample.kind for sample in OTHERS])
def test_after_a_session_the_page_says_what_people_did(
    sample, application: Application, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)
    assert application.open_sample(sample.id)
    window = application.window
    window.show_stage(Stage.PROBLEM)
    application.registry.run("session")
    asking = window.findChild(StartSession)
    with pytest.raises(KeyError):  # kinds of error are compared of classes only
        asking.way.button("compare")
    asking.submit()
    stage = application.presenter.stage
    for done in range(3):
        qtbot.waitUntil(stage._shown)
        stage._react("accepted", "")
        assert len(stage.sitting.demo.reactions) == done + 1
    stage.close()
    said = application.session.project.requests.rows()
    assert all(row["answer"] for row in said)
    qtbot.waitUntil(lambda: application.presenter.stage is None)
    assert window.page(Stage.FAKE).isVisible()
    page = window.page(Stage.FAKE)
    assert page.tabs.value() == PEOPLE
    qtbot.waitUntil(lambda: "3 answers" in page.header.lead.text())
    assert "more answers" in page.header.lead.text()
    assert page.primary_text() == "Start a session"
