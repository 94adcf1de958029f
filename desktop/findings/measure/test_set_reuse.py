"""How often the test was looked at, and what that costs.

How to use, line by line:

    looks_at_test(project, run)       every look at the examples that this run was tested on
    .count                            how many; two runs with the same model are one look
    .fresh                            (right, tested) of the examples that no earlier run was tested on
    bound_over_looks(project, run, 0.95)   what is sure of its right answers, and over how many looks
    passes(project, run)              whether the run shows the bar; None without a bar on right answers
    looks_evidence(...)               the looks for the report, with their sentences
"""

from dataclasses import dataclass

from desktop.findings.candidate_measurement import ProjectCandidate
from desktop.project.looks import Look, example_key, looks
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import run_with
from estimators.acceptance import lower_bound
from estimators.acceptance.bounds import confidence_of_each
from estimators.acceptance.result import AcceptanceResult, bar_is_shown
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr, tr_plural
from reports import launch_evidence as evidence

_UNSET_CONFIDENCE = 0.95


@dataclass(frozen=True)
class LooksAtTest:
    """The looks at the test of one run. ``fresh``: (right, tested) of what no other run was tested on before it."""

    looks: tuple[Look, ...]
    shared: tuple[int, ...]  # for each look, how many examples of this test it saw
    fresh: tuple[int, int]

    @property
    def count(self) -> int:
        """How many different models were tested on these examples, this one included; at least 1."""
        return max(len({look.model_sha256 or look.created for look in self.looks}), 1)


def looks_at_test(project: Project, run: Run) -> LooksAtTest:
    """Every look at the examples that ``run`` was tested on, its own included, the oldest first."""
    name = f"looks at the test of {run.created} {run.number}"
    return project.until_change(name, lambda: _looks_at_test(project, run))


def _looks_at_test(project: Project, run: Run) -> LooksAtTest:
    every = looks(project)
    own = next((look for look in every if (look.run, look.created) == (run.number, run.created)), None)  # fmt: skip
    if own is None:  # its numbers are not shown
        return LooksAtTest((), (), (0, 0))
    touching = tuple(look for look in every if look.examples & own.examples)
    earlier = [look for look in touching if (look.created, look.run) < (own.created, own.run)]
    seen = frozenset().union(*(look.examples for look in earlier))
    return LooksAtTest(
        touching,
        tuple(len(look.examples & own.examples) for look in touching),
        _fresh(project, run, own, seen) if earlier else (run.result.correct, run.result.n_test),
    )  # fmt: skip


def _fresh(project: Project, run: Run, own: Look, seen: frozenset[str]) -> tuple[int, int]:
    """Right and tested of the examples that were not seen before; one that cannot be identified counts as seen."""
    if not own.examples - seen:
        return 0, 0
    keys = {
        path: example_key(sha256)
        for path, sha256 in project.file.read("SELECT path, sha256 FROM example", ())
    }
    rows = [
        row
        for row in run.result.answered
        if ({row.path, keys.get(row.path)} & own.examples)
        and not ({row.path, keys.get(row.path)} & seen)
    ]
    return sum(row.right for row in rows), len(rows)


def looks_at_candidate(project: Project, one: ProjectCandidate) -> int:
    """How often the test of a candidate was looked at, where it is a training; 1 for any other."""
    run = None if one.run is None else run_with(project, one.run)
    return 1 if run is None else looks_at_test(project, run).count


def sureness(project: Project) -> float:
    """How sure a bound on right answers has to be over all looks: as the bar says, else 95 %."""
    return project.bar.confidence if project.bar else _UNSET_CONFIDENCE


def bound_over_looks(project: Project, run: Run, confidence: float) -> tuple[float, int]:
    """What is sure of a run's right answers, and over how many looks at its test."""
    k = looks_at_test(project, run).count
    result = run.result
    each = confidence_of_each(confidence, k)
    return lower_bound(result.correct, result.n_test, each), k


def passes(project: Project, run: Run) -> bool | None:
    """Whether a tested run shows the bar on right answers, as the acceptance test has it; None without such a bar."""
    bar = project.accuracy_bar
    if bar is None:
        return None
    result, k = run.result, looks_at_test(project, run).count
    return bar_is_shown(result.correct, result.n_test, bar.value, bar.confidence, looks=k)


def looks_evidence(
    project: Project, found: LooksAtTest, confidence: float, test: AcceptanceResult | None
) -> evidence.Looks:
    """The looks as page and report say them; ``test`` is None where the bar is on a cost."""
    right, n = found.fresh
    partly = found.count > 1 and 0 < n < (test.total if test is not None else n + 1)
    fresh = ""
    if partly:
        things = count(n, example_noun_of(project))
        fresh = tr_plural(
            "{things} of the test was new to this run: {right} right, "
            "sure of at least {lower_bound} from it alone.",
            "{things} of the test were new to this run: {right} right, "
            "sure of at least {lower_bound} from these alone.",
            n,
            things=things,
            right=right,
            lower_bound=percent(lower_bound(right, n, confidence)),
        )
    return evidence.Looks(
        count=found.count,
        sentence=_sentence(project, found, confidence, test),
        rows=tuple(
            evidence.LookRow(
                tr("run {run}", run=look.run),
                day(look.created),
                look.correct,
                look.n,
                shared,
                tr("deleted since") if look.deleted else "",
            )
            for look, shared in zip(found.looks, found.shared, strict=True)
        ),
        fresh_sentence=fresh,
    )


def _sentence(
    project: Project, found: LooksAtTest, confidence: float, test: AcceptanceResult | None
) -> str:
    if found.count == 1:
        return tr("This is the first look at these {noun}.", noun=noun(project))
    if test is not None:
        return test.looks_sentence
    each = confidence_of_each(confidence, found.count)
    return tr(
        "Looked at {count} times, so each look must be sure at {set_percent}; the bound pays for that.",
        count=found.count,
        set_percent=set_percent(each),
    )
