"""One showing on the Stage: whose turn it is, what they see, and what is kept of it."""

from itertools import count

from desktop.pages.stage.answers import journal_entry
from desktop.project.originals import Original
from desktop.project.records import Json
from desktop.session import Session
from mock_ai.demo.plan import DemoItem
from mock_ai.demo.running_demo import DemoTurn, RunningDemo
from mock_ai.scenario import ClassAnswer
from mock_ai.sessions import Reaction, ReactionOutcome


class Sitting:
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
            return "Type a name or a number."
        if self.demo.done(name) >= self.demo.plan.answers:
            return f"“{name}” has seen everything. Type another name."
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
        return f"{named}person {place} of {max(self.demo.plan.people, place)}"

    # --- what --------------------------------------------------------------------------------

    def next_turn(self, step: int = 0) -> DemoTurn | None:
        """What the person sees: the turn, or with a step another example in its place. From any thread."""
        if step:
            return self.demo.another(self.person, step)
        return self.demo.turn(self.person)

    def content(self, item: DemoItem) -> str | Original:
        """The text that the project keeps, or the file that may be shown."""
        example = self._examples.get(item.id)
        if example is None:  # deleted meanwhile
            return self._project.originals.shown(item.name, "", item.modality)
        text = self._project.text(example)
        return self._project.shown(example) if text is None else text

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
        self, turn: DemoTurn, answer: ClassAnswer, outcome: ReactionOutcome, correction: str = ""
    ) -> None:
        """Keep what the person did (``UserError`` where it cannot be kept)."""
        self.demo.react(turn, answer, outcome, correction=correction)
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
            self._project.append_journal(tuple(self._answers))
        self._answers.clear()
