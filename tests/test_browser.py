"""The browser that tests of pages drive: what it sees, does and refuses."""

from pathlib import Path

import pytest

from tests.browser import OpenPage

PAGE = """<!doctype html><title>A page</title><h1>Shown</h1>
<button onclick="document.title += ' clicked'">Press me</button><input aria-label="Words">
<p hidden>Hidden</p><script>addEventListener("keydown", e => document.title += " " + e.key);</script>"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    (tmp_path / "page.html").write_text(PAGE)
    return (tmp_path / "page.html").as_uri()


def test_a_page_is_read_clicked_and_typed_into(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    assert page.text("h1") == "Shown"
    assert not page.is_visible("p")
    assert ("button", "Press me") in page.accessible()
    page.click("button")
    page.press("a", "Enter")
    assert page.evaluate("document.title") == "A page clicked a Enter clicked"
    page.type("input", "rhino")
    assert page.evaluate("document.querySelector('input').value") == "rhino"


def test_a_page_has_the_size_and_the_colours_that_were_asked_for(
    address: str, open_page: OpenPage
) -> None:
    page = open_page(address, width=390, height=844, phone=True, dark=True)
    media = "matchMedia('(prefers-color-scheme: dark)').matches"
    assert page.evaluate(f"[innerWidth >= 390, screen.width, {media}]") == [True, 390, True]


def test_a_name_beyond_this_machine_leads_nowhere(open_page: OpenPage) -> None:
    page = open_page()
    with pytest.raises(AssertionError, match="ERR_NAME_NOT_RESOLVED"):
        page.go("http://example.com/")


def test_a_failing_script_is_noticed(tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "bad.html").write_text("<script>missing()</script>")
    page = open_page((tmp_path / "bad.html").as_uri())
    assert "missing is not defined" in page.problems[0]
    page.problems.clear()
