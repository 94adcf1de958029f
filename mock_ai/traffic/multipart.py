"""The parts of a recorded form."""

import re
from dataclasses import dataclass
from email.parser import BytesHeaderParser

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_MOST_PARTS = 200


@dataclass(frozen=True)
class FormPart:
    """One part. ``file`` is the name of a file, None for a plain field."""

    name: str
    file: str | None
    content_type: str
    content: bytes


def boundary_of(content_type: str) -> bytes | None:
    """What stands between the parts of a form, with its dashes; None where it is no form."""
    found = _BOUNDARY.search(content_type)
    if found is None or not content_type.lower().startswith("multipart/form-data"):
        return None
    return b"--" + found[1].encode()


def form_parts(body: bytes, content_type: str) -> list[FormPart]:
    """The parts that can be read, in their order."""
    mark = boundary_of(content_type)
    found: list[FormPart] = []
    for part in body.split(mark, _MOST_PARTS)[1:] if mark else ():
        head, gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not gap:
            continue
        headers = BytesHeaderParser().parsebytes(head)
        name = headers.get_param("name", "", "content-disposition")
        found.append(
            FormPart(
                str(name),
                headers.get_filename(),
                str(headers.get("content-type", "")),
                content.removesuffix(b"\r\n"),
            )
        )
    return found
