"""Keys and tokens, taken out of whatever is stored of a request and its answer.

Known are the tokens of this server, in whatever common writing, and the shapes that vendors gave their keys so that they
can be found (decision 0219). A password that looks like a word cannot be told from one.
"""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache

GONE = "…"
_SHORTEST = 8  # letters of what may be a key
_LONG = 8  # letters of a token of ours, from which its other writings are looked for
_HEADER_WORDS = ("auth", "cookie", "api-key", "apikey", "token", "secret", "-key", "credential",
                 "passw", "passphrase", "session", "signature", "jwt", "csrf", "xsrf")  # fmt: skip
_IN_QUERY = re.compile(
    r"(?:^|[_.-])(?:api)?(?:key|token|secret|password|passwd|auth|signature|sig|credential)$", re.I
)

# Looked for first, each at the speed of memory: most texts hold none of them.
_MARKS = ("sk-", "k_live_", "k_test_", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
          "github_pat_", "AIza", "ya29.", "xox", "xapp-", "hf_", "glpat-", "npm_", "gsk_", "xai-",
          "r8_", "SG.", "eyJ", "earer", "EARER", "uthorization", "UTHORIZATION", "PRIVATE KEY")  # fmt: skip
_WORD = r"[A-Za-z0-9_-]"
# The group, where there is one, stays: it says what stood there.
_SHAPES = re.compile(
    rf"""
    (?<![A-Za-z0-9])(?:
        (sk-)(?={_WORD}*\d){_WORD}{{16,}}                 # OpenAI, Anthropic and many more
      | ([srp]k_(?:live|test)_)[A-Za-z0-9]{{16,}}         # Stripe
      | (AKIA|ASIA)[A-Z0-9]{{16}}                         # Amazon
      | (gh[pousr]_)[A-Za-z0-9]{{20,}}                    # GitHub
      | (github_pat_)\w{{20,}}
      | (AIza){_WORD}{{30,}}                              # Google
      | (ya29\.){_WORD}{{20,}}
      | (xox[a-z]-|xapp-)[A-Za-z0-9-]{{10,}}              # Slack
      | (hf_|gsk_|npm_|r8_)[A-Za-z0-9]{{20,}}             # Hugging Face, Groq, npm, Replicate
      | (xai-|glpat-){_WORD}{{20,}}                       # xAI, GitLab
      | (SG\.){_WORD}{{16,}}\.{_WORD}{{16,}}              # SendGrid
      | (eyJ){_WORD}{{8,}}\.eyJ{_WORD}{{8,}}\.{_WORD}*    # a JSON web token
      | ((?i:bearer)(?:\s|%20|\+)+)[A-Za-z0-9._~+/=-]{{12,}}
      | ((?i:authorization)\\?["']?\s*[:=]\s*\\?["']?(?:(?:(?i:basic|token|digest|apikey)\s+)?))
            (?!(?i:bearer|basic|token|digest|apikey)\b)[^\s"',\\<>]{{8,}}
    )
    | (-----BEGIN[ ][A-Z0-9 ]{{0,40}}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----)
          (?:(?!-----).){{0,20000}}(?:-----END[ ][A-Z0-9 ]{{0,40}}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----)?
    """,
    re.VERBOSE | re.DOTALL,
)


def redacted(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text without keys. ``secrets`` are tokens of ours: they go in any case of letters, backwards, in base64
    and in hexadecimal too."""
    if secrets:
        small = text.lower()
        for written, pattern in _own(secrets):
            if written in small:
                text = pattern.sub(GONE, text)
    if len(text) < _SHORTEST:
        return text
    for mark in _MARKS:
        if mark in text:
            return _SHAPES.sub(_without, text)
    return text


def without_keys(headers: Mapping[str, str], secrets: tuple[str, ...] = ()) -> dict[str, str]:
    """Headers without those that carry keys, in small letters."""
    return {
        name.lower(): redacted(value, secrets)
        for name, value in headers.items()
        if not any(word in name.lower() for word in _HEADER_WORDS)
    }


def carries_key(parameter: str) -> bool:
    """Whether a parameter of an address is one that carries a key, by its name."""
    return _IN_QUERY.search(parameter) is not None


def _without(found: re.Match[str]) -> str:
    return f"{found[found.lastindex] if found.lastindex else ''}{GONE}"


@lru_cache(maxsize=16)
def _own(secrets: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What to look for in small letters, and what to replace then."""
    found: list[tuple[str, re.Pattern[str]]] = []
    for secret in filter(None, secrets):
        ways = [secret]
        if len(secret) >= _LONG:
            content = secret.encode()
            ways += [secret[::-1], content.hex(), *_in_base64(content)]
        found += [(way.lower(), re.compile(re.escape(way), re.I)) for way in ways]
    return tuple(found)


def _in_base64(content: bytes) -> set[str]:
    """What is the same in every base64 of a text that holds the content, at each of its three offsets, in both alphabets."""
    found: set[str] = set()
    for offset in range(3):
        written = base64.b64encode(bytes(offset) + content).decode().rstrip("=")
        # The first and last letters also hold bits of what stands beside it.
        first = -(-offset * 8 // 6)
        last = (offset + len(content)) * 8 // 6
        found |= {written[first:last], written[first:last].translate(_URL_SAFE)}
    return found


_URL_SAFE = str.maketrans("+/", "-_")
