"""What things are called, one and many."""

from typing import NamedTuple


class Noun(NamedTuple):
    """One and many: ("photo", "photos")."""

    one: str
    many: str

    def __call__(self, n: float) -> str:
        """The form that goes with a count."""
        return self.one if n == 1 else self.many


def plural(one: str) -> str:
    """More than one of it: photos, answers, classes, people; of several words the last one changes."""
    if one.endswith("person"):
        return f"{one.removesuffix('person')}people"
    if one.endswith(("s", "x", "ch", "sh")):
        return f"{one}es"
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return f"{one[:-1]}ies"
    return f"{one}s"


def noun(one: str) -> Noun:
    """The noun with its plural."""
    return Noun(one, plural(one))


def noun_of(many: str) -> Noun:
    """The noun that somebody gave in the plural: ("photo", "photos")."""
    endings = (("people", "person"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))  # fmt: skip
    for ending, one in endings:
        if many.endswith(ending):
            return Noun(many.removesuffix(ending) + one, many)
    return Noun(many, many)


EXAMPLE = Noun("example", "examples")
_OF_MODALITY = {
    "photo": Noun("photo", "photos"),
    "text": Noun("text", "texts"),
    "sound": Noun("sound", "sounds"),
    "video": Noun("clip", "clips"),
    "table": Noun("row", "rows"),
    "document": Noun("page", "pages"),
}


def example_noun(modality: str) -> Noun:
    """What an example of a modality is called: photo, text, sound, clip, row, page; “example” where it is none of ours."""
    return _OF_MODALITY.get(modality, EXAMPLE)
