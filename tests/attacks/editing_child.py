"""Edits a project without end and prints the number of each edit once it is kept; made to be killed.

python editing_child.py FILE.smart NUMBER
"""

import random
import sys
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, CurveForecast
from desktop.project.records import NewExample
from desktop.project.request_journal import JournalEntry
from tests.kept_records import forecast_with


def main(path: Path, number: int) -> None:
    chance = random.Random(number)
    with Project.open(path) as project:
        print("open 0", flush=True)
        for count in range(1, 1_000_000):
            match chance.randrange(6):
                case 0:
                    name = f"{number}-{count}"
                    rows = (
                        NewExample(
                            f"{name}-{i}", name, f"{chance.randrange(16**9):064x}", 1, "photo", None
                        )
                        for i in range(500)
                    )
                    project.do(edit.AddExamples(tuple(rows)))
                    project.file.undo()
                case 1:
                    project.requests.append(
                        [JournalEntry({"at": "2026-11-01T10:00:00"}, {"body": "x" * 50_000})]
                    )
                case 2:
                    long = CurveForecast(forecast_with(teaches_most="y" * 200_000))
                    project.append_record(CURVE, long, "")
                case 3:
                    project.do(edit.SetFact("taken back", count, "count"))
                    project.file.undo()
                    project.file.redo()
                case 4:
                    project.requests.forget()
                case _:
                    project.caches.put_thumbnails({f"{count}": b"x" * 1000})
            project.do(edit.SetFact(f"count {number}", count, "count"))
            print(f"kept {count}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
