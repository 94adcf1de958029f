"""What was worked out, put where it belongs on the form: defaults, what is wrong or odd, what matters."""

from desktop.findings.decide.input_formatting import amount_words
from desktop.findings.decide.live_verdict import (
    Preview,
    default_sentence,
    settled_sentence,
    wrong_sentence,
)
from desktop.findings.decide.verdict import Worked
from desktop.pages.problem.cue_row import CueRow
from desktop.pages.problem.form import ProblemForm
from desktop.project.project import Project
from desktop.project.questions import ALL_QUESTIONS, FURTHER_QUESTIONS, VALUE_QUESTIONS, Kind


def ranks_of(project: Project, worked: Worked) -> dict[str, int]:
    """The open questions whose answer could change the verdict, and the numbers worth most to know: 0 first."""
    unknown = {name: at for at, name in enumerate(worked.assessment.unknowns)}
    facts = project.facts()
    ranks = {
        asked.key: unknown[asked.case_key]
        for asked in FURTHER_QUESTIONS
        if asked.case_key in unknown and not (asked.key in facts and facts[asked.key].known)
    }
    worth = worked.valuation.evppi
    dear = sorted(VALUE_QUESTIONS, key=lambda q: -worth.get(q.case_key, 0.0))
    ranks.update({q.key: len(ranks) + at for at, q in enumerate(dear) if worth.get(q.case_key)})
    return ranks


def show_on_form(form: ProblemForm, found: Preview) -> None:
    """Say on each row what is taken until it is answered, and what is wrong or odd about its answer."""
    valuation = found.worked.valuation
    for asked in ALL_QUESTIONS:
        row = form.rows.get(asked.key)
        if row is None:
            continue
        behind = valuation.inputs.get(asked.case_key)
        if behind is not None and asked.kind is Kind.RANGE:
            if asked.case_key in found.worked.case:
                row.show_default(None, "")
            else:
                low, high = (
                    amount_words(behind.unit, end, valuation.currency)
                    for end in (behind.low, behind.high)
                )
                words = default_sentence(low, high, behind.source)
                row.show_default((behind.low, behind.high), words)
        error = found.wrong.get(asked.key)
        words = wrong_sentence(error) if error is not None else found.odd.get(asked.key, "")
        row.say(words, wrong=error is not None)
    for cue in found.worked.assessment.cues.all:
        row = form.rows.get(cue.name)
        if isinstance(row, CueRow):
            row.say_settled(settled_sentence(cue))
    for group in form.groups.values():
        group.show_trouble({*found.wrong, *found.odd})
    form.say_success(found.worked.assessment.success_sentence)
