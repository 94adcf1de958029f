"""The verdict, its cues and the value of the options as evidence for the report."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, Any

from desktop.findings.case import COST_OF_TODAY, case_of, sources_of_inputs
from desktop.findings.chosen_candidate import TRAINED_OPTION, is_chosen, launch_test
from desktop.findings.decide.cues import data_level, own_reasons
from desktop.findings.decide.flip_points import question_label, start_words, value_words
from desktop.findings.decide.intangibles import (
    brief_rests_on,
    by_source,
    inputs_table,
    intangibles_chart,
    pays_from,
    rests_on,
    rests_on_words,
    sources_counted,
    worth_chart,
    worth_of_knowing,
)
from desktop.findings.decide.option_prices import (
    line_source,
    line_words,
    price_sentences,
    priced_option,
    prices_of,
)
from desktop.findings.decide.reconciled import chosen_option, reconciled
from desktop.findings.decide.value_charts import (
    MOST_BARS,
    accuracy_words,
    carrying_rows,
    horizon_words,
    not_possible,
    options_chart,
    tornado_chart,
)
from desktop.findings.decide.value_lines import value_lines
from desktop.findings.decide.verdict import (
    Worked,
    label_of,
    own_reason,
    own_verdict,
    sources_sentence,
)
from desktop.findings.decide.verdict_brief import (
    effort_of,
    five_answers,
    is_no_ai,
    what_to_do,
    what_was_asked,
)
from desktop.findings.problem.brief import currency_of
from desktop.findings.problem.kind_words import words_of
from desktop.findings.problem.law import open_sentence, risk_view
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.project.questions import question_of
from desktop.project.run_list import fair_run_in_use
from estimators.base.count import count
from estimators.base.interval import between
from estimators.base.money import about_money
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS
from estimators.case.questions import read_case
from estimators.case.ways import NOTHING, WAYS
from reports import evidence
from reports.figure import Figure, Unit
from reports.value_data import SourceCount

_BEST = 3  # options on the chart of the brief, beside staying as today

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation
    from estimators.need_for_ai.assessment import Assessment


def decision_evidence(
    project: Project,
    assessment: "Assessment | None" = None,
    valuation: "Valuation | None" = None,
) -> evidence.Decision:
    """The verdict with its reasons for the report; what the person decided otherwise is said beside it."""
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.need_for_ai import assess

    case = case_of(project)
    ranges = read_case(case).ranges
    found = assessment or assess(case)
    values = valuation or BuildVsBuy(random_state=0).evaluate(case)
    currency = currency_of(project)
    answer = reconciled(found, values)
    stays = answer.voice == "disagree" and values.best == NOTHING
    own = own_verdict(project)
    differs = own is not None and own != found.verdict
    reasons = own_reasons(found)
    known = tuple(reason for reason in reasons if reason.effect != "unknown")
    return evidence.Decision(
        verdict=capital(VERDICT_WORDS[found.verdict]),
        headline=answer.headline,
        reasons=known or reasons,
        blocks=is_no_ai(found) and bool(reasons) and reasons[0].effect == "against",
        flip_points=tuple(
            evidence.VerdictChange(
                question_label(found.words, flip.input, flip.label),
                start_words(flip, ranges.get(flip.input), currency),
                value_words(flip.input, flip.to, currency),
                VERDICT_WORDS[flip.verdict],
            )
            for flip in found.flip_points
        ),
        unknowns=tuple(
            question_label(found.words, name, label_of(name)) for name in found.open_answers
        ),
        open_sentence=found.open_sentence,
        own_choice=capital(VERDICT_WORDS[own]) if differs and own else "",
        own_reason=own_reason(project) if differs else "",
        cues=found.cues,
        data_level=data_level(found.cues),
        advice=found.advice.text,
        advice_source=tr(
            "{title}, read {date}", title=found.advice.source.title, date=found.advice.source.date
        ),
        asked=what_was_asked(project, case),
        instead=is_no_ai(found),
        do=what_to_do(found, case, today_is_best=stays),
        effort="" if stays else effort_of(found, values),
        five=five_answers(
            case,
            currency,
            words_of(project).rule,
            open_sentence(risk_view(project)),
            sources_of_inputs(project),
        ),
    )


def options_evidence(
    project: Project, seed: int = 0, valuation: "Valuation | None" = None
) -> evidence.Options:
    """What each option is worth, for the report; the same seed gives the same numbers as the page."""
    from estimators.build_vs_buy.result import often_sentence
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.need_for_ai import assess

    case = case_of(project)
    found = valuation or BuildVsBuy(random_state=seed).evaluate(case)
    assessment = assess(case)
    answer = reconciled(assessment, found)
    told = Worked(case, assessment, found)
    priced, chosen = price_sentences(told), chosen_option(assessment)
    if priced is not None and chosen not in (None, priced.option):
        priced = None  # a rule costs nothing to ask; what another way would cost is no price of it
    best = found.option(found.best)
    shown = found.option(found.tornado_option)  # the best but staying as today
    futures = count(found.draws, "future")
    first, currency = found.find_out_first, found.currency
    figure = partial(Figure, provenance=rests_on(found), n=found.draws, split=futures, derived=True)
    test, tested = _tested(project, case, found)
    to_know = about_money(found.find_out_first_worth, currency)
    return evidence.Options(
        best=best.label,
        headline=answer.money,
        apart=answer.voice in ("disagree", "close"),
        of=shown.label if shown is not best else "",
        often=often_sentence(best, found.options, currency),
        value=_worth(figure, shown, currency, futures),
        span=between(shown.p5, shown.p95, lambda end: about_money(end, currency)),
        lines=value_lines(found, shown),
        chart=options_chart(found, chosen),
        short_chart=options_chart(found, chosen, _BEST, "" if tested is None else tested.name),
        impossible=not_possible(found),
        price="" if priced is None else f"{priced.strong} {priced.month}",
        price_basis="" if priced is None else priced.note,
        price_lines=() if priced is None else _price_lines(told),
        remarks=found.remarks,
        sanity=found.sanity.sentence,
        p_loss=figure(percent(shown.p_loss), shown.p_loss),
        horizon=tr("over {horizon_words}", horizon_words=horizon_words(found.horizon_months)),
        find_out_worth=figure(
            to_know, found.find_out_first_worth, unit=Unit.MONEY, currency=currency
        )
        if first
        else None,
        tornado=tornado_chart(found),
        lighter=carrying_rows(found)[MOST_BARS:],
        pays_from=pays_from(found),
        knowing=worth_of_knowing(found),
        labels=worth_chart(found) if found.labels is not None else None,
        intangibles=found.intangibles,
        intangibles_chart=intangibles_chart(found.intangibles),
        sources=sources_sentence(found),
        rests_on=rests_on_words(found),
        in_brief=brief_rests_on(found),
        best_measured=bool(accuracy_words(best, found)),
        inputs=_inputs(project, found),
        today=_today(case, found),
        checks=_checks(project, shown, found),
        behind=tuple(starmap(SourceCount, sources_counted(found).items())),
        tested=None
        if tested is None
        else evidence.TestedWorth(
            tested.label,
            test,
            _worth(figure, tested, currency, futures),
            between(tested.p5, tested.p95, lambda end: about_money(end, currency)),
            figure(percent(tested.p_loss), tested.p_loss),
        ),
        untested=test if tested is None else "",
    )


def _worth(
    figure: Callable[..., Figure], option: "OptionValue", currency: str, futures: str
) -> Figure:
    return figure(
        about_money(option.mean, currency),
        option.mean,
        split=tr("average of {futures} drawn from the ranges", futures=futures),
        low=option.p5,
        high=option.p95,
        unit=Unit.MONEY,
        currency=currency,
    )


def _tested(
    project: Project, case: Mapping[str, Any], found: "Valuation"
) -> tuple[str, "OptionValue | None"]:
    """What was tested, by name, and the option that it stands for: of several the one worth most; empty where nothing was."""
    from estimators.build_vs_buy.measurements import input_of

    run, test = fair_run_in_use(project), launch_test(project)
    if run is not None and (test is None or not is_chosen(project, test)):
        name, of = tr("run {number}", number=run.number), input_of(TRAINED_OPTION, case)
    elif test is not None:
        name, of = test.name, input_of(test.option, case)
    else:
        return "", None
    names = {way.name for way in WAYS if way.accuracy == of}
    stands = [one for one in found.options if one.name in names and one.possible]
    return name, max(stands, key=lambda one: one.mean, default=None)


def _today(case: Mapping[str, Any], valuation: "Valuation") -> str:
    """What going on as today costs a month: its work, where somebody said what a case costs, and its mistakes."""
    from estimators.build_vs_buy.input import mean_of_range

    currency = valuation.currency
    wrong, each = about_money(valuation.sanity.cost, currency), case.get(COST_OF_TODAY)
    if not isinstance(each, Mapping):
        return tr("Today’s mistakes cost about {cost} a month.", cost=wrong)
    volume = valuation.inputs["volume_per_month"]
    cases = mean_of_range(volume.low, volume.high)
    work = cases * mean_of_range(float(each["low"]), float(each["high"]))
    return tr(
        "Today’s way costs about {work} a month, and its mistakes about {cost}.",
        work=about_money(work, currency),
        cost=wrong,
    )


def _checks(project: Project, option: "OptionValue", valuation: "Valuation") -> str:
    """What people who check the answers cost for 1,000 cases: no price of an answer holds it."""
    from estimators.build_vs_buy.input import mean_of_range

    volume = valuation.inputs["volume_per_month"]
    cases = mean_of_range(volume.low, volume.high)
    if not option.month.checks or not cases:
        return ""
    return tr(
        "The people who check cost about {sum} more for 1,000 {cases}.",
        sum=about_money(1000 * option.month.checks / cases, valuation.currency),
        cases=case_noun_of(project).many,
    )


def _price_lines(worked: Worked) -> tuple[evidence.PricedLine, ...]:
    """The prices behind what the option told of costs an answer."""
    option = priced_option(worked)
    lines = prices_of(option, worked.valuation) if option is not None else ()
    return tuple(
        evidence.PricedLine(line.label, line_words(line), line_source(line), line.url)
        for line in lines
    )


def _inputs(project: Project, valuation: "Valuation") -> tuple[evidence.ReportedFact, ...]:
    """What the value rests on beside the answers on Problem, which the report traces there."""
    facts = project.facts()
    found = []
    for name, (source, (label, span, _, where)) in zip(
        by_source(valuation), inputs_table(valuation), strict=True
    ):
        asked = question_of(name)
        fact = facts.get(asked.key) if asked is not None else None
        if fact is None or not fact.known:
            found.append(evidence.ReportedFact(label, span, source, where, is_number=True))
    return tuple(found)
