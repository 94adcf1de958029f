"""Photos that look alike, and photos to answer with.

Two photos are alike when their difference hashes are: shrunk to 9 by 8 grey points, is each
point darker than its right neighbour? 64 answers, and the share that two photos have in common
is how alike they are (Krawetz, “Kind of like that”, 2013,
https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html). Size, file
format and brightness hardly matter; unrelated photos share about half.
"""

import io
import warnings
from functools import lru_cache
from pathlib import Path

_SIDE = 8
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 1536
LARGEST_BYTES = 20 * 1024 * 1024
MOST_PICTURES = 1_000
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"})


def difference_hash(photo: bytes) -> int | None:
    """The 64-bit hash of a photo, or None where the bytes are none that can be read."""
    from PIL import Image, ImageOps

    if len(photo) > LARGEST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(photo)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return None
                image.draft("L", (16 * _SIDE, 16 * _SIDE))
                grey = ImageOps.exif_transpose(image).convert("L")
                points = grey.resize((_SIDE + 1, _SIDE), Image.Resampling.BOX).tobytes()
    except Exception:  # noqa: BLE001 (Pillow's readers raise whatever the broken bytes provoke)
        return None
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            place = row * (_SIDE + 1) + column
            bits = bits << 1 | (points[place] < points[place + 1])
    return bits


def likeness(first: int, second: int) -> float:
    """The share of 64 points in which two hashes agree, in [0, 1]."""
    return 1 - (first ^ second).bit_count() / _SIDE**2


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """The photos of a folder by name, at most 1,000; folders within are left alone."""
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in _ENDINGS and path.is_file() and not path.is_symlink()
        )
    except OSError:
        return ()
    return tuple(found[:MOST_PICTURES])


def as_png(path: Path) -> bytes | None:
    """A photo as a PNG file of at most 1,536 points a side; None where it is gone or unreadable."""
    try:
        return _png(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=32)
def _png(path: Path, changed: int) -> bytes | None:  # noqa: ARG001 (a changed file is read again)
    from PIL import Image, ImageOps

    raw = path.read_bytes()
    if len(raw) > LARGEST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return None
                shown = ImageOps.exif_transpose(image).convert("RGB")
                shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                written = io.BytesIO()
                shown.save(written, "PNG")
    except Exception:  # noqa: BLE001 (as above)
        return None
    return written.getvalue()
