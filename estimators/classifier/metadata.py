"""What a file says beside what is seen or heard (where, when, by whom, with which camera), and the file without it.

Photos keep their pixels to the bit and the way up; sounds and clips keep their samples and frames. Where a format can be
cut without touching what is coded, it is cut; a photo in another format becomes a PNG of the same pixels; a sound or clip
is copied stream by stream into a new container. The result is decoded and compared before anybody gets it.
"""

import io
import struct
from collections.abc import Iterator
from typing import Literal

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.item import reader_of
from estimators.classifier.photo.reader import open_photo
from estimators.classifier.unreadable import UnreadableItem

_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
# Of a PNG, what changes how it looks; anything else is a note.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCv cLLi sBIT bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04  # bits of VP8X
_WAV_KEPT = frozenset([b"fmt ", b"fact", b"data"])
_FLAC_KEPT = frozenset([0, 3])  # STREAMINFO and SEEKTABLE
# Containers to write, each for files that FFmpeg calls so; of two for the same, the one that is read more widely first.
_CONTAINERS = {
    "mp4": "mp4",
    "mov": "mov",
    "webm": "webm",
    "matroska": "matroska",
    "ogg": "ogg",
    "avi": "avi",
    "aiff": "aiff",
    "wav": "wav",
    "flac": "flac",
    "mp3": "mp3",
    "mpegts": "mpegts",
    "adts": "aac",
}


class MetadataError(ValueError):
    """The facts in a file cannot be taken out without changing what is seen or heard."""


def without_metadata(data: bytes, modality: str) -> bytes:
    """The same example in a file that says nothing else; `data` itself where it says nothing else already.

    - `data`: a file that can be read as `modality` ("photo", "text", "sound", "video").

    Raises `UnreadableItem`: `data` cannot be read.
    Raises `MetadataError`: no file could be made that is read as the same samples or frames.
    """
    if modality == "text":
        return data
    kind = reader_of(modality)
    before = kind.decode(data)
    for attempt in _photo(data) if modality == "photo" else _recording(data, modality):
        if attempt == data:
            return data
        try:
            after = kind.decode(attempt)
        except UnreadableItem:
            continue
        if before.shape == after.shape and np.array_equal(before, after):
            return attempt
    raise MetadataError(tr("It cannot be written anew as the same sound or clip."))


# Photos ------------------------------------------------------------------------------------------


def _photo(data: bytes) -> Iterator[bytes]:
    """Files without facts, the one that changes least first."""
    try:
        if data.startswith(b"\xff\xd8"):
            yield _cut_jpeg(data)
        elif data.startswith(_PNG):
            yield _cut_png(data)
        elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            yield _cut_webp(data)
        elif data[4:8] == b"ftyp":
            yield from _blanked_heif(data)
        elif not _says_something(data):
            yield data
    except (struct.error, IndexError, ValueError):  # a broken file that can be read all the same
        pass
    yield _as_png(data)


def _as_png(data: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(reader_of("photo").decode(data)).save(out, "PNG")
    return out.getvalue()


def _orientation(data: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  broken facts lead Pillow anywhere; a picture without them stands upright
        return 1


def _only_orientation(orientation: int) -> bytes:
    """EXIF (a TIFF header and one entry) that says which way up the photo is, and nothing else."""
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)


def _cut_jpeg(data: bytes) -> bytes:
    """Without application segments but for the colours (JFIF, ICC, Adobe), comments, and what follows the picture.

    ITU-T T.81, Annex B: a segment is FF, its kind, and its length; after "start of scan" come coded bytes, in which FF is
    followed by 00 or a restart marker.
    """
    out, at = bytearray(data[:2]), 2
    orientation = _orientation(data)
    if orientation != 1:
        exif = b"Exif\0\0" + _only_orientation(orientation)
        out += b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    cut = False
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker where one should be")
        kind = data[at + 1]
        if kind == 0xFF:  # a fill byte
            at += 1
            continue
        if kind == 0xD9:
            out += data[at : at + 2]
            cut |= at + 2 < len(data)
            break
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = data[at:end]
        colours = (
            (kind == 0xE0 and segment[4:9] == b"JFIF\0")
            or (kind == 0xE2 and segment[4:15] == b"ICC_PROFILE")
            or kind == 0xEE
        )
        if (0xE0 <= kind <= 0xEF and not colours) or kind == 0xFE:
            cut = True
        else:
            out += segment
        at = end
        if kind == 0xDA:
            end = _end_of_scan(data, at)
            out += data[at:end]
            at = end
    return bytes(out) if cut else data


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _cut_png(data: bytes) -> bytes:
    orientation = _orientation(data)
    out, at, cut = bytearray(_PNG), len(_PNG), False
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        kind, chunk = data[at + 4 : at + 8], data[at : at + 12 + length]
        if kind in _PNG_KEPT:
            out += chunk
        else:
            cut = True
        at += len(chunk)
        if kind == b"IHDR" and orientation != 1:
            import zlib

            exif = b"eXIf" + _only_orientation(orientation)
            out += struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", zlib.crc32(exif))
        if kind == b"IEND":
            break
    return bytes(out) if cut or at < len(data) else data


def _cut_webp(data: bytes) -> bytes:
    orientation = _orientation(data)
    chunks, cut = [], False
    for kind, chunk in _riff_chunks(data):
        if kind not in _WEBP_KEPT:
            cut = True
        elif kind == b"VP8X":
            flags = chunk[8] & ~(_WEBP_EXIF | _WEBP_XMP)
            flags |= _WEBP_EXIF if orientation != 1 else 0
            chunks.append(chunk[:8] + bytes([flags]) + chunk[9:])
        else:
            chunks.append(chunk)
    if not cut:
        return data
    if orientation != 1:
        exif = _only_orientation(orientation)
        chunks.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2))
    return _riff(b"WEBP", chunks)


