"""Where the reactions of a running demo are kept: in memory, or in a file of JSON lines."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.reaction import Reaction


class ReactionStore(Protocol):
    """Keeps reactions. ``keep`` returns only when the reaction would survive a crash."""

    def reactions(self) -> Sequence[Reaction]:
        """What was kept so far and not taken back, oldest first."""
        ...

    def keep(self, reaction: Reaction) -> None: ...

    def take_back(self, reaction: Reaction) -> None:
        """Forget this one, which was kept."""
        ...


class MemoryReactionStore:
    """Reactions of a demo that leaves nothing behind."""

    def __init__(self, reactions: Sequence[Reaction] = ()) -> None:
        self._kept = list(reactions)

    def reactions(self) -> Sequence[Reaction]:
        return tuple(self._kept)

    def keep(self, reaction: Reaction) -> None:
        self._kept.append(reaction)

    def take_back(self, reaction: Reaction) -> None:
        self._kept.remove(reaction)


class FileReactionStore:
    """One JSON object a line: a reaction, or one taken back. Lines are only ever added, and each is on the disk at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def reactions(self) -> Sequence[Reaction]:
        """
        Raises `UserError` if the file cannot be read. A line that a crash cut short at the end is passed over.
        """
        kept: list[Reaction] = []
        for line in self._lines():
            if "reaction" not in line:  # a note
                continue
            reaction = Reaction.from_json(line["reaction"])
            if line.get("taken_back"):
                kept.remove(reaction)
            else:
                kept.append(reaction)
        return tuple(kept)

    def keep(self, reaction: Reaction) -> None:
        self._add({"reaction": reaction.to_json()})

    def take_back(self, reaction: Reaction) -> None:
        self._add({"reaction": reaction.to_json(), "taken_back": True})

    def note(self, line: Mapping[str, Any]) -> None:
        """Add something that is no reaction to an example of the demo."""
        self._add(line)

    def _lines(self) -> list[dict[str, Any]]:
        try:
            whole = self._path.read_text("utf-8") if self._path.exists() else ""
            return [json.loads(line) for line in whole.split("\n")[:-1]]
        except (OSError, ValueError) as error:
            raise UserError(
                tr("The reactions in “{name}” cannot be read.", name=self._path.name),
                f"{error}",
                tr("Name another file, or mend the line."),
            ) from error

    def _add(self, line: Mapping[str, Any]) -> None:
        try:
            self._append((json.dumps(line, ensure_ascii=False) + "\n").encode())
        except OSError as error:
            raise UserError(
                tr("The reaction could not be kept in “{name}”.", name=self._path.name),
                f"{error.strerror or error}.",
                tr("Make room, or tell the person who holds the session; then try again."),
            ) from error

    def _append(self, line: bytes) -> None:
        whole = self._path.read_bytes() if self._path.exists() else b""
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            file.seek(whole.rfind(b"\n") + 1)  # what a crash cut short is written over
            file.truncate()
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
