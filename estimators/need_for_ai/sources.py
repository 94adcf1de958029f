"""Where the criteria come from: dated, editable data beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from estimators.base.codec import convert

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Citation:
    """A published criterion's origin; `date` is when it was last read, `status` how well."""

    id: str
    title: str
    url: str | None
    date: str
    status: str


@cache
def sources() -> dict[str, Citation]:
    """Return all sources by id."""
    document = json.loads((_FOLDER / "sources.json").read_text(encoding="utf-8"))
    return {
        name: convert({"id": name, **entry}, Citation)
        for name, entry in document["sources"].items()
    }


@cache
def criteria() -> dict[str, float]:
    """Return where each cue begins to count."""
    document = json.loads((_FOLDER / "criteria.json").read_text(encoding="utf-8"))
    return {name: entry["value"] for name, entry in document["criteria"].items()}
