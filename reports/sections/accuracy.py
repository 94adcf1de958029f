"""Accuracy and mistakes: the test, run by run and class by class, and how all of it was measured."""

from collections.abc import Iterable, Sequence

from estimators.base.interval import of_all, percent_range
from estimators.base.number import UNKNOWN
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ClassResult
from reports.chart_data import Axis, ConfusionChart
from reports.evidence import ACCURACY_ID, Accuracy, Evidence
from reports.figure import Figure
from reports.pdf.blocks import Block, Columns
from reports.pdf.charts.block import titled
from reports.pdf.charts.small import interval_painter
from reports.pdf.style import BAD_SOFT
from reports.pdf.table import Cell, Column, TableBlock
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    TableRow,
    heading,
    listed,
    note,
    plain,
    table,
)
from reports.sentences import joined, mark, say, strong
from reports.text_runs import Runs

_SHARES = Axis(0.0, 1.0, ())
_WIDEST = 3  # classes of a confusion matrix beside another table
_DRAWN = 10  # classes of a confusion matrix at all; more become a list of mistakes


def _accuracy(accuracy: Accuracy, _evidence: Evidence, links: Cited) -> Opened:
    more = tuple(block for chart in accuracy.more for block in titled(chart))
    more += tuple(note(plain(said)) for said in accuracy.gaps)
    found = _by_class(accuracy) if accuracy.per_class else ()
    blocks = (*titled(accuracy.runs), *found, *more, *_honesty(accuracy, links))
    return Opened(say("The test in full."), plain(accuracy.headline), blocks)


def _by_class(accuracy: Accuracy) -> tuple[Block, ...]:
    """What it finds of each class, and what it takes for what."""
    title = heading(say("Found, by class"))
    found, mistakes = (title, found_table(accuracy.per_class)), _confusion(accuracy.confusion)
    if len(accuracy.confusion.labels) <= _WIDEST:
        return (Columns((found, mistakes), (0.52, 0.48)),)
    return (*found, Columns((mistakes,), (1,)))  # a matrix torn apart cannot be read


def _honesty(accuracy: Accuracy, links: Cited) -> tuple[Block, ...]:
    """Whether its confidence means what it says, beside how everything was measured."""
    trail = (heading(say("How this was measured")), _trail(accuracy, links))
    if not accuracy.reliability.bins:
        return trail
    chart = titled(accuracy.reliability)
    if accuracy.reliability.caveat:
        chart += (note(plain(accuracy.reliability.caveat)),)
    return (Columns((chart, trail), (0.46, 0.54)),)


def _share(result: ClassResult) -> Figure:
    value, low, high = result.recall.measured
    return Figure("", value, Provenance.MEASURED, low=low, high=high)


def found_table(results: Sequence[ClassResult], max_lines: int = 3) -> TableBlock:
    """How many of each class were found, and within which range that lies."""
    columns = (
        Column(tr("class"), 0.3),
        Column(tr("0 to 100%"), 0.24),
        Column(tr("found"), 0.2, right=True),
        Column(tr("likely (9 in 10)"), 0.3, right=True),
    )
    rows = [
        (
            result.name,
            Cell(paint=interval_painter(_share(result), _SHARES, None)),
            of_all(result.found, result.n),
            percent_range(result.recall.low, result.recall.high),
        )
        for result in results
    ]
    return table(columns, rows, max_lines=max_lines)


def _confusion(chart: ConfusionChart) -> tuple[Block, ...]:
    """The matrix, or the most frequent mistakes where it would be too wide."""
    return _mistakes(chart) if len(chart.labels) > _DRAWN else _matrix(chart)


def _matrix(chart: ConfusionChart) -> tuple[Block, ...]:
    """Its heads are whole: a name that is too long for its column goes on below."""
    narrow = 0.7 / max(len(chart.labels), 1)
    columns = (
        Column(tr("in truth"), 0.22),
        *(Column(label, narrow, right=True) for label in chart.labels),
        Column(tr("all"), 0.08, right=True),
    )
    rows: Iterable[TableRow] = (
        (
            chart.labels[truth],
            *(
                Cell(
                    plain(str(count), strong=truth == said),
                    fill=BAD_SOFT if (truth, said) in chart.costly else "",
                )
                for said, count in enumerate(row)
            ),
            str(sum(row)),
        )
        for truth, row in enumerate(chart.counts)
    )
    matrix = table(columns, rows, max_lines=2, gap=4.0, header_lines=4)
    blocks: tuple[Block, ...] = (heading(plain(chart.title)), matrix)
    if chart.note or chart.costly_text:
        blocks += (note(plain(" ".join(t for t in (chart.costly_text, chart.note) if t))),)
    return blocks


