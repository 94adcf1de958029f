"""Does the acceptance test keep its promises? Every bound enumerated or simulated, beside what else could have been taken.

    python tests/benchmarks/acceptance.py [--draws 4000]

1. Coverage of the exact lower bound, every n to 500 and p from 0.5 to 0.99: the least of all.
2. The counts and sizes that are known, and the saw-tooth of the power.
3. The sequential test over all paths: errors when looked at after every label, and how many labels it takes.
4. The bound of the expected cost: coverage and width beside Hoeffding, Hoeffding-Bentkus, a betting mixture, and a
   bound for each kind of error alone.
5. Looks: how often a model at the bar passes if its makers train until it does, with 5 % a look and with 5 % shared out.
6. Classes: how often any of ten classes at the bar is said to hold it.
"""

import argparse
from collections.abc import Callable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betaincinv, xlogy

from estimators.acceptance import correct_needed, examples_needed
from estimators.acceptance.cost_bound import cost_upper_bound
from estimators.acceptance.sequential import SequentialTest
from estimators.acceptance.subgroups import SubgroupVerdict, accept_each
from estimators.classifier.arrays import Doubles

ALPHA = 0.05


def exact_bounds(n: int, alpha: float = ALPHA) -> Doubles:
    """Clopper and Pearson's lower bound for 0 to n right."""
    k = np.arange(1, n + 1)
    return np.r_[0.0, betaincinv(k, n - k + 1, alpha)]


def coverage() -> None:
    p = np.round(np.arange(0.5, 0.9901, 0.01), 2)
    least = (1.0, 0, 0.0)
    shares = []
    for n in range(1, 501):
        # The bound rises with the count, so the truth is covered up to the last count whose bound is below it.
        last = np.searchsorted(exact_bounds(n), p, side="right") - 1
        covered = bdtr(last, n, p)
        shares.append(covered.mean())
        place = int(covered.argmin())
        least = min(least, (float(covered[place]), n, float(p[place])))
    print("1. Lower bound, promised 95 %")
    print(f"   least coverage {least[0]:.4%} at n = {least[1]}, p = {least[2]}; mean {np.mean(shares):.2%} "
          f"({500 * len(p):,} pairs)")  # fmt: skip


def sizes() -> None:
    print("\n2. Counts and sizes")
    counts = [correct_needed(n, 0.8) for n in (20, 50, 100, 200)]
    print(f"   to show 80 %: {counts} of 20, 50, 100, 200")
    print("   | bar | truth | first size with 80 % | from there on always |\n   |---|---|---|---|")
    for bar, truth in ((0.8, 0.9), (0.8, 0.85), (0.85, 0.95), (0.9, 0.95), (0.95, 0.98)):
        first = examples_needed(bar, truth)
        print(f"   | {bar} | {truth} | {first} | {examples_needed(bar, truth, throughout=True)} |")


def paths(bar: float, assumed: float, truth: float, up: Doubles, low: Doubles) -> tuple[float, float, float]:  # fmt: skip
    """Exact chances to pass and to stop, and the mean number of labels, over all paths."""
    alive = np.zeros(len(up) + 1)
    alive[0] = 1.0
    k = np.arange(len(alive))
    passed = stopped = labels = 0.0
    for n in range(1, len(up)):
        labels += alive.sum()
        after = alive * (1 - truth)
        after[1:] += alive[:-1] * truth
        ends = k >= up[n]
        passed += after[ends].sum()
        after[ends] = 0
        ends = k <= low[n]
        stopped += after[ends].sum()
        after[ends] = 0
        alive = after
    return passed, stopped, labels


