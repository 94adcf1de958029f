"""What every test stands on: a home of its own, no network, nothing left behind, real data.

Fixtures for data: `shared` (the folder of real data beside the project), `dataset` (one of its
labelled sets, unpacked once a session), `digits_folder` (scikit-learn's digits as PNG files).
`open_page` opens a page in headless Chromium.

Property tests run with one of the two profiles below and carry no settings of their own.
"""

import contextlib
import functools
import gc
import json
import os
import shutil
import socket
import ssl
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from multiprocessing.util import Finalize
from pathlib import Path

import httpx
import hypothesis
import pytest
from hypothesis.internal.conjecture import providers

from tests.browser import Browser, OpenPage, Page, chromium
from tests.drawn_photos import draw_pets
from tests.left_behind import nothing_left_behind
from tests.made_once import made_once, session_home
from tests.patience import PATIENCE

__all__ = ["nothing_left_behind"]  # a fixture of every test

ROOT = Path(__file__).resolve().parents[1]
# Set before anything imports numpy: with two BLAS threads the small fits here are many times slower.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

# For tests that use onnxruntime by itself. What is tested for its silence runs in `environment.of_a_person`.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if sys.platform == "linux" and not (os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# httpx gives up after five seconds where a call does not say how long.
httpx._config.DEFAULT_TIMEOUT_CONFIG.__init__(PATIENCE)


# A client reads all certificates of the world when it is made, and none here speaks TLS.
ssl.create_default_context = functools.cache(ssl.create_default_context)


# Property tests ---------------------------------------------------------------------------------

# No profile has a clock: an example that takes long on a busy machine is no fault.
_NO_CLOCK = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile(
    "repeatable", max_examples=50, derandomize=True, database=None, **_NO_CLOCK
)
hypothesis.settings.register_profile(
    "explore", max_examples=500, derandomize=False, print_blob=True, **_NO_CLOCK
)
hypothesis.settings.load_profile("repeatable")
_constants_of_loaded_modules = providers._get_local_constants


def _constants() -> object:
    """Return what examples may take from the project's own source: nothing in a repeatable run.

    WORKAROUND hypothesis 6.170: it takes them from whichever modules the process has loaded by
    then, so the examples of a derandomised test would depend on the tests that ran before it.
    """
    if hypothesis.settings.default.derandomize:
        return providers.Constants()
    return _constants_of_loaded_modules()


providers._get_local_constants = _constants


# Long files first --------------------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of slow tests: a file stays with one worker, and the others would wait for it at the end.

    Then by turns one of the pages, which often wait, and some of the others, which do not.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    paths = list(dict.fromkeys(item.path for item in items))
    of_pages = [path for path in paths if "pages" in path.parts]
    others = [path for path in paths if "pages" not in path.parts]
    turn = {path: at / len(group) for group in (of_pages, others) for at, path in enumerate(group)}
    items.sort(key=lambda item: (item.path not in slow, turn[item.path]))


# Cycles are looked for only among what tests make ------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Set aside what importing all tests has made: a million objects, which every full look would go through."""
    gc.disable()
    collected = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return collected


# Where the time went ------------------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long each step of ``bootstrap.py test`` took up to here; it says when each began."""
    begun = json.loads(os.environ.get("SMART_ENOUGH_TEST_BEGUN", "{}"))
    ends = [*begun.values(), time.time()][1:]
    took = [f"{name} {end - begun[name]:.0f} s" for name, end in zip(begun, ends, strict=True)]
    if took:
        terminalreporter.write_line(f"Time so far: {', '.join(took)}.")


# One home for the session, shared by the xdist workers ------------------------------------------

_MEMORY = Path("/dev/shm")
_ROOM = 8_000_000_000  # bytes; all tests together leave a fourth of it


def _work_in_memory() -> None:
    """Have files of tests in memory where there is much of it: an edit of a project waits for the disk several times."""
    with contextlib.suppress(OSError, AttributeError):  # Windows and macOS have no such place
        runs_programs = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
        if runs_programs and shutil.disk_usage(_MEMORY).free > _ROOM:
            folder = tempfile.mkdtemp(prefix="smart-enough-tests-", dir=_MEMORY)
            # After multiprocessing has taken away its own folder there, which has a priority of -100.
            Finalize(None, shutil.rmtree, (folder, True), exitpriority=-200)
            os.environ["TMPDIR"] = folder
            tempfile.tempdir = None  # it is looked for anew


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.keys() & {"PYTEST_XDIST_WORKER", "TMPDIR"}:  # workers inherit its choice
        _work_in_memory()
    if "SMART_ENOUGH_TEST_HOME" not in os.environ:  # nor has ``bootstrap.py test`` made it
        home = tempfile.mkdtemp(prefix="smart-enough-tests-")
        os.environ["SMART_ENOUGH_TEST_HOME"] = home
        config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    home = session_home()
    for folder in ("cache", "config", "data", "state", "runtime"):
        (home / folder).mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(home / "cache")  # one for all: a backbone is converted once
    os.environ["XDG_RUNTIME_DIR"] = str(home / "runtime")
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)  # the key ring of whoever tests
    _move_home(os.environ.__setitem__, home)


