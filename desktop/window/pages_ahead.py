"""Pages that nobody has asked for yet: their widgets are made part by part, and wait."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.project.stages import Stage
from desktop.turns import Step

if TYPE_CHECKING:
    from desktop.pages.page import Page

PageFactory = Callable[[], "Page"]


class PagesAhead:
    """Pages on their way; ``place`` is where they will be shown."""

    def __init__(self, factories: Mapping[Stage, PageFactory], place: QWidget) -> None:
        self._factories, self._place = factories, place
        self._made: dict[Stage, Page] = {}

    def __contains__(self, stage: Stage) -> bool:
        return stage in self._made

    def steps_of(self, stage: Stage) -> Iterator[Step]:
        """What makes the widgets of a page, in parts; ends early where somebody has taken it."""
        if stage in self._factories:
            yield partial(self._begin, stage)
        while (page := self._made.get(stage)) is not None and not page.is_built:
            yield partial(self._go_on, stage, page)

    def fill(self, stage: Stage) -> None:
        """Show the project on a page that is still here, where that starts no work."""
        if stage in self._made:
            self._made[stage].fill_ahead()

    def take(self, stage: Stage) -> "Page | None":
        """The page of a stage, made as far as it is; it is no longer ahead."""
        return self._made.pop(stage, None)

    def drop(self) -> None:
        """Throw all of them away."""
        while self._made:
            let_go(self._made.popitem()[1])

    def _begin(self, stage: Stage) -> None:
        page = self._made[stage] = self._factories[stage]()
        page.setParent(self._place)
        page.hide()
        self._go_on(stage, page)

    def _go_on(self, stage: Stage, page: "Page") -> None:
        from desktop.project.decode import DATA_ERRORS

        try:
            page.build_ahead()
        except BaseException as error:  # half a page is none
            let_go(self._made.pop(stage))
            if not isinstance(error, DATA_ERRORS):  # of those, whoever asks for the page is told
                raise


def let_go(page: "Page") -> None:
    """Have a page be no more."""
    page.close()
    page.deleteLater()
