"""About: the version and what it stands on, whose licence holds, where things are kept, and what is sent nowhere."""

import platform
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.actions import Action, Group, Menu
from desktop.project_places import projects_folder
from desktop.settings_store import open_store
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, column, fill, holder
from desktop.widgets.popover import FittedArea, Popover
from desktop.window.news import shipped
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.window.main import MainWindow


def version_words() -> str:
    """The version and what it runs on, as a report of a fault needs them."""
    return tr(
        "Version {version}, with Python {python} and Qt {qt} on {system}.",
        version=__version__,
        python=platform.python_version(),
        qt=qVersion(),
        system=f"{platform.system()} {platform.machine()}",
    )


def places() -> dict[str, str]:
    """Where things are kept on this computer, by what they are."""
    from platformdirs import user_cache_path, user_data_path, user_log_path

    kept = ((tr("Samples and answers of services"), user_data_path), (tr("What is worked out once"), user_cache_path), (tr("Faults"), user_log_path))  # fmt: skip
    return {
        tr("New projects"): str(projects_folder()),
        tr("Settings"): open_store().fileName(),
        **{what: str(path("smart-enough", appauthor=False)) for what, path in kept},
    }


def notices() -> tuple[str, ...]:
    """What is in the product that others made, a paragraph each, as its licences have it."""
    try:
        text = shipped("NOTICE").read_text(encoding="utf-8")
    except OSError:
        return ()
    paragraphs = re.split(r"\n\s*\n|\n(?=- )", text.strip())
    return tuple(" ".join(each.split()) for each in paragraphs)


class AboutPopover(Popover):
    """All of it on one page, to be read, and to be copied where a fault is reported."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window, tr("About Smart Enough"), width=560, dim=True)
        self.set_padding(24)
        self.add_head(tr("About Smart Enough"), 12, role=Role.FIGURE, wraps=False)
        page = column(spacing=2)
        self._said = (
            (tr("Version"), (version_words(),)),
            (
                tr("What leaves this computer"),
                (
                    tr("Nothing by itself: no statistics, no reports of faults, no look for a newer version."),
                    tr("Only Measure asks a service, once you have named its address, and shows before what it sends."),
                ),
            ),
            (tr("Where things are kept"), tuple(f"{what}: {place}" for what, place in places().items())),
            (tr("Licence"), (tr("Apache License 2.0. What others made stands under licences of its own:"),)),
        )  # fmt: skip
        for title, lines in self._said:
            fill(page, Label(title, weight=600), *(Label(line, colour="ink2") for line in lines), 12)  # fmt: skip
        fill(page, *(Label(line, role=Role.NOTE, colour="ink2") for line in notices()))
        area = FittedArea(holder(page), around=190)
        self.scroll_by_keys(area)
        self.copy = Button(tr("Copy the version and the places"), size="small", run=self._copy)
        fill(self.body, area, Hairline(), 12, (self.copy, LEFT))

    def _copy(self) -> None:
        version, _, kept, _ = self._said
        QApplication.clipboard().setText("\n".join((*version[1], *kept[1])))


def about_action(window: "MainWindow") -> Action:
    """For Help and the palette."""

    def show() -> None:
        shown = AboutPopover(window)
        shown.open_centred(72, focus=shown.copy)

    return Action(
        "help.about",
        tr("About Smart Enough"),
        show,
        group=Group.EXPLAIN,
        also=tr("version licence license privacy folder data where"),
        menu=Menu.HELP,
        section=2,
    )
