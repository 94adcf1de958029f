"""What page one picks out: the reasons that decide, the biggest risk, and what to measure next."""

from collections.abc import Iterator, Set

from estimators.base.sentence import tr
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, FAKE_ID, RISK_ID, VALUE_ID, Evidence
from reports.figure import Statement
from reports.launch_evidence import CheckState, LaunchCheck
from reports.sections.accuracy import thin_words
from reports.sections.parts import Cited, plain, statement
from reports.sentences import cited, joined, say, stressed, strong
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
    return {reason.name for reason in evidence.launch.readiness.verdict.reasons}


def quotes(evidence: Evidence, links: Cited) -> tuple[tuple[str, Runs], ...]:
    """What people did with the fake, what the option is worth and what the test found, each under its question.

    Empty where no reasons stand beside them: then these are the reasons.
    """
    launch = evidence.launch
    if not launch.readiness.verdict.reasons:
        return ()
    found = {each.evidence_id: each for each in reversed(launch.why)}
    return tuple(
        (title, statement(found[address], links) if address in found else plain(absent))
        for title, address, absent in (
            (
                tr("Desirability"),
                FAKE_ID,
                tr("Nobody was shown a fake, so nobody knows whether people take its answers."),
            ),
            (tr("Viability"), VALUE_ID, tr("What each option is worth was not worked out.")),
            (tr("Feasibility"), ACCURACY_ID, tr("Nothing was tested against a bar.")),
        )
    )


def reasons(evidence: Evidence, links: Cited) -> list[Runs]:
    """Why: the reasons that decide; without any, what was measured."""
    launch = evidence.launch
    why = [
        statement(Statement(each.text, evidence_id=each.address), links)
        for each in launch.readiness.verdict.reasons
    ]
    if not why:
        why = [statement(each, links) for each in launch.why][:3]
    return why


def _risks(evidence: Evidence, links: Cited) -> Iterator[tuple[Runs, Set[str]]]:
    """The risks, the biggest first, each with the names of the reasons that would say the same."""
    launch, options = evidence.launch, evidence.options
    checks, test = launch.checks, launch.acceptance
    if test is not None and not test.measured.passes:
        yield (
            joined(strong(test.sentence), " ", test.detail, cited(links.link(ACCURACY_ID))),
            {"bar"},
        )
    yield from _open_checks(checks, CheckState.FAIL, links)
    if launch.risk.tier in (tr("High"), tr("Prohibited")):
        said = joined(
            strong(tr("Risk tier: {tier}.", tier=launch.risk.tier.lower())),
            " ",
            tr("A lawyer has to look at it before anything is launched."),
            cited(links.link(RISK_ID)),
        )
        yield said, _OF_THE_LAW
    yield from _open_checks(checks, CheckState.NOT_SHOWN, links)
    if options is not None and (options.p_loss.value or 0.0) >= _OFTEN:
        loses = strong(tr("loses money in {share} of futures", share=options.p_loss.text))
        said = say("{option} {loses}.", option=options.of or options.best, loses=loses)
        yield joined(said, cited(links.link(VALUE_ID))), set()
    per_class = evidence.accuracy.per_class if evidence.accuracy is not None else ()
    thin = max(per_class, key=lambda each: each.recall.width, default=None)
    if thin is not None and thin.recall.width > _WIDE:
        yield joined(thin_words(thin), cited(links.link(BY_CLASS_ID))), set()
    yield from _open_checks(checks, CheckState.NEEDS_YOU, links)
    if evidence.accuracy is None:
        yield (
            stressed(
                tr(
                    "Nothing was tested on examples that it never saw, so nobody knows how often it is wrong."
                ),
                tr("Nothing was tested"),
            ),
            set(),
        )
    yield say("No check fails and none is open; what nobody thought of is not in here."), set()


def measure_next(evidence: Evidence, links: Cited) -> Runs:
    """The one number worth finding out, and what it is worth; else what comes nearest to one."""
    options, data, decision = evidence.options, evidence.data, evidence.decision
    if options is not None and options.find_out_worth is not None:
        said = say(
            "{what}: worth up to {worth} to know, and no more.",
            what=strong(f"“{options.find_out_first}”"),
            worth=strong(options.find_out_worth.text),
        )
        return joined(said, cited(links.link(VALUE_ID)))
    if evidence.accuracy is None and data is not None:
        return joined(
            strong(tr("Accuracy on held-out examples.")),
            " ",
            tr("Without it there is no number to hold against the bar."),
            cited(links.link(ACCURACY_ID)),
        )
    if data is not None and data.labels_sentence:
        return joined(data.labels_sentence, cited(links.link(DATA_ID)))
    if decision is not None and decision.unknowns:
        return joined(strong(decision.unknowns[0].rstrip(".")), ".")
    if options is not None:
        return say("Nothing: no single number is known to be worth finding out.")
    return say(
        "What each option is worth, on the Decide page: it says which number is worth finding out first."
    )


def _open_checks(
    checks: tuple[LaunchCheck, ...], state: CheckState, links: Cited
) -> Iterator[tuple[Runs, Set[str]]]:
    for check in checks:
        if check.state is state:
            cite = links.link(check.evidence_id or ACCURACY_ID)
            yield joined(stressed(check.sentence, check.claim), cited(cite)), {check.name}
