"""What the answers about the problem say: the brief in one sentence, each answer in words, what was measured, the evidence."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

from desktop.findings.problem.kind_words import (
    FALSE_ALARM,
    case_noun,
    examples_noun,
    input_words,
    is_readable,
    one_mistake,
    worded,
    words_of,
)
from desktop.project.noun import noun
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import ALL_QUESTIONS, question, question_of
from desktop.project.records import Fact, Json
from desktop.project.run_list import fair_run_in_use
from estimators.base.count import count
from estimators.base.interval import between, number_range
from estimators.base.money import money_range
from estimators.base.number import digits, number, rounded
from estimators.base.percent import set_percent
from estimators.base.phrase import capital, shorten, within_a_sentence
from estimators.base.sentence import tr
from estimators.case.questions import OF_CLASSES
from reports import evidence
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.need_for_ai.assessment import Assessment

_NUMBERS = {Kind.NUMBER, Kind.RANGE, Kind.LEVEL}
EMPTY_QUESTION = tr("What should it do? Say it in one sentence.")
CURRENCY_KEY = "currency"
NONE_OF_THESE = tr("None of these")
_LONGEST_HEADLINE = 62
_LONGEST_IDEA = 140


def currency_of(project: Project) -> str:
    return str(project.answer(CURRENCY_KEY, "USD"))


def question_text(project: Project, asked: Question) -> str:
    """The question in the words of the project and its kind: "Messages a month", "Good answers"."""
    return question_in_words(project, asked).text


def question_in_words(project: Project, asked: Question) -> Question:
    """The same with its hint, and its name inside a sentence."""
    said = worded(input_words(project), asked)
    if not is_readable(project):
        return said
    match asked.key:
        case "minutes_per_case":
            return replace(said, text=words_of(project).minutes)
        case "labelled_examples":
            return replace(said, text=capital(examples_noun(project).many))
    return said


def is_asked(project: Project, asked: Question) -> bool:
    """Whether a question is asked of its kind: a text, a number or an order has no classes."""
    of_classes = asked.kind is Kind.CLASSES or asked.key in OF_CLASSES
    if not is_readable(project):
        return True
    fact = project.fact(asked.key)
    answered = fact is not None and fact.known
    return not of_classes or answered or input_words(project).tells_apart


def answer_text(project: Project, asked: Question, value: Json) -> str:
    """An answer as it reads: "€2,000–14,000", "88–96%", "A person confirms it"."""
    if value is None:
        return tr("unknown")
    if asked.kind is Kind.CHOICE:
        return dict(asked.choices).get(str(value), str(value))
    if asked.kind is Kind.LEVEL:
        return tr("{number} of 5", number=number(value))
    if asked.kind is Kind.FLAGS:
        return flags_text(asked, value)
    if asked.kind in {Kind.LINE, Kind.LINES, Kind.CLASSES}:
        return str(value)
    return range_text(asked, *_ends(value), currency_of(project))


def flags_text(asked: Question, flags: Collection[str]) -> str:
    """The flags that apply, in the order in which they are asked; "None of these"."""
    given = [words for flag, words in asked.choices if flag in flags]
    return ", ".join((*given[:1], *map(within_a_sentence, given[1:]))) or NONE_OF_THESE


def suspected_sentence(project: Project, suspected: Collection[str]) -> str:
    """What the name and the sentence of a project suggest that the law looks at; empty where somebody answered."""
    fact = project.fact("purpose_flags")
    if (fact is not None and fact.known) or not suspected:
        return ""
    what = flags_text(question("purpose_flags"), suspected)
    return tr("It sounds as if this applies: {what}.", what=what)


def range_text(asked: Question, low: float, high: float, currency: str) -> str:
    """The ends of a range in the question's unit."""
    if asked.unit == "money":
        return money_range(low, high, currency)
    if asked.unit == "%":
        return between(low, high, set_percent)
    plain = number_range(low, high)
    unit = asked.unit if asked.unit != "s" else tr("second") if high == 1 else tr("seconds")
    return f"{plain} {unit}" if unit else plain


def _ends(value: Json) -> tuple[float, float]:
    return (value["low"], value["high"]) if isinstance(value, dict) else (value, value)


def brief_sentence(project: Project, wrong: Collection[str] = ()) -> str:
    """The person's own sentence, else the brief in at most 62 characters, made of the answers; the question where nothing is answered.

    ``wrong`` are the keys of answers that cannot be right: nothing is said of them.
    """
    facts = {key: f for key, f in project.facts().items() if f.known and key not in wrong}
    idea = str(facts["idea"].value or "").strip() if "idea" in facts else ""
    if idea:  # a person's own sentence is the headline, and stays it
        return shorten(idea, _LONGEST_IDEA)

    def said(key: str, text: str) -> str:
        if key not in facts:
            return ""
        return text.format(answer_text(project, question(key), facts[key].value))

    many = _a_year(project, facts["volume_per_month"]) if "volume_per_month" in facts else ""
    now = said("today_accuracy", tr("people are right {} of the time"))
    short = said("today_accuracy", tr("{} right today"))
    one = one_mistake(project)
    cost = said("miss_cost", tr("a wrong one costs {}") if one else tr("a miss costs {}"))
    who = str(facts["who"].value or "").strip().rstrip(".") if "who" in facts else ""
    pairs = (
        (many, now),
        (many, short),
        (many, cost),
        (many,),
        (who,),
        (now, cost),
        (now,),
        (cost,),
    )
    for parts in pairs:
        sentence = f"{capital('; '.join(parts))}."
        if all(parts) and len(sentence) <= _LONGEST_HEADLINE:
            return sentence
    if who:
        return shorten(who, _LONGEST_HEADLINE)
    if facts or project.classes():
        return shorten(project.name, _LONGEST_HEADLINE)
    return EMPTY_QUESTION


