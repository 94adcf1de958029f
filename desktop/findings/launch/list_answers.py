"""The answers to the published lists: what a person said, what the app measured, and the edits that answer."""

from desktop.findings.launch.measured_answers import measured_answers
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import Fact
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, in_force, lists
from estimators.base.errors import UserError
from reports.launch_evidence import LaunchCheck
from reports.provenance import Provenance

KEY = "ready."  # before the question's key: the name of the fact that answers it
# Questions that other pages ask too: nobody is asked twice.
_SHARED = {
    "eu_ai_act.human_in_loop": "human_in_loop",
    "eu_ai_act.about_people": "risk.about_people",
    "eu_ai_act.safety_part": "risk.safety_part",
}
_LADDER = ("C4", "C3", "C2", "C1", "B", "A", "A1")
_PROBLEM = "said on the Problem page"


def fact_key(item: ListEntry) -> str:
    """The fact that answers a question."""
    return _SHARED.get(item.key, KEY + item.key)


def answers_of(
    project: Project, checks: dict[str, LaunchCheck] | None = None
) -> dict[str, ChecklistAnswer]:
    """Every answer in force by the question's key; questions without one are left out.

    ``checks``: where they are known already.
    """
    facts, measured = project.facts(), measured_answers(project, checks)
    found = {}
    for published in lists().values():
        for item in published.items():
            said = _stated(facts, item)
            answer = in_force(said, measured.get(item.evidence) if item.evidence else None)
            if answer.basis is not Basis.UNKNOWN or said is not None:
                found[item.key] = answer
    return found


def _stated(facts: dict[str, Fact], item: ListEntry) -> ChecklistAnswer | None:
    fact = facts.get(fact_key(item))
    if fact is not None and not fact.known:
        return ChecklistAnswer(None, Basis.UNKNOWN, fact.note)
    if fact is not None and fact.value in [value for value, _ in item.choices]:
        return ChecklistAnswer(fact.value, Basis.STATED, fact.note)
    level = facts.get("data_level")
    if item.key.startswith("data_readiness.") and level is not None and level.known:
        reached = _LADDER.index(level.value) if level.value in _LADDER else -1
        if _LADDER.index(item.place) <= reached:
            return ChecklistAnswer("yes", Basis.STATED, _PROBLEM)
    return None


def reason_needed(item: ListEntry, value: str | None, now: ChecklistAnswer | None) -> str:
    """Why an answer needs a reason, as the question to ask; empty where it needs none."""
    if value == "na":
        return "Why does it not apply?"
    measured = _measured_value(now)
    if value is not None and measured is not None and value != measured:
        return f"It was measured: “{item.words(measured)}”. Why do you say otherwise?"
    return ""


def answer(item: ListEntry, value: str | None, why: str, now: ChecklistAnswer | None) -> Command:
    """The edit that answers a question; None is "unknown". Raises UserError where a reason is missing."""
    words = f"“{item.text}”"
    if value is not None and value == _measured_value(now):
        return edit.ClearFact(fact_key(item), words)  # back to what was measured
    reason = " ".join(why.split())
    if not reason and reason_needed(item, value, now):
        raise UserError("Say why.", "The report prints it beside the answer.", "A few words do.")
    if value is None:
        return edit.SetFact(fact_key(item), None, words, Provenance.UNKNOWN, reason)
    return edit.SetFact(fact_key(item), value, words, Provenance.GUESS, reason)


def _measured_value(now: ChecklistAnswer | None) -> str | None:
    if now is None:
        return None
    return now.value if now.basis is Basis.MEASURED else now.measured
