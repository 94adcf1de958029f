"""Verdict and value as commands print them, of a case that belongs to no project."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.findings.decide.cues import cues_summary, ready_sentence
from desktop.findings.decide.flip_points import question_label, verdict_flips
from desktop.findings.decide.intangibles import (
    intangibles_chart,
    labels_sentence,
    tested_by_labels,
    worth_of_knowing,
)
from desktop.findings.decide.option_prices import PriceSentences
from desktop.findings.decide.reconciled import Reconciled
from desktop.findings.decide.value_charts import best_in, not_possible
from desktop.findings.decide.verdict import MOST_OPEN, label_of, open_answers_sentence
from estimators.base.interval import percent_range
from estimators.base.money import signed_worth
from estimators.base.percent import percent
from estimators.base.phrase import listed, within_a_sentence
from estimators.base.sentence import tr
from estimators.need_for_ai.cues import EFFECT_WORDS
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment

MOST_CUES = 5  # of one kind in the text; the JSON has all


def assessment_text(found: "Assessment", case: Mapping[str, Any]) -> list[str]:
    """The verdict with its reasons, what would change it, and where the criteria come from."""

    sources = list({reason.source.id: reason.source for reason in found.reasons}.values())
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    lines = [found.headline, found.why, open_answers_sentence(found), "", tr("Why")]
    lines += [
        f"  {EFFECT_WORDS[r.effect]:8} {r.text} [{numbers[r.source.id]}]" for r in found.reasons
    ]
    if found.flip_points:
        flips = verdict_flips(found, case, str(case.get("currency", "USD")))
        lines += ["", tr("What would change this")]
        lines += [f"  {flip.condition}: {flip.outcome}. {flip.note}" for flip in flips]
    if len(found.open_answers) > MOST_OPEN:
        names = [question_label(found.words, name, label_of(name)) for name in found.open_answers]
        lines += ["", tr("What is open: {names}.", names=listed(names))]
    lines += [
        "",
        tr("Advice: {text}", text=found.advice.text),
        tr("Success: {success_sentence}", success_sentence=found.success_sentence),
    ]
    lines += [cues_summary(found.cues), ready_sentence(found.cues)]
    missing = [within_a_sentence(cue.label) for cue in found.cues.missing]
    if missing:
        more = (
            tr(" and {missing} more", missing=len(missing) - MOST_CUES)
            if len(missing) > MOST_CUES
            else ""
        )
        lines.append(
            tr("Missing: {missing}{more}.", missing="; ".join(missing[:MOST_CUES]), more=more)
        )
    lines += [tr("Note: {note}", note=note) for note in found.notes]
    lines += ["", tr("Sources")]
    for source in sources:
        address = f", {source.url}" if source.url else ""
        read = ", ".join(part for part in (source.date, source.how_read) if part)
        lines.append(f"  [{numbers[source.id]}] {source.title}{address} ({read})")
    return lines


def valuation_text(
    valuation: "Valuation",
    answer: Reconciled | None = None,
    priced: PriceSentences | None = None,
) -> list[str | TableTwin]:
    """The answer of verdict and money (else of money alone), what each option is worth and costs, what to find out first, and what money does not show."""

    def amount(value: float) -> str:  # as the Decide page and the report print it
        return signed_worth(value, valuation.currency)

    rows = [
        (o.label, amount(o.mean), amount(o.p5), amount(o.p95), best_in(o.p_best), percent(o.p_loss))
        for o in valuation.options
        if o.possible
    ]
    heads = (
        tr("option"),
        tr("average"),
        tr("1 in 20 below"),
        tr("1 in 20 above"),
        tr("best in"),
        tr("loses in"),
    )
    told = [valuation.headline, valuation.sentence]
    if answer is not None:
        told = [answer.headline, *([answer.money] if answer.money else [])]
    lines: list[str | TableTwin] = [
        *told,
        "",
        TableTwin(heads, tuple(rows)),
        *not_possible(valuation),
        "",
        tr(
            "Net present value over {horizon_months} months against staying as today; "
            "{draws} draws; prices of {prices_updated}.",
            horizon_months=valuation.horizon_months,
            draws=valuation.draws,
            prices_updated=valuation.prices_updated,
        ),
    ]
    if priced is not None:
        lines.append(f"{priced.strong} {priced.month} {priced.note}")
    lines += [valuation.sanity.sentence] if valuation.sanity.sentence else []
    lines += [valuation.find_out_sentence, worth_of_knowing(valuation)]
    if labels := labels_sentence(valuation):
        as_a_test = tr(
            "(That is of {tested}; what learning from them adds, “smart-enough forecast” tells.)",
            tested=tested_by_labels(valuation),
        )
        lines.append(f"{labels} {as_a_test}")
    measured = [i for i in valuation.inputs.values() if i.counts is not None]
    lines += [f"{i.label}: {i.source}; {percent_range(i.low, i.high)}." for i in measured]
    lines += [tr("Note: {note}", note=note) for note in valuation.remarks]
    return [*lines, *_intangible_lines(valuation)]


def _intangible_lines(valuation: "Valuation") -> list[str | TableTwin]:

    found = valuation.intangibles
    heads = (
        tr("besides money"),
        *(within_a_sentence(c.label) for c in found.criteria),
        tr("together"),
        tr("low"),
        tr("high"),
    )
    rows = intangibles_chart(found).table().rows
    changes = [change.sentence for change in found.changes[:1]]
    return ["", TableTwin(heads, rows), found.sentence, *changes]
