"""Starting the window from the command line: a display, Ctrl+C, and how long the first painted frame took."""

import os
import signal
import socket
import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QSize,
    QSocketNotifier,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop import __version__
from desktop.app import Application
from desktop.left_open import end_of_window, go_on, keep_open, open_as_left
from desktop.settings_store import open_store
from desktop.theme.glyphs import app_icon
from desktop.window.copies import open_own_window
from desktop.window.news import show_once
from desktop.window.preferences import AGAIN
from estimators.base.errors import UserError
from estimators.base.language import ENGLISH, language
from estimators.base.sentence import tr

_SIZE, _FRAME = QSize(1440, 900), QSize(16, 48)  # _FRAME: what a system draws around a window
_PLACE = "window/place"
NEWS_AFTER_MS = 1500  # what was left open is there by then, and seen first


def open_window(*, file: str | None, sample: bool, first_paint: bool, welcome: bool = False) -> int:
    """Run the application; returns its exit status. Where nothing is asked for, it goes on where it was left."""
    if not has_display():
        raise UserError(
            tr("There is no display to open a window on."),
            tr("Neither DISPLAY nor WAYLAND_DISPLAY is set."),
            tr("Run smart-enough demo --out demo-output for the journey without a window."),
        )
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Smart Enough")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("smart-enough")  # as `smart-enough menu` writes it
    app.setWindowIcon(app_icon())
    use_language(app)
    application = Application(app)
    keep_open(application)
    app.aboutToQuit.connect(end_of_window)
    app.aboutToQuit.connect(application.shut_down)
    Interrupts(app)
    sys.excepthook = application.show_bug
    window = application.window
    place_window(window)
    app.aboutToQuit.connect(lambda: keep_place(window))
    window.show()
    if first_paint:
        watch = FirstPaint(window)
        watch.setParent(app)
    elif file is not None:
        path = Path(file)
        QTimer.singleShot(0, lambda: open_as_left(application, path))
    elif sample:
        from desktop.sample import TRAINED

        QTimer.singleShot(0, lambda: application.open_sample(TRAINED))
    elif not welcome:
        QTimer.singleShot(0, lambda: go_on(application))
    if not first_paint:
        QTimer.singleShot(NEWS_AFTER_MS, window, partial(show_once, window))
    status = app.exec()
    opened = app.property(AGAIN)
    if opened is not None:  # in the language that is chosen now
        open_own_window(*map(Path, opened))
    return status


def use_language(app: QApplication) -> None:
    """Have Qt speak the language as well: its own words, numbers as they are typed, and from which side lines begin."""
    spoken = language()
    system = QLocale.system()
    if str(open_store().value("look/language", "system")) != "system" or spoken != ENGLISH:
        same = system.name().split("_")[0] == spoken.code
        QLocale.setDefault(system if same else QLocale(spoken.code))
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{spoken.code}", folder):
        app.installTranslator(words)
    if spoken.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def place_window(window: QWidget) -> None:
    """Where and as large as it was last; the first time, or where that is damaged, at most what the screen has room for."""
    kept = str(open_store().value(_PLACE, ""))
    if not window.restoreGeometry(QByteArray.fromBase64(kept.encode())):
        window.resize(_SIZE.boundedTo(window.screen().availableGeometry().size() - _FRAME))


def keep_place(window: QWidget) -> None:
    """Remember it for the next start; a full screen is the Stage's, and no place to begin at."""
    if not window.isFullScreen():
        open_store().setValue(_PLACE, bytes(window.saveGeometry().toBase64().data()).decode())


class Interrupts(QObject):
    """Ctrl+C in the terminal closes the window properly: a byte in a socket wakes Qt's loop, Python sees the signal."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        signal.signal(signal.SIGINT, lambda *_: app.exit(0))  # quit() would ask the window first
        waker = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        waker.activated.connect(self._woken)

    def _woken(self) -> None:
        self._reader.recv(1)


class FirstPaint(QObject):
    """Prints how long the first painted frame took from the start of the process, then quits."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and watched is self._window:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._print)
        return False

    def _print(self) -> None:
        sys.stdout.write(f"{seconds_since_start():.3f}\n")
        sys.stdout.flush()
        QApplication.quit()


def seconds_since_start() -> float:
    """Seconds since the operating system started this process."""
    try:
        ticks = float(
            Path("/proc/self/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[19]
        )
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return time.perf_counter()  # counts from about the start of the process on other systems


def has_display() -> bool:
    """Whether a window can be opened at all."""
    if sys.platform != "linux":
        return True
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(asked or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
