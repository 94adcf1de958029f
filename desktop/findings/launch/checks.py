"""The checks before a launch, each with the evidence that it rests on."""

from dataclasses import replace
from functools import partial

from desktop.findings.chosen_candidate import OptionTest
from desktop.findings.launch.acceptance_evidence import class_parts
from desktop.findings.launch.candidate_checks import (
    candidate_checks,
    names_of,
    weakest,
    without_limit,
)
from desktop.findings.launch.conditions import lacking, owner_of, tripwires_of, way_back_of
from desktop.findings.launch.harm import harm_of_run
from desktop.findings.launch.number_checks import number_checks
from desktop.findings.measure.accuracy import untested
from desktop.findings.measure.calibration import HONEST_WITHIN, honesty_of
from desktop.findings.measure.model_file import certificate_of, latency_of
from desktop.findings.measure.table_model import is_number
from desktop.findings.measure.test_set_reuse import looks_at_test
from desktop.findings.problem.law import only_question, open_sentence, risk_view
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import Run
from desktop.project.run_list import run_in_use
from estimators.acceptance.baseline import compare_with_baseline
from estimators.acceptance.subgroups import SubgroupVerdict
from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.number import digits, fixed, seconds
from estimators.base.percent import percent, points, set_percent, signed_points
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural
from estimators.measure.estimate import exact_interval_of_share
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, RISK_ID
from reports.launch_evidence import CheckState, LaunchCheck

_LONGEST = 300  # characters of what a person typed, beside a check; the report prints the whole
_TOLD_APART = 0.9  # of the pairs of a strange and an ordinary one
NO_CONDITION = "condition"  # is there only while a launch with conditions has none to stand on
LAW = "law"  # is there only while a question of the law is open
GATES = frozenset({"way_back", "fair"})  # what no condition can stand for
_STATES = (CheckState.NEEDS_YOU, CheckState.FAIL, CheckState.NOT_SHOWN, CheckState.PASS)


def in_order(named: dict[str, LaunchCheck]) -> dict[str, LaunchCheck]:
    """Checks as they are listed everywhere: what needs a person first, the weightiest on top; what passes last."""

    def weight(pair: tuple[str, LaunchCheck]) -> tuple[int, int]:
        name, check = pair
        return _STATES.index(check.state), 0 if name == LAW else 1 if name in GATES else 2

    return dict(sorted(named.items(), key=weight))


def questions(project: Project) -> dict[str, LaunchCheck]:
    """What only a person can answer and nothing launches without, by name; that of the law and of a condition while it is open."""
    found = {"way_back": _way_back(project), "owner": _owner(project)}
    if unsettled := open_sentence(risk_view(project)):
        asked, doubt = tr("What does the law call it?"), unsettled.removesuffix(".")
        if one := only_question(risk_view(project)):
            doubt = tr("{doubt} (“{question}”)", doubt=doubt, question=shorten(one, 48))
        found[LAW] = LaunchCheck(asked, "", CheckState.NEEDS_YOU, unsettled, RISK_ID, doubt=doubt)
    if missing := lacking(project):
        found[NO_CONDITION] = LaunchCheck(
            tr("Under which condition is it launched?"),
            tr("none") if not project.conditions() else tr("without owner and day"),
            CheckState.NEEDS_YOU,
            missing,
            RISK_ID,
            doubt=tr("No condition says who sees to it and by when"),
        )
    return {name: replace(check, name=name) for name, check in found.items()}


