"""One example: a text itself, or the photo, sound, clip or text that a file or a request brings; and how its kind is read."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from estimators.classifier.remark import DataRemark
from estimators.classifier.unreadable import UnreadableItem, another_file, unreadable

if TYPE_CHECKING:
    from estimators.classifier.arrays import Decoded, Octets

Item = str | bytes | Path
"""A `str` is a text; `bytes` and a `Path` are a file, whatever it holds."""

MAX_FILE_BYTES = 200_000_000


def read_bytes(item: Item) -> bytes:
    """The bytes of an item; a text in UTF-8.

    Raises `UnreadableItem` if it is missing, empty, too large, not a plain file (a pipe would wait for ever) or not
    ours to read.
    """
    if isinstance(item, Path):
        data = _read_file(item)
    else:
        data = item.encode("utf-8", "replace") if isinstance(item, str) else item
        if len(data) > MAX_FILE_BYTES:
            raise UnreadableItem(unreadable("too_large"))
    if not data:
        raise UnreadableItem(unreadable("empty_text" if isinstance(item, str) else "empty_file"))
    return data


def what_it_is_instead(data: bytes, one: str) -> DataRemark:
    """Why bytes are no file of a kind; ``one`` is what an example of it is called."""
    start = data[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return another_file("web_page", one)
    if start.startswith(b"version https://git-lfs"):
        return another_file("lfs", one)
    return another_file("unknown", one)


def cannot_read(item: Item, why: str, one: str) -> UserError:
    """What is said to whoever gave an item that cannot be read; ``one`` is what it is called."""
    name = quoted(item.name) if isinstance(item, Path) else tr("The {one} that was sent", one=one)
    return UserError(tr("{name} can’t be read.", name=name), why, tr("Use another {one}.", one=one))


def _read_file(path: Path) -> bytes:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableItem(unreadable("no_file"))
        if facts.st_size > MAX_FILE_BYTES:
            raise UnreadableItem(unreadable("too_large"))
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableItem(unreadable("gone")) from None
    except PermissionError:
        raise UnreadableItem(unreadable("not_permitted")) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        if isinstance(error, UnreadableItem):
            raise
        raise UnreadableItem(unreadable("disk")) from error


@dataclass(frozen=True)
class ExampleReader:
    """How one kind of example is read. Each modality's package has one, called `READER`, in its module `reader`.

    - `input_name`: of the exported graph.
    - `usage`: ten lines of Python that use the exported file; they travel in its metadata.
    - `decode`: the example from the bytes of a file. Raises UnreadableItem with one sentence that says why; sizes are
      checked before anything is unpacked.
    - `size`, (decoded, the bytes of the file): photo: width, height. Text: characters, words. Sound: seconds, loudest (0 to 1).
      Clip: seconds, shorter side.
    - `fingerprint`, (decoded, prepared) -> uint8 [16]: 128 bits that are nearly the same for nearly the same example.
    - `thumbnail`: a JPEG whose longer side is at most `size` pixels, for lists and reports. Raises UnreadableItem as
      `decode`; also where there is nothing to see, as of a text.
    """

    input_name: str
    usage: str
    decode: "Callable[[bytes], Decoded]"
    size: "Callable[[Decoded, bytes], tuple[float, float]]"
    fingerprint: "Callable[[Decoded, Decoded], Octets]"
    thumbnail: Callable[[bytes, int], bytes]


USAGE_BEGINS = """\
import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime, which would report to its maker"""


def usage_of(modules: str, lines: str) -> str:
    """What `ExampleReader.usage` says of an input that these lines, after such an import, give the session."""
    return f"""\
{USAGE_BEGINS}
import {modules}
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
{lines}
print(classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max())
"""


@lru_cache(maxsize=8)
def reader_of(modality: str) -> ExampleReader:
    """How examples of a modality ("photo", "text", "sound", "video") are read; imported when first asked for."""
    reader: ExampleReader = import_module(f"estimators.classifier.{modality}.reader").READER
    return reader
