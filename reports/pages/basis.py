"""Page six: what all of it rests on, by who gave the numbers; and which of them could turn the answer."""

from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import capital, listed
from estimators.base.sentence import tr, tr_plural
from reports.evidence import VALUE_ID, Evidence
from reports.pages.template import PageRoom, PageTemplate, entries, more, page_opening
from reports.pdf.blocks import Block, Columns, Paragraph
from reports.pdf.style import CODE
from reports.pdf.table import Column
from reports.provenance import MADE_UP, Provenance
from reports.sections.parts import Cited, heading, note, plain, statement, table
from reports.sentences import joined, mark, say
from reports.text_runs import Runs
from reports.trace import count_by_source, count_made_up
from reports.value_data import SourceCount

COUNT_WORDS = {
    Provenance.MEASURED: tr("measured"),
    Provenance.SIMULATED: tr("simulated"),
    Provenance.GUESS: tr("your guesses"),
    Provenance.DEFAULT: tr("our defaults"),
    Provenance.PUBLISHED: tr("published"),
    Provenance.UNKNOWN: tr("unknown"),
}


WHO = {  # where no name stands beside it
    Provenance.GUESS: tr("you, without a source"),
    Provenance.DEFAULT: tr("defaults of ours"),
    Provenance.PUBLISHED: tr("published"),
}


