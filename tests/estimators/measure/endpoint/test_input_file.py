"""Photos and sounds on each wire: which bytes go, in which place, without what a file says of its maker."""

import base64
import io
import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from estimators.base.errors import UserError
from estimators.classifier.unreadable import UnreadableItem
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import WireName, model_address
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.input_file import EncodedFile, encoded_file, files_of_cases
from estimators.measure.endpoint.preview import preview_of
from estimators.measure.endpoint.prompt import PromptTemplate
from estimators.measure.endpoint.token_price import own_prices

MAKE, GPS = 0x010F, 0x8825
WIRES = ("openai:m", "openai-responses:m", "anthropic:m", "gemini:m")


def photo(side: int = 40, form: str = "JPEG") -> bytes:
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (side, side // 2, 3), np.uint8))  # fmt: skip
    exif = Image.Exif()
    exif[MAKE] = "Ada’s camera"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def sound(seconds: float = 0.5, rate: int = 8_000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        tone = 9_000 * np.sin(np.arange(int(seconds * rate)) / 5)
        file.writeframes(tone.astype("<i2").tobytes())
    return out.getvalue()


def asked(address: str, folder: Path, name: str, prompt: str = "What is {input} here?") -> Any:
    """The body that asks about a file of the folder."""
    cases = {"a": EvalCase("a", name)}
    candidate = EndpointCandidate("x", model_address(address), PromptTemplate(prompt, "Be brief."))
    files = files_of_cases(folder, cases)
    (call,) = candidate.calls(cases.values(), files=files).values()
    return json.loads(candidate.whole(call).body)


def test_a_photo_goes_where_each_wire_has_it_between_the_words(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    chat, respond, claude, gemini = (asked(wire, tmp_path, "a.jpg") for wire in WIRES)
    words, image, more = chat["messages"][1]["content"]
    assert (words, more) == ({"type": "text", "text": "What is "}, {"type": "text", "text": " here?"})  # fmt: skip
    head, _, data = image["image_url"]["url"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert respond["input"][0]["content"][1] == {"type": "input_image", "image_url": f"{head},{data}"}  # fmt: skip
    source = claude["messages"][0]["content"][1]["source"]
    assert source == {"type": "base64", "media_type": "image/jpeg", "data": data}
    assert gemini["contents"][0]["parts"][1] == {"inlineData": {"mimeType": "image/jpeg", "data": data}}  # fmt: skip
    sent = Image.open(io.BytesIO(base64.b64decode(data)))
    assert not sent.getexif()
    there = Image.open(tmp_path / "a.jpg")
    assert np.array_equal(np.asarray(sent), np.asarray(there))  # not coded anew
    plain = model_address("http://localhost/x", body='{"image": "{input}", "type": "{media_type}", "ask": "{prompt}"}')  # fmt: skip
    candidate = EndpointCandidate("x", plain, PromptTemplate("Which? {input}"))
    files = files_of_cases(tmp_path, {"a": EvalCase("a", "a.jpg")})
    (call,) = candidate.calls([EvalCase("a", "a.jpg")], files=files).values()
    assert json.loads(candidate.whole(call).body) == {"image": data, "type": "image/jpeg", "ask": "Which? "}  # fmt: skip


@pytest.mark.parametrize(("form", "sent_as"), [("PNG", "png"), ("WEBP", "webp"), ("TIFF", "png")])
def test_other_formats_go_as_vendors_take_them(tmp_path: Path, form: str, sent_as: str) -> None:
    path = tmp_path / f"a.{form.lower()}"
    path.write_bytes(photo(form=form))
    sent = encoded_file(files_of_cases(tmp_path, {"a": EvalCase("a", path.name)})["a"], WireName.OPENAI)  # fmt: skip
    assert isinstance(sent, EncodedFile)
    assert sent.media_type == f"image/{sent_as}"
    assert b"camera" not in sent.content


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(3_000))
    data = asked("anthropic:m", tmp_path, "a.jpg")["messages"][0]["content"][1]["source"]["data"]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (1_024, 2_048)


def test_a_sound_goes_to_who_listens_and_to_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(sound())
    heard = asked("openai:m", tmp_path, "a.wav")["messages"][1]["content"][1]["input_audio"]
    assert (heard["format"], base64.b64decode(heard["data"])) == ("wav", sound())
    part = asked("gemini:m", tmp_path, "a.wav")["contents"][0]["parts"][1]["inlineData"]
    assert part == {"mimeType": "audio/wav", "data": heard["data"]}
    for deaf in ("anthropic:m", "openai-responses:m"):
        with pytest.raises(UserError, match="This wire takes no sounds"):
            asked(deaf, tmp_path, "a.wav")
    (tmp_path / "a.mp4").write_bytes(b"x")
    with pytest.raises(UserError, match="No clips are sent"):
        asked("gemini:m", tmp_path, "a.mp4")


def test_a_sound_of_another_format_is_sent_as_wav_or_said_to_be_too_long(tmp_path: Path) -> None:
    import av

    for name, length in (("a.flac", 1), ("b.flac", 61)):
        with av.open(str(tmp_path / name), "w") as out:
            stream = out.add_stream("flac", rate=8_000)
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 8_000 * length), np.int16), "s16", "mono")  # fmt: skip
            frame.sample_rate = 8_000
            out.mux([*stream.encode(frame), *stream.encode(None)])
    heard = asked("openai:m", tmp_path, "a.flac")["messages"][1]["content"][1]["input_audio"]
    with wave.open(io.BytesIO(base64.b64decode(heard["data"]))) as file:
        assert (file.getframerate(), file.getnframes()) == (16_000, 16_000)
    whole = asked("gemini:m", tmp_path, "b.flac")["contents"][0]["parts"][1]["inlineData"]
    assert whole["mimeType"] == "audio/flac"
    with pytest.raises(UnreadableItem, match="too long"):
        asked("openai:m", tmp_path, "b.flac")


