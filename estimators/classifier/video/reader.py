"""Clips from strangers, as a few evenly spaced frames: RGB, turned upright, never too large, or a reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Octets, Singles
from estimators.classifier.item import ExampleReader, usage_of
from estimators.classifier.media_container import check_codec, frames_of, open_container
from estimators.classifier.photo.reader import as_jpeg, refuse_giants
from estimators.classifier.unreadable import UnreadableItem, unreadable

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

Frames = Octets

FRAMES = 8
"""Looked at in a clip of any length (decision 0089)."""
LONGEST_SIDE = 640
"""Larger frames are reduced to it while decoding, so that eight frames of a phone's clip are 7 MB and not 200."""
MAX_PIXELS = 10_000_000
"""Of one frame: what 4K cameras give."""
_MAX_DECODED = 4_000_000_000
"""Pixels decoded for one clip: two thousand frames of 1080p."""
_MAX_PACKETS = 500_000
_WORTH_A_SEEK = 24  # frames that a jump to a later keyframe would save
_ACROSS = (8, 9)
_CELLS, _QUARTERS = 4, 4
_CLEARLY = 0.5
"""Of 255 levels of grey; less is noise of the codec."""
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class _Packets:
    """Where each packet of a stream belongs, in the stream's unit of time."""

    times: NDArray[np.int64]
    keys: NDArray[np.int64]
    end: int


def decode_clip(data: bytes) -> Frames:
    """Eight frames from the middles of eight equal stretches of a clip, uint8, shape (t, height, width, 3), upright RGB.

    A clip with fewer frames has some of them twice; of one with a broken end, only what can be read counts, which may leave
    fewer than eight. The longer side is at most 640 pixels.

    Raises `UnreadableItem`: with one sentence that says why. What the file claims about itself is checked before
    anything is decoded.
    """
    import av

    try:
        with open_container(data, "clip") as container:
            packets = _packets(container, _stream(container))
        # Opened again, because not every container can be wound back.
        with open_container(data, "clip") as container:
            stream = _stream(container)
            decoder = _Decoder(container, stream)
            if packets is None:
                frames = _evenly(decoder.frames())
            else:
                frames = _at(_wanted(packets), packets, decoder)
    except (av.FFmpegError, ValueError, MemoryError) as error:
        if isinstance(error, UnreadableItem):
            raise
        raise UnreadableItem(unreadable("damaged")) from error
    if not frames:
        raise UnreadableItem(unreadable("no_whole_frame"))
    return np.stack(frames)


def _seconds(data: bytes) -> float:
    """How long a clip that can be decoded is, from its first frame to the end of its last."""
    with open_container(data, "clip") as container:
        stream = _stream(container)
        packets = _packets(container, stream)
        if packets is None or stream.time_base is None:  # what the container says of itself
            return max(container.duration or 0, 0) / 1_000_000
        return float((packets.end - int(packets.times[0])) * stream.time_base)


def _stream(container: "InputContainer") -> "VideoStream":
    from av.stream import Disposition

    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:  # the cover of a song
            check_codec(stream)
            codec = stream.codec_context
            refuse_giants(codec.width, codec.height, MAX_PIXELS, "clip")
            return stream
    raise UnreadableItem(unreadable("only_sound" if container.streams.audio else "not_moving"))


def _packets(container: "InputContainer", stream: "VideoStream") -> _Packets | None:
    """When each frame is shown, from a first pass that decodes nothing; None where the container does not say."""
    import av

    times: list[int] = []
    keys: list[int] = []
    length = 0
    demuxed = container.demux(stream)
    while len(times) < _MAX_PACKETS:
        try:
            packet = next(demuxed, None)
        except (av.FFmpegError, OSError, ValueError):  # a broken end is the end
            break
        if packet is None or packet.size == 0:
            break
        if packet.pts is None:
            return None
        times.append(packet.pts)
        length = packet.duration or length
        if packet.is_keyframe:
            keys.append(packet.pts)
    if not times:
        raise UnreadableItem(unreadable("no_frame"))
    ordered = np.unique(np.array(times, np.int64))
    step = length or (int(ordered[-1] - ordered[-2]) if len(ordered) > 1 else 1)
    return _Packets(ordered, np.unique(np.array(keys, np.int64)), int(ordered[-1]) + step)


def _wanted(packets: _Packets) -> NDArray[np.int64]:
    """What is on the screen in the middle of each stretch."""
    first = int(packets.times[0])
    middles = first + (np.arange(FRAMES) + 0.5) / FRAMES * (packets.end - first)
    return packets.times[np.searchsorted(packets.times, middles, "right") - 1]


class _Decoder:
    """Frames of a stream, until too many pixels have been decoded."""

    def __init__(self, container: "InputContainer", stream: "VideoStream") -> None:
        self._container = container
        self._stream = stream
        self._left = _MAX_DECODED

    def frames(self, since: int | None = None) -> "Iterator[VideoFrame]":
        """From where it stands, or from the keyframe at `since` on."""
        import av

        if since is not None:
            self._container.seek(since, stream=self._stream)
        for frame in frames_of(self._container, self._stream):
            if isinstance(frame, av.VideoFrame):
                refuse_giants(frame.width, frame.height, MAX_PIXELS, "clip")
                self._left -= frame.width * frame.height
                yield frame
            if self._left <= 0:
                return


