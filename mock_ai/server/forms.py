"""Multipart forms as vendors' clients send them: fields and files, within limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from mock_ai.server.json_fields import wrong
from mock_ai.server.request_body import FORM_ERRORS, form_in, read_body
from mock_ai.server.service import ServerLimits

_MOST_FILES = 32
_MOST_FIELDS = 64


@dataclass(frozen=True)
class SentFile:
    """A file of a form. Its name is only ever shown, never opened."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """The parts of a form by name, without the brackets that some clients add to lists."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[SentFile, ...]]

    def text(self, name: str) -> str | None:
        """A field's value; None if it is not there."""
        values = self.fields.get(name, ())
        return values[0] if values else None

    def needed_text(self, name: str) -> str:
        """A field that must be there and not empty."""
        value = self.text(name)
        if not value:
            raise wrong(name, "This is missing. It must be text.")
        return value

    def flag(self, name: str) -> bool:
        """Whether a field says true."""
        value = (self.text(name) or "false").lower()
        if value not in ("true", "false", "1", "0"):
            raise wrong(name, "This must be true or false.")
        return value in ("true", "1")

    def whole_number(self, name: str, low: int, high: int) -> int | None:
        """A field's whole number within bounds; None if it is not there."""
        value = self.text(name)
        if value is None:
            return None
        if not value.isdecimal() or len(value) > 9 or not low <= int(value) <= high:
            raise wrong(name, f"This must be a whole number from {low} to {high}.")
        return int(value)

    def needed_file(self, name: str) -> SentFile:
        """A file that must be there and not empty."""
        sent = self.files.get(name, ())
        if not sent:
            raise wrong(name, "This is missing. Send it as a file.")
        if not sent[0].content:
            raise wrong(name, "The file is empty. Send its content.")
        return sent[0]


async def read_form(request: Request, limits: ServerLimits) -> Form:
    """The request's form.

    Raises
    ------
    Refusal : 400 cannot be read as a form, 408 too slow, 413 too large.
    """
    body = await read_body(request, limits)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise wrong("", "The body must be a multipart form.")
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[SentFile, ...]] = {}
    try:
        async with form_in(request, body, most_files=_MOST_FILES, most_fields=_MOST_FIELDS) as form:
            for key, part in form.multi_items():
                name = key.removesuffix("[]")
                if isinstance(part, UploadFile):
                    file = SentFile((part.filename or "")[:200], await part.read())
                    files[name] = (*files.get(name, ()), file)
                else:
                    fields[name] = (*fields.get(name, ()), part)
    except FORM_ERRORS:
        raise wrong("", "The form cannot be read. Check its boundary and its parts.") from None
    return Form(fields, files)
