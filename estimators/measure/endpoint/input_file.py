"""Photos and sounds that are asked about at an address: what of a file is sent, in which format, and for how many tokens it can count.

A photo loses what its file says of place, time and camera, keeps its pixels as long as a vendor takes them, and is else made smaller.
Formats and limits: https://platform.openai.com/docs/guides/images-vision and /audio, https://platform.claude.com/docs/en/build-with-claude/vision,
https://ai.google.dev/gemini-api/docs/image-understanding and /audio.
"""

import base64
import hashlib
import io
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.sentence import tr
from estimators.classifier.item import read_bytes
from estimators.classifier.modality import PHOTO, SOUND, TEXT, VIDEO
from estimators.classifier.unreadable import UnreadableItem, unreadable
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import ModelAddress, WireName

LONGEST_SIDE = 2_048
"""Pixels; vendors make smaller what is larger."""
_MOST_PHOTO_BYTES = 3_700_000  # 5 MB in base64, the least that one of them takes
_MOST_SOUND_BYTES = 14_000_000  # 20 MB a request
_PHOTOS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"RIFF": "webp"}
_SOUNDS = (
    (b"RIFF", "wav"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"),
    (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"), (b"fLaC", "flac"), (b"OggS", "ogg"), (b"FORM", "aiff"),
)  # fmt: skip
_SOUNDS_TAKEN: Mapping[WireName, frozenset[str]] = {
    WireName.OPENAI: frozenset(("wav", "mp3")),
    WireName.GEMINI: frozenset(("wav", "mp3", "aac", "flac", "ogg", "aiff")),
    WireName.JSON: frozenset(("wav", "mp3")),
}
_PHOTO_TOKENS = {WireName.ANTHROPIC: 8_000, WireName.GEMINI: 8_000}
_MOST_PHOTO_TOKENS = 50_000  # GPT-4o mini: 2,833 and 5,667 for each of up to eight tiles
_BYTES_PER_SOUND_TOKEN = 18  # 40 a second, and 6 kbit/s, at which speech can just be understood
_FEWEST_SOUND_TOKENS = 2_400  # a minute
_LIKELY_PHOTO_TOKENS = (250.0, 3_000.0)
_LIKELY_BYTES_PER_SOUND_TOKEN = (17_000.0, 100.0)
_LIKELY_BYTES_PER_TEXT_TOKEN = (5.0, 2.0)


@dataclass(frozen=True)
class InputFile:
    """A case that is a file.

    - `modality`: "photo", "text", "sound" or "video". `digest`: of its content, which tells it from others. `size`: bytes on disk.
    - `read`: its content; raises `UnreadableItem`.
    """

    name: str
    modality: str
    digest: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class EncodedFile:
    """What is sent of it: `form` as in "jpeg" or "wav"."""

    modality: str
    form: str = ""
    content: bytes = b""

    @property
    def media_type(self) -> str:
        """As in "image/jpeg"."""
        if self.modality == PHOTO.name:
            return f"image/{self.form}"
        return f"audio/{'mpeg' if self.form == 'mp3' else self.form}"

    @property
    def base64(self) -> str:
        return base64.b64encode(self.content).decode()

    @property
    def data_url(self) -> str:
        return f"data:{self.media_type};base64,{self.base64}"


def check_takes(address: ModelAddress, modality: str) -> None:
    """Raise `UserError` where a service of this wire is not asked about such files."""
    if modality in (PHOTO.name, TEXT.name) or (
        modality == SOUND.name and address.wire in _SOUNDS_TAKEN
    ):
        return
    things = example_noun(modality).many
    if modality == SOUND.name:
        raise UserError(
            tr("This wire takes no {things}.", things=things),
            tr("Anthropic’s messages and OpenAI’s responses carry texts and photos."),
            tr("Ask a service that listens: openai, gemini, or an address of plain JSON."),
        )
    raise UserError(
        tr("No {things} are sent to an address.", things=things),
        tr("Services take texts, photos and sounds."),
        tr("Let it answer elsewhere, and bring the answers as a file."),
    )


def encoded_file(file: InputFile, wire: WireName) -> EncodedFile | str:
    """What is sent of a file; of a text its words. Raises `UnreadableItem` where it cannot be read, or is too long."""
    if file.modality == TEXT.name:
        return file.read().decode("utf-8-sig", "replace").strip()
    if file.modality == PHOTO.name:
        return _photo(file.read())
    return _sound(file.read(), _SOUNDS_TAKEN[wire])


def blank(file: InputFile) -> EncodedFile | str:
    """What stands in a request until the file is read."""
    return "" if file.modality == TEXT.name else EncodedFile(file.modality)


def files_of_cases(folder: Path, cases: Mapping[str, EvalCase]) -> dict[str, InputFile]:
    """The photos, sounds and clips that cases name, by the id of the case; only what lies in that folder.

    Raises `UserError` where one cannot be read.
    """
    found: dict[str, InputFile] = {}
    root = folder.resolve()
    for case in cases.values():
        suffix = Path(case.input[-8:]).suffix.lower()
        kind = next((one for one in (PHOTO, SOUND, VIDEO) if suffix in one.suffixes), None)
        if kind is None or len(case.input) > 1_000 or not case.input.isprintable():
            continue
        path = (root / case.input).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            continue
        try:
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            raise UserError(tr("“{name}” cannot be read.", name=path.name), "", tr("Check whether it is yours to read.")) from error  # fmt: skip
        found[case.id] = InputFile(path.name, kind.name, digest, path.stat().st_size, _reader(path))
    return found


def most_file_tokens(file: InputFile, wire: WireName) -> int:
    """The most tokens that a file can be read as."""
    if file.modality == PHOTO.name:
        return _PHOTO_TOKENS.get(wire, _MOST_PHOTO_TOKENS)
    if file.modality == TEXT.name:
        return file.size
    return max(_FEWEST_SOUND_TOKENS, file.size // _BYTES_PER_SOUND_TOKEN)


def likely_file_tokens(file: InputFile) -> tuple[float, float]:
    """How many tokens a file is likely to be read as: few and many models differ by ten times."""
    if file.modality == PHOTO.name:
        return _LIKELY_PHOTO_TOKENS
    of_text = file.modality == TEXT.name
    few, many = _LIKELY_BYTES_PER_TEXT_TOKEN if of_text else _LIKELY_BYTES_PER_SOUND_TOKEN
    return file.size / few, file.size / many


def _reader(path: Path) -> Callable[[], bytes]:
    return lambda: read_bytes(path)


def _photo(data: bytes) -> EncodedFile:
    from estimators.classifier.metadata import MetadataError, without_metadata
    from estimators.classifier.photo.reader import decode_photo, thumbnail_jpeg

    height, width, _ = decode_photo(data).shape
    if max(width, height) <= LONGEST_SIDE:
        try:
            plain = without_metadata(data, PHOTO.name)
        except MetadataError:
            plain = b""
        form = next((form for start, form in _PHOTOS.items() if plain.startswith(start)), "")
        if form and len(plain) <= _MOST_PHOTO_BYTES:
            return EncodedFile(PHOTO.name, form, plain)
    return EncodedFile(PHOTO.name, "jpeg", thumbnail_jpeg(data, LONGEST_SIDE))


def _sound(data: bytes, taken: frozenset[str]) -> EncodedFile:
    from estimators.classifier.metadata import MetadataError, without_metadata
    from estimators.classifier.sound.reader import MAX_SECONDS, SAMPLE_RATE, decode_sound

    try:
        plain = without_metadata(data, SOUND.name)
    except MetadataError:
        plain = b""
    form = next((form for start, form in _SOUNDS if plain.startswith(start)), "")
    if form in taken and len(plain) <= _MOST_SOUND_BYTES:
        return EncodedFile(SOUND.name, form, plain)
    samples = decode_sound(data)
    if len(samples) >= MAX_SECONDS * SAMPLE_RATE:  # the reader goes no further
        raise UnreadableItem(unreadable("too_long_to_send"))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples.clip(-1, 1) * 32_767).astype("<i2").tobytes())
    return EncodedFile(SOUND.name, "wav", out.getvalue())
