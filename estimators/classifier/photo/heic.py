"""HEIC and HEIF photos, as phones write them, through libheif.

The reader is used directly rather than registered with Pillow, so nothing else in the process begins to open such files.
"""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_BRANDS = frozenset(
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"]
)
_BOX_HEADER = 16  # size, "ftyp", major brand, minor version


def is_heic(data: bytes) -> bool:
    """Whether the first box says HEIC or HEIF; AVIF, which shares the container, is left to Pillow."""
    if data[4:8] != b"ftyp" or data[8:12] not in _BRANDS:
        return False
    compatible = data[_BOX_HEADER : min(int.from_bytes(data[:4], "big"), 256)]
    return b"avif" not in compatible and b"avis" not in compatible


def open_heic(data: bytes) -> "Image.Image":
    """The main picture, not decoded yet; turned and mirrored as the file says once it is.

    Raises
    ------
    SyntaxError
        If the container is broken. Decoding raises ValueError, RuntimeError or EOFError; libheif refuses a picture that
        turns out larger than the file said.
    """
    from pillow_heif import HeifImageFile, options

    options.DECODE_THREADS = 1  # several photos are decoded at once as it is
    options.THUMBNAILS = False  # what is shown is what is learned from
    options.DEPTH_IMAGES = options.AUX_IMAGES = False
    picture: Image.Image = HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]  # it has none
    return picture
