"""What a project keeps by content hash: thumbnails, embeddings, models.

Keyed by sha256, so an example that comes back (undo, another folder, another machine) finds its thumbnail and its
embedding again, and a project opens and retrains without the originals. Models share what they have in common: each
large tensor of an ``.onnx`` file is kept once, however many runs use the same backbone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.project import decode
from desktop.project.file import ProjectFile
from desktop.project.trouble import DamageError, explaining
from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    import numpy as np

BATCH = 64  # rows a transaction, so that a window beside it never waits long
LARGE_TENSOR = 4096  # bytes
LARGEST_MODEL = 400_000_000  # bytes that are put together again; ours have some 30,000,000


class Caches:
    """The content-addressed tables of one project file."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    # --- thumbnails ----------------------------------------------------------------------------------------------

    def put_thumbnails(self, thumbnails: Mapping[str, bytes]) -> None:
        """Keep JPEG thumbnails by the sha256 of their originals; does nothing in a read-only project."""
        self._put(
            "INSERT OR IGNORE INTO thumbnail (sha256, jpeg) VALUES (?, ?)", thumbnails.items()
        )

    def thumbnail(self, sha256: str) -> bytes | None:
        """The JPEG of one example, or None."""
        rows = self._file.read("SELECT jpeg FROM thumbnail WHERE sha256 = ?", (sha256,))
        return bytes(rows[0][0]) if rows else None

    def known_thumbnails(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._file.read("SELECT sha256 FROM thumbnail", ()))

    # --- originals that have no file of their own -------------------------------------------------------------------

    def put_originals(self, contents: Mapping[str, bytes]) -> None:
        """Keep the bytes of examples by their sha256: texts that came from a table; or of a table of facts."""
        if self._file.read_only or not contents:
            return
        with self._file.large_values(), self._file.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO original (sha256, bytes) VALUES (?, ?)", contents.items()
            )

    # --- embeddings ----------------------------------------------------------------------------------------------

    @property
    def embeddings(self) -> "EmbeddingRows":
        """The embeddings, as the classifier asks for them."""
        return EmbeddingRows(self._file)

    # --- models --------------------------------------------------------------------------------------------------

    def put_model(self, model: bytes) -> str:
        """Keep an ``.onnx`` file; returns its sha256. Its large tensors are shared with other models."""
        sha256 = hashlib.sha256(model).hexdigest()
        if self._file.read("SELECT 1 FROM model WHERE sha256 = ?", (sha256,)):
            return sha256
        skeleton, parts = _split(model)
        with self._file.large_values(), self._file.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO model_part (sha256, bytes) VALUES (?, ?)", parts.items()
            )
            connection.execute(
                "INSERT INTO model (sha256, skeleton, parts) VALUES (?, ?, ?)",
                (sha256, skeleton, json.dumps(list(parts))),
            )
        return sha256

    def model(self, sha256: str) -> bytes:
        """The ``.onnx`` file of a run, byte for byte; checked against its hash."""
        found = self._file.read(
            "SELECT length(skeleton), parts FROM model WHERE sha256 = ?", (sha256,)
        )
        if not found:
            raise UserError(
                tr("The model of this run is not in the project."), "", tr("Train again.")
            )
        size, names = found[0][0], self._part_names(found[0][1])
        sizes = [
            self._file.read("SELECT length(bytes) FROM model_part WHERE sha256 = ?", (name,))
            for name in names
        ]
        if not all(sizes):
            raise _damaged_model(tr("Part of it is missing."))
        if size + sum(part[0][0] for part in sizes) > LARGEST_MODEL:
            raise _damaged_model(
                tr(
                    "It is larger than {largest_model} MB.",
                    largest_model=LARGEST_MODEL // 1_000_000,
                )
            )
        with self._file.large_values():
            parts = {
                name: bytes(
                    self._file.read("SELECT bytes FROM model_part WHERE sha256 = ?", (name,))[0][0]
                )
                for name in names
            }
            query = "SELECT skeleton FROM model WHERE sha256 = ?"
            skeleton = bytes(self._file.read(query, (sha256,))[0][0])
        model = _join(skeleton, parts)
        if hashlib.sha256(model).hexdigest() != sha256:
            raise _damaged_model(tr("Its contents do not match its hash."))
        return model

    def has_model(self, sha256: str) -> bool:
        """Whether the model of a run is there with all its parts; what is in them is not looked at."""
        found = self._file.read("SELECT parts FROM model WHERE sha256 = ?", (sha256,))
        return bool(found) and all(
            self._file.read("SELECT 1 FROM model_part WHERE sha256 = ?", (name,))
            for name in self._part_names(found[0][0])
        )

    def _part_names(self, parts: object) -> list[str]:
        with explaining(self._file.path, DamageError):
            names = decode.expect(decode.value(parts, "a model"), list, "a model")
            decode.texts("a model", *names)
        return names

    def model_file(self, sha256: str, folder: Path) -> Path:
        """The model of a run as a file in ``folder``, written where it is not there yet."""
        target = folder / f"{sha256}.onnx"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_bytes_atomically(target, self.model(sha256))
        return target

    def _put(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        if self._file.read_only:
            return
        pending = list(rows)
        for start in range(0, len(pending), BATCH):
            with self._file.transaction() as connection:
                connection.executemany(statement, pending[start : start + BATCH])


class EmbeddingRows:
    """Embeddings by backbone and content hash (``estimators.classifier``'s ``EmbeddingCache``)."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def get(self, backbone: str, keys: Sequence[str]) -> "dict[str, np.ndarray]":
        """The vectors that are there, as float32."""
        import numpy as np

        found: dict[str, np.ndarray] = {}
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ", ".join("?" for _ in some)
            for sha256, vector in self._file.read(
                f"SELECT sha256, vector FROM embedding WHERE backbone = ? AND sha256 IN ({marks})",
                (backbone, *some),
            ):
                if isinstance(vector, bytes) and vector and len(vector) % 4 == 0:
                    found[sha256] = np.frombuffer(vector, dtype="<f4")
        return found

    def put(self, backbone: str, vectors: "Mapping[str, np.ndarray]") -> None:
        """Keep vectors; does nothing in a read-only project."""
        if self._file.read_only:
            return
        rows = [(key, backbone, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        for start in range(0, len(rows), BATCH):
            with self._file.transaction() as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO embedding (sha256, backbone, vector) VALUES (?, ?, ?)",
                    rows[start : start + BATCH],
                )


def _damaged_model(why: str) -> UserError:
    return UserError(tr("The model of this run is damaged."), why, tr("Train again."))


def _split(model: bytes) -> tuple[bytes, dict[str, bytes]]:
    """A model without its large tensors, and those by hash; whole where putting together would differ."""
    from onnx import ModelProto

    proto = ModelProto()
    proto.ParseFromString(model)
    parts: dict[str, bytes] = {}
    for tensor in proto.graph.initializer:
        if len(tensor.raw_data) >= LARGE_TENSOR:
            key = hashlib.sha256(tensor.raw_data).hexdigest()
            parts[key] = tensor.raw_data
            tensor.raw_data = _PLACEHOLDER + key.encode()
    skeleton = proto.SerializeToString(deterministic=True)
    if not parts or _join(skeleton, parts) != model:
        return model, {}
    return skeleton, parts


_PLACEHOLDER = b"sha256:"


def _join(skeleton: bytes, parts: Mapping[str, bytes]) -> bytes:
    if not parts:
        return skeleton
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it has none
    from onnx import ModelProto

    proto = ModelProto()
    try:
        proto.ParseFromString(skeleton)
    except DecodeError as error:
        raise _damaged_model(tr("It is no ONNX file.")) from error
    for tensor in proto.graph.initializer:
        if tensor.raw_data.startswith(_PLACEHOLDER):
            key = tensor.raw_data.removeprefix(_PLACEHOLDER).decode("ascii", "replace")
            if key in parts:
                tensor.raw_data = parts[key]
    return bytes(proto.SerializeToString(deterministic=True))
