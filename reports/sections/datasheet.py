"""The datasheet of the labelled examples: what is known of them, and plainly what is not.

The seven groups follow Gebru et al., "Datasheets for Datasets" (Communications of the ACM 64(12), 2021,
https://doi.org/10.1145/3458723); the questions are put in our own words. What no stage of the project knows is
printed as unknown: that is an answer, too.
"""

from collections.abc import Callable

from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.evidence import Data, Evidence
from reports.pdf.blocks import Block
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    plain,
    sourced,
)
from reports.sentences import say

Answerer = Callable[[Evidence, Data], str]


def _counts(_: Evidence, data: Data) -> str:
    total = sum(row.learn + row.held_out for row in data.classes)
    each = ", ".join(f"{row.label} {digits(row.learn + row.held_out)}" for row in data.classes[:12])
    more = (
        tr(" and {classes} more classes", classes=len(data.classes) - 12)
        if len(data.classes) > 12
        else ""
    )
    return f"{digits(total)}: {each}{more}." if data.classes else ""


def _split(evidence: Evidence, data: Data) -> str:
    held = sum(row.held_out for row in data.classes)
    how = f" {evidence.accuracy.split}." if evidence.accuracy else ""
    return tr("Yes: {held} are held out for the test.{how}", held=held, how=how) if held else ""


def _thin(evidence: Evidence, data: Data) -> str:
    lacking = [each.sentence for each in data.sufficiency.slices]
    if lacking:
        return " ".join(lacking)
    wide = (
        [c.name for c in evidence.accuracy.per_class if c.recall.width > 0.2]
        if evidence.accuracy
        else []
    )
    return tr("Few examples in the test: {wide}.", wide=", ".join(wide)) if wide else ""


def _used(evidence: Evidence, _data: Data) -> str:
    accuracy = evidence.accuracy
    if accuracy is None:
        return ""
    return tr(
        "Yes: {run} of this project learnt from them and was tested on {split}.",
        run=accuracy.run,
        split=accuracy.right.split,
    )


def _people(evidence: Evidence, _data: Data) -> str:
    said = next(
        (a for a in evidence.launch.risk.answers if "about people" in a.question.lower()), None
    )
    return (
        f"{said.question.rstrip('?')}: {said.answer}."
        if said and said.answer not in ("", "Unknown")
        else ""
    )


_GROUPS: tuple[tuple[str, tuple[tuple[str, Answerer | None], ...]], ...] = (
    (
        tr("Motivation"),
        (
            (tr("What were they gathered for?"), lambda e, _: e.problem.headline),
            (tr("Who gathered them, and for whom?"), lambda e, _: e.project.organisation),
            (tr("Who paid for it?"), None),
        ),
    ),
    (
        tr("Composition"),
        (
            (
                tr("What is one example?"),
                lambda _, d: (
                    tr("One of the {modality}, with one label.", modality=d.modality)
                    if d.classes
                    else ""
                ),
            ),
            (tr("How many are there, of which kinds?"), _counts),
            (tr("Are they all there are, or a sample, and of what?"), None),
            (tr("Is anything missing from single examples?"), None),
            (tr("Are examples related, such as from one person, place or device?"), None),
            (tr("Is there a split to learn from and to test on?"), _split),
            (
                tr("Which errors, doubles and noise are known?"),
                lambda _, d: " ".join(each.text for each in d.hygiene),
            ),
            (tr("Do they rest on sources that may change or vanish?"), None),
            (tr("Is anything in them confidential?"), None),
            (tr("Could anything in them offend or frighten?"), None),
            (tr("Are they about people, or can people be recognised?"), _people),
            (tr("Which kinds are thinly covered?"), _thin),
        ),
    ),
    (
        tr("Collection"),
        (
            (tr("Where do they come from?"), lambda _, d: d.origin),
            (tr("With which device or procedure were they taken?"), None),
            (tr("If they are a sample, how was it drawn?"), None),
            (tr("Who took part, and how were they paid?"), None),
            (tr("Over which time?"), None),
            (tr("Was there an ethical review?"), None),
            (tr("Did the people concerned know, and agree?"), None),
            (tr("Can they take that back?"), None),
        ),
    ),
    (
        tr("Cleaning and labelling"),
        (
            (tr("What was cleaned, taken out or relabelled?"), None),
            (tr("Are the originals kept?"), None),
            (tr("Who labelled them, by which instructions, and how far did they agree?"), None),
        ),
    ),
    (
        tr("Uses"),
        (
            (tr("Were they used already?"), _used),
            (tr("What else could they be used for?"), None),
            (
                tr("What should they not be used for?"),
                lambda e, _: " ".join(e.launch.conditions),
            ),
        ),
    ),
    (
        tr("Distribution"),
        (
            (tr("Who else gets them, and how?"), None),
            (tr("Under which licence or terms?"), None),
            (tr("Do others hold rights in them, or does a law restrict them?"), None),
        ),
    ),
    (
        tr("Maintenance"),
        (
            (tr("Who looks after them, and how can that person be reached?"), None),
            (tr("Are mistakes corrected, and how is that told?"), None),
            (tr("Will they be renewed, how often, by whom?"), None),
            (tr("How long may they be kept?"), None),
            (tr("Can others add to them?"), None),
        ),
    ),
)


def _datasheet(data: Data, evidence: Evidence, _links: Cited) -> Opened:
    """Every group with its questions and answers; an empty answer is an unknown."""
    columns = (Column(tr("question"), 0.42), Column(tr("answer"), 0.58))
    blocks: list[Block] = []
    known = total = 0
    for title, questions in _GROUPS:
        answers = [(text, answer(evidence, data) if answer else "") for text, answer in questions]
        rows = (
            (text, plain(said) if said else sourced(Provenance.UNKNOWN)) for text, said in answers
        )
        blocks.append(heading(plain(title), space_before=12.0))
        blocks.append(appended(columns, rows, show_header=False))
        known += sum(bool(said) for _, said in answers)
        total += len(answers)
    headline = say(
        "{known} of {total} questions about the examples are answered.", known=known, total=total
    )
    return Opened(
        headline,
        say(
            "Answered from the project. Unknown means that nobody wrote it down; whoever gathered the examples can say."
        ),
        tuple(blocks),
    )


DATASHEET = SectionTemplate(
    "datasheet",
    tr("Datasheet"),
    tr("Datasheet of the examples"),
    lambda evidence: evidence.data,
    _datasheet,
    (
        tr("There are no labelled examples yet."),
        tr(
            "Missing: labelled examples. Once there are some, the datasheet says what is known of them and what is not."
        ),
    ),
)
