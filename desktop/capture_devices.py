"""Photos from a camera and sounds from a microphone of this computer, through the library that reads clips already (decision 0441)."""

import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SYSTEM: str = sys.platform
RATE = 16_000  # samples a second, as those who listen read them
_CAMERAS = {"linux": "v4l2", "darwin": "avfoundation", "win32": "dshow"}
_MICROPHONES = {"linux": "alsa", "darwin": "avfoundation", "win32": "dshow"}
_ADDRESS = {"avfoundation": ("{}:none", "none:{}"), "dshow": ("video={}", "audio={}")}


@dataclass(frozen=True)
class Device:
    """What can be recorded from: ``address`` as its ``format`` (a kind of input of FFmpeg) takes it, ``name`` as people know it."""

    format: str
    address: str
    name: str


def cameras() -> tuple[Device, ...]:
    """The cameras of this computer, the usual one first."""
    return _devices(_CAMERAS.get(_SYSTEM, ""), "video")


def microphones() -> tuple[Device, ...]:
    """The microphones of this computer; on Linux the one that is set as usual."""
    if _SYSTEM == "linux":
        return (Device("alsa", "default", tr("Microphone")),) if _alsa_hears() else ()
    return _devices(_MICROPHONES.get(_SYSTEM, ""), "audio")


def _devices(kind: str, media: str) -> tuple[Device, ...]:
    import av
    import av.device

    try:
        found = av.device.enumerate_input_devices(kind)
    except (av.FFmpegError, ValueError, AttributeError):  # none, or this build knows no devices
        return ()
    template = _ADDRESS.get(kind, ("{}", "{}"))[media == "audio"]
    fitting = [one for one in found if not one.media_types or media in one.media_types]
    fitting.sort(key=lambda one: not one.is_default)
    return tuple(
        Device(kind, template.format(one.name), one.description or one.name) for one in fitting
    )


def _alsa_hears() -> bool:
    """Whether a sound card of this computer records."""
    try:
        return "capture" in Path("/proc/asound/pcm").read_text(encoding="utf-8")
    except OSError:
        return False


@contextmanager
def _opened(device: Device) -> Iterator[Any]:
    import av

    try:
        with av.open(device.address, format=device.format, timeout=(10.0, 3.0)) as source:
            yield source
    except (av.FFmpegError, ValueError, OSError) as error:
        raise UserError(
            tr("“{name}” cannot be used.", name=device.name),
            tr("Another program may have it, or this one may not use it."),
            tr("Close the other program, or allow it in the settings of the system."),
        ) from error


def pictures(device: Device, stopped: Callable[[], bool]) -> "Iterator[NDArray[np.uint8]]":
    """What the camera sees, as arrays of shape (height, width, 3), until ``stopped``.

    Raises `UserError` where the camera cannot be used.
    """
    with _opened(device) as source:
        for frame in source.decode(video=0):
            if stopped():
                return
            yield frame.to_ndarray(format="rgb24")


def record_sound(
    device: Device, target: Path, stopped: Callable[[], bool], heard: Callable[[float, float], object]
) -> float:  # fmt: skip
    """Write what the microphone hears into ``target`` (WAV, one channel) until ``stopped``; returns its seconds.

    ``heard`` is told the seconds so far and how loud the last piece was, 0 to 1. Raises `UserError` where the
    microphone cannot be used.
    """
    import av
    import numpy as np

    samples = 0
    with _opened(device) as source, wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        as_wav = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in source.decode(audio=0):
            for part in as_wav.resample(frame):
                piece = part.to_ndarray()[0]
                out.writeframes(piece.tobytes())
                samples += len(piece)
                if len(piece):
                    heard(samples / RATE, float(np.abs(piece.astype(np.int32)).max()) / 32768)
            if stopped():
                break
    return samples / RATE
