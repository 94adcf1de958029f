"""The Decide page with a real project and the real engines under it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.findings.decide.evidence import options_evidence
from desktop.findings.decide.verdict import MEASURED_KEY
from desktop.pages.decide.options import OptionPopover
from desktop.pages.decide.page import DecidePage, OverridePopover
from desktop.pages.decide.price_book import PriceBookPopover
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.explain import ExplainPopover

ANSWERS = {
    "volume_per_month": {"low": 2400, "high": 3600},
    "today_accuracy": {"low": 0.88, "high": 0.96},
    "miss_cost": {"low": 20, "high": 140},
    "human_in_loop": "yes",
    "explicit_rules_possible": "no",
    "demand_validated": "no",
    "user_pain": 4,
    "error_cost_level": "medium",
    "error_reversible": "yes",
    "regulatory_tier": "limited",
}


def answer(project: Project, **answers: object) -> edit.Several:
    return edit.Several([edit.SetFact(key, value, key) for key, value in answers.items()], "answer")


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> DecidePage:
    page = DecidePage(session)
    qtbot.addWidget(page)
    page.resize(1224, 900)
    page.show()
    return page


def settle(page: DecidePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.evaluation.worked is not None and not page.evaluation.busy)


@pytest.fixture
def decided(page: DecidePage, session: Session, qtbot: QtBot) -> DecidePage:
    session.do(answer(session.project, **ANSWERS))
    page.ensure_built()
    settle(page, qtbot)
    return page


def test_nothing_answered_asks_the_question_and_leads_to_the_problem(page, qtbot) -> None:
    page.ensure_built()
    assert page.header.headline.text() == "Does it need AI, and which way is worth most?"
    with qtbot.waitSignal(page.go_to) as went:
        page.primary()
    assert went.args == [Stage.PROBLEM]


def test_the_headline_is_the_verdict_and_the_primary_action_follows_it(decided) -> None:
    assert decided.header.headline.text() == "Fake it first."
    assert decided.header.primary.text() == "Set up the fake"
    possible = [each.label for each in decided.shown.worked.valuation.options if each.possible]
    assert [row.label for row in decided.shown.options.chart.chart.rows] == possible
    assert decided.shown.tornado.chart.rows


def test_a_verdict_changes_when_an_answer_changes(decided, session, qtbot) -> None:
    session.do(answer(session.project, explicit_rules_possible="yes"))
    qtbot.waitUntil(lambda: decided.header.headline.text() == "You don’t need AI for this.")
    assert decided.header.primary.text() == "Write the report"


def test_trying_a_change_leaves_the_project_as_it_was_and_has_a_way_back(
    decided, session, qtbot
) -> None:
    facts = session.project.facts()
    row = next(r for r in decided.shown.flips.rows() if r.about.input == "demand_validated")
    qtbot.keyClick(row, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: decided.header.headline.text() != "Fake it first.")
    message = decided.message.message
    assert message.what.startswith("What if ")
    assert session.project.facts() == facts
    qtbot.keyClick(decided, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: decided.header.headline.text() == "Fake it first.")
    assert decided.message.message is None
    settle(decided, qtbot)


def test_that_nothing_would_change_it_is_said_once_that_is_known(decided) -> None:
    evaluation, shown = decided.evaluation, decided.shown
    assert evaluation.flips_known
    evaluation._answered((evaluation.base, False))
    assert not evaluation.flips_known
    shown.show_flips((), all_known=evaluation.flips_known)
    assert shown.no_change.isHidden()
    shown.show_flips((), all_known=True)
    assert not shown.no_change.isHidden()


def test_keeping_a_tried_change_is_one_undoable_answer(decided, session, qtbot) -> None:
    row = next(r for r in decided.shown.flips.rows() if r.about.input == "demand_validated")
    decided.what_if.begin(row.about)
    qtbot.waitUntil(lambda: not decided.evaluation.busy)
    decided.primary()  # the bar has taken the primary action
    assert session.project.answer("demand_validated") == "yes"
    assert decided.message.message is None
    session.undo()
    assert session.project.answer("demand_validated") != "yes"
    settle(decided, qtbot)


def test_following_the_verdict_records_it_and_goes_on(decided, session, qtbot) -> None:
    with qtbot.waitSignal(decided.go_to) as went:
        decided.primary()
    assert went.args == [Stage.FAKE]
    assert session.project.answer("decide.verdict") == "fake_it_first"
    assert decided.header.eyebrow.text() == "Decide · verdict, accepted"
    session.undo()
    assert session.project.answer("decide.verdict") is None


def test_deciding_otherwise_is_kept_with_its_reason_and_can_be_undone(
    decided, session, qtbot
) -> None:
    decided.decide_otherwise()
    popover = decided.window().findChild(OverridePopover)
    popover.group.button("automl_finetune").click()
    popover.reason.setPlainText("The examples are there already.")
    popover.record.click()
    assert session.project.answer("decide.verdict") == "automl_finetune"
    assert decided.header.headline.text() == "Train or tune it on examples."
    assert "The examples are there already" in decided.header.lead.text()
    assert decided.header.primary.text() == "Bring examples"
    session.undo()
    assert decided.header.headline.text() == "Fake it first."
    assert session.project.answer("decide.reason") is None


def test_finding_out_first_leads_to_that_question(decided, session, qtbot) -> None:
    session.do(
        answer(session.project, human_in_loop="no", today_accuracy={"low": 0.6, "high": 0.9})
    )
    qtbot.waitUntil(lambda: decided.shown._first is not None)
    with qtbot.waitSignals([decided.go_to, decided.question_wanted]):
        decided.shown.find_out.button.click()


def test_an_answer_that_cannot_be_right_is_named_in_the_persons_words(page, session, qtbot) -> None:
    session.do(answer(session.project, miss_cost={"low": 9, "high": 3}))
    page.ensure_built()
    qtbot.waitUntil(lambda: page.message.message is not None)
    message = page.message.message
    assert message.what.startswith("“A wrong one costs” has its ends the wrong way round")
    with qtbot.waitSignal(page.question_wanted) as wanted:
        page.primary()
    assert wanted.args == ["miss_cost"]
    session.undo()
    assert page.message.message is None


def test_page_and_report_show_the_same_value(decided, session) -> None:
    assert options_evidence(session.project).chart == decided.shown.options.chart.chart


def test_a_number_is_dialled_without_touching_the_project(decided, session, qtbot) -> None:
    facts = session.project.facts()
    before = decided.shown.options.chart.chart
    bars = decided.shown.tornado
    y = bars.canvas.y() + 12
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(60, y))
    assert decided.what_if.on
    qtbot.waitUntil(lambda: not decided.evaluation.busy)
    track = decided.what_if.field
    assert decided.focusWidget() is track  # the arrows turn it at once
    qtbot.keyClick(track, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: decided.shown.options.chart.chart != before)
    message = decided.message.message
    assert message.what.startswith("What if “")
    assert message.why == "Your project is as it was."
    assert not decided.header.secondary()[0].isEnabled()
    assert session.project.facts() == facts
    settle(decided, qtbot)
    decided.what_if.back()
    qtbot.waitUntil(lambda: decided.shown.options.chart.chart == before)
    assert decided.what_if.isHidden()
    settle(decided, qtbot)


def test_the_charts_follow_while_the_dial_still_moves(decided, qtbot) -> None:
    decided.try_number(0)
    settle(decided, qtbot)
    track = decided.what_if.field
    shown: list[object] = []
    decided.evaluation.answered.connect(lambda: shown.append(decided.shown.options.chart.chart))
    low, high = track._low, track._high
    step = 0

    def moved_on() -> bool:
        nonlocal step
        step += 1
        track._to(low + (step % 97) / 97 * (high - low), done=False)
        return len(shown) >= 3

    qtbot.waitUntil(moved_on)
    decided.what_if.back()
    settle(decided, qtbot)


def test_a_late_answer_to_a_tried_number_does_not_come_back_after_it_was_dropped(
    decided, qtbot
) -> None:
    before = decided.shown.options.chart.chart
    decided.try_number(0)
    settle(decided, qtbot)
    track = decided.what_if.field
    qtbot.keyClick(track, Qt.Key.Key_Home)
    decided.what_if._ask()
    decided.what_if.back()
    settle(decided, qtbot)
    assert decided.shown.options.chart.chart == before
    assert decided.header.eyebrow.text() == "Decide · verdict"


def test_ranking_what_money_does_not_show_is_one_undoable_edit(decided, session, qtbot) -> None:
    ranking = decided.shown.intangibles.ranking
    second = ranking.rows[1].name.text()
    ranking.rows[1].up.click()
    assert isinstance(session.project.answer("intangible_ranking"), list)
    qtbot.waitUntil(lambda: ranking.rows[0].weight.text() == "52%")
    assert ranking.rows[0].name.text() == second
    assert not ranking.rows[0].up.isEnabled()
    assert not ranking.back.isHidden()
    money = decided.shown.options.chart.chart
    session.undo()
    qtbot.waitUntil(lambda: ranking.rows[0].weight.text() == "25%")
    assert session.project.fact("intangible_ranking") is None
    assert decided.shown.options.chart.chart == money
    settle(decided, qtbot)


def test_cues_are_folded_and_each_says_where_it_comes_from(decided, session, qtbot) -> None:
    session.do(answer(session.project, labelled_examples=300))  # so that the data can be loaded
    settle(decided, qtbot)
    cues = decided.shown.cues
    assert cues.inside.isHidden()
    assert "Of all 37 cues" in cues.summary.text()
    cues.fold.click()
    found = cues.rows()
    assert len(found) == 37
    answered = next(row for row in found if row.about.effect != "open")
    qtbot.keyClick(answered, Qt.Key.Key_Return)
    shown = decided.window().findChild(ExplainPopover)
    assert answered.about.source in shown.accessibleName()
    shown.close_popover()
    cues.fold.click()
    assert cues.inside.isHidden()


def test_an_unknown_that_could_change_the_verdict_leads_to_its_question(
    decided, session, qtbot
) -> None:
    session.do(edit.ClearFact("regulatory_tier", "the risk tier"))
    settle(decided, qtbot)
    buttons = decided.shown.still_open.buttons
    assert "What the law looks at" in [button.text() for button in buttons]
    with qtbot.waitSignals([decided.go_to, decided.question_wanted]):
        buttons[0].click()


def test_what_only_a_test_can_tell_leads_to_train_and_all_unknowns_to_the_problem(
    page, session, qtbot
) -> None:
    session.do(answer(session.project, user_pain=4, demand_validated="yes"))
    page.ensure_built()
    settle(page, qtbot)
    with qtbot.waitSignal(page.go_to) as went:
        page.shown.still_open.find_out(MEASURED_KEY)
    assert went.args == [Stage.MEASURE]
    assert page.shown.still_open.buttons[-1].text() == "All of them"
    with qtbot.waitSignal(page.go_to) as went, qtbot.assertNotEmitted(page.question_wanted):
        page.shown.still_open.buttons[-1].click()
    assert went.args == [Stage.PROBLEM]


def test_a_project_that_can_only_be_read_may_be_tried_but_not_changed(
    decided, session, qtbot
) -> None:
    session.project.file.read_only = True
    decided._worked_out()
    assert not decided.shown.intangibles.ranking.rows[1].up.isEnabled()
    decided.try_number(0)
    settle(decided, qtbot)
    message = decided.message.message
    assert message.button == "Back"
    decided.what_if.back()
    settle(decided, qtbot)


def test_the_bold_sentence_counts_exactly_the_open_answers_that_are_listed(decided) -> None:
    found = decided.shown.worked.assessment
    assert decided.header.lead.text().endswith(found.open_sentence)
    assert len(decided.shown.still_open.buttons) == min(len(found.open_answers), 7)


def test_five_reasons_are_shown_with_their_marks_and_the_rest_at_a_press(decided) -> None:
    shown = decided.shown
    every = len(shown._all_reasons)
    assert len(shown.reasons.rows()) == min(5, every)
    if every > 5:
        shown.more_reasons.click()
        assert len(shown.reasons.rows()) == every
        assert shown.more_reasons.isHidden()


def test_a_key_opens_the_option_of_its_place_with_its_costs(decided, qtbot) -> None:
    rows = decided.shown.options.chart.chart.rows
    actions = {action.id: action for action in decided.actions_of_page()}
    actions["decide.option-2"].run()
    shown = decided.window().findChild(OptionPopover)
    assert rows[1].label in shown.accessibleName()
    shown.close_popover()
    beyond = actions[f"decide.option-{len(rows) + 1}"]
    assert beyond.off() == "There are fewer options."


def test_an_option_is_one_click_from_its_lines_and_these_from_the_price_book(
    decided, qtbot
) -> None:
    chart = decided.shown.options.chart
    priced = next(n for n, row in enumerate(chart.chart.rows) if row.label.startswith("Train"))
    y = chart.canvas.y() + chart._top() + priced * chart._row_height() + 5
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(60, y))
    shown = decided.window().findChild(OptionPopover)
    assert shown.accessibleName() == chart.chart.rows[priced].label
    shown.change.click()
    book = decided.window().findChild(PriceBookPopover)
    assert book.isVisible()
    book.close_popover()


def test_why_opens_the_reasons_of_what_is_not_possible(decided) -> None:
    assert decided.shown.options.impossible.text().endswith(".")
    decided.shown.options.why.click()
    shown = decided.window().findChild(ExplainPopover)
    assert "not possible" in shown.accessibleName()
    shown.close_popover()


def test_before_any_answer_the_five_questions_are_listed_and_each_leads_to_its_own(
    page, qtbot
) -> None:
    page.ensure_built()
    rows = page.start._listed.rows()
    assert len(rows) == 5
    with qtbot.waitSignal(page.question_wanted) as wanted:
        rows[3].click()
    assert wanted.args == ["purpose_flags"]
