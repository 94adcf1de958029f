"""The answers to the published lists: what the app measured, what a person said, and the edits that answer.

What is measured is modest on purpose: what was done once, or in the app alone, is "partly" and not "yes"; whether people see
it, or whether it goes on once it runs, only a person can say.
"""

from collections.abc import Iterator
from math import isfinite

from desktop.findings.data.view import is_current
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.conditions import owner_of, tripwires_of, way_back_of
from desktop.findings.train.model_file import certificate_of, latency_of
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import ASSESSMENT, INSPECTION
from desktop.project.records import Fact, Run
from desktop.project.run_list import fair_run_in_use, trained_alike
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, in_force, lists
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.launch_evidence import CheckState, LaunchCheck
from reports.provenance import Provenance

KEY = "ready."  # before the question's key: the name of the fact that answers it
# Questions that other pages ask too: nobody is asked twice.
_SHARED = {
    "eu_ai_act.human_in_loop": "human_in_loop",
    "eu_ai_act.about_people": "risk.about_people",
    "eu_ai_act.safety_part": "risk.safety_part",
}
_LADDER = ("C4", "C3", "C2", "C1", "B", "A", "A1")
_PROBLEM = tr("said on the Problem page")


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
        return tr("Why does it not apply?")
    measured = _measured_value(now)
    if value is not None and measured is not None and value != measured:
        return tr(
            "It was measured: “{words}”. Why do you say otherwise?", words=item.words(measured)
        )
    return ""


def answer(item: ListEntry, value: str | None, why: str, now: ChecklistAnswer | None) -> Command:
    """The edit that answers a question; None is "unknown". Raises UserError where a reason is missing."""
    words = f"“{item.text}”"
    if value is not None and value == _measured_value(now):
        return edit.ClearFact(fact_key(item), words)  # back to what was measured
    reason = " ".join(why.split())
    if not reason and reason_needed(item, value, now):
        raise UserError(
            tr("Say why."), tr("The report prints it beside the answer."), tr("A few words do.")
        )
    if value is None:
        return edit.SetFact(fact_key(item), None, words, Provenance.UNKNOWN, reason)
    return edit.SetFact(fact_key(item), value, words, Provenance.GUESS, reason)


def _measured_value(now: ChecklistAnswer | None) -> str | None:
    if now is None:
        return None
    return now.value if now.basis is Basis.MEASURED else now.measured


Found = Iterator[tuple[str, str, str]]  # the name of the evidence, the answer, why


def measured_answers(
    project: Project, checks: dict[str, LaunchCheck] | None = None
) -> dict[str, ChecklistAnswer]:
    """By the name of the evidence; what cannot be measured (yet) is left out. ``checks``: where they are known already."""
    found = [*_of_the_data(project), *_of_the_owner(project), *_of_the_people(project)]
    run = fair_run_in_use(project)
    if run is not None:
        known = named_checks(project) if checks is None else checks
        found += [*_of_the_training(project, run), *_of_the_file(project, run)]
        found += _of_the_checks(project, run, known)
    return {name: ChecklistAnswer(value, Basis.MEASURED, why) for name, value, why in found}


def _of_the_data(project: Project) -> Found:
    number = sum(each.examples for each in project.classes())
    if number:
        yield (
            "loaded",
            "yes",
            tr("{count} in the project", count=count(number, f"labelled {noun(project, 1)}")),
        )
    total, broken = project.count_examples(), project.count_unreadable()
    if total and broken:
        yield (
            "readable",
            "no",
            tr("{broken} of {total} cannot be read", broken=broken, total=total),
        )
    elif total:
        yield "readable", "yes", tr("all {count} can be read", count=count(total, noun(project, 1)))
    if is_current(project, project.record(INSPECTION)):
        checked = tr("copies, leaks, unreadable ones, doubtful labels")
        yield (
            "data_checked",
            "yes",
            tr("the check of the data as they are now: {checked}", checked=checked),
        )
        yield "inputs_checked", "partly", tr("checked before each training; not while it runs")


def _of_the_owner(project: Project) -> Found:
    owner, way = owner_of(project), way_back_of(project)
    wires = len(tripwires_of(project))
    if owner:
        yield (
            "owner",
            "partly",
            tr("{owner} answers for it; whether they can is yours to say", owner=owner),
        )
    if way:
        named = tr("named: {way}. Nobody has noted that it was tried", way=way.removesuffix("."))
        yield "way_back", "partly", named
    if wires:
        yield (
            "tripwires",
            "partly",
            tr("{count} written down; nothing runs yet", count=count(wires, "tripwire")),
        )
    if wires and way:
        yield "response", "partly", tr("a way back and tripwires are named; whom to tell is not")


