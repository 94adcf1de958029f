"""A demo session at work: for each participant the next turn, and what was done with it. Safe between threads."""

import random
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from math import floor

from mock_ai.acceptance_model import AcceptancePosterior
from mock_ai.conversation import ClassAnswer
from mock_ai.delays import Delay, scheduled_uniform
from mock_ai.demo.plan import ALARMS, MISSES, DemoItem, DemoPlan
from mock_ai.demo.reaction_store import ReactionStore
from mock_ai.reaction import BY_HAND, Reaction, ReactionOutcome, known_person
from mock_ai.scenario import ScenarioFake
from mock_ai.sessions import CAUTIOUS, tallies

# Every third block sits at the cautious end, where the bar will go (decision 0184).
_SHOWS_THE_BAR = 3


@dataclass(frozen=True)
class DemoBlock:
    """The dials for the next answer, and whether that answer should be right."""

    number: int
    accuracy: float
    variant: str
    right: bool


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part: who came as number ``rank`` (from 0), and what they did so far.

    ``known_as`` is their name among the people of all sessions.
    """

    name: str
    known_as: str
    rank: int
    did: Sequence[Reaction]


def block_at(plan: DemoPlan, person: Participant, everyone: Sequence[Reaction]) -> DemoBlock:
    """What a participant meets next; ``everyone`` is every reaction that counts, this person's included."""
    number, place = divmod(len(person.did), plan.block)
    dialled = [reaction for reaction in person.did if reaction.variant != BY_HAND]
    current = [reaction for reaction in dialled if reaction.block == number]
    if current and plan.way != "fixed":
        accuracy, variant = current[0].shown_accuracy, current[0].variant
    else:
        accuracy, variant = _dialled(plan, person, number, everyone)
    before = [r for r in person.did if r.block < number and r.variant == variant]
    wrong = wrong_places(plan, person.name, number, accuracy, before)
    return DemoBlock(number, accuracy, variant, place not in wrong)


def _dialled(
    plan: DemoPlan, person: Participant, number: int, everyone: Sequence[Reaction]
) -> tuple[float, str]:
    if plan.way == "adaptive":
        return adaptive_accuracy(plan, person.known_as, everyone), ""
    if plan.way == "fixed":
        return plan.scenario.accuracy_at(len(person.did)), ""
    first = person.rank + (scheduled_uniform(plan.seed, "variant", 0) < 0.5)
    # Within: ABBA, and BAAB for every second person, so that neither kind comes first more often
    # (decision 0186).
    turned = plan.way == "compare within" and number % 4 in (1, 2)
    return plan.scenario.accuracy, (MISSES, ALARMS)[(first + turned) % 2]


def adaptive_accuracy(plan: DemoPlan, known_as: str, everyone: Sequence[Reaction]) -> float:
    """The accuracy of somebody's next block: what teaches most, and every third time what would be proposed as the bar.

    A bar is only proposed where people have seen it, and what teaches most lies below it.
    """
    posterior = AcceptancePosterior(tallies(everyone))
    if len(everyone) // plan.block % _SHOWS_THE_BAR == _SHOWS_THE_BAR - 1:
        cautious = posterior.needed(plan.goal, (CAUTIOUS,))[0]
        return min(plan.levels, key=lambda level: (level < cautious, abs(level - cautious)))
    return posterior.next_accuracy(plan.goal, known_as, plan.levels)


def wrong_places(
    plan: DemoPlan, person: str, number: int, accuracy: float, before: Sequence[Reaction]
) -> frozenset[int]:
    """Which answers of the block are wrong: as many as the dial says, the fractions carried from block to block."""
    owed = scheduled_uniform(plan.seed, f"wrong/{person}", 0)
    owed += sum(1 - reaction.shown_accuracy for reaction in before)
    wrong = floor(owed + plan.block * (1 - accuracy) + 1e-9) - floor(owed + 1e-9)
    places = random.Random(f"{plan.seed}/{person}/{number}").sample(  # noqa: S311 (replayable, not secret)
        range(plan.block), min(wrong, plan.block)
    )
    return frozenset(places)


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

    @property
    def finished(self) -> bool:
        """Whether all participants that were planned have seen all their answers."""
        with self._lock:
            through = sum(self.done(person) >= self.plan.answers for person in self._people)
            return through >= self.plan.people

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
                block = block_at(self.plan, self._participant(person, mine), self._everyone)
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

    def _work_out(self, accuracy: float, variant: str) -> dict[str, bool | None]:
        """Whether the fake would be right about each example; None: its class is not known, or it would not say."""
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
        fake = self._fake(turn.accuracy, turn.variant)
        rank = self._people.index(turn.person) if turn.person in self._people else 0
        position = rank * self.plan.answers + turn.number - 1 + attempt
        return fake.answer_digests([bytes.fromhex(turn.item.id)], position)[0]

    def _make_fake(self, accuracy: float, variant: str) -> ScenarioFake:
        return self.plan.scenario_at(accuracy, variant).fake(known=self._truth)

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
            answer=answer.label,
            confidence=answer.probability,
            block=turn.block,
            variant=BY_HAND if by_person else turn.variant,
            simulated=answer.simulated,
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
