"""What is found of examples and of a training, as a kind and its facts; the sentence is made where it is read (decision 0358)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import ClassVar, ParamSpec

from estimators.base.count import count, times
from estimators.base.interval import likely, of_all, percent_range
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.percent import percent, sure_percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural

FAIR_START = 15
"""Examples of a class to learn from; with fewer it is said that they are few."""
TINY = 32
"""Pixels: what is less wide or high shows little."""
Fact = str | bool | int | float | list[str]
P = ParamSpec("P")
_SENTENCES: dict[str, Callable[..., str]] = {}


@dataclass(frozen=True)
class Remark:
    """One thing to know: its kind is the name of the function here that makes it, its facts are what that was given.

    Raises `ValueError` where there is no such kind, or the facts are not its own: what is kept may come from a stranger.
    """

    printed_as: ClassVar = "sentence"

    kind: str
    facts: dict[str, Fact]

    def __post_init__(self) -> None:
        try:
            _ = self.sentence
        except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
            raise ValueError(f"“{self.kind[:40]}” is no remark, or has other facts.") from error

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.kind](**self.facts)


def _remark(say: Callable[P, str]) -> Callable[P, Remark]:
    """A remark from its facts; ``say`` makes its sentence of the same ones."""
    _SENTENCES[say.__name__] = say
    names = signature(say)

    @wraps(say)
    def made(*facts: P.args, **named: P.kwargs) -> Remark:
        return Remark(say.__name__, names.bind(*facts, **named).arguments)

    return made


def sentences(remarks: tuple[Remark, ...]) -> tuple[str, ...]:
    return tuple(remark.sentence for remark in remarks)


@_remark
def worded(words: str) -> str:
    """As the reader of a file said it, or an older version, which kept nothing else."""
    return words


def in_words(row: dict[str, object], name: str = "remark", older: str = "why") -> None:
    """An upgrade of a row that kept a sentence."""
    row[name] = {"kind": "worded", "facts": {"words": row.pop(older)}}


# --- what an inspection finds -------------------------------------------------------------------------------------


@_remark
def few_in_class(name: str, n: int, modality: str) -> str:
    return tr(
        "“{name}” has only {count}; {few} are a fair start.",
        name=name,
        count=count(n, example_noun(modality)),
        few=FAIR_START,
    )


@_remark
def lopsided(largest: str, smallest: str, ratio: float, modality: str) -> str:
    return tr(
        "“{largest}” has {times} times as many {many} as “{smallest}”; rare classes get missed.",
        largest=largest,
        times=f"{ratio:.0f}",
        many=example_noun(modality).many,
        smallest=smallest,
    )


@_remark
def looks_like(label: str, looks: str, probability: float) -> str:
    return tr(
        "Labelled “{label}”, but it looks like “{looks}” ({sure}% sure).",
        label=label,
        looks=looks,
        sure=sure_percent(probability),
    )


@_remark
def unlike_others(label: str, modality: str) -> str:
    return tr(
        "Unlike the other {many}, those of “{label}” included; does it belong here?",
        many=example_noun(modality).many,
        label=label,
    )


@_remark
def same(n: int, modality: str) -> str:
    return tr("The same {one}, {times}.", one=example_noun(modality).one, times=times(n))


@_remark
def nearly_same(n: int, modality: str) -> str:
    return tr(
        "{count} that are nearly the same; they stay on one side of every split.",
        count=count(n, example_noun(modality)),
    )


@_remark
def several_labels(names: list[str], exact: bool, modality: str) -> str:
    what = tr(
        "{alike} {one} is in {listed}",
        alike=_alike(exact=exact),
        one=example_noun(modality).one,
        listed=listed([f"“{name}”" for name in names]),
    )
    return f"{what}; {tr('only one can be right') if exact else tr('look which is right')}."


@_remark
def on_both_sides(exact: bool, modality: str) -> str:
    return tr(
        "{alike} {one} is in the learning set and in "
        "the test; the result would look better than it is.",
        alike=_alike(exact=exact),
        one=example_noun(modality).one,
    )


def _alike(*, exact: bool) -> str:
    return tr("The same") if exact else tr("Nearly the same")


@_remark
def tied_on_both_sides(tie: str, value: str, modality: str) -> str:
    return tr(
        "{tie}: {many} on both sides; the result would look better than it is.",
        tie=tie_words(tie, value, modality),
        many=example_noun(modality).many,
    )


@_remark
def kept_together(tie: str, value: str, n: int, modality: str) -> str:
    return tr(
        "{tie}: {count} are kept on one side.",
        tie=tie_words(tie, value, modality),
        count=count(n, example_noun(modality)),
    )


COPIES, COLUMN, FOLDER, FILE_NAME = "copies", "column", "folder", "file name"
BURST, SERIES, SCENE, PERSON = "burst", "series", "scene", " of a person"


def tie_words(tie: str, value: str, modality: str) -> str:
    """What ties some examples together, as a sentence begins; ``value`` is what their names or their column say."""
    if tie == COLUMN:
        return tr("Your column says “{value}”", value=value)
    if tie in (FOLDER, FILE_NAME, FOLDER + PERSON, FILE_NAME + PERSON):
        start = tr("“{value}” in the {where}", value=value, where=tie.removesuffix(PERSON))
        if tie.endswith(PERSON):
            return start
        of_one = {
            "photo": tr("place or day"),
            "text": tr("writer"),
            "sound": tr("speaker"),
            "video": tr("recording"),
        }
        return tr("{start}, as of one {as_of_one}", start=start, as_of_one=of_one[modality])
    return {
        COPIES: tr("The same or nearly the same"),
        BURST: tr("Taken within seconds by one camera, and alike"),
        SERIES: tr("Numbered one after another, and alike"),
        SCENE: tr("Very much alike, as of one place or thing"),
    }[tie]


@_remark
def names_tell_apart(values: list[str], modality: str) -> str:
    return tr(
        "The file names tell apart {listed}, and so do the {many}; a test on another than these "
        "can’t be made from so few.",
        listed=listed([f"“{value}”" for value in values]),
        many=example_noun(modality).many,
    )


@_remark
def little_to_see(what: str, n: int, modality: str, script: str = "") -> str:
    words = {
        "tiny": (
            tr("is less than {tiny} pixels wide or high", tiny=TINY),
            tr("are less than {tiny} pixels wide or high", tiny=TINY),
        ),
        "long": (tr("is over ten times as long as usual"), tr("are over ten times as long as usual")),
        "narrow": (
            tr("is over four times as long as it is wide"),
            tr("are over four times as long as wide"),
        ),
        "dark": (tr("is very dark"), tr("are very dark")),
        "plain": (tr("is one plain colour"), tr("are one plain colour")),
        "blurred": (tr("is blurred"), tr("are blurred")),
        "overexposed": (tr("is mostly overexposed"), tr("are mostly overexposed")),
        "silent": (tr("is silent, or nearly"), tr("are silent, or nearly")),
        "distorted": (
            tr("is distorted (too loud for its recording)"),
            tr("are distorted (too loud for their recording)"),
        ),
        "short": (tr("is much shorter than the others"), tr("are much shorter than the others")),
        "wordless": (tr("has no word in it"), tr("have no word in them")),
        "script": (
            tr("is not in {usual} script", usual=script),
            tr("are not in {usual} script", usual=script),
        ),
    }  # fmt: skip
    one, many = words[what]
    return f"{count(n, example_noun(modality))} {one if n == 1 else many}."


@_remark
def shortcut(
    attribute: str,
    modality: str,
    n: int,
    *,
    accuracy: float,
    low: float,
    high: float,
    chance: float,
    model: float,
) -> str:
    words = {
        "format": tr("The kind of file"),
        "size": tr("The size of the photo"),
        "shape": tr("The shape of the photo (width to height)"),
        "jpeg_quality": tr("How hard the file was compressed"),
        "camera": tr("The camera"),
        "taken_day": tr("The day it was taken"),
        "taken_second": tr("The time of day it was taken"),
        "border": tr("The colour of the border"),
        "brightness": "Brightness",
        "length": tr("The length of the {one}", one=example_noun(modality).one),
        "loudness": "Loudness",
    }
    return tr(
        "{words} alone tells the classes apart {accuracy} of the time "
        "({percent_range}, n = {codes}); chance is {chance}, a model reaches {model}.",
        words=words[attribute],
        accuracy=percent(accuracy),
        percent_range=percent_range(low, high),
        codes=digits(n),
        chance=percent(chance),
        model=percent(model),
    )


# --- what is left out of a folder or a table, and how it was understood ----------------------------------------------


@_remark
def other_kind(modality: str) -> str:
    return tr("It is not a {one}.", one=example_noun(modality).one)


@_remark
def no_class(name: str, modality: str) -> str:
    return tr(
        "The folder “{name}” has no {many}, so it is not a class.",
        name=name,
        many=example_noun(modality).many,
    )


@_remark
def beside_classes() -> str:
    return tr("It lies beside the class folders, so it has no label.")


@_remark
def no_header() -> str:
    return tr("The file has no header; the column with fewer values was taken for the label.")


@_remark
def other_spellings(others: list[str], found: str) -> str:
    return tr_plural(
        "{others} was read as “{found}”.",
        "{others} were read as “{found}”.",
        len(others),
        others=", ".join(f"“{label}”" for label in others),
        found=found,
    )


@_remark
def grouped_by(name: str) -> str:
    return tr("Rows with the same “{name}” are kept together.", name=name)


# --- what to know about a training and a test -------------------------------------------------------------------------


@_remark
def in_test_too(n: int, modality: str) -> str:
    return tr_plural(
        "{count} is also in the test, or nearly; it was not learned from.",
        "{count} are also in the test, or nearly; they were not learned from.",
        n,
        count=count(n, example_noun(modality)),
    )


@_remark
def one_group(alone: str, modality: str) -> str:
    return tr(
        "All {many} of “{alone}” belong together, so “70% sure” could not be checked.",
        many=example_noun(modality).many,
        alone=alone,
    )


@_remark
def untested_classes(names: list[str], n: int) -> str:
    is_, its = ("is", "its") if n == 1 else ("are", "their")
    return tr(
        "{listed} {is_} not in the test, so {its} accuracy is unknown.",
        listed=listed([f"“{name}”" for name in names]),
        is_=is_,
        its=its,
    )


@_remark
def few_to_learn_from(name: str, n: int, modality: str) -> str:
    return tr(
        "“{few}” has only {count} to learn from; 15 are a fair start.",
        few=name,
        count=count(n, example_noun(modality)),
    )


@_remark
def out_of_fold(right: int, n: int, modality: str) -> str:
    from estimators.acceptance.bounds import interval

    return tr(
        "Left out in turn, {of_all} {things} were answered right ({likely}): a guide, and no test.",
        of_all=of_all(right, n),
        things=example_noun(modality).many,
        likely=likely(*interval(right, n)),
    )


@_remark
def may_know_these(modality: str) -> str:
    return tr(
        "This file does not say what it learned from, so {many} that it knows may be among these.",
        many=example_noun(modality).many,
    )


@_remark
def learned_from(n: int, modality: str) -> str:
    learned = count(n, example_noun(modality))
    return tr("Left out: {count} that the model learned from.", count=learned)


@_remark
def nearly_learned_from(n: int, modality: str) -> str:
    is_, a_copy = ("is", "a copy") if n == 1 else ("are", "copies")
    return tr(
        "{count} {is_} nearly {a_copy} of {many} that it learned from; "
        "they make the result look better.",
        count=count(n, example_noun(modality)),
        is_=is_,
        a_copy=a_copy,
        many=example_noun(modality).many,
    )


@_remark
def not_tested() -> str:
    return tr("Nothing was held out, so how good it is has not been tested.")


@_remark
def few_tested(n: int, modality: str) -> str:
    examples = count(n, example_noun(modality))
    return tr("The test has only {count}, so its numbers say little.", count=examples)


@_remark
def unreadable_in_test(n: int, modality: str) -> str:
    return tr_plural(
        "{n} test {things} could not be read and is not counted.",
        "{n} test {things} could not be read and are not counted.",
        n,
        things=example_noun(modality)(n),
    )


@_remark
def unknown_classes(names: list[str], modality: str) -> str:
    return tr(
        "The model does not know {names}; {many} of it count as wrong.",
        names=", ".join(f"“{name}”" for name in names),
        many=example_noun(modality).many,
    )
