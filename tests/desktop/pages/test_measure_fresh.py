"""Fresh cases: the page says who has not answered them, and one button has them answered."""

from hashlib import sha256

from desktop.findings.candidate_measurement import candidates_of, cases_of
from desktop.findings.measure.unanswered import unanswered
from desktop.pages.measure.page import MeasurePage
from desktop.project.commands import AddExamples
from desktop.project.commands.measure import AddCases
from desktop.project.measure_records import CandidateSource, NewCase
from desktop.project.product import set_product
from desktop.project.records import NewExample
from desktop.widgets.ask import AskPopover
from estimators.measure.case import EvalCase
from tests.desktop.findings.measure.test_unanswered import RULES, add, add_cases


def open_page(session, shown, jobs) -> MeasurePage:
    page = MeasurePage(session, jobs)
    page.ensure_built()
    shown(page, 1400, 860)
    return page


def buttons(page: MeasurePage) -> list[str]:
    return [button.text() for button in page.header.secondary()]


def test_a_rule_answers_them_at_the_press_of_a_button(session, shown, jobs, qtbot) -> None:
    for command in set_product(session.project, "classify", ("text",)):
        session.do(command)
    add_cases(session.project, 0, 10)
    rule = add(session.project, "Rule", CandidateSource.RULE, RULES)
    add_cases(session.project, 10, 4)
    page = open_page(session, shown, jobs)
    page.choice.choose(rule)
    assert page.header.lead.text().endswith("Rule has not answered 4 of the 14 texts.")
    (ask,) = [one for one in page.header.secondary() if "answer" in one.text()]
    assert ask.text() == "Let Rule answer 4 more"
    ask.click()
    qtbot.waitUntil(lambda: unanswered(session.project) == ())
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "not answered" not in page.header.lead.text()
    assert "Let Rule answer 4 more" not in buttons(page)
    one = next(one for one in candidates_of(session.project) if one.uid == rule)
    assert len(one.answers.answers) == 14


def test_an_address_asks_for_how_much_first(session, shown, jobs, qtbot) -> None:
    for command in set_product(session.project, "classify", ("text",)):
        session.do(command)
    add_cases(session.project, 0, 10)
    uid = add(session.project, "Prompt", CandidateSource.ADDRESS)
    add_cases(session.project, 10, 4)
    page = open_page(session, shown, jobs)
    page.choice.choose(uid)
    (ask,) = [one for one in page.header.secondary() if "Ask Prompt" in one.text()]
    assert ask.text() == "Ask Prompt 4 more…"
    ask.click()
    (popover,) = [one for one in page.window().findChildren(AskPopover) if one.isVisible()]
    assert list(popover.fields) == ["cap", "key"]
    popover.close_popover()
    assert not jobs.busy


def test_the_model_in_use_answers_photos_that_it_has_not_seen(
    trained_session, shown, jobs, qtbot, digits_folder
) -> None:
    session = trained_session
    fresh = sorted(digits_folder(n=4, classes=2, first=100).rglob("*.png"))
    kept = tuple(
        NewExample(
            str(path), path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size, "photo",
            path.parent.name, held_out=True,
        )
        for path in fresh
    )  # fmt: skip
    session.do(AddExamples(kept))
    learned = next(one for one in session.project.examples() if not one.held_out)
    cases = [EvalCase(one.path, one.path, one.label) for one in kept]
    cases.append(EvalCase(learned.path, learned.path, learned.class_name))
    session.do(AddCases(tuple(NewCase(case, held_out=True) for case in cases)))
    page = open_page(session, shown, jobs)
    (waiting,) = unanswered(session.project)
    assert set(waiting.cases) == {one.path for one in kept}  # what it learned from is no test
    assert page.header.lead.text().endswith("Run 1 has not answered 8 of the 9 photos.")
    (ask,) = [one for one in page.header.secondary() if "answer" in one.text()]
    ask.click()
    qtbot.waitUntil(lambda: unanswered(session.project) == ())
    qtbot.waitUntil(lambda: not jobs.busy)
    run = next(
        one for one in candidates_of(session.project) if one.source is CandidateSource.TRAINED
    )
    assert set(run.answers.answers) == {one.path for one in kept}
    assert run.answers.not_asked == {learned.path}
    assert len(cases_of(session.project)) == 9
