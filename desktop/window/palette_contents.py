"""What the palette finds beside what can be done: projects, what lies on the pages, settings, and words explained."""

from collections.abc import Callable, Iterator
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from desktop.actions import Action, Group
from desktop.project.stages import Stage
from desktop.settings import DECLARED
from desktop.widgets.popover import open_popover
from desktop.window.glossary import explain_term, glossary
from desktop.window.main import MainWindow
from desktop.window.preferences import PreferencesPopover
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.project.project import Project

_EXAMPLES = 6  # of those whose name fits, so many
_SHOWN = 80  # letters of a case

Show = Callable[[Any], object]
"""Brings the thing into view on its page, whose module is only imported once somebody asks for it."""


def palette_contents(window: MainWindow) -> Iterator[Action]:
    """What there is of everything that is few, as actions that lead to it."""
    for entry in window.other_projects():
        detail = " · ".join(filter(None, (tr("project"), entry.sentence)))
        run = partial(window.open_asked.emit, entry.path)
        yield _content(f"project {entry.path}", entry.name, run, detail)
    if window.session.is_open:
        project = window.session.project
        for stage, things in (
            (Stage.PROBLEM, _questions(project)),
            (Stage.DATA, _data(project)),
            (Stage.MEASURE, _candidates(project)),
            (Stage.REPORT, _parts_of_report(project)),
        ):
            for at, thing in enumerate(things):
                yield _on_page(window, stage, str(at), thing)
    for name, asked in DECLARED.items():
        also = " ".join((*asked.choices.values(), asked.tick, asked.note))
        run = partial(_show_setting, window, name)
        yield _content(f"setting {name}", asked.title, run, tr("Settings"), also)
    for term in glossary():
        yield Action(
            f"term {term.term}",
            term.term,
            partial(explain_term, window, term),
            group=Group.EXPLAIN,
            detail=term.means,
            also=term.also,
        )


def palette_examples(window: MainWindow, query: str) -> Iterator[list[Action]]:
    """The examples whose names fit what is typed, as actions that lead to them, found part by part."""
    from desktop.findings.data.case_view import shows_cases
    from desktop.project.example_list import named_like

    if not window.session.is_open or shows_cases(window.session.project):
        return
    project = window.session.project
    names = {one.id: one.name for one in project.classes()}
    for part in named_like(project, query, _EXAMPLES):
        found = []
        for example in part:
            label = names[example.class_id] if example.class_id is not None else None
            show = partial(_show_class, label, example.id)
            thing = example.name, label or tr("without a label"), show
            found.append(_on_page(window, Stage.DATA, f"example {example.id}", thing))
        yield found


def _on_page(window: MainWindow, stage: Stage, key: str, thing: tuple[str, str, Show]) -> Action:
    text, detail, show = thing
    what = " · ".join(filter(None, (stage.title, detail)))
    return _content(f"{stage} {key}", text, partial(_bring, window, stage, show), what)


def _content(key: str, text: str, run: Callable[[], None], detail: str, also: str = "") -> Action:
    return Action(key, text, run, group=Group.CONTENT, detail=detail, also=also)


def _bring(window: MainWindow, stage: Stage, show: Show) -> None:
    window.show_stage(stage)
    show(window.page(stage))


def _questions(project: "Project") -> Iterator[tuple[str, str, Show]]:
    from desktop.findings.problem.brief import is_asked, question_in_words
    from desktop.project.questions import ALL_QUESTIONS

    for asked in ALL_QUESTIONS:
        if is_asked(project, asked):
            words = question_in_words(project, asked).text
            yield words, asked.group, methodcaller("focus_question", asked.key)


def _data(project: "Project") -> Iterator[tuple[str, str, Show]]:
    from desktop.findings.data.case_set import case_set
    from desktop.findings.data.case_view import shows_cases

    if shows_cases(project):
        for one in case_set(project).there:
            yield one.case.input[:_SHOWN], tr("case"), partial(_show_case, one.case.id)
        return
    for info in project.classes():
        yield info.name, tr("class"), partial(_show_class, info.name, None)


def _show_case(name: str, page: Any) -> None:
    from desktop.pages.data.cases.list import ShownCases

    page.cases.list.show_cases(ShownCases(), name)


def _show_class(label: str | None, example_id: int | None, page: Any) -> None:
    from desktop.pages.data.pane import ShownExamples

    page.pane.show_examples(ShownExamples(label, unlabelled=label is None))
    row = page.pane.grid.thumbnails.row_of(example_id) if example_id is not None else None
    if row is not None:
        page.pane.choose(row)
    page.scroller.ensureWidgetVisible(page.pane.heading)


def _candidates(project: "Project") -> Iterator[tuple[str, str, Show]]:
    from desktop.findings.candidate_measurement import candidates_of

    for one in candidates_of(project):
        yield one.name, tr("candidate"), partial(_choose, one.uid)


def _choose(uid: str, page: Any) -> None:
    page.choice.choose(uid)


def _parts_of_report(project: "Project") -> Iterator[tuple[str, str, Show]]:
    from desktop.findings.report.preflight import kind_of
    from reports.report import section_titles

    for name, title in section_titles(kind_of(project)).items():
        yield title, tr("part of the report"), methodcaller("bring_section", name)


def _show_setting(window: MainWindow, name: str) -> None:
    window.show_preferences()
    shown = open_popover(window)
    if isinstance(shown, PreferencesPopover):
        shown.fields[name].setFocus()
