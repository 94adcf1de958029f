"""One example: a text itself, or the photo, sound, clip or text that a file or a request brings."""

import stat
from pathlib import Path

Item = str | bytes | Path
"""A `str` is a text; `bytes` and a `Path` are a file, whatever it holds."""

MAX_FILE_BYTES = 200_000_000


class UnreadableItem(ValueError):  # noqa: N818  # it is a finding about a file
    """An example that cannot be used, with a sentence that says why."""


def read_bytes(item: Item) -> bytes:
    """The bytes of an item; a text in UTF-8.

    Raises
    ------
    UnreadableItem
        If it is missing, empty, too large, not a plain file (a pipe would wait for ever) or not ours to read.
    """
    if isinstance(item, Path):
        data = _read_file(item)
    else:
        data = item.encode("utf-8", "replace") if isinstance(item, str) else item
        if len(data) > MAX_FILE_BYTES:
            raise UnreadableItem("It is larger than 200 MB.")
    if not data:
        raise UnreadableItem(
            "The text is empty." if isinstance(item, str) else "The file is empty (0 bytes)."
        )
    return data


def _read_file(path: Path) -> bytes:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableItem("It is not a file.")
        if facts.st_size > MAX_FILE_BYTES:
            raise UnreadableItem("It is larger than 200 MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableItem("It is not there any more.") from None
    except PermissionError:
        raise UnreadableItem("You do not have permission to read it.") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        if isinstance(error, UnreadableItem):
            raise
        raise UnreadableItem("The disk could not read it.") from error
