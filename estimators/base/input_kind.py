"""What goes into an AI product: photos, text, sound, video, table rows, documents; and what one of its cases is called.

A product may take several. The names are those of the modalities that examples have, where they have one.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from estimators.base.noun import Noun, example_noun, noun
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS


@dataclass(frozen=True)
class InputKind:
    """One sort of input.

    - `name`: photo, text, sound, video, table or document.
    - `label`: what a chip calls it.
    - `inside`: the same inside a sentence: "from text and documents".
    - `words`: a regular expression over English and German words that suggest it.
    """

    name: str
    label: str
    inside: str
    words: str


INPUT_KINDS = {
    kind.name: kind
    for kind in (
        InputKind(
            "photo",
            tr("Photos"),
            tr("photos"),
            r"photo|picture|image|scan|camera|x-?ray|handwrit|foto|bild|handschrift",
        ),
        InputKind(
            "text",
            tr("Text"),
            tr("text"),
            r"messages?\b|e-?mails?\b|texts?\b|reviews?\b|tickets?\b|questions?\b|chats?\b|notes?\b|posts?\b|comments?\b"
            r"|nachricht|frage|bewertung",
        ),
        InputKind(
            "sound",
            tr("Sound"),
            tr("sound"),
            r"calls?\b|voice|speech|spoken|sound|audio|recording|dictat|podcast|noise|anruf|sprach|diktat|aufnahme",
        ),
        InputKind(
            "video", tr("Video"), tr("video"), r"videos?\b|clips?\b|footage|film|cctv|überwachung"
        ),
        InputKind(
            "table",
            tr("Table rows"),
            tr("table rows"),
            r"tables?\b|rows?\b|spreadsheet|csv|sensor|sales|baskets?\b|history|meter\b|churn|tabelle|verkäuf",
        ),
        InputKind(
            "document",
            tr("Documents"),
            tr("documents"),
            r"documents?\b|pdfs?\b|invoices?\b|receipts?\b|contracts?\b|pages?\b|forms?\b|manuals?\b|help pages"
            r"|dokument|rechnung|beleg|vertrag",
        ),
    )
}


def suggested_inputs(text: str, kind: str) -> tuple[str, ...]:
    """What goes in, as the words of an idea and its kind suggest; the kind alone where the words name nothing.

    An idea that names part of what its kind usually takes takes the rest as well: a reply to a message leans on pages. A
    suggestion to be confirmed, never an answer.
    """
    plain = text.lower()
    named = {each.name for each in INPUT_KINDS.values() if re.search(rf"\b(?:{each.words})", plain)}
    usual = set(TASK_KINDS[kind].inputs)
    return in_order(named | usual if named <= usual else named)


def in_order(names: Collection[str]) -> tuple[str, ...]:
    """These inputs in the order of the list, without what is none."""
    return tuple(name for name in INPUT_KINDS if name in names)


def inputs_in_words(names: Collection[str]) -> str:
    """ "text and documents": what goes in, inside a sentence; empty where nothing is known."""
    return listed([INPUT_KINDS[name].inside for name in in_order(names)])


def case_noun(kind: str | None, inputs: Collection[str], word: str = "") -> Noun:
    """What one case is called: the word that somebody gave it, or that of its kind and of what goes in first."""
    if word:
        return noun(word)
    known = TASK_KINDS.get(kind or "classify", TASK_KINDS["classify"])
    first = next(iter(in_order(inputs)), known.inputs[0])
    return dict(known.cases).get(first) or dict(known.cases).get("") or example_noun(first)
