import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from estimators.classifier import UnreadableItem, thumbnail_jpeg
from estimators.classifier.photo.decoding import decode_photo

Dataset = Callable[[str], Path]


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_every_hostile_file_is_read_or_refused_with_a_sentence(dataset: Dataset) -> None:
    root = dataset("hostile_images")
    refused = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            try:
                image = decode_photo(path)
            except UnreadableItem as error:
                refused[path.relative_to(root).as_posix()] = str(error)
            else:
                assert image.dtype == np.uint8
                assert image.ndim == 3
                assert image.shape[2] == 3
    assert all(why.endswith(".") for why in refused.values())
    assert "cut short" in refused["truncated/half_photo.jpg"]
    assert "0 bytes" in refused["zero_byte/empty.jpg"]
    assert "web page" in refused["wrong_extension/web_page.jpg"]
    assert "HEIC" in refused["modern_formats/zPug_3.heic"]
    assert {name for name in refused if name.startswith("bombs/")} == {
        f"bombs/{path.name}" for path in (root / "bombs").iterdir()
    }
    good = ("animated/", "colour_modes/", "exif_rotation/", "odd_names/", "tiny/", "very_large/")
    assert not [name for name in refused if name.startswith(good)]


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    import tracemalloc

    bomb = encoded(Image.new("1", (12_000, 12_000)), "PNG")
    tracemalloc.start()
    with pytest.raises(UnreadableItem, match="12,000 by 12,000"):
        decode_photo(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_photo_is_turned_the_way_its_camera_was_held() -> None:
    photo = Image.new("RGB", (40, 20), "white")
    photo.paste("black", (0, 0, 20, 20))  # black on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to show it: left becomes top
    image = decode_photo(encoded(photo, "JPEG", exif=exif, quality=95))
    assert image.shape == (40, 20, 3)
    assert image[:15].mean() < 20 < 230 < image[25:].mean()


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("CMYK", (9, 9), (0, 0, 0, 255)), "JPEG", 0),
        (Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG", 255),
        (Image.new("P", (9, 9), 0), "PNG", 0),
        (Image.fromarray(np.full((9, 9), 32_768, np.uint16)), "PNG", 127),
    ],
)
def test_other_colour_modes_look_as_a_person_would_see_them(
    image: Image.Image, kind: str, expected: int
) -> None:
    assert abs(float(decode_photo(encoded(image, kind)).mean()) - expected) < 3


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableItem, match="not there"):
        decode_photo(tmp_path / "gone.jpg")
    with pytest.raises(UnreadableItem, match="not a file"):
        decode_photo(tmp_path)


def test_a_thumbnail_fits_and_keeps_its_shape() -> None:
    data = thumbnail_jpeg(encoded(Image.new("RGB", (800, 400), "red"), "JPEG"), 96)
    with Image.open(io.BytesIO(data)) as thumbnail:
        assert thumbnail.size == (96, 48)
