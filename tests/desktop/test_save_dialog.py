"""A name gets its ending before anybody asks whether it may replace what is there."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.save_dialog import ask_where, with_ending


@pytest.mark.parametrize(
    ("typed", "always", "ended"),
    [
        ("said", False, "said.csv"),
        ("said.csv", False, "said.csv"),
        ("said.tsv", False, "said.tsv"),
        ("said.tsv", True, "said.tsv.csv"),
        ("24.11.2026", False, "24.11.2026.csv"),
        ("model v1.2", False, "model v1.2.csv"),
    ],
)
def test_a_name_ends_as_its_kind_does(typed: str, always: bool, ended: str) -> None:
    assert with_ending(".csv", always=always)(typed, "") == ended


def test_a_name_typed_without_its_ending_replaces_nothing_unasked(
    look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, free = tmp_path / "Other.smart", tmp_path / "Free.smart"
    there.write_bytes(b"another project")
    typed, opened_on = [tmp_path / "Other", tmp_path / "Free", there, ""], []

    def chosen(_parent: object, _title: str, first: str, _kinds: str) -> tuple[str, str]:
        opened_on.append(first)
        return str(typed.pop(0)), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    asked = QWidget(), "Move", "Blades.smart", "", with_ending(".smart", always=True)
    assert ask_where(*asked) == str(free)
    assert opened_on == ["Blades.smart", str(there)]  # so that the dialog itself asks of it
    assert ask_where(*asked) == str(there)  # it was typed whole: the dialog has asked
    assert ask_where(*asked) == ""
