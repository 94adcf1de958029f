"""Numbers that are off by as much as the dial says, with a range that is honest or not."""

import math
from collections.abc import Sequence
from numbers import Real
from statistics import NormalDist, median
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck
from mock_ai.kinds.dialled_kind import AnswerPart, DialledKind, KindAnswer, pair_of, share_of

_NORMAL = NormalDist()
_HALF_NORMAL_MEAN = math.sqrt(2 / math.pi)
_WIDTH = {"calibrated": 1.0, "overconfident": 0.4, "underconfident": 2.0}


class DialledNumber(DialledKind):
    """Predicts numbers whose errors are normally distributed, with rare blunders beyond.

    Dials
    -----
    within : (tolerance, share): so large a share of answers lies within the tolerance, a share of the good number.
    mae : float or None; the mean absolute error in the number's own unit, blunders and all, in place of ``within``'s share.
    bias : -1 (always too low) to 1 (always too high); 0 is as often one as the other.
    blunders : share of answers that are off by two to five times the good number; they are among those outside.
    coverage : share of good numbers that the range promises to hold.
    calibration : "calibrated" keeps that promise; "overconfident" ranges are 0.4 times as wide, "underconfident" ones twice.
    """

    kind = "number"
    default_mix: ClassVar = {"too_high": 0.5, "too_low": 0.5, "blunder": 0.0}
    has_mix = False  # the sides follow from the bias

    def _set_dials(
        self,
        *,
        within: Any = (0.1, 0.8),
        mae: Any = None,
        bias: Any = 0.0,
        blunders: Any = 0.0,
        coverage: Any = 0.8,
        calibration: str = "calibrated",
    ) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range."""
        tolerance, share = pair_of("within", within)
        self.tolerance = share_of(tr("within (tolerance)"), tolerance, least=1e-6, most=10.0)
        self.share = share_of(tr("within (share)"), share)
        bias = share_of("bias", bias, least=-1.0)
        self.blunders = min(share_of("blunders", blunders, most=0.5), 1 - self.share)
        coverage = share_of("coverage", coverage, least=0.01, most=0.99)
        if calibration not in _WIDTH:
            raise UserError(
                tr("“{calibration}” is no way to sound.", calibration=str(calibration)[:40]),
                tr("A range is calibrated, overconfident or underconfident."),
                tr("Choose one of the three."),
            )
        self._sides = tuple(
            (name, share)
            for name, share in (("too_high", (1 + bias) / 2), ("too_low", (1 - bias) / 2))
            if share > 0
        )
        self._decimals = max(_decimals(one) for one in self.goods)
        self._whole = self._decimals == 0
        self._usual: float = median(abs(float(one)) for one in self.goods) or 1.0
        # Half-normal errors: their share within the tolerance, or their mean, is the dial.
        self._mae = None if mae is None else share_of("mae", mae, most=1e300)
        self._sigma = self.tolerance / _two_sided(min(max(self.share, 0.005), 0.9999))
        if self._mae is not None:
            self.blunders = share_of("blunders", blunders, most=0.5)
            self._sigma = self._mae_of_the_rest(self._mae) / _HALF_NORMAL_MEAN
        self._half = self._sigma * _two_sided(coverage) * _WIDTH[calibration]

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """Off by the quantile of the item's luck."""
        side = luck.way(self._sides)
        is_blunder = luck.u < self.blunders
        u = luck.u
        if self._mae is not None and not is_blunder:  # the rest errs as if there were no blunders
            u = (u - self.blunders) / (1 - self.blunders)
        size = self._sigma * _two_sided(min(1 - u, 1 - 1e-6))
        if is_blunder:
            size = self._blunder(luck)
        unit = self._unit(good, is_blunder)
        answer = float(good) + size * unit * (1 if side == "too_high" else -1)
        is_good = self._mae is None and luck.u >= 1 - self.share
        if self._mae is None:
            answer = self._placed(good, answer, side, is_good=is_good)
        elif self._whole:
            answer = round(answer)
        if self._mae is not None:
            is_good = self.is_good(good, answer)
        if (
            not self._whole
            and self.is_good(good, rounded := round(answer, self._decimals)) == is_good
        ):
            answer = rounded
        half = self._half * self._unit(good, False)
        failure = None if is_good else "blunder" if is_blunder else side
        ends = (answer - half, answer + half)
        scale = 10.0**self._decimals
        ends = (math.floor(ends[0] * scale) / scale, math.ceil(ends[1] * scale) / scale)
        whole = self._whole and isinstance(good, int)
        parts = tuple(
            AnswerPart(name, int(end) if whole else end)
            for name, end in zip(("low", "high"), ends, strict=True)
        )
        sure = max(0.05, min(0.95, 1 - half / (abs(answer) or 1.0)))
        return KindAnswer(type(good)(answer), is_good, failure, round(sure, 3), parts)

    @staticmethod
    def _blunder(luck: Luck) -> float:
        """How many times the good number a blunder is off."""
        return 2 + 3 * luck.generator().random()

    def _mae_of_the_rest(self, mae: float) -> float:
        """How far off the others are on average, so that all are by ``mae`` with the blunders among them."""
        wild = [
            self._blunder(luck) * self._scale(good)
            for luck, good in zip(self.allocation.lucks, self.goods, strict=True)
            if luck.u < self.blunders
        ]
        of_blunders = sum(wild) / len(self.goods)
        if of_blunders > mae:
            raise UserError(
                tr("“mae” cannot be {value}.", value=f"{mae:g}"),
                tr("The blunders alone make it off by {by} on average.", by=f"{of_blunders:.3g}"),
                tr("Give a larger one, or fewer blunders."),
            )
        return (mae - of_blunders) * len(self.goods) / (len(self.goods) - len(wild))

    def is_good(self, good: Any, answer: Any) -> bool:
        """Whether the answer lies within the tolerance."""
        return bool(abs(answer - good) <= self.tolerance * self._scale(good) * (1 + 1e-9))

    def covered(self, good: Sequence[Any], answers: Sequence[KindAnswer]) -> float:
        """The share of good numbers that the ranges hold."""
        held = [
            bool(a.parts[0].value <= g <= a.parts[1].value)
            for g, a in zip(good, answers, strict=True)
        ]
        return sum(held) / len(held)

    def _unit(self, good: Any, is_blunder: bool) -> float:
        return 1.0 if self._mae is not None and not is_blunder else self._scale(good)

    def _scale(self, good: Any) -> float:
        size: float = abs(float(good))
        return size or self._usual

    def _placed(self, good: float, answer: float, side: str, *, is_good: bool) -> float:
        """The answer on its side of the tolerance, also where numbers are whole."""
        if self._whole:
            answer = round(answer)
        edge = self.tolerance * self._scale(good)
        way = 1 if side == "too_high" else -1
        if is_good and abs(answer - good) > edge:
            return good + way * math.trunc(edge) if self._whole else good
        if not is_good and abs(answer - good) <= edge * (1 + 1e-9):
            return good + way * (math.floor(edge * (1 + 1e-9)) + 1 if self._whole else edge * 1.01)
        return answer

    def _checked_good(self, good: Any) -> Any:
        plain = good.item() if hasattr(good, "item") else good
        if isinstance(plain, bool) or not isinstance(plain, Real) or not math.isfinite(plain):
            raise UserError(
                tr("“{good}” is no number.", good=str(good)[:40]),
                tr("A fake of numbers errs against numbers."),
                tr("Give a number for each input."),
            )
        return plain


def _decimals(value: float) -> int:
    """How many decimals a number is given with, six at most."""
    return next((n for n in range(6) if math.isclose(value, round(value, n), rel_tol=1e-12)), 6)


def _two_sided(share: float) -> float:
    """How many standard deviations hold this share around the mean."""
    return _NORMAL.inv_cdf((1 + share) / 2)
