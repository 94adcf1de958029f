"""What people did with the fake. Every number here is simulated, and the page says so."""

from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.evidence import FAKE_ID, Evidence, FakeTrial, SessionSummary
from reports.pdf.blocks import Block, Columns
from reports.pdf.charts.block import titled
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    TableRow,
    figure_runs,
    heading,
    listed,
    note,
    plain,
    prose,
    table,
)
from reports.sentences import mark, noted, say, strong


def _fake(fake: FakeTrial, _evidence: Evidence, _links: Cited) -> Opened:
    accepted = sum(session.accepted for session in fake.sessions)
    shown = sum(session.shown for session in fake.sessions)
    headline = say("A fake is ready; no session has been held.")
    if shown:
        headline = say(
            "People accepted {accepted} of {shown} answers.", accepted=accepted, shown=shown
        )
    simulated = say(
        "{mark}Simulated: no model was involved. Scenario: {scenario}.",
        mark=mark(Provenance.SIMULATED.value),
        scenario=fake.scenario or tr("the fake"),
    )
    blocks: tuple[Block, ...] = (note(simulated),)
    if fake.curve is not None:
        blocks += titled(fake.curve)
    if fake.proposed_bar is not None:
        bar = fake.proposed_bar
        said = say(
            "The bar that these sessions propose: {bar}, from {answers}.",
            bar=strong(bar.text),
            answers=bar.split,
        )
        blocks += (prose(said, space_before=10.0),)
    if fake.still_open:
        blocks += (prose(plain(fake.still_open), space_before=10.0),)
    if fake.kinds is not None:
        blocks += (*titled(fake.kinds.chart), prose(plain(fake.kinds.sentence), space_before=6.0))
    return Opened(headline, blocks=(*blocks, *_sessions(fake)))


def _sessions(fake: FakeTrial) -> tuple[Block, ...]:
    columns = (
        Column(tr("day"), 0.13),
        Column(tr("what they saw"), 0.22),
        Column(tr("people"), 0.18),
        Column(tr("dialled to"), 0.16),
        Column(tr("answers"), 0.1, right=True),
        Column(tr("accepted"), 0.1, right=True),
        Column(tr("corrected"), 0.11, right=True),
        Column(tr("rejected"), 0.1, right=True),
    )
    title = heading(plain(count(len(fake.sessions), "session")))
    blocks: tuple[Block, ...] = (title, table(columns, map(_row, fake.sessions)))
    said = heading(plain(tr("What they said")))
    quotes = [noted(tr("“{said}”", said=q.text), q.who) for q in fake.quotes]
    if len(quotes) > 1:
        half = (len(quotes) + 1) // 2
        pair = Columns(((listed(quotes[:half]),), (listed(quotes[half:]),)), (1, 1), space_before=4)
        blocks += (said, pair)
    elif quotes:
        blocks += (said, listed(quotes))
    return blocks


def _row(session: SessionSummary) -> TableRow:
    return (
        session.date,
        noted(session.scenario or tr("the fake"), session.note),
        session.people,
        figure_runs(session.dialled),
        digits(session.shown),
        plain(digits(session.accepted), strong=True),
        digits(session.corrected),
        digits(session.rejected),
    )


FAKE = SectionTemplate(
    "fake",
    tr("What people did with the fake"),
    tr("what people did with the fake"),
    lambda evidence: evidence.fake,
    _fake,
    (
        tr("Nobody has used a fake yet."),
        tr(
            "Missing: what people accept. A fake with a dialled accuracy takes about two days, and its sessions set the "
            "launch bar."
        ),
    ),
    (FAKE_ID,),
)
