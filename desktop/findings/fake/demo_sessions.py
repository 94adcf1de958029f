"""Demo sessions of a project: what one would show, where its reactions are kept, and which one can go on."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from desktop.findings.fake.acceptance_curve import goal_of, reactions_of
from desktop.findings.fake.borrowed_set import borrowed_classes, lent_content, lent_labels
from desktop.findings.fake.scenarios import active_scenario, known_classes
from desktop.findings.fake.table_rows import row_examples
from desktop.project.noun import noun
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.project.records import DemoSession, Example, Run, SessionNotes, ShownScenario
from desktop.project.run_list import served_run
from desktop.project.table_data import table_of
from estimators.base.cell_lines import on_one_line
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from mock_ai.demo.plan import USUAL_ANSWERS, DemoItem, DemoPlan, Way
from mock_ai.demo.reaction_store import MemoryReactionStore
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.kinds.dialled_kind import item_digest
from mock_ai.kinds.product import CLASSES, KindSetting
from mock_ai.reaction import Reaction
from mock_ai.ready_made import ReadyMadeSet, caption_of
from mock_ai.scenario import Scenario

MODALITIES = {
    **dict.fromkeys((".wav", ".mp3", ".ogg", ".flac", ".m4a"), "sound"),
    **dict.fromkeys((".mp4", ".webm", ".mov"), "video"),
}
SHOWN = 100  # examples a session chooses from: with more, nobody would notice
PRESENTED = 20  # examples of a showing that nobody records


def examples_to_show(
    project: Project, seed: int = 0, *, only_held_out: bool = False, unlabelled: bool = False
) -> tuple[Example, ...]:
    """Up to `SHOWN` examples in a seeded order: those held out first, because no model has learned from them.

    Where some have a class, the others are left out (nobody could say how often the answers to them are right), or
    come last where the ``unlabelled`` are wanted, too.
    """
    examples = [e for e in project.examples() if e.readable and (e.held_out or not only_held_out)]
    known = [example for example in examples if example.class_name is not None]
    examples = examples if unlabelled else known or examples
    examples.sort(
        key=lambda one: (one.class_name is None, not one.held_out, _place(seed, one.sha256))
    )
    return tuple({example.sha256: example for example in examples[:SHOWN]}.values())


def _place(seed: int, digest: str) -> bytes:
    """A place in the order that this seed deals, by content: examples that are added later do not move the others."""
    return sha256(f"{seed}/{digest}".encode()).digest()


def good_to_show(product: KindSetting, seed: int = 0) -> tuple[DemoItem, ...]:
    """Up to `SHOWN` good examples of a product that has no classes, in a seeded order.

    Raises `UserError` where a file is gone.
    """
    asked = {item_digest(each.input).hex(): each.input for each in product.good_examples}
    return _dealt([_item(digest, one) for digest, one in asked.items()], seed)


def lent_to_show(borrowed: ReadyMadeSet, seed: int = 0) -> tuple[DemoItem, ...]:
    """The same of a ready-made set of classes."""
    labels = lent_labels(borrowed)
    asked = lent_content(borrowed)
    items = [_item(digest, one, labels[digest]) for digest, one in asked.items()]
    return _dealt(items, seed)


def _item(digest: str, asked: str | Path, truth: str | None = None) -> DemoItem:
    if isinstance(asked, str):
        return DemoItem(digest, shorten(on_one_line(asked)), truth, "text")
    name = caption_of(asked) or asked.stem
    return DemoItem(digest, name, truth, MODALITIES.get(asked.suffix.lower(), "photo"))


def _dealt(items: Sequence[DemoItem], seed: int) -> tuple[DemoItem, ...]:
    return tuple(sorted(items, key=lambda item: _place(seed, item.id))[:SHOWN])


def cannot_present(project: Project) -> str:
    """What is missing before anything can be on the Stage, and how to get it; nothing: all is there."""
    return project.until_change("what is missing on the Stage", lambda: _missing(project))


def _missing(project: Project) -> str:
    scenario = active_scenario(project)[1]
    if scenario.product != CLASSES:
        try:
            scenario.product.fitted(scenario.seed)
        except UserError as error:
            return f"{error.what} {error.next_step}"
        return ""
    if borrowed_classes(project) is not None:
        return ""
    if len(project.classes()) < 2:
        by_hand = tr("Say on Problem what the answer would be first.")
        on_data = tr("Choose on Data what is to be predicted first.")
        return by_hand if table_of(project) is None else on_data
    if not project.count_examples():
        return tr("Add a few {noun} on Data first.", noun=noun(project))
    return ""


def plan_for(
    project: Project,
    way: Way = "adaptive",
    *,
    answers: int = USUAL_ANSWERS,
    people: int = 1,
    examples: Sequence[Example] | None = None,
) -> DemoPlan:
    """The plan of a new session with what answers now; each session shows its examples in its own order.

    ``examples`` are those to show, from :func:`examples_to_show`, for callers who ask more than once.

    Raises `UserError` if there is nothing to show, or a number is out of range.
    """
    seed = len(project.sessions())
    scenario = active_scenario(project)[1]
    run = served_run(project)
    if scenario.product != CLASSES and run is None:
        return _plan_of_kind(project, scenario, way, answers, people)
    if examples is None:
        examples = examples_to_show(project, seed)
    if run is not None:  # a model is shown what it has not learned from, where there is any
        examples = [example for example in examples if example.held_out] or examples
    items = tuple(DemoItem(e.sha256, e.name, e.class_name, e.modality) for e in examples)
    borrowed = borrowed_classes(project)
    if borrowed is not None:
        items = lent_to_show(borrowed, seed)
    if run is not None:
        way = "fixed"
        right = run.result.accuracy.measured.value
        product = _of_measured_numbers(project, run)
        if product != CLASSES:
            items = good_to_show(product, seed)
        scenario = replace(
            scenario,
            id=f"run-{run.number}",
            name=tr("Run {number}", number=run.number),
            accuracy=right,
            drift=(),
            product=product,
        )
    return DemoPlan(
        scenario,
        items,
        way,
        answers=answers,
        people=people,
        goal=goal_of(project),
        seed=seed,
        simulated=run is None,
        case="" if scenario.product == CLASSES else case_noun_of(project).one,
    )


def _of_measured_numbers(project: Project, run: Run) -> KindSetting:
    """How a run that predicts numbers was measured, with the rows that it is shown; `CLASSES` where it predicts classes."""
    kept = run.settings.table
    if kept is None or kept.number is None:
        return CLASSES
    within = [kept.number.tolerance, run.result.accuracy.measured.value]
    promised = max(kept.number.coverage)
    return KindSetting.of("number", {"within": within, "coverage": promised}, row_examples(project))


def _plan_of_kind(
    project: Project, scenario: Scenario, way: Way, answers: int, people: int
) -> DemoPlan:
    """With the plan goes what it shows, and nothing else of a long list."""
    seed = len(project.sessions())
    items = good_to_show(scenario.product, seed)
    shown, examples = {item.id for item in items}, scenario.product.good_examples
    if not scenario.product.borrowed and len(items) < len(examples):
        kept = [each for each in examples if item_digest(each.input).hex() in shown]
        own = KindSetting.of(scenario.product.kind, {}, kept)
        scenario = replace(scenario, product=replace(scenario.product, examples=own.examples))
    return DemoPlan(
        scenario,
        items,
        way,
        answers=answers,
        people=people,
        goal=goal_of(project),
        seed=seed,
        case=case_noun_of(project).one,
    )


def plan_to_present(project: Project) -> DemoPlan:
    """The plan of a showing that nobody records: each example once, up to 20, those without a class last.

    Raises `UserError` if there is nothing to show.
    """
    everything = examples_to_show(project, len(project.sessions()), unlabelled=True)
    plan = plan_for(project, "fixed", examples=everything)
    return replace(plan, answers=min(PRESENTED, len(plan.items)))


class KeptInProject:
    """Keeps the reactions of one session in the project (:class:`mock_ai.demo.reaction_store.ReactionStore`).

    The session begins with the first reaction, so that looking alone leaves nothing. It works on the thread of the
    project's connection; for other threads give it a project of their own (``Project.open_beside``).
    """

    def __init__(
        self,
        project: Project,
        plan: DemoPlan,
        going_on: DemoSession | None = None,
        *,
        browser: bool = False,
    ) -> None:
        """``browser``: its people come and go by themselves, so the window cannot take it up."""
        self._project, self._plan, self._browser = project, plan, browser
        self._session = going_on.id if going_on is not None else None
        self._rows: list[tuple[int, Reaction]] = (
            [(row.id, row.reaction) for row in going_on.rows] if going_on is not None else []
        )

    @property
    def session_id(self) -> int | None:
        """The session's row; None before the first reaction."""
        return self._session

    def reactions(self) -> Sequence[Reaction]:
        return tuple(reaction for _, reaction in self._rows)

    def keep(self, reaction: Reaction) -> None:
        if self._session is None:
            shown, plan = self._plan.scenario, self._plan
            self._session = self._project.append_session(
                ShownScenario(shown.name, plan.level, plan.simulated),
                SessionNotes(plan=plan.to_json(), browser=self._browser),
            )
        row = self._project.append_reaction(self._session, reaction)
        self._rows.append((row, reaction))

    def take_back(self, reaction: Reaction) -> None:
        place = next(n for n, (_, kept) in enumerate(self._rows) if kept == reaction)
        self._project.take_back_reaction(self._rows[place][0])
        del self._rows[place]


