"""Probabilities as chances: "9 chances in 10". None is ever certain, and none impossible."""

from estimators.base.percent import percent
from estimators.base.sentence import say, say_plural

_FORECAST_ENDS = 0.95  # a forecast knows no chance better than that


def chances(probability: float) -> str:
    """A probability: "9 chances in 10", beyond 95% "97 chances in 100", at most "more than 99 chances in 100"."""
    return _of(probability, "{n} chance in {all}", "{n} chances in {all}")


def futures(probability: float) -> str:
    """A share of simulated futures: "9 futures in 10", "97 futures in 100"."""
    return _of(probability, "{n} future in {all}", "{n} futures in {all}")


def in_numbers(probability: float) -> str:
    """The same where the noun stands above it: "9 in 10"."""
    return _of(probability, "{n} in {all}", "{n} in {all}")


def forecast_chances(probability: float) -> str:
    """A chance that was forecast: as `chances`, but beyond 95% only "more than 19 chances in 20"."""
    if probability > _FORECAST_ENDS:
        return say("more than 19 chances in 20")
    if probability < 1 - _FORECAST_ENDS:
        return say("less than 1 chance in 20")
    return chances(probability)


def forecast_percent(probability: float) -> str:
    """A chance that was forecast, in a table: "60%", "over 95%", "under 5%"."""
    if probability > _FORECAST_ENDS:
        return say("over {share}", share=percent(_FORECAST_ENDS))
    if probability < 1 - _FORECAST_ENDS:
        return say("under {share}", share=percent(1 - _FORECAST_ENDS, 0))
    return percent(probability)


def _of(probability: float, one: str, many: str) -> str:
    hundredths = round(100 * probability)
    if hundredths < 1:
        return say("less than {chance}", chance=say_plural(one, many, 1, all=100))
    if hundredths > 99:
        return say("more than {chance}", chance=say_plural(one, many, 99, all=100))
    tenths = round(10 * probability)
    if 0.05 < probability < 0.95 and 0 < tenths < 10:
        return say_plural(one, many, tenths, all=10)
    return say_plural(one, many, hundredths, all=100)
