"""What rules, people, money, examples and the market say, in sentences."""

import re
from math import sqrt

from estimators.base.count import count
from estimators.base.money import about_money, money
from estimators.base.number import digits, number
from estimators.base.sentence import tr, tr_plural
from estimators.base.task_kind import TASK_KINDS
from estimators.case.options import impossible_options
from estimators.case.prices import price_per_answer
from estimators.need_for_ai.considered import Considered, Effect, Sentences
from estimators.need_for_ai.cues import OWN_JUDGEMENT, criteria
from estimators.need_for_ai.economics import MINUTES_AT_MOST, per_dollar, worth_per_answer
from estimators.need_for_ai.findings import examples_required, rarest_examples, uncounted


def rules_reasons(case: Considered) -> Sentences:
    rule = case.values.get("explicit_rules_possible")
    if case.values.get("n_classes") == 1:
        yield (
            "against",
            "rule",
            tr("There is one answer only, so there is nothing to tell apart."),
            "rules_of_ml",
        )
    elif rule == "yes":
        text = tr(
            "A written rule gives the answer: cheaper than AI, predictable and open to checks."
        )
        yield "against", "rule", text, "rules_of_ml"
    elif rule == "partly":
        text = tr("Rules do part of it. They are the benchmark that anything else must beat.")
        yield "against", "rule", text, "ml_problem_framing"
    elif rule == "no" and case.kind in ("classify", None) and not case.values.get("task_type"):
        text = tr("No written rule describes the answer; it has to be recognised.")
        yield "for", "rule", text, "pair_user_needs"
    elif rule == "no":
        yield "for", "rule", tr("No written rule gives the answer."), "pair_user_needs"
    elif "explicit_rules_possible" in case.open_answers:
        yield "unknown", "rule", tr("Nobody has tried to write the rule down yet."), "rules_of_ml"
    kind = TASK_KINDS.get(case.kind or "")
    nothing_to_beat = case.found.rules == "yes" or case.verdict == "do_not_launch"
    if kind is not None and case.view["measured"] is None and not nothing_to_beat:
        text = tr(
            "Before anything is built, beat this on the same cases: {baseline}.",
            baseline=kind.baseline,
        )
        yield "against", "baseline", text, "rules_of_ml"


_KNOWN_FROM = {
    "metrics": tr("your metrics show it"),
    "interviews": tr("people said so in interviews"),
    "anecdotal": tr("known from anecdotes only"),
    "none": tr("with no evidence yet"),
}


def demand_reasons(case: Considered) -> Sentences:
    known = case.values
    pain, evidence = known.get("user_pain"), known.get("pain_evidence")
    if case.found.demand != "unproven":
        shown = known.get("demand_validated") is True
        text = (
            tr("People have shown that they want it.")
            if shown
            else tr(
                "People use the product, and the pain is known; nobody has said whether they want this."
            )
        )
        yield "for", "demand", text, "ideo_dvf"
    elif pain is not None and case.view["user_pain"] < criteria()["pain_least"]:
        yield (
            "against",
            "demand",
            tr("It hurts nobody, so there is nothing to solve yet."),
            "ideo_dvf",
        )
    elif known.get("demand_validated") is False:
        text = tr("Nobody has shown that people want it. A fake can show that without a model.")
        yield "against", "demand", text, "ideo_dvf"
    else:
        text = tr("Nobody has said whether people want it.")
        yield "unknown", "demand", text, "ideo_dvf"
    if isinstance(pain, int | float) and pain >= 4:
        how = f"; {_KNOWN_FROM[str(evidence)]}" if evidence else ""
        yield (
            "for",
            "demand",
            tr("It hurts: {number} of 5{how}.", number=number(pain), how=how),
            "ideo_dvf",
        )
    often = known.get("frequency_per_user_month")
    if isinstance(often, int | float) and often >= 20:
        text = tr(
            "It comes up {often} times a month for each person: repetitive work.",
            often=digits(often),
        )
        yield "for", "demand", text, "pair_user_needs"
    if (
        known.get("active_users") == 0
        and case.decision.ground == "nobody asked"
        and case.kind in ("rank", None)
    ):
        yield "against", "demand", tr("No users means no behaviour to learn from."), "rules_of_ml"


