"""What the answers so far mean: on the form while they are typed, and behind F1."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.findings.decide.flip_points import amount_words
from desktop.findings.decide.live_verdict import (
    Preview,
    default_sentence,
    settled_sentence,
    wrong_sentence,
)
from desktop.findings.decide.verdict import Worked
from desktop.findings.problem.brief import open_keys, question_text
from desktop.pages.problem.answers import AnswerRow, CueAnswerRow
from desktop.pages.problem.five_rows import FiveRow
from desktop.pages.problem.form import ProblemForm
from desktop.pages.problem.worth import WorthCell
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import (
    ALL_QUESTIONS,
    FURTHER_QUESTIONS,
    SUCCESS_GROUP,
    VALUE_QUESTIONS,
)
from estimators.base.money import about_money
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.case.default_inputs import default_inputs
from reports.stage_view import Explanation

_CUE = tr(
    "One of the criteria of a published list. Where a rule could do part of the work, they settle whether AI is the "
    "better tool; elsewhere they say what speaks for it, what against it and what is missing."
)
METHOD = tr("Value of information: Hubbard, How to Measure Anything.")


def question_explanation(project: Project, asked: Question, worked: Worked | None) -> Explanation:
    """What the answer to a question changes, and who asks it."""
    title = question_text(project, asked)
    rows: list[tuple[str, str]] = []
    text, source = _purpose(asked), ". ".join(filter(None, (asked.origin, asked.address)))
    if worked is None or not asked.case_key:
        return Explanation(title, text, (), source)
    valuation = worked.valuation
    behind = valuation.inputs.get(asked.case_key)
    if behind is not None:
        low, high = (
            amount_words(behind.unit, end, valuation.currency) for end in (behind.low, behind.high)
        )
        rows.append(
            (tr("Taken as"), low if low == high else tr("{low} to {high}", low=low, high=high))
        )
        worth = valuation.evppi.get(asked.case_key, 0.0)
        known = (
            about_money(worth, valuation.currency)
            if worth
            else tr("nothing: no option changes place")
        )
        rows.append((tr("Knowing it exactly is worth"), known))
        whose = tr("Our default: ") if behind.provenance == "unknown" else ""
        source = f"{whose}{behind.source}. {METHOD}"
    if asked.key in open_keys(worked.assessment):
        rows.append((tr("Could change the verdict"), tr("yes")))
    return Explanation(title, text, tuple(rows), source)


def _purpose(asked: Question) -> str:
    """What is meant, and what the answer is for."""
    if asked.origin:
        return _CUE
    hint = "" if asked.kind in {Kind.LINE, Kind.LINES} else asked.help or asked.hint
    if asked.group == SUCCESS_GROUP:
        goes = tr(
            "It goes into the sentence that says when you will stop; the verdict does without."
        )
    elif not asked.case_key:
        goes = tr("It makes the brief clear to everyone; the verdict does without.")
    elif asked.case_key in default_inputs():
        goes = tr("It goes into the value of each option.")
    else:
        goes = tr("It goes into the verdict.")
    return f"{hint} {goes}".strip()


def sources_explanation(title: str, asked: Sequence[Question]) -> Explanation:
    """Which published lists a group of questions comes from."""
    items: dict[str, list[str]] = {}
    for question in asked:
        if question.asked_by:
            items.setdefault(question.asked_by, []).append(question.item)
    lists = [
        f"{name} ({found[0] if len(found) == 1 else tr('{found} criteria', found=len(found))})"
        for name, found in items.items()
    ]
    text = tr(
        "In our words, after {listed}. F1 on a statement names its place there.",
        listed=listed(lists),
    )
    addresses = "\n".join(dict.fromkeys(q.address for q in asked if q.address))
    links = ((tr("Copy the addresses"), partial(_copy, addresses)),) if addresses else ()
    return Explanation(title, text, (), addresses, links)


def _copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def ranks_of(project: Project, worked: Worked) -> dict[str, int]:
    """The open questions whose answer could change the verdict, and the numbers worth most to know: 0 first."""
    unknown = {key: at for at, key in enumerate(open_keys(worked.assessment))}
    facts = project.facts()
    ranks = {
        asked.key: unknown[asked.key]
        for asked in FURTHER_QUESTIONS
        if asked.key in unknown and not (asked.key in facts and facts[asked.key].known)
    }
    worth = worked.valuation.evppi
    dear = sorted(VALUE_QUESTIONS, key=lambda q: -worth.get(q.case_key, 0.0))
    ranks.update({q.key: len(ranks) + at for at, q in enumerate(dear) if worth.get(q.case_key)})
    return ranks


def show_on_form(form: ProblemForm, found: Preview) -> None:
    """Say on each row what is taken until it is answered, and what is wrong or odd about its answer."""
    valuation, case = found.worked.valuation, found.worked.case
    for asked in VALUE_QUESTIONS:
        if (line := form.rows.get(asked.key)) is not None:
            shown = bool({asked.case_key, asked.key} & {*valuation.inputs, *case})
            # A new row comes into view by itself, filled: to show it here lays the page out for each.
            if not shown or line.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                line.setVisible(shown)
    for asked in ALL_QUESTIONS:
        row = form.row_shown(asked.key)
        if row is None:
            continue
        behind = valuation.inputs.get(asked.case_key)
        if behind is not None and asked.kind is Kind.RANGE and isinstance(row, AnswerRow):
            if asked.case_key in found.worked.case:
                row.show_default(None, "")
            else:
                ends = (behind.low, behind.high)
                if isinstance(row, WorthCell) and row.inverted:
                    ends = (1 - behind.high, 1 - behind.low)
                low, high = (amount_words(behind.unit, end, valuation.currency) for end in ends)
                words = default_sentence(low, high, behind.source)
                row.show_default((behind.low, behind.high), words)
        keys = row.keys if isinstance(row, FiveRow) else (asked.key,)
        error = next((found.wrong[key] for key in keys if key in found.wrong), None)
        odd = " ".join(dict.fromkeys(found.odd[key] for key in keys if key in found.odd))
        row.say(odd if error is None else wrong_sentence(error), wrong=error is not None)
    for cue in found.worked.assessment.cues.all:
        row = form.rows.get(cue.name)
        if isinstance(row, CueAnswerRow):
            row.say_settled(settled_sentence(cue, found.worked.assessment.words))
    for group in form.groups.values():
        group.show_trouble({*found.wrong, *found.odd})
    form.say_success(found.worked.assessment.success_sentence)
