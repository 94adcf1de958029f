"""A demo session on the Stage: who is asked what, what is answered, and what people do with it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.fake.borrowed_set import borrowed_classes, lent_content
from desktop.findings.fake.scenarios import answering
from desktop.project.originals import Original
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.session import Session
from estimators.base.sentence import tr
from mock_ai.conversation import ClassAnswer
from mock_ai.demo.plan import DemoItem
from mock_ai.demo.running_demo import LONGEST_ANSWER, DemoTurn, RunningDemo
from mock_ai.number_model import MeasuredNumber, NumberModel
from mock_ai.reaction import Reaction, ReactionOutcome
from mock_ai.scenario import ScenarioFake
from mock_ai.stage import title_of
from mock_ai.stage_answer import StageAnswer, StageQuestion

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.row_classifier import RowClassifier, RowRegressor

ENDPOINT = "stage"
_TOKENS_A_WORD = 4 / 3
_CANNOT = {
    "photo": tr("see this photo"),
    "sound": tr("hear this sound"),
    "video": tr("see this clip"),
}


def missing_words(modality: str, why: str = tr("Its file is not here.")) -> str:
    """What is said of an example that cannot be read."""
    return tr("I can’t {do}. {why}", do=_CANNOT.get(modality, tr("read this text")), why=why)


@dataclass(frozen=True)
class StageReply:
    """What came back: the answer, how it is ``shown`` where it is no class (None: nothing came), and how fast it appears.

    ``seconds_a_piece`` None: at the usual pace of its kind.
    """

    answer: ClassAnswer
    shown: StageAnswer | None = None
    seconds_a_piece: float | None = None


class DemoAnswerer:
    """Answers from any thread; a real classifier is loaded with the first question."""

    def __init__(self, project_path: Path, demo: RunningDemo) -> None:
        self._path, self._demo = project_path, demo
        self._model: ScenarioFake | OnnxClassifier | RowClassifier | RowRegressor | None = None

    def answer(self, turn: DemoTurn, item: str | Original, attempt: int) -> StageReply:
        """The answer to a turn's example (its file, or the text that the project keeps), with its delay."""
        if not self._demo.plan.simulated:
            measured = self._measured(turn, item)
            return StageReply(measured, self._demo.shown(turn.item, measured))
        answer = self._demo.answer(turn, attempt)
        return StageReply(answer, self._demo.shown(turn.item, answer), self._seconds_a_piece())

    def _seconds_a_piece(self) -> float | None:
        """From word to word, where the scenario says how fast it writes."""
        plan = self._demo.plan
        written = plan.scenario.stubs.between_tokens
        if written is None or plan.kind != "generate":
            return None
        return written.seconds(0.5, 0) * _TOKENS_A_WORD

    def _measured(self, turn: DemoTurn, item: str | Original) -> ClassAnswer:
        """What the trained model says."""
        from estimators.classifier.unreadable import UnreadableItem

        try:
            content = item if isinstance(item, str) else item.read()
        except UnreadableItem as error:
            gone = isinstance(item, Original) and not item.is_here()
            words = missing_words(turn.item.modality, *(() if gone else (f"{error}",)))
            return ClassAnswer(None, None, {}, False, "error", 0.0, words, simulated=False)
        if self._model is None:
            with Project.open_beside(self._path) as project:
                self._model = answering(project)[0]
        if isinstance(self._model, NumberModel):
            return self._demo.measured_number(
                turn.item, MeasuredNumber(self._model).answer(content)
            )
        row = self._model.predict_proba([content])[0]
        abstain = bool(self._model.abstains([content])[0])
        asked = getattr(self._model, "strange_columns", None)
        strange = asked([content])[0] if asked else ()
        names = [str(name) for name in self._model.classes_]
        return ClassAnswer.of_row(names, row.tolist(), abstain, simulated=False, strange=strange)


def journal_entry(item: DemoItem, answer: ClassAnswer, model: str) -> dict[str, Json]:
    """An answer on the Stage as the request journal keeps it."""
    by = "fault" if answer.fault else "dials" if answer.simulated else "model"
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "endpoint": ENDPOINT,
        "name": item.name,
        "kind": item.modality,
        "sha256": item.id,
        "answer": answer.label if answer.given is None else answer.text[:LONGEST_ANSWER],
        "probability": answer.probability,
        "abstain": answer.abstain,
        "answered_by": by,
        "took_seconds": answer.delay_seconds,
        "status": 200 if answer.fault is None else 500,
        "model": model,
        "simulated": answer.simulated,
    }


