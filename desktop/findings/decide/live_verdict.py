"""The verdict as it stands while the brief is being answered, and what is wrong or odd about single answers.

An answer that cannot be right is left out and named; all others keep working.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.findings.decide.flip_points import Flip, verdict_flips
from desktop.findings.decide.verdict import (
    SAID_OTHERWISE,
    Worked,
    field_of,
    in_our_words,
    label_of,
    work_out,
)
from desktop.findings.problem.kind_words import case_noun, examples_noun, worded
from desktop.project.project import Project
from desktop.project.questions import question, question_of
from estimators.base.errors import UserError
from estimators.base.interval import number_range
from estimators.base.number import number
from estimators.base.percent import percent
from estimators.base.phrase import capital, quoted, within_a_sentence
from estimators.base.sentence import tr
from estimators.case.given_number import AnswerError
from estimators.case.input_words import InputWords
from estimators.case.options import VERDICT_WORDS
from estimators.law import suspected_flags

if TYPE_CHECKING:
    from estimators.need_for_ai.assessment import Assessment
    from estimators.need_for_ai.cues import Cue

MOST_WRONG = 20  # answers left out, before the error is shown as it is


@dataclass(frozen=True)
class Preview:
    """What holds of a case: both answers to it, and the answers that had to be left out, by question."""

    worked: Worked
    wrong: Mapping[str, AnswerError] = field(default_factory=dict)
    odd: Mapping[str, str] = field(default_factory=dict)
    suspected: tuple[str, ...] = ()  # the purposes that name and sentence sound like


def preview(case: Mapping[str, Any]) -> Preview:
    """Assess and value a case without the answers that cannot be right; ``AnswerError`` where none can be left out."""
    left = dict(case)
    wrong: dict[str, AnswerError] = {}
    while True:
        try:
            worked = work_out(left)
            # Here, in a thread: the list of words takes a quarter of a second to make.
            said = (str(case.get(name) or "") for name in ("title", "description"))
            suspected = suspected_flags(*said)
            return Preview(worked, wrong, odd_answers(left, worked.assessment), suspected)
        except AnswerError as error:
            asked = field_of(error)
            if asked is None or asked.case_key not in left or len(wrong) >= MOST_WRONG:
                raise
            wrong[asked.key] = error
            del left[asked.case_key]


def verdict_so_far(project: Project, worked: Worked) -> tuple[str, str]:
    """The verdict in one line, with what could still change it by name; and the words of it that count most."""
    found = worked.assessment
    verdict = VERDICT_WORDS[found.verdict]
    named = list(dict.fromkeys(_called(project, name) for name in found.open_answers))
    if not named:
        rest = found.open_sentence
    elif len(named) == 1:
        rest = tr("{first} could still change that.", first=capital(named[0]))
    else:
        template = (
            tr("{first} and {second} could still change that.")
            if len(named) == 2
            else tr("{first}, {second} and others could still change that.")
        )
        rest = template.format(first=capital(named[0]), second=named[1])
    return tr("So far: {verdict}. {rest}", verdict=verdict, rest=rest), verdict


def _called(project: Project, name: str) -> str:
    """An input inside of a sentence: "what the law looks at", "how many good answers there are"."""
    many = {
        "labelled_examples": examples_noun(project),
        "volume_per_month": case_noun(project),
    }.get(name)
    if many is not None:
        return tr("how many {things} there are", things=many.many)
    asked = question_of(name)
    if asked is None:
        return SAID_OTHERWISE.get(name) or within_a_sentence(label_of(name))
    return asked.words


@dataclass(frozen=True)
class OpenAnswer:
    """An answer that could still change the verdict: where it is asked, what it is, and what would change it."""

    key: str
    title: str
    text: str


def _in_own_nouns(project: Project, flip: Flip) -> str:
    """The change with what the project calls its cases; empty where it is about something else."""
    if not isinstance(flip.to, int | float):
        return ""
    if flip.input == "labelled_examples":
        return tr(
            "{n} {examples} or more: {verdict}.",
            n=number(flip.to),
            examples=examples_noun(project)(flip.to),
            verdict=flip.outcome,
        )
    if flip.input == "volume_per_month":
        return tr(
            "{n} {cases} a month or fewer: {verdict}.",
            n=number(flip.to),
            cases=case_noun(project)(flip.to),
            verdict=flip.outcome,
        )
    return ""


def open_answers(project: Project, worked: Worked) -> tuple[OpenAnswer, ...]:
    """Exactly the answers that the assessment found could change the verdict, in its order."""
    flips = {
        flip.input: flip
        for flip in verdict_flips(worked.assessment, worked.case, worked.valuation.currency)
    }
    found: dict[str, OpenAnswer] = {}
    for name in worked.assessment.open_answers:
        asked = question("classes") if name == "n_classes" else question_of(name)
        flip = flips.get(name)
        text = tr("Its range lies on both sides of a border.")
        if flip is not None:
            text = _in_own_nouns(project, flip) or flip.sentence
        key = name if asked is None else asked.key
        found.setdefault(key, OpenAnswer(key, capital(_called(project, name)), text))
    return tuple(found.values())


def wrong_sentence(error: AnswerError) -> str:
    """What is wrong with one answer, to be read beside its field."""
    return tr(
        "It {problem}. Until it is mended, the verdict does without it.", problem=error.problem
    )


def wrong_message(project: Project, error: AnswerError) -> UserError:
    """What is wrong with one answer, to be read elsewhere: it names the question."""
    what = in_our_words(project, error).what
    return UserError(what, "", tr("Until it is mended, the verdict does without it."))


def odd_answers(case: Mapping[str, Any], assessment: "Assessment") -> dict[str, str]:
    """Answers that sit oddly together: a sentence for each question that it is about."""
    found: dict[str, list[str]] = {}
    for oddity in assessment.oddities:
        for name in oddity.names:
            asked = question_of("labelled_examples" if name == "n_classes" else name)
            if asked is not None and (name in case or name == "n_classes"):
                found.setdefault(asked.key, []).append(oddity.text)
    for keys, words in _odd_amounts(case):
        for name in keys:
            asked = question_of(name)
            if asked is not None:
                found.setdefault(asked.key, []).append(words)
    return {key: " ".join(dict.fromkeys(sentences)) for key, sentences in found.items()}


def _odd_amounts(case: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    """Amounts that contradict each other, which the engines take as they are."""
    odd: list[tuple[tuple[str, ...], str]] = []
    miss, level = _ends(case.get("missed_cost")), case.get("error_cost_level")
    alarm = _ends(case.get("false_alarm_cost"))
    dear = [ends for ends in (miss, alarm) if ends is not None and ends[0] > 10_000]
    if dear and level in {"negligible", "low"}:
        odd.append(
            (
                ("missed_cost" if dear[0] is miss else "false_alarm_cost", "error_cost_level"),
                tr(
                    "One mistake costs more than {number}, yet mistakes are said to be {level}.",
                    number=number(dear[0][0]),
                    level=level,
                ),
            )
        )
    today, bar = _ends(case.get("baseline_accuracy")), _ends(case.get("accuracy_gate"))
    if bar is not None and bar[0] >= 1:
        odd.append((("accuracy_gate",), tr("No test can show 100%; 99% takes hundreds of cases.")))
    elif bar is not None and today is not None and bar[1] < today[0]:
        words = tr(
            "People are right at least {today} of the time; {bar} would be a step back.",
            today=percent(today[0]),
            bar=percent(bar[1]),
        )
        odd.append((("accuracy_gate",), words))
    month = _ends(case.get("volume_per_month"))
    people, times = (_ends(case.get(name)) for name in ("active_users", "frequency_per_user_month"))
    if month and people and times:
        uses = (people[0] * times[0], people[1] * times[1])
        if uses[0] > 10 * max(month[1], 1) or 10 * uses[1] < month[0]:
            words = tr(
                "{number} people, {number_2} times each, make {number_3} a month, "
                "not {number_range}.",
                number=number(people[1]),
                number_2=number(times[1]),
                number_3=number(uses[1]),
                number_range=number_range(*month),
            )
            odd.append((("volume_per_month", "frequency_per_user_month"), words))
    return odd


def _ends(given: Any) -> tuple[float, float] | None:
    if isinstance(given, Mapping):
        given = (given.get("low"), given.get("high"))
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given), float(given)
    if isinstance(given, list | tuple) and len(given) == 2:
        low, high = given
        if isinstance(low, int | float) and isinstance(high, int | float):
            return float(low), float(high)
    return None


def settled_sentence(cue: "Cue", said: InputWords) -> str:
    """What another answer says about a cue that nobody answered itself; empty where none does."""
    if cue.follows_from is None:
        return ""
    asked = question_of(cue.follows_from)
    origin = quoted(worded(said, asked).text) if asked is not None else tr("another answer")
    return tr("{text} That follows from {origin}.", text=cue.text, origin=origin)


def default_sentence(low: str, high: str, source: str) -> str:
    """What is taken until an answer is there, and where that comes from."""
    taken = low if low == high else tr("{low} to {high}", low=low, high=high)
    return tr(
        "Until you know: {taken}. {capital}.", taken=taken, capital=capital(source).rstrip(".")
    )
