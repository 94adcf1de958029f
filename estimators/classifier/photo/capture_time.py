"""When a photo was taken, as its camera wrote it down."""

import io
from datetime import datetime

from estimators.classifier.photo.decoding import FORMATS
from estimators.classifier.photo.heic import is_heic, open_heic

_EXIF_BLOCK, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132
_MOST_BYTES = 200_000_000


def taken_at(data: bytes) -> datetime | None:
    """The time on the camera's own clock, without a zone; None where the file does not say, or nonsense."""
    from PIL import Image

    if not data or len(data) > _MOST_BYTES:
        return None
    # Pillow raises whatever the broken bytes lead it to; a photo without a time is nothing to report.
    try:
        source = io.BytesIO(data)
        with open_heic(data) if is_heic(data) else Image.open(source, formats=FORMATS) as picture:
            exif = picture.getexif()
            text = exif.get_ifd(_EXIF_BLOCK).get(_TAKEN) or exif.get(_CHANGED)
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except Exception:  # noqa: BLE001
        return None
