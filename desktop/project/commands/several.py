"""Several edits made as one."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.project.file import Command


@dataclass(frozen=True)
class Several:
    """Several edits that a person made as one."""

    commands: Sequence[Command]
    words: str

    @property
    def text(self) -> str:
        return self.words

    def apply(self, connection: sqlite3.Connection) -> None:
        for command in self.commands:
            command.apply(connection)
