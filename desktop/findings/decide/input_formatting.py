"""Inputs and their values in words: "300 labelled examples or more", "a written rule could do it", "not known"."""

from typing import Any

from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import question_of
from estimators.base.money import money
from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.phrase import capital


def amount_words(unit: str, value: float, currency: str) -> str:
    """A value of the valuation in its unit."""
    if unit == "money":
        return money(value, currency, exact=True)
    if unit == "share":
        return percent(value)
    return number(value)


def value_words(name: str, value: Any, currency: str) -> str:
    """A value of an input as it reads: "yes", "partly", "300", "not known"."""
    if value is None:
        return "not known"
    if hasattr(value, "correct"):
        return f"{digits(value.correct)} of {digits(value.n)} right"
    asked = question_of(name)
    if isinstance(value, bool | str):
        return _choice(asked, value)
    if asked is not None and asked.kind is Kind.LEVEL:
        return f"{number(value)} of 5"
    unit = {"money": "money", "%": "share"}.get(asked.unit if asked else "", "")
    return amount_words(unit, value, currency)


def _choice(asked: Question | None, value: bool | str) -> str:
    key = ("yes" if value else "no") if isinstance(value, bool) else value
    words = dict(asked.choices).get(key, "") if asked else ""
    plain = words or {"pre_launch": "about to launch"}.get(key, key.replace("_", " "))
    return plain[:1].lower() + plain[1:]


_CONDITIONS: dict[str, dict[Any, str]] = {
    "explicit_rules_possible": {
        "yes": "A written rule could do it",
        "partly": "A written rule could do part of it",
        "no": "No written rule could do it",
    },
    "data_may_leave_premises": {
        True: "The data may leave your house",
        False: "The data may not leave your house",
    },
    "regulatory_tier": {
        "minimal": "The law asks little of it",
        "limited": "The law asks for transparency",
        "high": "The law calls it high risk",
        "prohibited": "The law forbids it",
    },
    "demand_validated": {
        True: "People have shown that they want it",
        False: "People have not shown that they want it",
    },
    "commodity_api_available": {
        True: "You can buy it ready made",
        False: "You cannot buy it ready made",
    },
    "human_in_loop": {True: "A person confirms each answer", False: "It acts alone"},
    "error_reversible": {True: "A mistake can be undone", False: "A mistake cannot be undone"},
    "validated_on_target_population": {
        True: "It was tried on the people it is for",
        False: "It was not tried on the people it is for",
    },
    "data_owned": {True: "The data is yours", False: "The data is not yours"},
    "stage": {"concept": "It is still a concept", "pre_launch": "It is about to launch"},
    "error_cost_level": {
        "negligible": "A mistake hardly matters",
        "low": "A mistake costs little",
        "medium": "A mistake costs something",
        "high": "A mistake costs a lot",
        "critical": "A mistake does grave harm",
    },
    "pain_evidence": {
        "none": "Nobody asked whether it hurts",
        "anecdotal": "Anecdotes say that it hurts",
        "interviews": "Interviews show that it hurts",
        "metrics": "Numbers show that it hurts",
    },
}
_AMOUNTS = {
    "user_pain": "It hurts {} or {}",
    "data_uniqueness": "Your data is special: {} or {}",
    "differentiation": "It sets you apart: {} or {}",
    "commodity_fit": "A bought one fits {} or {}",
    "labelled_examples": "You have {} labelled examples or {}",
    "n_classes": "There are {} different answers or {}",
    "ml_engineers": "You have {} ML engineers or {}",
    "budget_usd": "The budget is {} or {}",
    "active_users": "{} people would use it, or {}",
    "accuracy_gate": "It must be right {} of the time or {}",
}


def condition(name: str, start: Any, to: Any, currency: str) -> str:
    """The change as the first half of a sentence: "A written rule could do it", "You have 300 labelled examples or more"."""
    words = value_words(name, to, currency)
    if hasattr(to, "correct"):
        return f"The test gets {words}"
    if to in _CONDITIONS.get(name, {}):
        return _CONDITIONS[name][to]
    before = start if isinstance(start, int | float) and not isinstance(start, bool) else 0
    fewer = to < before if isinstance(to, int | float) else False
    many = name in {"labelled_examples", "n_classes", "ml_engineers", "active_users"}
    if name in _AMOUNTS:
        return _AMOUNTS[name].format(words, ("fewer" if many else "less") if fewer else "more")
    return f"{question_label(name, name.replace('_', ' '))}: {words}"


def question_label(name: str, otherwise: str) -> str:
    asked = question_of(name)
    return asked.text if asked is not None else capital(otherwise)


_THRESHOLDS = {
    "volume_per_month": ("There are {} than {} cases a month", "fewer"),
    "baseline_accuracy": ("People are right {} than {} of the time", "less"),
    "accuracy_rules": ("A rule is right {} than {} of the time", "less"),
    "accuracy_api": ("The service is right {} than {} of the time", "less"),
    "accuracy_automl": ("The trained one is right {} than {} of the time", "less"),
    "missed_cost": ("A miss costs {} than {}", "less"),
    "false_alarm_cost": ("A false alarm costs {} than {}", "less"),
    "value_per_correct": ("A right answer saves {} than {}", "less"),
    "cost_per_label": ("A label costs {} than {}", "less"),
    "adoption": ("People use {} than {} of the answers", "less"),
    "mistakes_caught": ("People catch {} than {} of the mistakes", "less"),
    "rules_person_months": ("The rule takes {} than {} person-months", "less"),
    "buy_person_months": ("Connecting the service takes {} than {} person-months", "less"),
    "automl_person_months": ("Training takes {} than {} person-months", "less"),
    "build_person_months": ("Building takes {} than {} person-months", "less"),
    "rules_delay": ("The rule takes {} than {} months", "less"),
    "buy_delay": ("The service takes {} than {} months", "less"),
    "automl_delay": ("Training takes {} than {} months", "less"),
    "build_delay": ("Building takes {} than {} months", "less"),
    "price_per_call": ("A call costs {} than {}", "less"),
    "review_cost": ("A review costs {} than {}", "less"),
    "person_month_cost": ("A person-month costs {} than {}", "less"),
}
_SHORT = {
    "baseline_accuracy": "Right today",
    "accuracy_rules": "A rule is right",
    "accuracy_api": "The service is right",
    "accuracy_automl": "The trained is right",
    "adoption": "Answers people use",
    "mistakes_caught": "Mistakes caught",
    "missed_share": "Mistakes that are misses",
    "review_share": "Answers reviewed",
    "rules_person_months": "Months on the rule",
    "buy_person_months": "Months to connect",
    "automl_person_months": "Months to train",
    "build_person_months": "Months to build",
    "build_gain": "Gain of building",
}


def threshold(name: str, label: str, shown: str, *, more: bool) -> str:
    """A number beyond a border as the first half of a sentence: "A miss costs more than €9,100"."""
    if name in _THRESHOLDS:
        words, fewer = _THRESHOLDS[name]
        return words.format("more" if more else fewer, shown)
    return f"{question_label(name, label)}: {'more' if more else 'less'} than {shown}"


def short_label(name: str, label: str) -> str:
    """The name of an input where there is little room: in a chart."""
    return _SHORT.get(name) or question_label(name, label)
