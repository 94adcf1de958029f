"""Plain attributes of an example (how dark, how sharp, how loud, how long): what people photograph or record differently.

They are for finding and naming conditions (hygiene, shortcuts, what to collect next), never for learning from. As columns of
numbers they are measured once, while an example is decoded, and kept with its features.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np

from estimators.classifier.arrays import Decoded, Doubles, Octets, Singles
from estimators.classifier.photo.reader import open_photo

Attributes = dict[str, float]

LOOKED_AT_SIDE = 320
"""Photos are shrunk to this longer side first, so that sharpness can be compared between cameras."""
_CLIPPED = 0.999
_QUIET_DB = -50.0
_SILENCE_DB = -100.0
_FRAME = 400  # samples: 25 ms at 16 kHz
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_BORDER = 0.1
_LIGHT = ("brightness", "contrast", "dark_share", "blown_share", "sharpness")
BORDER = ("border_red", "border_green", "border_blue")
_OF_THE_FILE = ("format", "jpeg_quality", "taken_day", "taken_second", "camera")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "photo": (*_LIGHT, "colourfulness", *BORDER, *_OF_THE_FILE),
    "text": (),  # quickly measured when they are asked for
    "sound": ("loudness", "clipped_share", "silent_share", "format"),
    "video": (*_LIGHT, *BORDER, "motion", "format"),
}
"""By modality. `format` numbers the kind of file (`format_of`); `taken_day` (since 1970) and `taken_second` (of that day) are by
the camera's clock; `camera` is a number that differs between cameras."""

_STARTS: tuple[tuple[int, bytes, int], ...] = (
    (0, b"\xff\xd8\xff", 0),  # jpeg
    (0, b"\x89PNG", 1),  # png
    (8, b"WEBP", 2),  # webp
    (0, b"GIF8", 3),  # gif
    (0, b"BM", 4),  # bmp
    (0, b"II*\0", 5),  # tiff
    (0, b"MM\0*", 5),  # tiff
    (8, b"WAVE", 7),  # wav
    (8, b"AVI ", 12),  # avi
    (0, b"fLaC", 9),  # flac
    (0, b"OggS", 10),  # ogg
    (0, b"ID3", 8),  # mp3
    (0, b"\xff\xfb", 8),  # mp3
    (0, b"\x1aE\xdf\xa3", 13),  # matroska
)
"""Where a kind of file says what it is, how, and the number that is kept for it."""
_HEIC, _MP4 = 6, 11
_MAKE, _MODEL, _SERIAL, _EXIF_BLOCK = 0x010F, 0x0110, 0xA431, 0x8769
_TAKEN, _CHANGED = 0x9003, 0x0132
_STANDARD_SUM = 3_688  # of the luminance table at quality 50 (ITU-T T.81, table K.1)


def attributes_of(kind: str, decoded: Any) -> Attributes:
    """Facts of an example as the decoder of its kind gives it; every number is finite, and a fact that is unknown is missing.

    Parameters
    ----------
    kind : str
        "photo" (uint8 [height, width, 3]), "sound" (float32 [samples], 16 kHz), "text" (str, or an array of one) or "video"
        (uint8 [frames, height, width, 3]).
    decoded : array or str

    Returns
    -------
    dict of str to float
        See `photo_attributes`, `sound_attributes`, `text_attributes` and `video_attributes` for names and units.
    """
    if kind == "text":
        return text_attributes(decoded if isinstance(decoded, str) else str(np.ravel(decoded)[0]))
    measured: dict[str, Callable[[Any], Attributes]] = {
        "photo": photo_attributes,
        "sound": sound_attributes,
        "video": video_attributes,
    }
    return measured[kind](decoded)


