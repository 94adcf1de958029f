"""The questions of the brief: what is asked, in which unit, and which input of the engines it feeds.

Nothing is mandatory. An answer is kept as a fact under the question's key; "I don't know" is an answer.
"""

from dataclasses import dataclass
from enum import Enum

from estimators.build_vs_buy.prices import DefaultInput, default_inputs


class Kind(Enum):
    """What an answer looks like, and so which field asks for it."""

    LINE = "line"  # text
    LINES = "lines"  # longer text
    CLASSES = "classes"  # the classes of the project
    NUMBER = "number"  # one number
    RANGE = "range"  # {"low": .., "high": ..}: a calibrated 90% range
    CHOICE = "choice"  # one of ``choices``
    LEVEL = "level"  # a whole number 0 to 5, with words at the ends


@dataclass(frozen=True)
class Question:
    """One question of the Problem page.

    ``key`` names the fact; ``case_key`` the input of ``assess`` and ``options`` that it feeds (empty: none).
    ``unit`` is "", "money", "%", "s" or a word that follows the field.
    """

    key: str
    text: str
    kind: Kind
    words: str  # its name in "Undo change ..."
    case_key: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # value, words
    ends: tuple[str, str] = ("", "")
    group: str = ""


MAIN_QUESTIONS: tuple[Question, ...] = (
    Question(
        "who",
        "Who has the problem",
        Kind.LINE,
        "who has the problem",
        hint="Name people, not a market.",
        group="who",
    ),
    Question(
        "classes",
        "What the answer would be",
        Kind.CLASSES,
        "the answers",
        hint="One of these for every case. Click a name to say what it looks like.",
        group="who",
    ),
    Question(
        "volume_per_month",
        "Cases a month",
        Kind.RANGE,
        "cases a month",
        case_key="volume_per_month",
        group="today",
    ),
    Question("today", "What happens today", Kind.LINES, "what happens today", group="today"),
    Question(
        "today_accuracy",
        "How often that is right",
        Kind.RANGE,
        "how often today is right",
        case_key="baseline_accuracy",
        unit="%",
        group="today",
    ),
    Question(
        "miss_cost",
        "A miss costs",
        Kind.RANGE,
        "cost of a miss",
        case_key="missed_cost",
        unit="money",
        hint="Pick two numbers you would bet 9 to 1 the true cost lies between.",
        group="errors",
    ),
    Question(
        "false_alarm_cost",
        "A false alarm costs",
        Kind.RANGE,
        "cost of a false alarm",
        case_key="false_alarm_cost",
        unit="money",
        group="errors",
    ),
    Question(
        "right_value",
        "A right answer saves",
        Kind.RANGE,
        "what a right answer saves",
        case_key="value_per_correct",
        unit="money",
        group="errors",
    ),
    Question(
        "human_in_loop",
        "Who acts on the answer",
        Kind.CHOICE,
        "who acts on the answer",
        case_key="human_in_loop",
        choices=(("yes", "A person confirms it"), ("no", "It acts alone")),
        group="use",
    ),
    Question(
        "answer_seconds",
        "How fast it must answer",
        Kind.NUMBER,
        "how fast it must answer",
        unit="s",
        hint="1 answer in 20 may be slower.",
        group="use",
    ),
    Question(
        "accuracy_gate",
        "How right it must be",
        Kind.NUMBER,
        "how right it must be",
        case_key="accuracy_gate",
        unit="%",
        hint="A fake can measure this: see Fake it.",
        group="use",
    ),
    Question(
        "label_cost",
        "A label costs",
        Kind.RANGE,
        "what a label costs",
        case_key="cost_per_label",
        unit="money",
        group="use",
    ),
)

YES_NO = (("yes", "Yes"), ("no", "No"))

