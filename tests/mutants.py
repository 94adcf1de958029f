"""How many small breakages of the product do the tests notice?

    python -m tests.mutants --module estimators/acceptance -n 60 --seed 1

Draws n changes of the module's files (a comparison, an operator, a number, a condition, two arguments swapped, a statement
left out, another result), and runs the tests of the same folder on each: those that call the changed function and no others,
the quickest first, until one fails. Nothing on the disk changes. The tests are collected once, and for each change a child
process has the changed function and draws few examples. What runs at import is tried in a child that imports the changed
file. Prints what nobody noticed; `--again FILE:LINE` tries only that line, with all examples.
"""

import argparse
import ast
import gc
import importlib.util
import os
import random
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

from tests.mutation import ROOT, Mutant, functions_of, mutants_of

if TYPE_CHECKING:
    import pytest

EXAMPLES, FEW, TO_SEE = 100, 12, 5
"""What a property test draws as in CI, for a change, and to see which functions it calls."""


class _InMemory(MetaPathFinder, Loader):
    """Gives a mutant's source instead of its file's; a plugin of pytest."""

    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(ROOT).with_suffix("").parts
        self.name = ".".join(parts).removesuffix(".__init__")
        self.mutant = mutant

    def pytest_load_initial_conftests(self) -> None:
        """Come before pytest, which reads every `test_*.py` itself, and before what a conftest imports."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path)
        assert spec is not None
        return importlib.util.spec_from_file_location(
            name,
            spec.origin,
            loader=self,
            submodule_search_locations=spec.submodule_search_locations,
        )

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.mutant.code(), module.__dict__)


Calls = dict[str, tuple[float, set[tuple[str, int]]]]
"""How long each test takes, and the functions that it calls, by file and first line."""


class Reached:
    """A pytest plugin that notes which functions of some folder each test calls, and how long it takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._called: set[tuple[str, int]] = set()
        self.tests: Calls = {}

    def _call(self, frame: FrameType, event: str, _: Any) -> None:
        if frame.f_code.co_filename.startswith(self._folder):
            self._called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    def pytest_runtest_setup(self) -> None:
        self._called, self._since = set(), time.process_time()
        sys.settrace(self._call)
        threading.settrace(self._call)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "teardown":
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]  # None is what ends it
            self.tests[report.nodeid] = (time.process_time() - self._since, self._called)


def run(arguments: Sequence[str], examples: int, *plugins: object) -> int:
    import hypothesis
    import pytest

    hypothesis.settings.register_profile(
        "mutants", parent=hypothesis.settings.default, max_examples=examples
    )
    hypothesis.settings.load_profile("mutants")

    class Fewer:
        """Conftest loads its own profile; this one comes later."""

        def pytest_collection_modifyitems(self) -> None:
            hypothesis.settings.load_profile("mutants")

    usual = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "-W", "ignore"]
    return int(pytest.main([*usual, *arguments], plugins=[Fewer(), *plugins]))


_BROKEN, _ELSEWHERE = 99, 98  # the work itself raised an error; the change is not in a function


