"""What `assess` says of a file that holds no case, or more than one."""

import json

import pytest

from desktop.cli.main import main


def test_a_name_that_nobody_asks_for_is_cut_to_a_line(capsys, tmp_path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"wind" * 2500: 1}), encoding="utf-8")
    assert main(["assess", str(path)]) == 0
    said = next(line for line in capsys.readouterr().err.splitlines() if "wind" in line)
    assert said.endswith("…” is no input of a case; it was left out.")
    assert len(said) < 110


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "“case.json” is not JSON. It is nested too deep."),
        (b"{not json", "“case.json” is not JSON. In line 1: "),
        (b"\xff\xfe\x00", "“case.json” is not text. A case is JSON in UTF-8."),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_a_sentence(capsys, tmp_path, content, said) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    assert main(["assess", str(path)]) == 1
    assert capsys.readouterr().err.startswith(said)