class DemoSitting:
    """Wraps a running demo for the window. What is ``recorded`` is in the project at once; the rest leaves nothing.

    Everything but :meth:`next_turn` belongs to the GUI thread, which the project's connection belongs to.
    """

    def __init__(self, session: Session, demo: RunningDemo, *, recorded: bool) -> None:
        self._session, self._project = session, session.project
        self.demo, self.recorded = demo, recorded
        self._examples = {example.sha256: example for example in self._project.examples()}
        self._answers: list[dict[str, Json]] = []
        self.person = self.next_person() or "1"

    # --- who ---------------------------------------------------------------------------------

    @property
    def hands_over(self) -> bool:
        """Whether several people take part, so that each is asked who they are."""
        return self.recorded and self.demo.plan.people > 1

    def next_person(self) -> str | None:
        """Who comes next: somebody who has not seen everything, or a new number; None when all have been through."""
        people, answers = self.demo.people, self.demo.plan.answers
        begun = [person for person in people if self.demo.done(person)]
        for person in begun:
            if self.demo.done(person) < answers:
                return person
        if len(begun) >= self.demo.plan.people:
            return None
        return next(str(n) for n in count(len(begun) + 1) if str(n) not in begun)

    def begin(self, name: str) -> str:
        """Let this person answer; says why not, or nothing."""
        name = " ".join(name.split())[:80]
        if not name:
            return tr("Type a name or a number.")
        if self.demo.done(name) >= self.demo.plan.answers:
            return tr("“{name}” has seen everything. Type another name.", name=name)
        self.person = name
        return ""

    @property
    def who(self) -> str:
        """Who answers, in words; nothing where there is only one."""
        if not self.hands_over:
            return ""
        begun = [p for p in self.demo.people if self.demo.done(p) or p == self.person]
        place = begun.index(self.person) + 1 if self.person in begun else len(begun) + 1
        named = f"{self.person}, " if not self.person.isdigit() else ""
        return tr(
            "{named}person {place} of {people}",
            named=named,
            place=place,
            people=max(self.demo.plan.people, place),
        )

    # --- what --------------------------------------------------------------------------------

    def next_turn(self, step: int = 0) -> DemoTurn | None:
        """What the person sees: the turn, or with a step another example in its place. From any thread."""
        if step:
            return self.demo.another(self.person, step)
        return self.demo.turn(self.person)

    def content(self, item: DemoItem) -> str | Original:
        """The text that the project keeps, or the file that may be shown."""
        if self.demo.material is not None:
            return self._lent(self.demo.content(item), item)
        borrowed = borrowed_classes(self._project)
        if borrowed is not None and item.id in lent_content(borrowed):
            return self._lent(lent_content(borrowed)[item.id], item)
        example = self._examples.get(item.id)
        if example is None:  # deleted meanwhile
            return self._project.originals.shown(item.name, "", item.modality)
        text = self._project.text(example)
        return self._project.shown(example) if text is None else text

    def question(self, item: DemoItem) -> StageQuestion:
        """What is asked about an example, in words; of one that is told apart there is only its name."""
        if self.kind == "classify":
            return StageQuestion(title_of(item), "", item.modality)
        return self.demo.question(item)

    def photo(self, name: str) -> bytes | None:
        """The picture of a thing that is recommended, for a worker thread; None where there is none."""
        material = self.demo.material
        file = material.photo(name) if material is not None else None
        try:
            return None if file is None else file.read_bytes()
        except OSError:
            return None

    @property
    def kind(self) -> str:
        return self.demo.plan.kind

    def _lent(self, asked: str | Path, item: DemoItem) -> str | Original:
        if isinstance(asked, str):
            return asked
        return self._project.originals.shown(str(asked), item.id, item.modality)

    def thumbnail(self, item: DemoItem) -> bytes | None:
        """A small picture that the project keeps."""
        return self._project.caches.thumbnail(item.id)

    @property
    def done(self) -> tuple[bool, ...]:
        """Which of this person's answers have a reaction."""
        done, answers = self.demo.done(self.person), self.demo.plan.answers
        return tuple(place < done for place in range(answers))

    # --- what people do ----------------------------------------------------------------------

    def answered(self, turn: DemoTurn, answer: ClassAnswer) -> None:
        """Note an answer for the journal; it is written with the next reaction or at the end."""
        if self.recorded:
            self._answers.append(journal_entry(turn.item, answer, self.demo.plan.scenario.id))

    def react(
        self,
        turn: DemoTurn,
        answer: ClassAnswer,
        outcome: ReactionOutcome,
        correction: str = "",
        note: str = "",
    ) -> None:
        """Keep what the person did, and their remark (``UserError`` where it cannot be kept)."""
        self.demo.react(turn, answer, outcome, correction=correction, note=note)
        if self.recorded:
            self._keep_answers()
            self._session.appended("session", "reaction", "journal")

    def take_back(self) -> Reaction | None:
        """Undo this person's last reaction; None where there is none (``UserError`` where it cannot be undone)."""
        last = self.demo.take_back(self.person)
        if last is not None and self.recorded:
            self._session.appended("session", "reaction")
        return last

    def end(self) -> None:
        """Write down what was asked last."""
        if self.recorded and self.demo.reactions and self._answers:
            self._keep_answers()
            if self._session.is_open and self._session.project is self._project:
                self._session.appended("journal")

    def _keep_answers(self) -> None:
        if self._answers and not self._project.file.read_only:
            self._project.requests.append_rows(self._answers)
        self._answers.clear()
