"""The tool that breaks the product in small ways: what it changes, and what it leaves alone."""

from pathlib import Path

from tests import mutation

SOURCE = '''
"""A text."""
def share(right: int = 1, n: int = 2) -> float:
    """Another."""
    if n < right:
        raise ValueError(f"{right + 1} of {n}")
    return right / n
'''


def test_each_change_is_one_and_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    path = tmp_path / "share.py"
    path.write_text(SOURCE)
    found = mutation.mutants_of(path)
    assert [str(one).split("  ", 1)[1] for one in found] == [
        "1  ->  2",
        "2  ->  3",
        "if n < right:  ->  if not n < right:",
        "n < right  ->  n <= right",
        "return right / n  ->  return None",
        "right / n  ->  right * n",
    ]
    for one in found:
        as_it_was = compile(one.tree, str(path), "exec")
        assert one.code() != as_it_was
        assert compile(one.tree, str(path), "exec") == as_it_was
    assert path.read_text() == SOURCE


def test_a_function_in_memory_is_changed_and_what_ran_at_import_is_left(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    path = tmp_path / "share.py"
    path.write_text(SOURCE)
    space: dict = {}
    exec(compile(SOURCE, str(path), "exec"), space)
    default, *_, product = mutation.mutants_of(path)
    functions = mutation.functions_of(tmp_path)
    assert not default.put_into(functions)
    assert space["share"]() == 0.5
    assert product.put_into(functions)
    assert space["share"]() == 2
