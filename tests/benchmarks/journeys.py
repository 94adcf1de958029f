"""Seven stages with one hand: from New project to the written PDF, for a kind of product, by the mouse alone or with keys alone.

    xvfb-run -a -s "-screen 0 1600x1000x24" python tests/benchmarks/journeys.py generate --keys [--pictures DIR]

Nothing of the application is called: somebody reads what a control is called and reaches it (`tests/desktop/strict_hands.py`). Printed are
the seconds of the keystroke-level model and of the processor a stage, and each stumble: the keyboard that is nowhere or cannot be seen.
It ends with 1 where somebody stumbled, and stops where they cannot go on.
"""

import argparse
import csv
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

import mock_ai
from desktop.app import Application
from desktop.project.stages import Stage
from desktop.theme.apply import apply_theme
from desktop.widgets.choices import Radio
from desktop.widgets.popover import Popover, open_popover
from tests.desktop import strict_hands
from tests.desktop.hands import CONTROL
from tests.desktop.key_hands import KeyHands
from tests.desktop.mouse_hands import MouseHands
from tests.desktop.strict_hands import StrictHands, StuckError, said
from tests.digits import write_digits
from tests.recordings import write_beeps, write_clips

HELD = 12
READY_MADE = Path(mock_ai.__file__).parent / "ready_made"
GOOD, BAD = "Good", "Not good"
ANSWERS = {
    "The bar": "50",
    "Who switches it off": "The shift lead, one switch",
    "Who answers for it": "Mara Lindqvist",
    "Why, in one sentence": "It is good enough for one shop.",
    "Who decided": "Mara Lindqvist",
    "Who looks again": "Mara Lindqvist",
    "From which day": "1 Feb 2027",
    "On which day": "1 Feb 2027",
    "What must hold": "A person reads each answer first.",
    "Who sees to it": "Mara Lindqvist",
    "Until when": "14 Jan 2027",
    "Name": "Mara Lindqvist",
    "Role": "product",
}
"""What somebody writes where a field is called so."""


@dataclass(frozen=True)
class Story:
    """What somebody wants, says of it, and has: cases to bring, and what somebody else's system answered."""

    kind: str
    idea: str
    cases: Path
    answers: Path | None = None
    takes: str = ""
    graded: bool = False
    fault: str = ""


