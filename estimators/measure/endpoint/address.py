"""Where a candidate answers: the wire it speaks, the address, the model; and who allowed to send anything there."""

import ipaddress
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from estimators.base.errors import UserError
from estimators.base.sentence import tr


class WireName(StrEnum):
    """What a service speaks."""

    OPENAI = "openai"
    RESPONSES = "openai-responses"
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"
    JSON = "json"


PUBLIC_BASES = {
    WireName.OPENAI: "https://api.openai.com/v1",
    WireName.RESPONSES: "https://api.openai.com/v1",
    WireName.ANTHROPIC: "https://api.anthropic.com",
    WireName.GEMINI: "https://generativelanguage.googleapis.com",
}
USUAL_BODY = '{"input": "{input}"}'
USUAL_ANSWER_PATH = "answer"
_A_BODY = tr('Write, for example, {"question": "{input}"}.')
_VERSION = {WireName.OPENAI: "/v1", WireName.RESPONSES: "/v1"}
_ADDED_BY_WIRE = {WireName.ANTHROPIC: "/v1", WireName.GEMINI: "/v1beta"}
_SECRET = re.compile(r"(?:^|[_.-])(?:api)?(?:key|token|secret|password|passwd|auth|signature|sig|credential)$", re.I)  # fmt: skip
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{0,80}")
_LONGEST = 2_000


@dataclass(frozen=True)
class ModelAddress:
    """Who is asked.

    - `base_url`: without what the wire adds to it; of plain JSON the whole address.
    - `body`: of plain JSON: a document in which “{input}”, “{prompt}” and “{system}” stand for the texts.
    - `answer_path`: of plain JSON: where the answer is, as "choices.0.text".
    - `key_header`: the header that carries the key; "" for the wire's own.
    """

    wire: WireName
    base_url: str
    model: str = ""
    body: str = USUAL_BODY
    answer_path: str = USUAL_ANSWER_PATH
    key_header: str = ""

    @property
    def host(self) -> str:
        """The host in small letters, with its port where one is named."""
        parts = urlsplit(self.base_url)
        name = (parts.hostname or "").lower()
        name = f"[{name}]" if ":" in name else name
        return f"{name}:{parts.port}" if parts.port else name

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_encrypted(self) -> bool:
        return self.base_url.startswith("https://")


@dataclass(frozen=True)
class NetworkPermission:
    """Which hosts a person allowed to send cases to; this computer is always allowed.

    A host without a port allows its usual one and every other.
    """

    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *hosts: str) -> "NetworkPermission":
        """Allow these hosts, as "api.openai.com"."""
        return cls(frozenset(host.strip().lower() for host in hosts))

    def allows(self, address: ModelAddress) -> bool:
        name = (urlsplit(address.base_url).hostname or "").lower()
        return address.is_loopback or bool({name, address.host} & self.hosts)

    def check(self, address: ModelAddress) -> None:
        """Raise `UserError` where nobody allowed this host."""
        if not self.allows(address):
            raise UserError(
                tr("Nothing was sent: “{host}” is not allowed.", host=address.host),
                tr("Cases leave this computer only for hosts that you name."),
                tr("Look at what would be sent, then allow it: --allow-network {host}.", host=address.host),
            )  # fmt: skip