def _mistakes(chart: ConfusionChart) -> tuple[Block, ...]:
    columns = (
        Column(tr("in truth"), 0.4),
        Column(tr("it said"), 0.4),
        Column(tr("times"), 0.2, right=True),
    )
    rows = [(truth, said, str(times)) for truth, said, times in mistakes_of(chart)[:15]]
    return (heading(say("Most frequent mistakes")), table(columns, rows, max_lines=2))


def mistakes_of(chart: ConfusionChart) -> list[tuple[str, str, int]]:
    """What was taken for what and how often, the most frequent first."""
    found = sorted(
        (-times, truth, said)
        for truth, row in enumerate(chart.counts)
        for said, times in enumerate(row)
        if truth != said and times
    )
    return [(chart.labels[truth], chart.labels[said], -times) for times, truth, said in found]


def _trail(accuracy: Accuracy, links: Cited) -> TableBlock:
    """One line for each thing measured: what, and when or how."""
    address, bound = links.link(ACCURACY_ID), accuracy.bound.text
    test = say(
        "{counts} right; sure of at least {bound}", counts=accuracy.right.counts, bound=bound
    )
    ece = tr(
        "Confidence off by {points} (by chance alone: {chance})",
        points=accuracy.ece.text,
        chance=accuracy.ece_by_chance.text,
    )
    digest = _short_hash(accuracy.model_sha256)
    model = tr("{file}, sha256 {digest}", file=accuracy.model_file, digest=digest)
    found = accuracy.certificate
    same = tr("not counted") if found.same is None else tr("{same} of {n} identical", same=found.same, n=found.n)  # fmt: skip
    honesty = ((ece, accuracy.right.split),) if accuracy.ece.value is not None else ()
    lines = (
        (joined(strong(address), " ", test) if address else test, accuracy.run),
        (accuracy.split, ""),
        *honesty,
        (model, same),
    )
    rows = ((joined(mark(Provenance.MEASURED.value), what), when) for what, when in lines)
    return table((Column(tr("what"), 0.65), Column(tr("when, by whom"), 0.35)), rows)


def _short_hash(digest: str) -> str:
    """The first and last four characters of a hash; all of it stands in the model card."""
    return f"{digest[:4]}…{digest[-4:]}" if len(digest) > 12 else digest


def method_items(accuracy: Accuracy, *, of_numbers: bool) -> tuple[Block, ...]:
    """Method and export, for the model card."""
    found = accuracy.certificate
    shipped = (
        say(
            "It was not counted how many answers of the shipped file equal those of the tested model; train again to show it.",
        )
        if found.same is None
        else say(
            "The shipped file gives the same number as the tested model on {counts}; they are at most {difference} apart.",
            counts=of_all(found.same, found.n),
            difference=_small(found.max_difference),
        )
        if of_numbers
        else say(
            "The shipped file gives the same answer as the tested model on {counts}; the largest difference in a probability is "
            "{difference}.",
            counts=of_all(found.same, found.n),
            difference=_small(found.max_difference),
        )
    )
    return (listed((plain(accuracy.method), plain(f"{capital(accuracy.split)}."), shipped)),)


def thin_words(found: ClassResult) -> Runs:
    """That so few of a class were tested that its share may be anything in a wide range."""
    return say(
        "{name}: only {n} in the test, so it finds somewhere between {low} and {high}.",
        name=strong(found.name),
        n=found.n,
        low=percent(found.recall.low),
        high=percent(found.recall.high),
    )


def _small(difference: float | None) -> str:
    """A difference of probabilities, never in scientific notation."""
    if difference is None:
        return UNKNOWN
    return tr("under 0.0001") if difference < 0.0001 else f"{difference:.4f}"


NOT_TESTED = tr(
    "Missing: accuracy on examples that the classifier never saw. It takes about 20 labelled examples a class and a minute "
    "of training."
)
ACCURACY = SectionTemplate(
    "accuracy",
    tr("Accuracy and mistakes"),
    tr("accuracy and mistakes"),
    lambda evidence: evidence.accuracy,
    _accuracy,
    (tr("No classifier has been tested yet."), NOT_TESTED),
)
