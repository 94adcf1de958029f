"""About: what runs here, where its files are, what it sends, and what is in it that others made."""

from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.settings_store import open_store
from desktop.widgets.label import Label
from desktop.window.about import AboutPopover, notices
from desktop.window.main import MainWindow
from desktop.window.news import shipped


def test_about_says_the_version_the_places_and_what_is_sent(application) -> None:
    window: MainWindow = application.window
    window.registry.run("help.about")
    (shown,) = window.findChildren(AboutPopover)
    said = " ".join(label.text() for label in shown.findChildren(Label))
    assert __version__ in said
    assert open_store().fileName() in said
    assert "Nothing by itself" in said
    assert "PySide6 (LGPL-3.0-only" in said
    QApplication.processEvents()
    assert shown.height() < window.height()
    shown.copy.click()
    copied = QApplication.clipboard().text()
    assert __version__ in copied
    assert open_store().fileName() in copied
    shown.close_popover()


def test_what_others_made_is_read_from_the_notice_that_is_shipped() -> None:
    written = " ".join(shipped("NOTICE").read_text(encoding="utf-8").split())
    assert len(notices()) > 10
    assert all(paragraph in written for paragraph in notices())