def test_only_files_beside_the_cases_are_sent_and_words_stay_words(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(photo())
    (folder / "a.jpg").write_bytes(photo())
    inputs = ["a.jpg", "../secret.jpg", str(tmp_path / "secret.jpg"), "gone.jpg", "Look at a.jpg", "a\n.jpg", "\0.jpg", "x" * 5_000 + ".jpg"]  # fmt: skip
    cases = {str(at): EvalCase(str(at), one) for at, one in enumerate(inputs)}
    assert list(files_of_cases(folder, cases)) == ["0"]
    shown = EndpointCandidate("x", model_address("openai:m"), PromptTemplate(examples=(("a", "b"),)))  # fmt: skip
    with pytest.raises(UserError, match="The examples in the prompt are texts"):
        shown.calls(cases.values(), files=files_of_cases(folder, cases))


def test_what_goes_is_shown_with_its_size_and_worth_at_most_what_a_call_can_cost(tmp_path: Path) -> None:  # fmt: skip
    for at in range(3):
        (tmp_path / f"{at}.jpg").write_bytes(photo(400 + 2 * at))
    cases = {str(at): EvalCase(str(at), f"{at}.jpg") for at in range(3)}
    candidate = EndpointCandidate("x", model_address("gemini:m"), prices=own_prices("1,0"))
    files = files_of_cases(tmp_path, cases)
    found = preview_of(candidate, cases, files=files)
    assert found.files == {"photo": (3, sum(one.size for one in files.values()))}
    assert found.calls == 3  # three files, though the words are the same
    assert 3 * 8_000 / 1e6 < found.worst < 3 * 9_000 / 1e6
    assert 0 < found.cost[0] < found.cost[1] <= found.worst
    request = found.first_request()
    assert "(the file: " in request
    assert len(request) < 1_000
    (tmp_path / "0.jpg").write_bytes(b"no photo")
    assert "Its file was not sent: " in found.first_request()
