"""The project's examples as the Stage on the web shows them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from estimators.base.errors import UserError
from mock_ai.demo.plan import DemoItem
from mock_ai.stage import StageItem, StageKind
from mock_ai.stage_items import media_of

if TYPE_CHECKING:
    from desktop.project.originals import Original
    from desktop.project.project import Project
    from desktop.project.records import Example

SIDE = (
    1600  # pixels of a photo's longer side, enough for any projector and little enough for a phone
)
KIND: dict[str, StageKind] = {"photo": "photo", "text": "text", "sound": "sound", "video": "clip"}


def exhibits_of(project: "Project", examples: "Sequence[Example]") -> tuple[StageItem, ...]:
    """What the Stage needs of these examples; it can be used when the project is closed again, and from any thread."""
    return tuple(_exhibit(project, example) for example in examples)


def _exhibit(project: "Project", example: "Example") -> StageItem:
    kind = KIND.get(example.modality, "photo")
    item = DemoItem(example.sha256, example.name, example.class_name, example.modality)
    text = project.text(example)
    if text is not None:  # the project keeps it itself
        return StageItem(item, kind, lambda: text, lambda: (text.encode(), "text/plain"))
    source = project.shown(example)
    if kind == "text":
        words = partial(_words, source)
        return StageItem(item, kind, words, lambda: (words().encode(), "text/plain"))
    read = partial(_read, source, kind)
    if kind == "photo":
        thumbnail = project.caches.thumbnail(example.sha256)
        return StageItem(item, kind, read, partial(_photo, read, thumbnail))
    return StageItem(item, kind, read, partial(_as_it_is, source, read))


def _photo(read: Callable[[], bytes], thumbnail: bytes | None) -> tuple[bytes, str]:
    """A smaller copy without what cameras note, such as the place; the thumbnail where the file is gone."""
    from estimators.classifier.item import UnreadableItem
    from estimators.classifier.photo.reader import thumbnail_jpeg

    try:
        return thumbnail_jpeg(read(), SIDE), "image/jpeg"
    except (UserError, UnreadableItem) as error:
        if thumbnail is not None:
            return thumbnail, "image/jpeg"
        if isinstance(error, UserError):
            raise
        raise UserError(f"{error}", "It cannot be read.", "Look at it on the Data page.") from error


def _as_it_is(original: "Original", read: Callable[[], bytes]) -> tuple[bytes, str]:
    media = media_of(original.file)
    return read(), media[1] if media is not None else "application/octet-stream"


def _words(original: "Original") -> str:
    from estimators.classifier.item import UnreadableItem, reader_of

    try:
        return str(reader_of("text").decode(_read(original, "text"))[0])
    except UnreadableItem as error:
        raise UserError(f"{error}", "It cannot be read.", "Look at it on the Data page.") from error


def _read(original: "Original", kind: StageKind) -> bytes:
    from estimators.classifier.item import UnreadableItem

    try:
        return original.read()
    except UnreadableItem as error:
        if original.is_here():
            raise UserError(
                f"This {kind} cannot be shown.", f"{error}", "Look at it on the Data page."
            ) from error
        raise UserError(
            f"This {kind}’s file is not here.",
            f"“{original.file.name}” is not where it was.",
            "Show on the Data page where it is now.",
        ) from error
