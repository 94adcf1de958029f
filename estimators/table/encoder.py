"""Columns of sentences, photos and sounds: the network that turns each cell into numbers, and what it is given of a cell.

A name of a file is looked for in the folder of its table or below and nowhere else: a table that somebody sent must not bring the
files of whoever opens it into a model.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy as np

from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.arrays import Decoded, Singles
from estimators.classifier.backbone import sessions
from estimators.classifier.backbone_choice import USUAL_OF_TEXTS
from estimators.classifier.embedding import EmbeddingCache, MemoryCache, embed
from estimators.classifier.item import Item, reader_of
from estimators.classifier.modality import TEXT
from estimators.classifier.progress import Cancelled, Progress, report_nothing, stretch
from estimators.classifier.remark import DataRemark
from estimators.classifier.unreadable import UnreadableItem, unreadable
from estimators.table.column import ENCODED, ColumnType
from estimators.table.table import SENT
from estimators.table.target import ColumnData, RowTarget
from estimators.table.text_network import Rows, text_network

_NETWORKS = {
    ColumnType.TEXT: USUAL_OF_TEXTS,
    ColumnType.PHOTO: ("efficientnet-lite0",),
    ColumnType.SOUND: ("speech",),
}
"""What reads each type of column: the first that is here."""
_MOST_LOOKED_FOR = 5_000
MOST_READ_SLOWLY = 20_000
"""Of more different texts the scout reads them, which takes a twentieth of the time."""
_NOTHING: dict[str, Decoded] = {
    "text": np.array([""], object),
    "photo": np.zeros((1, 1, 3), np.uint8),
    "sound": np.zeros(1, np.float32),
}
Read = Callable[[Sequence[Item]], tuple[Singles, dict[int, DataRemark]]]
"""From items to their features, shape (items, dimensions), and why some could not be read; rows of these are of no matter."""


def network_of(data: ColumnData) -> str:
    """What reads a column, unless its answers say otherwise."""
    if data.plan.type == ColumnType.TEXT and len(data.words) > MOST_READ_SLOWLY:
        return TEXT.scout
    here = import_module(f"estimators.classifier.{data.plan.type}.backbones").BACKBONES
    wanted = _NETWORKS[data.plan.type]
    return next((name for name in wanted if name in here), wanted[0])


def nothing(modality: str) -> Decoded:
    """What a network is given of an empty cell: no letter, one black point, one silent sample."""
    return _NOTHING[modality]


def item_of(word: str, modality: str, folder: Path | None) -> Item:
    """What a cell stands for: a text itself, or the file that it names within a folder.

    Raises `UnreadableItem` where the name leads out of the folder, or there is none.
    """
    if modality == "text":
        return word
    if word.startswith(SENT):
        try:
            return base64.b64decode(word.partition(",")[2], validate=True)
        except (binascii.Error, ValueError):
            raise UnreadableItem(unreadable("damaged")) from None
    if folder is None:
        raise UnreadableItem(unreadable("no_folder"))
    parts = word.replace("\\", "/").split("/")
    rooted = PurePosixPath(word).is_absolute() or PureWindowsPath(word).anchor
    try:
        path = folder.joinpath(*parts)
        outside = bool(rooted) or ".." in parts or not path.resolve().is_relative_to(folder.resolve())  # fmt: skip
    except (OSError, ValueError, RuntimeError):  # a ring of links, a NUL
        outside = True
    if outside:
        raise UnreadableItem(unreadable("outside"))
    return path


def encoded(
    columns: Sequence[ColumnData],
    folder: Path | None,
    *,
    learned: tuple[RowTarget, Rows] | None = None,
    cache: EmbeddingCache | None = None,
    progress: Progress = report_nothing,
    cancelled: Cancelled | None = None,
) -> list[ColumnData]:
    """The same columns, those that a network reads with their features.

    - `learned`: the answers and the rows to learn from, by which `text_network` chooses; without them the slow network reads all.
    - `folder`: in which the files are that columns name; None where nobody knows. `cache`: as `embed` has it.

    Raises `UserError` if none of the files of a column can be read; `WorkCancelled`.
    """
    there = [data for data in columns if data.plan.type in ENCODED]
    found = []
    for data in columns:
        if data.plan.type not in ENCODED:
            found.append(data)
            continue
        at = there.index(data)
        its = stretch(progress, at, at + 1, len(there))
        kept = cache or MemoryCache()
        name = network_of(data)
        if learned and data.plan.type == ColumnType.TEXT:
            name = text_network(data, name, *learned, cache=kept, progress=its, cancelled=cancelled)
        found.append(_by_network(data, name, folder, cache=kept, progress=its, cancelled=cancelled))
    return found


def _by_network(
    data: ColumnData,
    name: str,
    folder: Path | None,
    *,
    cache: EmbeddingCache,
    progress: Progress,
    cancelled: Cancelled | None,
) -> ColumnData:
    modality = str(data.plan.type)

    def read(items: Sequence[Item]) -> tuple[Singles, dict[int, DataRemark]]:
        seen = embed(items, backbone=name, cache=cache, progress=progress, cancelled=cancelled)
        return seen.features, seen.problems

    prepare, network = sessions(name)
    prepared = prepare.run(None, {reader_of(modality).input_name: nothing(modality)})[0]
    empty = network.run(None, {network.get_inputs()[0].name: prepared})[0]
    features, problems = features_of(data.words, modality, folder, read, empty)
    found = replace(data, features=features, network=name)
    if not problems:
        return found
    assert data.codes is not None
    rows = np.flatnonzero(np.isin(data.codes, list(problems)))
    code = int(data.codes[rows[0]])
    if modality != ColumnType.TEXT and len(rows) == int(data.filled.sum()):
        raise UserError(
            tr("None of the files that “{column}” names can be read.", column=data.plan.name),
            tr("The first is “{file}”. {why}", file=data.words[code][:60], why=str(problems[code])),
            tr("Put the table into the folder in which its files are, or leave the column out."),
        )
    first = (int(rows[0]), data.words[code])
    return replace(found, unreadable=len(rows), first_unreadable=first, why=str(problems[code]))


def features_of(
    words: Sequence[str], modality: str, folder: Path | None, read: Read, empty: Singles
) -> tuple[Singles, dict[int, DataRemark]]:
    """What `read` makes of each word, shape (words + 1, dimensions), and by its place why one cannot be read.

    - `empty`, shape (1, dimensions): the features of an empty cell: the last row, and what an unreadable word counts as.
    """
    items: list[Item] = []
    places: list[int] = []
    problems: dict[int, DataRemark] = {}
    for place, word in enumerate(words):
        try:
            items.append(item_of(word, modality, folder))
            places.append(place)
        except UnreadableItem as error:
            problems[place] = error.remark
    features = np.repeat(empty, len(words) + 1, axis=0)
    if items:
        seen, unread = read(items)
        good = [at for at in range(len(items)) if at not in unread]
        features[[places[at] for at in good]] = seen[good]
        problems |= {places[at]: why for at, why in unread.items()}
    return features, problems


def missing_files(data: ColumnData, folder: Path | None) -> str:
    """Which of the files that a column names cannot be found, in a sentence, before any is opened; empty where all are there.

    Of very many, the first `_MOST_LOOKED_FOR` are looked for.
    """
    if data.plan.type not in (ColumnType.PHOTO, ColumnType.SOUND):
        return ""
    missing = {}
    for word in data.words[:_MOST_LOOKED_FOR]:
        try:
            item = item_of(word, str(data.plan.type), folder)
            if isinstance(item, Path) and not item.is_file():
                missing[word] = str(unreadable("gone"))
        except UnreadableItem as error:
            missing[word] = str(error.remark)
    if not missing:
        return ""
    first, why = next(iter(missing.items()))
    return tr_plural(
        "“{column}” names a file that can’t be used: “{file}”. {why}",
        "“{column}” names {n} files that can’t be used, “{file}” first. {why}",
        len(missing),
        column=data.plan.name,
        file=first[:60],
        why=why,
    )
