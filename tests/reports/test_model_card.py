"""The model card, as PDF and as Markdown."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from reports.evidence import Evidence, ProjectInfo
from reports.report import build


def markdown(evidence: Evidence, folder: Path) -> str:
    return build(evidence, "model-card", folder / "c.md").file.read_text(encoding="utf-8")


def test_the_card_has_the_whole_hash(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    printed = words(build(full, "model-card", tmp_path / "c.pdf").file)
    assert full.accuracy.model_sha256 in printed


def test_markdown_escapes_what_a_person_typed(full: Evidence, tmp_path: Path) -> None:
    name = "*a* [b](http://x.y) <script> `c` # d | e"
    card = markdown(replace(full, project=ProjectInfo(name)), tmp_path)
    heading = card.split("---\n")[2].strip().splitlines()[0]
    assert r"\*a\* \[b\](" in heading
    assert r"\<script\>" in heading
    assert r"\| e" in heading
    assert "http://" not in heading


def test_without_a_model_the_card_says_so(empty: Evidence, tmp_path: Path) -> None:
    assert "Missing: accuracy" in markdown(empty, tmp_path)


def test_the_hub_reads_the_head_of_a_card(full: Evidence, tmp_path: Path) -> None:
    text = build(full, "model-card", tmp_path / "card.md").file.read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    read = yaml.safe_load(head)
    (result,) = read["model-index"][0]["results"]
    assert result["metrics"][0]["value"] == pytest.approx(full.accuracy.right.value, abs=1e-6)
    assert full.accuracy.right.counts in result["dataset"]["split"]
    assert body.lstrip().startswith("#")
    assert not build(full, "brief", tmp_path / "b.md").file.read_text(encoding="utf-8").startswith("---")  # fmt: skip


def test_the_head_gives_a_hostile_title_back_and_holds_neither_tag_nor_address(
    full: Evidence, tmp_path: Path
) -> None:
    name = '"<script>[b](http://x.y): # é 🐈'
    text = markdown(replace(full, project=ProjectInfo(f"{name}\ud800")), tmp_path)
    head = text.split("---\n", 2)[1]
    assert yaml.safe_load(head)["model-index"][0]["name"] == f"{name}\ufffd"
    assert not any(each in head for each in ("<", "http://", "]("))