def _at(wanted: NDArray[np.int64], packets: _Packets, decoder: _Decoder) -> list[Frames]:
    """The frames at those times, or the next ones that can be decoded; jumping ahead where that saves work."""
    found: list[Frames] = []
    frames = decoder.frames()
    at = int(packets.times[0])
    while len(found) < len(wanted):
        target = int(wanted[len(found)])
        before = packets.keys[packets.keys <= target]
        key = int(before[-1]) if len(before) else at
        if ((packets.times > at) & (packets.times < key)).sum() > _WORTH_A_SEEK:
            frames = decoder.frames(since=key)
        frame = next((f for f in frames if f.pts is not None and f.pts >= target), None)
        if frame is None:
            break
        at = int(frame.pts or 0)
        picture = _picture(frame, found[0].shape if found else None)
        found += [picture] * max(1, int((wanted[len(found) :] <= at).sum()))
    return found


def _evenly(frames: "Iterator[VideoFrame]") -> list[Frames]:
    """Eight evenly spaced ones of any number of frames in one pass: every `step`-th is kept, and half of them dropped whenever
    there are too many."""
    kept: list[Frames] = []
    step = 1
    for position, frame in enumerate(frames):
        if position % step:
            continue
        kept.append(_picture(frame, kept[0].shape if kept else None))
        if len(kept) == 4 * FRAMES:
            kept, step = kept[::2], 2 * step
    middles = (np.arange(FRAMES) + 0.5) / FRAMES * len(kept)
    return [kept[int(middle)] for middle in middles] if kept else []


def _picture(frame: "VideoFrame", shape: tuple[int, ...] | None) -> Frames:
    """The frame as upright RGB, in the size of the first one if that has been seen."""
    turns = round(frame.rotation / 90) % 4
    if shape is None:
        shrink = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
        width = max(1, round(frame.width * shrink))
        height = max(1, round(frame.height * shrink))
    else:
        height, width = (shape[1], shape[0]) if turns % 2 else (shape[0], shape[1])
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return np.ascontiguousarray(np.rot90(small.to_ndarray(), turns))


def fingerprint(frames: Octets) -> Octets:
    """The hash of frames (t, height, width, 3), at least 9 by 9 pixels, in 16 bytes; nearly the same in another size or codec.

    64 bits are the difference hash of the mean frame; the other 64 say in which sixteenth of the picture something bright
    comes by in which quarter of the clip. The first alone would take two clips of a camera that stands still for one
    (decision 0089).
    """
    grey = frames @ _LUMA
    mean = grey.mean(axis=0)
    across = _cells(mean[None], *_ACROSS)[0]
    away = _cells(grey - mean, _CELLS, _CELLS)
    edges = np.linspace(0, len(away), _QUARTERS + 1).astype(int)
    quarters = [
        away[min(start, len(away) - 1) : max(stop, start + 1)].mean(axis=0)
        for start, stop in pairwise(edges)
    ]
    brighter = np.stack(quarters) > _CLEARLY
    return np.packbits(np.concatenate([(across[:, 1:] > across[:, :-1]).ravel(), brighter.ravel()]))


def _cells(grey: Singles, rows: int, columns: int) -> Singles:
    """Mean of a grid of cells of each picture, shape (t, rows, columns)."""
    y = np.linspace(0, grey.shape[1], rows + 1).astype(int)
    x = np.linspace(0, grey.shape[2], columns + 1).astype(int)
    sums = np.add.reduceat(np.add.reduceat(grey, y[:-1], axis=1), x[:-1], axis=2)
    return np.asarray(sums / np.outer(np.diff(y), np.diff(x)), np.float32)


def _middle_frame(data: bytes, size: int) -> bytes:
    from PIL import Image

    frames = decode_clip(data)
    picture = Image.fromarray(frames[len(frames) // 2])
    picture.thumbnail((size, size), Image.Resampling.LANCZOS)
    return as_jpeg(picture)


_USAGE = """\
clip = list(av.open("clip.mp4").decode(video=0))
eight = [clip[int((i + 0.5) * len(clip) / 8)].to_ndarray(format="rgb24") for i in range(8)]
frames = numpy.rot90(numpy.stack(eight), round(clip[0].rotation / 90), axes=(1, 2))
probabilities, strangeness = session.run(None, {"frames": numpy.ascontiguousarray(frames)})"""
READER = ExampleReader(
    input_name="frames",
    usage=usage_of("av, json, numpy, onnxruntime", _USAGE),
    decode=decode_clip,
    size=lambda frames, data: (_seconds(data), float(min(frames.shape[1:3]))),
    fingerprint=lambda _frames, prepared: fingerprint(prepared),
    thumbnail=_middle_frame,
)
