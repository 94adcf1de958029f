"""The door to the network: another address of this machine stands for another computer."""

import socket

import httpx
import pytest

from estimators.base.errors import UserError
from mock_ai.presets import BUILT_IN
from mock_ai.server.uvicorn_server import bind_door, network_addresses
from mock_ai.stage import OpenShow, items_in

OTHER = "127.0.0.2"  # of this machine, but not where the server listens


def can_use(address: str) -> bool:
    try:
        socket.create_server((address, 0)).close()
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(
    not can_use(OTHER), reason="this system has one loopback address only"
)


@pytest.fixture
def running(serve, digits_folder):
    items = items_in(digits_folder(n=2, classes=2))
    return serve(BUILT_IN, show=OpenShow(items, BUILT_IN))[0]


def parts(url: str) -> tuple[str, str]:
    address, _, token = url.partition("/stage#token=")
    return address, token


def join(url: str) -> httpx.Response:
    address, token = parts(url)
    return httpx.post(
        f"{address}/stage/visitors", json={}, headers={"authorization": f"Bearer {token}"}
    )


def test_nothing_listens_on_the_network_until_it_is_let_in(running):
    port = running.base_url.rpartition(":")[2]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{OTHER}:{port}/stage")
    (url,) = running.let_network_in([OTHER])
    assert url.startswith(f"http://{OTHER}:{port}/stage#token=")
    assert join(url).status_code == 200
    running.keep_network_out()
    with pytest.raises(httpx.ConnectError):
        join(url)
    assert httpx.get(f"{running.base_url}/health").status_code == 200
    running.keep_network_out()


def test_behind_the_door_there_is_the_stage_and_nothing_else(running):
    address, _ = parts(running.let_network_in([OTHER])[0])
    with httpx.Client(base_url=address) as phone:
        phone.headers["authorization"] = f"Bearer {running.token}"  # even to those who have it
        for method, path in [
            ("POST", "/v1/predict"),
            ("POST", "/v1/chat/completions"),
            ("GET", "/v1/models"),
            ("GET", "/operator"),
            ("GET", "/operator/journal"),
            ("GET", "/openapi.json"),
            ("GET", "/health"),
            ("GET", "/stage/reactions"),
            ("GET", "/"),
        ]:
            refused = phone.request(method, path)
            assert refused.status_code == 404, path
            assert refused.json()["error"]["message"] == "There is nothing here but the Stage."
        assert phone.get("/stage").status_code == 200


def test_each_opening_has_a_new_token(running):
    (first,) = running.let_network_in([OTHER])
    (second,) = running.let_network_in([OTHER])
    assert parts(first)[0] == parts(second)[0]
    stale = join(second.replace(parts(second)[1], parts(first)[1]))
    assert stale.status_code == 401
    assert join(second).status_code == 200
    assert running.stage.token not in (parts(first)[1], parts(second)[1])
    local = running.stage_url.replace(running.stage.token, parts(second)[1])
    assert join(local).status_code == 401


def test_a_name_that_leads_to_the_door_is_refused(running):
    address, token = parts(running.let_network_in([OTHER])[0])
    headers = {"host": "evil.example", "authorization": f"Bearer {token}"}
    for method, path in [("GET", "/stage"), ("POST", "/stage/visitors"), ("GET", "/nothing")]:
        assert httpx.request(method, f"{address}{path}", headers=headers).status_code == 421


def test_visitors_of_both_sides_are_in_one_session(running):
    (url,) = running.let_network_in([OTHER])
    assert [join(one).json()["number"] for one in (url, running.stage_url)] == [1, 2]


def test_stopping_the_server_closes_the_door(running):
    (url,) = running.let_network_in([OTHER])
    with httpx.Client() as kept_alive:
        assert kept_alive.get(parts(url)[0] + "/stage").status_code == 200
        running.stop()
        assert not running.is_running
    with pytest.raises(httpx.ConnectError):
        join(url)


def test_a_port_that_is_taken_there_is_another_one(running):
    port = int(running.base_url.rpartition(":")[2])
    with socket.create_server((OTHER, port)):
        (url,) = running.let_network_in([OTHER])
        assert f":{port}/" not in url
        assert join(url).status_code == 200


def test_without_a_network_nobody_is_let_in_and_it_is_said(running):
    with pytest.raises(UserError, match="No network was found"):
        running.let_network_in([])
    with pytest.raises(UserError, match=r"cannot be let in.*203\.0\.113\.9"):
        bind_door(["203.0.113.9"], 0)


def test_the_own_addresses_are_found_without_sending_anything(monkeypatch):
    class Asking(socket.socket):
        def connect(self, address):
            if not address[0].startswith("10."):
                raise OSError("no such network")

        def getsockname(self):
            return ("10.1.2.3", 40000)

        def send(self, *args):
            raise AssertionError("something was sent")

    monkeypatch.setattr(socket, "socket", Asking)
    assert network_addresses() == ("10.1.2.3",)


def test_a_phone_goes_through_the_stage_at_the_door(running, open_page):
    (url,) = running.let_network_in([OTHER])
    page = open_page(url, width=390, height=844, phone=True)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.tap("#join button")
    page.wait_for("document.querySelector('#accept').ariaDisabled === 'false'")
    page.tap("#accept")
    page.wait_for_text("#progress", "photo 2 of")
    running.keep_network_out()
    page.wait_for("document.querySelector('#reject').ariaDisabled === 'false'")
    page.tap("#reject")
    page.wait_for_text("#problem", "The server does not answer.")
