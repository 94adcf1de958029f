"""What the registry says of each kind's fake: presets that play, dials that turn, and shares that its answers keep to."""

from collections import Counter

import pytest

from mock_ai.kinds.registry import KIND_FAKES, kind_fake_entry
from mock_ai.presets import PRESETS, presets_of

OTHERS = [kind for kind in KIND_FAKES if kind != "classify"]


def test_classes_keep_their_presets() -> None:
    assert presets_of("classify") == PRESETS


@pytest.mark.parametrize("kind", OTHERS)
def test_six_scenarios_of_a_kind_play_and_say_how_good_they_are(kind: str) -> None:
    presets = presets_of(kind)
    assert len({one.id for one in presets}) == len(presets) == 6
    entry = kind_fake_entry(kind)
    values = [entry.value_of(one.product.values) for one in presets[:3]]
    promise, early, people = values if not entry.lower_is_better else [1 - v for v in values]
    assert early < promise < people
    for one in presets:
        one.product.fitted(0)
        assert "%" in one.summary
        assert "%" in one.product.headline


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind not in ("extract", "transcribe")])
def test_what_the_dials_promise_is_what_answers_do(kind: str) -> None:
    """Of kinds whose measure counts whole answers; fields and words are measured in `test_fake_of_kind`."""
    entry = kind_fake_entry(kind)
    for preset in presets_of(kind):
        good = preset.product.good_examples
        items = [f"{each.input} ({copy})" for copy in range(40) for each in good]
        fake = entry.answers(
            items, [each.good for _ in range(40) for each in good], preset.product.values
        )
        given = Counter(fake.answer(item).failure for item in items)
        for name, share in entry.failure_shares(preset.product.values):
            assert given[name] / len(items) == pytest.approx(share, abs=0.03), (preset.id, name)


@pytest.mark.parametrize("kind", OTHERS)
def test_a_dial_that_is_a_pair_keeps_its_other_half(kind: str) -> None:
    entry = kind_fake_entry(kind)
    for dial in entry.dials:
        if dial.place is None:
            continue
        turned = entry.turned({}, 0.37 if dial is entry.main else 5, dial)
        others = [each for each in entry.dials if each.name == dial.name and each is not dial]
        assert [entry.value_of(turned, each) for each in others] == [each.start for each in others]