def photo_attributes(image: Octets) -> Attributes:
    """Facts of a photo, uint8 [height, width, 3].

    `width`, `height`, `pixels` (their product), `aspect` (width / height), `brightness` and `contrast` (mean and standard deviation of luma,
    0 to 1), `dark_share` and `blown_share` (of pixels below 0.1 and above 0.98), `sharpness` (variance of the Laplacian of
    luma in 0 to 255, at most 320 pixels a side: Pech-Pacheco et al. 2000, https://doi.org/10.1109/ICPR.2000.903548),
    `colourfulness` (Hasler and Süsstrunk 2003, https://doi.org/10.1117/12.477378; 0 is grey, 100 is gaudy), and
    `border_red`, `border_green`, `border_blue` (mean colour of the outer tenth, 0 to 1: the background, mostly).
    """
    height, width = image.shape[:2]
    small = _shrunk(image)
    luma = small.astype(np.float32) @ _LUMA
    # Every fourth pixel tells colours as well; plane by plane they are summed ten times as fast.
    colours = np.ascontiguousarray(np.moveaxis(small[::2, ::2], -1, 0), np.float32)
    red_green = colours[0] - colours[1]
    yellow_blue = 0.5 * (colours[0] + colours[1]) - colours[2]
    spread = float(np.hypot(red_green.std(), yellow_blue.std()))
    shift = float(np.hypot(red_green.mean(), yellow_blue.mean()))
    red, green, blue = (float(value) / 255.0 for value in _border(colours))
    return {
        "width": float(width),
        "height": float(height),
        "pixels": float(width * height),
        "aspect": width / height,
        "brightness": float(luma.mean()) / 255.0,
        "contrast": float(luma.std()) / 255.0,
        "dark_share": float((luma < 25.5).mean()),
        "blown_share": float((luma > 250.0).mean()),
        "sharpness": _variance_of_laplacian(luma),
        "colourfulness": spread + 0.3 * shift,
        "border_red": red,
        "border_green": green,
        "border_blue": blue,
    }