def money_reasons(case: Considered) -> Sentences:
    money_found, known = case.found.money, case.values
    volume = known.get("volume_per_month")
    if not isinstance(volume, int | float):
        if "volume_per_month" in case.open_answers:
            yield (
                "unknown",
                "volume",
                tr("Nobody has said how many there are in a month."),
                "ml_problem_framing",
            )
        return
    worth, named = worth_per_answer(known)
    currency, rate = str(known.get("currency", "USD")), per_dollar(known)
    if not money_found.pays or case.decision.ground == "not even a rule pays":
        if worth == 0:
            text = tr("A right answer is worth nothing, whatever it costs.")
            yield "against", "price", text, "ml_problem_framing"
            text = tr("What is done today does it already.")
            yield "against", "baseline", text, "ml_problem_framing"
            return
        assert money_found.worth is not None
        said = _WORTH if named else _MOST_WORTH
        text = said.format(
            volume=digits(volume),
            each=money(worth * rate, currency),
            sum=about_money(money_found.worth * rate, currency),
            minutes=digits(MINUTES_AT_MOST),
        )
        yield "against", "volume", text, "ml_problem_framing"
    yield from _calls(case, worth, named=named)


def _calls(case: Considered, worth: float, *, named: bool) -> Sentences:
    """What it costs to ask for an answer and for those of a month, where that decides or asking would lose by each."""
    known, volume = case.values, case.values["volume_per_month"]
    assert isinstance(volume, int | float)
    if case.kind == "generate" and _of_pictures_or_sound(case):
        return  # the price book knows what text costs
    how, ground = case.decision.how, case.decision.ground
    prompted = case.kind not in ("number", "rank")
    dear = "prompt_api" if prompted else "buy_product"
    low, high = price_per_answer(known, dear)
    loses = named and sqrt(low * high) > worth and dear not in impossible_options(known)
    bought = how if how in _CALLED else dear if loses or ground in _TOO_DEAR else ""
    if not bought:
        return
    low, high = price_per_answer(known, bought)
    currency, rate = str(known.get("currency", "USD")), per_dollar(known)
    cheap, most_dear, each = (money(each * rate, currency) for each in (low, high, worth))
    effect: Effect = "against" if named and sqrt(low * high) > worth else "for"
    if named:
        text = tr(
            "One answer costs about {low} to {high} to ask for; a right one is worth {each}.",
            low=cheap,
            high=most_dear,
            each=each,
        )
    else:
        text = tr("One answer costs about {low} to {high} to ask for.", low=cheap, high=most_dear)
    yield effect, "token cost", text, "list_prices"
    month, most = (about_money(each * rate * volume, currency) for each in (low, high))
    if ground in ("dear to call", "learn, dear to call"):
        text = tr(
            "Calls would cost about {low} to {high} a month; a model of your own, a part of that.",
            low=month,
            high=most,
        )
    else:
        text = tr("That is about {low} to {high} a month.", low=month, high=most)
    yield effect, "price", text, "list_prices"


_PICTURES_OR_SOUND = re.compile(
    r"\b(picture|image|photo|video|film|speech|voice|music|song|sound)s?\b.{0,20}(generat|synthes|clon|dub)"
    r"|(generat|creat|mak|draw|clon|dub|sing|compos)\w*\b.{0,30}\b(picture|image|photo|video|film|voice|music|song|sound)"
    r"|deepfake|face.?swap|text.to.(image|speech|video)"
)


def _of_pictures_or_sound(case: Considered) -> bool:
    """Whether its words say that it makes pictures, film or sound, not text."""
    texts = (case.values.get(name) for name in ("task_type", "title", "description"))
    return any(isinstance(t, str) and _PICTURES_OR_SOUND.search(t.lower()) for t in texts)


