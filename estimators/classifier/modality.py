"""What the kinds of example have in common, so that texts, sounds and clips come in by the same door as photos.

A modality knows what its files look like, how one is read (into exactly what the exported model takes) and which
backbone turns it into features. Everything after the features (hygiene, splits, head, calibration, evaluation) is the
same for all. Photos are the modality that this version learns from.
"""

from dataclasses import dataclass
from pathlib import Path

from estimators.classifier.photos import SUFFIXES as PHOTO_SUFFIXES
from estimators.classifier.photos import looks_like_a_photo
from estimators.errors import UserError

AUTO = "auto"


@dataclass(frozen=True)
class Modality:
    """A kind of example.

    Attributes
    ----------
    name : str
        "photo", "text", "sound" or "video".
    one, many : str
        What a person calls it ("clip", "clips").
    suffixes : frozenset of str
        Endings of its files, lower case, with the dot.
    backbones : tuple of str
        What can turn it into features, best first; none if this version cannot learn from it.
    """

    name: str
    one: str
    many: str
    suffixes: frozenset[str]
    backbones: tuple[str, ...] = ()


PHOTO = Modality("photo", "photo", "photos", PHOTO_SUFFIXES, ("efficientnet-lite0",))
MODALITIES = (
    PHOTO,
    Modality("text", "text", "texts", frozenset({".txt", ".text", ".md"})),
    Modality(
        "sound",
        "sound",
        "sounds",
        frozenset([".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".opus"]),
    ),
    Modality(
        "video", "clip", "clips", frozenset([".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v"])
    ),
)


def modality_named(name: str) -> Modality:
    """The modality of that name, if this version can learn from it.

    Raises
    ------
    UserError
        If it cannot, saying what can be done.
    """
    found = next((modality for modality in MODALITIES if modality.name == name), None)
    if found is None:
        raise UserError(
            f"There is no kind of example called “{name}”.",
            "Examples are " + ", ".join(modality.many for modality in MODALITIES) + ".",
            "Use “photo”.",
        )
    if not found.backbones:
        raise UserError(
            f"These examples are {found.many}.",
            "This version learns from photos only.",
            "Choose a folder with one folder of photos per class, or fake the AI first.",
        )
    return found


def modality_of(paths: list[Path]) -> Modality:
    """The modality that most of the files have; photos where nothing says otherwise."""

    def files(modality: Modality) -> int:
        if modality is PHOTO:
            return sum(looks_like_a_photo(path) for path in paths)
        return sum(path.suffix.lower() in modality.suffixes for path in paths)

    return max(MODALITIES, key=files)  # the first of equals: photos