def _move_home(setenv: Callable[[str, str], object], home: Path) -> None:
    setenv("HOME", str(home))
    setenv("USERPROFILE", str(home))
    for folder in ("config", "data", "state"):
        setenv(f"XDG_{folder.upper()}_HOME", str(home / folder))


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each test an empty home with empty settings; only the cache is shared."""
    # Not by a number: pytest finds the next one among all folders that are there, and they are thousands.
    home = Path(tempfile.mkdtemp(prefix="home-", dir=tmp_path_factory.getbasetemp()))
    _move_home(monkeypatch.setenv, home)
    if "PySide6.QtCore" in sys.modules:  # QSettings remembers the first home it saw
        from PySide6.QtCore import QSettings

        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "config"))
    return home


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every time of day as it is in one place."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        getattr(time, "tzset", lambda: None)()  # Windows has none
        yield
    getattr(time, "tzset", lambda: None)()


# No network but loopback ------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection and name look-up that would leave this machine, and report it."""
    attempts: list[str] = []

    def refuse(target: object) -> None:
        attempts.append(repr(target))
        raise ConnectionRefusedError(f"tests may not reach {target!r}, only loopback")

    def guarded(call: Callable[..., object]) -> Callable[..., object]:
        def connect(self: socket.socket, address: tuple[object, ...] | str) -> object:
            internet = self.family in (socket.AF_INET, socket.AF_INET6)
            if internet and not _is_loopback(address[0]):
                refuse(address)
            return call(self, address)

        return connect

    look_up = socket.getaddrinfo

    def getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if host and not _is_loopback(host):
            refuse(host)
        return look_up(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    if attempts:  # also where the code under test swallowed the error
        pytest.fail(f"the test tried to leave this machine: {', '.join(attempts)}")


def _is_loopback(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host)
    return text in ("localhost", "::1", "0.0.0.0", "::", "") or text.startswith("127.")


# Data -------------------------------------------------------------------------------------------

NO_DATA = "the real data beside the project (../shared) is not there"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data beside the project; skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture(scope="session")
def dataset() -> Callable[[str], Path]:
    """Return a function that brings a labelled set, once a session, and returns its folder.

    The real one where the data lie beside the project; else `cats_vs_dogs` is drawn and the others skip. A test
    that only real photos can answer takes `shared`, too. The folder is shared by all tests: copy what you want to change.
    """

    def bring(name: str) -> Path:
        archive = ROOT.parent / "shared" / "data" / f"{name}.tar"
        if not archive.exists() and name != "cats_vs_dogs":
            pytest.skip(NO_DATA)

        def unpack(folder: Path) -> None:
            if archive.exists():
                with tarfile.open(archive) as tar:
                    tar.extractall(folder, filter="data")  # refuses links and ways out
            else:
                draw_pets(folder / name, n=100)

        return made_once(name, unpack) / name

    return bring


@pytest.fixture
def digits_folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes scikit-learn's handwritten digits as PNG files.

    `digits_folder(n=20, classes=10, first=0, size=32)` makes a folder per class, named after the
    digit, with the images `first` to `first + n` of that class (174 at least), `size` pixels a side.
    Another `first` gives other images, for a test set.
    """

    def write(**how: int) -> Path:
        from tests.digits import write_some

        return write_some(Path(tempfile.mkdtemp(prefix="digits-", dir=tmp_path)), **how)

    return write


# A browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return one headless Chromium for the session; skip where there is none."""
    command = chromium()
    if command is None or not hasattr(os, "posix_spawn"):
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    running = Browser(command, tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens a page of a new visitor, closed after the test.

    `open_page(address, width=1280, height=800, dark=False, phone=False, reduced_motion=False)`.
    The test fails if a script of the page failed, or did what its content policy forbids; a test
    that means this clears `page.problems`.
    """
    pages: list[Page] = []

    def open_one(*args: object, **kwargs: object) -> Page:
        pages.append(browser.open(*args, **kwargs))  # type: ignore[arg-type]
        return pages[-1]

    yield open_one
    for page in pages:
        browser.close_page(page)
    problems = [problem for page in pages for problem in page.problems]
    if problems:
        pytest.fail("in the page: " + "; ".join(problems))
