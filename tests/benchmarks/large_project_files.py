"""Large projects, made once for `large_projects.py`: photos of six classes, texts of four that were checked, a table of facts."""

import hashlib
import io
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.project.project import Project

SIZES = {"photos": 20_000, "texts": 100_000, "rows": 100_000}
_CLASSES = ("clean", "crack", "erosion", "lightning", "paint", "dent")


def _photos(project: "Project", folder: Path, size: int) -> None:
    """Photos of six classes, one in ten without a label: 60 drawings, each file with a number of its own behind the picture."""
    import numpy as np
    from PIL import Image

    from desktop.project import commands as edit
    from desktop.project.records import NewExample

    chance = np.random.default_rng(7)
    drawn: list[bytes] = []
    for number in range(60):
        tone = chance.integers(0, 60, (6, 8, 3)) + 30 * (number % 6) + 10
        picture = io.BytesIO()
        Image.fromarray(tone.astype(np.uint8)).resize((256, 192)).save(picture, "JPEG")
        drawn.append(picture.getvalue())
    there, found, thumbnails = folder / "photos", [], {}
    for name in (*_CLASSES, "new"):
        (there / name).mkdir(parents=True, exist_ok=True)
    for number in range(size):
        label = None if number % 10 == 9 else _CLASSES[number % 6]
        path = there / (label or "new") / f"blade-{number:05}.jpg"
        data = drawn[number % 60] + str(number).encode()
        path.write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        thumbnails[sha256] = drawn[number % 60]
        found.append(NewExample(project.stored_path(path), path.name, sha256, len(data), "photo", label, number % 10 < 3))  # fmt: skip
    project.caches.put_thumbnails(thumbnails)
    project.do(edit.AddExamples(tuple(found)))


def _texts(folder: Path, size: int) -> Path:
    """Messages with words of their kind, one in five from anywhere."""
    chance = random.Random(7)
    words = {
        "delivery": [
            "parcel",
            "late",
            "courier",
            "address",
            "tracking",
            "waiting",
            "door",
            "street",
        ],
        "refund": ["money", "charged", "invoice", "card", "twice", "return", "bank", "bill"],
        "question": ["how", "when", "open", "size", "colour", "shop", "weekend", "phone"],
        "complaint": ["rude", "broken", "never", "again", "manager", "awful", "shame", "staff"],
    }
    every = [word for some in words.values() for word in some]
    table = folder / "messages.csv"
    with table.open("w", encoding="utf-8") as out:
        out.write("text,label\n")
        for number in range(size):
            label = list(words)[number % 4]
            said = " ".join(
                chance.choice(words[label] if chance.random() < 0.8 else every) for _ in range(9)
            )
            out.write(f"{said} {number},{'' if number % 10 == 9 else label}\n")
    return table


def _rows(folder: Path, size: int) -> Path:
    chance = random.Random(7)
    table = folder / "machines.csv"
    with table.open("w", encoding="utf-8") as out:
        out.write("machine,temperature,pressure,hours,site,shift,day,failed\n")
        for number in range(size):
            heat, press = chance.gauss(60, 12), chance.gauss(3, 0.6)
            failed = "yes" if heat + 10 * press + chance.gauss(0, 8) > 100 else "no"
            day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            site, shift = chance.choice(["north", "south", "east"]), chance.choice(["early", "late", "night"])  # fmt: skip
            out.write(f"m{number % 997},{heat:.1f},{press:.2f},{chance.randrange(9000)},{site},{shift},{day},{failed}\n")  # fmt: skip
    return table


def project_of(kind: str, size: int, folder: Path) -> Path:
    """The project, made where it is not there yet."""
    from desktop.jobs.add_data import AddData, find_data
    from desktop.project import commands as edit
    from desktop.project.project import Project
    from desktop.project.table_data import put_table

    path = folder / f"{kind}-{size}.smart"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    began = time.process_time()
    with Project.create(path, name=f"{size:,} {kind}") as project:
        if kind == "photos":
            _photos(project, folder, size)
        else:
            source = (_texts if kind == "texts" else _rows)(folder, size)
            found = find_data(AddData(path, (source,)), lambda *_: None, lambda: False)
            if found.table is not None:
                project.do(put_table(project, found.table.file, found.table.task))
            else:
                project.do(edit.AddExamples(found.examples))
                _check(project)
    print(f"made {path.name} in {time.process_time() - began:.0f} s of processor time", flush=True)
    return path


def _check(project: "Project") -> None:
    """What the window does unasked once examples are there."""
    from desktop.jobs.learn import CheckData, check_data, keep_inspection
    from desktop.project import commands as edit

    checked = check_data(CheckData(project.path), lambda *_: None, lambda: False)
    project.do(edit.HoldOut(checked.held_out))
    keep_inspection(project, checked, current=True)
