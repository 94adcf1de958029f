"""The kinds of AI product: what each does, what its cases and examples are called, and what "right" means for it.

One registry for questions, reasons, options, dials and metrics. A new kind is one entry here; what words, pictures and measures
of its own it needs beside it, ``tests/test_kinds.py`` names one by one.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from estimators.base.noun import Noun, tr_noun
from estimators.base.sentence import tr


@dataclass(frozen=True)
class TaskKind:
    """One kind of product.

    - `name`: as commands and cases write it: classify, number, rank, extract, transcribe, generate, act.
    - `label`, `inside`, `question`: what a tile calls it, the same inside a sentence, and the question that it answers.
    - `right`: what "right" means for one answer.
    - `example`: what a past case that shows the right answer is called.
    - `baseline`: what is done without AI, to be beaten on the same cases; as the end of a sentence.
    - `words`: a regular expression over English and German words that suggest the kind.
    - `inputs`: what usually goes in, as `input_kind` names it.
    - `cases`: what one case is called where that input goes in first; "" for any; else as an example of that input is.
    - `mistakes`: what goes wrong with an answer, inside a sentence.
    - `made_by`: how one makes a model of the kind, the usual way first: trained on own examples alone, or a language model that is
      prompted. Empty: neither; such models are bought, or tuned.
    - `graded`: whether people grade its answers, as no right one is written down.
    """

    name: str
    label: str
    inside: str
    question: str
    right: str
    example: Noun
    baseline: str
    words: str
    inputs: tuple[str, ...]
    mistakes: str
    cases: tuple[tuple[str, Noun], ...] = ()
    made_by: tuple[Literal["trained", "prompted"], ...] = field(kw_only=True)
    graded: bool = field(kw_only=True)

    @property
    def is_written(self) -> bool:
        """Whether a language model usually writes its answers."""
        return self.made_by[:1] == ("prompted",)


TASK_KINDS = {
    kind.name: kind
    for kind in (
        TaskKind(
            "classify",
            tr("Tell things apart"),
            tr("tell things apart"),
            tr("Which of a few is it?"),
            tr("the class that a person gave"),
            tr_noun("labelled example", "labelled examples"),
            tr("always the commonest answer, and what people reach today"),
            r"classif|categor|spot\b|detect|recogni[sz]|spam|fraud|moderat|triage|tag\b|tagging|sort\b|sorting|routing|defect"
            r"|sentiment|which (kind|type|class)|tell .{0,20}apart|churn|erkenn|einordn|sortier",
            ("photo",),
            tr("one class taken for another"),
            made_by=("trained", "prompted"),
            graded=False,
        ),
        TaskKind(
            "number",
            tr("Predict a number"),
            tr("predict a number"),
            tr("How many, how long?"),
            tr("inside the tolerance that you name"),
            tr_noun("past case", "past cases"),
            tr("the same as last week or last year"),
            r"forecast|predict (a |the )?(number|demand|price|sales|time|how)|regress|estimat|how (many|much|long)"
            r"|demand|pricing|vorhersag|prognos|schätz",
            ("table",),
            tr("too high, too low"),
            made_by=("trained",),
            graded=False,
        ),
        TaskKind(
            "rank",
            tr("Rank or recommend"),
            tr("rank or recommend"),
            tr("What comes first?"),
            tr("what was taken was among the first three"),
            tr_noun("noted choice", "noted choices"),
            tr("the bestsellers, or a plain search for words"),
            r"recommend|rank|personali[sz]|next best|similar items|search|feed\b|suggest|match(ing|es)?\b|empfehl|sortierung",
            ("table",),
            tr("off topic, had already, sold out, all alike"),
            (("", tr_noun("request", "requests")),),
            made_by=("trained",),
            graded=False,
        ),
        TaskKind(
            "extract",
            tr("Pull out fields"),
            tr("pull out fields"),
            tr("What does it say?"),
            tr("every field of the page"),
            tr_noun("page with its fields", "pages with their fields"),
            tr("a search for patterns, and typing"),
            r"extract|pull\w* .{0,40}(out|from|off)\b|read .{0,30}(off|out of|from)\b|who does what|fields?\b|invoice|receipt|form\b|forms\b|entit|parse|auslesen|beleg|rechnung",
            ("document",),
            tr("missing, wrong, made up"),
            (("text", tr_noun("text", "texts")), ("photo", tr_noun("page", "pages"))),
            made_by=("prompted", "trained"),
            graded=False,
        ),
        TaskKind(
            "transcribe",
            tr("Write down"),
            tr("write down"),
            tr("Speech, handwriting"),
            tr("every number and name; other words are counted"),
            tr_noun("transcribed line", "transcribed lines"),
            tr("typing it"),
            r"transcri|dictat|(write|note|take|typ)\w* down|voice (order|note|memo)|speech|ocr\b|handwrit|subtitle|caption|meter reading|verschrift|diktier",
            ("sound",),
            tr("words swapped, left out, added"),
            (("sound", tr_noun("recording", "recordings")), ("photo", tr_noun("page", "pages"))),
            made_by=(),
            graded=False,
        ),
        TaskKind(
            "generate",
            tr("Write an answer"),
            tr("write an answer"),
            tr("A text or a picture"),
            tr("all that it must say, nothing that it must not"),
            tr_noun("good answer", "good answers"),
            tr("templates, and what people write"),
            r"generat|draft|write|reply|replies|answer|summar|translat|chatbot|chat\b|rewrit|describ|tutor|explain"
            r"|image generation|schreib|antwort|zusammenfass|übersetz",
            ("text", "document"),
            tr("made up, left out, the wrong tone, a refusal"),
            (("text", tr_noun("message", "messages")),),
            made_by=("prompted",),
            graded=True,
        ),
        TaskKind(
            "act",
            tr("Do a task"),
            tr("do a task"),
            tr("Steps it takes itself"),
            tr("the end state is right and no forbidden step was taken"),
            tr_noun("task done well", "tasks done well"),
            tr("doing it by hand, or a script"),
            r"agent|automat|book\b|books\b|pay\b|pays\b|refund|execute|perform|operate|file (a|the) |erledig|buchen",
            ("text", "document"),
            tr("stops half-way, a wrong step, a step nobody asked for"),
            (("", tr_noun("task", "tasks")),),
            made_by=("prompted",),
            graded=True,
        ),
    )
}

# Where the words of several kinds occur: an agent that reads invoices acts, a draft of a summary is written.
_STRONGEST_FIRST = ("act", "transcribe", "extract", "rank", "generate", "number", "classify")


@lru_cache(maxsize=512)
def suggested_kind(text: str) -> str | None:
    """The kind that the words of an idea suggest; None where they suggest none.

    A suggestion to be confirmed, never an answer.
    """
    plain = text.lower().replace("_", " ")
    for name in _STRONGEST_FIRST:
        if re.search(rf"\b(?:{TASK_KINDS[name].words})", plain):
            return name
    return None
