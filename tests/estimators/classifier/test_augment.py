import numpy as np
import pytest
from PIL import Image

from estimators.classifier.attributes import attributes_of
from estimators.classifier.photo.augment import variants as photo_variants
from estimators.classifier.text.augment import looks_english
from estimators.classifier.text.augment import variants as text_variants


def photo() -> np.ndarray:
    blocks = np.random.default_rng(0).integers(60, 200, (9, 12, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(blocks).resize((240, 180), Image.Resampling.NEAREST))


def texts(text: str, n: int = 30) -> list[tuple[str, str]]:
    found = text_variants(np.array([text], dtype=object), np.random.default_rng(0), n)
    return [(name, str(variant[0])) for name, variant in found]


def test_a_variant_of_a_photo_is_what_its_name_says() -> None:
    image = photo()
    before = attributes_of("photo", image)
    made = photo_variants(image, np.random.default_rng(1), 12)
    assert len(made) == 12
    for name, variant in made:
        after = attributes_of("photo", variant)
        assert variant.dtype == np.uint8
        assert variant.shape[2] == 3
        if "darker" in name:
            assert after["brightness"] < before["brightness"] - 0.05
        if "brighter" in name:
            assert after["brightness"] > before["brightness"] + 0.05
        if "blurred" in name:
            assert after["sharpness"] < before["sharpness"] / 2
        if "flat" in name:
            assert after["contrast"] < before["contrast"]
        assert variant.min() > 5, "no empty corners where it was turned"
    looks = {name.split(", ")[1] for name, _ in made[:6]}
    assert len(looks) == 6  # one of each before a second of any


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 500, 3), (8, 9, 3), (3_000, 10, 3)])
def test_tiny_and_thin_photos_give_variants_or_none(shape: tuple[int, int, int]) -> None:
    for _, variant in photo_variants(np.zeros(shape, np.uint8), np.random.default_rng(0), 6):
        assert min(variant.shape) >= 1


def test_variants_of_an_english_text_differ_and_keep_its_words_in_order() -> None:
    original = "How do I activate my card? It is not working because I do not have a code."
    made = texts(original)
    assert len({variant for _, variant in made}) == len(made) >= 15
    assert original not in {variant for _, variant in made}
    for name, variant in made:
        if name == "a typo":
            assert len(variant.split()) == len(original.split())
            changed = [a for a, b in zip(original.split(), variant.split(), strict=True) if a != b]
            assert len(changed) == 1
        assert variant.lower().find("car") < variant.lower().find("cod")
    contracted = {variant for name, variant in made if name == "contractions"}
    assert contracted & {original.replace("is not", "isn't"), original.replace("do not", "don't")}


@pytest.mark.parametrize(
    "text", ["Ich habe mein Gerät verloren, was tun?", "¿Dónde está mi tarjeta?", "Где моя карта?"]
)
def test_other_languages_get_only_neutral_variants(text: str) -> None:
    assert not looks_english(text)
    made = texts(text)
    assert len(made) >= 4
    assert not any("template" in name or "contractions" in name for name, _ in made)


def test_a_script_without_case_gets_no_typos() -> None:
    assert {name for name, _ in texts("我的卡，还没有到。")} <= {
        "no final stop",
        "no commas",
        "no final stop, no commas",
        "no commas, no final stop",
    }


def test_a_text_without_words_has_few_variants_or_none() -> None:
    assert texts("...") == []
    assert texts("") == []
    assert [variant for _, variant in texts("ok")] == ["Ok"]
