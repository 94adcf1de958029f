"""The answers to the published lists: what the app measured, what a person said, and the edits that answer.

What is measured is modest on purpose: what was done once, or in the app alone, is "partly" and not "yes"; whether people see
it, or whether it goes on once it runs, only a person can say.
"""

from collections.abc import Iterator
from math import isfinite

from desktop.findings.data.view import is_current
from desktop.findings.decide.view import weighed_verdict
from desktop.findings.launch.bar import source_words
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.conditions import owner_of, tripwires_of, way_back_of
from desktop.findings.measure.model_file import certificate_of, latency_of
from desktop.findings.problem.law import (
    fact_key,
    purpose_flags,
    stated_answer,
    task_kind_of,
)
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import Run
from desktop.project.run_list import fair_run_in_use, trained_alike
from estimators.acceptance.readiness.law import purpose_answers
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, in_force, lists
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import held_out_noun, labelled_noun
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from reports.launch_evidence import CheckState, LaunchCheck
from reports.provenance import Provenance


def answers_of(
    project: Project, checks: dict[str, LaunchCheck] | None = None
) -> dict[str, ChecklistAnswer]:
    """Every answer in force by the question's key; questions without one are left out.

    ``checks``: where they are known already.
    """
    facts, measured = project.facts(), measured_answers(project, checks)
    purposes = purpose_answers(purpose_flags(project), task_kind=task_kind_of(project))
    found = {}
    for published in lists().values():
        for item in published.items():
            said = stated_answer(facts, item, purposes)
            answer = in_force(said, measured.get(item.evidence) if item.evidence else None)
            if answer.basis is not Basis.UNKNOWN or said is not None:
                found[item.key] = answer
    return found


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
    words = quoted(item.text)
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
    labelled = sum(each.examples for each in project.classes())
    if labelled:
        counted = count(labelled, labelled_noun(example_noun_of(project)))
        yield "loaded", "yes", tr("{count} in the project", count=counted)
    total, broken = project.count_examples(), project.count_unreadable()
    if broken:
        why = tr("{broken} of {total} cannot be read", broken=broken, total=total)
        yield "readable", "no", why
    elif total:
        yield (
            "readable",
            "yes",
            tr("all {count} can be read", count=count(total, example_noun_of(project))),
        )
    if is_current(project, project.record(INSPECTION)):
        checked = tr(
            "the check of the data as they are now: copies, leaks, unreadable ones, doubtful labels"
        )
        yield "data_checked", "yes", checked
        yield "inputs_checked", "partly", tr("checked before each training; not while it runs")


def _of_the_owner(project: Project) -> Found:
    owner, way, wires = owner_of(project), way_back_of(project), len(tripwires_of(project))
    if owner:
        why = tr("{owner} answers for it; whether they can is yours to say", owner=owner)
        yield "owner", "partly", why
    if way:
        named = tr("named: {way}. Nobody has noted that it was tried", way=way.removesuffix("."))
        yield "way_back", "partly", named
    if wires:
        counted = count(wires, "tripwire")
        yield "tripwires", "partly", tr("{count} written down; nothing runs yet", count=counted)
    if wires and way:
        yield "response", "partly", tr("a way back and tripwires are named; whom to tell is not")


def _of_the_people(project: Project) -> Found:
    sessions = [session for session in project.sessions() if session.reactions]
    if sessions:
        reactions = count(sum(len(session.reactions) for session in sessions), "reaction")
        times = count(len(sessions), "demo session")
        why = tr("{reactions} in {sessions} with a fake", reactions=reactions, sessions=times)
        yield "people_heard", "partly", why
    if corrected := sum(session.count("corrected") for session in sessions):
        why = tr("{count} corrected in demo sessions", count=count(corrected, "answer"))
        yield "corrected", "partly", why
    if project.answer("decide.verdict"):
        yield "weighed", "yes", tr("Decide: weighed, and a person chose")
    elif weighed_verdict(project):
        yield "weighed", "partly", tr("Decide: weighed, nobody has chosen yet")


def _of_the_training(project: Project, run: Run) -> Found:
    number, bar, n = run.number, project.bar, run.result.n_test
    if run.result.settings.C is not None:
        why = tr(
            "regularisation and temperature by cross-validation in each training (run {number})",
            number=number,
        )
        yield "tuned", "yes", why
    if alike := trained_alike(project, run):
        other, sha = alike[0]
        first, last = sorted((number, other))
        same = sha == run.model_sha256
        files = tr("the same file") if same else tr("two files")
        runs = tr("runs {first} and {last}, nothing changed between them", first=first, last=last)
        yield "trained_twice", "partly" if same else "no", f"{runs}: {files}"
    if bar is not None and n:
        why = tr(
            "each training is tested on what was held out: run {number} on {count}",
            number=number,
            count=count(n, held_out_noun(example_noun_of(project))),
        )
        chosen = "partly" if bar.provenance is Provenance.GUESS else "yes"
        yield "validated", "yes", why
        yield (
            "bar_tested",
            chosen,
            tr("{why}; the bar: {source}", why=why, source=source_words(bar.source)),
        )
    if run.result.predictions:
        why = tr(
            "Train shows each answer of run {number} and where it looked; not those given in use",
            number=number,
        )
        yield "single_answers", "partly", why


def _of_the_file(project: Project, run: Run) -> Found:
    certificate = certificate_of(project, run)
    n, same = certificate.n, certificate.same
    if not n:
        return
    if same is not None:
        why = tr(
            "The file answered {same} of {n} as the app did; not watched in use", same=same, n=n
        )
        yield "same_file", "partly" if same == n else "no", why
    if isfinite(certificate.max_difference or 0.0):
        why = tr("all {n} answers of the file are proper numbers; not watched in use", n=n)
        yield "stable_numbers", "partly", why


def _of_the_checks(project: Project, run: Run, checks: dict[str, LaunchCheck]) -> Found:
    """What a check has settled: "no" where it fails, and never more than "partly"."""
    number, tested = run.number, count(run.result.n_test, example_noun_of(project))

    def settled(name: str) -> tuple[str, str, str] | None:
        check = checks.get(name)
        if check is None or check.state is CheckState.NOT_SHOWN:
            return None
        return check.text, check.value, "partly" if check.state is CheckState.PASS else "no"

    if (found := settled("better")) and found[2] == "partly":
        why = tr(
            "run {number} against always saying one class: {value}; a rule was not tried",
            number=number,
            value=found[1],
        )
        yield "simpler_model", "partly", why
    if found := settled("every_class"):
        why = tr(
            "{text}: {value} in run {number}; classes alone, no other parts",
            text=found[0],
            value=found[1],
            number=number,
        )
        yield "slices", found[2], why
    if (found := settled("fast")) and latency_of(project, run):
        why = tr(
            "1 in 20 answers took longer than {value}, on this computer; not watched in use",
            value=found[1],
        )
        yield "latency", found[2], why
    if found := settled("honest"):
        why = tr(
            "Its “I’m 80% sure” is {value} on {count}; whether people see it is yours to say",
            value=found[1],
            count=tested,
        )
        yield "honest", found[2], why
    if found := settled("strange"):
        why = tr(
            "told strange ones from others in run {number}: {value}; what people then see is yours to say",
            number=number,
            value=found[1],
        )
        yield "abstains", found[2], why
