"""Networks and fonts of our own keeping: each is what it was made as, says whose it is, and nothing but numbers was read for it."""

import hashlib
import json
import pickle
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [ROOT / "estimators" / "classifier" / "weights", ROOT / "reports" / "fonts"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_the_one_that_was_made_and_says_whose_it_is(folder: Path) -> None:
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    there = {path.name for path in folder.iterdir()} - {"sources.json"}
    assert there == set(sources)
    for name, source in sources.items():
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert digest == source["sha256"], name
        assert {"origin", "licence", "package", "file", "sha256_there", "made"} <= source.keys()
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert f"{folder.relative_to(ROOT).as_posix()}/sources.json" in notice


def test_together_they_stay_below_sixty_megabytes() -> None:
    assert sum(path.stat().st_size for folder in FOLDERS for path in folder.iterdir()) < 60_000_000


def test_a_checkpoint_that_asks_for_anything_but_tensors_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / ".ci"), *sys.path])
    read_tensors = runpy.run_path(str(ROOT / ".ci" / "torch_weights.py"))["read_tensors"]
    head = b"".join(pickle.dumps(part, 2) for part in (0x1950A86A20F9469CFC6C, 1001, {}))

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("ran",)

    with pytest.raises(pickle.UnpicklingError, match="not a tensor"):
        read_tensors(head + pickle.dumps(Evil(), 2))
