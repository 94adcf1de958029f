"""Label as you go, and stop as soon as it is clear: the sequential acceptance test.

Wald's sequential probability ratio test (1945, https://doi.org/10.1214/aoms/1177731118) of "right as often as the bar"
against "right as often as is assumed". After each label the ratio of the two likelihoods says which explains the answers
better. Once it reaches 1 / 0.05 the bar is passed: were the truth at the bar or below, it would *ever* get there in at most 5 %
of tests, however often one looks (Ville's inequality; Wald's own, lower threshold overshoots to 5.2 %). Once it falls to 0.2
the test stops: a model as good as assumed would ever get there in at most 20 %.

Beside it stands a lower bound that holds at every label at once, whatever the true accuracy: a confidence sequence from the
mixture of all such ratios (Robbins 1970; Howard et al. 2021, https://doi.org/10.1214/20-AOS1991).

    test = SequentialTest(bar=0.8, true_accuracy=0.9)
    state = test.update(correct=True)       # one label
    state = test.extend([True, False])      # several
    state.verdict, state.about_more         # "go_on", about 60

docs/decisions/0189 has the measured errors and sample sizes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, exp, log

from estimators.acceptance.argument_checks import bar_to_show, checked_noun, share
from estimators.acceptance.bounds import anytime_lower_bound
from estimators.base.count import spelled_count
from estimators.base.errors import UserError
from estimators.base.interval import of_all
from estimators.base.number import digits
from estimators.base.percent import set_percent
from estimators.base.sentence import tr


class SequentialVerdict(StrEnum):
    """Where a sequential test stands."""

    PASSES = "passes"
    FAILS = "fails"
    GO_ON = "go_on"


@dataclass(frozen=True)
class SequentialState:
    """Where the test stands after `total` labels.

    - `verdict`: the first that was reached; more labels do not change it.
    - `decided_at`: after how many labels it was reached; None while it is open.
    - `ratio`: how much better the assumed accuracy explains the answers than the bar does.
    - `lower_bound`: at `confidence` the truth is at least this, however often the test is looked at.
    - `about_more`: labels that it will take, on average, if the model is as good as assumed; None once decided.
    - `at_least_more`: the fewest labels that could decide it; None once decided.
    """

    verdict: SequentialVerdict
    correct: int
    total: int
    decided_at: int | None
    ratio: float
    lower_bound: float
    about_more: int | None
    at_least_more: int | None
    sentence: str


class SequentialTest:
    """A sequential test that takes one answer after the other, each on an example that nobody has looked at.

    - `bar`: the accuracy to be shown.
    - `true_accuracy`: how good the model is assumed to be: above the bar. It sets how long the test takes, not how sure
      a pass is.
    - `confidence`, `power`: how sure a pass must be, however often one looks; with which probability a model as good as
      assumed passes.
    - `noun`: what an example is called: one, many.
    """

    def __init__(
        self,
        bar: float,
        true_accuracy: float,
        confidence: float = 0.95,
        power: float = 0.8,
        *,
        noun: tuple[str, str] = ("example", "examples"),
    ) -> None:
        self.bar = bar_to_show(bar)
        self.true_accuracy = share("true_accuracy", true_accuracy)
        self.confidence = share("confidence", confidence, inclusive=False)
        self.power = share("power", power, inclusive=False)
        self.noun = checked_noun(noun)
        if not self.bar < self.true_accuracy < 1:
            raise UserError(
                tr(
                    "“true_accuracy” must lie above the bar of {set_percent} and below 100%.",
                    set_percent=set_percent(self.bar),
                ),
                tr("It is {set_percent}.", set_percent=set_percent(self.true_accuracy)),
                tr("Give how good you think it is; a model no better than the bar cannot show it."),
            )
        self._pass_at, self._stop_at = -log(1 - self.confidence), log(1 - self.power)
        self._right_step = log(self.true_accuracy / self.bar)
        self._wrong_step = log((1 - self.true_accuracy) / (1 - self.bar))
        self.correct = self.total = 0
        self._verdict = SequentialVerdict.GO_ON
        self._decided_at: int | None = None

    def update(self, correct: bool) -> SequentialState:
        """Count one more answer, right or wrong, and return where the test stands."""
        self._count(correct)
        return self.state

    def extend(self, answers: Iterable[bool]) -> SequentialState:
        """Count several answers in their order."""
        for correct in answers:
            self._count(correct)
        return self.state

    def _count(self, correct: bool) -> None:
        self.correct += right_or_wrong(correct)
        self.total += 1
        if self._verdict is not SequentialVerdict.GO_ON:
            return
        if self._log_ratio >= self._pass_at - 1e-12:
            self._verdict, self._decided_at = SequentialVerdict.PASSES, self.total
        elif self._log_ratio <= self._stop_at + 1e-12:
            self._verdict, self._decided_at = SequentialVerdict.FAILS, self.total

    @property
    def _log_ratio(self) -> float:
        wrong = self.total - self.correct
        return self.correct * self._right_step + wrong * self._wrong_step

    @property
    def state(self) -> SequentialState:
        about, least = self._more()
        return SequentialState(
            verdict=self._verdict,
            correct=self.correct,
            total=self.total,
            decided_at=self._decided_at,
            ratio=exp(max(min(self._log_ratio, 700.0), -700.0)),
            lower_bound=anytime_lower_bound(self.correct, self.total, self.confidence),
            about_more=about,
            at_least_more=least,
            sentence=self._sentence(about),
        )

    def expected_labels(self, truth: float) -> float:
        """Return about how many labels a fresh test takes if the model is right `truth` of the time."""
        return self._expected(share("truth", truth), 0.0)[0]

    def chance_to_pass(self, truth: float) -> float:
        """Return about how likely a fresh test passes if the model is right `truth` of the time."""
        return self._expected(share("truth", truth), 0.0)[1]

    def _expected(self, p: float, ratio: float) -> tuple[float, float]:
        """Wald's approximations from a logarithm of the ratio on: labels, and the chance to pass.

        Each end lies half a step further out, as the last step overshoots it.
        """
        up = self._pass_at - ratio + self._right_step / 2
        down = ratio - self._stop_at - self._wrong_step / 2
        drift = p * self._right_step + (1 - p) * self._wrong_step
        if p in (0.0, 1.0):
            return (up / drift, 1.0) if p else (down / -drift, 0.0)
        h = self._exponent(p)
        if abs(h) < 1e-6:
            spread = p * self._right_step**2 + (1 - p) * self._wrong_step**2
            return up * down / spread, down / (up + down)
        passes = (1 - exp(-h * down)) / (exp(h * up) - exp(-h * down))
        return (passes * up - (1 - passes) * down) / drift, passes

    def _exponent(self, p: float) -> float:
        """The h for which the ratio to the power h is fair at `p`; it falls as `p` rises, 1 at the bar."""

        def excess(h: float) -> float:
            return p * exp(h * self._right_step) + (1 - p) * exp(h * self._wrong_step) - 1

        drift = p * self._right_step + (1 - p) * self._wrong_step
        if abs(drift) < 1e-9:
            return 0.0
        near, far = (1e-9, 1.0) if drift < 0 else (-1e-9, -1.0)
        while excess(far) < 0 and abs(far) < 500:
            far *= 2
        for _ in range(80):
            middle = (near + far) / 2
            near, far = (middle, far) if excess(middle) < 0 else (near, middle)
        return (near + far) / 2

    def _more(self) -> tuple[int | None, int | None]:
        if self._verdict is not SequentialVerdict.GO_ON:
            return None, None
        to_pass, to_stop = self._pass_at - self._log_ratio, self._log_ratio - self._stop_at
        least = min(ceil(to_pass / self._right_step), ceil(to_stop / -self._wrong_step))
        labels, _ = self._expected(self.true_accuracy, self._log_ratio)
        return max(round(labels), least, 1), max(least, 1)

    def _sentence(self, about: int | None) -> str:
        bar, assumed = set_percent(self.bar), set_percent(self.true_accuracy)
        right = tr(
            "{of_all} {noun} right",
            of_all=of_all(self.correct, self.total),
            noun=self.noun(self.total),
        )
        if self._verdict is SequentialVerdict.PASSES:
            assert self._decided_at is not None
            return tr(
                "{bar} is passed, after {spelled_count}.",
                bar=bar,
                spelled_count=spelled_count(self._decided_at, self.noun),
            )
        if self._verdict is SequentialVerdict.FAILS:
            assert self._decided_at is not None
            return tr(
                "Stop after {spelled_count}: it is not as good as {assumed}, "
                "and {bar} is not shown.",
                spelled_count=spelled_count(self._decided_at, self.noun),
                assumed=assumed,
                bar=bar,
            )
        assert about is not None  # it goes on
        if not self.total:
            return tr(
                "Nothing is labelled yet; about {spelled_count} will tell, if it is right {assumed} of the time.",
                spelled_count=spelled_count(about, self.noun),
                assumed=assumed,
            )
        return tr(
            "Go on: {right}; about {about} more, if it is right {assumed} of the time.",
            right=right,
            about=digits(about),
            assumed=assumed,
        )


def right_or_wrong(answer: object) -> bool:
    """Return an answer as right or wrong; raises UserError where it is neither."""
    if answer in (0, 1):
        return bool(answer)
    raise UserError(
        tr("An answer is either right or wrong."),
        tr("{answer} was given.", answer=f"{answer!r:.60}"),
        tr("Give 1 for right and 0 for wrong."),
    )