def in_child(work: Callable[[], int], seconds: float) -> int:
    """Return what some work in a forked process returns; another number if it takes more processor time than that."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            os._exit(work())
        finally:
            os._exit(_BROKEN)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def answer_of_child(work: Callable[[], Any]) -> Any:
    """Return what some work in a forked process returns: it imports what this one must not."""
    import pickle

    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.dup2(2, 1)
        with os.fdopen(writer, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as inside:
        answer = pickle.load(inside)
    os.waitpid(child, 0)
    return answer


class FirstTrial:
    """A pytest plugin that collects the tests once, and tries each change in a child of this process."""

    def __init__(self, folder: Path, chosen: Sequence[Mutant], parallel: int, known: Calls) -> None:
        self.folder, self.chosen, self.parallel, self.known = folder, chosen, parallel, known
        self.noticed: list[bool | None] = []  # None: it has to be imported

    def pytest_runtestloop(self, session: "pytest.Session") -> bool:
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one for all children
        items = {item.nodeid: item for item in session.items}

        def tests_fail(tests: Sequence[str]) -> int:
            chosen = [items[test] for test in tests if test in items]
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    break
            return session.testsfailed

        def see() -> Calls:
            reached = Reached(self.folder)
            session.config.pluginmanager.register(reached)
            return {} if tests_fail(list(items)) else reached.tests

        def notices(mutant: Mutant) -> bool | None:
            def work() -> int:
                if not mutant.put_into(functions):
                    return _ELSEWHERE
                return tests_fail(reaching(mutant, self.known))

            status = in_child(work, patience(mutant, self.known))
            return None if status in (_BROKEN, _ELSEWHERE) else status != 0

        if not self.known:
            self.known = answer_of_child(see)
        if self.known:
            functions = functions_of(self.folder)
            gc.freeze()  # or every child copies the memory that its collector walks through
            with ThreadPoolExecutor(self.parallel) as pool:
                self.noticed = list(pool.map(notices, self.chosen))
        return True


def reaching(mutant: Mutant, known: Calls) -> list[str]:
    """Return the tests that call the changed function, the quickest first; all for what runs at import."""
    found = [
        (seconds, test)
        for test, (seconds, called) in known.items()
        if not mutant.function
        or any(file == str(mutant.path) and line in mutant.function for file, line in called)
    ]
    return [test for _, test in sorted(found)]


def patience(mutant: Mutant, known: Calls) -> float:
    return 20 + sum(known[test][0] for test in reaching(mutant, known))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--module", required=True, help="a folder or file of the product")
    parser.add_argument("--tests", help="where its tests are (default: the same place in tests/)")
    parser.add_argument("-n", type=int, default=50, help="how many changes to try")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", default="", help="FILE:LINE, only its changes")
    parser.add_argument(
        "--map", type=Path, help="keeps which functions each test calls, for the next run"
    )
    parser.add_argument("-j", type=int, default=2, help="how many at a time")
    options = parser.parse_args(arguments)
    folder = ROOT / options.module
    tests = ROOT / (options.tests or Path("tests", options.module))
    for name in ("hypothesis", "numpy", "scipy.stats", "httpx"):  # before the forks, not in each
        importlib.import_module(name)
    every = [
        mutant
        for path in ([folder] if folder.suffix else sorted(folder.rglob("*.py")))
        for mutant in mutants_of(path)
    ]
    if options.again:
        chosen = [m for m in every if str(m).split()[0].endswith(options.again)]
    else:
        chosen = random.Random(options.seed).sample(every, min(options.n, len(every)))
    trial = FirstTrial(folder, chosen, options.j, {})
    if options.map and options.map.exists():
        trial.known = ast.literal_eval(options.map.read_text("utf-8"))

    def first() -> tuple[Calls, list[bool | None]]:
        run([str(tests), "-s"], EXAMPLES if options.again else FEW, trial)
        return trial.known, trial.noticed

    known, noticed = answer_of_child(first)
    if not known:
        sys.exit(f"The tests in {tests} fail as it is.")
    if options.map:
        options.map.write_text(repr(known), "utf-8")

    def notices(mutant: Mutant, already: bool | None) -> bool:
        chosen = reaching(mutant, known)

        def work() -> int:
            return run(chosen, FEW, _InMemory(mutant))

        if already is not None or not chosen:
            return bool(already)
        status = in_child(work, patience(mutant, known))
        assert status != _BROKEN, f"no tests could be run for {mutant}"
        return status != 0

    with ThreadPoolExecutor(options.j) as pool:
        unnoticed = []
        for mutant, seen in zip(chosen, pool.map(notices, chosen, noticed), strict=True):
            print("caught" if seen else "LIVES ", mutant, flush=True)
            unnoticed += [] if seen else [mutant]
    caught = len(chosen) - len(unnoticed)
    print(f"{caught} of {len(chosen)} noticed ({caught / max(len(chosen), 1):.0%}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
