"""Set up Smart Enough and start it, on a machine with Python and nothing else.

    python3 bootstrap.py run      open the window on the sample project
    python3 bootstrap.py test     run every check and test; further arguments go to pytest
    python3 bootstrap.py explore  try the property tests on many more examples, drawn at random;
                                  further arguments go to pytest (--hypothesis-seed N repeats a run)
    python3 bootstrap.py setup    only make the environment, in .venv beside this file

Only the standard library, and only syntax that Python 3.6 can parse: an older Python has to get a
sentence, not a SyntaxError. What comes after that sentence runs on 3.11 or newer.

`.venv/smart-enough.json` says what `.venv` holds. It reads "unfinished" from the first step to the
last, so that an interrupted set-up is recognised and made again; a set-up under way holds a lock on
this file, so that a second one waits for it.
"""

import argparse
import contextlib
import ctypes
import errno
import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterator, List, Tuple

OLDEST, NEWEST = (3, 11), (3, 14)  # the Pythons for which every locked package has a wheel
JOURNEY = "tests/desktop/test_journey.py"
ROOT = Path(__file__).resolve().parent
PAGES = ROOT / "tests" / "desktop" / "pages"
OF_WINDOW = ["--ignore={}".format(path) for path in PAGES.parent.glob("[!_]*") if path != PAGES]
PARTS = (["tests/desktop", "--ignore={}".format(PAGES)], ["tests", *OF_WINDOW])
VENV = ROOT / ".venv"
STATE = VENV / "smart-enough.json"
LOG = VENV / "setup.log"
LOCKS = {"run": ["requirements.lock"], "test": ["requirements.lock", "requirements-dev.lock"]}
OF_HERE = {"python": "{}.{}".format(*sys.version_info[:2]), "root": str(ROOT)}
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
PIP = [str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
HASHED = ["--no-deps", "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r"]
AGAIN = "and run the same command again."


class SetupError(Exception):
    """Something that the person at the keyboard can mend, as one sentence."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# How a command runs whose words are read here: what it asks is answered by nobody.
HEARD: Dict[str, Any] = {
    "cwd": ROOT,
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
    "errors": "replace",
}


def told(command: List[str], environment: Any = None) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and keep all that it says."""
    return subprocess.run(command, env=environment, check=False, **HEARD)


# What .venv holds ----------------------------------------------------------------------------


def fingerprint(kind: str) -> str:
    """Return a hash of everything that the environment for `kind` is made from."""
    digest = hashlib.sha256()
    for name in ["pyproject.toml"] + LOCKS[kind]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def read_state() -> Dict[str, str]:
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(state: Dict[str, str]) -> None:
    draft = STATE.with_suffix(".tmp")
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(STATE)


def is_ready(state: Dict[str, str], kind: str = "") -> bool:
    """Return whether `.venv` is complete and of this Python, in this folder, and holds what `kind` needs."""
    whole = dict(state, state="ready", **OF_HERE) == state and PYTHON.exists()
    return whole and (not kind or state.get(kind) == fingerprint(kind))


# Making it -----------------------------------------------------------------------------------


@contextlib.contextmanager
def setup_lock() -> Iterator[IO[bytes]]:
    """Hold the lock of this folder's set-up; the system lets go of it if the process dies."""
    announced = False
    with open(__file__, "rb") as handle:
        while True:
            try:
                if WINDOWS:
                    handle.seek(1 << 30)  # a byte beyond the end: this file can still be read
                    msvcrt = importlib.import_module("msvcrt")
                    msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
                else:
                    fcntl = importlib.import_module("fcntl")
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                    raise
            if not announced:
                say("Another set-up is under way in this folder; waiting for it.")
                announced = True
            time.sleep(0.2)
        yield handle


def ensure(kind: str) -> None:
    """Make `.venv` hold what `kind` needs; quick if it already does."""
    if is_ready(read_state(), kind):
        return
    with setup_lock() as lock:
        if is_ready(read_state(), kind):  # another set-up has just made it
            return
        started = time.monotonic()
        set_up(kind, lock)
        say("Ready after {:.0f} s.".format(time.monotonic() - started))


def set_up(kind: str, lock: IO[bytes]) -> None:
    state = read_state()
    foreign = VENV.exists() and not state  # made by other hands: used, but never deleted
    if state and not is_ready(state):
        say("The environment in .venv is unfinished or of another Python; making it anew.")
        shutil.rmtree(VENV)
    unfinished = dict(OF_HERE, state="unfinished")
    VENV.mkdir(exist_ok=True)
    if not foreign:
        write_state(unfinished)
    if not PYTHON.exists():
        make_venv(lock)
    install_locked(LOCKS[kind][-1], lock)
    # The build backend is among the locked packages, so nothing is fetched to build the project.
    install([*PIP, "--no-deps", "--no-index", "--no-build-isolation", "--editable", "."], lock)
    # Here, and not at each start where PYTHONDONTWRITEBYTECODE is set: a quarter of the way to the first paint.
    packages = [str(path.parent) for path in ROOT.glob("*/__init__.py")]
    others_tests = r"packages.*\Wtests\W"
    told([str(PYTHON), "-m", "compileall", "-qj0", "-x", others_tests, str(VENV), *packages])
    # The development lock is made with the other as its constraint, so it holds that as well.
    made = ["run", "test"] if kind == "test" else ["run"]
    write_state(dict(unfinished, state="ready", **{name: fingerprint(name) for name in made}))


def make_venv(lock: IO[bytes]) -> None:
    try:
        importlib.import_module("venv")
        importlib.import_module("ensurepip")
    except ImportError:
        raise SetupError(
            "This Python cannot make environments because its venv module is missing: install it "
            "with `sudo apt-get install python3-venv` (Debian, Ubuntu) " + AGAIN
        ) from None
    say("Making .venv with Python {} (first time only).".format(OF_HERE["python"]))
    base = getattr(sys, "_base_executable", "") or sys.executable  # not the .venv to be replaced
    # Two steps, because venv hides why the second one failed.
    install([base, "-m", "venv", "--without-pip", str(VENV)], lock)
    install([str(PYTHON), "-m", "ensurepip", "--default-pip"], lock)


def install_locked(lock_file: str, lock: IO[bytes]) -> None:
    """Install what a lock names with a pip for each processor: one fetches while another unpacks. Count on a terminal."""
    packages = re.findall(r"^[^\s#].*\n(?:[\s#].*\n)*", (ROOT / lock_file).read_text("utf-8"), re.M)
    say("Installing {} packages from {} into .venv.".format(len(packages), lock_file))
    fetched = []  # type: List[str]

    def count(line: str) -> None:
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            fetched.append(line)
            counted = "\r  {} of {} fetched ".format(len(fetched), len(packages))
            print(counted, end="", file=sys.stderr, flush=True)

    def install_part(number: int) -> None:
        part = VENV / "locked-{}.txt".format(number)
        part.write_text("".join(packages[number::pips]), encoding="utf-8")
        install([*PIP, *HASHED, str(part)], lock, count if sys.stderr.isatty() else len)
        part.unlink()

    pips = min(os.cpu_count() or 1, 4, len(packages))
    with ThreadPoolExecutor(pips) as pool:
        list(pool.map(install_part, range(pips)))


def install(command: List[str], lock: IO[bytes], heard: Callable[[str], object] = len) -> None:
    """Run a command, hand on and keep in the log what it says; say why where it failed."""
    environment = {k: v for k, v in os.environ.items() if not DISTURBING.fullmatch(k)}
    # The lock outlives a killed parent for as long as its installer still writes.
    handed_on = () if WINDOWS else (lock.fileno(),)
    process = subprocess.Popen(command, env=environment, pass_fds=handed_on, **HEARD)
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            heard(line)
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    with contextlib.suppress(OSError), LOG.open("a", encoding="utf-8", errors="replace") as log:
        log.writelines(["$ {}\n".format(" ".join(command)), *lines])
    if code:
        raise explain("".join(lines))


# Settings of a shell or of pip that would put the packages elsewhere or refuse the project itself.
DISTURBING = re.compile("PIP_(PREFIX|REQUIRE_HASHES|TARGET|USER)|PYTHON(HOME|PATH)")


# What an installer says of what a person can mend, and the sentence for it.
FULL_DISK = (
    "The disk is full: the environment needs about 1 GB here and the installer as much again "
    "in the temporary folder, so make room " + AGAIN
)
NOT_WRITABLE = (
    "The folder {} cannot be written to: copy the project to a folder of your own, or change its "
    "permissions, {}".format(ROOT, AGAIN)
)
TROUBLES = (
    (r"Errno 28|No space left|WinError 112|not enough space on the disk|Errno 122", FULL_DISK),
    (
        r"DO NOT MATCH THE HASHES",
        "A downloaded package is not the one that was locked (its hash differs), so nothing was "
        "installed: try another network or package index " + AGAIN,
    ),
    (
        r"NewConnectionError|ConnectTimeoutError|NameResolutionError|ReadTimeoutError|ProxyError|"
        r"Connection aborted|Network is unreachable|Temporary failure in name resolution",
        "The package index cannot be reached, and the first set-up has to download about 250 MB: "
        "check the network connection or proxy " + AGAIN,
    ),
    (
        r"No matching distribution(?: found for (\S+))?",
        "There is no ready-made package of {} for this computer: Smart Enough needs 64-bit Windows "
        "10, macOS 14 or a Linux with glibc 2.34 (Debian 12, Ubuntu 22.04) or newer, or the package "
        "index here lacks it.",
    ),
    (r"Permission denied|Read-only file system", NOT_WRITABLE),
)


def explain(output: str) -> SetupError:
    """Turn an installer's output into one sentence."""
    for signs, sentence in TROUBLES:
        found = re.search(signs, output)
        if found:
            name = found.group(1) if found.re.groups else None
            return SetupError(sentence.replace("{}", name or "a dependency"))
    errors = [line for line in output.splitlines() if "rror" in line] or output.splitlines()
    last = "".join(errors[-1:]).strip()
    return SetupError("The set-up failed ({}): the whole story is in {}.".format(last, LOG))


# What the system has to bring ----------------------------------------------------------------

# Debian names a library's package after it: libxcb-cursor.so.0 is in libxcb-cursor0.
ODD_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0"}

QT_PROBE = """
import ctypes, pathlib, sys
from PySide6 import QtCore, QtGui, QtPdf, QtWidgets
if sys.platform == "linux":
    plugins = QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath)
    ctypes.CDLL(str(pathlib.Path(plugins, "platforms", "libqxcb.so")))
"""


def debian_package(library: str) -> str:
    """Return the Debian package that holds a shared library such as `libEGL.so.1`."""
    if library in ODD_PACKAGES:
        return ODD_PACKAGES[library]
    name, version = library.lower().replace("_", "-").split(".so.", 1)
    return name + ("-" if name[-1].isdigit() else "") + version.split(".")[0]


def check_system_libraries() -> None:
    """Name the shared libraries that Qt needs and the system lacks; once all was there, later calls do not look again."""
    state = read_state()
    if state.get("libraries") == "present":
        return
    probe = told([str(PYTHON), "-c", QT_PROBE])
    if probe.returncode == 0:
        write_state(dict(state, libraries="present"))
        return
    missing = set(re.findall(r"(lib[\w+.-]+\.so[.\d]*): cannot open shared object", probe.stdout))
    if not missing:
        last = probe.stdout.strip().splitlines()[-1:] or ["no message"]
        raise SetupError("Qt cannot be loaded on this computer ({}).".format(last[0]))
    if shutil.which("ldd"):  # the loader names one at a time; ldd names them all
        for pattern in ("Qt*.abi3.so", "Qt/plugins/platforms/libqxcb.so"):
            for file in VENV.glob("lib/python*/site-packages/PySide6/" + pattern):
                listing = told(["ldd", str(file)]).stdout
                missing.update(re.findall(r"(lib(?!Qt6)\S+) => not found", listing))
    packages = sorted({debian_package(library) for library in missing})
    raise SetupError(
        "Qt needs system libraries that are missing here ({}): install them with "
        "`sudo apt-get install {}` (Debian, Ubuntu) {}".format(
            ", ".join(sorted(missing)), " ".join(packages), AGAIN
        )
    )


def has_display() -> bool:
    """Return whether a window can be shown."""
    if WINDOWS or sys.platform == "darwin" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), wayland).exists():
        return True
    if not os.environ.get("DISPLAY"):
        return False
    try:  # the variable often outlives the X server that it names: ask it
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # the check of the libraries will name it
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


