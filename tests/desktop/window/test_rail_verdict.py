"""The rail says of Decide what Decide would say, on whatever page the answers change and whether or not it was ever opened."""

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from tests.golden.projects import open_project


def test_the_verdict_of_a_project_is_in_the_rail_before_decide_is_opened(
    application, qtbot, tmp_path
) -> None:
    path = open_project("recall_bar", tmp_path / "made")
    assert application.open_project(path)
    window = application.window
    assert window.stage is Stage.PROBLEM
    assert _words(application) == "Train or tune it on examples"
    window.show_stage(Stage.DECIDE)
    decide = window.page(Stage.DECIDE)
    qtbot.waitUntil(lambda: decide.evaluation.worked is not None)
    assert decide.header.headline.text() == "Train it on your own examples."


def test_the_rail_follows_an_answer_wherever_it_is_given_and_says_nothing_of_nothing(
    application, qtbot, tmp_path
) -> None:
    path = tmp_path / "asked.smart"
    Project.create(path, name="Asked").close()
    assert application.open_project(path)
    session = application.session
    application.window.show_stage(Stage.LAUNCH)
    assert _words(application) == "Not started"
    session.do(edit.SetFact("explicit_rules_possible", "yes", "rules"))
    assert _words(application) == "Use a rule"
    session.undo()
    assert _words(application) == "Not started"


def _words(application) -> str:
    return application.window.stage_words(Stage.DECIDE)
