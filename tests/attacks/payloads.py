"""What is thrown at the server: templates, scenario files, and requests that are none."""

from collections.abc import Iterator

# --- templates ------------------------------------------------------------------------------------

_CLOSED = ("__class__", "__globals__", "__init__", "__mro__", "__subclasses__", "__builtins__", "__dict__", "_function",
           "for_templates", "func_globals", "gi_frame", "f_back", "format", "mro", "update", "append")  # fmt: skip
_HOLDERS = ("prompt", "fields", "pick", "number", "today", "count", "loop")
_GLOBALS = ("self", "cycler", "joiner", "namespace", "lipsum", "range", "dict", "config", "request", "context", "work",
            "environment", "caller", "varargs", "kwargs")  # fmt: skip
_FILTERS = ("attr('__class__')", "map('upper')", "select('odd')", "groupby('a')", "format(1)", "center(1000000000)",
            "indent(1000000000)", "wordwrap(1)", "xmlattr", "pprint", "random", "batch(1)", "slice(1)", "safe", "e",
            "truncate(-1)", "truncate(0, true, '', -5)", "replace('', prompt)", "round(1e400)", "int('a', 99)",
            "sort(1, 2, 3)", "min(1)", "default(pick)", "join(pick)", "json(1)", "length(1)", "title(1)",
            "float(pick)", "first|first|first", "last.x.y")  # fmt: skip
_STATEMENTS = (
    "{% import 'os' as os %}", "{% from 'os' import x %}", "{% include '/etc/passwd' %}", "{% extends 'a' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% call pick() %}{% endcall %}", "{% block a %}{% endblock %}",
    "{% filter upper %}a{% endfilter %}", "{% set x %}{{ prompt }}{% endset %}", "{% set pick = 1 %}",
    "{% set ns = namespace() %}", "{% do 1 %}", "{% break %}", "{% autoescape true %}{% endautoescape %}",
    "{% for a in fields recursive %}{{ loop(a) }}{% endfor %}", "{% with a = 1 %}{% endwith %}", "{% raw %}{{ 1 }}",
    "{% if 1 %}" * 300, "{% for a in prompt %}{% for b in prompt %}{% for c in prompt %}{% for d in prompt %}",
)  # fmt: skip
_BOMBS = (
    "{{ 'a' * 1000000000 }}", "{{ '%1000000000d' % 1 }}", "{{ 9 ** 9 ** 9 }}", "{{ number(1, 1e400) }}", "{{ 1e400 }}",
    "{{ -1e400 * 0 }}", "{{ 1e308 * 10 }}", "{{ upto(1e400) }}", "{{ date(1e400) }}", "{{ sentences(1e400) }}",
    "{{ date(99999999999999) }}", "{{ number(-1e308, 1e308) }}", "{{ '\ud800' }}", '{{ "\\ud800" }}', "\ud800{{ 1 }}",
    "{{ prompt[::0] }}", "{{ prompt[1e9] }}", "{{ prompt[:99999999999999999999] }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}",
    "{{ 0.0 / 0 }}", "{{ " + "9" * 5000 + " }}", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "{{ " + "-" * 8000 + "1 }}",
    "{{ " + "not " * 3000 + "1 }}", "{{ " + "[" * 3000 + "]" * 3000 + " }}", "{{ 1" + "+1" * 5000 + " }}",
    "{{ 1" + "|abs" * 3000 + " }}", "{{ fields" + ".a" * 5000 + " }}", "x{{ 1 }}" * 2000, "{{ 1 }}" * 3000, "{#" * 9000,
    "{{ prompt if " * 500, "{% for a in upto(9999) %}{{ prompt }}{% endfor %}",
    "{% for a in upto(9999999) %}{% for b in upto(9999) %}{% endfor %}{% endfor %}",
    "{% for a in upto(100) %}{% for b in upto(90) %}{{ name() }}{{ sentences(50) }}{% endfor %}{% endfor %}",
    "{% set a = prompt + prompt %}" + "{% set b = a + a %}{% set a = b + b %}" * 9 + "{{ a }}",
    "{{ prompt|replace('a', prompt)|replace('a', prompt)|replace('a', prompt)|replace('a', prompt) }}",
    "{{ fields.half }}", "{{ fields.huge|int }}", "{{ fields.deep }}", "{{ fields|sort }}", "{{ pick(pick) }}",
    "{{ pick }}", "{{ [1, 'a']|sort }}", "{{ [1, 'a']|max }}", "{{ 1 in 2 }}", "{{ prompt < 1 }}", "{{ 1 < 'a' }}",
    "{{ now() }}", "{{ today - today }}", "{{ today + 1 }}", "{{ count.x.y.z }}", "{{ prompt|truncate(fields.huge) }}",
    "{{ '" + "a" * 16_000 + "'|title }}", "{{ prompt", "{{ }}", "{{ 1 | }}", "{% %}", "{{ 'a }}", "{{ '\\x00' }}",
)  # fmt: skip


