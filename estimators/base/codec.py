"""Values to JSON text and back, driven by the type hints of their dataclasses: no second list of fields to keep.

The reading itself is msgspec's: a third of the time that `json.loads` alone takes, and every wrong type, missing field,
NaN, number out of range and lone surrogate is refused with the place where it stands (decision 0229). Fields that a class
does not have are passed over, so that a newer version may add some.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
Json = Any  # whatever JSON can say
Upgrade = Callable[[dict[str, Json]], None]


class MismatchError(ValueError):
    """A text is not what its class says; the message names the place."""


@dataclass(frozen=True)
class Schema(Generic[T]):
    """How values of a class are kept: with the number of upgrades that their layout has seen.

    - `kind`: a dataclass.
    - `upgrades`: each changes a document in place from one schema number to the next; the first takes what was kept
      before there were numbers. Renaming or retyping a field needs one more; a new field with a default needs none.
    """

    kind: type[T]
    upgrades: tuple[Upgrade, ...] = ()

    @property
    def number(self) -> int:
        return len(self.upgrades)

    def dump(self, value: T) -> str:
        """The value as JSON text that begins with its schema number."""
        text = msgspec.json.encode(value, enc_hook=_number).decode()
        return f'{{"schema":{self.number}{"," if len(text) > 2 else ""}{text[1:]}'

    def load(self, text: str | bytes) -> T:
        """The value from JSON text of this schema or an older one.

        Raises `MismatchError` if it is none.
        """
        if isinstance(text, str) and text.startswith(f'{{"schema":{self.number},'):
            return parse(text, self.kind)  # the usual case: straight into the class
        document = parse(text, dict[str, Any])
        given = document.pop("schema", 0)
        if type(given) is not int or not 0 <= given <= self.number:
            raise MismatchError(f"Its schema is {str(given)[:20]}, not up to {self.number}.")
        try:
            for upgrade in self.upgrades[given:]:
                upgrade(document)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise MismatchError(f"It is not of schema {given}.") from error
        return convert(document, self.kind)


def _number(value: Json) -> float:
    """What numpy counted: its float64 is a float, and yet none to msgspec."""
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"A {type(value).__name__} has no place in a record.")


def parse(text: str | bytes, kind: type[T]) -> T:
    """A value of that class from JSON text; raises `MismatchError` where it is none."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, TypeError) as error:
        raise MismatchError(str(error)[:300]) from error


def convert(document: Json, kind: type[T]) -> T:
    """A value of that class from dicts and lists; raises `MismatchError` where it is none."""
    try:
        return msgspec.convert(document, kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise MismatchError(str(error)[:300]) from error


def plain(value: Json) -> Json:
    """A value as dicts, lists, texts and numbers, field by field, so that `convert` reads it back.

    Not msgspec's own, which leaves out what a value that it read took from its class's defaults.
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def printed(value: Json) -> Json:
    """The same as a command prints it: a class whose JSON says it otherwise has ``json_names`` (decision 0250).

    These lead from a field's name to that in the JSON: "class", "npv.mean" for a part of an object, "" where it is left out,
    "anchors[score,text]" where each row is an object. A share that is a key is written "0.9". The properties that are printed
    as well are in its ``json_also``. One that is printed as one of its properties names it in ``printed_as``.
    """
    if is_dataclass(value):
        if whole := getattr(value, "printed_as", ""):
            return printed(getattr(value, whole))
        names: dict[str, str] = getattr(value, "json_names", {})
        document: dict[str, Json] = {}
        for field in fields(value):
            name, _, keys = names.get(field.name, field.name).rstrip("]").partition("[")
            whole, _, part = name.partition(".")
            if whole:
                said = printed(getattr(value, field.name))
                place = document.setdefault(whole, {}) if part else document
                place[part or whole] = (
                    [dict(zip(keys.split(","), row, strict=True)) for row in said] if keys else said
                )
        also: tuple[str, ...] = getattr(value, "json_also", ())
        return document | {name: printed(getattr(value, name)) for name in also}
    if isinstance(value, dict):
        return {f"{k:g}" if type(k) is float else k: printed(v) for k, v in value.items()}
    return [printed(item) for item in value] if isinstance(value, list | tuple) else value