class Journey:
    """One person with one hand."""

    def __init__(self, hands: StrictHands, story: Story, pdf: Path, pictures: Path | None) -> None:
        self.hands, self.story, self.pdf, self._pictures = hands, story, pdf, pictures
        self._seen = 0

    def run(self) -> None:
        for part in (self.problem, self.decide, self.fake, self.data, self.measure, self.launch, self.report):  # fmt: skip
            part()
            self.look(part.__name__)
            self.hands.lap(part.__name__)

    def look(self, what: str) -> None:
        """Keep a picture of what is in front."""
        self._seen += 1
        if self._pictures is not None:
            QTest.qWait(400)
            self.hands.front().grab().save(str(self._pictures / f"{self._seen:02}-{what}.png"))

    def go(self, stage: Stage) -> None:
        hands = self.hands
        if isinstance(hands, KeyHands):
            hands.key(getattr(Qt.Key, f"Key_{stage.number}"), CONTROL)
        else:
            hands.use(f"{stage.title}:")

    def problem(self) -> None:
        hands = self.hands
        hands.use("New project")
        hands.write("What should it do?", self.story.idea)
        hands.see("That sounds like")
        hands.use("Start")
        hands.see("Five questions decide")
        hands.choose(" it?: nothing chosen", 2)
        hands.choose("Have people shown", 1)
        hands.choose("How bad a mistake", 1)
        hands.choose("Can a mistake be undone", 1)
        hands.use("None of these")
        hands.use("your ")
        self.look("problem")
        hands.use("See the verdict")

    def decide(self) -> None:
        self.hands.see("What would change this")
        self.look("decide")
        self.hands.use(self.primary())

    def primary(self) -> str:
        """What the one dark button says."""
        return self.hands.window.page().primary_text()

    def fake(self) -> None:
        hands = self.hands
        if hands.window.stage is not Stage.FAKE:
            self.go(Stage.FAKE)
        self.look("fake")
        hands.use("Show these")
        self.react()
        hands.use("Leave")
        hands.use("Start a session")
        hands.use("Start")
        for _ in range(3):
            self.react()
        hands.use("Leave")
        hands.see("answers of 1 person")

    def react(self) -> None:
        """Take the answer as it came; where none came, ask once more."""
        hands, wanted = self.hands, self.story.takes
        hands.until(lambda: (wanted and hands.find(wanted)) or self.dark(), "an answer")
        again = hands.find("Try again")
        hands.use(said(again) if again else wanted or self.dark())
        QTest.qWait(100)
        if again:
            self.react()

    def dark(self) -> str:
        """What the one dark button in front says; empty where there is none."""
        return next((said(one) for one in self.hands.controls() if getattr(one, "kind", "") == "primary"), "")  # fmt: skip

    def data(self) -> None:
        hands = self.hands
        self.go(Stage.DATA)
        self.look("data-empty")
        hands.bring(self.story.cases)
        if self.story.answers is None:  # it is learned from
            hands.until(lambda: self.primary().startswith(("Train", "Measure with")), "what it learns from")  # fmt: skip
            return
        hands.use("Hold out")
        self.look("hold-out")
        hands.write("How many are held out", str(HELD))
        if hands.find("How many of them will people grade"):
            hands.write("How many of them will people grade", str(HELD))
        hands.use("Hold out")
        hands.see("are held out")

    def measure(self) -> None:
        hands, story = self.hands, self.story
        if story.answers is None:
            hands.use(self.primary())
            hands.until(lambda: hands.headline().startswith("Run 1 "), "the first run")
            return
        self.go(Stage.MEASURE)
        self.look("measure-empty")
        hands.use("Set up: A file of answers")
        self.look("candidate")
        with hands.file_dialog(story.answers):
            hands.use("Drop a table, JSON lines")
        hands.see("held-out")
        self.look("candidate-file")
        hands.use("Add its")
        self.look("measured")
        if story.graded:
            self.grade()
            self.look("graded")

    def grade(self) -> None:
        """Say of each answer whether it is good: three of four are."""
        hands = self.hands
        hands.use("Grade")
        hands.until(lambda: hands.front() is not hands.window, "the grading room")
        self.look("room-before")
        hands.write("Who grades", "Ana")
        hands.use("Begin")
        for at in range(HELD):
            self.look("room") if at == 1 else None
            good = at % 4 != 3
            hands.use(GOOD if good else BAD)
            if not good:
                hands.use(self.story.fault)
        self.look("room-after")
        hands.use("Leave")

    def launch(self) -> None:
        """Do what the dark button says, and answer what it asks, until it leads to the report."""
        hands = self.hands
        self.go(Stage.LAUNCH)
        self.look("launch-empty")
        for _ in range(12):
            words = self.primary()
            if words == "See the report":
                return
            hands.use(words)
            QTest.qWait(200)
            self.look("asked")
            while isinstance(open_popover(hands.front()), Popover):
                self.answer()
        raise StuckError(f"the launch goes round: {words}")

    def answer(self) -> None:
        """What is asked in a box: a question of the law, or some fields."""
        hands = self.hands
        radios = [one for one in hands.controls() if isinstance(one, Radio)]
        if hands.scope().accessibleName() == "Risk questions":
            wanted = next(
                (said(one) for one in radios if one.text() in ("No", "None of these")), None
            )
            if wanted is None:
                hands.close()
            else:
                hands.use(wanted)
            QTest.qWait(100)
            return
        for one in [one for one in hands.controls() if isinstance(one, QLineEdit)]:
            text = next((text for key, text in ANSWERS.items() if said(one).startswith(key)), None)
            if text is not None:
                hands.write(said(one), text)
        asked = hands.scope()
        hands.use(self.dark())
        if hands.scope() is asked:
            raise StuckError(f"“{said(asked)}” will not do: {[one.text() for one in asked.findChildren(QLabel) if one.isVisible()]}")  # fmt: skip

    def report(self) -> None:
        hands = self.hands
        self.go(Stage.REPORT)
        self.look("report")
        with hands.file_dialog(self.pdf):
            hands.use("Export")
        hands.until(self.pdf.exists, "the PDF")
        hands.see("is written")


