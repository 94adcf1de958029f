"""Reading no more of the examples than a page shows: lists of a class, counts, and look-ups by path."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from desktop.project.project import Project

AT_ONCE = 500  # values bound in one query
_NEIGHBOURS = 120  # examples read with the one that is asked for: about what a page shows


class ListedExample(NamedTuple):
    """What a grid of examples needs to know of one."""

    id: int
    path: str
    name: str
    sha256: str
    held_out: bool
    trouble: str
    class_id: int | None
    modality: str
    milliseconds: int | None


_SELECT = "SELECT id, path, name, sha256, held_out, trouble, class_id, modality, milliseconds FROM example"


class ListedExamples(Mapping[int, ListedExample]):
    """Examples by their ids, in an order; each is read, with its neighbours, when it is first asked for."""

    def __init__(self, project: Project, ids: list[int]) -> None:
        self._project, self.ids = project, ids
        self._read: dict[int, ListedExample] = {}

    @cached_property
    def _places(self) -> dict[int, int]:
        return {example_id: place for place, example_id in enumerate(self.ids)}

    def __getitem__(self, example_id: int) -> ListedExample:
        if example_id not in self._read:
            first = self._places[example_id] // _NEIGHBOURS * _NEIGHBOURS
            some = tuple(self.ids[first : first + _NEIGHBOURS])
            marks = ", ".join("?" for _ in some)
            for row in self._project.file.read(f"{_SELECT} WHERE id IN ({marks})", some):
                self._read[row[0]] = ListedExample._make(row)
        return self._read[example_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def ids_and_paths(project: Project, class_id: int | None) -> list[tuple[int, str]]:
    """Those of the examples of one class, or without a label (None), in the order they were added."""
    query = "SELECT id, path FROM example WHERE class_id IS ? ORDER BY id"
    return [(row[0], row[1]) for row in project.file.read(query, (class_id,))]


def listed(project: Project, class_id: int | None) -> ListedExamples:
    """The examples of one class, or those without a label (None), in the order they were added."""
    return ListedExamples(project, list(_ids(project, "class_id IS ? ORDER BY id", class_id)))


def _ids(project: Project, where: str, *values: int | None) -> Iterator[int]:
    """The ids of the examples of which something is true."""
    query = f"SELECT group_concat(id) FROM (SELECT id FROM example WHERE {where})"
    ids = project.file.read(query, values)[0][0]  # a hundred thousand as one text, not as rows
    return map(int, ids.split(",")) if ids else iter(())


def count_readable(project: Project, class_id: int | None) -> int:
    """How many examples of one class, or without a label (None), can be opened."""
    return project.blocks.count(of=(class_id,), readable=True)


def named_like(project: Project, words: str, most: int) -> Iterator[list[ListedExample]]:
    """The examples whose name holds each of the words, in the order they were added: so many at most, found part by part."""
    parts = words.lower().split()
    if not parts:
        return
    where = " AND ".join("instr(lower(name), ?)" for _ in parts)
    query = f"{_SELECT} WHERE id BETWEEN ? AND ? AND {where} ORDER BY id LIMIT ?"
    for first, last in project.blocks.bounds():
        rows = project.file.read(query, (first, last, *parts, most))
        yield list(map(ListedExample._make, rows))
        most -= len(rows)
        if most <= 0:
            return


class ExamplesOf:
    """The examples with some paths as they are now; of those that were read once only the edited ones are read again."""

    def __init__(self, project: Project, paths: Iterable[str]) -> None:
        self._project, self._paths = project, frozenset(paths)
        self._moment: tuple[int, ...] | None = None
        self._rows: dict[str, ListedExample] = {}

    def rows(self) -> dict[str, ListedExample]:
        """Each by its path, without those that are gone; not to be changed."""
        file, known = self._project.file, self._moment
        self._moment = file.moment_of("example")
        edited = None if known is None else file.edited_since("example", known)
        if edited is None or len(edited) > len(self._paths):
            self._rows = {row.path: row for row in with_paths(self._project, self._paths)}
        elif edited:
            kept = {path: row for path, row in self._rows.items() if row.id not in edited}
            ids = sorted(edited)
            for start in range(0, len(ids), AT_ONCE):
                some = tuple(ids[start : start + AT_ONCE])
                marks = ", ".join("?" for _ in some)
                for row in file.read(f"{_SELECT} WHERE id IN ({marks})", some):
                    if row[1] in self._paths:
                        kept[row[1]] = ListedExample._make(row)
            self._rows = kept
        return self._rows


def with_paths(project: Project, paths: Iterable[str]) -> list[ListedExample]:
    """The examples with these paths, in the order of the paths; those that are gone are left out."""
    found: dict[str, ListedExample] = {}
    wanted = list(dict.fromkeys(paths))
    for some in _chunks(wanted):
        marks = ", ".join("?" for _ in some)
        for row in project.file.read(f"{_SELECT} WHERE path IN ({marks})", tuple(some)):
            found[row[1]] = ListedExample._make(row)
    return [found[path] for path in wanted if path in found]


def modality(project: Project) -> str | None:
    """What kind of example the project holds; None where it holds none."""
    rows = project.file.read("SELECT modality FROM example ORDER BY id LIMIT 1", ())
    return str(rows[0][0]) if rows else None


def count_unlabelled(project: Project) -> int:
    """How many readable examples nobody has labelled yet."""
    return project.blocks.count(of=(None,), readable=True)


def unreadable(project: Project) -> list[ListedExample]:
    """The examples that cannot be opened; none is looked for where none is counted."""
    if not project.count_unreadable():
        return []
    rows = project.file.read(f"{_SELECT} WHERE trouble != '' ORDER BY id", ())
    return list(map(ListedExample._make, rows))


def unlabelled_after(project: Project, last: int) -> list[int]:
    """The ids of the readable examples without a label that were added after one, in their order."""
    readable = " AND trouble = ''" if project.count_unreadable() else ""  # else an index knows all
    where = f"class_id IS NULL AND id > ?{readable} ORDER BY id"
    return list(_ids(project, where, last))


def folders_of(project: Project, ids: Iterable[int]) -> set[str]:
    """What the folders are called that these examples came in."""
    query = "SELECT DISTINCT rtrim(path, replace(path, '/', '')) FROM example WHERE id IN (SELECT value FROM json_each(?))"
    return {Path(folder).name for (folder,) in project.file.read(query, (json.dumps([*ids]),))}


def labelled_ids(project: Project) -> frozenset[int]:
    """The ids of the readable examples that have a label: what training sees."""
    return frozenset(_ids(project, "class_id IS NOT NULL AND trouble = ''"))


def classes_by_content(project: Project) -> dict[str, str]:
    """The class of each readable example that has one, by its SHA-256."""
    query = (
        "SELECT e.sha256, c.name FROM example e JOIN class c ON c.id = e.class_id "
        "WHERE e.trouble = '' ORDER BY e.id"
    )
    return dict(project.file.read(query, ()))


def first_labelled(project: Project, most: int) -> tuple[tuple[str, str], ...]:
    """Name and SHA-256 of some readable examples with a label, those kept for the test first."""
    query = (
        "SELECT name, sha256 FROM example WHERE class_id IS NOT NULL AND trouble = '' "
        "ORDER BY held_out DESC, id LIMIT ?"
    )
    return tuple((row[0], row[1]) for row in project.file.read(query, (most,)))


def held_out_ids(project: Project) -> frozenset[int]:
    """The ids of the examples that are kept for the test."""
    return frozenset(_ids(project, "held_out"))


def last_id(project: Project) -> int:
    """The id of the example added last; 0 where there is none."""
    return int(project.file.read("SELECT coalesce(max(id), 0) FROM example", ())[0][0])


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


class SampledSizes(NamedTuple):
    """Bytes of labelled examples: of those asked about, and by network of those it has not looked at. One stands for `each`."""

    each: int
    asked: list[int]
    unseen: dict[str, list[int]]


def sampled_sizes(project: Project, networks: Iterable[str], most: int) -> SampledSizes:
    """Sizes of labelled examples, and which of them networks (by their names in the cache) have still to look at.

    Of more than `most` examples every so-manieth is asked about, so that a large project answers as fast as a small one.
    """
    count = sum(info.examples for info in project.classes())
    each = max(1, -(-count // most)) | 1  # odd: tables often alternate
    ids = range(each, last_id(project) + 1, each)
    query = """SELECT size, sha256 FROM example WHERE id IN (SELECT value FROM json_each(?))
               AND class_id IS NOT NULL AND trouble = ''"""
    rows = project.file.read(query, (json.dumps([*ids]),))
    asked = [(int(size), str(sha256)) for size, sha256 in rows]
    unseen: dict[str, list[int]] = {}
    for network in networks:
        seen: set[str] = set()
        for some in _chunks([sha256 for _, sha256 in asked]):
            marks = ", ".join("?" for _ in some)
            found = project.file.read(
                f"SELECT sha256 FROM embedding WHERE backbone = ? AND sha256 IN ({marks})",
                (network, *some),
            )
            seen.update(str(row[0]) for row in found)
        unseen[network] = [size for size, sha256 in asked if sha256 not in seen]
    return SampledSizes(each, [size for size, _ in asked], unseen)
