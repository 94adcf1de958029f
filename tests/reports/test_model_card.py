"""The model card, as PDF and as Markdown."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reports.evidence import Evidence, ProjectInfo
from reports.report import build


def markdown(evidence: Evidence, folder: Path) -> str:
    return build(evidence, "model-card", folder / "c.md").file.read_text(encoding="utf-8")


def test_the_card_has_the_whole_hash_and_the_limits(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    printed = words(build(full, "model-card", tmp_path / "c.pdf").file)
    assert full.accuracy is not None
    assert full.accuracy.model_sha256 in printed
    assert "same answer as the tested model on 24 of 24" in printed
    assert "Condition: An inspector confirms every “clean”" in printed
    assert "Not shown yet: it finds “defect”, the weakest (11 of 12)" in printed
    assert "defect: only 12 in the test" in printed


def test_markdown_says_what_the_card_says(full: Evidence, tmp_path: Path) -> None:
    card = markdown(full, tmp_path)
    assert card.startswith("# Model card: Blade inspection\n")
    assert "| defect | 11 of 12 | 66% to 99.6% |" in card
    assert "## Where not to lean on it." in card
    assert card.endswith("\n")
    assert "\n\n\n" not in card


def test_markdown_escapes_what_a_person_typed(full: Evidence, tmp_path: Path) -> None:
    name = "*a* [b](http://x.y) <script> `c` # d | e"
    heading = markdown(replace(full, project=ProjectInfo(name)), tmp_path).splitlines()[0]
    assert r"\*a\* \[b\](" in heading
    assert r"\<script\>" in heading
    assert r"\| e" in heading
    assert "http://" not in heading


def test_without_a_model_the_card_says_so(empty: Evidence, tmp_path: Path) -> None:
    assert "Missing: accuracy" in markdown(empty, tmp_path)
