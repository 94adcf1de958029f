"""What opens over the pages of a window: for the walks that look at it and listen to it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from desktop.app import Application
from desktop.capture_devices import Device
from desktop.findings.measure.ask_again import AskedCases
from desktop.findings.measure.candidate_start import ways_to_answer
from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.pages.data.columns_question import columns_question
from desktop.pages.data.page import DataPage
from desktop.pages.fake.content.ready_made import GoodAnswerPopover
from desktop.pages.measure.again import AskAgain
from desktop.pages.measure.page import MeasurePage
from desktop.project.measure_records import CandidateSource
from desktop.project.stages import Stage
from desktop.widgets.popover import open_popover
from desktop.widgets.record_popover import record_here
from desktop.window.palette import Palette
from desktop.window.tour import Tour

Ways = dict[str, Callable[[], object]]
_ACTIONS = (
    "app.palette",
    "app.settings",
    "app.jobs",
    "help.about",
    "help.glossary",
    "help.keys",
    "help.news",
    "history.name",
    "history.show",
    "project.new",
    "project.rename",
)
_CARDS = ("generate", "number", "rank")  # a field of several lines, of a number, of one line
_SEARCHED = ("photo", "dark", "xyzzy")
_MICROPHONE = Device("alsa", "none", "Microphone")  # nothing is heard before somebody records
_ASKED = ColumnsAsked(
    Path("messages.csv"),
    ("what they wrote", "team", "customer"),
    (("Where is my parcel?", "delivery", "17"), ("Charged twice", "refund", "4")),
    TableColumns("what they wrote", "team"),
)
_TRIED = AskedCases(
    "none", "The rule of March", CandidateSource.RULE, {f"{n}": frozenset({0}) for n in range(40)}
)


def dialogs(application: Application, settle: Callable[[], object]) -> Iterator[str]:
    """Open what the project at hand has, one after the other; each is closed again when its name has been taken."""
    return opened(application, settle, [(None, _of_window(application)), *_of_pages(application)])


def opened(
    application: Application,
    settle: Callable[[], object],
    ways: Sequence[tuple[Stage | None, Ways]],
) -> Iterator[str]:
    """Go these ways; what opens is closed again when its name has been taken."""
    for stage, name, run in [(stage, *each) for stage, found in ways for each in found.items()]:
        if stage is not None:
            application.window.show_stage(stage)
            settle()
        run()
        settle()
        popover = open_popover(application.window)
        if popover is not None:
            yield name
            popover.close_popover()
            settle()


def _of_window(application: Application) -> Ways:
    window, registry = application.window, application.registry
    assert all(
        map(registry.find, _ACTIONS)
    )  # or one that was renamed would drop out without a word
    found: Ways = {name: partial(registry.run, name) for name in _ACTIONS}
    for words in _SEARCHED:
        found[f"palette, {words}"] = partial(_search, application, words)
    found["microphone"] = partial(record_here, window, list, sound=True, devices=[_MICROPHONE])
    found["columns"] = lambda: columns_question(window, _ASKED, print).open_centred()
    return found


def _search(application: Application, words: str) -> None:
    application.registry.run("app.palette")
    application.window.findChildren(Palette)[-1].search.setText(words)


def _of_pages(application: Application) -> Iterator[tuple[Stage, Ways]]:
    """What opens over a page, by the stage of the page."""
    window, found = application.window, Ways()
    page = window.page(Stage.DATA)
    if isinstance(page, DataPage) and (classes := page.session.project.classes()):
        found["rename a class"] = partial(page.classes.rename, classes[0].name)
        if ids := page.pane.shown_ids():
            found["look closer"] = partial(page.pane.grid.opened.emit, ids[0])
    yield Stage.DATA, found
    page = window.page(Stage.MEASURE)
    if isinstance(page, MeasurePage):
        sources = [way.source for way in ways_to_answer(page.session.project)]
        added: Ways = {f"add {one}": partial(page.add_candidate, one) for one in sources}
        yield (
            Stage.MEASURE,
            {**added, "ask again": lambda: AskAgain(page, application.jobs, _TRIED, str).ask()},
        )
    cards = {f"good answers, {kind}": partial(_cards, application, kind) for kind in _CARDS}
    yield Stage.FAKE, cards
    yield Stage.PROBLEM, {"tour": Tour(window, window.show_stage, window.showNormal).begin}


def _cards(application: Application, kind: str) -> None:
    cards = GoodAnswerPopover(application.window, application.session, kind)
    cards.open_centred(focus=cards.field)
