"""The ways to get an answer in 2026, and which of them a case leaves open: one list for the verdict and for the money."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, suggested_kind
from estimators.case.ways import WAYS

HOWS = tuple(way.name for way in WAYS)  # the `how` of a verdict
_BOUGHT = ("buy_product", "prompt_api", "prompt_with_retrieval")
READY_MADE = (*_BOUGHT, "self_host_open_weights")
FITTED = ("train_own", "fine_tune_hosted", "self_host_open_weights", "build_from_scratch")
"""What is fitted to own examples."""

# What each verdict says to do, as the end of a sentence.
VERDICT_WORDS = {
    "no_ai_rules": tr("use a rule"),
    "leave_as_it_is": tr("leave it as it is"),
    "fake_it_first": tr("fake it first"),
    "collect_first": tr("collect examples first"),
    "buy_api": tr("buy or prompt it"),
    "automl_finetune": tr("train or tune it on examples"),
    "build_custom": tr("build it"),
    "do_not_launch": tr("do not launch"),
    "launch": tr("launch it"),
}
MADE = ("buy_api", "automl_finetune", "build_custom", "launch")  # an AI is used
NO_AI = ("do_not_launch", "leave_as_it_is")  # nothing is made

FORBIDDEN = tr("The law forbids this use.")
_LEAVES = tr("The data may not leave the house.")
_RIGHTS = tr("The examples may not be used for training: nobody has the right to, or nobody knows.")


def kind_of(values: Mapping[str, Any]) -> str | None:
    """The kind of product as chosen, or else what the words of the case suggest.

    What only the words suggest decides on other words and on the way to do it, never on a verdict.
    """
    chosen = chosen_kind(values)
    if chosen is not None:
        return chosen
    for name in ("task_type", "title", "description"):
        text = values.get(name)
        kind = suggested_kind(text) if isinstance(text, str) else None
        if kind is not None:
            return kind
    return None


def chosen_kind(values: Mapping[str, Any]) -> str | None:
    """The kind of product that somebody chose."""
    kind = values.get("task_kind")
    return None if kind is None else str(kind)


def may_use_examples(values: Mapping[str, Any]) -> bool:
    """Whether the examples there are may be trained on; what nobody has said counts as a yes."""
    return values.get("data_rights") not in ("unclear", "none")


def _is_wordless(values: Mapping[str, Any]) -> bool:
    """Whether sounds or rows alone go in, and nobody has said that it has to understand people's own words."""
    goes_in = values.get("goes_in") or ()
    return (
        bool(goes_in)
        and {"sound", "table"}.issuperset(goes_in)
        and values.get("natural_language") is not True
    )


def impossible_options(
    values: Mapping[str, Any], kind: str | None = None, *, forbidden: bool = False
) -> dict[str, str]:
    """Which ways a case rules out, each with the reason as a sentence.

    Parameters
    ----------
    values : mapping
        Known answers by name (`read_case`).
    kind : str, optional
        The kind of product where it is not the one that was chosen.
    forbidden : bool
        Whether the law forbids the purpose; then nothing is left.
    """
    if forbidden:
        return dict.fromkeys(HOWS, FORBIDDEN)
    measured = values.get("measured")
    return dict(
        _impossible(
            kind or chosen_kind(values),
            # A rule that was measured is written down, whatever was thought.
            wordless=_is_wordless(values),
            unwritten=values.get("explicit_rules_possible") == "no"
            and (measured is None or measured.test_of("rule") is None),
            unsold=values.get("commodity_api_available") is False,
            at_home=values.get("data_may_leave_premises") is False,
            documents=values.get("needs_own_knowledge") is True,
            may_learn=may_use_examples(values),
            builders=values.get("ml_engineers") != 0,
            engineers=values.get("engineers") != 0,
        )
    )


@lru_cache(maxsize=256)  # the flip points ask again and again
def _impossible(
    kind: str | None,
    *,
    wordless: bool,
    unwritten: bool,
    unsold: bool,
    at_home: bool,
    documents: bool,
    may_learn: bool,
    builders: bool,
    engineers: bool,
) -> dict[str, str]:
    found: dict[str, str] = {}
    ways = TASK_KINDS[kind or "classify"].made_by

    def never(why: str, *hows: str) -> None:
        for how in hows:
            found.setdefault(how, why)

    if unwritten:
        never(tr("Nobody can write the rule down."), "rule")
    if unsold:
        never(tr("Nothing ready-made exists to buy."), *_BOUGHT)
    if at_home:
        never(_LEAVES, *_BOUGHT, "fine_tune_hosted")
    if "prompted" not in ways:
        never(
            tr("A language model is the wrong tool for this kind of answer."),
            "prompt_api",
            "prompt_with_retrieval",
        )
    if wordless and ways[:1] == ("trained",):
        never(
            tr(
                "A language model reads words and pictures; of sounds and rows one learns from examples."
            ),
            "prompt_api",
            "prompt_with_retrieval",
        )
    if not documents:
        never(
            tr("Nobody has said that the answers stand in your own documents."),
            "prompt_with_retrieval",
        )
    if ways == ("trained",):
        never(tr("Open models of this kind are trained, not prompted."), "self_host_open_weights")
    elif not engineers and not builders:
        never(tr("Nobody there could run a model."), "self_host_open_weights")
    if not may_learn:
        never(_RIGHTS, "fine_tune_hosted", "train_own", "build_from_scratch")
    if "trained" not in ways:
        never(
            tr("A model of this kind is not trained from own examples alone."),
            "train_own",
        )
    if not builders:
        never(tr("Nobody there builds models."), "build_from_scratch")
    return found