def sequential() -> None:
    print("\n3. Sequential test, looked at after every label (80 % power; exact, all paths)")
    print(
        "   | bar | assumed | fixed size | truth | passes | stops | labels |\n   |---|---|---|---|---|---|---|"
    )
    most = 2500
    for bar, assumed in ((0.8, 0.9), (0.85, 0.95), (0.9, 0.95), (0.7, 0.9)):
        right, wrong = log(assumed / bar), log((1 - assumed) / (1 - bar))
        n = np.arange(most)
        for name, at in (("ours", log(1 / ALPHA)), ("Wald’s", log(0.8 / ALPHA))):
            up = np.ceil((at - n * wrong) / (right - wrong) - 1e-12)
            low = np.floor((log(0.2) - n * wrong) / (right - wrong) + 1e-12)
            for truth in (bar, (bar + assumed) / 2, assumed, (1 + assumed) / 2):
                if name != "ours" and truth != bar:
                    continue
                passed, stopped, labels = paths(bar, assumed, truth, up, low)
                print(f"   | {bar} | {assumed} | {examples_needed(bar, assumed)} | {truth:.3f}{'' if name == 'ours' else ' ' + name} "
                      f"| {passed:.3f} | {stopped:.3f} | {labels:.0f} |")  # fmt: skip
    test = SequentialTest(0.8, 0.9)
    print(f"   said of 80 % and 90 %: about {test.expected_labels(0.9):.0f} labels if as good, {test.expected_labels(0.8):.0f} at the bar")  # fmt: skip


# --- expected cost -----------------------------------------------------------------------------------------------------

Bound = Callable[[Sequence[float], Doubles, int], Doubles]


def ours(levels: Sequence[float], counts: Doubles, n: int) -> Doubles:
    return np.array([
        cost_upper_bound(dict(zip(levels, map(int, row), strict=True))) for row in counts
    ])  # fmt: skip


def each_error(levels: Sequence[float], counts: Doubles, n: int) -> Doubles:
    alpha = ALPHA / (len(levels) - 1)
    upper = [betaincinv(counts[:, j] + 1, np.maximum(n - counts[:, j], 1e-9), 1 - alpha) for j in range(1, len(levels))]  # fmt: skip
    return np.minimum(sum(level * u for level, u in zip(levels[1:], upper, strict=True)), levels[-1])  # fmt: skip


def hoeffding(levels: Sequence[float], counts: Doubles, n: int) -> Doubles:
    mean = counts @ np.array(levels) / n
    return np.minimum(levels[-1], mean + levels[-1] * np.sqrt(log(1 / ALPHA) / (2 * n)))


def hoeffding_bentkus(levels: Sequence[float], counts: Doubles, n: int) -> Doubles:
    """Bates et al. 2021, https://doi.org/10.1145/3478535."""
    share = counts @ np.array(levels) / n / levels[-1]

    def rejects(m: Doubles) -> NDArray[np.bool_]:
        r = np.minimum(share, m)
        kl = xlogy(r, r / m) + xlogy(1 - r, (1 - r) / (1 - m))
        return np.minimum(np.exp(-n * kl), np.e * bdtr(np.ceil(n * r), n, m)) <= ALPHA

    return levels[-1] * bisected(share, rejects)


def betting(levels: Sequence[float], counts: Doubles, n: int) -> Doubles:
    """A mixture of constant bets (Waudby-Smith and Ramdas 2024, https://doi.org/10.1093/jrsssb/qkad009)."""
    x = np.array(levels) / levels[-1]
    bets = (np.arange(200) + 0.5) / 200

    def rejects(m: Doubles) -> NDArray[np.bool_]:
        bet = bets[None] / (1 - m[:, None] + 1e-12)
        wealth = sum(counts[:, j, None] * np.log1p(bet * (m[:, None] - x[j])) for j in range(len(x)))  # fmt: skip
        top = wealth.max(axis=1)
        return top + np.log(np.exp(wealth - top[:, None]).mean(axis=1)) >= log(1 / ALPHA)

    return levels[-1] * bisected(counts @ x / n, rejects)