def templates() -> Iterator[str]:
    """Templates that reach out, run away, or make a filter fail."""
    for holder in _HOLDERS:
        for name in _CLOSED[:8]:
            yield f"{{{{ {holder}.{name} }}}}"
            yield f"{{{{ {holder}['{name}'] }}}}"
    for name in _CLOSED[8:]:
        yield f"{{{{ prompt.{name}(1) }}}}"
    for name in _GLOBALS:
        yield f"{{{{ {name} }}}}"
        yield f"{{{{ {name}.__init__.__globals__['os'].popen('id').read() }}}}"
    for name in _FILTERS:
        yield f"{{{{ prompt|{name} }}}}"
        yield f"{{{{ fields|{name} }}}}"
    yield from _STATEMENTS
    yield from _BOMBS


# --- scenario files -------------------------------------------------------------------------------

_HEAD = "name: A\nclasses: [a, b]\n"
_STUB = "name: A\nstubs:\n  - "


def scenarios() -> Iterator[str]:
    """Scenario files that want to be executed, to read elsewhere, or to take long."""
    for tag in (
        "!!python/object/apply:os.system ['id']", "!!python/name:os.system", "!!python/module:os", "!!binary aGk=",
        "!!set {a}", "!!timestamp 2001-01-01", "!!float .inf", "!custom x", "!!python/object/new:os.system [id]",
    ):  # fmt: skip
        yield f"name: {tag}\nclasses: [a, b]\n"
    yield "a: &a [x, x]\n" + "".join(
        f"b{n}: &b{n} [{', '.join(['*b' + str(n - 1) if n else '*a'] * 9)}]\n" for n in range(9)
    )
    yield "name: &n A\nclasses: [*n, *n, *n]\n"
    yield "&a name: *a\n"
    yield "name: A\n<<: {classes: [a, b]}\n"
    yield from (
        "[" * 50_000,
        "{" * 50_000,
        "- " * 50_000,
        "a: " * 20_000,
        "? " * 20_000,
        "!!str " * 20_000,
        "'" * 100_001,
        "\n" * 250_000,
        "#" * 250_000,
        "\t" * 1000,
        "%YAML 9.9\n---\n",
        "--- a\n--- b\n",
        "\x00",
        "\ufeff\ufeff",
        "name: \ud800\n",
        "a" * 300_000,
    )
    names = ", ".join(f"c{n}" for n in range(14_000))
    yield f"name: A\nclasses: [{names}]\n"
    yield _HEAD + "accuracy_of: {" + ", ".join(f"c{n}: 1" for n in range(14_000)) + "}\n"
    yield _HEAD + "mistakes:\n" + "".join(f"  c{n}: a\n" for n in range(14_000))
    yield "".join(f"key{n}: 1\n" for n in range(14_000))
    yield _HEAD + "accuracy: 1e999\n"
    yield _HEAD + "drift: [" + "{after: 1, accuracy: 1}, " * 5000 + "]\n"
    for regex in (
        "(a+)+$",
        "(?P<a>" * 2000,
        "a{1,99999999}",
        "(.*)*(.*)*x",
        "\\1" * 99,
        ".{0,99}" * 99,
        "[" * 9999,
    ):
        yield _STUB + f"when: {{text: {{regex: '{regex}'}}}}\n    answer: a\n"
    for path in (
        "../../../../etc/passwd",
        "/etc/passwd",
        "outside",
        "outside/secret.txt",
        "C:\\\\secret",
        ".",
    ):
        yield f"{_HEAD}items: {path}\n"
        yield _STUB + f"image: {{file: {path}}}\n"
    yield _STUB + "answer: '{{ 1e400 }}'\n"
    yield "name: A\nstubs:\n" + "  - answer: a\n" * 5000


# --- requests that are none -----------------------------------------------------------------------