def plan_of(session: DemoSession) -> DemoPlan | None:
    """The plan that a session was begun with; None for one that had none, or that cannot be read any more."""
    try:
        return DemoPlan.from_json(session.notes.plan) if session.notes.plan is not None else None
    except UserError:
        return None


def unfinished(project: Project) -> tuple[DemoSession, DemoPlan] | None:
    """The latest session of the window, where people have not seen all that was planned and the same would answer."""
    sessions = [session for session in project.sessions() if not session.notes.browser]
    plan = plan_of(sessions[-1]) if sessions else None
    if plan is None or not sessions[-1].reactions:
        return None
    done: dict[str, int] = {}
    for reaction in sessions[-1].reactions:
        done[reaction.person] = done.get(reaction.person, 0) + 1
    through = sum(n >= plan.answers for n in done.values())
    now = active_scenario(project)[1]
    if through >= plan.people or plan.kind != now.product.kind:
        return None
    if plan.kind == "classify" and set(plan.scenario.classes) != set(now.classes):
        return None
    real = served_run(project)
    same = plan.simulated if real is None else plan.scenario.id == f"run-{real.number}"
    return (sessions[-1], plan) if same else None


def running_demo(
    project: Project, plan: DemoPlan, going_on: DemoSession | None = None, *, recorded: bool = True
) -> RunningDemo:
    """A demo at work whose reactions go into the project (unless it is not ``recorded``).

    ``going_on`` is the session that it takes up.
    """
    keeper = KeptInProject(project, plan, going_on) if recorded else MemoryReactionStore()
    number = going_on.number if going_on is not None else next_number(project)
    others = [r for r in reactions_of(project) if r.session != str(number)]
    truth = known_classes(project)
    return RunningDemo(plan, keeper, session=str(number), truth=truth, earlier=others)


def next_number(project: Project) -> int:
    return max((session.number for session in project.sessions()), default=0) + 1