def bisected(start: Doubles, rejects: Callable[[Doubles], NDArray[np.bool_]]) -> Doubles:
    low, high = start.copy(), np.ones(len(start))
    for _ in range(30):
        middle = (low + high) / 2
        found = rejects(middle)
        high, low = np.where(found, middle, high), np.where(found, low, middle)
    return high


def costs(draws: int) -> None:
    print(
        f"\n4. Expected cost, promised 95 % ({draws:,} tests each): coverage, mean bound over the true cost"
    )
    bounds: dict[str, Bound] = {
        "ours (steps)": ours,
        "each error alone": each_error,
        "Hoeffding": hoeffding,
        "Hoeffding-Bentkus": hoeffding_bentkus,
        "betting mixture": betting,
    }
    print(
        f"   | n | costs | chances | {' | '.join(bounds)} |\n   |---|---|---|{'---|' * len(bounds)}"
    )
    rng = np.random.default_rng(0)
    for n in (50, 180, 500):
        for levels, p in (
            ((0.0, 1.0, 10.0, 100.0), (0.75, 0.15, 0.07, 0.03)),
            ((0.0, 20.0, 100.0), (0.9, 0.06, 0.04)),
            ((0.0, 60.0, 80.0, 100.0), (0.8, 0.1, 0.06, 0.04)),
            ((0.0, 1.0, 2.0, 1000.0), (0.7, 0.2, 0.099, 0.001)),
        ):
            counts = rng.multinomial(n, p, draws).astype(np.float64)
            truth = float(np.dot(levels, p))
            cells = []
            for bound in bounds.values():
                found = bound(levels, counts, n)
                cells.append(f"{(found >= truth - 1e-9).mean():.3f}, {found.mean() / truth:.2f}")
            shown = "/".join(f"{level:g}" for level in levels)
            print(f"   | {n} | {shown} | {'/'.join(map(str, p))} | {' | '.join(cells)} |")


# --- looks and classes -------------------------------------------------------------------------------------------------


def looks(draws: int) -> None:
    """Makers of models that are right exactly as often as the bar train until one passes, at most `most` times."""
    print(
        f"\n5. Looks: training until it passes, model at the bar of 80 %, test of 200 ({draws:,} makers)"
    )
    print(
        "   | looks | answers shared | 5 % each | 5 % / looks so far | chosen best, 5 % / all looks |\n   |---|---|---|---|---|"
    )
    rng = np.random.default_rng(0)
    n, bar = 200, 0.8
    for most in (1, 3, 10):
        for shared in (0.0, 0.7):
            common, own = rng.random((draws, 1, n)), rng.random((draws, most, n))
            same = rng.random((draws, most, n)) < shared
            right = (np.where(same, common, own) < bar).sum(axis=2)
            needed = [correct_needed(n, bar, 1 - ALPHA / k) for k in range(1, most + 1)]
            plain = (right >= needed[0]).any(axis=1).mean()
            split = (right >= np.array(needed)).any(axis=1).mean()
            best = (right.max(axis=1) >= needed[-1]).mean()
            print(f"   | {most} | {shared:.0%} | {plain:.1%} | {split:.1%} | {best:.1%} |")


def classes(draws: int) -> None:
    rng = np.random.default_rng(0)
    wrong = naive = 0
    for rights in rng.binomial(60, 0.8, (draws, 10)):
        parts = accept_each([(str(i), int(k), 60) for i, k in enumerate(rights)], 0.8).parts
        wrong += any(part.verdict is SubgroupVerdict.SHOWN for part in parts)
        naive += any(part.p_value <= ALPHA for part in parts)
    print(f"\n6. Ten classes at the bar, 60 of each: any said to hold it {wrong / draws:.1%} of the time "
          f"(each alone at 5 %: {naive / draws:.1%})")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=4000)
    options = parser.parse_args()
    coverage()
    sizes()
    sequential()
    costs(options.draws)
    looks(options.draws)
    classes(options.draws // 4)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