def written(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """As JSON lines."""
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def of_ready_made(kind: str, idea: str, takes: str = "", *, graded: bool = False, fault: str = "") -> Callable[[Path], Story]:  # fmt: skip
    """The cases of a ready-made set as one's own, and of each fourth the answer to the next one, as a service would be wrong."""

    def story(folder: Path) -> Story:
        items = json.loads((READY_MADE / f"{kind}.json").read_text("utf-8"))["items"]
        names = [item.get("file", item["text"]) for item in items]
        if "file" in items[0]:
            names = [Path(shutil.copy(READY_MADE / name, folder)).name for name in names]
        rows = [{"id": str(at), "input": name, "expected": item["good"]} for at, (name, item) in enumerate(zip(names, items, strict=True), 1)]  # fmt: skip
        cases = [{key: row[key] for key in ("input",) if graded} or row for row in rows]
        answers = [{"id": row["id"], "input": row["input"], "answer": rows[at - 1 if at % 4 == 3 else at]["expected"], "seconds": 2} for at, row in enumerate(rows)]  # fmt: skip
        if kind == "rank":
            goods = [item["good"] for item in items]
            for at, answer in enumerate(answers):
                answer["answer"] = [*goods[at + 1 : at + 3], *([] if at % 4 == 3 else [goods[at]])]
        return Story(kind, idea, written(folder / "cases.jsonl", cases), written(folder / "service.jsonl", answers), takes, graded=graded, fault=fault)  # fmt: skip

    return story


def bread(folder: Path) -> Story:
    """A table of days: what was sold follows the weekday, the weather and chance."""
    chance, path = random.Random(0), folder / "sales.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("weekday", "temperature", "rain", "holiday", "loaves"))
        for day in range(240):
            weekday, warm, rain = day % 7, chance.randint(-4, 30), chance.choice(("yes", "no"))
            sold = 180 + 40 * (weekday > 4) - 2 * warm - 25 * (rain == "yes") + chance.gauss(0, 12)
            table.writerow((DAYS[weekday], warm, rain, "no", round(sold)))
    return Story("number", "Predict how many loaves we sell tomorrow.", path)


def digits(folder: Path) -> Story:
    return Story(
        "classify", "Sort photos of meters by their digit.", write_digits(folder / "digits", 16)
    )


def noises(folder: Path) -> Story:
    return Story("classify", "Sort recordings of a machine by how they sound.", write_beeps(folder / "machines", 16))  # fmt: skip


def clips(folder: Path) -> Story:
    return Story("classify", "Sort video clips of a belt by where the parcels go.", write_clips(folder / "belt", 16))  # fmt: skip


def questions(folder: Path) -> Story:
    """A table of texts and their labels: the questions to a bank of a ready-made set."""
    items = json.loads((READY_MADE / "classify-bank.json").read_text("utf-8"))["items"]
    with (path := folder / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *((one["text"], one["good"]) for one in items)])  # fmt: skip
    return Story("classify", "Sort the text of each question by its topic.", path)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STORIES: dict[str, Callable[[Path], Story]] = {
    "classify": digits,
    "classify-texts": questions,
    "classify-sounds": noises,
    "classify-clips": clips,
    "number": bread,
    "rank": of_ready_made("rank", "Recommend what goes with a basket.", "Take"),
    "extract": of_ready_made("extract", "Pull the tasks out of meeting notes."),
    "transcribe": of_ready_made("transcribe", "Write down spoken orders."),
    "generate": of_ready_made("generate", "Draft a reply to each message of a customer.", graded=True, fault="makes it up"),
    "act": of_ready_made("act", "File and pay the expenses of the team.", graded=True, fault="wrong object"),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kind", choices=STORIES)
    hand = parser.add_mutually_exclusive_group(required=True)
    hand.add_argument("--mouse", action="store_true")
    hand.add_argument("--keys", action="store_true")
    parser.add_argument("--pictures", type=Path, help="a folder for what was seen, and the PDF")
    parser.add_argument("--patience", type=float, default=strict_hands.PATIENCE)
    asked = parser.parse_args()
    strict_hands.PATIENCE = asked.patience
    folder = Path(tempfile.mkdtemp())
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(folder)
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    random.seed(0)
    app = QApplication([])
    apply_theme(app, "light", reduced_motion=True)
    application = Application(app)
    application.settings.change(theme="light", reduced_motion=True)
    application.window.resize(1440, 900)
    application.window.show()
    hands = (KeyHands if asked.keys else MouseHands)(application)
    pdf = (asked.pictures or folder) / "launch.pdf"
    pdf.unlink(missing_ok=True)
    journey = Journey(hands, STORIES[asked.kind](folder), pdf, asked.pictures)
    stuck = ""
    try:
        journey.run()
    except StuckError as error:
        stuck = str(error)
        journey.look("stuck")
        print(f"STUCK: {stuck}")
    total = sum(person for _, person, _ in hands.laps)
    for stumble in hands.stumbles:
        print(f"stumble: {stumble}")
    print(f"{asked.kind}, {'keys' if asked.keys else 'mouse'}: {total:.0f} s of a person, {len(hands.stumbles)} stumbles")  # fmt: skip
    sys.stdout.flush()
    os._exit(1 if stuck or hands.stumbles else 0)


if __name__ == "__main__":
    main()
