"""Parts of a long benchmark that are kept as they end, so that a run that was stopped goes on; and the one table that it prints."""

import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Line:
    """A line of the table: what was asked, what was measured, and whether that is met; `open_`: neither shown nor refuted."""

    what: str
    measured: str
    wanted: str = ""
    met: bool | None = None
    open_: bool = False

    @property
    def verdict(self) -> str:
        if self.met is None:
            return ""
        return "yes" if self.met else "not shown" if self.open_ else "no"


def sources_stamp(*patterns: str) -> str:
    """What the parts were measured of: the bytes of these source files, below the root of the repository."""
    root = Path(__file__).parents[2]
    files = sorted({path for pattern in patterns for path in root.glob(pattern)})
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


class KeptParts:
    """Measures part by part; one that was kept by a run of the same sources is not measured again. Progress goes to the error stream."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self._folder, self._stamp = folder, stamp
        folder.mkdir(parents=True, exist_ok=True)

    def part(self, name: str, measure: Callable[[], Any]) -> Any:
        """What `measure` returns, which JSON can hold; kept under the name."""
        path = self._folder / f"{re.sub('[^a-zA-Z0-9]+', '-', name)}.json"
        if path.exists():
            kept = json.loads(path.read_text())
            if kept["of"] == self._stamp:
                return kept["found"]
        begun = time.process_time()
        found = measure()
        path.write_text(json.dumps({"of": self._stamp, "found": found}))
        print(f"{name}: {time.process_time() - begun:.1f} s", file=sys.stderr, flush=True)
        return found


def markdown(lines: Iterable[Line]) -> str:
    """The table, as Markdown."""
    rows = [("what", "measured", "wanted", "met"), ("---",) * 4]
    rows += [(one.what, one.measured, one.wanted, one.verdict) for one in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
