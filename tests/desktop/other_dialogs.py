"""What opens over a page by an action of its own, and what needs a state of its own: for the walk by hand, which has the time."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.app import Application
from desktop.findings.measure.grading_words import HelpPage
from desktop.pages.decide.page import DecidePage
from desktop.pages.fake.content.content_edits import OwnExamplesPopover
from desktop.pages.fake.content.ready_made import GoodAnswerPopover
from desktop.pages.fake.journal.replay import ReplayPopover
from desktop.pages.fake.page import FakePage
from desktop.pages.measure.room.entry import DoorPopover, SecondRater
from desktop.pages.measure.room.room_window import HelpPages
from desktop.pages.problem.answers import AnswerRow
from desktop.pages.problem.classes import ClassPopover
from desktop.pages.problem.page import ProblemPage
from desktop.pages.stage.draft import SourcePagePopover
from desktop.pages.stage.start_session import StartSession
from desktop.project.product import kind_of
from desktop.project.record_kinds import (
    AskedAnswerer,
    Disagreement,
    LeftOutExchanges,
    ReplayResult,
)
from desktop.project.stages import Stage
from desktop.widgets.ask import ConfirmPopover
from desktop.widgets.popover import Popover
from desktop.window.new_project import _WhichKind
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageSource
from mock_ai.traffic.exchange import Agreement, RightShare
from tests.desktop.dialogs import Ways
from tests.desktop.presses import LEAVES

_RISK = tr("Answer the risk questions")
_LONG = "Nothing that was opened goes back. Send a photo of the damage within thirty days. " * 8
_NAMES = ("What was recorded", "The promise of March", "The trained classifier")
_REPLAY = ReplayResult(
    1_280,
    1_204,
    tuple(AskedAnswerer(*both) for both in zip(("recorded", "fake", "model"), _NAMES, strict=True)),
    (
        Agreement(("recorded", "fake"), 1_020, 1_204, 0.847, 0.829, 0.864),
        Agreement(("recorded", "model"), 998, 1_204, 0.829, 0.81, 0.847),
    ),
    (RightShare("fake", 410, 480, 0.825, 0.88),),
    (LeftOutExchanges("The promise of March", "refused", 76),),
    2,
    tuple(
        Disagreement(
            number, f"blade-{number}.png", "fake", "defect",
            ("defect", "clean", "a defect at the edge"), (False, True, False),
        )
        for number in (1, 2)
    ),
)  # fmt: skip


def other_dialogs(application: Application) -> Iterator[tuple[Stage | None, Ways]]:
    """Every action that asks something ("…"), and what an action alone does not reach, by the stage of the page."""
    window, session, registry = application.window, application.session, application.registry
    for stage in Stage:
        window.show_stage(stage)
        yield (
            stage,
            {
                one.id: partial(registry.run, one.id)
                for one in registry.all()
                if one.stage is stage and one.id not in LEAVES and one.words.endswith(("…", _RISK))
            },
        )
    kind = kind_of(session.project)
    shown: dict[str, type[Popover] | partial[Popover]] = {
        "which kind": _WhichKind,
        "source page": partial(SourcePagePopover, source=StageSource("Damaged on arrival", _LONG)),
        "help pages": partial(HelpPages, pages=[HelpPage("Damaged on arrival", _LONG)] * 3),
        "second rater": partial(DoorPopover, door=SecondRater(session, window)),
        "replay": partial(ReplayPopover, found=_REPLAY),
        "own examples": partial(
            OwnExamplesPopover, kind="generate", done=print, open_table=print, then=print
        ),
        "start a session": partial(StartSession, project=session.project, started=print),
        "confirm": partial(
            ConfirmPopover, title="Forget it?", sentences=[_LONG], button="Forget it", done=print,
            cautious=True,
        ),
    }  # fmt: skip
    if kind is not None and kind.name != "classify":
        shown["good answers"] = partial(GoodAnswerPopover, session=session, kind=kind.name)
    yield None, {name: partial(_open, make, window) for name, make in shown.items()}
    yield from _of_pages(application)


def _open(make: type[Popover] | partial[Popover], window: QWidget) -> None:
    make(window).open_centred()


def _of_pages(application: Application) -> Iterator[tuple[Stage, Ways]]:
    window = application.window
    page = window.page(Stage.PROBLEM)
    if isinstance(page, ProblemPage):
        rows = [row for row in page.findChildren(AnswerRow) if row.source is not None]
        ways: Ways = {f"source of {row.asked.key}": row.ask_source for row in rows[:3]}
        made = partial(ClassPopover, edits=page.edits, klass=None)
        yield Stage.PROBLEM, {**ways, "a class": partial(_open, made, window)}
    page = window.page(Stage.DECIDE)
    if isinstance(page, DecidePage):
        every = page.shown._show_every_number
        yield Stage.DECIDE, {
            "every number": every, "explain": page.explain, "table": page.table,
            "option": partial(page.shown.options.open_option, 0),
        }  # fmt: skip
    page = window.page(Stage.FAKE)
    if isinstance(page, FakePage):
        dials, serving = page.scenario_tab.dials, page.serving
        yield Stage.FAKE, {
            "mistakes": dials._ask_mistakes, "faults": dials.ask_troubles,
            "class dials": dials.ask_classes, "waits": dials.ask_waits,
            **{
                f"exchange {row['id']}": partial(page.journal.open, row, [("The promise", "defect")])
                for row in application.session.project.requests.rows(1)
            },
            "serve": page.bar.switch.click,
            "browsers": partial(serving.when_on, page.bar.show_stage),
            "stop": page.bar.switch.click,
        }  # fmt: skip
