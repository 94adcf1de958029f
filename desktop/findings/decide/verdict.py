"""The verdict and what each option is worth: worked out once, in the words of page and report."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.findings.decide.flip_points import how_to_know, question_label
from desktop.findings.decide.intangibles import counts_in_words
from desktop.findings.problem.brief import question_text
from desktop.findings.problem.kind_words import worded
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import is_trained_here
from desktop.project.project import Project
from desktop.project.question_kinds import Question
from desktop.project.questions import question, question_of
from desktop.project.stages import Stage
from estimators.base.count import spelled
from estimators.base.errors import UserError
from estimators.base.money import about_money
from estimators.base.phrase import capital, listed, within_a_sentence
from estimators.base.sentence import tr, tr_plural
from estimators.case.given_number import AnswerError
from estimators.case.options import VERDICT_WORDS
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment

VERDICT_KEY, REASON_KEY = "decide.verdict", "decide.reason"
MEASURED_KEY, ALL_OF_THEM = "measured", ""
MOST_OPEN = 3  # answers that a sentence names
MOST_UNKNOWN = 6  # questions that can be gone to from the verdict
# What no question asks: the project counts or measures it.
SAID_OTHERWISE = {
    MEASURED_KEY: tr("how often it is right in a test"),
    "n_classes": tr("how many different answers there are"),
}


@dataclass(frozen=True)
class Worked:
    """Both answers to one case."""

    case: Mapping[str, Any]
    assessment: "Assessment"
    valuation: "Valuation"


def work_out(case: Mapping[str, Any], seed: int = 0) -> Worked:
    """Assess and value a case (about 0.1 s); ``UserError`` names an answer that cannot be right."""
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.need_for_ai import assess

    return Worked(case, assess(case), BuildVsBuy(random_state=seed).evaluate(case))


def case_fingerprint(case: Mapping[str, Any]) -> str:
    """The same answers, the same hash."""
    text = json.dumps(case, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class NextStep:
    """What follows from a verdict: the words of the primary button and where it leads."""

    words: str
    stage: Stage


NEXT_STEPS = {
    "fake_it_first": NextStep(tr("Set up the fake"), Stage.FAKE),
    "buy_api": NextStep(tr("Set up the fake"), Stage.FAKE),
    "automl_finetune": NextStep(tr("Bring examples"), Stage.DATA),
    "build_custom": NextStep(tr("Bring examples"), Stage.DATA),
    "no_ai_rules": NextStep(tr("Write the report"), Stage.REPORT),
    "leave_as_it_is": NextStep(tr("Write the report"), Stage.REPORT),
    "collect_first": NextStep(tr("Set up the fake"), Stage.FAKE),
    "launch": NextStep(tr("See whether it may launch"), Stage.LAUNCH),
    "do_not_launch": NextStep(tr("Write the report"), Stage.REPORT),
}


def next_step(project: Project, verdict: str) -> NextStep:
    """What follows from a verdict for this project: what is there already is not asked for again."""
    step = NEXT_STEPS[verdict]
    if step.stage is not Stage.DATA:
        return step
    if not is_trained_here(project):  # Data keeps no examples of these
        return NEXT_STEPS["fake_it_first"]
    if project.runs():
        return NextStep(tr("See whether it may launch"), Stage.LAUNCH)
    return NextStep(tr("Train it"), Stage.MEASURE) if _can_train(project) else step


def _can_train(project: Project) -> bool:
    return sum(c.examples > 0 for c in project.classes()) >= 2


# --- sentences ---------------------------------------------------------------------------------------------------


def own_verdict(project: Project) -> str | None:
    """The verdict that the person has recorded: the assessment’s, accepted, or another."""
    chosen = project.answer(VERDICT_KEY)
    return chosen if chosen in VERDICT_WORDS else None


def own_reason(project: Project) -> str:
    """Why the person decided so; empty where they did not say."""
    return str(project.answer(REASON_KEY) or "")


def decide(project: Project, verdict: str, reason: str) -> Command:
    """The edit that records a decision of the person, with its reason if there is one."""
    commands: list[Command] = [edit.SetFact(VERDICT_KEY, verdict, tr("the verdict"))]
    if reason:
        commands.append(edit.SetFact(REASON_KEY, reason, tr("the reason")))
    elif project.fact(REASON_KEY) is not None:
        commands.append(edit.ClearFact(REASON_KEY, tr("the reason")))
    return edit.Several(
        commands, tr("decide to {verdict_words}", verdict_words=VERDICT_WORDS[verdict])
    )


def take_decision_back() -> Command:
    """The edit after which the assessment’s verdict holds."""
    cleared = ((VERDICT_KEY, tr("the verdict")), (REASON_KEY, tr("the reason")))
    return edit.Several([edit.ClearFact(*each) for each in cleared], tr("take the decision back"))


def verdict_sentence(verdict: str) -> str:
    """A verdict as a sentence: "Train or tune it on examples."."""
    return f"{capital(VERDICT_WORDS[verdict])}."


def otherwise_sentence(verdict: str, reason: str, worked: Worked) -> str:
    """What the person decided and what the assessment says instead."""
    why = tr("Your reason: {reason}. ", reason=reason.strip().rstrip(".")) if reason.strip() else ""
    says = VERDICT_WORDS[worked.assessment.verdict]
    return tr(
        "You decided to {verdict_words}. {why}The assessment says: {says}.",
        verdict_words=VERDICT_WORDS[verdict],
        why=why,
        says=says,
    )


def open_answers_words(assessment: "Assessment") -> str:
    """Which open answers could change the verdict; empty where none could."""
    names = [
        SAID_OTHERWISE.get(name)
        or within_a_sentence(question_label(assessment.words, name, label_of(name)))
        for name in assessment.open_answers
    ]
    shown = names
    if len(names) > MOST_OPEN:
        more = spelled(len(names) - MOST_OPEN)
        shown = [*names[:MOST_OPEN], tr("{names} more", names=more)]
    if not names:
        return ""
    return tr_plural("It is: {listed}.", "They are: {listed}.", len(names), listed=listed(shown))


def open_answers_sentence(assessment: "Assessment") -> str:
    """Whether open answers could change the verdict, and which."""
    which = open_answers_words(assessment)
    return f"{assessment.open_sentence} {which}".rstrip()


def unknown_questions(assessment: "Assessment") -> tuple[tuple[str, str], ...]:
    """Where the unknown answers that could change the verdict are asked: the question’s key and text.

    The weightiest first; where there are more than can be read at a glance, the last one is ``ALL_OF_THEM``.
    Right answers of a test are asked nowhere: Measure does that, under the key ``MEASURED_KEY``.
    """
    found = []
    for name in assessment.open_answers[:MOST_UNKNOWN]:
        asked = question("classes") if name == "n_classes" else question_of(name)
        if asked is not None:
            found.append((asked.key, worded(assessment.words, asked).text))
        elif name == MEASURED_KEY:
            found.append((MEASURED_KEY, tr("Measure answers")))
    if len(assessment.open_answers) > MOST_UNKNOWN:
        found.append((ALL_OF_THEM, tr("All of them")))
    return tuple(found)


def sources_sentence(valuation: "Valuation") -> str:
    """How many of the numbers behind the value come from where."""
    words = {
        Provenance.MEASURED: (tr("is measured"), tr("are measured")),
        Provenance.SIMULATED: (tr("is simulated"), tr("are simulated")),
        Provenance.GUESS: (tr("is your guess"), tr("are your guesses")),
        Provenance.PUBLISHED: (tr("is published"), tr("are published")),
        Provenance.DEFAULT: (tr("is a default of ours"), tr("are defaults of ours")),
    }
    made_up = (tr("is made up for the sample"), tr("are made up for the sample"))
    counts = counts_in_words(valuation, words, made_up)
    return tr(
        "Of the {inputs} numbers behind the value, {counts}.",
        inputs=len(valuation.inputs),
        counts=counts,
    )


def label_of(name: str) -> str:
    from estimators.case.questions import questions

    asked = questions().get(name)
    return asked.label if asked is not None else name.replace("_", " ")


@dataclass(frozen=True)
class FindFirst:
    """The one number most worth knowing: its question, what knowing it is worth, how to find out."""

    key: str
    title: str
    text: str
    worth: float


def find_first(project: Project, valuation: "Valuation") -> FindFirst | None:
    """What to find out first, or None where no single number would change the choice."""
    name = valuation.find_out_first
    asked = question_of(name) if name else None
    if name is None or asked is None:
        return None
    worth = about_money(valuation.find_out_first_worth, valuation.currency)
    words = tr(
        "Worth up to {worth} to know. {how}", worth=worth, how=how_to_know(valuation.words, name)
    ).strip()
    title = tr(
        "Find out first: {question}", question=within_a_sentence(question_text(project, asked))
    )
    return FindFirst(asked.key, title, words, valuation.find_out_first_worth)


def field_of(error: UserError) -> Question | None:
    """The question whose answer an engine could not take."""
    return question_of(error.name) if isinstance(error, AnswerError) else None


def in_our_words(project: Project, error: UserError) -> UserError:
    """The error with the question as the person knows it, instead of the engine’s name for it."""
    asked = field_of(error)
    if asked is None or not isinstance(error, AnswerError):
        return error
    what = tr(
        "“{question}” {problem}.", question=question_text(project, asked), problem=error.problem
    )
    return UserError(what, error.why, error.next_step)
