"""``python docs/site.py [OUT]`` builds the documentation as a web site; a link that leads nowhere fails it.

The pages lie in the site as they lie in the repository, so that each link works in both.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "docs" / "zensical.toml"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs")
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)|(?:src|srcset)=\"([^\":]+)\"")
_SHOWN = {".md", ".png", ".svg", ".html", ".css", ".yaml", ".json"}


def stage(folder: Path) -> None:
    """Put the pages into a folder, with every file that they link to."""
    for name in PAGES:
        source = ROOT / name
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.suffix in _SHOWN:
                _copy(path, folder)
    for page in sorted(folder.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        for found in _LINK.findall(text):
            target = (ROOT / page.relative_to(folder).parent / (found[0] or found[1])).resolve()
            if target.is_file() and target.is_relative_to(ROOT):
                _copy(target, folder)


def _copy(path: Path, folder: Path) -> None:
    place = folder / path.relative_to(ROOT)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def build(out: Path) -> None:
    """Build the site into a folder; raises `CalledProcessError` where a page has a link that leads nowhere."""
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    assert settings["project"]["docs_dir"] == "pages"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(folder / "pages")
        shutil.copyfile(SETTINGS, folder / "zensical.toml")
        subprocess.run([sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=folder, check=True)  # fmt: skip
        shutil.copytree(folder / "site", out, dirs_exist_ok=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site")
