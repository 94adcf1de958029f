"""One answer from two engines: what the verdict says, with what money says of it, and never two winners."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.findings.decide.value_charts import horizon_words, money_named
from estimators.base.chance import futures
from estimators.base.money import about_money
from estimators.base.percent import times_in_hundred
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr
from estimators.case.ways import DOING, NOTHING

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation
    from estimators.need_for_ai.assessment import Assessment

_AS_OFTEN = 0.10  # of the futures: two ways that are best this nearly as often cannot be told apart
_FITS = 72  # letters of a headline: two lines of a verdict


@dataclass(frozen=True)
class Reconciled:
    """The verdict as a headline that money does not contradict, and what money says, as a sentence or none.

    `voice`: agree, disagree, close, both_no, law, unknown or none.
    """

    voice: str
    headline: str
    money: str


def reconciled(assessment: "Assessment", valuation: "Valuation") -> Reconciled:
    """Say the verdict and the money as one answer; the verdict names the winner."""
    return next(_voices(assessment, valuation))


def _voices(assessment: "Assessment", valuation: "Valuation") -> Iterator[Reconciled]:
    """Each voice that fits, the one that counts first."""
    headline = assessment.headline
    best = valuation.option(valuation.best)
    chosen = chosen_option(assessment)
    if assessment.verdict == "do_not_launch":
        if assessment.blocked_by == "law" and best.name != NOTHING:
            told = tr(
                "It looks worth {sum}, but that does not count yet.",
                sum=_amount(best.mean, valuation),
            )
            yield Reconciled("law", headline, told)
        yield Reconciled("none", headline, "")
    if not money_named(valuation):
        told = tr(
            "Whether it pays can’t be said: nobody has put a number on what an answer is worth."
        )
        yield Reconciled("unknown", headline, told)
    if assessment.verdict == "leave_as_it_is":
        yield Reconciled("both_no", headline, _what_loses(valuation))
    if chosen is None:
        yield Reconciled("none", headline, _if_wanted(best, valuation))
    elif chosen == best.name:
        told = _agrees(best, valuation)
        yield Reconciled("agree", headline, told)
    elif not valuation.option(chosen).possible:
        yield Reconciled("none", headline, "")
    else:
        yield _disagrees(headline, valuation.option(chosen), best, valuation)


def _disagrees(
    headline: str, mine: "OptionValue", best: "OptionValue", valuation: "Valuation"
) -> Reconciled:
    if best.name == NOTHING:
        told = tr(
            "On average {doing} does not earn its cost back yet: it loses {sum} over {horizon}.",
            doing=within_a_sentence(DOING[mine.name]),
            sum=_amount(abs(mine.mean), valuation),
            horizon=horizon_words(valuation.horizon_months),
        )
        if -mine.month.brings * valuation.horizon_months > abs(mine.mean) / 2:
            told = tr(
                "On average {doing} does not earn its cost back yet: it loses {sum} over {horizon}, most of it by mistakes that "
                "today’s way does not make.",
                doing=within_a_sentence(DOING[mine.name]),
                sum=_amount(abs(mine.mean), valuation),
                horizon=horizon_words(valuation.horizon_months),
            )
        though = tr("{verdict}, though today’s way costs less.")
        if mine.name == "rule":
            though = tr("{verdict}, and what is done today still costs less.")
        longer = _with(headline, though)
        return Reconciled("disagree", longer, told)
    ahead = _amount(best.mean - mine.mean, valuation)
    doing = within_a_sentence(DOING[best.name])
    if abs(best.p_best - mine.p_best) < _AS_OFTEN:
        told = tr(
            "{mine} and {doing} are {sum} apart, and each is best about as often: in {own} and {other} of 100 futures.",
            mine=DOING[mine.name],
            doing=doing,
            sum=ahead,
            own=times_in_hundred(mine.p_best),
            other=times_in_hundred(best.p_best),
        )
        longer = _with(headline, tr("{verdict}; the money can’t decide it."))
        return Reconciled("close", longer, told)
    told = tr("On money alone {doing} is {sum} ahead.", doing=doing, sum=ahead)
    if mine.mean < 0:
        told = tr(
            "On average {mine} loses {loss} over {horizon}; on money alone {doing} is {sum} ahead.",
            mine=within_a_sentence(DOING[mine.name]),
            loss=_amount(abs(mine.mean), valuation),
            horizon=horizon_words(valuation.horizon_months),
            doing=doing,
            sum=ahead,
        )
    longer = _with(
        headline,
        tr("{verdict}, though {doing} would earn more."),
        tr("{verdict}; {doing} earns more."),
        doing=doing,
    )
    return Reconciled("disagree", longer, told)


def chosen_option(assessment: "Assessment") -> str | None:
    """The option that the verdict names; None where it names none yet."""
    return NOTHING if assessment.verdict == "leave_as_it_is" else assessment.how


def _with(headline: str, *templates: str, **parts: str) -> str:
    """The first of the longer headlines that fits, else the verdict alone: the sentence below it says the rest."""
    verdict = headline.removesuffix(".")
    longer = (template.format(verdict=verdict, **parts) for template in templates)
    return next((each for each in longer if len(each) <= _FITS), headline)


def _agrees(best: "OptionValue", valuation: "Valuation") -> str:
    return tr(
        "{what} is also worth most: about {sum} over {horizon}, best in {often} futures of 100. It loses money in {loses}.",
        what=DOING[best.name],
        sum=_amount(best.mean, valuation),
        horizon=horizon_words(valuation.horizon_months),
        often=times_in_hundred(best.p_best),
        loses=futures(best.p_loss),
    )


def _if_wanted(best: "OptionValue", valuation: "Valuation") -> str:
    if best.name == NOTHING:
        return tr("On today’s numbers no way earns its cost back on average.")
    return tr(
        "If people want it, {doing} looks worth most: about {sum} over {horizon}, best in {often} futures of 100.",
        doing=within_a_sentence(DOING[best.name]),
        sum=_amount(best.mean, valuation),
        horizon=horizon_words(valuation.horizon_months),
        often=times_in_hundred(best.p_best),
    )


def _what_loses(valuation: "Valuation") -> str:
    others = [each for each in valuation.options if each.possible and each.name != NOTHING]
    nearest = max(others, key=lambda each: each.mean, default=None)
    if nearest is None or nearest.mean >= 0:
        return ""
    return tr(
        "Every other way loses money on average; the best by {sum}.",
        sum=_amount(abs(nearest.mean), valuation),
    )


def _amount(value: float, valuation: "Valuation") -> str:
    return about_money(value, valuation.currency)
