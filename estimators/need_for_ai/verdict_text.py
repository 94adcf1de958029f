"""The verdict in words: headline, why, advice, success sentence, and answers that sit oddly together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from estimators.base.count import count, spelled_count
from estimators.base.noun import tr_noun
from estimators.base.number import digits, number
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.gates import checked, unnamed_purposes
from estimators.case.options import NO_AI, kind_of
from estimators.case.questions import CaseAnswers, Value
from estimators.need_for_ai.considered import Considered
from estimators.need_for_ai.cues import Citation, Cue, sources
from estimators.need_for_ai.grounds import grounds, way_headlines
from estimators.need_for_ai.risk_reasons import is_lopsided


@dataclass(frozen=True)
class Advice:
    """Whether the AI should act for people (automate) or help them (augment), and the names of the cues that say so."""

    mode: Literal["augment", "automate"]
    text: str
    source: Citation
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Success:
    """“If {metric} {direction} {threshold}, we will {action}.”; None where no number would do."""

    metric: str | None
    direction: str
    threshold: str | None
    action: str | None
    sentence: str


def headline_and_why(case: Considered) -> tuple[str, str]:
    """Return the verdict as a headline, and one sentence that supports it.

    Where the law calls for a person who checks and nobody has said that there is one, the headline holds only with one.
    """
    ground = grounds()[case.decision.ground]
    headline = ground.headline
    if not headline:
        assert case.decision.how is not None
        tuned = case.verdict == "automl_finetune" and case.decision.how == "self_host_open_weights"
        headline = way_headlines()["tuned_at_home" if tuned else case.decision.how]
    if case.waits_for_who_checks:
        headline = tr("If a person checks, {verdict}", verdict=within_a_sentence(headline))
    return headline, ground.why


def open_sentence(n: int, *, settled: bool) -> str:
    """Whether open answers could change the verdict, as was found by trying them."""
    if n:
        many = capital(spelled_count(n, tr_noun("open answer", "open answers")))
        return tr("{many} could change it.", many=many)
    if settled:
        return tr("No answer that is still missing could change it.")
    return tr("No single answer that you left open could change it.")


def advice_of(case: Considered) -> Advice:
    """Weigh what speaks for acting alone against what speaks for helping a person.

    The stakes come first; then what people said about the work; a person stays in wherever both
    speak, because help can be turned into automation later and not the other way round.
    """

    def advice(mode: Literal["augment", "automate"], text: str, *cues: Cue) -> Advice:
        return Advice(mode, text, sources()["pair_user_needs"], tuple(cue.name for cue in cues))

    known = case.values
    level, often = known.get("error_cost_level"), known.get("frequency_per_user_month")
    helps, acts = _said(case, "augment"), _said(case, "automate")
    help_people, act = tr("Help people, don’t replace them"), tr("Let it do the work")
    if case.found.law.tier == "prohibited" and not case.found.suspected:
        return advice("augment", tr("Neither: who watches it makes no difference to the law."))
    if case.grave:
        why = tr("the stakes are high and someone must answer for it")
        return advice("augment", f"{help_people}: {why}.", *helps)
    if level in ("high", "medium") or known.get("error_reversible") is False:
        confirm = tr("{help_people}: let a person confirm each result.")
        if known.get("human_in_loop"):
            confirm = tr("{help_people}: keep the person who confirms each result.")
        return advice("augment", confirm.format(help_people=help_people), *helps)
    if helps:
        part = (
            tr(" Take over only the part of which this is true: {text}.", text=acts[0].text)
            if acts
            else ""
        )
        return advice("augment", f"{help_people}: {helps[0].text}.{part}", *helps, *acts)
    repetitive = isinstance(often, int | float) and often >= 20
    if level is not None and (acts or repetitive) and not checked(case.view):
        why = acts[0].text if acts else tr("the task is repetitive")
        mended = tr(", and a mistake can be put right") if known.get("error_reversible") else ""
        return advice("automate", f"{act}: {why}{mended}.", *acts)
    text = tr("Help people first; let it act alone once it has earned their trust.")
    return advice("augment", text)


def _said(case: Considered, group: str) -> tuple[Cue, ...]:
    return tuple(cue for cue in case.cues.all if cue.group == group and cue.answer is True)


_HALF = 0.5  # of the answers
_NO_BAR = tr("the bar (still to be set)")


def success_of(case: Considered) -> Success:
    """Return when to stop, from what was said and, where nothing was, from the verdict."""
    known = case.values
    said = {
        part: text.strip().rstrip(".")
        for part in ("metric", "threshold", "action")
        if isinstance(text := known.get(f"success_{part}"), str) and text.strip()
    }
    feature = known.get("title")
    of_what = (
        tr(" of “{feature}”", feature=feature)
        if isinstance(feature, str) and feature.strip()
        else ""
    )
    gate = known.get("accuracy_gate")
    bar = set_percent(float(gate)) if isinstance(gate, int | float) else None
    if case.verdict in NO_AI and not said:
        stop = tr(
            "No number makes this ready as it stands; change what it does or how it is watched."
        )
        return Success(None, tr("falls below"), None, None, stop)
    if case.verdict == "fake_it_first":
        metric, going = (
            tr("the share of people who accept what the fake{of_what} shows", of_what=of_what),
            tr("stays below"),
        )
        learns = case.kind in ("classify", None)
        threshold = tr("the number you set before the session")
        action = tr("not train anything") if learns else tr("not build anything")
    else:
        metric, going = _right_share(case).format(of_what=of_what), tr("falls below")
        threshold, action = bar or _NO_BAR, tr("go back to what is done today")
    action, missed = said.get("action", action), known.get("bar_missed")
    if threshold == _NO_BAR and isinstance(missed, str) and not {"metric", "threshold"} & set(said):
        return Success(
            missed,
            "",
            None,
            action,
            tr("If {missed}, we will {action}.", missed=missed, action=action),
        )
    metric, threshold = said.get("metric", metric), said.get("threshold", threshold)
    ways = {"below": tr("falls below"), "above": tr("goes above")}
    going = ways.get(str(known.get("success_direction")), going)
    sentence = tr(
        "If {metric} {going} {threshold}, we will {action}.",
        metric=metric,
        going=going,
        threshold=threshold,
        action=action,
    )
    return Success(metric, going, threshold, action, sentence)


def _right_share(case: Considered) -> str:
    """What has to stay above the bar: of numbers those within reach, of what is rare what is found, else what is right."""
    ruled = case.verdict == "no_ai_rules"
    if case.kind == "number":
        if ruled:
            return tr("the share of answers from the rules{of_what} that are close enough")
        return tr("the share of answers{of_what} that are close enough")
    if (
        is_lopsided(case) and case.values.get("accuracy_gate") is None
    ):  # that bar is of right answers
        return tr("the share of the rare cases{of_what} that are found")
    if ruled:
        return tr("the share of right answers from the rules{of_what}")
    return tr("the share of right answers{of_what}")


@dataclass(frozen=True)
class Oddity:
    """Answers that sit oddly together: the sentence, and the names of the questions that it is about."""

    text: str
    names: tuple[str, ...]

    @property
    def note(self) -> str:
        """With the names, for who writes the case by hand."""
        return f"{self.text} ({', '.join(self.names)})"


def oddities_of(answers: CaseAnswers) -> Iterator[Oddity]:
    """Answers that sit oddly together."""
    known = answers.values

    def both(first: str, value: Value, second: str, other: Value) -> bool:
        return known.get(first) == value and known.get(second) == other

    if both("demand_validated", True, "user_pain", 0):
        text = tr("People have shown that they want it, yet it hurts nobody.")
        yield Oddity(text, ("user_pain",))
    if both("demand_validated", True, "active_users", 0):
        text = tr("People have shown that they want it, yet nobody uses it.")
        yield Oddity(text, ("active_users",))
    if unnamed := unnamed_purposes(known):
        text = tr(
            "What you wrote sounds like {flags}, and you did not name it: have it looked at.",
            flags=", ".join(unnamed).replace("_", " "),
        )
        yield Oddity(text, ("purpose_flags",))
    fit = known.get("commodity_fit")
    if known.get("commodity_api_available") is False and isinstance(fit, int | float) and fit >= 3:
        text = tr(
            "Nothing ready-made exists, yet it fits {number} of 5. The first is believed.",
            number=number(fit),
        )
        yield Oddity(text, ("commodity_api_available", "commodity_fit"))
    cost, level = known.get("error_cost_usd"), known.get("error_cost_level")
    if isinstance(cost, int | float) and cost > 10_000 and level in ("negligible", "low"):
        text = tr(
            "A mistake costs {cost}, yet its level is {level}.", cost=digits(cost), level=level
        )
        yield Oddity(text, ("error_cost_level",))
    share = known.get("review_share")
    if isinstance(share, int | float) and known.get("human_in_loop") is (share < _HALF):
        text = (
            tr("A person confirms each result, yet {share} are checked.", share=percent(share))
            if share < _HALF
            else tr("It acts alone, yet a person checks {share}.", share=percent(share))
        )
        yield Oddity(text, ("review_share",))
    if both("data_uniqueness", 5, "data_rights", "none"):
        text = tr("Only you have such data, yet they are not yours.")
        yield Oddity(text, ("data_uniqueness", "data_rights"))
    labels, classes = known.get("labelled_examples"), known.get("n_classes")
    if isinstance(labels, int) and isinstance(classes, int) and 0 < labels < classes:
        text = tr(
            "{classes} different answers, but only {examples}.",
            classes=classes,
            examples=count(labels, "example"),
        )
        yield Oddity(text, ("n_classes",))
    examples = TASK_KINDS[kind_of(known) or "classify"].example.many
    some = digits(labels) if isinstance(labels, int | float) and labels > 0 else ""
    if some and known.get("data_level") in ("C4", "C3"):
        text = tr(
            "There are {some} {examples}, yet the data are at level {level}: nobody can reach them.",
            some=some,
            examples=examples,
            level=str(known["data_level"]),
        )
        yield Oddity(text, ("data_level",))
    if some and known.get("canvas_training") is False:
        text = tr(
            "There are {some} {examples}, yet no past cases to learn from.",
            some=some,
            examples=examples,
        )
        yield Oddity(text, ("canvas_training",))
    if both("demand_validated", True, "people_want_to_do_it", True):
        text = tr("People have shown that they want it, yet do not want it done for them.")
        yield Oddity(text, ("people_want_to_do_it",))
    if both("explicit_rules_possible", "no", "rule_grew_too_complex", True):
        text = tr("No written rule is possible, yet today’s rule has grown too complex.")
        yield Oddity(text, ("explicit_rules_possible", "rule_grew_too_complex"))