def named_checks(
    project: Project, looks: int | None = None, candidate: OptionTest | None = None
) -> dict[str, LaunchCheck]:
    """Every check by its name; those of a run only where there is one that was tested.

    ``looks``: how often its test was looked at, where that is known already. ``candidate``: what is launched in place of a run.
    """
    found = questions(project)
    run = run_in_use(project)
    if candidate is not None:
        found |= candidate_checks(project, candidate)
    elif run is not None and run.result.n_test:
        seen = looks_at_test(project, run).count if looks is None else looks
        found |= (
            number_checks(run)
            if is_number(run)
            else {
                "better": _better_than_nothing(run),
                "honest": _honest(project, run),
                "every_class": _every_class(project, run, seen),
            }
        )
        if not is_number(run) or _bounded(run) is not None:
            found["strange"] = _strange(run, project)
        if not is_number(run) and (harm := harm_of_run(project, run, seen)) is not None:
            found["harm"] = harm
        found |= {
            "fair": _fair(project, run),
            "same_file": _ships_as_tested(run, project),
            "fast": _fast_enough(project, run),
        }
    found["tripwires"] = _tripwires(project)
    return {name: replace(check, name=name) for name, check in found.items()}


def _way_back(project: Project) -> LaunchCheck:
    way = way_back_of(project)
    if way:
        return LaunchCheck(tr("There is a way back"), "", CheckState.PASS, way, RISK_ID)
    asked = tr("Who switches it off, and how fast?")
    why = tr("Every launch needs a way back.")
    doubt = tr("Nobody has said who switches it off, and how fast")
    return LaunchCheck(asked, "", CheckState.NEEDS_YOU, why, RISK_ID, doubt=doubt)


def _owner(project: Project) -> LaunchCheck:
    owner = shorten(owner_of(project), _LONGEST)
    if owner:
        return LaunchCheck(tr("Somebody answers for it"), "", CheckState.PASS, owner, RISK_ID)
    asked = tr("Who answers for it once it runs?")
    named, doubt = tr("A name, not a team."), tr("Nobody answers for it once it runs")
    return LaunchCheck(asked, "", CheckState.NEEDS_YOU, named, RISK_ID, doubt=doubt)


def _tripwires(project: Project) -> LaunchCheck:
    check = partial(LaunchCheck, tr("It is known when to stop"), evidence_id=RISK_ID)
    wires = tripwires_of(project)
    if not wires:
        detail = tr("A tripwire is a number, its limit, and what is done when it trips.")
        doubt = tr("Nothing says yet when to stop")
        return check(tr("no limit named"), CheckState.NOT_SHOWN, detail, doubt=doubt)
    more = tr(" And {wires} more.", wires=len(wires) - 1) if len(wires) > 1 else ""
    detail = f"{shorten(wires[0].sentence, _LONGEST)}{more}"
    return check(count(len(wires), "tripwire"), CheckState.PASS, detail)


def _better_than_nothing(run: Run) -> LaunchCheck:
    result = run.result
    baseline = result.baseline
    rows = result.answered
    compared = compare_with_baseline(
        [row.right for row in rows], [row.truth == result.baseline_class for row in rows]
    )
    gain = result.accuracy.measured.value - baseline.measured.value
    always = tr("always saying “{name}”", name=result.baseline_class)
    return LaunchCheck(
        tr("Better than {other}", other=always),
        tr("{signed_points} points", signed_points=signed_points(gain, 0)),
        CheckState.PASS if compared.better else CheckState.NOT_SHOWN,
        tr("That is right {share} of the time.", share=percent(baseline.measured.value)),
        ACCURACY_ID,
        doubt=tr("It is not shown that it is better than {other}", other=always),
    )


def _honest(project: Project, run: Run) -> LaunchCheck:
    ece, chance = run.result.ece, run.result.ece_by_chance
    assert ece is not None  # something was tested
    assert chance is not None
    found = honesty_of(run)
    detail = tr(
        "Limit: off by {points} on average. Chance alone would show {points_2}.",
        points=points(HONEST_WITHIN),
        points_2=points(chance),
    )
    if found is CheckState.NOT_SHOWN:
        detail = tr_plural(
            "{count} is too few to tell; chance alone would show {points}.",
            "{count} are too few to tell; chance alone would show {points}.",
            run.result.n_test,
            count=count(run.result.n_test, example_noun_of(project)),
            points=points(chance),
        )
    return LaunchCheck(
        tr("Its confidence is honest"),
        tr("off by {points}", points=points(ece)),
        found,
        detail,
        ACCURACY_ID,
        denial=tr("Its confidence is not honest"),
        doubt=tr("It is not shown that its confidence is honest"),
    )


