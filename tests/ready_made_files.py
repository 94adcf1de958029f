"""``python -m tests.ready_made_files SOURCES`` makes what of the ready-made sets is derived or computed.

SOURCES is a folder with ``trashnet``, ``grocery_produce`` and ``banking77``, each unpacked as the project publishes it (photos
in a folder a class, questions with their topics in CSV). What was written by hand in ``mock_ai/ready_made`` stays as it is.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageOps

from mock_ai.ready_made import FOLDER

WASTE = ("cardboard", "glass", "metal", "plastic")
WASTE_OF_A_CLASS = 40
PRODUCE = {
    "Golden Delicious apples": "Apple/Golden-Delicious_038",
    "Granny Smith apples": "Apple/Granny-Smith_018",
    "Pink Lady apples": "Apple/Pink-Lady_034",
    "Red Delicious apples": "Apple/Red-Delicious_018",
    "Avocados": "Avocado/Avocado_030",
    "Bananas": "Banana/Banana_018",
    "Carrots": "Carrots/Carrots_021",
    "Kiwis": "Kiwi/Kiwi_020",
    "Lemons": "Lemon/Lemon_003",
    "Limes": "Lime/Lime_013",
    "Mangoes": "Mango/Mango_021",
    "Onions": "Onion/Yellow-Onion_002",
    "Oranges": "Orange/Orange_015",
    "Conference pears": "Pear/Conference_003",
    "Green peppers": "Pepper/Green-Bell-Pepper_007",
    "Orange peppers": "Pepper/Orange-Bell-Pepper_018",
    "Red peppers": "Pepper/Red-Bell-Pepper_031",
    "Yellow peppers": "Pepper/Yellow-Bell-Pepper_001",
    "Pineapples": "Pineapple/Pineapple_013",
    "Beef tomatoes": "Tomato/Beef-Tomato_005",
    "Tomatoes": "Tomato/Regular-Tomato_018",
}


def waste(source: Path) -> None:
    """Forty photos a class of TrashNet, spread over the set, at most 192 pixels."""
    items = []
    for label in WASTE:
        there = sorted((source / label).iterdir(), key=lambda path: int(path.stem[len(label) :]))
        for number in range(WASTE_OF_A_CLASS):
            target = f"waste/{label}/{label}-{number + 1:02}.jpg"
            picture = Image.open(there[number * len(there) // WASTE_OF_A_CLASS]).convert("RGB")
            picture.thumbnail((192, 192), Image.Resampling.LANCZOS)
            _save(picture, FOLDER / target)
            items.append({"file": target, "good": label})
    _write(
        "classify",
        title="Recycling photos",
        source="TrashNet by Gary Thung and Mindy Yang, https://github.com/garythung/trashnet: 160 of its 2,527 photos, made smaller.",
        licence="MIT, copyright 2017 Gary Thung",
        items=items,
    )


def produce(source: Path) -> list[dict[str, str]]:
    """One square photo of each product; returns the pages of the shop."""
    pages = []
    for name, photo in PRODUCE.items():
        target = f"produce/{name.lower().replace(' ', '-')}.jpg"
        first = min(source.glob(f"{photo}*.jpg"))
        _save(ImageOps.fit(Image.open(first).convert("RGB"), (224, 224)), FOLDER / target)
        pages.append({"name": name, "file": target})
    return pages


def _save(picture: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, quality=72, optimize=True, progressive=True)


def _write(name: str, **parts: object) -> None:
    """One item a line, so that a change of one is a change of one line."""
    lines = [f'"{key}": {_listed(part)}' for key, part in parts.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


def _listed(part: object) -> str:
    if not isinstance(part, Iterable) or isinstance(part, str):
        return json.dumps(part, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in part) + "\n]"


def main(sources: Path) -> None:
    waste(sources / "trashnet")
    shop = FOLDER / "rank.json"
    written = json.loads(shop.read_text("utf-8"))
    _write("rank", **{**written, "pages": produce(sources / "grocery_produce")})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