def _of_the_people(project: Project) -> Found:
    sessions = [session for session in project.sessions() if session.reactions]
    reactions = sum(len(session.reactions) for session in sessions)
    if reactions:
        where = tr("{count} with a fake", count=count(len(sessions), "demo session"))
        yield (
            "people_heard",
            "partly",
            tr("{count} in {where}", count=count(reactions, "reaction"), where=where),
        )
    corrected = sum(session.count("corrected") for session in sessions)
    if corrected:
        yield (
            "corrected",
            "partly",
            tr("{count} corrected in demo sessions", count=count(corrected, "answer")),
        )
    if project.answer("decide.verdict"):
        yield "weighed", "yes", tr("Decide: weighed, and a person chose")
    elif project.record(ASSESSMENT):
        yield "weighed", "partly", tr("Decide: weighed, nobody has chosen yet")


def _of_the_training(project: Project, run: Run) -> Found:
    if run.result.settings.C is not None:
        how = tr("regularisation and temperature by cross-validation in each training")
        yield "tuned", "yes", tr("{how} (run {number})", how=how, number=run.number)
    alike = trained_alike(project, run)
    if alike:
        other, sha = alike[0]
        first, last = sorted((run.number, other))
        same = sha == run.model_sha256
        runs = tr("runs {first} and {last}, nothing changed between them", first=first, last=last)
        yield "trained_twice", "partly" if same else "no", f"{runs}: {tr('the same file') if same else tr('two files')}"  # fmt: skip
    bar, n = project.bar, run.result.n_test
    if bar is not None and n:
        tested = tr(
            "run {number} on {count}",
            number=run.number,
            count=count(n, f"held-out {noun(project, 1)}"),
        )
        why = tr("each training is tested on what was held out: {tested}", tested=tested)
        chosen = bar.provenance is not Provenance.GUESS
        yield "validated", "yes", why
        yield (
            "bar_tested",
            "yes" if chosen else "partly",
            tr("{why}; the bar: {source}", why=why, source=bar.source),
        )
    if run.result.predictions:
        shown = tr("Train shows each answer of run {number} and where it looked", number=run.number)
        yield "single_answers", "partly", tr("{shown}; not those given in use", shown=shown)


def _of_the_file(project: Project, run: Run) -> Found:
    certificate = certificate_of(project, run)
    if not certificate.n:
        return
    n, flips = digits(certificate.n), certificate.label_flips or 0
    same = tr("The file answered {n} of {n_2} as the app did", n=certificate.n - flips, n_2=n)
    yield "same_file", "no" if flips else "partly", tr("{same}; not watched in use", same=same)
    if isfinite(certificate.max_difference or 0.0):
        proper = tr("all {n} answers of the file are proper numbers", n=n)
        yield "stable_numbers", "partly", tr("{proper}; not watched in use", proper=proper)


def _of_the_checks(project: Project, run: Run, checks: dict[str, LaunchCheck]) -> Found:
    """What a check has settled: "no" where it fails, and never more than "partly"."""

    def settled(name: str) -> tuple[LaunchCheck, str] | None:
        check = checks.get(name)
        if check is None or check.state is CheckState.NOT_SHOWN:
            return None
        return check, "partly" if check.state is CheckState.PASS else "no"

    better = checks.get("better")
    if better is not None and better.state is CheckState.PASS:
        against = tr(
            "run {number} against always saying one class: {value}",
            number=run.number,
            value=better.value,
        )
        yield "simpler_model", "partly", tr("{against}; a rule was not tried", against=against)
    if found := settled("every_class"):
        check, answer = found
        words = tr(
            "{text}: {value} in run {number}; classes alone, no other parts",
            text=check.text,
            value=check.value,
            number=run.number,
        )
        yield "slices", answer, words
    if (found := settled("fast")) and latency_of(project, run):
        check, answer = found
        slow = tr("1 in 20 answers took longer than {value}, on this computer", value=check.value)
        yield "latency", answer, tr("{slow}; not watched in use", slow=slow)
    if found := settled("honest"):
        check, answer = found
        said = tr(
            "Its “I’m 80% sure” is {value} on {count}",
            value=check.value,
            count=count(run.result.n_test, noun(project, 1)),
        )
        yield "honest", answer, tr("{said}; whether people see it is yours to say", said=said)
    if found := settled("strange"):
        check, answer = found
        told = tr(
            "told strange ones from others in run {number}: {value}",
            number=run.number,
            value=check.value,
        )
        yield "abstains", answer, tr("{told}; what people then see is yours to say", told=told)