def _blanked_heif(data: bytes) -> Iterator[bytes]:
    """HEIC and AVIF with zeros in the place of their facts: a container whose offsets nobody has to move."""
    blank = data
    with open_photo(data) as picture:
        info = picture.info
        found = [info.get("exif"), info.get("xmp"), *(m["data"] for m in info.get("metadata", ()))]
    for fact in found:
        body = bytes(fact).removeprefix(b"Exif\0\0") if fact else b""
        if not body:
            continue
        if body not in blank:
            return
        blank = blank.replace(body, bytes(len(body)))
    yield blank


def _says_something(data: bytes) -> bool:
    """Whether a photo of another format (GIF, TIFF, BMP, ...) carries facts that Pillow knows of."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        if picture.format in ("BMP", "ICO"):
            return False
        return picture.format != "GIF" or bool({"comment", "xmp"} & picture.info.keys())


# Sounds and clips --------------------------------------------------------------------------------


def _recording(data: bytes, modality: str) -> Iterator[bytes]:
    try:
        if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
            yield _cut_wav(data)
        elif data.startswith(b"fLaC"):
            yield _cut_flac(data)
        elif data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1] & 0xE6 == 0xE2):
            yield _cut_mp3(data)
    except (struct.error, IndexError, ValueError):
        pass
    for container in _CONTAINERS:
        copied = _copied(data, "sound" if modality == "sound" else "clip", container)
        if copied is not None:
            yield copied


def _cut_wav(data: bytes) -> bytes:
    chunks = list(_riff_chunks(data))
    kept = [chunk for kind, chunk in chunks if kind in _WAV_KEPT]
    return data if len(kept) == len(chunks) else _riff(b"WAVE", kept)


def _cut_flac(data: bytes) -> bytes:
    """Without comments, pictures and padding (RFC 9639, section 8)."""
    blocks, at, last, cut = [], 4, False, False
    while not last:
        head = data[at]
        length = int.from_bytes(data[at + 1 : at + 4], "big")
        last = bool(head & 0x80)
        if head & 0x7F in _FLAC_KEPT:
            blocks.append(bytearray(data[at : at + 4 + length]))
        else:
            cut = True
        at += 4 + length
    for number, block in enumerate(blocks):
        block[0] = (block[0] & 0x7F) | (0x80 if number == len(blocks) - 1 else 0)
    return data[:4] + b"".join(blocks) + data[at:] if cut else data


def _cut_mp3(data: bytes) -> bytes:
    """Without ID3 tags at either end (id3.org) and APE tags at the end."""
    start, end = 0, len(data)
    while data[start : start + 3] == b"ID3":
        size = data[start + 6 : start + 10]
        footer = 10 if data[start + 5] & 0x10 else 0
        start += 10 + footer + sum((byte & 0x7F) << (7 * (3 - i)) for i, byte in enumerate(size))
    while True:
        if data[end - 128 : end - 125] == b"TAG":
            end -= 128
        elif data[end - 32 : end - 24] == b"APETAGEX":
            length, _count, flags = struct.unpack("<III", data[end - 20 : end - 8])
            end -= length + (32 if flags & 0x80000000 else 0)
        else:
            break
    return data[start:end]


def _copied(data: bytes, kind: Literal["sound", "clip"], written: str) -> bytes | None:
    """The sound and the moving picture in such a container, nothing else; None where it is of another kind."""
    import av

    from estimators.classifier.media_container import open_container

    out = io.BytesIO()
    try:
        with open_container(data, kind) as given:
            if _CONTAINERS[written] not in given.format.name.split(","):
                return None
            # "bitexact": no date of today and no name of this program either.
            with av.open(out, "w", format=written, options={"fflags": "+bitexact"}) as copy:
                streams = {
                    stream.index: copy.add_stream_from_template(stream)
                    for stream in given.streams
                    if stream.type in ("audio", "video") and not _is_cover(stream)
                }
                for packet in given.demux([given.streams[index] for index in streams]):
                    if packet.dts is not None:
                        packet.stream = streams[packet.stream.index]
                        copy.mux(packet)
    except (av.FFmpegError, UnreadableItem, ValueError, OSError):
        return None
    return out.getvalue()


def _is_cover(stream: object) -> bool:
    from av.stream import Disposition

    return bool(getattr(stream, "disposition", 0) & Disposition.attached_pic)


# Chunks ------------------------------------------------------------------------------------------


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        length = struct.unpack("<I", data[at + 4 : at + 8])[0]
        end = min(len(data), at + 8 + length + length % 2)
        yield data[at : at + 4], data[at:end]
        at = end


def _riff(kind: bytes, chunks: list[bytes]) -> bytes:
    body = kind + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body
