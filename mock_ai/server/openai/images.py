"""``POST /v1/images/generations`` and ``/edits``, and the pictures behind the addresses given.

Source: https://platform.openai.com/docs/api-reference/images. A picture is plainly drawn, never mistaken for a photo, and the
same for the same words.
"""

import io
import re
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.sentence import tr
from mock_ai.conversation import IMAGE_TOKENS, Prompt, Reply, Turn, count_tokens
from mock_ai.server.http_replies import Refusal
from mock_ai.server.json_fields import Fields, plain_headers, read_form, read_object
from mock_ai.server.openai.answers import NonStreamingWriter
from mock_ai.server.openai.requests import event
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import PromptAnswer, Service

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


_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
_QUALITIES = ("low", "medium", "high", "xhigh", "max")
_NAME = re.compile(r"([0-9a-f]{32})-(\d{2,4})x(\d{2,4})\.png")


@dataclass(frozen=True)
class ImageRequest:
    """The pictures asked for. ``kind`` is the first part of the names of a stream's events."""

    prompt: Prompt
    kind: str
    width: int
    height: int
    form: str
    clear: bool
    quality: str
    as_address: bool
    partial: int
    stream: bool
    drawn: dict[int, bytes] = field(default_factory=dict, compare=False)  # by their place

    @property
    def usage(self) -> dict[str, Any]:
        """Tokens as OpenAI counts them: about one for each 1,000 points drawn."""
        text = count_tokens(self.prompt.last_text)
        shown = IMAGE_TOKENS * len(self.prompt.last_images)
        drawn = self.prompt.n * max(self.width * self.height // 1024, 1)
        return {
            "input_tokens": text + shown,
            "input_tokens_details": {"text_tokens": text, "image_tokens": shown},
            "output_tokens": drawn,
            "total_tokens": text + shown + drawn,
        }

    @property
    def frame(self) -> dict[str, str]:
        """What the pictures have in common."""
        return {
            "background": "transparent" if self.clear else "opaque",
            "output_format": self.form,
            "quality": self.quality,
            "size": f"{self.width}x{self.height}",
        }

    def key(self, place: int) -> str:
        """What picture number ``place`` is drawn from."""
        photos = self.prompt.last_images
        return drawing_key(self.prompt.last_text, self.prompt.seed, place, *map(hash_of, photos))

    def picture(self, reply: Reply, place: int) -> bytes:
        """A rule's picture if it has one, or a drawing."""
        if reply.images:
            return reply.images[0]
        return self.drawn.get(place) or self.draw(place)

    def draw(self, place: int) -> bytes:
        """A drawing, which takes a while."""
        return drawing(self.key(place), self.width, self.height, self.form, clear=self.clear)


def hash_of(photo: bytes) -> str:
    """What stands for a photo in a drawing's key."""
    return drawing_key(len(photo), photo[:4096].hex(), photo[-4096:].hex())


async def generations(request: Request) -> Response:
    """Pictures for a prompt."""
    document = await read_object(request)
    text = document.required("prompt", str)
    n = document.within("n", int, 1, 10) or 1
    partial = document.within("partial_images", int, 0, 3) or 0
    wanted = _wanted(request, document, text, (), n=n, partial=partial, kind="image_generation")
    return await _answer(request, wanted)


async def edits(request: Request) -> Response:
    """Pictures for a prompt and some of the client's own."""
    form = await read_form(request)
    form.needed_file("image")
    photos = tuple(file.content for file in form.files["image"])
    document = Fields({**form, "stream": form.flag("stream")})
    n = form.whole_number("n", 1, 10) or 1
    partial = form.whole_number("partial_images", 0, 3) or 0
    text = form.required("prompt", str)
    wanted = _wanted(request, document, text, photos, n=n, partial=partial, kind="image_edit")
    return await _answer(request, wanted)


async def drawn(request: Request) -> Response:
    """The picture behind an address that was given in place of its content."""
    name = _NAME.fullmatch(request.path_params["name"])
    if not name or max(int(name[2]), int(name[3])) > LARGEST:
        raise Refusal(404, "not_found", tr("There is no such picture."))
    service: Service = request.app.state.service
    picture = await service.in_background(drawing, name[1], int(name[2]), int(name[3]))
    return Response(picture, media_type="image/png")


def _wanted(
    request: Request,
    document: Fields,
    text: str,
    photos: tuple[bytes, ...],
    *,
    n: int,
    partial: int,
    kind: str,
) -> ImageRequest:
    if not text.strip():
        raise document.wrong(tr("This is empty. Say what to draw."), "prompt")
    asked = document.optional("size", str) or "auto"
    size = _SIZE.fullmatch("1024x1024" if asked == "auto" else asked)
    if not size or not all(16 <= int(side) <= LARGEST for side in size.groups()):
        raise document.wrong(
            tr("This must be like 1024x1024, up to {largest} on a side.", largest=LARGEST), "size"
        )
    form = document.one_of("output_format", FORMATS, "png")
    model = document.optional("model", str) or "gpt-image-1"
    shape = document.optional("response_format", str)
    if shape not in (None, "url", "b64_json"):
        raise document.wrong(tr("This must be url or b64_json."), "response_format")
    quality = document.optional("quality", str) or "auto"
    stream = document.optional("stream", bool) or False
    prompt = Prompt(
        "image",
        turns=(Turn("user", text, photos),),
        model=model,
        n=n,
        headers=plain_headers(request),
        document=document,
    )
    return ImageRequest(
        prompt,
        kind,
        int(size[1]),
        int(size[2]),
        form,
        document.optional("background", str) == "transparent",
        quality if quality in _QUALITIES else "medium",
        shape == "url" or (shape is None and model.startswith("dall-e")),
        partial,
        stream,
    )


async def _answer(request: Request, wanted: ImageRequest) -> Response:
    service: Service = request.app.state.service
    for place in range(0 if wanted.as_address else wanted.prompt.n):
        wanted.drawn[place] = await service.in_background(wanted.draw, place)
    created = int(time.time())
    base = str(request.base_url).rstrip("/")

    def entry(reply: Reply, place: int) -> dict[str, str]:
        if wanted.as_address and not reply.images:
            name = f"{wanted.key(place)}-{wanted.width}x{wanted.height}.png"
            return {"url": f"{base}/v1/images/drawn/{name}"}
        return {"b64_json": b64encode(wanted.picture(reply, place)).decode()}

    def write(given: PromptAnswer) -> Response:
        data = [entry(reply, place) for place, reply in enumerate(given.replies)]
        if wanted.prompt.model.startswith("dall-e"):
            return JSONResponse({"created": created, "data": data})
        return JSONResponse(
            {"created": created, "data": data, **wanted.frame, "usage": wanted.usage}
        )

    def events(replies: Sequence[Reply], _number: int) -> Iterator[bytes]:
        picture = b64encode(wanted.picture(replies[0], 0)).decode()
        common = {"created_at": created, **wanted.frame, "b64_json": picture}
        for place in range(wanted.partial):
            kind = f"{wanted.kind}.partial_image"
            yield event({"type": kind, "partial_image_index": place, **common}, kind)
        kind = f"{wanted.kind}.completed"
        yield event({"type": kind, **common, "usage": wanted.usage}, kind)

    return await play(
        request,
        wanted.prompt,
        NonStreamingWriter(write, events),
        stream=wanted.stream,
    )
