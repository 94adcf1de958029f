"""The datasheet of the labelled examples: what is known of them, and plainly what is not.

The seven groups follow Gebru et al., "Datasheets for Datasets" (Communications of the ACM 64(12), 2021,
https://doi.org/10.1145/3458723); the questions are put in our own words. What no stage of the project knows is
printed as unknown: that is an answer, too.
"""

from collections.abc import Callable
from pathlib import Path

from estimators.base.number import digits
from estimators.base.sentence import data_file, tr
from reports.evidence import Data, Evidence
from reports.pdf.blocks import Block
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import Cited, Opened, SectionTemplate, appended, heading, plain, sourced
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
    lacking = [each.sentence(data.modality) for each in data.sufficiency.slices]
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


def _kind(_: Evidence, data: Data) -> str:
    if not data.classes:
        return ""
    if data.of_numbers:
        return tr("One of the {modality}, with one number.", modality=data.modality)
    return tr("One of the {modality}, with one label.", modality=data.modality)


# The questions are in datasheet.json; these answer those that name them.
_ANSWERS: dict[str, Answerer] = {
    "purpose": lambda evidence, _: evidence.problem.headline,
    "gathered_by": lambda evidence, _: evidence.project.organisation,
    "kind": _kind,
    "counts": _counts,
    "split": _split,
    "hygiene": lambda _, data: " ".join(each.text for each in data.hygiene),
    "people": _people,
    "thin": _thin,
    "origin": lambda _, data: data.origin,
    "used": _used,
    "not_for": lambda evidence, _: " ".join(each.words for each in evidence.launch.conditions),
    "": lambda *_: "",
}


def _datasheet(data: Data, evidence: Evidence, _links: Cited) -> Opened:
    """Every group with its questions and answers; an empty answer is an unknown."""
    columns = (Column(tr("question"), 0.42), Column(tr("answer"), 0.58))
    blocks: list[Block] = []
    known = total = 0
    for group in data_file(Path(__file__).with_name("datasheet.json")):
        answers = [
            (asked["text"], _ANSWERS[asked.get("answer", "")](evidence, data))
            for asked in group["questions"]
        ]
        rows = (
            (text, plain(said) if said else sourced(Provenance.UNKNOWN)) for text, said in answers
        )
        blocks.append(heading(plain(group["title"]), space_before=12.0))
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
