import numpy as np
import pytest
from PIL import Image, ImageFilter

from estimators.classifier.attributes import attributes_of


def photo() -> np.ndarray:
    rng = np.random.default_rng(0)
    blocks = rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(blocks).resize((160, 120), Image.Resampling.NEAREST))


def test_a_darkened_photo_is_less_bright_and_a_blurred_one_less_sharp() -> None:
    original = attributes_of("photo", photo())
    darker = attributes_of("photo", photo() // 4)
    blurred = attributes_of(
        "photo", np.asarray(Image.fromarray(photo()).filter(ImageFilter.GaussianBlur(4)))
    )
    assert darker["brightness"] == pytest.approx(original["brightness"] / 4, abs=0.01)
    assert darker["dark_share"] > original["dark_share"]
    assert blurred["sharpness"] < original["sharpness"] / 20
    assert blurred["brightness"] == pytest.approx(original["brightness"], abs=0.02)


def test_sharpness_hardly_depends_on_the_size_of_the_photo() -> None:
    large = Image.fromarray(photo()).resize((1280, 960), Image.Resampling.NEAREST)
    larger = large.resize((2560, 1920), Image.Resampling.NEAREST)
    one, other = (
        attributes_of("photo", np.asarray(image))["sharpness"] for image in (large, larger)
    )
    assert other == pytest.approx(one, rel=0.05)


def test_a_grey_photo_has_no_colour_and_its_border_is_its_background() -> None:
    image = np.full((100, 200, 3), 102, np.uint8)
    image[40:60, 80:120] = (255, 0, 0)
    facts = attributes_of("photo", image)
    assert facts["border_red"] == facts["border_blue"] == pytest.approx(0.4)
    assert facts["aspect"] == 2
    assert attributes_of("photo", image[:10])["colourfulness"] == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (2, 2, 3), (900, 3, 3)])
def test_tiny_and_thin_photos_have_finite_facts(shape: tuple[int, int, int]) -> None:
    assert np.isfinite(list(attributes_of("photo", np.zeros(shape, np.uint8)).values())).all()


def test_a_sound_says_how_loud_clipped_and_silent_it_is() -> None:
    tone = 0.5 * np.sin(np.arange(16_000) * 0.3).astype(np.float32)
    facts = attributes_of("sound", np.concatenate([tone, np.zeros(16_000, np.float32)]))
    assert facts["seconds"] == 2
    assert facts["loudness"] == pytest.approx(-12.04, abs=0.1)  # 20 log10(0.5 / 2)
    assert facts["silent_share"] == pytest.approx(0.5, abs=0.02)
    assert facts["clipped_share"] == 0
    assert attributes_of("sound", np.clip(4 * tone, -1, 1))["clipped_share"] > 0.5
    assert attributes_of("sound", np.zeros(100, np.float32))["loudness"] == -100
    assert attributes_of("sound", np.zeros(0, np.float32)) == {"seconds": 0.0}


def test_a_text_says_how_long_it_is_and_what_it_is_made_of() -> None:
    facts = attributes_of("text", np.array(["Call 0800 NOW!"], dtype=object))
    assert (facts["characters"], facts["words"]) == (14, 3)
    assert facts["digits"] == pytest.approx(4 / 12)
    assert facts["non_letters"] == pytest.approx(5 / 12)
    assert facts["capitals"] == pytest.approx(4 / 7)
    assert "capitals" not in attributes_of("text", "123")
    assert attributes_of("text", "") == {"characters": 0, "words": 0}


def test_a_clip_says_how_much_moves_in_it() -> None:
    still = np.stack([photo()] * 3)
    moving = np.stack([np.roll(photo(), 10 * step, axis=1) for step in range(3)])
    assert attributes_of("video", still)["motion"] == 0
    assert attributes_of("video", moving)["motion"] > 0.1
    assert attributes_of("video", moving)["frames"] == 3
    assert "motion" not in attributes_of("video", still[:1])
