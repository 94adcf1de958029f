"""Probabilities as chances: "9 chances in 10". None is ever certain, and none impossible."""

from estimators.base.number import UNKNOWN
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural

_FORECAST_ENDS = 0.95  # a forecast knows no chance better than that


def chances(probability: float) -> str:
    """A probability: "9 chances in 10", beyond 95% "97 chances in 100", at most "more than 99 chances in 100"."""
    n, among, beyond = _odds(probability)
    return _beyond(beyond, tr_plural("{n} chance in {all}", "{n} chances in {all}", n, all=among))


def set_chances(probability: float) -> str:
    """A probability that somebody set, as it was set: "8 chances in 10", "85 chances in 100"."""
    tenths, hundredths = 10 * probability, 100 * probability
    if abs(tenths - round(tenths)) < 1e-9 or abs(hundredths - round(hundredths)) > 1e-9:
        return chances(probability)
    return tr("{n} chances in {all}", n=round(hundredths), all=100)


def futures(probability: float) -> str:
    """A share of simulated futures: "9 of 10 futures", "97 of 100 futures"."""
    n, among, beyond = _odds(probability)
    return _beyond(beyond, tr("{n} of {all} futures", n=n, all=among))


def in_numbers(probability: float) -> str:
    """The same where the noun stands above it: "9 in 10"."""
    n, among, beyond = _odds(probability)
    return _beyond(beyond, tr("{n} in {all}", n=n, all=among))


def forecast_chances(probability: float) -> str:
    """A chance that was forecast: as `chances`, but beyond 95% only "more than 19 chances in 20"."""
    if probability > _FORECAST_ENDS:
        return tr("more than 19 chances in 20")
    if probability < 1 - _FORECAST_ENDS:
        return tr("less than 1 chance in 20")
    return chances(probability)


def forecast_chance_range(low: float, high: float) -> str:
    """Two chances that were forecast: "5 to 7 chances in 10"; each worded whole where they are not counted alike."""
    words = forecast_chances(low), forecast_chances(high)
    (first, among, _), (last, of_last, _) = _odds(low), _odds(high)
    if words[0] == words[1]:
        return words[0]
    if among == of_last and all(
        1 - _FORECAST_ENDS <= each <= _FORECAST_ENDS for each in (low, high)
    ):
        return tr("{low} to {high} chances in {all}", low=first, high=last, all=among)
    return tr("{low} to {high}", low=words[0], high=words[1])


def there_are_chances(probability: float) -> str:
    """The same as a clause: "there are 7 chances in 10", "there is less than 1 chance in 20"."""
    words = forecast_chances(probability)
    one = probability < 1 - _FORECAST_ENDS or _odds(probability)[0] == 1
    return tr("there is {chance}", chance=words) if one else tr("there are {chance}", chance=words)


def forecast_in_numbers(probability: float) -> str:
    """The same where the noun stands above it: "7 in 10", "more than 19 in 20"; "unknown" where there is none."""
    if not 0 <= probability <= 1:
        return UNKNOWN
    if probability > _FORECAST_ENDS:
        return tr("more than 19 in 20")
    return tr("less than 1 in 20") if probability < 1 - _FORECAST_ENDS else in_numbers(probability)


def forecast_percent(probability: float) -> str:
    """A chance that was forecast, in a table: "60%", "over 95%", "under 5%"."""
    if probability > _FORECAST_ENDS:
        return tr("over {share}", share=percent(_FORECAST_ENDS))
    if probability < 1 - _FORECAST_ENDS:
        return tr("under {share}", share=percent(1 - _FORECAST_ENDS, 0))
    return percent(probability)


def _odds(probability: float) -> tuple[int, int, int]:
    """So many of 10 or of 100, and whether it is beyond that: -1 less, 1 more."""
    hundredths, tenths = round(100 * probability), round(10 * probability)
    if not 1 <= hundredths <= 99:
        return (1, 100, -1) if hundredths < 1 else (99, 100, 1)
    if 0.05 < probability < 0.95 and 0 < tenths < 10:
        return tenths, 10, 0
    return hundredths, 100, 0


def _beyond(which: int, chance: str) -> str:
    if not which:
        return chance
    if which < 0:
        return tr("less than {chance}", chance=chance)
    return tr("more than {chance}", chance=chance)
