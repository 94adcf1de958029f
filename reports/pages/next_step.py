"""What to do after the decision: what a launch still waits for, what is open and matters most, or the way of today and its cost."""

from estimators.base.phrase import listed
from estimators.base.sentence import tr
from reports.evidence import VALUE_ID, Evidence, Options
from reports.launch_evidence import CheckState, Launch
from reports.pages.template import to_do
from reports.pdf.blocks import Block


def what_to_do(evidence: Evidence) -> tuple[Block, ...]:
    """What to do now where it is not launched, and when: the way of today and what that costs, or what is open and matters most."""
    launch = evidence.launch
    if launch.decision == "stop":
        do = tr("Go on as today. {today}", today=evidence.problem.baseline).strip()
        return (to_do(tr("Do this instead"), do, _forgone(evidence.options)),)
    do, note = _what_is_open(evidence)
    when = launch.when if launch.decision else tr("Then decide.")
    return (to_do(tr("Do this next"), do, f"{note} {when}".strip()),) if do else ()


def _what_is_open(evidence: Evidence) -> tuple[str, str]:
    """What has to be done before anybody decides again, and what that takes; empty where nothing has."""
    launch, decision, test = evidence.launch, evidence.decision, evidence.launch.acceptance
    graded = evidence.candidates
    if evidence.accuracy is None and (graded is None or graded.level is None) and decision:
        return decision.do, decision.effort
    if test is not None and not test.measured.passes:
        share = test.measured.test
        if share is not None and share.observed >= share.bar:  # good enough, shown on too few
            return tr("Test it on more {cases}.", cases=evidence.product.cases), what_would_change(
                launch
            )
        return tr("Make it better, and test it again."), what_would_change(launch)
    asked, opened = _asked(launch), any(each.state is not CheckState.PASS for each in launch.checks)
    through = tr("Work through what is still open, from the top: page 5.")
    return asked or (through if opened else ""), ""


def _asked(launch: Launch) -> str:
    """The question to answer first; empty where none is open."""
    first = launch.checks[0] if launch.checks else None
    if first is None or first.state is not CheckState.NEEDS_YOU:
        return ""
    return tr("Answer what is open first: {question}", question=first.text)


def before_it_starts(launch: Launch) -> str:
    """What a launch that is decided still waits for, and from which day it runs."""
    missing = [each.name for each in launch.sign_offs if not each.signed]
    do, law = _asked(launch), ""
    if launch.risk.still_open:
        law = tr("Settle what the law still asks: {which}.", which=launch.risk.still_open)
    if not do and not launch.tripwires:
        do = tr("Say before it starts at which number it is stopped.")
    elif not do and missing:
        do = tr("{names} signs.", names=missing[0])
        if len(missing) > 1:
            do = tr("{names} sign.", names=listed(missing))
    elif not do and not launch.sign_offs:
        do = tr("Have it signed.")
    return " ".join(filter(None, (law, do, launch.when)))


def what_would_change(launch: Launch) -> str:
    """What would change the result of the test."""
    tests = (each.text for each in launch.would_change if each.evidence_id != VALUE_ID)
    return next(tests, "")


def _forgone(options: Options | None) -> str:
    """What stopping costs, and what going on as today does."""
    if options is None:
        return tr("What stopping costs was not worked out.")
    shown = options.tested or options
    option = options.tested.name if options.tested else options.of or options.best
    if (shown.value.value or 0.0) <= 0.0:
        gives_up = tr(
            "Stopping gives up nothing on average: no way that was tested earns its cost."
        )
        if options.tested is None:
            gives_up = tr("Stopping gives up nothing on average: no way earns its cost back.")
    else:
        return tr(
            "Stopping gives up {worth} on average {horizon} (“{option}”).",
            worth=shown.value.text,
            horizon=options.horizon,
            option=option,
        )
    return f"{gives_up} {options.today}".strip()
