"""What the file of a photo says beside its pixels: how hard it was compressed, when it was taken, with which camera."""

import io
import zlib
from datetime import datetime

from estimators.classifier.attributes import Attributes
from estimators.classifier.photo.reader import FORMATS, is_heic, open_heic

_MAKE, _MODEL, _SERIAL, _EXIF_BLOCK = 0x010F, 0x0110, 0xA431, 0x8769
_TAKEN, _CHANGED = 0x9003, 0x0132
_STANDARD_SUM = 3_688  # of the luminance table at quality 50 (ITU-T T.81, table K.1)


def file_attributes(data: bytes) -> Attributes:
    """`jpeg_quality` (1 to 100, as the usual encoders count), `taken_day`, `taken_second`, `camera`; missing where unknown.

    The time is that of the camera's own clock, without a zone.
    """
    from PIL import Image

    attributes: Attributes = {}
    # Pillow raises whatever the broken bytes lead it to; a photo that says nothing is nothing to report.
    try:
        source = io.BytesIO(data)
        with open_heic(data) if is_heic(data) else Image.open(source, formats=FORMATS) as picture:
            tables = getattr(picture, "quantization", None)
            if tables:
                attributes["jpeg_quality"] = _quality(sum(tables[min(tables)]))
            if not (picture.info.get("exif") or picture.format in ("TIFF", "PNG", "WEBP")):
                return attributes
            exif = picture.getexif()
            details = exif.get_ifd(_EXIF_BLOCK)
        camera = f"{exif.get(_MAKE, '')} {exif.get(_MODEL, '')} {details.get(_SERIAL, '')}".strip()
        text = str(details.get(_TAKEN) or exif.get(_CHANGED))
        taken = datetime.strptime(text.strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except Exception:  # noqa: BLE001
        return attributes
    midnight = taken.replace(hour=0, minute=0, second=0)
    attributes["taken_day"] = float(taken.toordinal() - 719_163)
    attributes["taken_second"] = (taken - midnight).total_seconds()
    attributes["camera"] = float(zlib.crc32(camera.encode("utf-8", "replace")) & 0xFFFFFF)
    return attributes


def _quality(total: int) -> float:
    """The quality at which the Independent JPEG Group's encoder scales the standard table to this sum."""
    scale = 100.0 * total / _STANDARD_SUM
    return min(100.0, max(1.0, 5_000.0 / scale if scale > 100 else (200.0 - scale) / 2.0))
