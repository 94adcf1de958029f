"""The browser that tests of pages drive: what it sees, does and refuses."""

from pathlib import Path

import pytest

from tests.browser import OpenPage


def test_a_name_beyond_this_machine_leads_nowhere(open_page: OpenPage) -> None:
    page = open_page()
    with pytest.raises(AssertionError, match="ERR_NAME_NOT_RESOLVED"):
        page.go("http://example.com/")


def test_a_failing_script_is_noticed(tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "bad.html").write_text("<script>missing()</script>")
    page = open_page((tmp_path / "bad.html").as_uri())
    assert "missing is not defined" in page.problems[0]
    page.problems.clear()
