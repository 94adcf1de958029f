"""What all public functions of `desktop.findings` say of a project, whichever they are.

A function is called with whatever its parameters without a default are named after (`project`, `run`, `worked` …); one that
wants something else, or refuses it, is left out. The lines are sorted and each is there once, so that a function, a module or
a field can get another name or place and nothing changes here; what a line says of is told by its words.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import product
from typing import Any

import desktop.findings
from desktop.findings.decide.flip_points import VERDICT_WORDS
from desktop.findings.decide.verdict import work_out
from desktop.findings.fake.acceptance_curve import curve_of
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.bar import costs_for, requirement_of
from desktop.findings.launch.readiness import risk_view
from desktop.project.case import case_of
from desktop.project.project import Project
from desktop.project.run_list import listed_runs
from estimators.case.given_number import AskedNumber
from tests.golden.keeping import lines_of

LONGEST = 5_000  # what is longer is an engine's whole answer, which is kept by itself


def every_finding(project: Project) -> list[str]:
    """Every line that one of them says."""
    given = _given(project)
    found: set[str] = set()
    for function in _public():
        wanted = inspect.signature(function).parameters.values()
        needed = [one.name for one in wanted if one.default is one.empty]
        if not needed or not given.keys() >= set(needed):
            continue
        for values in product(*(given[name] for name in needed)):
            try:
                found.update(lines_of(function(**dict(zip(needed, values, strict=True)))))
            except Exception:  # noqa: BLE001  it refuses these
                continue
    return sorted(line for line in found if " at 0x" not in line and len(line) < LONGEST)


def _public() -> Iterator[Callable[..., object]]:
    for module in pkgutil.walk_packages(desktop.findings.__path__, "desktop.findings."):
        held = import_module(module.name)
        for name, part in vars(held).items():
            ours = inspect.isfunction(part) and part.__module__ == module.name
            if (
                ours and not name.startswith("_") and not name.endswith("evidence")
            ):  # kept by itself
                yield part


def _given(project: Project) -> dict[str, list[Any]]:
    """What the parameters of that name may be."""
    worked = work_out(case_of(project))
    runs, bars, classes = project.runs(), project.bars(), [one.name for one in project.classes()]
    verdicts = list(VERDICT_WORDS)
    costs = [costs_for(project, run) for run in runs]
    return {
        "project": [project],
        "run": list(runs),
        "newer": listed_runs(project),
        "older": listed_runs(project),
        "bar": list(bars),
        "requirement": [requirement_of(bar) for bar in bars],
        "test": [bar_test(project)],
        "costs": costs,
        "label": classes,
        "negative": classes[:1],
        "cutoff": [0.6, 0.9],
        "target": [0.9],
        "worked": [worked],
        "case": [worked.case],
        "assessment": [worked.assessment],
        "cues": [worked.assessment.cues],
        "valuation": [worked.valuation],
        "currency": ["USD"],
        "verdict": verdicts,
        "curve": [curve_of(project)],
        "view": [risk_view(project)],
        "error": [AskedNumber("accuracy_gate", "").refused(2, "must be below 1", "Write 0.9.")],
    }
