"""Pretrained backbones: what turns a decoded example into features, in the app and inside the exported file alike.

A backbone is two ONNX graphs. `prepare` takes what a decoder gives (for a photo: RGB, uint8, any size), one example at a
time; `features` takes what comes out of it, one or several at a time, to feature vectors. The exported file is the two in
a row, so the app and the file cannot come to differ in how they resize, cut into words or normalise.
"""

import ctypes
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Singles
from estimators.classifier.modality import MODALITIES
from estimators.onnx_runtime import onnxruntime

if TYPE_CHECKING:
    import onnx

PackageFile = tuple[str, str, str]
"""A distribution (empty: this product), the module that it installs, and the file inside of it."""
_OWN = Path(__file__).with_name("weights")
BESIDE = "+"
"""Joins the names of backbones whose features stand side by side."""


def has_file(file: PackageFile) -> bool:
    """Whether the package and the file are here."""
    return _found(file) is not None


def file_path(file: PackageFile) -> Path:
    """The path of a file inside a package.

    Raises `FileNotFoundError` if the package or the file is not there.
    """
    path = _found(file)
    if path is None:
        raise FileNotFoundError(f"{file[2]} of the package {file[0] or file[1]} is not there.")
    return path


def own_file(name: str) -> PackageFile:
    """A network of our own keeping (`weights/sources.json` says where it comes from)."""
    return "", "estimators.classifier", f"{_OWN.name}/{name}"


def edition(file: PackageFile) -> str:
    """What changes when the file does: the version of its package, or the beginning of its hash."""
    distribution, _, name = file
    return version(distribution) if distribution else _hashes()[Path(name).name][:8]


@lru_cache(maxsize=1)
def _hashes() -> dict[str, str]:
    sources = json.loads((_OWN / "sources.json").read_text(encoding="utf-8"))
    return {name: source["sha256"] for name, source in sources.items()}


def _found(file: PackageFile) -> Path | None:
    distribution, module, name = file
    try:
        found = find_spec(module)
        if distribution:
            version(distribution)
    except (ImportError, ValueError, PackageNotFoundError):
        return None
    folders = [Path(folder) for folder in (found and found.submodule_search_locations) or ()]
    return next((path for folder in folders if (path := folder / name).is_file()), None)


@dataclass(frozen=True)
class View:
    """A stretch of the feature vector that means something on its own, and how the head wants it.

    - `transform`: "root": signed square root, then unit length. "unit": unit length. "plain": as it is, where the
      length says how much of an example its columns can tell (those that were learned from the training examples), at
      most about 1.
    """

    name: str
    start: int
    stop: int
    transform: str = "root"


@dataclass(frozen=True)
class Backbone:
    """A pretrained network.

    - `dimensions`: length of a feature vector.
    - `licence`: of the weights.
    - `signature`: what the exported file takes, in words.
    - `prepare`: builds the graph from one decoded example (the input that its `ExampleReader` names) to what `features`
      takes.
    - `features`: builds the graph from that to `features`, float32 [n, dimensions].
    - `batch`: how many prepared examples may be stacked in one run of `features`: 1 where an answer could depend on its
      company.
    - `at_once`: how many examples a thread works on before it reports.
    - `parts`: what stands side by side in it; itself alone for most.
    - `looks`: by which an example is looked at, each kept in caches under its own name, so that what is known of an
      example by one is not found out again; itself alone for most. Their features are whole pictures of `dimensions` /
      views each.
    - `mix`: of several looks: for each view, what each of their pictures counts in it.
    - `pictures`: what the pictures are, in a sentence; empty where there is one.
    """

    name: str
    modality: str
    dimensions: int
    licence: str
    signature: str
    prepare: "Callable[[], onnx.ModelProto]"
    features: "Callable[[], onnx.ModelProto]"
    batch: int = 1
    at_once: int = 4
    views: tuple[View, ...] = ()
    beside: tuple["Backbone", ...] = field(default=(), repr=False)
    apart: tuple["Backbone", ...] = field(default=(), repr=False)
    mix: tuple[tuple[float, ...], ...] = ()
    pictures: str = ""

    @property
    def parts(self) -> tuple["Backbone", ...]:
        return self.beside or (self,)

    @property
    def looks(self) -> tuple["Backbone", ...]:
        return tuple(look for part in self.parts for look in part.apart or (part,))

    def mixed(self, features: Sequence[Singles]) -> Singles:
        """The features of this backbone from those of its looks, arrays of shape (n, their dimensions)."""
        found, given = [], iter(features)
        for part in self.parts:
            looked = [next(given) for _ in part.apart or (part,)]
            found.append(looked[0] if not part.mix else _mixed(looked, part.mix))
        return found[0] if len(found) == 1 else np.hstack(found)


