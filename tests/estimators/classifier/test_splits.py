import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.classifier.splits import assign_folds, choose_holdout


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=120),
    st.integers(0, 99),
)
def test_a_group_is_never_divided(examples: list[tuple[int, int]], seed: int) -> None:
    labels, groups = map(np.array, zip(*examples, strict=True))
    held = choose_holdout(labels, groups, 0.2, seed)
    assert not set(groups[held]) & set(groups[~held])
    folds = assign_folds(labels, groups, 5, seed)
    assert all(len(set(folds[groups == group])) == 1 for group in groups)


def test_the_holdout_has_its_share_of_every_class() -> None:
    labels = np.repeat(["rare", "common"], [20, 400])
    held = choose_holdout(labels, share=0.2)
    assert held[:20].sum() == 4
    assert held[20:].sum() == 80


def test_a_class_keeps_two_to_learn_from() -> None:
    held = choose_holdout(np.repeat(["a", "b", "c"], [2, 3, 30]), share=0.5)
    assert [int(held[:2].sum()), int(held[2:5].sum())] == [0, 1]


def test_the_seed_decides() -> None:
    labels = np.repeat(["a", "b"], 50)
    assert (choose_holdout(labels, seed=1) == choose_holdout(labels, seed=1)).all()
    assert (choose_holdout(labels, seed=1) != choose_holdout(labels, seed=2)).any()


def test_nothing_is_held_out_if_nothing_is_asked_for() -> None:
    assert not choose_holdout(np.repeat(["a", "b"], 50), share=0.0).any()
    with pytest.raises(ValueError, match="below 1"):
        choose_holdout(["a"], share=1.0)


def test_folds_are_even_within_each_class() -> None:
    labels = np.repeat(["a", "b", "c"], [20, 23, 50])
    folds = assign_folds(labels, None, 5, 0)
    for name in "abc":
        counts = np.bincount(folds[labels == name], minlength=5)
        assert counts.max() - counts.min() <= 1
