"""What page one picks out: the reasons that decide, the biggest risk, and what to measure next."""

from collections.abc import Iterator, Set

from estimators.acceptance.readiness.verdict import Ground
from reports.evidence import (
    ACCURACY_ID,
    BY_CLASS_ID,
    DATA_ID,
    FAKE_ID,
    RISK_ID,
    VALUE_ID,
    Evidence,
)
from reports.figure import Statement
from reports.launch_evidence import CheckState, LaunchCheck
from reports.sections.decision import reason_words
from reports.sections.parts import Cited, statement
from reports.sentences import say
from reports.text_runs import Runs

_OFTEN = 0.1  # a share of futures that lose money that is worth a word
_OF_THE_LAW = frozenset({"law", "duties"})  # the reasons that the law gives
_WIDE = 0.3  # of a class's 90% interval: found somewhere between half and four fifths


def biggest_risk(evidence: Evidence, links: Cited) -> tuple[Runs, bool]:
    """What could go wrong most: a bar or check that fails comes before what the law says, then what is not shown, then money.

    What is among the reasons already is not said again: then the next one, and True.
    """
    said = reason_names(evidence)
    at, found = next(
        (at, runs)
        for at, (runs, reasons_alike) in enumerate(_risks(evidence, links))
        if not reasons_alike & said
    )
    return found, at > 0


def reason_names(evidence: Evidence) -> set[str]:
    """What the reasons that decide are about: "bar", "law", the names of checks."""
    return {reason.name for reason in _reasons_of_readiness(evidence)}


def quotes(evidence: Evidence, links: Cited) -> tuple[tuple[str, Runs], ...]:
    """What people did with the fake, what the option is worth and what the test found, each under its question.

    Empty where no reasons stand beside them: then these are the reasons.
    """
    launch = evidence.launch
    if launch is None or not _reasons_of_readiness(evidence):
        return ()
    found = {each.evidence_id: each for each in reversed(launch.why)}
    return tuple(
        (title, statement(found[address], links) if address in found else say("launch", absent))
        for title, address, absent in (
            ("Desirability", FAKE_ID, "no_fake_quote"),
            ("Viability", VALUE_ID, "no_value_quote"),
            ("Feasibility", ACCURACY_ID, "no_test_quote"),
        )
    )


def reasons(evidence: Evidence, links: Cited) -> list[Runs]:
    """Why: the reasons that decide; without any, what was measured, and else why it needs AI."""
    launch, decision = evidence.launch, evidence.decision
    why = [
        statement(Statement(each.text, evidence_id=each.address), links)
        for each in _reasons_of_readiness(evidence)
    ]
    if not why and launch is not None:
        why = [statement(each, links) for each in launch.why][:3]
    if not why and decision is not None:
        why = reason_words(decision)
    return why


def _reasons_of_readiness(evidence: Evidence) -> tuple[Ground, ...]:
    launch = evidence.launch
    ready = launch.readiness if launch is not None else None
    return ready.verdict.reasons if ready is not None else ()


def _risks(evidence: Evidence, links: Cited) -> Iterator[tuple[Runs, Set[str]]]:
    """The risks, the biggest first, each with the names of the reasons that would say the same."""
    launch, options = evidence.launch, evidence.options
    checks = launch.checks if launch is not None else ()
    test = launch.acceptance if launch is not None else None
    if test is not None and not test.measured.passes:
        yield say("launch", "risk_of_bar", test=test, cite=links.link(ACCURACY_ID)), {"bar"}
    yield from _open_checks(checks, CheckState.FAIL, links)
    if (
        launch is not None
        and launch.risk is not None
        and launch.risk.tier in ("High", "Prohibited")
    ):
        said = say("launch", "risk_of_law", tier=launch.risk.tier, cite=links.link(RISK_ID))
        yield said, _OF_THE_LAW
    yield from _open_checks(checks, CheckState.NOT_SHOWN, links)
    loss = options.p_loss if options is not None else None
    if options is not None and loss is not None and (loss.value or 0.0) >= _OFTEN:
        named = options.of or options.best
        said = say("launch", "risk_of_loss", best=named, p=loss.text, cite=links.link(VALUE_ID))
        yield said, set()
    per_class = evidence.accuracy.per_class if evidence.accuracy is not None else ()
    thin = max(per_class, key=lambda each: each.recall.width, default=None)
    if thin is not None and thin.recall.width > _WIDE:
        yield say("launch", "risk_of_thin", found=thin, cite=links.link(BY_CLASS_ID)), set()
    yield from _open_checks(checks, CheckState.NEEDS_YOU, links)
    if evidence.accuracy is None:
        yield say("launch", "risk_of_untested"), set()
    yield say("launch", "risk_not_seen"), set()


def measure_next(evidence: Evidence, links: Cited) -> Runs:
    """The one number worth finding out, and what it is worth; else what comes nearest to one."""
    options, data, decision = evidence.options, evidence.data, evidence.decision
    if options is not None and options.find_out_first:
        worth = options.find_out_worth.text if options.find_out_worth is not None else ""
        cite = links.link(VALUE_ID)
        return say("launch", "next", what=options.find_out_first, worth=worth, cite=cite)
    if evidence.accuracy is None and data is not None:
        return say("launch", "next_test", cite=links.link(ACCURACY_ID))
    if data is not None and data.labels_sentence:
        return say("launch", "next_labels", text=data.labels_sentence, cite=links.link(DATA_ID))
    if decision is not None and decision.unknowns:
        return say("launch", "next", what=decision.unknowns[0].rstrip("."), worth="", cite="")
    return say("launch", "next_nothing", valued=options is not None)


def _open_checks(
    checks: tuple[LaunchCheck, ...], state: CheckState, links: Cited
) -> Iterator[tuple[Runs, Set[str]]]:
    for check in checks:
        if check.state is state:
            cite = links.link(check.evidence_id or ACCURACY_ID)
            yield say("launch", "risk_of_check", check=check, cite=cite), {check.name}