def _mixed(looked: Sequence[Singles], mix: tuple[tuple[float, ...], ...]) -> Singles:
    pictures = np.hstack(looked).reshape(len(looked[0]), len(mix[0]), -1)
    return np.asarray(np.array(mix, np.float32) @ pictures).reshape(len(pictures), -1)


def backbone_named(name: str) -> Backbone:
    """The backbone of that name; "a+b" is a's features with b's beside them.

    Raises `UserError` if there is none, or the package that brings it is missing here.
    """
    names = name.split(BESIDE)
    return _one_named(name) if len(names) == 1 else _side_by_side([_one_named(n) for n in names])


@lru_cache(maxsize=16)
def _one_named(name: str) -> Backbone:
    modality = next((m for m in MODALITIES if name in m.backbones), None)
    if modality is None:
        known = ", ".join(known for m in MODALITIES for known in m.backbones)
        raise UserError(
            tr("There is no backbone called “{name}”.", name=name),
            "",
            tr("Use one of: {known}.", known=known),
        )
    brought = import_module(f"estimators.classifier.{modality.name}.backbones").BACKBONES
    if name not in brought:
        raise UserError(
            tr("The backbone “{name}” is not available on this computer.", name=name),
            tr("There is no package of it for this system."),
            tr("Leave the choice to the app."),
        )
    found: Backbone = brought[name]
    return found if found.views else replace(found, views=(View(name, 0, found.dimensions),))


def _side_by_side(parts: list[Backbone]) -> Backbone:
    views: list[View] = []
    start = 0
    for part in parts:
        views += [replace(v, start=v.start + start, stop=v.stop + start) for v in part.views]
        start += part.dimensions
    if len({part.modality for part in parts}) != 1 or len({part.name for part in parts}) < len(
        parts
    ):
        raise ValueError("Backbones side by side have to be different ones of one modality.")
    licences = dict.fromkeys(part.licence for part in parts)
    return replace(
        parts[0],
        name=BESIDE.join(part.name for part in parts),
        dimensions=start,
        licence=", ".join(licences),
        views=tuple(views),
        beside=tuple(parts),
    )


def cached_file(name: str, build: Callable[[], bytes], *, folder: Path | None = None) -> bytes:
    """The bytes that `build` gives, kept in the user's cache folder from the first call on.

    The file's name ends in its own SHA-256, so a truncated or altered file is never used: it is built again. It is
    written beside its place and renamed into it, so two processes may do this at once. Where the cache cannot be written
    (read-only home, full disk), the bytes are built every time.
    """
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("smart-enough", appauthor=False) / "backbones"
    with suppress(OSError):
        for path in sorted(folder.glob(f"{name}-*.onnx")):
            data = path.read_bytes()
            if path.stem == f"{name}-{hashlib.sha256(data).hexdigest()}":
                return data
            path.unlink(missing_ok=True)
    data = build()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(folder / f"{name}-{hashlib.sha256(data).hexdigest()}.onnx", data)
    return data


def cached_graph(name: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
    """The graph that `build` gives, from the user's cache folder where it has been built before (see `cached_file`)."""
    import onnx

    data = cached_file(name, lambda: build().SerializeToString(deterministic=True))
    return onnx.load_model_from_string(data)


def session(model: bytes, *, keep_memory: bool = True) -> Any:
    """An onnxruntime session on one thread: the callers' threads share the cores (decision 0012).

    With `keep_memory` it holds on to the memory of its largest run, which is faster when all runs are alike.
    """
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = keep_memory
    options.log_severity_level = 4  # what fails is said in words by whoever asked
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=8)
def sessions(name: str) -> tuple[Any, Any]:
    """The two sessions of a backbone that is a single part, `prepare` and `features`, made once per process."""
    backbone = _one_named(name)
    return (
        session(backbone.prepare().SerializeToString(), keep_memory=False),  # examples of any size
        session(backbone.features().SerializeToString()),
    )


def close_sessions() -> None:
    """Let go of all networks and of their memory: 0.24 GB of three for texts."""
    sessions.cache_clear()
    hand_back_memory()


def hand_back_memory() -> None:
    """Give what is free to the system, which glibc keeps for small pieces to come; large arrays would not find room in it."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # musl has no such call
            ctypes.CDLL(None).malloc_trim(0)
