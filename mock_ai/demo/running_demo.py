"""A demo session at work: for each participant the next turn, and what was done with it. Safe between threads."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from estimators.base.spoken_answer import NO_ANSWER
from mock_ai.client_answer import in_text
from mock_ai.conversation import ClassAnswer
from mock_ai.delays import Delay, scheduled_uniform
from mock_ai.demo.block import DemoBlock, Participant, block_at
from mock_ai.demo.plan import DemoItem, DemoPlan
from mock_ai.demo.reaction_store import ReactionStore
from mock_ai.kind_on_stage import stage_answer, stage_question
from mock_ai.kinds.dialled_kind import DialledKind, KindAnswer
from mock_ai.kinds.product import CLASSES
from mock_ai.reaction import (
    BY_HAND,
    DIALLED_BY_PARTS,
    Reaction,
    ReactionOutcome,
    known_person,
)
from mock_ai.scenario import ScenarioFake
from mock_ai.stage_answer import StageAnswer, StageQuestion
from mock_ai.stage_material import StageMaterial

LONGEST_ANSWER = 2_000  # characters of an answer that are kept with a reaction
_NOT_AGAIN = 3  # an example comes back after at least so many others, where there are others


@dataclass(frozen=True)
class DemoTurn:
    """One answer that a participant is about to see.

    ``number`` of ``about`` counts this participant's answers from 1. ``accuracy`` is what the fake is dialled to now,
    ``variant`` which errors it makes where two kinds are compared.
    """

    person: str
    number: int
    about: int
    block: int
    item: DemoItem
    accuracy: float
    variant: str = ""


class RunningDemo:
    """Turns and reactions of one demo session.

    - `plan`: what the session does.
    - `keeper`: where reactions go; those it has already are taken up.
    - `session`: the name under which reactions are kept.
    - `truth`: own examples; with it the same photo gets the same answer as from the server.
    - `earlier`: reactions of other sessions, for the adaptive choice of accuracies.

    ``material`` is what there is to show where the product has no classes, else None.
    """

    def __init__(
        self,
        plan: DemoPlan,
        keeper: ReactionStore,
        *,
        session: str = "",
        truth: Mapping[str, str] | None = None,
        earlier: Sequence[Reaction] = (),
    ) -> None:
        self.plan = plan
        self.session = session
        self._keeper = keeper
        self._truth = dict(truth or {}) | {i.id: i.truth for i in plan.items if i.truth is not None}
        self._earlier = tuple(earlier)
        self._reactions = list(keeper.reactions())
        self._people = list(dict.fromkeys(reaction.person for reaction in self._reactions))
        self._turns: dict[str, tuple[DemoTurn, DemoBlock]] = {}
        self._lock = threading.RLock()
        self._fake = lru_cache(maxsize=32)(self._make_fake)
        self._right = lru_cache(maxsize=32)(self._work_out)
        self._of_kind = lru_cache(maxsize=32)(self._make_of_kind)
        classes = plan.scenario.product == CLASSES
        self.material = None if classes else StageMaterial.of(plan.scenario.product, plan.case)

    # --- what was done -----------------------------------------------------------------------

    @property
    def reactions(self) -> tuple[Reaction, ...]:
        """Every reaction of this session, oldest first."""
        with self._lock:
            return tuple(self._reactions)

    @property
    def people(self) -> tuple[str, ...]:
        """Who has taken part so far, in the order they came."""
        with self._lock:
            return tuple(self._people)

    def done(self, person: str) -> int:
        """How many answers this participant has reacted to."""
        return len(self._of(person))

    def _of(self, person: str) -> list[Reaction]:
        with self._lock:
            return [reaction for reaction in self._reactions if reaction.person == person]

    # --- what comes next ---------------------------------------------------------------------

    def turn(self, person: str) -> DemoTurn | None:
        """What this participant sees next, the same until there is a reaction; None after the last answer.

        Takes some milliseconds where a new block begins.
        """
        with self._lock:
            if person not in self._people:
                self._people.append(person)
            mine = self._of(person)
            if len(mine) >= self.plan.answers:
                return None
            known = self._turns.get(person)
            if known is None or known[0].number != len(mine) + 1:
                someone = self._participant(person, mine)
                block = block_at(self.plan, someone, self._everyone, self._share_right)
                item = self._fitting(person, mine, block)[0]
                known = self._turns[person] = self._turn_of(person, len(mine), block, item), block
            return known[0]

    # A skipped example would leave its answer uncounted; another in its place keeps the share of right
    # answers that the plan promises (decision 0178).
    def another(self, person: str, step: int = 1) -> DemoTurn | None:
        """The same turn with another example, as right or wrong as the first: a step forward, or back (-1).

        None where there is no turn; the same turn where there is no further example.
        """
        with self._lock:
            turn = self.turn(person)
            if turn is None:
                return None
            _, block = self._turns[person]
            fitting = self._fitting(person, self._of(person), block)
            places = {item.id: place for place, item in enumerate(fitting)}
            place = places.get(turn.item.id, 0) + step
            if 0 <= place < len(fitting):
                turn = self._turn_of(person, turn.number - 1, block, fitting[place])
                self._turns[person] = turn, block
            return turn

    @property
    def _everyone(self) -> tuple[Reaction, ...]:
        return (*self._earlier, *self._reactions)

    def _participant(self, person: str, mine: list[Reaction]) -> Participant:
        known_as = known_person(self.session, person)
        return Participant(person, known_as, self._people.index(person), mine)

    def _turn_of(self, person: str, done: int, block: DemoBlock, item: DemoItem) -> DemoTurn:
        return DemoTurn(
            person, done + 1, self.plan.answers, block.number, item, block.accuracy, block.variant
        )

    def _fitting(self, person: str, mine: list[Reaction], block: DemoBlock) -> list[DemoItem]:
        """The examples that are answered rightly (or wrongly) as the block asks, those seen least often first.

        "I don't know" comes as often as it would by itself, and stands for neither.
        """
        items = self.plan.items
        right = self._right(block.accuracy, block.variant)
        wanted: bool | None = block.right
        untold = sum(right[item.id] is None for item in items) / len(items)
        if scheduled_uniform(self.plan.seed, f"untold/{person}", len(mine)) < untold:
            wanted = None
        shown = Counter(reaction.item for reaction in mine)
        recent = {reaction.item for reaction in mine[-_NOT_AGAIN:]}
        places = {item.id: place for place, item in enumerate(items)}

        def rank(item: DemoItem) -> tuple[bool, int, float]:
            luck = scheduled_uniform(self.plan.seed, f"item/{person}", places[item.id])
            return item.id in recent, shown[item.id], luck

        fitting = [i for i in items if not self.plan.simulated or right[i.id] is wanted]
        return sorted(fitting or items, key=rank)

    def _share_right(self, accuracy: float, variant: str) -> float:
        """How many whole answers are right: as many as dialled, unless the dial counts their fields or words."""
        if self.plan.kind not in DIALLED_BY_PARTS:
            return accuracy
        right = self._right(accuracy, variant).values()
        return sum(map(bool, right)) / len(right)

    def _work_out(self, accuracy: float, variant: str) -> dict[str, bool | None]:
        """Whether the fake would be right about each example; None: its class is not known, or it would not say."""
        if self.material is not None:
            of_kind = self._of_kind(accuracy, variant)
            return {i.id: of_kind.answer(self.content(i)).good for i in self.plan.items}
        calm = replace(
            self.plan.scenario_at(accuracy, variant),
            delay=Delay(),
            no_answer_rate=0.0,
            error_rate=0.0,
        )
        fake = calm.fake(known=self._truth)
        answers = fake.answer_digests([bytes.fromhex(item.id) for item in self.plan.items])
        return {
            item.id: None if item.truth is None or answer.abstain else answer.label == item.truth
            for item, answer in zip(self.plan.items, answers, strict=True)
        }

    # --- the answer --------------------------------------------------------------------------

    def answer(self, turn: DemoTurn, attempt: int = 0) -> ClassAnswer:
        """The fake's answer, with the fault and delay that the scenario has for it; try again with the next ``attempt``."""
        rank = self._people.index(turn.person) if turn.person in self._people else 0
        position = rank * self.plan.answers + turn.number - 1 + attempt
        if self.material is not None:
            return self._answer_of_kind(turn, position)
        fake = self._fake(turn.accuracy, turn.variant)
        return fake.answer_digests([bytes.fromhex(turn.item.id)], position)[0]

    def _answer_of_kind(self, turn: DemoTurn, position: int) -> ClassAnswer:
        fault, delay = self.plan.scenario.fault_and_delay_at(position)
        if fault is not None:
            return ClassAnswer(None, None, {}, False, fault, delay, NO_ANSWER)
        given = self._of_kind(turn.accuracy, turn.variant).answer(self.content(turn.item))
        text = in_text(self.plan.kind, given)
        return ClassAnswer(None, given.certainty, {}, False, None, delay, text, given=given)

    def measured_number(self, item: DemoItem, given: KindAnswer) -> ClassAnswer:
        """What a model said of an item, judged as the kind judges it where its truth is known."""
        assert self.material is not None
        known, scenario = self.material.items.get(item.id), self.plan.scenario
        if given.strange:
            text = in_text(self.plan.kind, given)
            return ClassAnswer(None, None, {}, True, None, 0.0, text, False, given)
        if known is not None:
            is_good = scenario.product.fitted(scenario.seed).is_good(known.good, given.answer)
            given = replace(given, good=is_good)
        text = in_text(self.plan.kind, given)
        return ClassAnswer(None, given.certainty, {}, False, None, 0.0, text, False, given)

    def _make_of_kind(self, accuracy: float, variant: str) -> DialledKind:
        scenario = self.plan.scenario_at(accuracy, variant)
        return scenario.product.fitted(scenario.seed)

    def _make_fake(self, accuracy: float, variant: str) -> ScenarioFake:
        return self.plan.scenario_at(accuracy, variant).fake(known=self._truth)

    # --- of another kind than classify -------------------------------------------------------

    def content(self, item: DemoItem) -> str | Path:
        """The text of an item, or its file, where the product has no classes."""
        assert self.material is not None
        known = self.material.items.get(item.id)
        return item.name if known is None else known.input

    def question(self, item: DemoItem) -> StageQuestion:
        """What the Stage asks about an item, where the product has no classes."""
        assert self.material is not None
        asked, known = self.content(item), self.material.items.get(item.id)
        return stage_question(self.plan.kind, asked, known, self.material, item.modality)

    def shown(self, item: DemoItem, answer: ClassAnswer) -> StageAnswer | None:
        """An answer about an item as the Stage shows it; None where there is none (a fault, or a person's own words)."""
        if self.material is None or answer.given is None:
            return None
        known = self.material.items.get(item.id)
        return stage_answer(self.plan.kind, self.content(item), answer.given, known, self.material)

    # --- what people do ----------------------------------------------------------------------

    def react(
        self,
        turn: DemoTurn,
        answer: ClassAnswer,
        outcome: ReactionOutcome,
        *,
        correction: str = "",
        note: str = "",
        by_person: bool = False,
    ) -> Reaction:
        """Keep what a participant did with an answer, the fake's unless ``by_person``; it is kept when this returns.

        Raises `UserError` if it is no outcome, or the keeper cannot keep it; then nothing changed.
        """
        reaction = Reaction(
            session=self.session,
            item=turn.item.id,
            shown_accuracy=turn.accuracy,
            outcome=outcome,
            scenario=self.plan.scenario.id,
            person=turn.person,
            correction=correction,
            note=note,
            at=datetime.now(UTC),
            name=turn.item.name,
            truth=turn.item.truth,
            answer=answer.label if self.material is None else answer.text[:LONGEST_ANSWER],
            confidence=answer.probability,
            block=turn.block,
            variant=BY_HAND if by_person else turn.variant,
            simulated=answer.simulated,
            kind=self.plan.kind,
            good=answer.given.good if answer.given is not None else None,
        )
        with self._lock:
            self._keeper.keep(reaction)
            self._reactions.append(reaction)
            if turn.person not in self._people:
                self._people.append(turn.person)
            self._turns.pop(turn.person, None)
        return reaction

    def take_back(self, person: str) -> Reaction | None:
        """Undo the last reaction of this participant; its turn comes again. None: there is none.

        Raises `UserError` if the keeper cannot; then nothing changed.
        """
        with self._lock:
            mine = self._of(person)
            if not mine:
                return None
            last = mine[-1]
            self._keeper.take_back(last)
            self._reactions.remove(last)
            item = next((i for i in self.plan.items if i.id == last.item), None)
            if item is not None:
                variant = "" if last.variant == BY_HAND else last.variant
                block = DemoBlock(last.block, last.shown_accuracy, variant, last.right is not False)
                turn = self._turn_of(person, len(mine) - 1, block, item)
                self._turns[person] = turn, block
            return last