def basis_blocks(evidence: Evidence, _links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """The numbers by their source, and those that carry the answer."""
    counted = count_by_source(evidence)
    total = sum(counted.values())
    headline = say("No number stands behind it yet.")
    if total:
        measured = tr_plural(
            "{n} of its {numbers} is measured",
            "{n} of its {numbers} are measured",
            counted[Provenance.MEASURED],
            numbers=count(total, "number"),
        )
        guesses = _assumed(
            counted[Provenance.GUESS], count_made_up(evidence), counted[Provenance.DEFAULT]
        )
        headline = say("{measured}; {guesses}.", measured=measured, guesses=guesses)
    lead = say("Each number wears its source. This page says which of them could turn the answer.")
    behind = evidence.options.behind if evidence.options is not None else ()
    sources = _sources(counted, count_made_up(evidence), behind)
    carries = _carries(evidence, room)
    blocks: list[Block] = [*page_opening(tr("5 · What it rests on"), headline, lead, room)]
    if carries and sources:
        blocks.append(Columns((carries, sources), (0.62, 0.38), space_before=14.0))
    else:
        blocks += carries or sources
    changes = _changes(evidence)
    flips = _flips(evidence, room)
    if changes or not flips:
        none = say("No single number that is known would change it alone.")
        blocks += entries(tr("What would change the decision"), changes or [none], room)
    blocks += flips
    blocks += _assumptions(evidence, room)
    blocks.append(
        Columns((_origin(evidence, room), _repeat(evidence, room)), (1, 1), space_before=14.0)
    )
    return tuple(blocks)


def _assumed(guesses: int, made_up: int, defaults: int) -> str:
    """What nobody measured: what came with a sample was guessed by nobody who reads it."""
    words = []
    if made_up:
        words.append(
            tr_plural("{n} is made up for the sample", "{n} are made up for the sample", made_up)
        )
    if guesses := guesses - made_up:
        words.append(tr_plural("{n} is a guess of yours", "{n} are guesses of yours", guesses))
    if defaults:
        words.append(tr_plural("{n} is a default of ours", "{n} are defaults of ours", defaults))
    return listed(words) or tr("none is a guess")


def _sources(
    counted: dict[Provenance, int], made_up: int, behind: tuple[SourceCount, ...]
) -> tuple[Block, ...]:
    """How many numbers come from where, and how many of those that the money is worked out from."""
    total = sum(counted.values())
    if not total:
        return ()
    called = dict(COUNT_WORDS)
    if made_up:
        of_both = tr("your guesses, and what is made up for the sample")
        called[Provenance.GUESS] = MADE_UP if made_up == counted[Provenance.GUESS] else of_both
    carried = {each.source: each.numbers for each in behind}
    columns = (
        Column(tr("source"), 0.5),
        Column(tr("in the report"), 0.25, right=True),
        *((Column(tr("behind the value"), 0.25, right=True),) if carried else ()),
    )
    rows = [
        (
            joined(mark(source.value), words),
            digits(counted[source]),
            *((digits(carried.get(source, 0)),) if carried else ()),
        )
        for source, words in called.items()
        if counted[source]
    ]
    ours = note(
        plain(tr("A default is ours until somebody types over it. It is never called a guess."))
    )
    title = say("Its {numbers}", numbers=count(total, "number"))
    return (heading(title), table(columns, rows, header_lines=2), ours)


def _carries(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """The numbers that move the value most, each with the value at either end of its range."""
    options = evidence.options
    if options is None or not options.tornado.rows:
        return ()
    columns = (
        Column(tr("number"), 0.44),
        Column(tr("range"), 0.27),
        Column(tr("the value then"), 0.29),
    )
    moving = (*options.tornado.rows, *options.lighter)
    felt = [row for row in moving if row.low_value != row.high_value] or moving
    rows = [
        (
            joined(mark(row.provenance.value), row.label),
            tr("{low_text} to {high_text}", low_text=row.low_text, high_text=row.high_text),
            tr("{low_value} to {high_value}", low_value=row.low_value, high_value=row.high_value),
        )
        for row in felt[: max(room.rows - 1, 1)]
    ]
    title = heading(plain(tr("What carries the answer")))
    carrying = table(columns, rows, max_lines=min(room.lines, 2))
    return (title, carrying, *more(len(felt) - len(rows)))


def _changes(evidence: Evidence) -> list[Runs]:
    """What a new test would have to be."""
    tests = (each for each in evidence.launch.would_change if each.evidence_id != VALUE_ID)
    return [statement(each, Cited()) for each in tests]  # what turns the verdict is the table below


def _flips(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """Which answer alone would turn the verdict of Decide: as it is, as it would have to be, and what follows."""
    decision = evidence.decision
    if decision is None or not decision.flip_points:
        return ()
    flips = decision.flip_points
    columns = (
        Column(tr("answer"), 0.36),
        Column(tr("as it is"), 0.2),
        Column(tr("if it were"), 0.22),
        Column(tr("then"), 0.22),
    )
    shown = flips[: max(room.rows - 2, 2)]
    rows = [
        (one.input, one.from_text, plain(one.to_text, strong=True), one.verdict) for one in shown
    ]
    title = plain(tr("Which given answer alone would turn the verdict"))
    flipping = table(columns, rows, max_lines=min(room.lines, 2))
    return (heading(title, space_before=14.0), flipping, *more(len(flips) - len(shown)))


def _assumptions(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """What nobody measured, by who said so."""
    inputs = evidence.options.inputs if evidence.options is not None else ()
    who: dict[tuple[Provenance, str], list[str]] = {}
    for fact in (*evidence.problem.facts, *inputs):
        if (
            fact.provenance is Provenance.DEFAULT
        ):  # each has a reason of its own: the appendix has them
            who.setdefault((fact.provenance, ""), []).append(fact.label)
        elif fact.provenance in (Provenance.GUESS, Provenance.PUBLISHED):
            who.setdefault((fact.provenance, fact.source), []).append(fact.label)
    if not who:
        return ()
    columns = (
        Column(tr("who says so"), 0.3),
        Column(tr("which"), 0.7),
    )
    rows = [
        (joined(mark(source.value), words or WHO[source]), "; ".join(labels))
        for (source, words), labels in sorted(who.items(), key=lambda one: -len(one[1]))
    ]
    shown = rows[: room.entries]
    assumed = table(columns, shown, max_lines=room.lines)
    title = heading(plain(tr("Assumptions, by who made them")), space_before=14.0)
    return (title, assumed, *more(len(rows) - len(shown)))


def _origin(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    data = evidence.data
    texts: list[Runs] = []
    if data is not None and data.origin:
        texts.append(plain(data.origin))
    if evidence.accuracy is not None:
        texts.append(plain(f"{capital(evidence.accuracy.split)}."))
    found = evidence.candidates
    if data is None and found is not None and found.is_measured:
        texts += [plain(each) for each in evidence.says_absent("data", ("", "")) if each]
    if not texts:
        texts.append(say("No data was brought in, and nothing was tested."))
    return entries(tr("Data and test"), texts, room)


def _repeat(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """What the same report needs again."""
    project, accuracy = evidence.project, evidence.accuracy
    lines = [
        tr("project {project_id}", project_id=project.project_id),
        f"Smart Enough {project.app_version}".strip(),
    ]
    if accuracy is not None:
        digest = accuracy.model_sha256[:16]
        lines.append(
            tr("{model_file} sha256 {digest}…", model_file=accuracy.model_file, digest=digest)
        )
    found = evidence.candidates.candidates if evidence.candidates is not None else ()
    lines += [
        tr("{name}: prompt sha256 {digest}…", name=one.name, digest=one.card.sha256[:16])
        for one in found
        if one.card is not None and one.card.sha256
    ]
    lines.append(tr("evidence.json attached"))
    title = heading(plain(tr("To repeat it")))
    code = [
        Paragraph(plain(line), CODE, space_before=3.0, max_lines=1)
        for line in lines[: room.entries + 2]
    ]
    return (title, *code)


BASIS = PageTemplate(
    "basis",
    tr("What it rests on"),
    basis_blocks,
    said_below=tr("The appendix (model card, data sheet, every list and number) comes on request"),
)
