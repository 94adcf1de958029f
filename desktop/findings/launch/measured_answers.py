"""What the app itself can answer of the published lists, each with the evidence that it rests on.

Modest on purpose: what was done once, or in the app alone, is "partly" and not "yes"; whether people see it, or
whether it goes on once it runs, only a person can say.
"""

from collections.abc import Callable
from math import isfinite

from desktop.findings.data.view import is_current
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.operations import owner_of, tripwires_of, way_back_of
from desktop.findings.train.model_file import certificate_of, latency_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import ASSESSMENT, INSPECTION
from desktop.project.records import Run
from desktop.project.run_list import fair_run_in_use, trained_alike
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import capital
from reports.launch_evidence import CheckState, LaunchCheck
from reports.provenance import Provenance


def measured_answers(
    project: Project, checks: dict[str, LaunchCheck] | None = None
) -> dict[str, ChecklistAnswer]:
    """By the name of the evidence; what cannot be measured (yet) is left out. ``checks``: where they are known already."""
    found = {name: answer(project) for name, answer in _OF_THE_PROJECT.items()}
    run = fair_run_in_use(project)
    if run is not None:
        known = named_checks(project) if checks is None else checks
        found |= {name: answer(project, run, known) for name, answer in _OF_THE_RUN.items()}
    return {
        name: ChecklistAnswer(value, Basis.MEASURED, why)
        for name, (value, why) in found.items()
        if value is not None
    }


Found = tuple[str | None, str]
_OPEN: Found = (None, "")

# --- of the project ----------------------------------------------------------------------------------------------


def _loaded(project: Project) -> Found:
    number = sum(c.examples for c in project.classes())
    return (
        ("yes", f"{count(number, f'labelled {noun(project, 1)}')} in the project")
        if number
        else _OPEN
    )


def _readable(project: Project) -> Found:
    total = project.count_examples()
    if not total:
        return _OPEN
    broken = project.count_unreadable()
    if broken:
        return "no", f"{digits(broken)} of {digits(total)} cannot be read"
    return "yes", f"all {count(total, noun(project, 1))} can be read"


def _data_checked(project: Project) -> Found:
    if not is_current(project, project.record(INSPECTION)):
        return _OPEN
    return (
        "yes",
        "the check of the data as they are now: copies, leaks, unreadable ones, doubtful labels",
    )


def _inputs_checked(project: Project) -> Found:
    if not is_current(project, project.record(INSPECTION)):
        return _OPEN
    return "partly", "checked before each training; not while it runs"


def _owner(project: Project) -> Found:
    owner = owner_of(project)
    return (
        ("partly", f"{owner} answers for it; whether they can is yours to say") if owner else _OPEN
    )


def _way_back(project: Project) -> Found:
    way = way_back_of(project)
    return (
        ("partly", f"named: {way.removesuffix('.')}. Nobody has noted that it was tried")
        if way
        else _OPEN
    )


def _tripwires(project: Project) -> Found:
    number = len(tripwires_of(project))
    return (
        ("partly", f"{count(number, 'tripwire')} written down; nothing runs yet")
        if number
        else _OPEN
    )


def _response(project: Project) -> Found:
    if not (tripwires_of(project) and way_back_of(project)):
        return _OPEN
    return "partly", "a way back and tripwires are named; whom to tell is not"


def _people_heard(project: Project) -> Found:
    sessions = [session for session in project.sessions() if session.reactions]
    reactions = sum(len(session.reactions) for session in sessions)
    if not reactions:
        return _OPEN
    return (
        "partly",
        f"{count(reactions, 'reaction')} in {count(len(sessions), 'demo session')} with a fake",
    )


def _corrected(project: Project) -> Found:
    number = sum(session.count("corrected") for session in project.sessions())
    return ("partly", f"{count(number, 'answer')} corrected in demo sessions") if number else _OPEN


def _weighed(project: Project) -> Found:
    if project.answer("decide.verdict"):
        return "yes", "Decide: weighed, and a person chose"
    return (
        ("partly", "Decide: weighed, nobody has chosen yet")
        if project.record(ASSESSMENT)
        else _OPEN
    )


_OF_THE_PROJECT: dict[str, Callable[[Project], Found]] = {
    "loaded": _loaded,
    "readable": _readable,
    "data_checked": _data_checked,
    "inputs_checked": _inputs_checked,
    "owner": _owner,
    "way_back": _way_back,
    "tripwires": _tripwires,
    "response": _response,
    "people_heard": _people_heard,
    "corrected": _corrected,
    "weighed": _weighed,
}