MORE_QUESTIONS: tuple[Question, ...] = (
    Question(
        "user_pain",
        "How much it hurts",
        Kind.LEVEL,
        "how much it hurts",
        case_key="user_pain",
        ends=("not at all", "acutely"),
        group="Demand",
    ),
    Question(
        "pain_evidence",
        "How you know",
        Kind.CHOICE,
        "how you know it hurts",
        case_key="pain_evidence",
        choices=(
            ("none", "Nobody asked yet"),
            ("anecdotal", "Anecdotes"),
            ("interviews", "Interviews"),
            ("metrics", "Numbers"),
        ),
        group="Demand",
    ),
    Question(
        "demand_validated",
        "Have users shown they want it",
        Kind.CHOICE,
        "whether demand is shown",
        case_key="demand_validated",
        choices=YES_NO,
        group="Demand",
    ),
    Question(
        "active_users",
        "People who would use it",
        Kind.NUMBER,
        "how many would use it",
        case_key="active_users",
        group="Demand",
    ),
    Question(
        "frequency_per_user_month",
        "Times each a month",
        Kind.NUMBER,
        "times a month",
        case_key="frequency_per_user_month",
        group="Demand",
    ),
    Question(
        "explicit_rules_possible",
        "Could written rules do it",
        Kind.CHOICE,
        "whether rules could do it",
        case_key="explicit_rules_possible",
        choices=(("yes", "Yes"), ("partly", "Partly"), ("no", "No")),
        group="Stakes",
    ),
    Question(
        "error_cost_level",
        "How bad a mistake is",
        Kind.CHOICE,
        "how bad a mistake is",
        case_key="error_cost_level",
        choices=(
            ("negligible", "Negligible"),
            ("low", "Low"),
            ("medium", "Medium"),
            ("high", "High"),
            ("critical", "Critical"),
        ),
        group="Stakes",
    ),
    Question(
        "error_reversible",
        "Can a mistake be undone",
        Kind.CHOICE,
        "whether a mistake can be undone",
        case_key="error_reversible",
        choices=YES_NO,
        group="Stakes",
    ),
    Question(
        "regulatory_tier",
        "What the law calls it",
        Kind.CHOICE,
        "the risk tier",
        case_key="regulatory_tier",
        choices=(
            ("minimal", "Minimal"),
            ("limited", "Limited"),
            ("high", "High risk"),
            ("prohibited", "Prohibited"),
        ),
        hint="EU AI Act tiers. A screening, not legal advice.",
        group="Stakes",
    ),
    Question(
        "validated_on_target_population",
        "Tried on the people it is for",
        Kind.CHOICE,
        "whether it was tried on its people",
        case_key="validated_on_target_population",
        choices=YES_NO,
        group="Stakes",
    ),
    Question(
        "labelled_examples",
        "Labelled examples",
        Kind.NUMBER,
        "labelled examples",
        case_key="labelled_examples",
        hint="Counted from Data once examples are there.",
        group="Data",
    ),
    Question(
        "data_owned",
        "Is the data yours",
        Kind.CHOICE,
        "whose the data is",
        case_key="data_owned",
        choices=YES_NO,
        group="Data",
    ),
    Question(
        "data_uniqueness",
        "How special your data is",
        Kind.LEVEL,
        "how special the data is",
        case_key="data_uniqueness",
        ends=("public", "only we have it"),
        group="Data",
    ),
    Question(
        "data_may_leave_premises",
        "May the data leave your house",
        Kind.CHOICE,
        "whether data may leave",
        case_key="data_may_leave_premises",
        choices=YES_NO,
        group="Data",
    ),
    Question(
        "differentiation",
        "Would it set you apart",
        Kind.LEVEL,
        "how far it sets you apart",
        case_key="differentiation",
        ends=("commodity", "why customers choose us"),
        group="Market",
    ),
    Question(
        "commodity_api_available",
        "Can you buy it ready made",
        Kind.CHOICE,
        "whether it can be bought",
        case_key="commodity_api_available",
        choices=YES_NO,
        group="Market",
    ),
    Question(
        "commodity_fit",
        "How well that would fit",
        Kind.LEVEL,
        "how well a bought one fits",
        case_key="commodity_fit",
        ends=("not at all", "solves it"),
        group="Market",
    ),
    Question(
        "ml_engineers",
        "ML engineers",
        Kind.NUMBER,
        "ML engineers",
        case_key="ml_engineers",
        group="Means",
    ),
    Question(
        "engineers",
        "Other engineers",
        Kind.NUMBER,
        "engineers",
        case_key="engineers",
        group="Means",
    ),
    Question(
        "budget_usd",
        "Budget",
        Kind.NUMBER,
        "the budget",
        case_key="budget_usd",
        unit="money",
        group="Means",
    ),
    Question(
        "labels_per_day",
        "Labels a day",
        Kind.NUMBER,
        "labels a day",
        hint="How many your people can label. With it, more labels have a date.",
        group="Means",
    ),
    Question(
        "deadline_weeks",
        "Weeks until it must be there",
        Kind.NUMBER,
        "the deadline",
        case_key="deadline_weeks",
        group="Means",
    ),
)

VALUE_GROUP = "Behind the value"
_UNITS = {"money": "money", "share": "%", "cases a month": "", "times": "times"}


def _about_the_value(default: DefaultInput) -> Question:
    """A number of the valuation that nobody else asks for: a default of ours until the person knows better."""
    words = default.label[:1].lower() + default.label[1:]
    unit = _UNITS.get(default.unit, default.unit)
    return Question(
        default.name,
        default.label,
        Kind.RANGE,
        words,
        case_key=default.name,
        unit=unit,
        group=VALUE_GROUP,
    )


_ASKED = {q.case_key for q in MAIN_QUESTIONS + MORE_QUESTIONS}
VALUE_QUESTIONS: tuple[Question, ...] = tuple(
    _about_the_value(default) for name, default in default_inputs().items() if name not in _ASKED
)

ALL_QUESTIONS = MAIN_QUESTIONS + MORE_QUESTIONS + VALUE_QUESTIONS


def question(key: str) -> Question:
    """The question of that key; KeyError where there is none."""
    return _BY_KEY[key]


def question_of(case_key: str) -> Question | None:
    """The question that feeds that input of the engines, or None where none does."""
    return _BY_CASE_KEY.get(case_key)


_BY_KEY = {q.key: q for q in ALL_QUESTIONS}
_BY_CASE_KEY = {q.case_key: q for q in ALL_QUESTIONS if q.case_key}
