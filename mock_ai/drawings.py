"""A picture for a prompt: plainly drawn, never mistaken for a photo, the same for the same words."""

import io
from hashlib import blake2b
from random import Random

LARGEST = 4096
FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
_PAPERS = ("#f4efe6", "#e9eef2", "#eef2e9", "#f2e9ee")
_INKS = ("#1f4e5f", "#c8553d", "#588157", "#7b5ea7", "#e0a030", "#2b2d42")


def drawing_key(*parts: object) -> str:
    """What a drawing depends on, as 32 hexadecimal digits."""
    return blake2b(
        "\0".join(map(str, parts)).encode("utf-8", "replace"), digest_size=16
    ).hexdigest()


def drawing(key: str, width: int, height: int, form: str = "png", *, clear: bool = False) -> bytes:
    """A few shapes on paper with the word “simulated”, as a PNG, JPEG or WebP file.

    ``clear`` leaves the paper out, where the format can.
    """
    from PIL import Image, ImageDraw

    draw = Random(key)  # noqa: S311 (the same picture again, nothing secret)
    paper = draw.choice(_PAPERS)
    transparent = clear and form != "jpeg"
    picture = Image.new("RGBA" if transparent else "RGB", (width, height), paper)
    if transparent:
        picture.paste((0, 0, 0, 0), (0, 0, width, height))
    pen = ImageDraw.Draw(picture)
    for _ in range(7):
        size = draw.uniform(0.12, 0.4) * min(width, height)
        x, y = draw.uniform(0, width - size), draw.uniform(0, height - size)
        corners, ink = (x, y, x + size, y + size), draw.choice(_INKS)
        shape = draw.randrange(3)
        if shape == 0:
            pen.ellipse(corners, fill=ink)
        elif shape == 1:
            pen.rectangle(corners, fill=ink)
        else:
            pen.polygon([(x, y + size), (x + size / 2, y), (x + size, y + size)], fill=ink)
    pen.text((8, max(height - 20, 0)), "simulated", fill=_INKS[-1])
    file = io.BytesIO()
    if form == "png" and not transparent:
        picture.quantize(16).save(file, "png")
    else:
        picture.save(file, form)
    return file.getvalue()
