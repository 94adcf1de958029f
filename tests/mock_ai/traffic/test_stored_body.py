"""Bodies taken apart and put together again, byte for byte."""

import base64
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.codec import convert, plain
from mock_ai.traffic.exchange import TEXT_KEPT, KeptBody, take_apart

PHOTO = bytes(range(256)) * 20
IN_JSON = json.dumps({"image": "data:image/png;base64," + base64.b64encode(PHOTO).decode(), "n": 1})


def form() -> tuple[bytes, str]:
    request = httpx.Request(
        "POST", "http://x", files={"photo": ("a.png", PHOTO, "image/png")}, data={"text": "Größe"}
    )
    return request.read(), request.headers["content-type"]


@pytest.mark.parametrize(
    ("body", "content_type", "n_media"),
    [
        (b'{"text": "hello"}', "application/json", 0),
        (IN_JSON.encode(), "application/json", 1),
        (PHOTO, "image/png", 1),
        (PHOTO, "", 1),
        (*form(), 1),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b", 0),
        (b"", "application/json", 0),
        (b"\xff\xfe{", "application/json", 1),
    ],
    ids=[
        "json",
        "photo in json",
        "photo",
        "no kind",
        "form",
        "broken form",
        "empty",
        "broken json",
    ],
)
def test_a_body_comes_back_byte_for_byte(body, content_type, n_media):
    kept, media = take_apart(body, content_type)
    assert len(media) == n_media
    again = convert(json.loads(json.dumps(plain(kept))), KeptBody)
    assert again.whole(media.get) == body


def test_the_same_photo_is_the_same_whatever_way_it_came():
    found = {
        tuple(take_apart(body, kind)[1])
        for body, kind in ((PHOTO, "image/png"), form(), (IN_JSON.encode(), ""))
    }
    assert len(found) == 1


def test_what_is_shown_names_a_photo_and_leaves_its_bytes_out():
    shown = take_apart(IN_JSON.encode(), "application/json")[0].shown()
    assert "5,120 bytes, sha256" in shown
    assert len(shown) < 200


def test_an_endless_text_is_cut_and_says_so():
    kept, _ = take_apart(b"a " * TEXT_KEPT, "text/plain")
    assert kept.cut
    assert kept.whole({}.get) is None
    assert kept.size == 2 * TEXT_KEPT
    assert "cut: the whole had" in kept.shown()


def test_a_missing_photo_is_missing_and_not_empty():
    kept, _ = take_apart(PHOTO, "image/png")
    assert kept.whole({}.get) is None


def test_a_key_in_a_text_is_struck_out():
    kept, _ = take_apart(b'{"key": "sk-12345"}', "application/json", ("sk-12345",))
    assert kept.shown() == '{"key": "…"}'


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "application/json", "multipart/form-data; boundary=b"]),
)
def test_no_bytes_are_lost_whatever_they_are(body, content_type):
    body = body.replace(b"~", base64.b64encode(PHOTO)).replace(b"|", b"--b\r\n\r\n")
    kept, media = take_apart(body, content_type)
    assert kept.whole(media.get) == body
