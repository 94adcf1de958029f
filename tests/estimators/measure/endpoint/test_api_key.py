"""Keys: from the ring of the system or a variable, never from or into a file, and shown by nothing."""

import copy
import pickle
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from estimators.base.errors import UserError
from estimators.measure.endpoint import api_key
from estimators.measure.endpoint.api_key import ApiKey, key_from_environment
from tests.estimators.measure.endpoint.secret_ring import SecretRing

linux = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux’s")
CANARY = "sk-canary-0123456789abcdef"


def test_nothing_shows_a_key() -> None:
    key = ApiKey(f" {CANARY}\n")
    assert key.reveal() == CANARY
    for shown in (repr(key), str(key), f"{key}", f"{key!r:>40}", repr([key]), repr({"k": key})):
        assert CANARY not in shown
    for keep in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(key)
    assert key.hidden_in(f"a {CANARY} b") == "a … b"
    assert ApiKey("yes").hidden_in("yes") == "yes"  # so short a key would take words out of answers


@pytest.mark.parametrize("secret", ["", " ", f"{CANARY}\nx", f"{CANARY}ü", f"{CANARY}\x00", CANARY * 500])  # fmt: skip
def test_what_cannot_be_a_key_is_not_shown_either(secret: str) -> None:
    with pytest.raises(UserError) as caught:
        ApiKey(secret)
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_key_comes_from_the_variable_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", CANARY)
    assert key_from_environment("MY_KEY").reveal() == CANARY
    monkeypatch.setenv("MY_KEY", "")
    with pytest.raises(UserError, match="MY_KEY"):
        key_from_environment("MY_KEY")


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretRing]:
    with SecretRing(tmp_path) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made


@linux
def test_a_key_is_kept_in_the_ring_of_the_system_by_host(ring: SecretRing) -> None:
    assert api_key.has_key_ring()
    api_key.keep_key("api.openai.com", ApiKey("an earlier one"))
    api_key.keep_key("api.openai.com", ApiKey(CANARY))
    found_by = (("service", "smart-enough"), ("username", "api.openai.com"))
    assert ring.kept == {found_by: CANARY.encode()}  # as the keyring package finds it, too
    assert api_key.key_from_ring("api.openai.com").reveal() == CANARY
    assert api_key.key_from_ring("else") is None
    assert ring.prompts == 0


@linux
def test_a_locked_ring_asks_a_person_and_one_that_stays_locked_is_as_none(ring: SecretRing) -> None:
    api_key.keep_key("host", ApiKey(CANARY))
    ring.locked = True
    assert api_key.key_from_ring("host").reveal() == CANARY
    ring.locked = True
    api_key.keep_key("host", ApiKey(CANARY[::-1]))
    assert list(ring.kept.values()) == [CANARY[::-1].encode()]
    ring.locked = ring.refused = True
    assert api_key.key_from_ring("host") is None
    with pytest.raises(UserError, match="no key ring") as caught:
        api_key.keep_key("host", ApiKey(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert ring.prompts == 4


@linux
def test_without_a_ring_of_the_system_no_key_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for address in ("", f"unix:path={tmp_path / 'nothing'}", "tcp:host=localhost"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert not api_key.has_key_ring()
        assert api_key.key_from_ring("host") is None
        with pytest.raises(UserError, match="no key ring") as caught:
            api_key.keep_key("host", ApiKey(CANARY))
        assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_elsewhere_only_the_system_s_own_of_keyring_s_rings_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The package is installed on macOS and Windows alone: what it offers stands in for it here."""
    kept: dict[str, dict[tuple[str, str], str]] = {}

    def offered(module: str, priority: float) -> Any:
        mine: dict[tuple[str, str], str] = kept.setdefault(module, {})
        ring = type("Ring", (), {"__module__": module, "priority": priority})()
        ring.get_password = lambda service, name: mine.get((service, name))
        ring.set_password = lambda service, name, password: mine.update({(service, name): password})
        return ring

    rings = [offered("keyrings.alt.file", 9), offered("keyring.backends.macOS", 5)]
    package = SimpleNamespace(get_all_keyring=lambda: rings)
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(backend=package))
    monkeypatch.setitem(sys.modules, "keyring.backend", package)
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    assert api_key.has_key_ring()
    api_key.keep_key("host", ApiKey(CANARY))
    assert api_key.key_from_ring("host").reveal() == CANARY
    assert kept["keyrings.alt.file"] == {}
    del rings[1]
    assert not api_key.has_key_ring()
    assert api_key.key_from_ring("host") is None
