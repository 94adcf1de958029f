"""Of any case, page, command and paper name one winner, and the sentence on money is true of the table beside it."""

from hypothesis import given, reject
from hypothesis import strategies as st

from desktop.findings.decide.command_text import valuation_text
from desktop.findings.decide.reconciled import chosen_option, reconciled
from desktop.findings.decide.value_charts import best_in, options_chart
from estimators.base.errors import UserError
from estimators.base.money import about_money
from estimators.base.percent import times_in_hundred
from estimators.base.phrase import within_a_sentence
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.case.ways import DOING, NOTHING
from estimators.need_for_ai import assess
from reports.chart_parts import TableTwin
from tests.estimators.need_for_ai.any_case import any_case

FEW = BuildVsBuy(draws=400)
positive = st.floats(0.01, 1e4)
ranges = st.tuples(positive, positive).map(sorted)
# Money that somebody named, for something that people want: else there is little to agree on.
money = st.fixed_dictionaries(
    {"volume_per_month": ranges, "value_per_correct": ranges, "demand_validated": st.just(True)},
    optional={
        "regulatory_tier": st.just("minimal"),
        "error_cost_level": st.just("low"),
        "missed_cost": ranges,
        "false_alarm_cost": ranges,
        "product_price": ranges,
        "currency": st.sampled_from(["USD", "EUR", "JPY"]),
    },
)


@st.composite
def worked(draw):
    case = {**draw(any_case()), **draw(money)}
    try:
        return assess(case), FEW.evaluate(case)
    except UserError:  # answers that contradict each other are refused, elsewhere
        reject()


def tabled(valuation) -> TableTwin:
    return next(each for each in valuation_text(valuation) if isinstance(each, TableTwin))


@given(worked())
def test_the_headline_is_the_verdict_and_money_names_no_other(found) -> None:
    assessment, valuation = found
    said, chosen = reconciled(assessment, valuation), chosen_option(assessment)
    best = valuation.option(valuation.best)
    assert said.headline.startswith(assessment.headline.removesuffix("."))
    title = options_chart(valuation, chosen).title
    if said.voice == "agree":
        assert chosen == best.name != NOTHING
        assert within_a_sentence(DOING[best.name]) in within_a_sentence(title)
    if said.voice in ("disagree", "close"):
        assert chosen != best.name
        assert "worth most" not in said.money
    if chosen not in (None, best.name) and best.name != NOTHING:
        assert title.startswith("On money alone")
    if chosen is None and assessment.verdict != "fake_it_first":
        assert "also worth most" not in said.money


@given(worked())
def test_the_sums_and_the_best_in_of_the_sentence_are_those_of_the_table(found) -> None:
    assessment, valuation = found
    said, best = reconciled(assessment, valuation), valuation.option(valuation.best)
    chart = options_chart(valuation, chosen_option(assessment))
    assert chart.rows[0].label == best.label
    means = [row.mid for row in chart.rows]
    assert means == sorted(means, reverse=True)
    rows = {cells[0]: cells for cells in tabled(valuation).rows}
    for row in chart.rows:
        assert rows[row.label][1] == row.mid_text
        assert rows[row.label][4] == row.value_text
    if "worth most" in said.money:
        assert best.mean > 0
        assert about_money(best.mean, valuation.currency) in said.money
        assert f"best in {times_in_hundred(best.p_best)} futures of 100" in said.money
        assert rows[best.label][4] == best_in(best.p_best)
    if said.money.startswith("Every other way loses"):
        others = [o.mean for o in valuation.options if o.possible and o.name != NOTHING]
        assert max(others) < 0
        assert about_money(abs(max(others)), valuation.currency) in said.money
    if "ahead" in said.money:
        mine = valuation.option(chosen_option(assessment))
        assert about_money(best.mean - mine.mean, valuation.currency) in said.money
