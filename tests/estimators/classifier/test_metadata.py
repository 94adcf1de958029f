"""Files without what they say of the people who made them, and still the same photos, sounds and clips."""

import io
import struct
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from estimators.classifier.item import reader_of
from estimators.classifier.metadata import MetadataError, without_metadata
from estimators.classifier.unreadable import UnreadableItem

SECRET = "ANA-OF-ELM-STREET"
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def picture(mode: str = "RGB") -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 255, (24, 40, 3), np.uint8)
    return Image.fromarray(pixels).convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    facts = Image.Exif()
    facts[MAKE] = SECRET
    facts[ORIENTATION] = orientation
    facts.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 30.0), 29: SECRET})
    return facts


def jpeg(orientation: int = 1, **options: object) -> bytes:
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=exif(orientation), comment=SECRET, **options)
    return out.getvalue()


def jpeg_with_more() -> bytes:
    """With XMP, IPTC, a colour profile between them, and a film behind the picture, as phones write it."""
    profile = b"ICC_PROFILE\0\x01\x01" + bytes(128)
    segments = b"".join(
        b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body
        for kind, body in (
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET.encode()),
            (0xE2, profile),
            (0xE2, b"MPF\0" + SECRET.encode()),
            (0xED, b"Photoshop 3.0\0" + SECRET.encode()),
            (0xEE, b"Adobe\0" + bytes(7)),
        )
    )
    data = jpeg(8)
    return data[:2] + segments + data[2:] + b"ftypmp42" + SECRET.encode()


def png(orientation: int = 1) -> bytes:
    out, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_itxt("XML:com.adobe.xmp", SECRET)
    picture("RGBA").save(out, "PNG", pnginfo=notes, exif=exif(orientation))
    return out.getvalue() + SECRET.encode()


def webp(orientation: int = 1, lossless: bool = False) -> bytes:
    out = io.BytesIO()
    facts = exif(orientation)
    picture().save(out, "WEBP", exif=facts, xmp=SECRET.encode(), lossless=lossless)
    return out.getvalue()


def tiff() -> bytes:
    out = io.BytesIO()
    picture().save(out, "TIFF", exif=exif(), description=SECRET)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    picture("P").save(out, "GIF", comment=SECRET.encode())
    return out.getvalue()


def avif(orientation: int = 1) -> bytes:
    out = io.BytesIO()
    picture().save(out, "AVIF", exif=exif(orientation), xmp=SECRET.encode())
    return out.getvalue()


def heic(orientation: int = 1) -> bytes:
    from pillow_heif import from_pillow

    heif = from_pillow(picture())
    heif.info["exif"] = exif(orientation).tobytes()
    heif.info["xmp"] = SECRET.encode()
    out = io.BytesIO()
    heif.save(out, quality=80)
    return out.getvalue()


PHOTOS: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "turned jpeg": lambda: jpeg(6),
    "progressive jpeg": lambda: jpeg(3, progressive=True),
    "jpeg with more": jpeg_with_more,
    "png": png,
    "turned png": lambda: png(6),
    "webp": webp,
    "turned webp": lambda: webp(6),
    "lossless webp": lambda: webp(1, lossless=True),
    "tiff": tiff,
    "gif": gif,
    "avif": avif,
    "turned avif": lambda: avif(6),
    "heic": heic,
    "turned heic": lambda: heic(6),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_keeps_its_pixels_and_nothing_that_it_says(name: str) -> None:
    data = PHOTOS[name]()
    assert SECRET.encode() in data
    without = without_metadata(data, "photo")
    assert SECRET.encode() not in without
    decode = reader_of("photo").decode
    assert np.array_equal(decode(without), decode(data))
    facts = Image.open(io.BytesIO(without), formats=None).getexif() if "heic" not in name else {}
    assert set(facts) <= {ORIENTATION} or name in ("tiff", "gif")
    assert without_metadata(without, "photo") == without


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_a_photo_that_says_nothing_stays_as_it_is(format_: str) -> None:
    out = io.BytesIO()
    picture("P" if format_ == "GIF" else "RGB").save(out, format_)
    assert without_metadata(out.getvalue(), "photo") == out.getvalue()


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("name", ["jpeg", "progressive jpeg", "png", "webp", "heic"])
def test_a_broken_photo_is_refused_or_cleaned_and_never_anything_else(
    name: str, cut: float
) -> None:
    data = PHOTOS[name]()
    data = data[: round(cut * len(data))]
    try:
        without = without_metadata(data, "photo")
    except UnreadableItem:
        return
    assert SECRET.encode() not in without


def recording(container: str, codec: str, *, sound: bool) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        file.metadata.update({"title": SECRET, "artist": SECRET, "location": "+48.8583+002.2944/"})
        if sound:
            stream = file.add_stream(codec, rate=48_000)
            frame_size = stream.codec_context.frame_size or 1024
            tone = np.sin(np.arange(48_000) / 20).astype(np.float32)
            for start in range(0, 40 * frame_size, frame_size):
                samples = np.resize(tone[start:], frame_size)
                frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
                frame.sample_rate, frame.pts = 48_000, start
                frame.time_base = Fraction(1, 48_000)
                resampled = av.AudioResampler(format=stream.format, layout=stream.layout).resample
                for ready in resampled(frame):
                    file.mux(stream.encode(ready))
        else:
            stream = file.add_stream(codec, rate=24)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            for number in range(48):
                grey = np.full((48, 64, 3), 5 * number, np.uint8)
                file.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        file.mux(stream.encode(None))
    return out.getvalue()


SOUNDS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "mp3"),
    "flac": ("flac", "flac"),
    "m4a": ("mp4", "aac"),
    "ogg": ("ogg", "libopus"),
}
CLIPS = {
    "mp4": ("mp4", "mpeg4"),
    "mov": ("mov", "mpeg4"),
    "webm": ("webm", "libvpx"),
    "mkv": ("matroska", "mpeg4"),
    "avi": ("avi", "mpeg4"),
}


@pytest.mark.parametrize("name", [*SOUNDS, *CLIPS])
def test_a_recording_keeps_its_samples_and_nothing_that_it_says(name: str) -> None:
    modality = "sound" if name in SOUNDS else "video"
    data = recording(*(SOUNDS | CLIPS)[name], sound=modality == "sound")
    assert SECRET.encode() in data
    without = without_metadata(data, modality)
    assert SECRET.encode() not in without
    assert b"48.8583" not in without
    decode = reader_of(modality).decode
    assert np.array_equal(decode(without), decode(data))


def test_what_cannot_be_written_anew_is_said_and_not_handed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("estimators.classifier.metadata._copied", lambda *_: None)
    with pytest.raises(MetadataError, match="cannot be written anew"):
        without_metadata(recording(*CLIPS["mkv"], sound=False), "video")


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnreadableItem):
        without_metadata(b"no photo at all", "photo")


def test_a_text_is_what_it_says() -> None:
    assert without_metadata(SECRET.encode(), "text") == SECRET.encode()
