"""Items for the Stage from a folder: one folder per class, or loose files whose class nobody has said."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.number import digits
from mock_ai.content import content_digest
from mock_ai.demo.plan import DemoItem
from mock_ai.stage import StageItem, StageKind

MOST_ITEMS = 2_000
LARGEST_BYTES = 50_000_000
_MEDIA: dict[str, tuple[StageKind, str]] = {
    ".jpg": ("photo", "image/jpeg"),
    ".jpeg": ("photo", "image/jpeg"),
    ".png": ("photo", "image/png"),
    ".webp": ("photo", "image/webp"),
    ".gif": ("photo", "image/gif"),
    ".avif": ("photo", "image/avif"),
    ".txt": ("text", "text/plain"),
    ".wav": ("sound", "audio/wav"),
    ".mp3": ("sound", "audio/mpeg"),
    ".ogg": ("sound", "audio/ogg"),
    ".flac": ("sound", "audio/flac"),
    ".m4a": ("sound", "audio/mp4"),
    ".mp4": ("clip", "video/mp4"),
    ".webm": ("clip", "video/webm"),
    ".mov": ("clip", "video/mp4"),  # browsers play what is inside, by that name
}


def media_of(path: Path) -> tuple[StageKind, str] | None:
    """What a file is on the Stage, and the media type it is sent as; None where no browser shows such files."""
    return _MEDIA.get(path.suffix.lower())


def items_in(folder: Path, classes: Sequence[str] = ()) -> tuple[StageItem, ...]:
    """The items of a folder, in the order of their names. A folder in it whose name is one of ``classes`` says what its
    files are.

    Raises
    ------
    UserError : there is nothing to show, or too much.
    """
    try:
        files = sorted(path for path in folder.rglob("*") if media_of(path) and path.is_file())
    except OSError as error:
        raise UserError(
            f"“{folder.name}” cannot be read.",
            f"{error.strerror or error}.",
            "Check that the folder is there and that you may open it.",
        ) from error
    if not files:
        raise UserError(
            f"There is nothing to show in “{folder.name}”.",
            "The Stage shows photos, sounds, clips and .txt files that a browser can show.",
            "Give a folder with one folder per class, or with the files themselves.",
        )
    if len(files) > MOST_ITEMS:
        raise UserError(
            f"“{folder.name}” holds {digits(len(files))} files.",
            f"The Stage takes at most {digits(MOST_ITEMS)}.",
            "Give a folder with fewer.",
        )
    return tuple(_exhibit(path, folder, classes) for path in files)


def _exhibit(path: Path, folder: Path, classes: Sequence[str]) -> StageItem:
    media = media_of(path)
    assert media is not None
    kind, media_type = media
    parent = path.parent.name if path.parent != folder else ""
    truth = parent if parent in classes else None
    read: Callable[[], bytes] = partial(_read, path, kind)
    content = partial(_text, path) if kind == "text" else read
    digest = content_digest(content()).hex()

    def shown() -> tuple[bytes, str]:
        return read(), media_type

    return StageItem(DemoItem(digest, path.stem, truth, kind), kind, content, shown)


def _text(path: Path) -> str:
    return _read(path, "text").decode("utf-8", "replace")


def _read(path: Path, kind: StageKind) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(
                f"This {kind} is too large.",
                f"“{path.name}” has more than {LARGEST_BYTES // 1_000_000} MB.",
                "Show a smaller one.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"This {kind}’s file is not here.",
            f"{error.strerror or error}.",
            "Put it back and try again.",
        ) from error
