"""Photos from strangers, as plain RGB: turned upright, one colour space, never too large, or a reason why not."""

import io
import logging
import threading
import warnings
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.number import digits
from estimators.classifier.item import Item, UnreadableItem, read_bytes
from estimators.classifier.photo.colour import as_rgb
from estimators.classifier.photo.heic import is_heic, open_heic

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]

MAX_PIXELS = 100_000_000
"""What a photo may have: the largest camera sensors on sale reach it."""
FULL_SIZE_PIXELS = 25_000_000
"""Up to here a JPEG is decoded in full, so that any decoder gives the model the same pixels (decision 0011)."""

# Pillow reads forty formats; only those that cameras, phones and the web write get near its decoders.
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "JPEG2000", "ICO")
_ONE_GIANT_AT_A_TIME = threading.Lock()
_SILENT = logging.NullHandler()


def decode_photo(item: Item) -> Pixels:
    """The photo as RGB, uint8, shape (height, width, 3), the way up that a person would see it.

    Transparent parts become white; of an animation the first picture counts; 16-bit greys are scaled, not cut off; printing
    colours go by their profile (`colour.as_rgb`).

    Raises
    ------
    UnreadableItem
        With one sentence that says why. The size is checked before anything is decoded.
    """
    return decode_bytes(read_bytes(item))


def decode_bytes(data: bytes) -> Pixels:
    """As `decode_photo`, for bytes that have been read already."""
    return np.asarray(_open(data, None))


def thumbnail_jpeg(item: Item, size: int) -> bytes:
    """A JPEG whose longer side is at most `size` pixels, for lists and reports.

    Raises
    ------
    UnreadableItem
        As `decode_photo`.
    """
    from PIL import Image

    picture = _open(read_bytes(item), size)
    picture.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _open(data: bytes, draft: int | None) -> "Image.Image":
    from PIL import Image, UnidentifiedImageError

    # Pillow logs and warns of broken metadata and of sizes; neither is news here: sizes are checked below. A filter for Pillow
    # alone, because catch_warnings is not safe with several decoding threads.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logging.getLogger("PIL").addHandler(_SILENT)  # adding it again changes nothing
    try:
        with (
            open_heic(data) if is_heic(data) else Image.open(io.BytesIO(data), formats=FORMATS)
        ) as picture:
            width, height = picture.size
            pixels = width * height
            _refuse_giants(width, height, picture.format)
            if picture.format in ("JPEG", "MPO"):
                if draft is not None:
                    picture.draft("RGB", (2 * draft, 2 * draft))
                elif pixels > FULL_SIZE_PIXELS:
                    picture.draft("RGB", (width // 2, height // 2))
            with _ONE_GIANT_AT_A_TIME if pixels > FULL_SIZE_PIXELS else nullcontext():
                return as_rgb(_upright(picture))
    except UnreadableItem:
        raise
    except Image.DecompressionBombError:
        raise UnreadableItem("It claims to be far larger than any photo.") from None
    except UnidentifiedImageError:
        raise UnreadableItem(_what_it_is_instead(data)) from None
    except MemoryError:
        raise UnreadableItem("It needs more memory than there is.") from None
    # Pillow's decoders raise whatever the broken bytes lead them to (SyntaxError, struct.error, IndexError, ...).
    except Exception as error:
        raise UnreadableItem(_why_broken(error)) from error


def _refuse_giants(width: int, height: int, kind: str | None) -> None:
    if width < 1 or height < 1:
        raise UnreadableItem("It has no width or no height.")
    # Only a JPEG can be read at a fraction of its size; anything else has to fit into memory whole.
    limit = MAX_PIXELS if kind in ("JPEG", "MPO") else MAX_PIXELS // 2
    if width * height > limit:
        raise UnreadableItem(
            f"It claims {digits(width)} by {digits(height)} pixels; photos up to {limit // 1_000_000} megapixels can be read."
        )


def _upright(picture: "Image.Image") -> "Image.Image":
    from PIL import ImageOps

    picture.load()
    with suppress(Exception):  # broken metadata around a good picture: show it as it is
        ImageOps.exif_transpose(
            picture, in_place=True
        )  # in place: a copy of a large photo is 50 MB
    return picture


def _what_it_is_instead(data: bytes) -> str:
    start = data[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "It is a web page saved as a photo; the download was blocked."
    if start.startswith(b"version https://git-lfs"):
        return "It is a Git LFS pointer; the photo itself was not downloaded."
    return "It is not a photo, or of a kind that can’t be read here."


def _why_broken(error: Exception) -> str:
    text = str(error).lower()
    if "truncated" in text or "eof" in text or "end of file" in text or "not processed" in text:
        return "The file is cut short; part of the photo is missing."
    return "The file is damaged."
