"""What an inspection finds of examples, and what is left out of a folder or a table, each as a kind with its facts."""

from typing import Any

from estimators.base.count import count, times
from estimators.base.interval import percent_range
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.percent import percent, sure_percent
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.remark import FAIR_START, in_words, remark

TINY = 32
"""Pixels: what is less wide or high shows little."""


@remark
def few_in_class(name: str, n: int, modality: str) -> str:
    return tr(
        "“{name}” has only {count}; {few} are a fair start.",
        name=name,
        count=count(n, example_noun(modality)),
        few=FAIR_START,
    )


@remark
def lopsided(largest: str, smallest: str, ratio: float, modality: str) -> str:
    return tr(
        "“{largest}” has {times} times as many {many} as “{smallest}”; rare classes get missed.",
        largest=largest,
        times=f"{ratio:.0f}",
        many=example_noun(modality).many,
        smallest=smallest,
    )


@remark
def looks_like(label: str, looks: str, probability: float) -> str:
    return tr(
        "Labelled “{label}”, but it looks like “{looks}” ({sure}% sure).",
        label=label,
        looks=looks,
        sure=sure_percent(probability),
    )


@remark
def unlike_others(label: str, modality: str) -> str:
    return tr(
        "Unlike the other {many}, those of “{label}” included; does it belong here?",
        many=example_noun(modality).many,
        label=label,
    )


@remark
def same(n: int, modality: str) -> str:
    return tr("The same {one}, {times}.", one=example_noun(modality).one, times=times(n))


@remark
def nearly_same(n: int, modality: str) -> str:
    return tr(
        "{count} that are nearly the same; they stay on one side of every split.",
        count=count(n, example_noun(modality)),
    )


@remark
def several_labels(names: list[str], exact: bool, modality: str) -> str:
    what = tr(
        "{alike} {one} is in {listed}",
        alike=_alike(exact=exact),
        one=example_noun(modality).one,
        listed=listed([quoted(name) for name in names]),
    )
    return f"{what}; {tr('only one can be right') if exact else tr('look which is right')}."


@remark
def on_both_sides(exact: bool, modality: str) -> str:
    return tr(
        "{alike} {one} is in the learning set and in "
        "the test; the result would look better than it is.",
        alike=_alike(exact=exact),
        one=example_noun(modality).one,
    )


def _alike(*, exact: bool) -> str:
    return tr("The same") if exact else tr("Nearly the same")


@remark
def tied_on_both_sides(tie: str, value: str, modality: str) -> str:
    return tr(
        "{tie}: {many} on both sides; the result would look better than it is.",
        tie=tie_words(tie, value, modality),
        many=example_noun(modality).many,
    )


@remark
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


@remark
def names_tell_apart(values: list[str], modality: str) -> str:
    return tr(
        "The file names tell apart {listed}, and so do the {many}; a test on another than these "
        "can’t be made from so few.",
        listed=listed([quoted(value) for value in values]),
        many=example_noun(modality).many,
    )


@remark
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


@remark
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


@remark
def other_kind(modality: str) -> str:
    return tr("It is not a {one}.", one=example_noun(modality).one)


@remark
def no_class(name: str, modality: str) -> str:
    return tr(
        "The folder “{name}” has no {many}, so it is not a class.",
        name=name,
        many=example_noun(modality).many,
    )


@remark
def beside_classes() -> str:
    return tr("It lies beside the class folders, so it has no label.")


@remark
def no_header() -> str:
    return tr("The file has no header; the column with fewer values was taken for the label.")


@remark
def other_spellings(others: list[str], found: str) -> str:
    return tr_plural(
        "{others} was read as “{found}”.",
        "{others} were read as “{found}”.",
        len(others),
        others=", ".join(quoted(label) for label in others),
        found=found,
    )


@remark
def grouped_by(name: str) -> str:
    return tr("Rows with the same “{name}” are kept together.", name=name)


def issues_with_words(document: dict[str, Any]) -> None:
    """An upgrade: what was found of examples was kept as sentences."""
    for rows in document.get("report", document).values():
        for row in rows if isinstance(rows, list) else ():
            if "why" in row:
                row["remark"] = in_words(row.pop("why"))
