"""Sound and video files from strangers, opened by FFmpeg (PyAV) with the doors shut.

Only bytes that are already in memory are read: no other file, no network. Only containers and codecs that phones,
cameras, recorders and browsers write get near the decoders, on one thread, and what goes wrong is one sentence.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NoReturn

from estimators.base.sentence import tr
from estimators.classifier.item import what_it_is_instead
from estimators.classifier.remark import DataRemark
from estimators.classifier.unreadable import UnreadableItem, another_file, unreadable

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.codec import CodecContext
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_CONTAINERS = {
    "sound": "wav,w64,aiff,au,caf,flac,mp3,aac,ogg,amr,asf,mov,matroska,avi,mpegts,flv",
    "clip": "mov,matroska,avi,mpeg,mpegts,asf,flv,ogg,m4v",
}
_SOUND_CODECS = """aac ac3 alac amrnb amrwb eac3 flac gsm gsm_ms mp1float mp2float mp3float opus speex vorbis wmapro wmav1
wmav2 libopencore_amrnb libopencore_amrwb libopus libspeex libvorbis"""
_VIDEO_CODECS = """av1 dvvideo flv h263 h264 hevc mjpeg mpeg1video mpeg2video mpeg4 msmpeg4 msmpeg4v2 prores theora vc1 vp8
vp9 wmv1 wmv2 wmv3 libdav1d libvpx libvpx-vp9"""
_STARTS = (b"riff", b"rifx", b"rf64", b"form", b"flac", b"oggs", b"id3", b"\x1ae\xdf\xa3")
_MOST_BROKEN_PACKETS = 1_000
"""So many in a row are not a scratch: there is nothing more to come."""


@contextmanager
def open_container(data: bytes, kind: Literal["sound", "clip"]) -> "Iterator[InputContainer]":
    """The container in `data`, closed afterwards.

    Raises `UnreadableItem` if it is none, or one of a kind that is not let in.
    """
    import av

    try:
        container = av.open(
            BytesIO(data),
            mode="r",
            metadata_errors="replace",
            options={
                "format_whitelist": _CONTAINERS[kind],
                "codec_whitelist": ",".join(_codecs()),
                "protocol_whitelist": "none",
            },
            io_open=_refuse,
        )
    except (av.FFmpegError, ValueError, OSError, MemoryError) as error:
        raise UnreadableItem(_what_it_is_instead(data, kind)) from error
    with container:
        yield container


def check_codec(stream: "AudioStream | VideoStream") -> None:
    """Set a stream up for decoding on one thread.

    Raises `UnreadableItem` if its codec is not one that is let in.
    """
    codec: CodecContext | None = stream.codec_context  # None where FFmpeg has no decoder at all
    if codec is None or codec.name not in _codecs():
        raise UnreadableItem(unreadable("no_codec"))
    codec.thread_count = 1  # the callers' threads share the cores


def frames_of(
    container: "InputContainer", stream: "AudioStream | VideoStream"
) -> "Generator[AudioFrame | VideoFrame, None, None]":
    """What can be decoded of a stream, in order: broken packets are skipped, a broken end is the end."""
    import av

    broken = 0
    packets = container.demux(stream)
    while broken < _MOST_BROKEN_PACKETS:
        try:
            packet = next(packets, None)
        except (av.FFmpegError, OSError, ValueError):
            return
        if packet is None:
            return
        try:
            frames = packet.decode()
        except (av.FFmpegError, OSError, ValueError):
            broken += 1
            continue
        broken = 0
        yield from frames  # type: ignore[misc]  # subtitles are no streams of ours


@lru_cache(maxsize=1)
def _codecs() -> frozenset[str]:
    from av.codec import codecs_available

    plain = {name for name in codecs_available if name.startswith(("pcm_", "adpcm_"))}
    return frozenset(plain.union(_SOUND_CODECS.split(), _VIDEO_CODECS.split()))


def _refuse(*_: object) -> NoReturn:
    """What FFmpeg gets when a file asks for another file or address."""
    raise PermissionError(tr("A recording may not open anything else."))


def _what_it_is_instead(data: bytes, kind: str) -> DataRemark:
    start = data[:200].lstrip().lower()
    if start.startswith((b"gif8", b"\x89png", b"\xff\xd8\xff")) or start[8:12] == b"webp":
        return another_file("picture", kind)
    if kind == "clip" and (start.startswith((b"id3", b"flac")) or start[8:12] == b"wave"):
        return unreadable("sound")
    if start[4:8] == b"ftyp" or start.startswith(_STARTS):
        return unreadable("cut_before_start")
    return what_it_is_instead(data, kind)
