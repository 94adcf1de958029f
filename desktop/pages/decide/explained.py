"""What F1, a pressed reason, cue or criterion and the keys 1 to 5 explain on the Decide page."""

from PySide6.QtWidgets import QApplication

from desktop.findings.decide.explanations import (
    GATES,
    METHOD,
    option_rows,
    option_text,
    verdict_rows,
)
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai import Assessment
from estimators.need_for_ai.cues import Cue
from estimators.need_for_ai.sources import Citation, sources
from reports.stage_view import Explanation


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


def source_explanation(text: str, source: Citation) -> Explanation:
    """Where the criterion behind a sentence comes from, when it was read and how well."""
    rows = (("Last read", source.date), ("How it was read", source.status))
    return _sourced(source, text, rows)


def cue_explanation(cue: Cue) -> Explanation:
    """Where a cue comes from, and which other answer settled it."""
    source = sources()[cue.source_id]
    rows = [("Its place there", cue.item), ("Last read", source.date), ("Read", source.status)]
    return _sourced(source, cue.text, tuple(rows))


def _sourced(source: Citation, text: str, rows: tuple[tuple[str, str], ...]) -> Explanation:
    url = source.url or ""

    def copy() -> None:
        QApplication.clipboard().setText(url)

    links = (("Copy address", copy),) if url else ()
    return Explanation(source.title, text, rows, url or "It has no address on the web.", links)


def criterion_explanation(valuation: Valuation, name: str) -> Explanation:
    """What 0 to 100 stand for on one criterion, and where each option stands."""
    found = valuation.intangibles
    criterion = next(each for each in found.criteria if each.name == name)
    rows = [(f"{score:.0f}: {words}", "") for score, words in criterion.anchors]
    for option in found.options:
        part = next(part for part in option.parts if part.criterion == name)
        span = f"{part.low:.0f} to {part.high:.0f}" if part.low < part.high else ""
        rows.append((option.label, f"{part.score:.0f}" + (f" ({span})" if span else "")))
    return Explanation(
        criterion.label,
        f"It weighs {criterion.weight:.0%}. What 0 to 100 stand for, then where each option stands:",
        tuple(rows),
        "Our judgement, in intangibles.json, for you to change.",
    )
