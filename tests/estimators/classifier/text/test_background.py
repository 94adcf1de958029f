import numpy as np

from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.text.background import background_features, background_texts


def test_the_background_is_of_many_different_texts() -> None:
    texts = background_texts()
    assert len(texts) == len(set(texts)) > 150
    assert len(background_features("minilm")) == len(texts)
    both = background_features("minilm+wordllama")
    assert both.shape[1] == 384 + 256
    assert np.isfinite(both).all()


def test_texts_of_another_sort_are_strange_to_a_model_of_few() -> None:
    colours, towns = ("red", "green", "blue", "black"), ("Oslo", "Rome", "Lima", "Kyoto")
    asked = [f"Do you have this jacket in {c}, size {n}?" for c in colours for n in (40, 42, 44)]
    moved = [
        f"Please send the jacket to my new address in {t}, flat {n}."
        for t in towns
        for n in (1, 2, 3)
    ]
    model = LocalClassifier(modality="text", backbone="minilm")
    model.fit([*asked, *moved], ["asks"] * 12 + ["moves"] * 12)
    assert model.head_.background_ is not None
    assert model.head_.out_of_distribution_.apart > 0.9
    strange = ["The whale is a mammal.", "def f(x): return x + 1", "Der Zug fährt um neun Uhr ab."]
    assert model.abstains(strange) == [True] * 3
