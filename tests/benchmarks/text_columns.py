"""What does a column of sentences gain in a table, and what does one cost that says nothing?

    python tests/benchmarks/text_columns.py gain FOLDER [--seeds 10] [--only reviews]
    python tests/benchmarks/text_columns.py speed [--rows 10000]

FOLDER has the unpacked sets product_review_sentences, sms_spam and tweets_sentiment_es. Their labels are the answers of 2,500 rows; beside
the text stand eight made columns, of which three help. Log loss of 600 rows without the text, with it, and with the same texts dealt to
the rows by chance; differences with the paired 90 % interval over as many splits as seeds. `speed`: `train` of a made table of 20 columns
with a different sentence in each row, from its CSV to the certified file, in a process of its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.special import stdtrit

from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import plan_columns
from estimators.table.encoder import encoded
from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from estimators.table.table_model import fit_table_model
from estimators.table.target import column_data, read_target
from tests.benchmarks.table_models import scores
from tests.estimators.table.made_tables import as_table

_SETS = {
    "reviews": "product_review_sentences/reviews.csv",
    "messages": "sms_spam/sms_spam.csv",
    "tweets in Spanish": "tweets_sentiment_es/train.csv",
}
_ROWS, _TESTED = 2_500, 600
_OUT = {
    "without": {"text", "by chance"},
    "with": {"by chance"},
    "with one by chance": {"text"},
}


def table_of(path: Path) -> Table:
    """Return the texts with made facts beside them, and the same texts dealt by chance."""
    sentences, answers = (list(column) for column in read_table_file(path).columns)
    rng = np.random.default_rng(0)
    some = rng.permutation(len(answers))[:_ROWS]
    classes, codes = np.unique(np.array(answers)[some], return_inverse=True)
    facts = rng.normal(size=(len(some), 8))
    facts[:, 0] += 0.7 * codes
    facts[:, 1] += 0.5 * (codes == 0)
    facts[:, 2] = rng.poisson(2 + codes)
    cells = {f"fact {n}": [f"{value:.4g}" for value in facts[:, n]] for n in range(8)}
    cells["text"] = [sentences[at] for at in some]
    cells["by chance"] = [cells["text"][at] for at in rng.permutation(len(some))]
    cells["answer"] = [str(classes[code]) for code in codes]
    return as_table(cells)


def one_set(name: str, table: Table, splits: int) -> None:
    types = dict.fromkeys(("text", "by chance"), ColumnType.TEXT)
    plans = plan_columns(table, label="answer", types=types)
    assert plans.answer
    target = read_target(table, plans.answer)
    begun = time.process_time()
    columns = encoded([column_data(table, plan) for plan in plans.having(ColumnRole.USE)], None)
    spent = (time.process_time() - begun) / len(table) / 2
    measured: defaultdict[str, list[float]] = defaultdict(list)
    for seed in range(splits):
        rows = np.random.default_rng(seed).permutation(len(table))
        tested, learned = np.split(rows, [_TESTED])
        for who, out in _OUT.items():
            used = [one for one in columns if one.plan.name not in out]
            model = fit_table_model(used, target, learned, seed=seed)
            said = model.probabilities(columns, np.arange(len(table)))
            measured[who].append(scores(said, target, tested)["log loss"])
    means = ", ".join(f"{who} {np.mean(values):.4f}" for who, values in measured.items())
    print(f"{name}: log loss {means}; {1000 * spent:.1f} ms of processor time a text", flush=True)
    without = np.array(measured["without"])
    for who in ("with", "with one by chance"):
        less = 100 * (np.array(measured[who]) - without) / without.mean()
        reach = stdtrit(len(less) - 1, 0.95) * less.std(ddof=1) / np.sqrt(len(less))
        print(f"  {who}: {less.mean():+.1f} %, 90 % interval {less.mean() - reach:+.1f} to {less.mean() + reach:+.1f} %", flush=True)  # fmt: skip


_TOLD = (
    ("delivery came in time", "support was kind", "app does what it should"),
    ("delivery never came", "support did not answer", "app breaks off again and again"),
)


def speed(rows: int) -> None:
    rng = np.random.default_rng(0)
    amounts, words = rng.normal(size=(rows, 13)), rng.integers(0, 12, (rows, 6))
    left = amounts[:, 0] + (words[:, 0] < 3) + rng.logistic(size=rows) > 1
    told = np.where(rng.random(rows) < 0.8, left, ~left).astype(int)
    names = [*(f"amount {n}" for n in range(13)), *(f"word {n}" for n in range(6)), "told", "answer"]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="text-") as folder:
        path = Path(folder) / "made.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(",".join(names) + "\n")
            for row in range(rows):
                sentence = f"customer {row} wrote that the {_TOLD[told[row]][row % 3]} in week {row % 50} of it"  # fmt: skip
                facts = [f"{value:.3f}" for value in amounts[row]] + [f"kind {value}" for value in words[row]]  # fmt: skip
                file.write(",".join([*facts, sentence, "yes" if left[row] else "no"]) + "\n")
        command = [sys.executable, "-m", "desktop", "train", path, "--label-column", "answer", "--out", Path(folder) / "made.onnx", "--json"]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{rows} rows with a sentence: {used.ru_utime + used.ru_stime:.0f} s of processor time, {used.ru_maxrss / 1024:.0f} MB at the peak")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("what", choices=["gain", "speed"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--only", nargs="*", default=list(_SETS))
    options = parser.parse_args()
    if options.what == "speed":
        speed(options.rows)
        return
    for name in options.only:
        one_set(name, table_of(options.folder / _SETS[name]), options.seeds)


if __name__ == "__main__":
    main()
