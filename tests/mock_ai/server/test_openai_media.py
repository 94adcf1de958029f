"""OpenAI's audio, images and moderations with the official client, validated strictly."""

import io
from base64 import b64decode

import httpx
import openai
import pytest
from PIL import Image

from mock_ai.server.openai.audio import RATE, encoded, hummed, seconds_of
from tests.mock_ai.vendor_clients import exact


@pytest.fixture(scope="module")
def recording():
    return ("call.wav", encoded(hummed("Hello, is anybody listening to this?"), "wav"))


# Audio ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_speech_is_a_real_sound_in_every_format(client, form):
    def speak():
        return client.audio.speech.create(
            model="tts-1", voice="alloy", input="Good morning to you", response_format=form
        ).content

    sound = speak()
    assert sound == speak()
    heard = len(sound) / 2 / RATE if form == "pcm" else seconds_of(sound)
    assert heard == pytest.approx(1.4, abs=0.4)


def test_audio_that_openai_would_refuse_is_refused(client, recording):
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.transcriptions.create(
            model="whisper-1", file=recording, response_format="docx"
        )
    assert caught.value.param == "response_format"
    for file in (("empty.wav", b""),):
        with pytest.raises(openai.BadRequestError):
            client.audio.transcriptions.create(model="whisper-1", file=file)
    odd = client.audio.transcriptions.create(model="whisper-1", file=("x.mp3", b"no sound" * 99))
    assert odd.text
    for change in ({"speed": 9.0}, {"input": ""}, {"response_format": "midi"}):
        with pytest.raises(openai.BadRequestError):
            client.audio.speech.create(**{"model": "m", "voice": "x", "input": "Hi", **change})


# Images ---------------------------------------------------------------------------------------


def opened(data):
    return Image.open(io.BytesIO(b64decode(data)))


def test_an_image_is_drawn_the_same_each_time(client):
    def draw(**settings):
        return exact(
            client.images.generate(**{"model": "gpt-image-1", "prompt": "A boat", **settings})
        )

    two = draw(n=2, size="1536x1024")
    first, second = (opened(image.b64_json) for image in two.data)
    assert (first.format, first.size) == ("PNG", (1536, 1024))
    assert first.tobytes() != second.tobytes()
    assert two.usage.total_tokens == two.usage.input_tokens + two.usage.output_tokens
    assert draw(n=2, size="1536x1024").data == two.data
    assert len(two.data[0].b64_json) < 100_000
    webp = draw(output_format="webp", background="transparent", size="256x256")
    assert (webp.output_format, opened(webp.data[0].b64_json).mode) == ("webp", "RGBA")
    assert opened(draw(output_format="jpeg", size="256x256").data[0].b64_json).format == "JPEG"
    for change in ({"size": "9x9"}, {"size": "99999x10"}, {"prompt": " "}, {"n": 11}):
        with pytest.raises(openai.BadRequestError):
            draw(**change)


def test_an_image_given_by_address_can_be_fetched_without_a_key(client):
    made = exact(client.images.generate(model="dall-e-3", prompt="A boat", size="512x512"))
    reply = httpx.get(made.data[0].url)
    assert reply.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(reply.content)).size == (512, 512)
    as_data = client.images.generate(
        model="dall-e-3", prompt="A boat", size="512x512", response_format="b64_json"
    )
    assert b64decode(as_data.data[0].b64_json) == reply.content
    assert httpx.get(made.data[0].url.replace("512x512", "9999x9999")).status_code == 404


def test_an_edit_and_a_stream_of_images_are_drawn(served):
    running, client = served
    photo = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(photo, "png")
    file = ("a.png", photo.getvalue(), "image/png")
    edited = exact(client.images.edit(model="gpt-image-1", image=[file, file], prompt="Bluer"))
    assert opened(edited.data[0].b64_json).size == (1024, 1024)
    assert edited.usage.input_tokens_details.image_tokens == 510
    assert exact(client.images.edit(model="gpt-image-1", image=file, prompt="Bluer")).data
    events = [
        exact(event)
        for event in client.images.generate(
            model="gpt-image-1", prompt="A boat", stream=True, partial_images=2, size="256x256"
        )
    ]
    assert [event.type for event in events] == [
        "image_generation.partial_image",
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    assert opened(events[-1].b64_json).size == (256, 256)
    assert [one.status for one in running.journal.exchanges()] == [200, 200, 200]


# Moderations ----------------------------------------------------------------------------------


def test_moderations_flag_by_plain_words(client):
    made = exact(client.moderations.create(input=["Good morning", "I will kill you"]))
    fine, bad = made.results
    assert not fine.flagged
    assert bad.flagged
    assert bad.categories.violence
    assert bad.category_scores.violence > 0.5 > fine.category_scores.violence
    parts = [
        {"type": "text", "text": "Hello"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}},
    ]
    both = exact(client.moderations.create(model="omni-moderation-latest", input=parts))
    assert both.results[0].category_applied_input_types.violence == ["text", "image"]
    assert len(exact(client.moderations.create(input="Hello")).results) == 1
    with pytest.raises(openai.BadRequestError):
        client.moderations.create(input=[])
