"""What a model learned from, as short prints that travel in its file, so that nobody takes it for a test.

A print is the first 8 bytes of the SHA-256 of an example's bytes, and its 128-bit fingerprint (`ExampleReader.fingerprint`): the
first knows the same file, the second the same pixels, sounds or words in another file. They say whether an example that one
has is among those learned from; they do not give one back. 24 bytes each: 20,000 examples are 0.6 MB of a file.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.arrays import Octets
from estimators.classifier.backbone import backbone_named, session
from estimators.classifier.embedding import FINGERPRINT_BYTES
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.modality import TEXT, modality_named
from estimators.classifier.progress import Cancelled, Progress, report_nothing, stop_if
from estimators.classifier.unreadable import UnreadableItem

_HASH_BYTES = 8
_BYTES = _HASH_BYTES + FINGERPRINT_BYTES
_RESAVED = 3
"""Bits: of 240 photos saved again as JPEG, half of them at half the size, 237 came to at most 3 (136 to none); photos of other
things to 10 and more, of handwritten digits 18 of 1.6 million pairs to at most 3."""
LEARNED, NEARLY, NEW = "learned", "nearly", "new"


@dataclass(frozen=True)
class TrainingFingerprints:
    """The prints of the examples that a model learned from.

    - `prints`, array of shape (n, 24), uint8: in rising order, so that the order of the examples is not told.
    """

    prints: Octets

    @classmethod
    def of(cls, keys: Sequence[str], fingerprints: Octets) -> Self:
        """From SHA-256 (hexadecimal) and fingerprints, shape (n, 16), of the examples."""
        hashes = [np.frombuffer(bytes.fromhex(key)[:_HASH_BYTES], np.uint8) for key in keys]
        if not hashes:
            return cls(np.zeros((0, _BYTES), np.uint8))
        rows = np.hstack([np.stack(hashes), fingerprints])
        return cls(np.unique(rows, axis=0))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """As `to_text` wrote it.

        Raises `ValueError` if it did not.
        """
        try:
            data = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError("The prints are not in base64.") from error
        if len(data) % _BYTES:
            raise ValueError("A print is cut off.")
        return cls(np.frombuffer(data, np.uint8).reshape(-1, _BYTES))

    def to_text(self) -> str:
        """In base64, for the file's metadata."""
        return base64.b64encode(self.prints.tobytes()).decode()

    def __len__(self) -> int:
        return len(self.prints)

    @cached_property
    def _hashes(self) -> frozenset[bytes]:
        return frozenset(row.tobytes() for row in self.prints[:, :_HASH_BYTES])

    @cached_property
    def _fingerprints(self) -> frozenset[bytes]:
        return frozenset(row.tobytes() for row in self.prints[:, _HASH_BYTES:])

    def has_key(self, key: str) -> bool:
        """Whether the file of that SHA-256 (hexadecimal) is among them, byte for byte."""
        try:
            return bytes.fromhex(key)[:_HASH_BYTES] in self._hashes
        except ValueError:
            return False

    def judged(
        self,
        items: Sequence[Item],
        modality: str,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> list[str]:
        """Of each item, whether the model has `LEARNED` from it, `NEARLY` (from much the same), or it is `NEW`.

        A file that cannot be read is new. Files that were learned from byte for byte are not decoded.
        """
        tell = progress or report_nothing
        found: list[str] = []
        many = modality_named(modality).many
        for fingerprint in self._looked_at(items, modality):
            stop_if(cancelled)
            tell(len(found), len(items), tr("Looking for {many} that it learned from", many=many))
            if isinstance(fingerprint, str):
                found.append(fingerprint)
            elif fingerprint.tobytes() in self._fingerprints:
                found.append(LEARNED)
            else:
                apart = np.bitwise_count(self.prints[:, _HASH_BYTES:] ^ fingerprint).sum(axis=1)
                found.append(NEARLY if len(apart) and int(apart.min()) <= _RESAVED else NEW)
        return found

    def _looked_at(self, items: Sequence[Item], modality: str) -> "Iterator[str | Octets]":
        """What is known of each item by its bytes alone, else its fingerprint."""
        kind, prepare = reader_of(modality), None
        if modality != TEXT.name:  # whose fingerprint is of the words themselves
            scout = backbone_named(modality_named(modality).scout)
            prepare = session(scout.prepare().SerializeToString(), keep_memory=False)
        for item in items:
            try:
                data = read_bytes(item)
                if hashlib.sha256(data).digest()[:_HASH_BYTES] in self._hashes:
                    yield LEARNED
                    continue
                prepared = decoded = kind.decode(data)
                if prepare is not None:
                    prepared = prepare.run(None, {kind.input_name: decoded})[0]
                yield kind.fingerprint(decoded, prepared)
            except UnreadableItem:
                yield NEW
