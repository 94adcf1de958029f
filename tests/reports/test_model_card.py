"""The model card, as PDF and as Markdown."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reports.evidence import Evidence, ProjectInfo
from reports.model_card import model_card_markdown
from reports.report import build


def test_the_card_has_the_whole_hash_and_the_limits(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    printed = words(build(full, "model-card", tmp_path / "c.pdf").file)
    assert full.accuracy is not None
    assert full.accuracy.model_sha256 in printed
    assert "same answer as the tested model on 180 of 180" in printed
    assert "Condition: An inspector confirms every “clean”" in printed
    assert "Not shown yet: finds at least 90% of damage (84 of 90)" in printed
    assert "Lightning mark: only 18 in the test" in printed


def test_markdown_says_what_the_card_says(full: Evidence) -> None:
    card = model_card_markdown(full)
    assert card.startswith("# Model card: Blade inspection\n")
    assert "| Crack | 25 of 30 | 68% to 93% |" in card
    assert "3f9c0a1b" in card
    assert "## Where not to lean on it." in card
    assert card.endswith("\n")
    assert "\n\n\n" not in card


def test_markdown_escapes_what_a_person_typed(full: Evidence) -> None:
    name = "*a* [b](http://x.y) <script> `c` # d | e"
    card = model_card_markdown(replace(full, project=ProjectInfo(name)))
    heading = card.splitlines()[0]
    assert r"\*a\* \[b\](" in heading
    assert r"\<script\>" in heading
    assert r"\| e" in heading
    assert "http://" not in heading


def test_without_a_model_the_card_says_so(empty: Evidence) -> None:
    assert "Missing: accuracy" in model_card_markdown(empty)
