"""What Decide says: the verdict, the assessment's or the person's own, with what the options are worth."""

from collections.abc import Mapping
from typing import Any

from desktop.findings.case import case_of, says_nothing
from desktop.findings.decide.flip_points import verdict_words
from desktop.findings.decide.reconciled import Reconciled, chosen_option, reconciled
from desktop.findings.decide.value_charts import options_chart, tornado_chart
from desktop.findings.decide.verdict import (
    Worked,
    otherwise_sentence,
    own_reason,
    own_verdict,
    verdict_sentence,
)
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS
from reports.chart_parts import Chart
from reports.stage_view import StageView

QUESTION = tr("Does it need AI, and which way is worth most?")


def view(project: Project, worked: Worked | None = None, *, tries: bool = False) -> StageView:
    """The verdict; without ``worked`` it alone. ``tries``: of a what-if, where no decision of the person holds."""
    own = None if tries else own_verdict(project)
    if worked is None:
        return _alone(project, own)
    found, status = worked.assessment, verdict_words(own or worked.assessment.verdict)
    charts: dict[str, Chart] = {
        "options": options_chart(worked.valuation, chosen_option(found)),
        "tornado": tornado_chart(worked.valuation),
    }
    answer = reconciled(found, worked.valuation)
    headline, lead = answer.headline, _lead(found.why, answer)
    if own is not None and own != found.verdict:
        headline = verdict_sentence(own)
        lead = otherwise_sentence(own, own_reason(project), worked)
    return StageView(headline, lead, status, {}, charts)


def _lead(why: str, answer: Reconciled) -> str:
    """What money says, with why the verdict is another one where they differ; why alone where money says nothing."""
    match answer.voice:
        case "disagree":
            return f"{answer.money} {why}"
        case "law" | "none":
            return f"{why} {answer.money}".rstrip()
    return answer.money or why


def weighed_verdict(project: Project) -> str:
    """What the assessment comes to now; nothing where nothing is known, or where an answer cannot be right."""
    return project.until_change("weighed verdict", lambda: _weigh(case_of(project)))


def _weigh(case: Mapping[str, Any]) -> str:
    from estimators.need_for_ai import verdict_of

    try:
        return "" if says_nothing(case) else verdict_of(case)
    except UserError:  # Decide says which answer, and why
        return ""


def _alone(project: Project, own: str | None) -> StageView:
    verdict = own or weighed_verdict(project)
    if verdict not in VERDICT_WORDS:
        return StageView(QUESTION, "", "")
    return StageView(verdict_sentence(verdict), "", verdict_words(verdict))
