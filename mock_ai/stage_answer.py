"""What people see on the Stage of any kind of product: what was asked, what is answered, and the three things they can do.

Plain values without a window or a browser; both draw the same ones. A class keeps its own view (decision 0320).
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class StageQuestion:
    """What the answer is about.

    - `caption`: a small line over it: "Customer · today 09:12", "Voice order 12 · 9 seconds".
    - `text`: the message, task, page or recording in words; empty where a file says it all.
    - `modality`: text, photo, sound, clip or table: whether there is a file to show beside the text.
    - `past`: number: what is known so far, oldest first, each with its day ("1 Nov"); else empty.
    - `baseline`: number: what today's rule would say ("as last Saturday"), with its value; None where there is none.
    """

    caption: str
    text: str
    modality: str = "text"
    past: tuple[tuple[str, float], ...] = ()
    baseline: tuple[str, float] | None = None


@dataclass(frozen=True)
class StagePart:
    """One piece of an answer: a paragraph, a thing to take, a word, a field, a step, or the end of a range.

    - `text`: what it says; `name`: a field's name, or what a part is; `note`: a small line under it.
    - `certainty`: 0 to 1; `doubtful`: the person should look at it; `others`: what else it may be, likeliest first.
    - `photo`: whether there is a picture of it (asked for by its `text`).
    - `asks`: act: a question to the person; `final`: act: it cannot be undone, so it waits for a yes.
    - `value`: number: what ``text`` says, for the chart; None elsewhere.
    - `place`: extract: where in the question's text it was read, as start and end; None where it stands nowhere.
    """

    text: str
    name: str = ""
    note: str = ""
    certainty: float = 1.0
    doubtful: bool = False
    others: tuple[str, ...] = ()
    photo: bool = False
    asks: bool = False
    final: bool = False
    value: float | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True)
class StageChoice:
    """One of the three things people do with an answer, in the words of the kind: "Accept", "send it as it is"."""

    label: str
    hint: str = ""


@dataclass(frozen=True)
class StageSource:
    """A page that an answer leans on: its name, and what it says; empty where only the name is known."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class StageAnswer:
    """One answer as it is shown.

    - `kind`: a name of ``estimators.base.task_kind``.
    - `caption`: over the answer: "Draft · 56 words".
    - `headline`, `lead`: beside it: "Would you send it?", "You would send this under your name."
    - `parts`: in the order in which they appear; of a number the lower end, the number, the upper end.
    - `sources`: the pages that it leans on.
    - `accept`, `correct`, `reject`: what the three keys A, C and R do.
    """

    kind: str
    caption: str
    headline: str
    lead: str
    parts: tuple[StagePart, ...]
    accept: StageChoice
    correct: StageChoice
    reject: StageChoice
    sources: tuple[StageSource, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``."""
        return asdict(self)
