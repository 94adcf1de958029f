"""Breakages that were once tried by hand, each with the tests that have to notice it: 1 to 27 by a review, then of what guards the server and models.

    python -m tests.known_mutants            all of them
    python -m tests.known_mutants 2 19 27    only these

As `tests.mutants`, it changes nothing on the disk. A line that was rewritten since is named: its row wants the new one.
"""

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from tests.mutants import FEW, _InMemory, in_child, run
from tests.mutation import ROOT

PATIENCE = 240.0  # seconds of the processor


@dataclass(frozen=True)
class KnownMutant:
    """What is broken, in which line, and the arguments of pytest that choose the tests."""

    words: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...]

    def changed(self) -> str:
        """The whole file as it would be."""
        source = (ROOT / self.path).read_text("utf-8")
        if source.count(self.before) != 1:
            sys.exit(f"{self.path} has {self.before!r} {source.count(self.before)} times, not once")
        return source.replace(self.before, self.after)


class _Changed(_InMemory):
    """Gives the changed file instead of the one on the disk."""

    def __init__(self, known: KnownMutant) -> None:
        self.name = known.path.removesuffix(".py").replace("/", ".")
        self.known = known

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.known.changed(), str(ROOT / self.known.path), "exec"), module.__dict__)


METRIC = "tests/desktop/findings/launch/test_found_statements.py"
VALUATION = "tests/estimators/build_vs_buy/test_model.py"
HEAD = ("tests/estimators/classifier/head", "tests/estimators/classifier/test_head.py")
OPENAI = "tests/mock_ai/server/test_bad_clients.py"
HOSTS = "tests/mock_ai/server/test_hosts.py"
JOURNAL = "tests/desktop/project/test_journal_writer.py"
WHOLE = ("tests/estimators/test_atomic_file.py", "tests/reports/test_destination.py")
KNOWN = {
    1: KnownMutant(
        "acceptance passes at alpha x 1.25",
        "estimators/acceptance/result.py",
        "1 - confidence_of_each(confidence, looks))",
        "1.25 * (1 - confidence_of_each(confidence, looks)))",
        ("tests/estimators/acceptance",),
    ),
    2: KnownMutant(
        "looks are not paid for in the bound beside a run",
        "desktop/findings/measure/test_set_reuse.py",
        "each = confidence_of_each(confidence, k)",
        "each = confidence",
        (METRIC,),
    ),
    3: KnownMutant(
        "prior on sharpness dropped",
        "estimators/classifier/head/calibration.py",
        " - float(np.log(prior))",
        "",
        HEAD,
    ),
    4: KnownMutant(
        "temperature not applied",
        "estimators/classifier/head/head.py",
        "self.coef_, self.intercept_ = sharpness * head.weights, sharpness * head.intercept",
        "self.coef_, self.intercept_ = head.weights, head.intercept",
        HEAD,
    ),
    5: KnownMutant(
        "conformal rank one too low",
        "estimators/classifier/head/calibration.py",
        "rank = int(np.ceil((n + 1) * (1.0 - missed) - 1e-9))",
        "rank = int(np.ceil((n + 1) * (1.0 - missed) - 1e-9)) - 1",
        ("tests/estimators/classifier/head/test_calibration.py",),
    ),
    6: KnownMutant(
        "leakage gate ignores what belongs together",
        "estimators/classifier/training_data.py",
        "[reason.members for reason in others]",
        "[]",
        ("tests/estimators/classifier/grouping",),
    ),
    7: KnownMutant(
        "a request without a token is let in",
        "mock_ai/server/app.py",
        "    raise Refusal(\n        401,",
        "    if not keys:\n        return\n    raise Refusal(\n        401,",
        ("tests/mock_ai/server/test_predict.py", OPENAI),
    ),
    8: KnownMutant(
        "the beginning of a token suffices",
        "mock_ai/server/app.py",
        "hmac.compare_digest(key, token)",
        "token.startswith(key)",
        ("tests/mock_ai/server/test_predict.py", OPENAI),
    ),
    9: KnownMutant(
        "the fake is 3 points too often right",
        "mock_ai/classifier.py",
        "accuracy=self.accuracy,",
        "accuracy=self.accuracy + 0.03 if isinstance(self.accuracy, float) else self.accuracy,",
        ("tests/mock_ai/test_classifier.py",),
    ),
    10: KnownMutant(
        "the project is not synced",
        "desktop/project/connection.py",
        '"synchronous = EXTRA"',
        '"synchronous = OFF"',
        ("tests/desktop/project/test_untrusted_files.py",),
    ),
    11: KnownMutant(
        "a file is not synced before it takes its place",
        "estimators/atomic_file.py",
        "        sync_file(part)\n",
        "",
        WHOLE,
    ),
    12: KnownMutant(
        "a file is written in its place",
        "estimators/atomic_file.py",
        "    part = part_of(out)\n",
        "    part = out\n",
        WHOLE,
    ),
    13: KnownMutant(
        "what can be redone is not forgotten",
        "desktop/project/undo.py",
        '"DELETE FROM undo_step WHERE undone"',
        '"DELETE FROM undo_step WHERE 0"',
        ("tests/desktop/project", "-k", "undo or redo"),
    ),
    14: KnownMutant(
        "the months until a purchase works are not lost",
        "estimators/build_vs_buy/model.py",
        'months.after(x[f"{way.prefix}_delay"])',
        'months.after(0 * x[f"{way.prefix}_delay"])',
        (VALUATION,),
    ),
    15: KnownMutant(
        "templates reach names with an underscore",
        "mock_ai/stubs/template_check.py",
        'node.attr.startswith("_"):',
        'node.attr.startswith("__x"):',
        ("tests/mock_ai/stubs/test_templates.py",),
    ),
    16: KnownMutant(
        "a deaf job is never ended",
        "desktop/jobs/queue.py",
        "if job.cancelled_at is not None and time.monotonic() - job.cancelled_at > GRACE_SECONDS:",
        "if False:",
        ("tests/desktop/jobs/test_queue.py", "-k", "ended_after_two_seconds"),
    ),
    17: KnownMutant(
        "bands without what the curve itself gets wrong",
        "estimators/data_sufficiency/learning_curve.py",
        " + self.model_error**2",
        "",
        ("tests/estimators/data_sufficiency/test_learning_curve.py",),
    ),
    18: KnownMutant(
        "a closed leakage gate still reports",
        "desktop/project/gate.py",
        "return self.passed or bool(self.waived_by)",
        "return True",
        ("tests/desktop/findings/measure", "tests/desktop/findings/launch"),
    ),
    19: KnownMutant(
        "a model file may keep numbers elsewhere",
        "estimators/classifier/model_file.py",
        "if tensor.external_data or tensor.data_location != tensor.DEFAULT:",
        "if False:",
        ("tests/estimators/classifier/test_hostile_models.py", "-k", "external"),
    ),
    20: KnownMutant(
        "the tail of the log-normal delay is wrong",
        "mock_ai/delays.py",
        "math.log(self.slow_seconds / self.median_seconds) / _Z95",
        "math.log(self.slow_seconds / self.median_seconds) / 2",
        ("tests/mock_ai/test_delays.py",),
    ),
    21: KnownMutant(
        "100 times in 100 where it is not certain",
        "estimators/base/percent.py",
        "return min(99, max(1, round(100 * share))) if 0 < share < 1 else",
        "return round(100 * share) if 0 < share < 1 else",
        ("tests/estimators/base",),
    ),
    22: KnownMutant(
        "a reaction is not synced",
        "mock_ai/demo/reaction_store.py",
        "            os.fsync(file.fileno())\n",
        "",
        ("tests/mock_ai/demo",),
    ),
    23: KnownMutant(
        "keys stay among the headers that are kept",
        "mock_ai/server/request_head.py",
        "        if name not in _KEYS:",
        '        plain[name.decode("latin-1")] = value.decode("latin-1")\n        if name not in _KEYS:',
        ("tests/mock_ai/server", "tests/mock_ai/traffic", "-k", "key or header or journal"),
    ),
    24: KnownMutant(
        "another count for always saying the commonest",
        "desktop/findings/launch/evidence.py",
        'tr("{good} times", good=good)',
        'tr("{good} times", good=good + 1)',
        (METRIC,),
    ),
    25: KnownMutant(
        "the low end twice in the table of classes",
        "reports/sections/accuracy.py",
        "percent_range(result.recall.low, result.recall.high)",
        "percent_range(result.recall.low, result.recall.low)",
        ("tests/reports/test_launch_report.py", "-k", "both_ends"),
    ),
    26: KnownMutant(
        "ends of the interval swapped in the evidence",
        "desktop/findings/measure/view.py",
        "share.low, share.high",
        "share.high, share.low",
        (METRIC,),
    ),
    27: KnownMutant(
        "the costs of a miss and a false alarm swapped",
        "estimators/build_vs_buy/model.py",
        'x["missed_share"] * x["missed_cost"] + (1 - x["missed_share"]) * x["false_alarm_cost"]',
        'x["missed_share"] * x["false_alarm_cost"] + (1 - x["missed_share"]) * x["missed_cost"]',
        (VALUATION,),
    ),
    31: KnownMutant(
        "a stranger's name that begins as our own",
        "mock_ai/server/app.py",
        'name == "localhost" or name.endswith(".localhost")',
        'name.startswith("localhost")',
        (HOSTS,),
    ),
    32: KnownMutant(
        "no host is looked at",
        "mock_ai/server/app.py",
        'if scope["type"] == "http" and not self._is_own(scope):',
        "if False:",
        (HOSTS,),
    ),
    33: KnownMutant(
        "of two hosts the first counts",
        "mock_ai/server/app.py",
        "if len(hosts) != 1:",
        "if not hosts:",
        (HOSTS,),
    ),
    34: KnownMutant(
        "what waits in a file is not written first",
        "desktop/project/journal_writer.py",
        "            self._aside_first()\n            while self._held:",
        "            while self._held:",
        (JOURNAL,),
    ),
    35: KnownMutant(
        "what waits in memory has no bound",
        "desktop/project/journal_writer.py",
        "if len(self._held) > MOST_HELD or self._held_bytes > MOST_HELD_BYTES:",
        "if False:",
        (JOURNAL,),
    ),
    36: KnownMutant(
        "exchanges that are lost are not counted",
        "desktop/project/journal_writer.py",
        "        self.lost += count\n",
        "        pass\n",
        (JOURNAL,),
    ),
    37: KnownMutant(
        "a scenario file of any number of names is read",
        "mock_ai/scenario_reader.py",
        "if len(node.value) > MOST_PAIRS:",
        "if False:",
        ("tests/mock_ai/test_scenario_file.py",),
    ),
    38: KnownMutant(
        "a request of any number of messages keeps the others waiting",
        "mock_ai/server/json_fields.py",
        "MOST_OBJECTS = 10_000",
        "MOST_OBJECTS = 10_000_000",
        ("tests/mock_ai/server/test_heavy_requests.py",),
    ),
    39: KnownMutant(
        "a model may take any memory",
        "estimators/classifier/model_file.py",
        "if size.numbers > _MAX_NUMBERS:",
        "if False:",
        ("tests/estimators/classifier/test_hostile_models.py",),
    ),
    40: KnownMutant(
        "a model may calculate for any time",
        "estimators/classifier/model_file.py",
        "if size.operations > _MAX_OPERATIONS:",
        "if False:",
        ("tests/estimators/classifier/test_hostile_models.py",),
    ),
    41: KnownMutant(
        "a share in per cent is read as a number",
        "estimators/base/number_reader.py",
        "return value / 100 if value is not None and reading.percent else value",
        "return value",
        ("tests/estimators/base/test_number_reader.py",),
    ),
    42: KnownMutant(
        "of an unclear share the larger reading",
        "estimators/base/number_reader.py",
        "value = reading.choices[1] if reading.choices else reading.value",
        "value = reading.value",
        ("tests/estimators/base/test_number_reader.py",),
    ),
    43: KnownMutant(
        "money of calls in flight is not set aside",
        "estimators/measure/endpoint/spend.py",
        "self._spent + self._in_flight + worst > self.cap",
        "self._spent + worst > self.cap",
        ("tests/estimators/measure/endpoint/test_spend.py",),
    ),
    44: KnownMutant(
        "a key that a service repeats is kept",
        "estimators/measure/endpoint/api_key.py",
        "text = text.replace(written, GONE)",
        "pass",
        ("tests/estimators/measure/endpoint/test_faulty_vendor.py",),
    ),
}


def main(arguments: Sequence[str]) -> int:
    chosen = [int(number) for number in arguments] or list(KNOWN)
    for number in chosen:
        KNOWN[number].changed()  # all lines are there
    for name in ("hypothesis", "numpy", "scipy.stats", "httpx"):  # before the forks, not in each
        importlib.import_module(name)
    unnoticed = 0
    for number in chosen:
        known = KNOWN[number]

        def work(known: KnownMutant = known) -> int:
            return run(known.tests, FEW, _Changed(known))

        lives = in_child(work, PATIENCE) == 0
        unnoticed += lives
        print("LIVES " if lives else "caught", number, known.words, flush=True)
    print(f"{len(chosen) - unnoticed} of {len(chosen)} noticed.")
    for tests in {KNOWN[number].tests: None for number in chosen}:  # or they noticed nothing
        if in_child(lambda tests=tests: run(tests, FEW), PATIENCE):  # type: ignore[misc]
            sys.exit(f"As it is, these fail as well: {' '.join(tests)}")
    return int(unnoticed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
