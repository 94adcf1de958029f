"""Reading the fields of a JSON body or a multipart form, within limits. Each mistake is refused with the place it is at."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.schema_contradiction import contradiction
from mock_ai.server.http_replies import Refusal
from mock_ai.server.request_body import FORM_ERRORS, form_in, read_body, read_json
from mock_ai.server.request_head import head_of

_Kind = TypeVar("_Kind", str, bool, int, float, dict[str, Any], list[Any])
_Number = TypeVar("_Number", int, float)
_WORDS: dict[type, str] = {
    str: "text",
    bool: tr("true or false"),
    int: tr("a whole number"),
    float: "a number",
    dict: tr("an object"),
    list: "a list",
}
_FITTING: dict[type, tuple[type, ...]] = {float: (float, int)}
MOST_OBJECTS = 10_000  # messages and parts: reading each takes time in which others wait
MOST_TOOLS = 1_000
_MOST_IN_SCHEMA = 20_000
_FROM_URL_SAFE = str.maketrans("-_", "+/")


def wrong(place: str, sentence: str) -> Refusal:
    """400 with the place of the mistake in front: ``messages.0.role: …``."""
    message = f"{place}: {sentence}" if place else sentence
    return Refusal(400, "malformed", message, place=place)


def plain_headers(request: Request) -> dict[str, str]:
    """The headers of a request, in small letters and without keys."""
    return head_of(request.scope).plain


async def read_object(request: Request) -> "Fields":
    """The body as a JSON object whose every part can be written as JSON again.

    Raises
    ------
    Refusal : 400 not a JSON object, 408 too slow, 413 too large.
    """
    return Fields(await read_json(request, request.app.state.service.limits))


def checked(value: Any, kind: type[_Kind], at: str) -> _Kind:
    """A value of the kind it must have; a whole number is a number, true is neither."""
    if type(value) not in _FITTING.get(kind, (kind,)):  # to isinstance, true is a whole number
        raise wrong(at, tr("This must be {words}.", words=_WORDS[kind]))
    fitting: _Kind = value
    return fitting


def few(values: list[Any], at: str, most: int = MOST_OBJECTS) -> list[Any]:
    """A list that is not so long that reading it would keep others waiting."""
    if len(values) > most:
        raise wrong(
            at,
            tr(
                "This has {n} entries. Send at most {most}.",
                n=digits(len(values)),
                most=digits(most),
            ),
        )
    return values


def bounded(schema: dict[str, Any], at: str) -> dict[str, Any]:
    """A JSON schema that is not so large that making up what satisfies it would keep others waiting."""
    parts = 0
    rest: list[dict[str, Any] | list[Any]] = [schema]
    while rest:
        one = rest.pop()
        values: Iterable[Any] = one.values() if isinstance(one, dict) else one
        parts += len(one)
        if parts > _MOST_IN_SCHEMA:
            raise wrong(
                at,
                tr(
                    "This schema has more than {most_in_schema} parts. Send a smaller one.",
                    most_in_schema=digits(_MOST_IN_SCHEMA),
                ),
            )
        rest += [value for value in values if isinstance(value, dict | list)]
    return schema


def can_be_met(schema: dict[str, Any], at: str) -> dict[str, Any]:
    """A JSON schema that an answer is to satisfy."""
    if why := contradiction(schema):
        raise wrong(at, tr("No answer can meet this schema. {why}", why=why))
    return schema


def decoded(data: str, at: str) -> bytes:
    """The bytes of a base64 text, in either alphabet, padded or not."""
    data = "".join(data.split()).translate(_FROM_URL_SAFE).rstrip("=")
    try:
        content = base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
    except ValueError:
        raise wrong(at, tr("This is not base64.")) from None
    if not content:
        raise wrong(at, tr("This is empty. Send the content as base64."))
    return content


class Fields(dict[str, Any]):
    """An object of a request that knows its place there, so that each mistake is refused with the place it is at."""

    __slots__ = ("at",)

    def __init__(self, document: Mapping[str, Any], at: str = "") -> None:
        super().__init__(document)
        self.at = at

    def place(self, *steps: str | int) -> str:
        """Where in the request: ``messages.0.content``."""
        if not self.at and len(steps) == 1:  # the usual case
            return str(steps[0])
        return ".".join([*([self.at] if self.at else []), *map(str, steps)])

    def wrong(self, sentence: str, *steps: str | int) -> Refusal:
        """400 with the place of the mistake in front."""
        return wrong(self.place(*steps), sentence)

    def optional(self, key: str, kind: type[_Kind]) -> _Kind | None:
        """The field if it is there (null counts as not there), of the kind it must have."""
        value = self.get(key)
        if value is None or type(value) is kind:
            return value
        return checked(value, kind, self.place(key))

    def required(self, key: str, kind: type[_Kind]) -> _Kind:
        """The field, which must be there."""
        value = self.optional(key, kind)
        if value is None:
            raise self.wrong(tr("This is missing. It must be {words}.", words=_WORDS[kind]), key)
        return value

    def within(self, key: str, kind: type[_Number], low: float, high: float) -> _Number | None:
        """A number in its range, if it is there."""
        if self.get(key) is None:  # as most that may be there: without a call
            return None
        value = self.optional(key, kind)
        if value is not None and not low <= value <= high:
            raise self.wrong(
                tr("This must be between {low} and {high}.", low=f"{low:g}", high=f"{high:g}"), key
            )
        return value

    def one_of(self, key: str, allowed: Iterable[str], usual: str = "") -> str:
        """One of these words; ``usual`` where the field is not there, which without it must be."""
        value = (self.optional(key, str) or usual) if usual else self.required(key, str)
        if value not in allowed:
            raise self.wrong(tr("This must be one of {allowed}.", allowed=", ".join(allowed)), key)
        return value

    def part(self, key: str) -> Self:
        """The object in a field, empty where there is none."""
        return type(self)(self.optional(key, dict) or {}, self.place(key))

    def needed(self, key: str) -> Self:
        """The object in a field, which must be there."""
        return type(self)(self.required(key, dict), self.place(key))

    def objects(self, key: str, most: int = MOST_OBJECTS) -> list[Self]:
        """A list of objects; empty if it is not there."""
        values = self.optional(key, list)
        if not values:
            return []
        at, kind, found = self.place(key), type(self), []
        for index, value in enumerate(few(values, at, most)):
            here = f"{at}.{index}"  # faster than place, where there are thousands
            found.append(kind(checked(value, dict, here), here))
        return found

    def some(self, key: str, otherwise: str) -> list[Self]:
        """A list of objects that must be there and not empty; ``otherwise`` is said where it is."""
        self.required(key, list)
        if not (found := self.objects(key)):
            raise self.wrong(otherwise, key)
        return found

    def texts(self, key: str, most: int | None = None) -> tuple[str, ...]:
        """A list of texts; empty if it is not there."""
        values = self.optional(key, list)
        if not values:
            return ()
        found = tuple(checked(one, str, self.place(key, at)) for at, one in enumerate(values))
        if most is not None and len(found) > most:
            raise self.wrong(tr("There may be at most {most}.", most=digits(most)), key)
        return found

    def content(self, key: str) -> bytes:
        """The bytes of a field in base64."""
        return decoded(self.required(key, str), self.place(key))

    def schema(self, key: str) -> dict[str, Any]:
        """A JSON schema, empty where there is none; not so large that making up what satisfies it keeps others waiting."""
        return bounded(self.optional(key, dict) or {}, self.place(key))

    def schema_to_meet(self, key: str) -> dict[str, Any]:
        """As :meth:`schema`, of the answer: one that nothing satisfies is refused."""
        return can_be_met(self.schema(key), self.place(key))


_MOST_FILES = 32
_MOST_PARTS_OF_FORM = 64


@dataclass(frozen=True)
class SentFile:
    """A file of a form. Its name is only ever shown, never opened."""

    name: str
    content: bytes


class Form(Fields):
    """The texts of a form by name, without the brackets that some clients add to lists, and its files.

    A field left empty is not there; of several of one name the first is, and all of them in ``lists``.
    """

    __slots__ = ("files", "lists")

    def __init__(self, lists: Mapping[str, list[str]], files: Mapping[str, list[SentFile]]) -> None:
        super().__init__({name: values[0] for name, values in lists.items() if values[0]})
        self.lists, self.files = lists, files

    def flag(self, name: str) -> bool:
        """Whether a field says true."""
        value = self.get(name, "false").lower()
        if value not in ("true", "false", "1", "0"):
            raise wrong(name, tr("This must be true or false."))
        return value in ("true", "1")

    def whole_number(self, name: str, low: int, high: int) -> int | None:
        """A field's whole number within bounds; None if it is not there."""
        value = self.get(name)
        if value is None:
            return None
        if not value.isdecimal() or len(value) > 9 or not low <= int(value) <= high:
            raise wrong(
                name, tr("This must be a whole number from {low} to {high}.", low=low, high=high)
            )
        return int(value)

    def needed_file(self, name: str) -> SentFile:
        """A file that must be there and not empty."""
        sent = self.files.get(name, ())
        if not sent:
            raise wrong(name, tr("This is missing. Send it as a file."))
        if not sent[0].content:
            raise wrong(name, tr("The file is empty. Send its content."))
        return sent[0]


async def read_form(request: Request) -> Form:
    """The request's form.

    Raises
    ------
    Refusal : 400 cannot be read as a form, 408 too slow, 413 too large.
    """
    body = await read_body(request, request.app.state.service.limits)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise wrong("", tr("The body must be a multipart form."))
    fields: dict[str, list[str]] = {}
    files: dict[str, list[SentFile]] = {}
    try:
        async with form_in(
            request, body, most_files=_MOST_FILES, most_fields=_MOST_PARTS_OF_FORM
        ) as form:
            for key, part in form.multi_items():
                name = key.removesuffix("[]")
                if isinstance(part, UploadFile):
                    file = SentFile((part.filename or "")[:200], await part.read())
                    files.setdefault(name, []).append(file)
                else:
                    fields.setdefault(name, []).append(part)
    except FORM_ERRORS:
        raise wrong("", tr("The form cannot be read. Check its boundary and its parts.")) from None
    return Form(fields, files)
