"""An onnxruntime session in a process of its own, which may take so much memory and time and no more.

For model files that are not built as ours are. Their sizes were added up before (`graph_size`); this holds where onnxruntime
needs more than was added up, or does something else than it should. The process ends with the session, and with its owner.

Its standard input and output carry arrays in numpy's own format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html),
without pickle, each after its length in eight bytes. Memory is limited where the system can (Linux, and partly macOS); the
clock holds everywhere.
"""

import io
import os
import struct
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.classifier.arrays import Decoded

_MEMORY_BESIDE = 800_000_000
"""Bytes of addresses that onnxruntime itself and a run may take, beside the model and its copies."""
_COPIES = 4
"""Of the model: its bytes, as parsed, as laid out for the processor, and one that is being made."""
_SECONDS_OF_CPU = 10
_SECONDS = 60.0
"""Of the clock; long, because other programs may want the processor too."""
_READY, _FAILED = b"+", b"-"


class SessionFailed(RuntimeError):  # noqa: N818  # it is a finding about a file
    """The model cannot be opened or does not answer within its limits."""


class LimitedSession:
    """As an onnxruntime session, for a model with one input.

    Raises `SessionFailed` if it cannot be opened within the limits.
    """

    def __init__(self, model: bytes) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603  # this module, nothing of the file
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # onnxruntime writes lines of its own there
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._lock = Lock()
        self._end = weakref.finalize(self, _end, self._process)
        self._ask(model)

    def run(
        self, outputs: Sequence[str] | None, feed: "Mapping[str, Decoded]"
    ) -> list[NDArray[Any]]:
        """The outputs of those names, of all if there are none, for one example.

        Raises `SessionFailed` if it breaks off, or takes more than it may.
        """
        ((name, example),) = feed.items()
        array = np.asarray(example)
        plain = array.astype(np.str_) if array.dtype == object else array
        reply = io.BytesIO(self._ask(_packed([np.array([name, *(outputs or ())]), plain])))
        return _unpacked(reply)

    def close(self) -> None:
        """End the process."""
        self._end()

    def _ask(self, message: bytes) -> bytes:
        sent, received = self._process.stdin, self._process.stdout
        if sent is None or received is None:
            raise AssertionError("Both are pipes.")
        with self._lock:
            clock = Timer(_SECONDS, self._process.kill)
            clock.daemon = True
            clock.start()
            try:
                _send(sent, message)
                reply = _received(received)
            except (OSError, ValueError, EOFError) as error:
                raise SessionFailed(tr("It takes more memory or time than it may.")) from error
            finally:
                clock.cancel()
                clock.join()
        if reply[:1] != _READY:
            raise SessionFailed(tr("It breaks off."))
        return reply[1:]


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(struct.pack("<Q", len(message)))
    pipe.write(message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes:
    """The next message.

    Raises `EOFError` if there is none, because the other side has gone.
    """
    header = pipe.read(8)
    if len(header) < 8:
        raise EOFError
    length = struct.unpack("<Q", header)[0]
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message


def _packed(arrays: list[NDArray[Any]]) -> bytes:
    file = io.BytesIO()
    for array in arrays:
        np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _unpacked(file: io.BytesIO) -> list[NDArray[Any]]:
    end, arrays = len(file.getbuffer()), []
    while file.tell() < end:
        arrays.append(np.load(file, allow_pickle=False))
    return arrays


def main() -> None:
    """The process: opens the model that it is sent, then answers one example after another."""
    from estimators.classifier.backbone import session

    taken, given = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not come between the messages
    with suppress(EOFError):
        model = _received(taken)
        _limit_memory(_COPIES * len(model) + _MEMORY_BESIDE)
        _limit_time()
        opened = _attempt(given, partial(session, model, keep_memory=False), lambda _: b"")
        del model
        while opened is not None:
            names, example = _unpacked(io.BytesIO(_received(taken)))
            example = example.astype(object) if example.dtype.kind == "U" else example
            _limit_time()
            name, *outputs = names.tolist()
            _attempt(given, partial(opened.run, outputs or None, {name: example}), _packed)


def _attempt(given: IO[bytes], work: Callable[[], Any], shown: Callable[[Any], bytes]) -> Any:
    """What the work comes to, after telling the other side; None if it fails."""
    try:
        result = work()
        reply = _READY + shown(result)
    except Exception:  # noqa: BLE001  onnxruntime raises its own kinds, which share no base class
        result, reply = None, _FAILED
    _send(given, reply)
    return result


def _limit_memory(more: int) -> None:
    """So many bytes beside what the process has now; elsewhere than on Linux it does not say what it has."""
    with suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        now = pages * resource.getpagesize()
        # It may be killed, and need not leave that.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + more, hard))


def _limit_time() -> None:
    """A few more seconds of the processor, from now on."""
    with suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + _SECONDS_OF_CPU
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
