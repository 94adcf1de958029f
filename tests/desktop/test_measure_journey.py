"""Three candidates, 60 grades by two raters and a decision, in a real window by mouse and keyboard: texts of our own, then published grades."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.cli.main import main
from desktop.findings.candidate_measurement import CHOSEN_KEY, candidates_of, cases_of
from desktop.findings.data.case_set import case_set
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.report.evidence import evidence_of
from desktop.pages.data.page import DataPage
from desktop.pages.launch.page import LaunchPage
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.measure.page import MeasurePage
from desktop.pages.measure.room.window import GradingWindow
from desktop.pages.measure.sources.dialog import FilePage
from desktop.project.measure_records import SETTLED, CandidateSource
from desktop.project.stages import Stage
from desktop.widgets.ask import AskPopover
from estimators.base.number import fixed
from estimators.base.percent import percent
from estimators.measure.agreement import agreement
from tests.desktop.hands import CONTROL, Hands

PROMPT, RULE, PEOPLE = "prompt-v3", "Keyword rule", "People today"
HELD, SHARED = 20, 30
QUESTIONS = (
    "Where is my parcel, it should have come on Tuesday?",
    "Can I get a refund for the cracked vase?",
    "Do you ship armchairs to Iceland?",
    "How do I clean an oak table with wax stains?",
    "My invoice shows the wrong street",
    "Which lamp fits a ceiling of two metres?",
    "I was charged twice for one carpet",
    "May I return a mirror that I drilled into?",
    "Is the glue in your wardrobes dangerous for cats?",
    "The kettle whistles before the water boils",
    "When do you open on Sundays?",
    "Please cancel order 4711 before it leaves",
    "The courier left everything with a neighbour who is away",
    "Does the sofa come with spare legs?",
    "I forgot my password and the mail never arrives",
    "How long is the guarantee on mattresses?",
    "Could somebody carry the wardrobe up four floors?",
    "Your voucher SPRING10 is refused at checkout",
    "What wood are the blue shelves made of?",
    "A screw is missing in the bag for the bed frame",
    "I want my money back for a late birthday gift",
    "Can two orders travel in one van?",
    "The curtains smell of smoke",
    "Who takes the old fridge away?",
    "Please send the assembly manual in Portuguese",
    "Are gift cards valid in the outlet?",
    "The drawer sticks whenever it rains",
    "Is there a discount for schools?",
    "My neighbour saw my lamp cheaper elsewhere, do you match it?",
    "Delete everything you know of me",
)


@dataclass(frozen=True)
class Verdicts:
    """What two people say of one answer, and what they settle on."""

    first: bool
    second: bool
    settled: bool


@dataclass(frozen=True)
class Story:
    """What is asked, what a prompt and people answer, the rule as it is typed, and what two people say, by question and answer."""

    questions: tuple[str, ...]
    prompt: Mapping[str, str]
    people: Mapping[str, str]
    rules: tuple[str, ...]
    verdicts: Mapping[tuple[str, str], Verdicts]


def own_story() -> Story:
    """A shop: the prompt is mostly good, people are slower and a little better, a rule knows one answer and a refusal."""
    prompt = {one: f"We looked into it: {one.lower()}" for one in QUESTIONS}
    people = {one: f"Hello! About “{one}” we call you today." for one in QUESTIONS}
    rules = (
        "rules:",
        "  - if: {contains: [refund, money back]}",
        "    then: A refund takes five days.",
        "otherwise: Please write to us.",
    )
    verdicts = {}
    for at, one in enumerate(QUESTIONS):
        paid = "refund" in one or "money back" in one
        ruled = "A refund takes five days." if paid else "Please write to us."
        for answer, good in ((prompt[one], at % 4 != 3), (people[one], at % 15 != 7), (ruled, paid)):  # fmt: skip
            differs = at % 2 == 1 and answer != people[one]
            verdicts[one, answer] = Verdicts(good, good != differs, good)
    return Story(QUESTIONS, prompt, people, rules, verdicts)


def published_story(table: Path) -> Story:
    """Thirty questions and three systems that answer each differently; one of them is written down as rules."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    systems = ("text-davinci-003_fewshot-n64", "EMDR2", "text-davinci-003_zeroshot")
    said: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in rows:
        if row["candidate"] in systems and row["human_1"] and row["human_2"] and row["human"]:
            said[row["input"]][row["candidate"]] = row
    asked = [
        one
        for one, by_system in said.items()
        if len({row["answer"].strip() for row in by_system.values()}) == len(systems)
    ][: len(QUESTIONS)]
    answers = [{one: said[one][name]["answer"].strip() for one in asked} for name in systems]
    rules = ["rules:"]
    for one, answer in answers[2].items():
        rules.append(f"  - if: {{contains: {json.dumps(one, ensure_ascii=False)}}}")
        rules.append(f"    then: {json.dumps(answer, ensure_ascii=False)}")
    verdicts = {
        (one, row["answer"].strip()): Verdicts(
            row["human_1"] == "pass", row["human_2"] == "pass", row["human"] == "pass"
        )
        for one in asked
        for row in said[one].values()
    }
    return Story(tuple(asked), answers[0], answers[1], tuple(rules), verdicts)


