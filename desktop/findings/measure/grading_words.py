"""What the grading room says: of the answer that is shown, of what a good one needs, and of how far one is.

The window and the page of a phone print these. Nothing here names a candidate.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.measure.grading_counts import AHEAD, BestSoFar
from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.room_queue import RoomQueue
from desktop.project.measure_records import GradeVerdict, NewGrade
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.number import digits, fixed
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from estimators.measure.field_match import without_fence
from estimators.measure.grading_queue import AnswerTask
from estimators.measure.stop_rule import StopVerdict
from mock_ai.kinds.product import CLASSES
from mock_ai.stage_material import StageMaterial
from reports.stage_view import Explanation

VERDICTS: Mapping[GradeVerdict, str] = {
    GradeVerdict.GOOD: tr("Good"),
    GradeVerdict.BAD: tr("Not good"),
    GradeVerdict.UNSURE: tr("Can’t say"),
}
HARM = tr("does harm")
REASON_KEYS = "QWERTYUIOSDGJKLZXCVB"
"""The keys of the ways of being wrong, in their order; of more the rest is picked."""
LONGEST = 50_000
"""Letters of an answer that are shown."""
_QUOTED = re.compile('[“"]([^”"]{2,200})[”"]')


GRADING_EXPLAINED = Explanation(
    tr("How grading counts"),
    tr(
        "Cases come by chance, each with all answers to it, so that what is counted is a fair sample whenever you stop. Only the best "
        "candidate is told, without its name; what is sure of it pays for having been the best, and for every look. “Can’t say” counts "
        "for nothing until somebody else says. What a judge chose to come first counts for the bar when its turn would have come."
    ),
    source=tr("Robbins, Annals of Mathematical Statistics 41, 1970"),
)


@dataclass(frozen=True)
class RubricLine:
    """A point of a good answer. `evidence`: what a machine found about it, which grades nothing; "" for nothing."""

    text: str
    must: bool
    evidence: str = ""


@dataclass(frozen=True)
class HelpPage:
    """A page that answers are taken from."""

    name: str
    text: str


def help_pages(project: Project) -> tuple[HelpPage, ...]:
    """The pages that answers are taken from, as far as the project holds them."""
    product = active_scenario(project)[1].product
    if product == CLASSES:
        return ()
    return tuple(
        HelpPage(one.name, one.text) for one in StageMaterial.of(product).pages if one.text
    )


def case_place(room: RoomQueue[Any, Any]) -> str:
    """Which case is shown, of how many; "" after the last."""
    number, of, _, _ = room.place
    if room.task is None:
        return ""
    what = capital(room.noun.one)
    return tr("{what} {number} of {of}", what=what, number=digits(number), of=digits(of))


def progress(room: GradingRoom) -> tuple[str, str]:
    """Which case is shown, and which answer to it."""
    _, _, answer, answers = room.place
    part = tr("answer {answer} of {answers}", answer=answer, answers=answers) if answers > 1 else ""
    return case_place(room), part


def case_title(room: RoomQueue[Any, Any]) -> str:
    """What the case is called."""
    case = room.case
    if case is None:
        return ""
    title = tr("{what} {name}", what=capital(room.noun.one), name=case.id)
    return tr("{title} · {slice}", title=title, slice=case.slice) if case.slice else title


def answer_words(task: AnswerTask, kind: str) -> str:
    """The answer as it is read: fields one a line, items numbered, all else as it came; what is wrong where none came."""
    if task.error:
        return tr("The call failed: {error}", error=task.error[:300])
    if not task.text:
        return tr("The answer is empty.")
    return words_of_answer(task.text, kind)


def words_of_answer(text: str, kind: str) -> str:
    """What came, as it is read."""
    return _lines(text) if kind in ("extract", "rank", "act") else shown_words(text)


def shown_words(text: str) -> str:
    """A text as it is shown: as it came, and no longer than somebody reads."""
    if len(text) <= LONGEST:
        return text
    return tr("{text}… (and {more} more letters)", text=text[:LONGEST], more=digits(len(text) - LONGEST))  # fmt: skip


def is_missing(task: AnswerTask) -> bool:
    """Whether nothing came that could be read."""
    return bool(task.error) or not task.text


def _lines(text: str) -> str:
    try:
        found = json.loads(without_fence(text))
    except (ValueError, RecursionError):
        return shown_words(text)
    if isinstance(found, dict):
        rows = [tr("{name}: {value}", name=str(name), value=_plain(value)) for name, value in found.items()]  # fmt: skip
        return shown_words("\n".join(rows))
    if isinstance(found, list):
        return shown_words("\n".join(f"{at}. {_plain(one)}" for at, one in enumerate(found, start=1)))  # fmt: skip
    return shown_words(text)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def rubric_title(room: GradingRoom) -> str:
    """Above the points."""
    if room.kind == "generate":
        return tr("A good answer…")
    return tr("It is right if…")


def rubric(room: GradingRoom) -> tuple[RubricLine, ...]:
    """The points of the case that is shown."""
    answer = (room.task.text if room.task else "") or ""
    points = room.points
    return (
        *(RubricLine(text, True, _evidence(text, answer)) for text in points.must),
        *(RubricLine(text, False, _evidence(text, answer)) for text in points.must_not),
    )


def _evidence(point: str, answer: str) -> str:
    """Whether the words that a point quotes stand in the answer."""
    quoted = _QUOTED.search(point)
    if quoted is None:
        return ""
    words = quoted.group(1)
    if " ".join(words.split()).casefold() in " ".join(answer.split()).casefold():
        return tr("A machine found “{words}” in it; the grade is yours.", words=words)
    return tr("A machine did not find “{words}” in it; the grade is yours.", words=words)


def marked_passages(note: str) -> tuple[str, ...]:
    """The passages that a person marked: those that their note quotes."""
    return tuple(_QUOTED.findall(note))


def with_passage(note: str, passage: str) -> str:
    """A note that quotes one more passage, or one less where it was marked before."""
    quote = f"“{' '.join(passage.replace('”', '').replace('“', '').split())[:200]}”"
    if quote in note:
        return " ".join(note.replace(quote, "").split())
    return f"{quote} {note}".strip()


def said_in_words(grade: NewGrade) -> str:
    """What somebody said of an answer that is to be settled; not who."""
    verdict = VERDICTS[grade.verdict]
    return tr("{verdict}: {reason}", verdict=verdict, reason=grade.reason) if grade.reason else verdict  # fmt: skip


def so_far(room: GradingRoom) -> tuple[tuple[str, str], ...]:
    """How far one is, in lines of a sentence and a quieter one: the best candidate, the others, the time."""
    return tuple(line for line in (_best(room), _others(room), _time(room)) if line is not None)


def enough(room: GradingRoom) -> str:
    """That the question is answered; "" while it is not."""
    best = room.best()
    if best is None or not best.state.enough:
        return ""
    return best.state.sentence


def _best(room: GradingRoom) -> tuple[str, str] | None:
    if room.by_judge:
        return (
            tr("What tells most comes first."),
            tr("A judge chose it, so these do not count for the bar before their turn comes; the tab “The judge” corrects for that."),
        )  # fmt: skip
    best = room.best()
    if best is None:
        return None
    title = (
        tr("Best candidate: {good} of {n} good.", good=best.good, n=best.n)
        if best.of > 1
        else tr("{good} of {n} good.", good=best.good, n=best.n)
    )
    return title, _towards_the_bar(room, best)


def _towards_the_bar(room: GradingRoom, best: BestSoFar) -> str:
    """What is sure of it, and what the bar still takes."""
    bar, low = set_percent(room.plan.bar), percent(best.low)
    if best.state.verdict is StopVerdict.PASSES:
        return tr("Sure of at least {low}: {bar} is shown.", low=low, bar=bar)
    if best.state.verdict is StopVerdict.BELOW:
        return tr("Sure of at least {low}; {bar} is out of reach.", low=low, bar=bar)
    if best.needed is None and best.ahead < AHEAD:  # with all that are left
        things = room.noun.many
        return tr("Sure of at least {low}. {bar} takes more {things} than these.", low=low, bar=bar, things=things)  # fmt: skip
    if best.needed is None:
        return tr("Sure of at least {low}. {state}", low=low, state=best.state.sentence)
    if best.needed == best.ahead:
        return tr_plural(
            "Sure of at least {low}. For {bar}, the next one must be good.",
            "Sure of at least {low}. For {bar}, all of the next {n} must be good.",
            best.ahead,
            low=low,
            bar=bar,
        )
    return tr(
        "Sure of at least {low}. For {bar}, {needed} of the next {n} must be good.",
        low=low,
        bar=bar,
        needed=best.needed,
        n=best.ahead,
    )


def _others(room: GradingRoom) -> tuple[str, str] | None:
    same, both, cases = room.same_as_others()
    if not both:
        return None
    title = tr_plural(
        "A second colleague gave the same grade {same} of {n} time",
        "A second colleague gave the same grade {same} of {n} times",
        both,
        same=same,
    )
    note = tr("on {cases} of the {graded}.", cases=digits(cases), graded=count(room.graded_cases, room.noun))  # fmt: skip
    return title, note


def _time(room: GradingRoom) -> tuple[str, str] | None:
    if not room.left:
        return None
    left = tr_plural("{n} answer left", "{n} answers left", room.left)
    each = room.seconds_each()
    if each is None:
        return left, tr("Stop whenever you like; every grade is kept.")
    note = tr_plural(
        "{n} answer at {each} seconds; stop whenever you like.",
        "{n} answers at {each} seconds; stop whenever you like.",
        room.left,
        each=fixed(each) if each >= 1 else fixed(each, 1),
    )
    return tr("About {time} left", time=duration(room.left * each)), note


def duration(seconds: float) -> str:
    """How long it takes, as long as anybody plans by."""
    minutes = max(1, round(seconds / 60))
    if minutes > 20:
        minutes = round(minutes / 5) * 5
    hours, rest = divmod(minutes, 60)
    in_minutes = tr_plural("{n} minute", "{n} minutes", rest)
    if not hours:
        return in_minutes
    in_hours = tr_plural("{n} hour", "{n} hours", hours)
    return tr("{hours} {minutes}", hours=in_hours, minutes=in_minutes) if rest else in_hours
