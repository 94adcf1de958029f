"""What a person is given to grade, and in which order: blind, case by case, chance decides, and nothing comes twice.

How to use, line by line:

    tasks = tasks_of(answers_by_candidate)           answers to a case that read the same are one task
    order = case_order(cases, seed)                  cases by chance, the kinds of cases taking turns
    queue = rater_queue(tasks, order, "Ada", seed)   each case's answers in an order of their own, another for every rater
    shared_cases(tasks, order, verdicts, seed)       what a second rater grades again
    told_most(tasks, good, 20, seed)                 with a judge: the answers whose grades tell most

Cases are drawn, not answers: then every candidate is graded on the same cases and in the share of its answers, and counts of
people's grades are fair at every moment. What `told_most` chooses is drawn within the judge's verdicts, and counts only through
`corrected_rate` until its turn would have come (`out_of_turn`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.judge import grade_next

FEWEST_SHARED = 30
"""Answers that two people grade, at least."""

T = TypeVar("T")
Run = tuple[str, int]
"""A candidate and its trial."""


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """One answer to grade.

    - `case`: the case's id. `text`: what was answered, None where nothing came. `error`: what the call failed with.
    - `runs`: who gave it. Whoever grades never sees them.
    - `judge`: a machine's verdict on it, None without one. Whoever grades never sees that either.
    """

    case: str
    text: str | None
    error: str
    runs: tuple[Run, ...]
    judge: bool | None = None


Tasks = Mapping[str, tuple[AnswerTask, ...]]
"""The answers to each case, by its id."""


def tasks_of(answers: Mapping[str, Mapping[str, Sequence[CandidateAnswer]]]) -> Tasks:
    """Put together what is to be graded, by case.

    - `answers`: by candidate and case, those of one case in the order of their trials.
    """
    found: dict[str, dict[tuple[str | None, str], list[tuple[Run, CandidateAnswer]]]] = {}
    for candidate, by_case in answers.items():
        for case, trials in by_case.items():
            alike = found.setdefault(case, {})
            for one in trials:
                text = None if one.answer is None else one.answer.strip()
                error = "" if text else one.error
                alike.setdefault((text or None, error), []).append(((candidate, one.trial), one))
    return {
        case: tuple(
            AnswerTask(
                case,
                text,
                error,
                tuple(run for run, _ in given),
                next((one.judge for _, one in given if one.judge is not None), None),
            )
            for (text, error), given in alike.items()
        )
        for case, alike in found.items()
    }


def case_order(cases: Iterable[EvalCase], seed: int = 0) -> tuple[str, ...]:
    """The cases by chance within their slices, which take turns in the share of their sizes."""
    slices: dict[str, list[str]] = {}
    for case in cases:
        slices.setdefault(case.slice, []).append(case.id)
    placed = []
    for ids in slices.values():
        mixed = by_chance(ids, f"cases/{seed}")
        placed += [
            ((at + _place(f"turn/{seed}/{case}")) / len(ids), case) for at, case in enumerate(mixed)
        ]
    return tuple(case for _, case in sorted(placed))


def rater_queue(
    tasks: Tasks, order: Iterable[str], rater: str, seed: int = 0
) -> tuple[AnswerTask, ...]:
    """The answers to the cases in their order; those of one case by chance, otherwise for every case and rater."""
    queue: list[AnswerTask] = []
    for case in order:
        queue += by_chance(tasks.get(case, ()), f"answers/{seed}/{rater}/{case}")
    return tuple(queue)


def shared_cases(
    tasks: Tasks,
    order: Sequence[str],
    verdicts: Mapping[Run, Mapping[str, bool | None]],
    seed: int = 0,
    *,
    already: Collection[str] = (),
    least: int = FEWEST_SHARED,
) -> tuple[str, ...]:
    """The order of the cases for a second rater: first what both grade, then the rest as it comes for everybody.

    - `verdicts`: what the others said, by run and case; None where they could not say.
    - `already`: cases that the second rater has begun: they are among what both grade.

    What nobody else could say comes in any case. To it are added cases by chance of those that are graded, until there are
    `least` answers, and good ones and bad ones where there are both.
    """

    def said(case: str) -> list[bool | None]:
        given = [verdicts.get(one.runs[0], {}) for one in tasks.get(case, ())]
        return [by_case[case] for by_case in given if case in by_case]

    graded = {case: found for case in order if (found := said(case))}
    chosen = {case for case, found in graded.items() if None in found or case in already}
    rest = by_chance([case for case in graded if case not in chosen], f"shared/{seed}")
    every = {verdict for found in graded.values() for verdict in found}
    n = sum(len(tasks[case]) for case in chosen)
    seen = {verdict for case in chosen for verdict in graded[case]}
    for case in rest:
        if n < least or not every & set(graded[case]) <= seen:
            chosen.add(case)
            n += len(tasks[case])
            seen |= set(graded[case])
    first = by_chance([case for case in order if case in chosen], f"second/{seed}")
    return (*first, *(case for case in order if case not in chosen))


def told_most(
    tasks: Tasks, good: Mapping[tuple[str, Run], bool], n: int = 20, seed: int = 0
) -> tuple[AnswerTask, ...]:
    """The answers whose grades tell most, by the judge's verdicts; by chance without a judge.

    - `good`: what people said, by case and run.

    Each that reads alike is drawn as one, so that every candidate's answers are equally likely within a verdict.
    """
    every = [one for case in tasks.values() for one in case]
    known = [
        CandidateAnswer(
            one.case, one.text, judge=one.judge, human=good.get((one.case, one.runs[0]))
        )
        for one in every
    ]
    return tuple(every[at] for at in grade_next(known, n, seed=seed).places)


def out_of_turn(
    order: Sequence[str],
    graded: Collection[tuple[str, Run]],
    chosen: Collection[tuple[str, Run]],
) -> frozenset[tuple[str, Run]]:
    """Of the answers that `told_most` chose, those to which the order has not come: no chance sample of anything.

    - `order`: the cases as chance put them. `graded`: what people graded, by case and run.

    Up to the last case that was graded in its turn every answer would have been graded anyway, chosen or not. Those cases are the
    sample that counts of grades alone may rest on; leaving the chosen ones out of them would lean as much as counting all.
    """
    places = {case: at for at, case in enumerate(order)}
    in_turn = (places[case] for case, run in graded if case in places and (case, run) not in chosen)
    last = max(in_turn, default=-1)
    return frozenset(one for one in chosen if places.get(one[0], len(places)) > last)


def to_settle(
    tasks: Tasks, verdicts: Mapping[tuple[str, Run], Sequence[bool | None]], seed: int = 0
) -> tuple[AnswerTask, ...]:
    """The answers on which people differ, or that only people who could not say have seen, by chance.

    - `verdicts`: what each person said, by case and run; what is settled is not among them.
    """
    found = [
        one
        for case in tasks.values()
        for one in case
        if len(said := verdicts.get((one.case, one.runs[0]), ())) > 1
        and (len(set(said)) > 1 or None in said)
    ]
    return tuple(by_chance(found, f"settle/{seed}"))


def by_chance(things: Sequence[T], draw: str) -> list[T]:
    """The things in an order that chance decides: another for each name of a draw, the same whenever it is asked for."""
    places = sorted(range(len(things)), key=lambda at: _place(f"{draw}/{at}"))
    return [things[at] for at in places]


def _place(words: str) -> float:
    return int.from_bytes(sha256(words.encode()).digest()[:8], "big") / 2**64
