"""What the columns of a CSV are called, in the languages and habits of those who make them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from estimators.base.errors import UserError
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr

TEXT_NAMES: tuple[str, ...] = (
    "text",
    "message",
    "nachricht",
    "sentence",
    "satz",
    "review",
    "comment",
    "kommentar",
    "content",
    "body",
    "tweet",
    "utterance",
    "question",
    "frage",
)
LABEL_NAMES: tuple[str, ...] = (
    "label",
    "class",
    "category",
    "kategorie",
    "klasse",
    "target",
    "tag",
    "sentiment",
    "intent",
    "etikett",
    "categoria",
    "clase",
)
PATH_NAMES: tuple[str, ...] = (
    "path",
    "file",
    "filename",
    "pfad",
    "datei",
    "image",
    "photo",
    "audio",
    "sound",
    "video",
    "clip",
)
GROUP_NAMES: tuple[str, ...] = (
    "group",
    "gruppe",
    "session",
    "speaker",
    "sprecher",
    "source",
    "patient",
    "subject",
    "user",
    "author",
    "autor",
    "customer",
    "kunde",
    "case",
    "thread",
    "conversation",
    "document",
    "video",
    "recording",
    "participant",
    "writer",
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NAMES_SHOWN = 12


class UnclearColumnsError(UserError):
    """A list of examples whose columns do not say by their names what they hold: a person can."""


def plain_cell(cell: str) -> str:
    """A cell without what surrounds it unseen."""
    return _INVISIBLE.sub("", cell).strip()


def find_column(names: Sequence[str], wanted: str, usual: Sequence[str]) -> int | None:
    """Where a column is: by its exact name, by the name in other letters, by a usual name, by one word of its name."""
    if wanted in names:
        return names.index(wanted)
    lower = [name.casefold() for name in names]
    if wanted.casefold() in lower:
        return lower.index(wanted.casefold())
    if wanted not in usual and wanted != "group":
        return None  # another name was asked for
    for name in usual:
        if name in lower:
            return lower.index(name)
    words = [re.split(r"[\W_]+", name) for name in lower]
    named = [at for at, parts in enumerate(words) if len(parts) <= 4 and set(parts) & set(usual)]
    return named[0] if len(named) == 1 else None


@dataclass(frozen=True)
class ColumnNames:
    """What the columns of a CSV are called; where none is called so, common names are looked for.

    `group` says what belongs together; None: a column that can be one, if there is any.
    """

    text: str = "text"
    label: str = "label"
    path: str = "path"
    group: str | None = None

    @property
    def item_words(self) -> str:
        return tr(
            "“{text_column}” or “{path_column}”", text_column=self.text, path_column=self.path
        )


USUAL_NAMES = ColumnNames()


def shown_columns(names: Sequence[str]) -> str:
    """What the columns are called, in a sentence."""
    shown = [
        quoted(name[:40]) if name else tr("one without a name") for name in names[:_NAMES_SHOWN]
    ]
    if more := len(names) - len(shown):
        shown.append(tr("{more} more", more=more))
    if len(names) == 1:
        return tr("Its only column is {listed}.", listed=shown[0])
    return tr("Its columns are {listed}.", listed=listed(shown))
