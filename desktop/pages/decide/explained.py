"""What F1, a pressed reason and the keys 1 to 5 explain on the Decide page."""

from desktop.findings.explanations import GATES, METHOD, option_rows, option_text, verdict_rows
from desktop.widgets.explain import Explanation
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai import Assessment, Reason


def verdict_explanation(assessment: Assessment) -> Explanation:
    """How the verdict is worked out, and the success sentence that goes with it."""
    return Explanation(
        "How the verdict is worked out",
        GATES,
        verdict_rows(assessment),
        assessment.success_sentence,
    )


def option_explanation(valuation: Valuation, label: str) -> Explanation:
    """Costs and chances of one option."""
    option = next(o for o in valuation.options if o.label == label)
    return Explanation(option.label, option_text(option), option_rows(option, valuation), METHOD)


def source_explanation(reason: Reason) -> Explanation:
    """Where the criterion behind a reason comes from."""
    source = reason.source
    rows = (("Last read", source.date), ("How it was read", source.status))
    return Explanation(source.title, reason.text, rows, source.url or "")