# --- of the run in use -------------------------------------------------------------------------------------------

Checks = dict[str, LaunchCheck]


def _tuned(_project: Project, run: Run, _checks: Checks) -> Found:
    if run.result.settings.C is None:
        return _OPEN
    return (
        "yes",
        f"regularisation and temperature by cross-validation in each training (run {run.number})",
    )


def _simpler_model(_project: Project, run: Run, checks: Checks) -> Found:
    better = checks.get("better")
    if better is None or better.state is not CheckState.PASS:
        return _OPEN
    return (
        "partly",
        f"run {run.number} against always saying one class: {better.value}; a rule was not tried",
    )


def _slices(_project: Project, run: Run, checks: Checks) -> Found:
    check = checks.get("every_class")
    if check is None or check.state is CheckState.NOT_SHOWN:
        return _OPEN
    words = f"{check.text}: {check.value} in run {run.number}; classes alone, no other parts"
    return ("partly" if check.state is CheckState.PASS else "no"), words


def _trained_twice(project: Project, run: Run, _checks: Checks) -> Found:
    alike = trained_alike(project, run)
    if not alike:
        return _OPEN
    other, sha = alike[0]
    words = (
        f"runs {min(run.number, other)} and {max(run.number, other)}, nothing changed between them"
    )
    return (
        ("partly", f"{words}: the same file")
        if sha == run.model_sha256
        else ("no", f"{words}: two files")
    )


def _validated(project: Project, run: Run, _checks: Checks) -> Found:
    if project.bar is None or not run.result.n_test:
        return _OPEN
    tested = count(run.result.n_test, f"held-out {noun(project, 1)}")
    return "yes", f"each training is tested on what was held out: run {run.number} on {tested}"


def _bar_tested(project: Project, run: Run, checks: Checks) -> Found:
    value, why = _validated(project, run, checks)
    if value is None or project.bar is None:
        return _OPEN
    chosen = project.bar.provenance is not Provenance.GUESS
    return ("yes" if chosen else "partly"), f"{why}; the bar: {project.bar.source}"


def _single_answers(_project: Project, run: Run, _checks: Checks) -> Found:
    if not run.result.predictions:
        return _OPEN
    return (
        "partly",
        f"Train shows each answer of run {run.number} and where it looked; not those given in use",
    )


def _same_file(project: Project, run: Run, _checks: Checks) -> Found:
    certificate = certificate_of(project, run)
    if not certificate.n:
        return _OPEN
    same = certificate.n - (certificate.label_flips or 0)
    words = f"The file answered {digits(same)} of {digits(certificate.n)} as the app did; not watched in use"
    return ("no" if certificate.label_flips else "partly"), words


def _stable_numbers(project: Project, run: Run, _checks: Checks) -> Found:
    certificate = certificate_of(project, run)
    if not certificate.n or not isfinite(certificate.max_difference or 0.0):
        return _OPEN
    return (
        "partly",
        f"all {digits(certificate.n)} answers of the file are proper numbers; not watched in use",
    )


def _latency(project: Project, run: Run, checks: Checks) -> Found:
    check = checks.get("fast")
    if check is None or check.state is CheckState.NOT_SHOWN or not latency_of(project, run):
        return _OPEN
    words = f"1 in 20 answers took longer than {check.value}, on this computer; not watched in use"
    return ("no" if check.state is CheckState.FAIL else "partly"), words


def _honest(project: Project, run: Run, checks: Checks) -> Found:
    check = checks.get("honest")
    if check is None:
        return _OPEN
    n = count(run.result.n_test, noun(project, 1))
    words = f"its “I’m 80% sure” is {check.value} on {n}; whether people see it is yours to say"
    return ("no" if check.state is CheckState.FAIL else "partly"), capital(words)


def _abstains(_project: Project, run: Run, checks: Checks) -> Found:
    check = checks.get("strange")
    if check is None or check.state is CheckState.NOT_SHOWN:
        return _OPEN
    words = f"told strange ones from others in run {run.number}: {check.value}; what people then see is yours to say"
    return ("no" if check.state is CheckState.FAIL else "partly"), words


_OF_THE_RUN: dict[str, Callable[[Project, Run, Checks], Found]] = {
    "tuned": _tuned,
    "simpler_model": _simpler_model,
    "slices": _slices,
    "trained_twice": _trained_twice,
    "validated": _validated,
    "bar_tested": _bar_tested,
    "single_answers": _single_answers,
    "same_file": _same_file,
    "stable_numbers": _stable_numbers,
    "latency": _latency,
    "honest": _honest,
    "abstains": _abstains,
}