def sound_attributes(samples: Singles) -> Attributes:
    """Facts of a sound, float [samples] from -1 to 1 at 16 kHz.

    `seconds`, `loudness` (root mean square, in dB of full scale; -100 is silence), `peak` (0 to 1), `clipped_share` (of
    samples at full scale), `silent_share` (of 25 ms stretches below -50 dB).
    """
    x = np.asarray(samples, np.float64).ravel()
    if not len(x):
        return {"seconds": 0.0}
    frames = x[: len(x) // _FRAME * _FRAME].reshape(-1, _FRAME) if len(x) >= _FRAME else x[None]
    power = np.maximum((frames**2).mean(axis=1), 10.0 ** (_SILENCE_DB / 10.0))
    levels = 10.0 * np.log10(power)
    loud = float(np.mean(x**2))
    return {
        "seconds": len(x) / 16_000,
        "loudness": max(_SILENCE_DB, 10.0 * float(np.log10(loud))) if loud > 0 else _SILENCE_DB,
        "peak": float(np.abs(x).max()),
        "clipped_share": float((np.abs(x) >= _CLIPPED).mean()),
        "silent_share": float((levels < _QUIET_DB).mean()),
    }


def text_attributes(text: str) -> Attributes:
    """Facts of a text.

    `characters`, `words`, and of the characters that are not spaces: `non_letters` (share of digits, punctuation, symbols),
    `digits`; of the letters: `capitals` (missing where there are none).
    """
    solid = [character for character in text if not character.isspace()]
    letters = [character for character in solid if character.isalpha()]
    attributes = {"characters": float(len(text)), "words": float(len(re.findall(r"\w+", text)))}
    if solid:
        attributes["non_letters"] = 1.0 - len(letters) / len(solid)
        attributes["digits"] = sum(character.isdigit() for character in solid) / len(solid)
    if letters:
        attributes["capitals"] = sum(character.isupper() for character in letters) / len(letters)
    return attributes


def video_attributes(frames: Octets) -> Attributes:
    """Facts of a clip, uint8 [frames, height, width, 3]: those of the frame in the middle, `frames`, and `motion`.

    `motion` is the mean absolute change of luma from one frame to the next, 0 to 1; missing for a single frame.
    """
    attributes = {**photo_attributes(frames[len(frames) // 2]), "frames": float(len(frames))}
    if len(frames) > 1:
        luma = [_shrunk(frame).astype(np.float32) @ _LUMA for frame in frames]
        changes = [np.abs(b - a).mean() for a, b in pairwise(luma)]
        attributes["motion"] = float(np.mean(changes)) / 255.0
    return attributes


def _shrunk(image: Octets) -> Octets:
    from PIL import Image

    longer = max(image.shape[:2])
    if longer <= LOOKED_AT_SIDE:
        return image
    scale = LOOKED_AT_SIDE / longer
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    picture = Image.fromarray(np.ascontiguousarray(image))
    return np.asarray(picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _variance_of_laplacian(luma: Singles) -> float:
    """Zero where the photo is too small to have an inside."""
    if min(luma.shape) < 3:
        return 0.0
    change = -4.0 * luma[1:-1, 1:-1]
    for around in (luma[:-2, 1:-1], luma[2:, 1:-1], luma[1:-1, :-2], luma[1:-1, 2:]):
        change += around
    return float(change.var())


def _border(colours: Singles) -> Singles:
    """The mean of the outer tenth of the pixels of three planes, shape (3,)."""
    _, height, width = colours.shape
    rows, columns = max(1, round(height * _BORDER)), max(1, round(width * _BORDER))
    inside = colours[:, rows : height - rows, columns : width - columns]
    around = height * width - inside.shape[1] * inside.shape[2]
    total = colours.sum(axis=(1, 2)) - inside.sum(axis=(1, 2))
    return np.asarray(total / around)


def attribute_row(modality: str, data: bytes, decoded: Decoded) -> Singles:
    """The attributes of one example in the order of `COLUMNS`; not a number where one is unknown."""
    columns = COLUMNS[modality]
    if not columns:
        return np.zeros(0, np.float32)
    known = attributes_of(modality, decoded)
    if modality == "photo":
        known |= file_attributes(data)
    if (kind := format_of(data)) is not None:
        known["format"] = float(kind)
    return np.array([known.get(name, np.nan) for name in columns], np.float32)


def as_attributes(modality: str, size: Doubles, row: Doubles, text: str) -> Attributes:
    """The attributes of one example by name, with what follows from them: aspect, and hour and month where the clock is known."""
    if modality == "text":
        return attributes_of("text", text)
    attributes = {
        name: float(value)
        for name, value in zip(COLUMNS[modality], row, strict=True)
        if np.isfinite(value)
    }
    first, second = float(size[0]), float(size[1])
    if modality == "photo":
        attributes |= {"width": first, "height": second}
        attributes |= {"pixels": first * second, "aspect": first / second}
    elif modality == "sound":
        attributes |= {"seconds": first, "peak": second}
    else:
        attributes |= {"seconds": first}
    if "taken_day" in attributes:
        attributes["hour"] = attributes["taken_second"] // 3600
        month = np.datetime64(int(attributes["taken_day"]), "D").astype("datetime64[M]")
        attributes["month"] = float(month.astype(int) % 12 + 1)
    return attributes


def format_of(data: bytes) -> int | None:
    """A number for the kind of file by its first bytes; None where it is none of ours."""
    for place, start, number in _STARTS:
        if data[place : place + len(start)] == start:
            return number
    if data[4:8] == b"ftyp":
        return _HEIC if data[8:12] in (b"heic", b"heix", b"mif1", b"heim", b"msf1") else _MP4
    return None


def file_attributes(data: bytes) -> Attributes:
    """`jpeg_quality` (1 to 100, as the usual encoders count), `taken_day`, `taken_second`, `camera`; missing where unknown.

    The time is that of the camera's own clock, without a zone.
    """
    attributes: Attributes = {}
    try:
        with open_photo(data) as picture:
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
    except Exception:  # noqa: BLE001  Pillow raises whatever broken bytes lead it to; such a photo says nothing
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