THIS_COMPUTER = NetworkPermission()
"""Nobody allowed another one."""


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, by its name alone."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def model_address(
    text: str,
    *,
    base_url: str | None = None,
    body: str | None = None,
    answer_path: str | None = None,
    key_header: str = "",
) -> ModelAddress:
    """The address that a person wrote.

    - `text`: "openai:MODEL", "openai-responses:MODEL", "anthropic:MODEL", "gemini:MODEL", the same with an address in place of
      the vendor's ("openai:http://127.0.0.1:8765/v1?model=MODEL"), or "http(s)://…" for plain JSON.
    - `base_url`: in place of the vendor's own.

    Raises `UserError` where it is none, or carries a key or a password.
    """
    text = text.strip()
    wire_name, _, rest = text.partition(":")
    if len(text) > _LONGEST:
        raise _no_address(text)
    if not _HEADER.fullmatch(key_header):
        raise UserError(tr("“{name}” is no name of a header.", name=key_header[:80]), "", tr("Write, for example, api-key."))  # fmt: skip
    if wire_name in ("http", "https"):
        parts = _parts(text)
        body, answer_path = body or USUAL_BODY, answer_path or USUAL_ANSWER_PATH
        _check_body(body)
        _check_answer_path(answer_path)
        return ModelAddress(WireName.JSON, urlunsplit(parts), "", body, answer_path, key_header)
    try:
        wire = WireName(wire_name)
    except ValueError:
        raise _no_address(text) from None
    model, base = rest, base_url or PUBLIC_BASES.get(wire, "")
    if rest.startswith(("http:", "https:")):
        parts = _parts(rest)
        asked = dict(parse_qsl(parts.query))
        model = asked.pop("model", "")
        base = urlunsplit(parts._replace(query=urlencode(asked)))
    if not model.strip() or not base or any(letter.isspace() for letter in model):
        raise UserError(
            tr("“{address}” names no model.", address=text[:80]),
            tr("A service answers with the model that it is asked for."),
            tr("Write, for example, openai:MODEL, or openai:http://127.0.0.1:8765/v1?model=MODEL."),
        )
    return ModelAddress(wire, _base(wire, base), model, key_header=key_header)


def _base(wire: WireName, given: str) -> str:
    """Without a slash at the end, with the version that OpenAI's clients expect there, without one that the wire adds."""
    parts = _parts(given)
    path = parts.path.rstrip("/")
    if wire in _VERSION and not path:
        path = _VERSION[wire]
    if wire in _ADDED_BY_WIRE:
        path = path.removesuffix(_ADDED_BY_WIRE[wire])
    return urlunsplit(parts._replace(path=path))


def _parts(given: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise _no_address(given) from None
    is_plain = given.isascii() and given.isprintable() and " " not in given
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not is_plain:
        raise _no_address(given)
    carries_key = any(_SECRET.search(name) for name, _ in parse_qsl(parts.query))
    if parts.username or parts.password or carries_key:
        raise UserError(
            tr("The address carries a key or a password."),
            tr("Addresses are kept and shown; keys are not."),
            tr("Leave it out, and give the key by --key-env or at the question."),
        )
    return parts._replace(fragment="")


def _check_body(body: str) -> None:
    try:
        document: Any = json.loads(body)
    except json.JSONDecodeError as error:
        raise UserError(
            tr("The body of the request is no JSON."),
            tr("It cannot be read from line {line}, column {column} on.", line=error.lineno, column=error.colno),
            _A_BODY,
        ) from None  # fmt: skip
    except RecursionError:
        document = None
    if not isinstance(document, dict):
        raise UserError(tr("The body of the request is no JSON object."), "", _A_BODY)
    if "{input}" not in body and "{prompt}" not in body:
        raise UserError(
            tr("The body of the request has no “{input}” in it."),
            tr("Each case is put where “{input}” stands."),
            _A_BODY,
        )


def _check_answer_path(path: str) -> None:
    if any(not step.strip() or step != step.strip() for step in path.split(".")):
        raise UserError(
            tr("“{path}” is no path to an answer.", path=path[:80]),
            tr("It names each step, with points between them and places of a list counted from 0."),
            tr("Write, for example, choices.0.text."),
        )


def _no_address(text: str) -> UserError:
    shown = text[:80] if "@" not in text else text.partition(":")[0]
    return UserError(
        tr("“{address}” is no address.", address=shown),
        tr("It is openai:MODEL, anthropic:MODEL, gemini:MODEL or http(s)://…."),
        tr("Check how it is written."),
    )
