"""What a person does with the chosen examples: label, unlabel, remove, look closer. One deed, one edit."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.actions import Action
from desktop.findings.data.data_collection import to_label
from desktop.findings.data.hygiene import why_doubtful, why_together
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.example_list import count_unlabelled
from desktop.project.noun import noun
from desktop.project.stages import Stage
from desktop.widgets.ask import ask_class, label_menu
from desktop.widgets.look import ExampleLook, LookCloser
from desktop.widgets.menu import open_below
from desktop.widgets.thumbnail_model import decode
from estimators.base.phrase import quoted
from estimators.base.sentence import tr

KEYS = 9  # classes with a number key
AT_A_TIME = 40  # to label in one go


class LabelController(QObject):
    """Acts on the examples that are chosen in the grid; ``suggest`` works out what teaches most."""

    def __init__(self, page: Page, pane: ExamplesPane, suggest: Callable[[], None]) -> None:
        super().__init__(pane)
        self._session, self._do = page.session, page.do
        self._pane, self._suggest = pane, suggest
        self._looked_at: list[int] = []  # the ids that the arrow keys go through
        self.closer = LookCloser(pane, self._look)
        self.closer.closed.connect(self._looked)
        pane.grid.opened.connect(self.look_closer)
        self._session.closed.connect(pane.grid.thumbnails.wait)

    # --- edits ---------------------------------------------------------------------------------------------------

    def class_names(self) -> tuple[str, ...]:
        """The classes in the order of their number keys."""
        return tuple(info.name for info in self._session.project.classes())

    def label_as(self, name: str | None) -> None:
        """Say what the chosen examples are; None takes their labels away."""
        ids = tuple(self._pane.selected())
        if name is None and ids and self._pane.shown.unlabelled:  # unsure: leave it and go on
            self._pane.choose_after(ids[-1])
        elif ids:
            command = edit.LabelExamples(ids, name, noun(self._session.project))
            self._pane.keeping_place(partial(self._do, command))

    def label_by_key(self, number: int) -> None:
        """Give the chosen examples the class of a number key, counted from 1; the one after the last asks for a new class."""
        names = self.class_names()
        if number <= len(names):
            self.label_as(names[number - 1])
        elif number == len(names) + 1 and self._pane.selected():
            ask_class(self._pane.window(), self.label_as)

    def remove(self) -> None:
        """Take the chosen examples out of the project; the files stay."""
        ids = tuple(self._pane.selected())
        if ids:
            command = edit.RemoveExamples(ids, noun(self._session.project))
            self._pane.keeping_place(partial(self._do, command))

    def label_next(self) -> None:
        """Show what nobody has labelled yet, what teaches most first, and choose the first."""
        self._pane.show_examples(ShownExamples(unlabelled=True))
        self._pane.choose(0)
        self._suggest()

    def open_menu(self) -> None:
        """Offer the classes, and a new one, for the chosen examples."""
        ids = self._pane.selected()
        if ids:
            menu = label_menu(self._pane, self.class_names(), self.label_as)
            open_below(self._pane.heading, menu)

    # --- looking closer ------------------------------------------------------------------------------------------

    def look_closer(self, example_id: int) -> None:
        self._looked_at = self._pane.shown_ids()
        self.closer.open(self._looked_at.index(example_id))

    def _look(self, number: int) -> ExampleLook | None:
        if not 0 <= number < len(self._looked_at):
            return None
        project = self._session.project
        row = self._pane.example(self._looked_at[number])
        if row is None:
            return None
        small = project.caches.thumbnail(row.sha256) if row.sha256 else None
        of_text = row.modality == "text"
        text = project.originals.text(row.path, row.sha256) if of_text else None
        label = next((c.name for c in project.classes() if c.id == row.class_id), "")
        facts = [
            quoted(label) if label else "",
            tr("held out for the test") if row.held_out else "",
        ]
        said = " · ".join(filter(None, facts))
        doubt = why_doubtful(project).get(row.path, "")
        reason = to_label(project).why.get(row.path, "") if not label else ""
        together = why_together(project, row.path)
        sentences = (f"{said}." if said else "", doubt, reason, row.trouble, together)
        words = " ".join(filter(None, sentences))
        image = decode(small, 256) if small else QImage()
        original = project.originals.shown(row.path, row.sha256, row.modality)
        return ExampleLook(Path(row.path).name, words, original, image, row.modality, text)

    def _looked(self, number: int) -> None:
        row = self._pane.grid.thumbnails.row_of(self._looked_at[number])
        if row is not None:
            self._pane.choose(row)

    # --- actions -------------------------------------------------------------------------------------------------

    def _off(self) -> str:
        if self._session.read_only:
            return self._session.notice
        return (
            ""
            if self._pane.selected()
            else tr("Choose some {noun} first.", noun=noun(self._session.project))
        )

    def _off_key(self, number: int) -> str:
        known = number <= len(self.class_names()) + 1
        return self._off() if known else tr("There is no class {number}.", number=number)

    def _key_words(self, number: int) -> str:
        names = self.class_names()
        return (
            tr("Label as {names}", names=names[number - 1])
            if number <= len(names)
            else tr("Label as a new class…")
        )

    def off_next(self) -> str:
        """Why there is nothing to label next; an empty text: there is."""
        if self._session.read_only:
            return self._session.notice
        return "" if count_unlabelled(self._session.project) else tr("Everything is labelled.")

    def actions(self) -> tuple[Action, ...]:
        here = Stage.DATA
        keys = tuple(
            Action(
                f"data.label-{number}",
                partial(self._key_words, number),
                partial(self.label_by_key, number),
                str(number),
                stage=here,
                off=partial(self._off_key, number),
                in_palette=False,
                numbered=tr("Label as the class with this number"),
            )
            for number in range(1, KEYS + 1)
        )
        return (
            *keys,
            Action("data.unlabel", tr("Unsure: take the label away"), partial(self.label_as, None), "0", stage=here, off=self._off),
            Action("data.label-as", tr("Label as…"), self.open_menu, stage=here, off=self._off),
            Action("data.next", tr("Label the next ones"), self.label_next, "L", stage=here, off=self.off_next),
            Action("data.remove", tr("Remove from the project"), self.remove, "Del", stage=here, off=self._off),
        )  # fmt: skip
