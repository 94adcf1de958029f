"""Facts of examples as columns of numbers, so that they are measured once, while an example is decoded, and kept with its features."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.attributes import Attributes, attributes_of
from estimators.classifier.example_reader import Decoded

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "photo": (
        "brightness",
        "contrast",
        "dark_share",
        "blown_share",
        "sharpness",
        "colourfulness",
        "border_red",
        "border_green",
        "border_blue",
        "format",
        "jpeg_quality",
        "taken_day",
        "taken_second",
        "camera",
    ),
    "text": (),  # quickly measured when they are asked for
    "sound": ("loudness", "clipped_share", "silent_share", "format"),
    "video": (
        "brightness",
        "contrast",
        "dark_share",
        "blown_share",
        "sharpness",
        "border_red",
        "border_green",
        "border_blue",
        "motion",
        "format",
    ),
}
"""By modality. `format` numbers the kind of file (`formats`); `taken_day` (since 1970) and `taken_second` (of that day) are by
the camera's clock; `camera` is a number that differs between cameras."""

FORMATS = (
    "jpeg",
    "png",
    "webp",
    "gif",
    "bmp",
    "tiff",
    "heic",
    "wav",
    "mp3",
    "flac",
    "ogg",
    "mp4",
    "avi",
    "matroska",
)
_STARTS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG", "png"),
    (8, b"WEBP", "webp"),
    (0, b"GIF8", "gif"),
    (0, b"BM", "bmp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
)


def attribute_row(modality: str, data: bytes, decoded: Decoded) -> NDArray[np.float32]:
    """The attributes of one example in the order of `COLUMNS`; not a number where one is unknown."""
    columns = COLUMNS[modality]
    if not columns:
        return np.zeros(0, np.float32)
    known = attributes_of(modality, decoded)
    known.update(_of_the_file(modality, data))
    return np.array([known.get(name, np.nan) for name in columns], np.float32)


def as_attributes(
    modality: str, size: NDArray[np.float64], row: NDArray[np.float64], text: str
) -> Attributes:
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
        attributes |= {
            "width": first,
            "height": second,
            "pixels": first * second,
            "aspect": first / second,
        }
    elif modality == "sound":
        attributes |= {"seconds": first, "peak": second}
    else:
        attributes |= {"seconds": first}
    if "taken_day" in attributes:
        attributes["hour"] = attributes["taken_second"] // 3600
        attributes["month"] = float(_month(int(attributes["taken_day"])))
    return attributes


def format_of(data: bytes) -> str:
    """The kind of file by its first bytes, one of `FORMATS`, or ""."""
    for place, start, name in _STARTS:
        if data[place : place + len(start)] == start:
            return name
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in (b"heic", b"heix", b"mif1", b"heim", b"msf1") else "mp4"
    return ""


def _of_the_file(modality: str, data: bytes) -> Attributes:
    name = format_of(data)
    attributes: Attributes = {"format": float(FORMATS.index(name))} if name else {}
    if modality == "photo":
        from estimators.classifier.photo.file_attributes import file_attributes

        attributes |= file_attributes(data)
    return attributes


def _month(day: int) -> int:
    return int(np.datetime64(day, "D").astype("datetime64[M]").astype(int)) % 12 + 1