@pytest.fixture(params=["own texts", "published grades"])
def story(request: pytest.FixtureRequest) -> Story:
    if request.param == "own texts":
        return own_story()
    table = request.getfixturevalue("shared") / "data/measure/qa-two-raters/answers.csv"
    if not table.is_file():
        pytest.skip("the two people's grades beside the project are not there")
    return published_story(table)


def answers_file(path: Path, story: Story, answers: Mapping[str, str]) -> Path:
    """As a tool writes it: the question as it was asked, and the answer."""
    rows = [
        {"id": str(at), "input": one, "answer": answers[one], "seconds": 2.0}
        for at, one in enumerate(story.questions, start=1)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def fill_in(hands: Hands, **answers: str) -> None:
    """Answer a popover whose fields hold a suggestion."""
    popover = next(p for p in hands.window.findChildren(AskPopover) if p.isVisible())
    for key, text in answers.items():
        popover.fields[key].setFocus()
        hands.press(Qt.Key.Key_A, CONTROL)
        hands.type(text)
    hands.press(Qt.Key.Key_Return)


def open_room(hands: Hands, open_it: Callable[[], object]) -> GradingWindow:
    hands.look_at_the_window()
    open_it()
    window = measure_page(hands).beside.room
    assert window is not None
    hands.wait(window.isActiveWindow)
    return window


def leave(hands: Hands, window: GradingWindow, key: Qt.Key) -> None:
    with hands.qtbot.waitSignal(window.left):
        hands.press(key)
    hands.look_at_the_window()


def grade(hands: Hands, window: GradingWindow, good: Callable[[Verdicts], bool], story: Story, most: int) -> list[tuple[str, str]]:  # fmt: skip
    """Say with one key, or with two where it is bad, what a person says; the answers graded."""
    graded = []
    while window.room is not None and window.room.task is not None and len(graded) < most:
        room = window.room
        key = (room.case.input, room.task.text)
        hands.press(Qt.Key.Key_1 if good(story.verdicts[key]) else Qt.Key.Key_2)
        if room.own() is not None and room.task.text == key[1]:  # it asks why
            hands.press(Qt.Key.Key_Q)
        graded.append(key)
    return graded


def measure_page(hands: Hands) -> MeasurePage:
    page = hands.window.page(Stage.MEASURE)
    assert isinstance(page, MeasurePage)
    return page


def add(hands: Hands, source: CandidateSource, fill: Callable[[object], object]) -> None:
    """Choose the way in the open dialog, say what it answers, and add it."""
    adding, project = measure_page(hands).adding, hands.application.session.project
    before = len(candidates_of(project))
    hands.click(next(way for way in adding.ways if way.way.source is source))
    fill(adding.pages[source])
    hands.wait(lambda: not adding.go.off_reason)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(lambda: len(candidates_of(project)) == before + 1)
    assert not adding.isVisible()
    hands.look_at_the_window()


def test_three_candidates_sixty_grades_by_two_raters_and_a_decision(
    hands: Hands, story: Story, tmp_path: Path
) -> None:
    window, session = hands.window, hands.application.session

    # A new project that writes answers
    hands.press(Qt.Key.Key_N, CONTROL)
    hands.type("Answer what people ask us.")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_6)
    hands.press(Qt.Key.Key_Return, CONTROL)
    project = session.project
    assert project.answer("task_kind") == "generate"

    # Data: 30 questions pasted, 20 of them held out, the last with O
    hands.go(Stage.DATA)
    QGuiApplication.clipboard().setText("\n".join(story.questions))
    hands.press(Qt.Key.Key_V, CONTROL)
    hands.wait(lambda: project.measured.count_cases() == len(story.questions))
    assert len(case_set(project).there) == len(story.questions)  # none was taken for a repeat
    page = window.page()
    assert isinstance(page, DataPage)
    hands.press(Qt.Key.Key_Return, CONTROL)
    fill_in(hands, n=str(HELD - 1), graded=str(HELD - 1))
    assert len(case_set(project).held) == HELD - 1
    hands.look_at_the_window()
    hands.press(Qt.Key.Key_Down)
    while case_set(project).named(opened := page.cases.list.opened).held_out:
        hands.press(Qt.Key.Key_Down)
        hands.wait(lambda opened=opened: page.cases.list.opened != opened)
    hands.press(Qt.Key.Key_O)
    assert len(case_set(project).held) == HELD

    # Measure: a rule written here, a file of answers, and what people answer today
    hands.go(Stage.MEASURE)
    page = measure_page(hands)
    hands.press(Qt.Key.Key_Return, CONTROL)

    def write_rules(rule) -> None:
        rule.rules.setFocus()
        hands.press(Qt.Key.Key_A, CONTROL)
        for at, line in enumerate(story.rules):
            if at:
                hands.press(Qt.Key.Key_Return)
            hands.type(line)

    add(hands, CandidateSource.RULE, write_rules)
    for source, name, answers in (
        (CandidateSource.FILE, PROMPT, story.prompt),
        (CandidateSource.PEOPLE, "sent", story.people),
    ):
        path = answers_file(tmp_path / f"{name}.jsonl", story, answers)

        def drop(from_file: FilePage, path: Path = path) -> None:
            hands.drop(from_file.drop, path)
            hands.wait(lambda: from_file.found is not None)

        hands.click(next(b for b in page.header.secondary() if b.text() == "Add a candidate…"))
        add(hands, source, drop)
    assert {one.name for one in candidates_of(project)} == {PROMPT, RULE, PEOPLE}
    assert all(len(one.answers.answers) == HELD for one in candidates_of(project))

    # The grading room: Ana grades all 60, Bo half of them again
    def press_g() -> None:
        hands.press(Qt.Key.Key_G)

    room = open_room(hands, press_g)
    hands.type("Ana")
    hands.press(Qt.Key.Key_Return)
    graded = grade(hands, room, lambda said: said.first, story, 60)
    assert len(graded) == 60
    leave(hands, room, Qt.Key.Key_Return)
    room = open_room(hands, press_g)
    hands.type("Bo")
    hands.press(Qt.Key.Key_Return)
    again = grade(hands, room, lambda said: said.second, story, SHARED)
    leave(hands, room, Qt.Key.Key_Escape)
    grades = [kept.grade for kept in project.measured.grades()]
    assert [sum(one.rater == who for one in grades) for who in ("Ana", "Bo")] == [60, SHARED]

    # The tab says what the engine says of what was keyed; what they differ on is settled
    page.show_tab("grading")
    pairs = [[_word(story.verdicts[key].first), _word(story.verdicts[key].second)] for key in again]
    found = agreement(pairs)
    tab = page.beside.grading
    assert tab.kappa.text().endswith(f"Cohen’s kappa {fixed(found.value, 3)}.")
    assert tab.note.text() == f"{SHARED} answers that both Ana and Bo graded."
    differ = [key for key in again if story.verdicts[key].first != story.verdicts[key].second]
    if differ:  # chance decides which cases both grade
        room = open_room(hands, lambda: hands.click(tab.settle))
        assert sorted(grade(hands, room, lambda said: said.settled, story, 60)) == sorted(differ)
        leave(hands, room, Qt.Key.Key_Return)
    assert not tab.settle.isVisible()

    # The prompt is taken to Launch, with the numbers of the page
    page.show_tab("good")
    while page.choice.candidate.name != PROMPT:
        hands.press(Qt.Key.Key_BracketRight)
    good = sum(
        said.settled if (one, story.prompt[one]) in differ else said.first
        for one in (case.input for case in cases_of(project).values())
        for said in (story.verdicts[one, story.prompt[one]],)
    )
    assert hands.headline().startswith(f"{PROMPT} answers well {100 * good // HELD} times in 100.")
    said = page.header.lead.text()
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert window.stage is Stage.LAUNCH
    chosen = project.answer(CHOSEN_KEY)
    assert [one.name for one in candidates_of(project) if one.uid == chosen] == [PROMPT]

    # Launch: a bar, the same numbers, a decision
    launch = window.page()
    assert isinstance(launch, LaunchPage)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(value="30%")
    tested = bar_test(project)
    assert (tested.name, tested.measured.test.correct, tested.measured.cases) == (PROMPT, good, HELD)  # fmt: skip
    assert tested.passes
    sure = percent(
        tested.measured.test.lower_bound, 1
    )  # pays for the choice before a bar is set, too
    assert said.startswith(f"{good} of {HELD} held-out messages: sure of at least {sure}.")
    assert launch.header.lead.text().startswith(f"{PROMPT}: {good} of {HELD} good;")
    hands.press(Qt.Key.Key_Return, CONTROL)
    law = window.findChild(RiskPopover)
    for answer in ("no", "none", "no", "no", "no", "yes"):
        hands.click(law.group.button(answer))
    hands.press(Qt.Key.Key_Escape)
    for text in ("The shift lead, one switch", "Mara Lindqvist"):
        hands.press(Qt.Key.Key_Return, CONTROL)
        hands.answer(text=text)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.answer(owner="Mara Lindqvist", by="14 Jan 2027")
    assert project.answer("launch.decision") == "conditions"

    # The report's evidence holds the same figure, and the command line gives the grades
    level = evidence_of(project).candidates.level
    assert (level.counted, level.n, level.value) == (good, HELD, good / HELD)
    out = tmp_path / "grades.csv"
    assert main(["grade", str(session.path), "--export", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        by_rater = Counter(row["rater"] for row in csv.DictReader(file))
    assert by_rater == Counter({"Ana": 60, "Bo": SHARED, SETTLED: len(differ)})


def _word(good: bool) -> str:
    return "pass" if good else "fail"
