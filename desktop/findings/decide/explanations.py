"""How verdict and value were worked out, for whoever asks (F1): a sentence or two, the numbers, the method."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.findings.decide.intangibles import labels_called, tested_by_labels
from desktop.findings.decide.value_charts import horizon_words, not_possible
from estimators.base.money import about_money, signed_worth
from estimators.base.number import number
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS
from reports.stage_view import Explanation

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment
    from estimators.need_for_ai.cues import Citation, Cue

Rows = Sequence[tuple[str, str]]
METHOD = tr("Applied information economics: Hubbard, How to Measure Anything.")
GATES = tr(
    "Gates come first and nothing makes up for them: forbidden by law; grave harm without a test on the people it is "
    "for; a written rule does it; nobody has shown that they want it. Then the ladder: buy, tune, build."
)
NO_ADDRESS = tr("It has no address on the web.")
SCORES_METHOD = Explanation(
    tr("What money does not show"),
    tr(
        "Each option gets 0 to 100 on four scales whose ends are fixed in words, so that adding an option never moves another. "
        "Your ranking gives the weights: 52, 27, 15 and 6%. Nothing of it is added to the money, because nobody can say what "
        "a point of privacy costs."
    ),
    source="SMARTS with rank-order centroids: Edwards and Barron 1994, https://doi.org/10.1006/obhd.1994.1087.",
)


def how_verdict(assessment: "Assessment") -> Explanation:
    """How the verdict is worked out, and the success sentence that goes with it."""
    rows = (
        (tr("Verdict"), capital(VERDICT_WORDS[assessment.verdict])),
        (tr("Open answers that could change it"), number(len(assessment.open_answers))),
        (tr("Answers that would change it"), number(len(assessment.flip_points))),
    )
    return Explanation(
        tr("How the verdict is worked out"), GATES, rows, assessment.success_sentence
    )


def how_value(valuation: "Valuation") -> Explanation:
    """How the value of the options is worked out, and the numbers behind the comparison."""
    text = tr(
        "{draws} futures are drawn from the ranges. In each, every option’s costs and the worth of its "
        "right answers, less its mistakes and today’s, are added up over "
        "{horizon_words} and discounted.",
        draws=valuation.draws,
        horizon_words=horizon_words(valuation.horizon_months),
    )
    rows = [
        (o.label, signed_worth(o.mean, valuation.currency)) for o in valuation.options if o.possible
    ]
    known = about_money(valuation.evpi, valuation.currency)
    rows.append((tr("Knowing everything would be worth"), known))
    rows.append((tr("Prices of"), valuation.prices_updated))
    return Explanation(tr("How the value is worked out"), text, tuple(rows), METHOD)


def how_labels(valuation: "Valuation") -> Explanation:
    """What the curve of the next labels says."""
    things = labels_called(valuation)
    text = tr(
        "The right answer of each is known, so more {things} test how right {tested} is. The curve is what seeing their "
        "result would be worth to the choice among the options, on average; where no likely result would change the choice it "
        "is nothing. What they add by being learned from is on the Data page.",
        things=things,
        tested=tested_by_labels(valuation),
    )
    source = tr(
        "Expected value of sample information: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory."
    )
    return Explanation(tr("What the next {things} are worth", things=things), text, source=source)


def why_not_possible(valuation: "Valuation") -> Explanation:
    """Why some options cannot be had, each reason with the options that it rules out."""
    return Explanation(tr("What is not possible, and why"), "\n".join(not_possible(valuation)))


def of_source(text: str, source: "Citation", place: Rows = ()) -> Explanation:
    """Where the criterion behind a sentence comes from, when it was read and how well."""
    rows = [*place]
    if source.date:
        how = tr("Read") if place else tr("How it was read")
        rows += [(tr("Last read"), source.date), (how, source.how_read)]
    return Explanation(source.title, text, tuple(rows), source.url or NO_ADDRESS)


def of_cue(cue: "Cue") -> Explanation:
    """Where a cue comes from."""
    from estimators.need_for_ai.cues import sources

    return of_source(cue.text, sources()[cue.source_id], [(tr("Its place there"), cue.item)])


def of_criterion(valuation: "Valuation", name: str) -> Explanation:
    """What 0 to 100 stand for on one criterion besides money, and where each option stands."""
    found = valuation.intangibles
    criterion = next(each for each in found.criteria if each.name == name)
    rows = [(f"{score:.0f}: {words}", "") for score, words in criterion.anchors]
    for option in found.options:
        part = next(part for part in option.parts if part.criterion == name)
        span = (
            tr(" ({low} to {high})", low=f"{part.low:.0f}", high=f"{part.high:.0f}")
            if part.low < part.high
            else ""
        )
        rows.append((option.label, f"{part.score:.0f}{span}"))
    return Explanation(
        criterion.label,
        tr(
            "It weighs {weight}. What 0 to 100 stand for, then where each option stands:",
            weight=percent(criterion.weight),
        ),
        tuple(rows),
        tr("Our judgement, in intangibles.json, for you to change."),
    )
