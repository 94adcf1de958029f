import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from estimators.classifier.modality import PHOTO, looks_like
from estimators.classifier.photo.reader import decode_photo, thumbnail_jpeg
from estimators.classifier.unreadable import UnreadableItem

Dataset = Callable[[str], Path]


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def heic(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=90, **options)
    return out.getvalue()


def everything_is_magenta() -> bytes:
    """A printing profile (ICC.1, lut8Type) after which any ink gives the same magenta, so that its use cannot be missed."""
    lab = bytes([140, 128 + 70, 128 - 20])
    identity = struct.pack(">9i", *(65_536 * (i % 4 == 0) for i in range(9)))
    ramp = bytes(range(256))
    table = b"mft1" + bytes([0, 0, 0, 0, 4, 3, 2, 0]) + identity + 4 * ramp + 16 * lab + 3 * ramp
    header = struct.pack(">II", 144 + len(table), 0) + bytes([2, 0x40, 0, 0]) + b"prtrCMYKLab "
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63_190, 65_536, 54_061)
    tags = struct.pack(">I4sII", 1, b"A2B0", 144, len(table))
    return header.ljust(128, b"\0") + tags + table


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
    assert "damaged" in refused["corrupt/corrupted.heic"]
    assert {name for name in refused if name.startswith("bombs/")} == {
        f"bombs/{path.name}" for path in (root / "bombs").iterdir()
    }
    good = ("animated/", "colour_modes/", "exif_rotation/", "odd_names/", "tiny/", "very_large/")
    good = (*good, "modern_formats/", "broken_metadata/", "duplicates/")
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


@pytest.mark.parametrize(
    "encode", [lambda photo, exif: encoded(photo, "JPEG", exif=exif, quality=95), heic]
)
def test_a_photo_is_turned_the_way_its_camera_was_held(encode: Callable[..., bytes]) -> None:
    photo = Image.new("RGB", (64, 32), "white")
    photo.paste("black", (0, 0, 32, 32))  # black on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to show it: left becomes top
    image = decode_photo(encode(photo, exif=exif.tobytes()))
    assert image.shape == (64, 32, 3)
    assert image[:28].mean() < 20 < 230 < image[36:].mean()


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("CMYK", (9, 9), (0, 0, 0, 255)), "JPEG", 0),
        (Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG", 255),
        (Image.new("P", (9, 9), 0), "PNG", 0),
        (Image.fromarray(np.full((9, 9), 32_768, np.uint16)), "PNG", 127),
        (Image.fromarray(np.full((9, 9), 2_047, np.uint16)), "TIFF", 127),  # twelve bits in sixteen
        (Image.fromarray(np.full((9, 9), 0.5, np.float32)), "TIFF", 127),
        (Image.fromarray(np.array([[np.nan, 1.0]], np.float32)), "TIFF", 127),
        (Image.fromarray(np.full((9, 9), 2_000_000, np.int32)), "TIFF", 255),
    ],
)
def test_other_colour_modes_look_as_a_person_would_see_them(
    image: Image.Image, kind: str, expected: int
) -> None:
    assert abs(float(decode_photo(encoded(image, kind)).mean()) - expected) < 3


def test_a_heic_photo_is_known_by_its_ending_or_its_first_bytes(tmp_path: Path) -> None:
    data = heic(Image.new("RGB", (32, 32)))
    for name in ("IMG_0001.HEIC", "photo.heif", "DSC1.HIF", "photo without ending"):
        (tmp_path / name).write_bytes(data)
        assert looks_like(tmp_path / name, PHOTO)


def test_a_heic_file_that_lies_about_its_size_is_refused() -> None:
    data = heic(Image.new("RGB", (512, 512), "red"))
    real = struct.pack(">II", 512, 512)
    assert real in data
    with pytest.raises(UnreadableItem, match="30,000 by 30,000"):
        decode_photo(data.replace(real, struct.pack(">II", 30_000, 30_000)))
    with pytest.raises(UnreadableItem, match="damaged"):
        decode_photo(data.replace(real, struct.pack(">II", 16, 16)))
    with pytest.raises(UnreadableItem, match="cut short"):
        decode_photo(data[: len(data) - 10])


def test_printing_colours_go_by_the_profile_in_the_file() -> None:
    cyan = Image.new("CMYK", (9, 9), (255, 0, 0, 0))
    profile = everything_is_magenta()
    plain = decode_photo(encoded(cyan, "TIFF"))
    broken = decode_photo(encoded(cyan, "TIFF", icc_profile=profile[:200]))
    profiled = decode_photo(encoded(cyan, "TIFF", icc_profile=profile))
    assert plain[0, 0].tolist() == broken[0, 0].tolist() == [0, 255, 255]
    red, green, blue = profiled[0, 0].tolist()
    assert green < 50 < blue < red


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableItem, match="not there"):
        decode_photo(tmp_path / "gone.jpg")
    with pytest.raises(UnreadableItem, match="not a file"):
        decode_photo(tmp_path)


def test_a_thumbnail_fits_and_keeps_its_shape() -> None:
    data = thumbnail_jpeg(encoded(Image.new("RGB", (800, 400), "red"), "JPEG"), 96)
    with Image.open(io.BytesIO(data)) as thumbnail:
        assert thumbnail.size == (96, 48)
