"""What the names of files could say about where they come from: every way to read a key out of them.

"3_jackson_12.wav" has the fields 3, jackson and 12 and the stem 3_jackson; "clip-007/frame12.jpg" has the folder clip-007.
Whether a key means anything is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

_FIELD = re.compile(r"[^_\-. ()\[\]+,;=@#]+")
_RUN = re.compile(r"[^\W\d_]*\d+|[^\W\d_]+")
_LAST_NUMBER = re.compile(r"[\W_]*\d+\D*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_COPY_MARK = re.compile(
    r"(?:[ _-]*\((?:\d{1,3}|copy|kopie)\)|[ _-]+(?:copy|kopie|copie|copia|edited|bearbeitet)(?:[ _-]?\d{1,2})?)+$",
    re.I,
)
_LINE_OF_A_TABLE = re.compile(r"\.(?:csv|tsv|xlsx?|jsonl?):\d+$", re.I)
_WORDS_OF_PEOPLE = re.compile(
    r"(?:^|[^a-z])(patient|subject|subj|participant|speaker|spk|person|user|session)[ _-]?(\d+)(?![\d])",
    re.I,
)
_MOST_FIELDS = 6
_MOST_FOLDERS = 3


@dataclass(frozen=True)
class Key:
    """One way to read the names.

    Attributes
    ----------
    where : str
        "folder" or "file name".
    values : tuple of str
        What it says for each name; "" where it says nothing.
    said : bool
        Whether a word such as patient or speaker says what the number after it means.
    """

    where: str
    values: tuple[str, ...]
    said: bool = False


@dataclass(frozen=True)
class Names:
    """File names, each taken apart once; a line of a table has no name of its own.

    Attributes
    ----------
    stems : tuple of str
        Without folders and ending; "" for a line of a table.
    folders : tuple of tuple of str
        Below what all names share, outermost first, without those named like the class.
    """

    stems: tuple[str, ...]
    folders: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Sequence[str], labels: Sequence[str]) -> "Names":
        paths = [PurePath("" if _LINE_OF_A_TABLE.search(name) else name) for name in names]
        parents = [path.parent.parts for path in paths if path.name]
        shared = _shared_start(parents)
        folders = tuple(
            tuple(part for part in path.parent.parts[shared:] if part != label)
            for path, label in zip(paths, labels, strict=True)
        )
        return cls(tuple(path.stem for path in paths), folders)

    def keys(self) -> Iterator[Key]:
        """Every way to read them that says the same of some and different things of others."""
        seen: set[tuple[int, ...]] = set()
        for key in self._all_keys():
            first: dict[str, int] = {}
            same = tuple(first.setdefault(value, len(first)) for value in key.values)
            known = {value for value in first if value}
            if len(known) > 1 and len(known) < sum(map(bool, key.values)) and same not in seen:
                seen.add(same)
                yield key

    def _all_keys(self) -> Iterator[Key]:
        said = [_WORDS_OF_PEOPLE.search(name) for name in self._whole()]
        words = tuple(f"{found[1]} {found[2]}".lower() if found else "" for found in said)
        if all(words):
            yield Key("name", words, said=True)
        for level in range(_MOST_FOLDERS):
            yield Key("folder", tuple("/".join(f[: level + 1]) for f in self.folders))
        yield Key("file name", tuple(_LAST_NUMBER.sub("", stem) for stem in self.stems))
        yield Key("file name", tuple(" ".join(_LETTERS.findall(stem)) for stem in self.stems))
        for pattern in (_FIELD, _RUN):
            fields = [pattern.findall(stem) for stem in self.stems]
            for place in (*range(_MOST_FIELDS), *range(-_MOST_FIELDS, 0)):
                yield Key("file name", tuple(_at(parts, place) for parts in fields))

    def copies(self) -> dict[str, list[int]]:
        """Positions by name without a mark such as "(2)" or "copy", where at least one of them has such a mark."""
        together: dict[str, list[int]] = {}
        marked = set()
        for position, stem in enumerate(self.stems):
            base = _COPY_MARK.sub("", stem)
            if base:
                together.setdefault(base, []).append(position)
                if base != stem:
                    marked.add(base)
        return {base: together[base] for base in marked if len(together[base]) > 1}

    def numbered(self) -> dict[tuple[object, ...], list[tuple[int, int]]]:
        """(number, position) in order, for names that are alike but for their last number."""
        series: dict[tuple[object, ...], list[tuple[int, int]]] = {}
        for position, (stem, folders) in enumerate(zip(self.stems, self.folders, strict=True)):
            found = re.search(r"(\d{1,9})\D*$", stem)
            if found:
                rest = stem[: found.start(1)] + "#" + stem[found.end(1) :]
                series.setdefault((*folders, rest), []).append((int(found[1]), position))
        return {start: sorted(members) for start, members in series.items() if len(members) > 1}

    def _whole(self) -> list[str]:
        return [
            "/".join((*folders, stem))
            for folders, stem in zip(self.folders, self.stems, strict=True)
        ]


def _shared_start(paths: list[tuple[str, ...]]) -> int:
    """How many folders all paths begin with."""
    first, last = min(paths, default=()), max(paths, default=())
    return next(
        (k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )


def _at(parts: list[str], place: int) -> str:
    return parts[place] if -len(parts) <= place < len(parts) else ""
