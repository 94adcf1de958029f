"""Keys do not get into what is stored, however they are written."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from mock_ai.journal import Exchange, Wire
from mock_ai.redaction import redacted
from mock_ai.server.journal_recorder import plain_query
from mock_ai.traffic.exchange import from_stored, to_stored
from mock_ai.traffic.har import har_entry, json_line

TOKEN = "Zk3-q_9vXw27hTtLr0sEbnYAQdf81mUc"
# Made up, in the vendors' shapes; put together here so that nobody's scanner takes them for real.
KEYS = {
    "OpenAI": "sk-" + "proj-Ab12Cd34Ef56Gh78Ij90Kl12",
    "Anthropic": "sk-" + "ant-api03-Ab12Cd34Ef56Gh78Ij90",
    "Amazon": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub": "ghp_" + "Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op56Qr78",
    "GitHub, fine": "github_pat_" + "11ABCDEFG0abcdefghijkl_mnopqrstuv",
    "Google": "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "Slack": "xoxb-" + "123456789012-abcdefABCDEF",
    "Stripe": "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "Hugging Face": "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYz0123",
    "JSON web token": "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN",
    "bearer": "Bearer " + "a8f5f167f44f4964e6c998dee827110c",
    "basic": "Authorization: Basic " + "YWxhZGRpbjpvcGVuc2VzYW1l",
    "private key": "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEpAIBAAKCAQEA7n\n0+x/==\n-----END RSA PRIVATE KEY-----",
}  # fmt: skip
SECRET_PART = {name: key.rpartition("-----\n")[2] if "\n" in key else key[-12:] for name, key in KEYS.items()}  # fmt: skip
SECRET_PART["private key"] = "MIIEpAIBAAKCAQEA7n"


def stored(text="", headers=None, query="", name="x", content_type="application/json", body=None):
    """Everything that is stored of an exchange, and both exports of it."""
    body = json.dumps({"text": text}).encode() if body is None else body
    wire = Wire(query, {"content-type": content_type, **(headers or {})}, body, headers or {}, body)
    exchange = Exchange(
        datetime.now(UTC), "/v1/predict", name, "text", "", name, None, False, "dials", 0.1, 200,
        "m", True, wire=wire,
    )  # fmt: skip
    row, detail, media = to_stored(exchange, (TOKEN,))
    call = from_stored(row, detail)
    exports = json.dumps(har_entry(call, media.get)) + json_line(call, media.get)
    files = "".join(content.decode("latin-1") for content in media.values())
    return json.dumps([row, detail]) + files + exports


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("where", ["text", "header", "name", "query", "form", "file"])
def test_a_key_of_a_well_known_shape_is_not_stored(name, where):
    key, part = KEYS[name], SECRET_PART[name]
    said = f"my key is {key}, use it"
    text = f"{said} {'and a long text around it. ' * 60}".encode()
    form = b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + text + b"\r\n--b--\r\n"
    found = {
        "text": lambda: stored(said),
        "header": lambda: stored(headers={"x-note": said.replace("\n", " ")}),
        "name": lambda: stored(name=said),
        "query": lambda: stored(query=plain_query(f"api_key={quote(key)}&b=1".encode())),
        "form": lambda: stored(content_type="multipart/form-data; boundary=b", body=form),
        "file": lambda: stored(base64.b64encode(text).decode()),
    }[where]()
    assert part not in found
    assert base64.b64encode(text).decode()[:200] not in found


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.upper,
        str.lower,
        lambda token: token[::-1],
        lambda token: base64.b64encode(token.encode()).decode(),
        lambda token: base64.b64encode(b"a" + token.encode() + b"b").decode(),
        lambda token: base64.urlsafe_b64encode(b"my" + token.encode()).decode(),
        lambda token: token.encode().hex(),
        lambda token: token.encode().hex().upper(),
    ],
)
def test_the_servers_own_token_is_not_stored_however_it_is_written(write):
    written = write(TOKEN)
    assert "…" in redacted(f"it is {written}.", (TOKEN,))
    assert written[6:-6] not in stored(f"it is {written}.")


@pytest.mark.parametrize(
    "text",
    [
        "a risk-free desk-top task-force and sk-learn-is-a-nice-library-to-use",
        "He asked for the standard bearer of the regiment.",
        "The authorization: it was given by the board.",
        "eyJhb is no token, AKIA is no key, xox neither",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "ghp_ and hf_ and AIza alone",
        "token=5 tokens were used",
    ],
)
def test_what_is_no_key_stays_as_it_was(text):
    assert redacted(text, (TOKEN,)) == text


def test_headers_that_carry_keys_are_left_out_by_their_names():
    names = ("X-My-Token", "Proxy-Authorization", "X-Amz-Credential", "X-Password", "X-Session-Id")
    found = stored(headers=dict.fromkeys(names, "a-plain-word"))
    assert "a-plain-word" not in found


def test_parameters_that_carry_keys_are_left_out_and_others_stay():
    query = b"key=a1&api_key=a2&apikey=a3&X-Amz-Signature=a4&monkey=b1&alt=sse"
    assert plain_query(query) == "monkey=b1&alt=sse"
    assert plain_query(b"alt=sse&x=%20") == "alt=sse&x=%20"


def test_a_key_at_the_end_of_what_is_kept_is_not_cut_in_half():
    key = KEYS["OpenAI"]
    found = stored(
        content_type="text/plain",
        body=b"a" * (256 * 1024 - 20) + b" " + key.encode() + b" " * 90_000,
    )
    assert key[:14] not in found
