"""The documentation as a site: every link leads somewhere, and nothing is fetched from elsewhere."""

import re
import subprocess
import sys

import pytest

from tests.docs.blocks import ROOT

pytest.importorskip("zensical")


def test_the_site_is_built_with_every_page_and_fetches_nothing(tmp_path) -> None:
    built = subprocess.run([sys.executable, ROOT / "docs" / "site.py", tmp_path], capture_output=True, text=True, check=False)  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"]
    for page in pages:
        place = tmp_path / page.relative_to(ROOT).with_suffix("")
        assert (place / "index.html").exists(), page
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(
            r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(https?:[^\"> ]+)", text
        )
        assert fetched == [], page
