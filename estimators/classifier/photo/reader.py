"""Photos from strangers, as plain RGB: turned upright, one colour space, never too large, or a reason why not.

HEIC and HEIF, as phones write them, go through libheif, whose reader is used directly rather than registered with Pillow, so
that nothing else in the process begins to open such files. The perceptual hash is written here because the exported file's
own preparation is what is hashed; it is one of two witnesses: with the features it finds 58 of 60 copies and 6 pairs that are
none, alone 60 and over 26,000 (decision 0014).
"""

import io
import logging
import threading
import warnings
from contextlib import nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Doubles, Octets
from estimators.classifier.item import ExampleReader, Item, read_bytes, usage_of, what_it_is_instead
from estimators.classifier.modality import is_heic
from estimators.classifier.unreadable import UnreadableItem, too_many_pixels, unreadable

if TYPE_CHECKING:
    from PIL import Image

Pixels = Octets

MAX_PIXELS = 100_000_000
"""What a photo may have: the largest camera sensors on sale reach it."""
FULL_SIZE_PIXELS = 25_000_000
"""Up to here a JPEG is decoded in full, so that any decoder gives the model the same pixels (decision 0011)."""

# Pillow reads forty formats; only those that cameras, phones and the web write get near its decoders.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "JPEG2000", "ICO")
_ONE_GIANT_AT_A_TIME = threading.Lock()
_SILENT = logging.NullHandler()
_MAX_PROFILE_BYTES = 4_000_000  # printing profiles have up to two
_CELLS = 8


def decode_photo(item: Item) -> Pixels:
    """The photo as RGB, uint8, shape (height, width, 3), the way up that a person would see it.

    Transparent parts become white; of an animation the first picture counts; 16-bit greys are scaled, not cut off; printing
    colours go by their profile (`as_rgb`).

    Raises `UnreadableItem`: with one sentence that says why. The size is checked before anything is decoded.
    """
    return np.asarray(_open(read_bytes(item), None))


def thumbnail_jpeg(item: Item, size: int) -> bytes:
    """A JPEG whose longer side is at most `size` pixels, for lists and reports.

    Raises `UnreadableItem` as `decode_photo`.
    """
    from PIL import Image

    picture = _open(read_bytes(item), size)
    picture.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return as_jpeg(picture)