_WORTH = tr(
    "{volume} a month, worth at most {each} each, come to {sum} in three years: less than the cheapest way costs."
)
_MOST_WORTH = tr(
    "{volume} a month: even if each saved {minutes} minutes of paid work or a mistake ({each}), that is {sum} in three "
    "years, less than the cheapest way costs."
)
_TOO_DEAR = ("dear to call", "learn, dear to call", "cheaper at home", "no call pays")
_CALLED = ("buy_product", "prompt_api", "prompt_with_retrieval")


def data_reasons(case: Considered) -> Sentences:
    labels, kind = (
        case.values.get("labelled_examples"),
        TASK_KINDS.get(case.kind or "classify"),
    )
    assert kind is not None
    level = case.found.data
    trains = case.verdict in ("automl_finetune", "build_custom", "collect_first", "fake_it_first")
    ruled = case.decision.ground == "a rule does it"  # then nothing is learned
    counts = labels or trains or kind.name == "classify"
    if isinstance(labels, int | float) and counts and not ruled:
        yield from _examples(case, int(labels), level, trains=trains)
    elif labels is None and "labelled_examples" in case.open_answers:
        text = tr("Nobody has counted the {examples}.", examples=kind.example.many)
        yield "unknown", "examples", text, "drl"
    rights = case.values.get("data_rights")
    if labels and level == "barred":
        text = tr("The examples may not be used: the right to them is not there, or nobody knows.")
        yield "against", "data rights", text, "drl"
    elif rights == "none":
        yield "against", "data rights", tr("You may not use the examples there are."), "drl"
    elif rights == "unclear" or ("data_rights" in case.open_answers and labels):
        yield "unknown", "data rights", tr("Nobody has settled who may use the examples."), "drl"
    weeks = case.values.get("deadline_weeks")
    trains = case.verdict in ("automl_finetune", "build_custom")
    if trains and isinstance(weeks, int | float) and weeks < criteria()["deadline_weeks_tight"]:
        text = tr("{number} weeks are short; launch something simple first.", number=number(weeks))
        yield "against", "deadline", text, "rules_of_ml"


def _examples(case: Considered, labels: int, level: str, *, trains: bool) -> Sentences:
    kind = TASK_KINDS[case.kind or "classify"]
    have = count(labels, kind.example)
    rarest = rarest_examples(case.view)
    if level == "rare" and rarest is not None:
        text = tr(
            "Of {have}, only {rarest} show the rarest answer: that is the number that counts.",
            have=have,
            rarest=digits(int(rarest)),
        )
        yield "against", "rarest class", text, "peduzzi"
        return
    if level in ("enough", "vast") and uncounted(case.view, case.kind):
        text = tr(
            "{have}, but nobody has counted those of the rarer answer: that is the number that counts.",
            have=have,
        )
        yield (
            "against" if case.found.rules == "partly" else "unknown",
            "rarest class",
            text,
            "peduzzi",
        )
        if case.verdict == "no_ai_rules":
            return
    if level == "few":
        yield from _too_few(case, labels, trains=trains)
    elif level == "barred":
        return
    elif (
        level in ("modest", "solid")
        and case.found.rules == "partly"
        and case.verdict == "no_ai_rules"
    ):
        text = tr("{have} are too few to beat the rule that does part of it.", have=have)
        yield "against", "examples", text, "rules_of_ml"
    elif level == "vast":
        text = tr("{have} of your own can carry a model of your own.", have=have)
        yield "for", "examples", text, OWN_JUDGEMENT
    elif level == "modest":
        text = tr("{have} can train a first model.", have=have)
        yield "for", "examples", text, "training_examples"
    else:
        yield (
            "for",
            "examples",
            tr("{have} are enough to train on, and to test against.", have=have),
            "training_examples",
        )


