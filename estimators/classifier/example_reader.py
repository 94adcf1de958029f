"""What the code after the file needs from each kind of example, and nothing else about it."""

from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

Decoded = NDArray[Any]
"""Exactly what the exported file takes: a photo as uint8 [height, width, 3] RGB, a text as an object array [1] of str, a
sound as float32 [samples] mono at 16 kHz, a clip as uint8 [frames, height, width, 3]."""


class ExampleReader(Protocol):
    """How one kind of example is read. Each modality's package has one, called `READER`, in its module `reader`."""

    @property
    def input_name(self) -> str:
        """Of the exported graph."""

    @property
    def usage(self) -> str:
        """Ten lines of Python that use the exported file; they travel in its metadata."""

    def decode(self, data: bytes, /) -> Decoded:
        """The example from the bytes of a file.

        Raises
        ------
        UnreadableItem
            With one sentence that says why; sizes are checked before anything is unpacked.
        """

    def size(self, decoded: Decoded, /) -> tuple[float, float]:
        """Photo: width, height. Text: characters, words. Sound: seconds, loudest (0 to 1). Clip: seconds, shorter side."""

    def fingerprint(self, decoded: Decoded, prepared: Decoded, /) -> NDArray[np.uint8]:
        """128 bits as 16 bytes that are nearly the same for nearly the same example."""

    def thumbnail(self, data: bytes, size: int, /) -> bytes:
        """A JPEG whose longer side is at most `size` pixels, for lists and reports.

        Raises
        ------
        UnreadableItem
            As `decode`; also where there is nothing to see, as of a text.
        """


@lru_cache(maxsize=8)
def reader_of(modality: str) -> ExampleReader:
    """How examples of a modality ("photo", "text", "sound", "video") are read; imported when first asked for."""
    return cast(ExampleReader, import_module(f"estimators.classifier.{modality}.reader").READER)
