"""DNS rebinding: a page of a stranger whose name leads to this machine learns nothing from it."""

from contextlib import closing
from http.client import HTTPConnection

import httpx
import pytest
from starlette.routing import Route

from mock_ai.server.app import host_name, is_own_name

REFUSED = 421


@pytest.fixture
def ask(serve):
    """A running server, and a request of it as a page with another name would send it."""

    def start(**settings):
        running, client = serve(**settings)

        def ask(host, method="GET", path="/health", token=running.token):
            headers = {"host": host, "authorization": f"Bearer {token}"}
            return client.request(method, path, headers=headers)

        return running, ask

    return start


def routes(app):
    """Every method and path of an application, behind what stands before it."""
    while not hasattr(app, "routes"):
        app = getattr(app, "_app", None) or app.app
    for route in app.routes:
        assert isinstance(route, Route)
        for method in route.methods or ():
            yield (
                method,
                route.path.replace("{number:int}", "1")
                .replace("{name}", "a")
                .replace("{file}", "stage"),
            )


def test_no_route_answers_to_a_strangers_name_with_or_without_a_token(ask):
    running, asked = ask()
    found = list(routes(running._server.config.app))
    assert len(found) > 40
    for method, path in found:
        for token in (running.token, running.stage.token, "wrong"):
            reply = asked("evil.example:8765", method, path, token)
            assert reply.status_code == REFUSED, path
    assert asked("evil.example", "OPTIONS", "/v1/chat/completions").status_code == REFUSED
    assert asked("evil.example", "GET", "/nothing").status_code == REFUSED
    assert "classes" not in asked("evil.example", path="/openapi.json").text


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8765", True),
        ("10.0.2.2:8765", True),  # this computer, to Android's emulator
        ("[::1]:8765", True),
        ("[::1]", True),
        ("LOCALHOST:1", True),
        ("app.localhost", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:80", False),
        ("localhost.evil.example", False),
        ("evil.example:80@127.0.0.1", False),
        ("127.0.0.1 evil.example", False),
        ("", False),
        ("[evil.example]", False),
        ("[::1]evil.example", False),
    ],
)
def test_addresses_are_own_hosts_and_names_are_not(host, own):
    assert is_own_name(host_name(host.encode())) is own


def test_names_can_be_allowed(ask):
    _, asked = ask(allow_hosts=["host.docker.internal"])
    assert asked("Host.Docker.Internal:8765").status_code == 200
    assert asked("docker.internal:8765").status_code == REFUSED


def test_an_allowed_origin_allows_no_other_host(ask):
    running, asked = ask(allow_origins=["http://evil.example"])
    assert asked("evil.example").status_code == REFUSED
    headers = {"origin": "http://evil.example"}
    assert httpx.get(f"{running.base_url}/health", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "hosts", [(), ("127.0.0.1", "evil.example"), ("evil.example", "127.0.0.1")]
)
def test_a_request_says_exactly_one_host(serve, hosts):
    running, _ = serve()
    with closing(HTTPConnection(running.base_url.removeprefix("http://"))) as connection:
        connection.putrequest("GET", "/health", skip_host=True)
        for host in hosts:
            connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status == REFUSED