def _too_few(case: Considered, labels: int, *, trains: bool) -> Sentences:
    """How many it would take; nothing where nothing is trained from examples."""
    kind = TASK_KINDS[case.kind or "classify"]
    said = {
        "buy_api": labels > 0 and kind.name == "classify",
        "fake_it_first": labels > 0 and not kind.is_written,
        "no_ai_rules": True,
    }
    if not said.get(case.verdict, trains):
        return
    required = examples_required(case.view["n_classes"], case.found.kind, grave=case.grave)
    need = digits(required)
    text = (
        tr_plural(
            "There is {have}; a first training takes about {need}.",
            "There are {have}; a first training takes about {need}.",
            labels,
            have=count(labels, kind.example),
            need=need,
        )
        if labels
        else tr(
            "There is nothing to learn from yet; a first training takes about {need}.",
            need=need,
        )
    )
    # What is published asks for more than so few.
    source = OWN_JUDGEMENT if required <= 20 else "training_examples"
    yield "for" if case.verdict == "buy_api" else "against", "examples", text, source


def market_reasons(case: Considered) -> Sentences:
    known = case.values
    fit = known.get("commodity_fit")
    assert fit is None or isinstance(fit, int | float)
    # What cannot be bought speaks for a model of one's own, where one can be had.
    missing: Effect = "for" if case.verdict in ("automl_finetune", "build_custom") else "against"
    if known.get("data_may_leave_premises") is False:
        if case.decision.how == "self_host_open_weights":
            text = tr(
                "The data may not leave the house: an open model runs on your own computers, and nothing leaves."
            )
            yield "for", "own hardware", text, "open_weights"
        else:
            text = tr(
                "The data may not leave the house: whatever answers has to run on your own computers."
            )
            yield missing, "own hardware", text, "open_weights"
    elif known.get("commodity_api_available") is False:
        yield missing, "fit", tr("Nothing ready-made exists to buy."), "automl_ladder"
        return
    if known.get("needs_own_knowledge") is True:
        text = tr(
            "The answers stand in your own documents: find the passage first, then answer from it and name the place."
        )
        yield "for", "retrieval", text, "retrieval"
    if fit is None:
        if "commodity_fit" in case.open_answers:
            text = tr("Nobody has tried a ready-made service on this yet.")
            yield "unknown", "fit", text, "automl_ladder"
    elif fit >= criteria()["fit_fair"] and case.found.market == "poor":
        text = tr(
            "Something ready-made was thought to do it ({number} of 5), and was measured below your bar.",
            number=number(fit),
        )
        yield missing, "fit", text, "clopper_pearson"
    elif fit >= criteria()["fit_good"]:
        text = tr("Something ready-made already does it well ({number} of 5).", number=number(fit))
        yield "for", "fit", text, "automl_ladder"
    elif fit >= criteria()["fit_fair"]:
        text = tr("Something ready-made does part of it ({number} of 5).", number=number(fit))
        yield "for", "fit", text, "automl_ladder"
    else:
        text = tr("Nothing ready-made fits it ({number} of 5).", number=number(fit))
        yield missing, "fit", text, "automl_ladder"


def edge_reasons(case: Considered) -> Sentences:
    difference = case.values.get("differentiation")
    if case.found.edge == "unique":
        text = tr("Customers choose you for this, and few others have such data.")
        yield "for", "differentiation", text, OWN_JUDGEMENT
    elif (
        isinstance(difference, int | float)
        and difference <= 2
        and case.verdict in ("buy_api", "automl_finetune")
    ):
        text = tr("Customers do not choose you for this, so building from scratch wins no edge.")
        yield "for", "differentiation", text, OWN_JUDGEMENT


def team_reasons(case: Considered) -> Sentences:
    people, budget = case.values.get("ml_engineers"), case.values.get("budget_usd")
    if case.found.team == "able" and isinstance(people, int | float):
        text = tr(
            "{people} machine-learning engineers can build it and keep it alive.",
            people=digits(people),
        )
        yield "for", "team", text, "ml_problem_framing"
    elif case.found.edge == "unique" and people is not None and budget is not None:
        text = tr(
            "The team or the budget is too small to build one from scratch and keep it alive."
        )
        yield "against", "team", text, "ml_problem_framing"
    elif people == 0 and case.verdict == "buy_api":
        text = tr("Nobody there builds models, and for this nobody needs to.")
        yield "for", "team", text, "ml_problem_framing"
