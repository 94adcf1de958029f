"""What a copy of a project, made to be shared, no longer says of its owner: where files lie, what was removed.

The copy is rewritten in place. Whoever writes it sets ``PRAGMA secure_delete`` or tidies the file afterwards.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from desktop.project.data_fingerprint import fingerprints_of
from desktop.project.originals import own_place, path_from
from desktop.project.records import Json
from desktop.project.run_list import KEY_LENGTH
from desktop.project.schema import EDITED_TABLES, columns
from desktop.project.versions import reword_parts

ELSEWHERE = "originals"  # the folder that files are said to lie in which were not below the project
_ABSOLUTE = re.compile(r"(?:[A-Za-z]:)?/")


def forget_removed(copy: sqlite3.Connection) -> None:
    """Delete what undo needs, earlier versions, and what caches hold of examples and trainings that were removed.

    So are the originals of all examples, which whoever packs puts in anew; what was sent to the fake stays.
    """
    for statement in (
        "DELETE FROM undo_row",
        "DELETE FROM undo_step",
        "DELETE FROM version",
        "DELETE FROM version_part",
        "DELETE FROM original WHERE sha256 NOT GLOB '*:*'",
        "DELETE FROM original WHERE sha256 GLOB 'table:*' AND sha256 NOT IN "
        "(SELECT 'table:' || json_extract(value, '$.sha256') FROM fact WHERE key = 'table')",
        "DELETE FROM thumbnail WHERE sha256 NOT IN (SELECT sha256 FROM example)",
        "DELETE FROM embedding WHERE sha256 NOT IN (SELECT sha256 FROM example)",
        "DELETE FROM model WHERE sha256 NOT IN (SELECT model_sha256 FROM run)",
        "DELETE FROM model_part WHERE sha256 NOT IN (SELECT value FROM model, json_each(parts))",
    ):
        copy.execute(statement)


def places_within(paths: Iterable[str]) -> dict[str, str]:
    """New paths for those that say where a file lies on this computer: below the project, with what told them apart.

    What all of them begin with goes ("/home/ana/photos/rhino/1.jpg" becomes "originals/rhino/1.jpg"); the rest stays, because
    folders say what belongs together.
    """
    paths = list(paths)
    outside = [
        path.split("/") for path in paths if _ABSOLUTE.match(path) or ".." in path.split("/")
    ]
    shared = 0
    while outside and all(len(p) > shared + 1 and p[shared] == outside[0][shared] for p in outside):
        shared += 1
    taken = set(paths)
    renamed: dict[str, str] = {}
    for parts in outside:
        kept = [part for part in parts[shared:] if part not in ("", "..")]
        number, new = 1, "/".join([ELSEWHERE, *kept])
        while new in taken:
            number += 1
            new = "/".join([ELSEWHERE, str(number), *kept])
        taken.add(new)
        renamed["/".join(parts)] = new
    return renamed


def rename_contents(copy: sqlite3.Connection, hashes: Mapping[str, str]) -> None:
    """Let every example and cache go by the hash of what the copy holds: old hash to new."""
    for table in ("example", "thumbnail", "embedding"):
        copy.executemany(
            f"UPDATE OR REPLACE {table} SET sha256 = ? WHERE sha256 = ?",
            [(new, old) for old, new in hashes.items()],
        )
    copy.execute(
        "UPDATE example SET size = length(original.bytes) FROM original WHERE original.sha256 = example.sha256"
    )


def say_otherwise(
    copy: sqlite3.Connection, exact: Mapping[str, str], folders: Iterable[Path]
) -> None:
    """Replace whole texts by ``exact``, and ``folders`` within any text by "~", in every table, inside its JSON, and in
    earlier versions."""
    heads = [re.escape(form) for folder in folders for form in {str(folder), folder.as_posix()}]
    within = re.compile(rf"(?:{'|'.join(heads)})(?=[/\\]|$)") if heads else None

    def replaced(text: str) -> str:
        new = exact.get(text, text)
        return within.sub("~", new) if within else new

    for table in (*EDITED_TABLES, "record", "journal"):  # the others hold hashes, numbers and bytes
        for name in columns(copy, table):
            rows = copy.execute(f"SELECT id, {name} FROM {table} WHERE typeof({name}) = 'text'")
            new = [(_within(text, replaced), text, row_id) for row_id, text in rows]
            copy.executemany(
                f"UPDATE {table} SET {name} = ? WHERE id = ?",
                [(after, row_id) for after, before, row_id in new if after != before],
            )
    reword_parts(copy, lambda text: _within(text, replaced))


def lie_elsewhere(copy: sqlite3.Connection, old: Path, new: Path) -> None:
    """Let every path of a project that came from the folder ``old`` lead from ``new`` to where it led, in earlier versions too."""
    if old == new:
        return
    paths = [row[0] for row in copy.execute("SELECT path FROM example")]
    led = {path: path_from(new, own_place(old, path)) for path in paths}
    moved = {path: to for path, to in led.items() if to != path}
    before = fingerprints_of(copy.execute)
    copy.executemany(
        "UPDATE example SET path = ? WHERE path = ?", [(to, path) for path, to in moved.items()]
    )
    # What is up to date stays up to date.
    after = fingerprints_of(copy.execute)
    say_otherwise(copy, moved | dict(zip(before, after, strict=True)), ())


def hashes_within(hashes: Mapping[str, str]) -> dict[str, str]:
    """``hashes`` as runs keep them as well: cut to their first letters."""
    return {old[:KEY_LENGTH]: new[:KEY_LENGTH] for old, new in hashes.items()} | dict(hashes)


def _within(text: str, replaced: Callable[[str], str]) -> str:
    if text[:1] not in ("{", "[", '"'):
        return replaced(text)
    try:
        document = json.loads(text)
    except ValueError:
        return replaced(text)
    new = _walk(document, replaced)
    return text if new == document else json.dumps(new, ensure_ascii=False)


def _walk(document: Json, replaced: Callable[[str], str]) -> Json:
    if isinstance(document, str):
        return replaced(document)
    if isinstance(document, list):
        return [_walk(item, replaced) for item in document]
    if isinstance(document, dict):
        return {replaced(key): _walk(value, replaced) for key, value in document.items()}
    return document