def _fair(project: Project, run: Run) -> LaunchCheck:
    denial = tr("The test was not fair")
    check = partial(LaunchCheck, tr("The test was fair"), evidence_id=DATA_ID, denial=denial)
    if run.settings.table is not None:  # what knows the answer was looked for as it was trained
        shut = [one.why for one in run.result.gate.checks if not one.passed]
        why = " ".join(shut or [one.why for one in run.result.gate.checks])
        return check(count(len(shut), "leak"), CheckState.FAIL if shut else CheckState.PASS, why)
    record = project.record(INSPECTION)
    if record is None:
        return check(tr("not checked"), CheckState.NOT_SHOWN, tr("Check the data first."))
    leaks = len({path for issue in record.value.report.leakage for path in issue.paths})
    stale = not project.has_data(record.fingerprint)
    state = CheckState.FAIL if leaks else CheckState.NOT_SHOWN if stale else CheckState.PASS
    if stale:
        detail = tr("The data changed since it was checked.")
    elif leaks:
        detail = tr("They would make the result look better than it is.")
    else:
        detail = tr("No {noun} and no look-alike is on both sides.", noun=noun(project, 1))
    return check(count(leaks, "leak") if leaks else "", state, detail)


def _every_class(project: Project, run: Run, looks: int) -> LaunchCheck:
    rows = [row for row in run.result.per_class if row.n]
    names = weakest([(row.name, row.found, row.n) for row in rows])
    name, first = names_of(names), next(row for row in rows if row.name == names[0])
    missing = untested(run)
    if missing:
        return LaunchCheck(
            tr("It finds “{missing}”", missing=shorten(missing[0], 32)),
            tr("none in the test"),
            CheckState.NOT_SHOWN,
            tr("Nobody knows how often it finds a class that nothing in the test belongs to."),
            BY_CLASS_ID,
        )
    # Each must be shown alone for all to be shown; that one of them is below must hold among all (Holm).
    found = class_parts(project, run, looks)
    assert found is not None  # something was tested
    goal = set_percent(found.bar)
    below = [part for part in found.parts if part.verdict is SubgroupVerdict.BELOW]
    open_ones = [part for part in found.parts if part.needed is None or part.correct < part.needed]
    if below:
        state = CheckState.FAIL
        detail = tr(
            "Its share lies below the bar of {goal}, whatever the luck of the draw.", goal=goal
        )
    elif found.all_shown:
        state = CheckState.PASS
        detail = tr("Each is found at least {goal} of the time, all classes at once.", goal=goal)
    else:
        state = CheckState.NOT_SHOWN
        detail = tr_plural(
            "{n} of {rows} classes has too few in the test to be sure of {goal}.",
            "{n} of {rows} classes have too few in the test to be sure of {goal}.",
            len(open_ones),
            rows=len(rows),
            goal=goal,
        )
        if len(open_ones) == len(rows):
            detail = tr("Every class has too few in the test to be sure of {goal}.", goal=goal)
    if project.bar is not None and project.bar.cutoff is not None:
        detail += tr(" Counted over every answer, without the cut-off of the bar.")
    return LaunchCheck(
        tr("It finds {name}, the weakest", name=name) if name else tr("It finds each class"),
        of_all(first.found, first.n),
        state,
        detail,
        BY_CLASS_ID,
        denial=tr("It finds too few of {name}, the weakest", name=name) if name else "",
        doubt=tr("It is not known whether it finds enough of {name}, the weakest", name=name)
        if name
        else tr("It is not known whether it finds enough of each class"),
    )


def _bounded(run: Run) -> int | None:
    """In how many columns a model of rows knows what is ordinary; None of anything else, and of earlier versions."""
    return run.settings.table.bounded if run.settings.table else None