def _a_year(project: Project, volume: Fact) -> str:
    low, high = _ends(volume.value)
    # The middle of a wide range is the one that its ends are equally many times away from.
    middle = (low + high) / 2 if high <= 3 * low else sqrt(low * high)
    year = rounded(middle * 12)
    things = case_noun(project).many
    if volume.source is Provenance.MEASURED:
        return tr("{n} {things} a year", n=number(year), things=things)
    return tr("about {n} {things} a year", n=number(year), things=things)


@dataclass(frozen=True)
class KnownFact:
    """Something that the project found out: where it comes from, the fact in a sentence, its source, and for a list its name and value."""

    provenance: Provenance
    text: str
    note: str
    label: str
    value: str


def measured_facts(project: Project) -> tuple[KnownFact, ...]:
    """What the project has counted or measured by itself."""
    found = []
    labelled = sum(c.examples for c in project.classes())
    if labelled:
        counted = tr("{labelled} labelled {noun}", labelled=labelled, noun=noun(project, labelled))
        label = tr("Labelled {things}", things=noun(project, 2))
        found.append(
            KnownFact(Provenance.MEASURED, counted, tr("counted on Data"), label, digits(labelled))
        )
    run = fair_run_in_use(project)
    if run is not None:
        result = run.result
        text = tr(
            "Run {number} was right {correct} of {n_test} times",
            number=run.number,
            correct=result.correct,
            n_test=result.n_test,
        )
        value = tr(
            "Run {number}: {correct} of {n_test} right",
            number=run.number,
            correct=result.correct,
            n_test=result.n_test,
        )
        found.append(
            KnownFact(Provenance.MEASURED, text, tr("held-out test"), tr("The run in use"), value)
        )
    kind = kind_name(project)
    reactions = [
        each
        for row in project.sessions()
        for each in row.reactions
        if each.simulated and each.kind == kind
    ]
    if reactions:
        accepted = sum(reaction.outcome == "accepted" for reaction in reactions)
        text = tr(
            "People accepted {accepted} of {count}",
            accepted=accepted,
            count=count(len(reactions), "answer"),
        )
        value = tr("{correct} of {total}", correct=digits(accepted), total=digits(len(reactions)))
        found.append(
            KnownFact(
                Provenance.SIMULATED,
                text,
                tr("demo sessions with the fake"),
                tr("Answers that people accepted"),
                value,
            )
        )
    return tuple(found)


def open_keys(assessment: "Assessment") -> list[str]:
    """The questions whose answer could change the verdict, the weightiest first."""
    found = (question_of(name) for name in assessment.open_answers)
    return list(dict.fromkeys(asked.key for asked in found if asked is not None))


def problem_evidence(project: Project) -> evidence.Problem:
    """The part of the report about the problem: the sentence, every answer with its source, the baseline."""
    facts = project.facts()
    rows = []
    classes = project.classes()
    for asked in ALL_QUESTIONS:
        if asked.kind is Kind.CLASSES and classes:
            names = ", ".join(c.name for c in classes)
            # With examples they are what the labels say, and nobody's guess.
            source = Provenance.MEASURED if any(c.examples for c in classes) else Provenance.GUESS
            rows.append(evidence.ReportedFact(asked.text, names, source))
        fact = facts.get(asked.key)
        if fact is None or asked.kind in {Kind.LINES, Kind.CLASSES}:
            continue
        if asked.key == FALSE_ALARM and one_mistake(project):
            continue
        text = question_text(project, asked)
        value = answer_text(project, asked, fact.value if fact.known else None)
        numeric = asked.kind in _NUMBERS
        rows.append(evidence.ReportedFact(text, value, fact.source, fact.note, numeric, asked.key))
    rows += [
        evidence.ReportedFact(f.label, f.value, f.provenance, f.note, is_number=True)
        for f in measured_facts(project)
    ]
    today = project.answer("today", "")
    right = facts.get("today_accuracy")
    baseline = str(today or "").strip()
    if right is not None and right.known:
        accuracy = between(*_ends(right.value), set_percent)
        baseline = tr(
            "{today} Right {accuracy} of the time.", today=baseline, accuracy=accuracy
        ).strip()
    headline = brief_sentence(project)
    return evidence.Problem(
        "" if headline == EMPTY_QUESTION else headline,
        tuple(rows),
        baseline,
        str(project.answer("idea", "") or "").strip(),
    )