def as_jpeg(picture: "Image.Image") -> bytes:
    """The file, small enough for lists and reports."""
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
        with open_photo(data) as picture:
            width, height = picture.size
            pixels = width * height
            # Only a JPEG can be read at a fraction of its size; anything else has to fit into memory whole.
            shrinks = picture.format in ("JPEG", "MPO")
            most = MAX_PIXELS if shrinks else MAX_PIXELS // 2
            refuse_giants(width, height, most, "photo")
            if shrinks:
                if draft is not None:
                    picture.draft("RGB", (2 * draft, 2 * draft))
                elif pixels > FULL_SIZE_PIXELS:
                    picture.draft("RGB", (width // 2, height // 2))
            with _ONE_GIANT_AT_A_TIME if pixels > FULL_SIZE_PIXELS else nullcontext():
                return as_rgb(_upright(picture))
    except UnreadableItem:
        raise
    except Image.DecompressionBombError:
        raise UnreadableItem(unreadable("giant")) from None
    except UnidentifiedImageError:
        raise UnreadableItem(what_it_is_instead(data, "photo")) from None
    except MemoryError:
        raise UnreadableItem(unreadable("memory")) from None
    # Pillow's decoders raise whatever the broken bytes lead them to (SyntaxError, struct.error, IndexError, ...).
    except Exception as error:
        raise UnreadableItem(unreadable(_why_broken(error))) from error


def refuse_giants(width: int, height: int, most: int, one: str) -> None:
    """Refuse a picture of a "photo" or "clip" by what its file claims, before anything is decoded."""
    if width < 1 or height < 1:
        raise UnreadableItem(unreadable("no_size"))
    if width * height > most:
        raise UnreadableItem(too_many_pixels(width, height, one, most // 1_000_000))


def _upright(picture: "Image.Image") -> "Image.Image":
    from PIL import ImageOps

    picture.load()
    with suppress(Exception):  # broken metadata around a good picture: show it as it is
        # In place: a copy of a large photo is 50 MB.
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _why_broken(error: Exception) -> str:
    text = str(error).lower()
    if "truncated" in text or "eof" in text or "end of file" in text or "not processed" in text:
        return "photo_cut_short"
    return "damaged"


def open_photo(data: bytes) -> "Image.Image":
    """The main picture, not decoded yet; HEIC is turned and mirrored as the file says once it is.

    Pillow and libheif raise whatever broken bytes lead them to; libheif refuses a picture that turns out larger than the file
    said.
    """
    from PIL import Image

    if not is_heic(data):
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    heif = import_module("pi_heif" if find_spec("pi_heif") else "pillow_heif")  # decision 0445
    options = heif.options
    options.DECODE_THREADS = 1  # several photos are decoded at once as it is
    options.THUMBNAILS = False  # what is shown is what is learned from
    options.DEPTH_IMAGES = options.AUX_IMAGES = False
    picture: Image.Image = heif.HeifImageFile(io.BytesIO(data))
    return picture


def as_rgb(picture: "Image.Image") -> "Image.Image":
    """The picture in mode RGB.

    Transparent parts become white. Printing colours (CMYK) are converted by the profile in the file where there is one. Grey
    levels of 16 bits are scaled, not cut off; those that use twelve bits at most are taken as twelve, as cameras for
    microscopes and X-rays write them. Floating point counts from 0 to 1 if nothing is above 1.
    RGB is taken as it is, whatever profile it names: so does every decoder that an exported model will meet.
    """
    from PIL import Image

    if picture.mode.startswith("I") or picture.mode == "F":
        return _from_levels(picture)
    if picture.mode == "CMYK":
        return _from_inks(picture)
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_levels(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    levels = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
    brightest = float(levels.max(initial=0.0))
    if picture.mode.startswith("I;16"):
        tops: tuple[float, ...] = (4095.0, 65535.0)
    elif picture.mode == "F":
        tops = (1.0, 255.0, 65535.0)
    else:
        tops = (255.0, 4095.0, 65535.0)
    top = next((top for top in tops if brightest <= top), brightest)
    grey = np.clip(levels * (255.0 / top), 0.0, 255.0).astype(np.uint8)
    clear = picture.info.get("transparency")
    if isinstance(clear, int):
        grey[levels == clear] = 255
    return Image.fromarray(grey).convert("RGB")


def _from_inks(picture: "Image.Image") -> "Image.Image":
    """By the profile if it is a good one; otherwise as ideal inks. Pillow has turned Adobe's inverted values round."""
    profile = picture.info.get("icc_profile")
    if isinstance(profile, bytes) and 0 < len(profile) <= _MAX_PROFILE_BYTES:
        # A broken profile around a good picture: ideal inks will do. Pillow raises its own PyCMSError, and others.
        with suppress(Exception):
            from PIL import ImageCms

            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    return picture.convert("RGB")


def fingerprint(pixels: Octets) -> Octets:
    """The hash of an RGB photo (height, width, 3), at least 9 by 9 pixels, as 16 bytes, as the backbone sees it.

    Nearly the same when it is recompressed, resized or slightly cropped. Difference hash (Krawetz,
    https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html): is each of 8 by 8 patches brighter than
    its neighbour to the left, and than the one above?
    """
    grey = pixels.astype(np.int32) @ np.array([299, 587, 114], np.int32)
    across = _mean_cells(grey, _CELLS, _CELLS + 1)
    down = _mean_cells(grey, _CELLS + 1, _CELLS)
    bits = np.concatenate(
        [(across[:, 1:] > across[:, :-1]).ravel(), (down[1:] > down[:-1]).ravel()]
    )
    return np.packbits(bits)


def _mean_cells(grey: NDArray[np.int32], rows: int, columns: int) -> Doubles:
    """Mean brightness of a grid of cells; summed as whole numbers, which is faster and equal where the cells are."""
    y = np.linspace(0, grey.shape[0], rows + 1).round().astype(int)
    x = np.linspace(0, grey.shape[1], columns + 1).round().astype(int)
    strips = np.add.reduceat(grey, y[:-1], axis=0, dtype=np.int64)
    totals = np.add.reduceat(strips, x[:-1], axis=1)
    return np.asarray(totals / np.outer(np.diff(y), np.diff(x)))


_USAGE = """\
photo = ImageOps.exif_transpose(Image.open("photo.jpg")).convert("RGB")
probabilities, strangeness = session.run(None, {"image": numpy.asarray(photo)})"""
READER = ExampleReader(
    input_name="image",
    usage=usage_of("json, numpy, onnxruntime\nfrom PIL import Image, ImageOps", _USAGE),
    decode=decode_photo,
    size=lambda photo, _data: (float(photo.shape[1]), float(photo.shape[0])),
    fingerprint=lambda _photo, prepared: fingerprint(prepared[0]),
    thumbnail=thumbnail_jpeg,
)