# The commands --------------------------------------------------------------------------------


def run(arguments: List[str]) -> int:
    ensure("run")
    start = ["--sample"]
    if has_display():
        check_system_libraries()
    else:
        start = ["demo", "--out", "demo-output"]
        say(
            "There is no display here, so the demo runs without a window and writes to demo-output."
        )
    # -P: a folder called "desktop" where the person happens to be must not be imported.
    command = [str(PYTHON), "-P", "-m", "desktop", *start, *arguments]
    if not WINDOWS:  # there, exec would return to the shell at once
        os.execv(command[0], command)
    return subprocess.call(command)


def test(arguments: List[str]) -> int:
    started = time.time()
    ensure("test")
    check_system_libraries()
    # One cache for all: fonts and networks that one part has made are not made again by the next.
    with tempfile.TemporaryDirectory(prefix="smart-enough-tests-") as home:
        shared = dict(os.environ, OMP_NUM_THREADS="1", SMART_ENOUGH_TEST_HOME=home)
        return check_all(arguments, shared, started)


def check_all(arguments: List[str], environment: Dict[str, str], started: float) -> int:
    begun = {"set-up": started, "checks": time.time()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the import of tests compiles for all
    pytest = [str(PYTHON), "-m", "pytest"]
    # Each package was installed by itself, so pip has to say that all fit together.
    tools = ("ruff check .", "ruff format --check .", "mypy", "lint-imports", "pip check")
    checks = [(tool, [str(SCRIPTS / tool.split()[0]), *tool.split()[1:]]) for tool in tools]
    can_show = has_display() or (shutil.which("xvfb-run") and shutil.which("xauth"))
    parts = [arguments] if arguments else [list(part) for part in PARTS]
    if can_show and not arguments:
        display = [] if has_display() else ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24"]
        checks.append(("the journey in a real window", [*display, *pytest, "-q", JOURNEY]))
        checks.append(("import of tests", [*pytest, "-q", "--collect-only", "-k", "test_journey"]))
        parts = [[*part, "--ignore", JOURNEY] for part in parts]

    def check(command: List[str]) -> Tuple["subprocess.CompletedProcess[str]", float]:
        started = time.monotonic()
        return told(command, environment), time.monotonic() - started

    failed = []
    with ThreadPoolExecutor(3) as pool:  # the journey often waits for what it sees
        outcomes = pool.map(check, [command for _, command in checks])
        for (name, _), (process, seconds) in zip(checks, outcomes):
            failed += [name] * bool(process.returncode)
            result = "FAILED" if process.returncode else "passed"
            say("{}== {} {} in {:.1f} s".format(process.stdout, name, result, seconds))
    say("== pytest" + (" (already failed: {})".format(", ".join(failed)) if failed else ""))
    # Workers on one display would take the keyboard focus from each other, so each draws offscreen.
    environment["QT_QPA_PLATFORM"] = "offscreen"
    # A file stays with one worker: what its tests share is made once. New ones for each half: windows slow a process down.
    # One more than processors, as tests wait for browsers and servers; more than eight wait for the disk.
    workers = str(min((os.cpu_count() or 1) + 1, 8))
    for part in parts:
        begun[part[0]] = time.time()
        environment["SMART_ENOUGH_TEST_BEGUN"] = json.dumps(begun)  # tests/conftest.py says it
        # In the order of tests/conftest.py, which begins with what takes longest, not by how many tests a file has.
        command = [*pytest, "-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
        # A worker that died is a failure to see at once: with one in its place the run may wait for ever.
        command += ["--max-worker-restart", "0", *part]
        if subprocess.call(command, cwd=str(ROOT), env=environment):
            failed.append("pytest")
    # Nothing is printed after this: the closing line of pytest is the last one.
    return 1 if failed else 0


def explore(arguments: List[str]) -> int:
    ensure("test")
    say("Trying the property tests on new random examples; `test` always tries the same ones.")
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "-m", "hypothesis"]
    # How long a test may take is for `test` to say: this one shrinks what it finds.
    command += ["--hypothesis-profile", "explore", "-o", "timeout=0", *arguments]
    environment = dict(os.environ, OMP_NUM_THREADS="1", QT_QPA_PLATFORM="offscreen")
    return subprocess.call(command, cwd=str(ROOT), env=environment)


def setup(_: List[str]) -> int:
    ensure("run")
    try:
        check_system_libraries()
    except SetupError as problem:  # a server without a screen needs no Qt for the command line
        say("Note: {}".format(problem))
    return 0


def main(argv: List[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description=(__doc__ or "").partition("\n\nOnly")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = {"run": run, "test": test, "explore": explore, "setup": setup}
    parser.add_argument("command", choices=list(commands))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="for the app or for pytest")
    options = parser.parse_args(argv or ["--help"])
    if options.command == "setup" and options.arguments:
        parser.error("setup takes no arguments")
    try:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            raise SetupError(
                "Smart Enough needs Python {}.{} to {}.{} and this is Python {}: install one of those and "
                "start this script with it, as in `python3.13 bootstrap.py run`.".format(
                    *(OLDEST + NEWEST), sys.version.split()[0]
                )
            )
        return commands[options.command](options.arguments)
    except SetupError as problem:
        say(str(problem))
    except KeyboardInterrupt:
        say("Stopped; the same command goes on from here.")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            say(FULL_DISK)
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            say(NOT_WRITABLE)
        else:
            say("The set-up failed: {}.".format(error))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
