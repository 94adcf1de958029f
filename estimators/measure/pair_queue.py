"""Which two answers a person is given to compare, and on which side each stands: by lot, and evenly.

How to use, line by line:

    tasks = tasks_of(answers_by_candidate)                  answers to a case that read the same are one task
    order = case_order(cases, seed)
    queue = pair_queue(tasks, pairs_of(names), order, "Ada", seed)

Every pair comes on as many cases as the others, give or take one, and each of its two stands on the left in two of four. Two answers
that read the same are not shown: nobody can prefer one. Only the first trial of a case is compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from estimators.measure.grading_queue import AnswerTask, Run, Tasks, by_chance

PAIRS_A_CASE = 3
_BLOCK = (True, True, False, False)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairTask:
    """Two answers to a case. `left`, `right`: as they stand; `of`: the candidates that they count for, which nobody sees."""

    case: str
    left: AnswerTask
    right: AnswerTask
    of: Pair


def pairs_of(candidates: Iterable[str], named: frozenset[str] = frozenset()) -> tuple[Pair, ...]:
    """Every two of them; the named two alone where somebody named them."""
    names = sorted(candidates)
    every = tuple(combinations(names, 2))
    return tuple(pair for pair in every if named == set(pair)) or every


def pair_queue(
    tasks: Tasks, pairs: Sequence[Pair], order: Sequence[str], rater: str, seed: int = 0
) -> tuple[PairTask, ...]:
    """The comparisons of one person, case by case; of many pairs three a case, which take turns."""
    queue: list[PairTask] = []
    turns = by_chance(pairs, f"pairs/{seed}")
    each = min(PAIRS_A_CASE, len(turns))
    seen = dict.fromkeys(turns, 0)
    for at, case in enumerate(order):
        mine = [turns[(at * each + place) % len(turns)] for place in range(each)]
        for pair in by_chance(mine, f"pairs/{seed}/{rater}/{case}"):
            first, second = (_of(tasks.get(case, ()), (name, 0)) for name in pair)
            if first is None or second is None or first is second:
                continue
            block, place = divmod(seen[pair], len(_BLOCK))
            seen[pair] += 1
            if by_chance(_BLOCK, f"sides/{seed}/{rater}/{pair}/{block}")[place]:
                queue.append(PairTask(case, first, second, pair))
            else:
                queue.append(PairTask(case, second, first, (pair[1], pair[0])))
    return tuple(queue)


def _of(tasks: Iterable[AnswerTask], run: Run) -> AnswerTask | None:
    return next((task for task in tasks if run in task.runs), None)
