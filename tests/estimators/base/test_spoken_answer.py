import pytest

from estimators.base.phrase import article
from estimators.base.spoken_answer import answer_sentence, next_guess_sentence


@pytest.mark.parametrize(
    ("label", "probability", "sentence"),
    [
        ("crack", 0.96, "Crack. I’m 96% sure."),
        ("crack", 0.90, "Crack. I’m 90% sure."),
        ("crack", 0.72, "Crack? I’m 72% sure."),
        ("crack", 0.50, "Crack? I’m 50% sure."),
        ("crack", 0.41, "Maybe a crack; I’m only 41% sure."),
        ("Erosion", 0.31, "Maybe an erosion; I’m only 31% sure."),
        ("lightning_mark", 0.95, "Lightning mark. I’m 95% sure."),
        ("iPhone", 0.3, "Maybe an iPhone; I’m only 30% sure."),
        ("MRI scan", 0.3, "Maybe an MRI scan; I’m only 30% sure."),
        ("7", 0.3, "Maybe a 7; I’m only 30% sure."),
        ("crack", 0.895, "Crack. I’m 90% sure."),
        ("crack", 0.894, "Crack? I’m 89% sure."),
        ("crack", 0.495, "Crack? I’m 50% sure."),
        ("crack", 0.494, "Maybe a crack; I’m only 49% sure."),
        ("crack", 1.0, "Crack. I’m 99% sure."),
        ("crack", 0.0, "Maybe a crack; I’m only 1% sure."),
    ],
)
def test_the_tone_follows_how_sure_it_is_shown_to_be(label, probability, sentence):
    assert answer_sentence(label, probability) == sentence


def test_a_strange_item_and_a_missing_answer_have_their_own_words():
    assert answer_sentence("crack", 0.9, abstain=True) == "I don’t know this one."
    assert answer_sentence(None, None) == "No answer came. Try again."
    assert answer_sentence("   ", 0.9) == "No answer came. Try again."


@pytest.mark.parametrize(
    ("name", "expected"),
    [("apple", "an"), ("unicorn", "a"), ("umbrella", "an"), ("hour glass", "an"), ("hinge", "a"),
     ("8", "an"), ("11", "an"), ("110", "a"), ("European elk", "a"), ("", "a")],
)  # fmt: skip
def test_the_article_follows_the_sound(name, expected):
    assert article(name) == expected


def test_the_next_guess_is_named_with_its_share():
    shares = {"crack": 0.72, "clean": 0.09, "Erosion": 0.19}
    assert next_guess_sentence(shares) == "Next guess: erosion, 19%."
    assert next_guess_sentence({"crack": 1.0}) == ""
