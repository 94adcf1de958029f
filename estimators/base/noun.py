"""What things are called, one and many, in the language that is spoken."""

from collections.abc import Callable
from typing import NamedTuple

from estimators.base.language import language
from estimators.base.phrase import capital
from estimators.base.sentence import tr


class Noun(NamedTuple):
    """One and many: ("photo", "photos"), as they are said."""

    one: str
    many: str

    def __call__(self, n: float) -> str:
        """The form that goes with a count."""
        return self.one if n == 1 else self.many

    def with_each(self, said: Callable[[str], str]) -> "Noun":
        """Both forms within some words: "held-out photo", "held-out photos"."""
        return Noun(said(self.one), said(self.many))


_SPOKEN: dict[str, Noun] = {}
"""The product’s own nouns by either of their forms, in English as well: a project may have been made in another language."""


def tr_noun(one: str, many: str) -> Noun:
    """A noun of the product as the language that is spoken has it: the forms of "{n} photo" without the number."""
    spoken = language()
    forms = spoken.sentences.get(f"{{n}} {one}")
    said = Noun(one, many)
    if forms:
        said = Noun(*(forms[spoken.plural_form(n)].replace("{n} ", "") for n in (1, 2)))
    _SPOKEN[said.many] = _SPOKEN[said.one] = _SPOKEN[many] = _SPOKEN[one] = said
    return said


def plural(one: str) -> str:
    """More than one of it: photos, answers, classes, people; of several words the last one changes."""
    if one in _SPOKEN:
        return _SPOKEN[one].many
    endings = language().plural_endings
    ending = next(
        one.lower()[start:] for start in range(len(one) + 1) if one.lower()[start:] in endings
    )
    stem, found = one[: len(one) - len(ending)], endings[ending]
    return stem + (found if one[len(stem) :].islower() or not ending else capital(found))


def noun(one: str) -> Noun:
    """The noun with its plural."""
    return _SPOKEN.get(one) or Noun(one, plural(one))


def noun_of(many: str) -> Noun:
    """The noun that somebody gave in the plural: ("photo", "photos")."""
    if many in _SPOKEN:
        return _SPOKEN[many]
    endings = (("people", "person"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))  # fmt: skip
    for ending, one in endings:
        if many.endswith(ending):
            return Noun(many.removesuffix(ending) + one, many)
    return Noun(many, many)


def labelled_noun(things: Noun) -> Noun:
    """ "labelled photo", "labelled photos"."""
    return things.with_each(lambda thing: tr("labelled {thing}", thing=thing))


def held_out_noun(things: Noun) -> Noun:
    """ "held-out photo", "held-out photos"."""
    return things.with_each(lambda thing: tr("held-out {thing}", thing=thing))


LABEL = tr_noun("label", "labels")
EXAMPLE = tr_noun("example", "examples")
OFTEN_CALLED = (  # a case, by people and in the samples
    tr_noun("basket", "baskets"), tr_noun("biopsy", "biopsies"), tr_noun("day", "days"),
    tr_noun("expense", "expenses"), tr_noun("invoice", "invoices"), tr_noun("meeting", "meetings"),
    tr_noun("order", "orders"), tr_noun("receipt", "receipts"), tr_noun("ticket", "tickets"),
)  # fmt: skip
_OF_MODALITY = {
    "photo": tr_noun("photo", "photos"),
    "text": tr_noun("text", "texts"),
    "sound": tr_noun("sound", "sounds"),
    "video": tr_noun("clip", "clips"),
    "table": tr_noun("row", "rows"),
    "document": tr_noun("page", "pages"),
}


def example_noun(modality: str) -> Noun:
    """What an example of a modality is called: photo, text, sound, clip, row, page; “example” where it is none of ours."""
    return _OF_MODALITY.get(modality, EXAMPLE)
