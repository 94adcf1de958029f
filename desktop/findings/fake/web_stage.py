"""The project on the Stage for browsers: its examples, and one demo session for everybody who comes.

The server asks from threads of its own, and the project's connection belongs to the window. So this has a connection of its own, and one
thread that it belongs to; a reaction is in the project's file before the visitor's page goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.fake.acceptance_curve import reactions_of
from desktop.findings.fake.borrowed_set import borrowed_classes, lent_content
from desktop.findings.fake.demo_sessions import (
    KeptInProject,
    cannot_present,
    next_number,
    plan_for,
)
from desktop.findings.fake.scenarios import known_classes
from desktop.project.project import Project
from desktop.project.project_thread import ProjectThread
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.demo.plan import DemoItem, DemoPlan, Way
from mock_ai.demo.reaction_store import MemoryReactionStore, ReactionStore
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.reaction import Reaction
from mock_ai.stage import MOST_SHOWN, OwnReaction, StageItem, StageKind, example_item, media_of

if TYPE_CHECKING:
    from desktop.project.originals import Original
    from desktop.project.records import Example

# Pixels of a photo's longer side, enough for any projector and little enough for a phone.
SIDE = 1600
KIND: dict[str, StageKind] = {"photo": "photo", "text": "text", "sound": "sound", "video": "clip"}


def exhibits_of(project: Project, examples: "Sequence[Example]") -> tuple[StageItem, ...]:
    """What the Stage needs of these examples; it can be used when the project is closed again, and from any thread."""
    return tuple(_exhibit(project, example) for example in examples)


def _exhibit(project: Project, example: "Example") -> StageItem:
    kind = KIND.get(example.modality, "photo")
    item = DemoItem(example.sha256, example.name, example.class_name, example.modality)
    text = project.text(example)
    if text is not None:  # the project keeps it itself
        return StageItem(item, kind, lambda: text, lambda: (text.encode(), "text/plain"))
    source = project.shown(example)
    if kind == "text":
        words = partial(_words, source)
        return StageItem(item, kind, words, lambda: (words().encode(), "text/plain"))
    read = partial(_read, source, kind)
    if kind == "photo":
        thumbnail = project.caches.thumbnail(example.sha256)
        return StageItem(item, kind, read, partial(_photo, read, thumbnail))
    return StageItem(item, kind, read, partial(_as_it_is, source, read))


def _exhibits(project: Project, demo: RunningDemo) -> tuple[StageItem, ...]:
    items = demo.plan.items
    borrowed = borrowed_classes(project)
    if demo.material is not None:
        return tuple(example_item(item, demo.content(item)) for item in items)
    if borrowed is not None:
        return tuple(example_item(item, lent_content(borrowed)[item.id]) for item in items)
    shown = {item.id for item in items}
    return exhibits_of(project, [one for one in project.examples() if one.sha256 in shown])


def _photo(read: Callable[[], bytes], thumbnail: bytes | None) -> tuple[bytes, str]:
    """A smaller copy without what cameras note, such as the place; the thumbnail where the file is gone."""
    from estimators.classifier.photo.reader import thumbnail_jpeg
    from estimators.classifier.unreadable import UnreadableItem

    try:
        return thumbnail_jpeg(read(), SIDE), "image/jpeg"
    except (UserError, UnreadableItem) as error:
        if thumbnail is not None:
            return thumbnail, "image/jpeg"
        if isinstance(error, UserError):
            raise
        raise UserError(
            f"{error}", tr("It cannot be read."), tr("Look at it on the Data page.")
        ) from error


def _as_it_is(original: "Original", read: Callable[[], bytes]) -> tuple[bytes, str]:
    media = media_of(original.file)
    return read(), media[1] if media is not None else "application/octet-stream"


def _words(original: "Original") -> str:
    from estimators.classifier.item import reader_of
    from estimators.classifier.unreadable import UnreadableItem

    try:
        return str(reader_of("text").decode(_read(original, "text"))[0])
    except UnreadableItem as error:
        raise UserError(
            f"{error}", tr("It cannot be read."), tr("Look at it on the Data page.")
        ) from error


def _read(original: "Original", kind: StageKind) -> bytes:
    from estimators.classifier.unreadable import UnreadableItem

    try:
        return original.read()
    except UnreadableItem as error:
        if original.is_here():
            raise UserError(
                tr("This {kind} cannot be shown.", kind=kind),
                f"{error}",
                tr("Look at it on the Data page."),
            ) from error
        raise UserError(
            tr("This {kind}’s file is not here.", kind=kind),
            tr("“{name}” is not where it was.", name=original.file.name),
            tr("Show on the Data page where it is now."),
        ) from error


class Audience:
    """A show (:class:`mock_ai.stage.Show`) of a project. Make it and close it in any thread.

    Reactions to what visitors bring are not kept: a session is about the project's examples. What they brought and what was
    answered is in the request journal.

    - `path`: the project.
    - `way`: *fixed* plays the scenario as it is dialled, *adaptive* looks for the accuracy that is needed.
    - `kept`: called, in another thread, when a reaction was written or taken back.
    """

    keeps_own = False

    def __init__(self, path: Path, way: Way, kept: Callable[[], None]) -> None:
        self.way, self._kept = way, kept
        self._thread = ProjectThread("smart-enough-audience")
        try:
            self._on = self._thread.run(self._opened, path)
        except BaseException:
            self._thread.close()
            raise

    @property
    def name(self) -> str:
        return self._on.name

    @property
    def demo(self) -> RunningDemo | None:
        return self._on.demo

    @property
    def kinds(self) -> tuple[StageKind, ...]:
        return self._on.kinds

    @property
    def recorded(self) -> bool:
        return self._on.recorded

    def exhibit(self, item: DemoItem) -> StageItem:
        return self._on.exhibits[item.id]

    def keep_own(self, reaction: OwnReaction) -> None:
        pass

    def would_change(self) -> bool:
        """Whether the project has changed so that a new one would show something else, or in another way."""
        return self._thread.run(lambda: _about(self._on.project, self.way) != self._on.about)

    def is_deleted(self) -> bool:
        """Whether its session was begun and has been deleted since."""
        return self._thread.run(self._on.is_deleted)

    def close(self) -> None:
        """Let go of the project; nothing is kept from then on. May be called twice."""
        self._thread.close(self._on.project.close)

    # -- in its thread ------------------------------------------------------------------------

    def _opened(self, path: Path) -> "_On":
        project = Project.open_beside(path)
        try:
            return self._at_work(project)
        except BaseException:
            project.close()
            raise

    def _at_work(self, project: Project) -> "_On":
        plan = _plan(project, self.way)
        recorded = not project.file.read_only
        demo, exhibits, kept = None, {}, None
        if plan is not None:
            kept = KeptInProject(project, plan, browser=True)
            keeper: ReactionStore = _Elsewhere(kept, self) if recorded else MemoryReactionStore()
            demo = RunningDemo(
                plan,
                keeper,
                session=str(next_number(project)),
                truth=known_classes(project),
                earlier=reactions_of(project),
            )
            exhibits = {one.item.id: one for one in _exhibits(project, demo)}
        kinds: tuple[StageKind, ...] = ("photo", "text")
        if plan is not None:
            kinds = (KIND.get(plan.items[0].modality, "photo"),)
        about = _about(project, self.way)
        return _On(project, project.name, demo, kept, exhibits, kinds, recorded, about)

    def write(self, work: Callable[[Reaction], None], reaction: Reaction) -> None:
        """Have a reaction written down or taken out, and say so."""
        self._thread.run(self._write, work, reaction)
        self._kept()

    def _write(self, work: Callable[[Reaction], None], reaction: Reaction) -> None:
        if self._on.is_deleted():
            raise UserError(
                tr("This session has been deleted."),
                tr("Nothing more is kept in it."),
                tr("Load the page anew to take part in the next."),
            )
        work(reaction)


@dataclass(frozen=True)
class _On:
    project: Project
    name: str
    demo: RunningDemo | None
    kept: KeptInProject | None
    exhibits: dict[str, StageItem]
    kinds: tuple[StageKind, ...]
    recorded: bool
    about: tuple[object, ...]

    def is_deleted(self) -> bool:
        begun = self.kept.session_id if self.kept is not None else None
        return begun is not None and begun not in {one.id for one in self.project.sessions()}


class _Elsewhere:
    """The keeper of a demo, whose work is done in the thread of its connection."""

    def __init__(self, kept: KeptInProject, audience: Audience) -> None:
        self._kept, self._audience = kept, audience

    def reactions(self) -> Sequence[Reaction]:
        return ()

    def keep(self, reaction: Reaction) -> None:
        self._audience.write(self._kept.keep, reaction)

    def take_back(self, reaction: Reaction) -> None:
        self._audience.write(self._kept.take_back, reaction)


def _plan(project: Project, way: Way) -> DemoPlan | None:
    """What a new session would do; None where there is nothing to show."""
    if not project.count_examples() and cannot_present(project):
        return None
    return plan_for(project, way, answers=MOST_SHOWN)


def _about(project: Project, way: Way) -> tuple[object, ...]:
    """What makes a session what it is: the examples, who answers and how, and what is looked for."""
    plan = _plan(project, way)
    if plan is None:
        return ()
    return project.fingerprint(), plan.scenario, plan.way, plan.goal, plan.simulated