def raw_requests(token: str) -> Iterator[tuple[str, bytes]]:
    """What no client of good will sends, and the name of each."""
    key = f"Authorization: Bearer {token}\r\n"
    ask = f"POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n{key}Content-Type: text/plain\r\n"
    lengths = ("2\r\nContent-Length: 2", "2\r\nContent-Length: 3", "2, 2", "+2", "-2", "0x2", "2 2", "", " ", "2;a",
               "99999999999999999999999", "1e1", "\t2", "２")  # fmt: skip
    for value in lengths:
        yield f"length {value!r}", f"{ask}Content-Length: {value}\r\n\r\nhi".encode()
    codings = ("chunked, chunked", "gzip, chunked", "xchunked", "chunked;a=b", " chunked", "Chunked", "identity", "",
               "chunked\r\nTransfer-Encoding: identity", "chunked\r\nContent-Length: 2", "\x0bchunked")  # fmt: skip
    for value in codings:
        yield (
            f"coding {value!r}",
            f"{ask}Transfer-Encoding: {value}\r\n\r\n2\r\nhi\r\n0\r\n\r\n".encode(),
        )
    chunks = ("zz\r\nhi\r\n0\r\n\r\n", "fffffffffffffffff\r\nhi\r\n0\r\n\r\n", "2\r\nhiX0\r\n\r\n", "-2\r\nhi\r\n0\r\n\r\n",
              "2;" + "a" * 100_000 + "\r\nhi\r\n0\r\n\r\n", "0\r\n" + "T: a\r\n" * 20_000 + "\r\n", "2 \r\nhi\r\n0\r\n\r\n",
              "2\nhi\n0\n\n", "1\r\na\r\n" * 50_000 + "0\r\n\r\n")  # fmt: skip
    for value in chunks:
        yield f"chunk {value[:20]!r}", f"{ask}Transfer-Encoding: chunked\r\n\r\n{value}".encode()
    lines = ("GET /hea\0lth HTTP/1.1", "PRI * HTTP/2.0", "BREW /health HTTP/1.1", "GET /health HTTP/1.9", "GET  /health HTTP/1.1",
             "GET /health HTTP/1.1 x", "GET http://evil.example/health HTTP/1.1", "GET //evil.example/health HTTP/1.1",
             "CONNECT evil.example:443 HTTP/1.1", "TRACE /health HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /%00%ff HTTP/1.1",
             "GET /..%2f..%2fetc%2fpasswd HTTP/1.1", "GET /operator/../../etc/passwd HTTP/1.1", "GET /stage/%2e%2e/page.py HTTP/1.1",
             "GET /" + "a" * 100_000 + " HTTP/1.1", "GET /?" + "a=b&" * 15_000 + " HTTP/1.1", "get /health HTTP/1.1", "\x16\x03\x01")  # fmt: skip
    for line in lines:
        yield (
            f"line {line[:40]!r}",
            f"{line}\r\nHost: localhost\r\n{key}Connection: close\r\n\r\n".encode(),
        )
    yield "headers without end", b"GET /health HTTP/1.1\r\n" + b"X: a\r\n" * 20_000
    yield "a header without end", b"GET /health HTTP/1.1\r\nX: " + b"a" * 100_000
    yield "a folded header", f"{ask}X: a\r\n b\r\nContent-Length: 2\r\n\r\nhi".encode()
    yield "a return in a header", f"{ask}X: a\rY: b\r\nContent-Length: 2\r\n\r\nhi".encode()
    yield "a null in a header", f"{ask}X: a\0b\r\nContent-Length: 2\r\n\r\nhi".encode()
    upgrade = b"GET / HTTP/1.1\r\nHost:[::1]\r\nConnection:Upgrade\r\nUpgrade:h\r\n\r\n"
    yield "560 invitations", upgrade * 560
    yield (
        "an invitation and a body",
        f"{ask}Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nhi".encode(),
    )
    yield "10,000 ahead", b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10_000
    yield (
        "expects, and says nothing",
        f"{ask}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n".encode(),
    )
    yield "a body that stops", f"{ask}Content-Length: 500\r\n\r\nhi".encode()
    yield "55 MB", f"{ask}Content-Length: {55_000_000}\r\n\r\n".encode() + b"a" * 55_000_000
    yield (
        "two hosts",
        f"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n{key}\r\n".encode(),
    )
    yield "no host", f"GET /health HTTP/1.1\r\n{key}\r\n".encode()
    form = (
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n"
        + key
        + "Content-Type: multipart/form-data; boundary="
    )
    for mark, body in (("", "a"), ("x" * 5000, "a"), ("x", "--x\r\n" * 9999), ("x", "--x\r\nA: " + "b" * 99_999),
                       ("x", "--x\r\nContent-Disposition: form-data; name=" + "a" * 9999 + "\r\n\r\n"), ("\0", "--\0")):  # fmt: skip
        yield (
            f"form {mark[:5]!r} {body[:20]!r}",
            f"{form}{mark}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode(),
        )
    for body in (
        "[" * 100_000,
        '{"text": "\\ud800"}',
        '{"text": 1e999}',
        '{"text": "' + "\\u0000" * 9999 + '"}',
    ):
        head = ask.replace("text/plain", "application/json")
        yield f"JSON {body[:20]!r}", f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    many = "text=a" + "&b=c" * 500
    head = ask.replace("text/plain", "application/x-www-form-urlencoded")
    yield "a form of 500 fields", f"{head}Content-Length: {len(many)}\r\n\r\n{many}".encode()
    yield "garbage", bytes(range(256)) * 40
