"""``python -m tests.ready_made_files SOURCES`` makes what of the ready-made sets is derived or computed.

SOURCES is a folder with ``trashnet``, ``grocery_produce`` and ``banking77``, each unpacked as the project publishes it (photos
in a folder a class, questions with their topics in CSV). The voice orders are spoken by ``espeak-ng``, which has to be installed;
``--orders`` in place of SOURCES makes only them. What was written by hand in ``mock_ai/ready_made`` stays as it is.
"""

import csv
import json
import random
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from PIL import Image, ImageOps

from mock_ai.ready_made import FOLDER
from tests.ready_made_sounds import recorded

WASTE = ("cardboard", "glass", "metal", "plastic")
WASTE_OF_A_CLASS = 40
TOPICS = {
    "card_arrival": "card has not arrived",
    "lost_or_stolen_card": "lost or stolen card",
    "card_swallowed": "card swallowed",
    "change_pin": "change the PIN",
    "pin_blocked": "PIN blocked",
    "transfer_timing": "how long a transfer takes",
    "cancel_transfer": "cancel a transfer",
    "transaction_charged_twice": "charged twice",
    "exchange_rate": "exchange rate",
    "top_up_failed": "top-up failed",
    "age_limit": "age limit",
    "terminate_account": "close the account",
}
OF_A_WEEKDAY = (368, 374, 362, 381, 455, 612, 284)  # loaves, Monday first
HOLIDAYS = {
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 1): "May Day",
    date(2026, 5, 14): "Ascension Day",
}
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


def questions(source: Path) -> None:
    """Five questions of each of twelve topics of BANKING77, short ones that need no other to be understood."""
    asked: dict[str, list[str]] = {topic: [] for topic in TOPICS}
    with (source / "test.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text, topic = row["text"].strip(), row.get("label") or row["category"]
            if topic in asked and 25 <= len(text) <= 90 and len(asked[topic]) < 5:
                asked[topic].append(text)
    _write(
        "classify-bank",
        title="Bank questions",
        source="BANKING77 by Iñigo Casanueva and others (PolyAI), https://github.com/PolyAI-LDN/task-specific-datasets: 60 of its 13,083 questions, with shorter names for the topics.",
        licence="CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        items=[
            {"text": asked[topic][turn], "good": name}
            for turn in range(5)
            for topic, name in TOPICS.items()
        ],
    )


def daily_sales() -> None:
    """Twelve weeks of a bakery that there is not: a weekday, a season, the weather and chance, with a seed."""
    chance = random.Random(4)
    first, sold, items = date(2026, 2, 16), [], []
    for number in range(14 * 7):
        day = first + timedelta(days=number)
        warm = round(4 + 14 * number / 98 + chance.gauss(0, 3))
        wet = chance.random() < 0.3
        holiday = HOLIDAYS.get(day, "")
        expected = OF_A_WEEKDAY[day.weekday()] * (1 + 0.0008 * number - 0.08 * wet)
        if holiday:
            expected *= 0.35
        elif day + timedelta(days=1) in HOLIDAYS:
            expected *= 1.4
        sold.append(round(expected * chance.gauss(1, 0.05)))
        if number < 14:
            continue
        told = [
            f"{day:%A} {day.day} {day:%B} {day.year}",
            f"{warm} °C, {'rain' if wet else 'dry'}",
            *([holiday] if holiday else []),
            f"a week ago {sold[number - 7]}, two weeks ago {sold[number - 14]}",
        ]
        items.append({"text": " · ".join(told), "good": sold[number]})
    _write(
        "number",
        title="Daily sales",
        source="Computed and written for this sample, with a seed: loaves sold by a bakery that there is not.",
        licence="Apache-2.0, as this product",
        items=items,
    )


def orders() -> None:
    """A recording of each voice order, from the words that were written by hand."""
    written = json.loads((FOLDER / "transcribe.json").read_text("utf-8"))
    items = list(recorded(written["items"], FOLDER / "orders"))
    _write("transcribe", **{**written, "items": items})


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
    daily_sales()
    orders()
    waste(sources / "trashnet")
    questions(sources / "banking77")
    shop = FOLDER / "rank.json"
    written = json.loads(shop.read_text("utf-8"))
    _write("rank", **{**written, "pages": produce(sources / "grocery_produce")})


if __name__ == "__main__":
    if sys.argv[1:] == ["--orders"]:
        orders()
    else:
        main(Path(sys.argv[1]))