def _columns(run: Run, bounded: int) -> str:
    used = len(run.settings.table.used) if run.settings.table else 0
    return tr("{k} of {columns}", k=digits(bounded), columns=count(used, "column"))


def _strange(run: Run, project: Project) -> LaunchCheck:
    check = partial(
        LaunchCheck,
        tr("It says “I don’t know” to strange ones"),
        evidence_id=ACCURACY_ID,
        denial=tr("It does not say “I don’t know” to strange ones"),
        doubt=tr("It is not known whether it says “I don’t know” to strange ones"),
    )
    auroc, bounded = run.result.ood_auroc, _bounded(run)
    if bounded is not None:
        detail = tr("A row that lies beyond what it learned from in one of them is not answered, and the column is named.")  # fmt: skip
        if not bounded:
            detail = tr("In no column can an ordinary row be told from a strange one, so each row is answered.")  # fmt: skip
        return check(
            _columns(run, bounded), CheckState.PASS if bounded else CheckState.FAIL, detail
        )
    if auroc is None:
        detail = tr("Evaluate it with {noun} of other things to show this.", noun=noun(project))
        if run.settings.table is not None:
            detail = tr("An earlier version did not keep this. Train again to show it.")
        return check(tr("not tried"), CheckState.NOT_SHOWN, detail)
    # A mean over the strange ones, each between 0 and 1: at most as uncertain as if each were wholly told or not at all.
    n = run.result.n_outliers
    low, high = exact_interval_of_share(auroc, n, 0.9) if n else (0.0, 1.0)
    state = CheckState.PASS if low >= _TOLD_APART else CheckState.FAIL
    if low < _TOLD_APART <= high:
        state = CheckState.NOT_SHOWN
    return check(
        f"AUROC {fixed(auroc, 2)}",
        state,
        tr(
            "Limit: at least {limit}; likely {low} to {high}, n = {n} strange ones.",
            limit=fixed(_TOLD_APART, 2),
            low=fixed(low, 2),
            high=fixed(high, 2),
            n=digits(n),
        ),
    )


def _ships_as_tested(run: Run, project: Project) -> LaunchCheck:
    certificate = certificate_of(project, run)
    check = partial(
        LaunchCheck,
        tr("The file that ships answers as tested"),
        evidence_id=ACCURACY_ID,
        denial=tr("The file that ships answers otherwise than what was tested"),
        doubt=tr("It is not known whether the file that ships answers as tested"),
    )
    if certificate.same is None:
        detail = tr("An earlier version did not keep this. Train again to show it.")
        if not certificate.n:
            detail = tr("No held-out {noun} was put to it.", noun=noun(project, 1))
        return check(tr("not counted"), CheckState.NOT_SHOWN, detail)
    return check(
        of_all(certificate.same, certificate.n),
        CheckState.FAIL if certificate.label_flips else CheckState.PASS,
        tr("model.onnx, the same {count}.", count=count(certificate.n, example_noun_of(project))),
    )


def _fast_enough(project: Project, run: Run) -> LaunchCheck:
    check = partial(
        LaunchCheck,
        tr("Fast enough"),
        denial=tr("Not fast enough"),
        doubt=tr("It is not known whether it is fast enough"),
    )
    latency, limit = latency_of(project, run), project.answer("answer_seconds")
    if not latency:
        return check(tr("not measured"), CheckState.NOT_SHOWN, tr("Train again to measure it."))
    text = seconds(latency.p95)
    asked = count(latency.n, "answer")
    measured = tr("95% of {asked} came within {text}, on this computer.", asked=asked, text=text)
    if not limit:
        return check(without_limit(text), CheckState.NOT_SHOWN, measured)
    state = CheckState.PASS if latency.p95 <= limit else CheckState.FAIL
    held_to = tr("{measured} Limit: {seconds}.", measured=measured, seconds=seconds(limit))
    return check(text, state, held_to)
