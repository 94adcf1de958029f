"""What is found of examples and of a training, as a kind and its facts; the sentence is made where it is read (decision 0358)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, ClassVar, ParamSpec

from estimators.base.count import count
from estimators.base.interval import likely, of_all
from estimators.base.language import language
from estimators.base.noun import example_noun
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr, tr_plural

FAIR_START = 15
"""Examples of a class to learn from; with fewer it is said that they are few."""
Fact = str | bool | int | float | list[str]
P = ParamSpec("P")
_SENTENCES: dict[str, Callable[..., str]] = {}


@dataclass(frozen=True)
class DataRemark:
    """One thing to know: its kind is the name of the function here that makes it, its facts are what that was given.

    Raises `ValueError` where there is no such kind, or the facts are not its own: what is kept may come from a stranger.
    """

    printed_as: ClassVar = "sentence"

    kind: str
    facts: dict[str, Fact]

    def __post_init__(self) -> None:
        try:
            said: object = self.sentence
        except (ArithmeticError, AttributeError, LookupError, TypeError):
            said = None
        if not isinstance(said, str):
            raise ValueError(f"“{self.kind[:40]}” is no remark, or has other facts.")

    @property
    def sentence(self) -> str:
        facts = (
            (name, type(fact), tuple(fact) if isinstance(fact, list) else fact)
            for name, fact in self.facts.items()
        )
        return _said(language().code, self.kind, tuple(facts))

    def __str__(self) -> str:
        return self.sentence


@lru_cache(maxsize=1024)  # a large inspection says the same of thousands of groups
def _said(_language: str, kind: str, facts: tuple[tuple[str, type, Any], ...]) -> str:
    return _SENTENCES[kind](**{name: fact for name, _, fact in facts})


def remark(say: Callable[P, str]) -> Callable[P, DataRemark]:
    """A remark from its facts; ``say`` makes its sentence of the same ones."""
    _SENTENCES[say.__name__] = say
    names = signature(say)

    @wraps(say)
    def made(*facts: P.args, **named: P.kwargs) -> DataRemark:
        return DataRemark(say.__name__, names.bind(*facts, **named).arguments)

    return made


def sentences(remarks: tuple[DataRemark, ...]) -> tuple[str, ...]:
    return tuple(remark.sentence for remark in remarks)


@remark
def worded(words: str) -> str:
    """As the reader of a file said it, or an older version, which kept nothing else."""
    return words


def in_words(words: str) -> dict[str, object]:
    """How a sentence that an older version kept is kept now."""
    return {"kind": "worded", "facts": {"words": words}}


# --- what to know about a training and a test -------------------------------------------------------------------------


@remark
def in_test_too(n: int, modality: str) -> str:
    return tr_plural(
        "{count} is also in the test, or nearly; it was not learned from.",
        "{count} are also in the test, or nearly; they were not learned from.",
        n,
        count=count(n, example_noun(modality)),
    )


@remark
def one_group(alone: str, modality: str) -> str:
    return tr(
        "All {many} of “{alone}” belong together, so “70% sure” could not be checked.",
        many=example_noun(modality).many,
        alone=alone,
    )


@remark
def untested_classes(names: list[str], n: int) -> str:
    return tr_plural(
        "{listed} is not in the test, so its accuracy is unknown.",
        "{listed} are not in the test, so their accuracy is unknown.",
        n,
        listed=listed([quoted(name) for name in names]),
    )


@remark
def few_to_learn_from(name: str, n: int, modality: str) -> str:
    return tr(
        "“{few}” has only {count} to learn from; 15 are a fair start.",
        few=name,
        count=count(n, example_noun(modality)),
    )


@remark
def out_of_fold(right: int, n: int, modality: str) -> str:
    from estimators.acceptance.bounds import interval

    return tr(
        "Left out in turn, {of_all} {things} were answered right ({likely}): a guide, and no test.",
        of_all=of_all(right, n),
        things=example_noun(modality).many,
        likely=likely(*interval(right, n)),
    )


@remark
def may_know_these(modality: str) -> str:
    return tr(
        "This file does not say what it learned from, so {many} that it knows may be among these.",
        many=example_noun(modality).many,
    )


@remark
def learned_from(n: int, modality: str) -> str:
    learned = count(n, example_noun(modality))
    return tr("Left out: {count} that the model learned from.", count=learned)


@remark
def nearly_learned_from(n: int, modality: str) -> str:
    return tr_plural(
        "{count} is nearly a copy of {many} that it learned from; it makes the result look better.",
        "{count} are nearly copies of {many} that it learned from; they make the result look better.",
        n,
        count=count(n, example_noun(modality)),
        many=example_noun(modality).many,
    )


@remark
def not_tested() -> str:
    return tr("Nothing was held out, so how good it is has not been tested.")


@remark
def few_tested(n: int, modality: str) -> str:
    examples = count(n, example_noun(modality))
    return tr("The test has only {count}, so its numbers say little.", count=examples)


@remark
def unreadable_in_test(n: int, modality: str) -> str:
    return tr_plural(
        "{n} test {things} could not be read and is not counted.",
        "{n} test {things} could not be read and are not counted.",
        n,
        things=example_noun(modality)(n),
    )


@remark
def unknown_classes(names: list[str], modality: str, more: int = 0) -> str:
    named = ", ".join(quoted(name) for name in names)
    many = example_noun(modality).many
    if more:
        return tr_plural(
            "The model does not know {names} and {n} other class; {many} of these count as wrong.",
            "The model does not know {names} and {n} other classes; {many} of these count as wrong.",
            more,
            names=named,
            many=many,
        )
    return tr_plural(
        "The model does not know {names}; {many} of it count as wrong.",
        "The model does not know {names}; {many} of these count as wrong.",
        len(names),
        names=named,
        many=many,
    )
