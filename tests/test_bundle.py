"""What a bundle is made with and without; making one takes minutes and is `.ci/bundle/build.py`'s own affair."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from estimators.classifier import media_container

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch):
    """A part of the script, by name; nothing of it stays imported."""
    monkeypatch.syspath_prepend(str(ROOT / ".ci" / "bundle"))
    before = set(sys.modules)

    def part(name: str) -> ModuleType:
        return importlib.import_module(name)

    yield part
    for name in {"build", "first_start", "left_out", "linux", "media"} & (
        set(sys.modules) - before
    ):
        del sys.modules[name]


def test_ffmpeg_is_made_with_what_the_product_lets_in_and_without_the_gpl(script) -> None:
    media = script("media")
    containers, codecs = media.admitted(Path(media_container.__file__).read_text("utf-8"))
    assert {*media_container._CONTAINERS["sound"].split(",")} <= {*containers}
    assert {*media_container._SOUND_CODECS.split(), *media_container._VIDEO_CODECS.split()} == {*codecs}  # fmt: skip
    words = media.options(Path("/prefix"))
    assert "--disable-everything" in words
    assert not [word for word in words if "gpl" in word or "x26" in word or "nonfree" in word]


def test_a_codec_under_the_gpl_is_found_by_its_name_and_by_its_symbols(script, tmp_path) -> None:
    build = script("build")
    (tmp_path / "libx265-5.so.216").write_bytes(b"")
    (tmp_path / "renamed.so").write_bytes(b"\x7fELF..\0x264_encoder_open_165\0")
    (tmp_path / "libavcodec.so.62").write_bytes(b"libavcodec license: LGPL version 2.1 or later\0")
    found = build.gpl_codecs(tmp_path)
    assert [line.partition(":")[0] for line in found] == ["libx265-5.so.216", "renamed.so"]


def test_what_is_taken_away_has_a_reason_and_what_is_needed_stays(script, tmp_path) -> None:
    build, left_out = script("build"), script("left_out")
    assert all((*left_out.FILES.values(), *left_out.MODULES.values()))
    data = tmp_path / "lib" / "sklearn" / "datasets" / "data"
    data.mkdir(parents=True)
    for name in ("breast_cancer.csv", "iris.csv"):
        (data / name).write_bytes(b"12345")
    assert sum(build.take_away(tmp_path).values()) == 5
    assert [path.name for path in data.iterdir()] == ["breast_cancer.csv"]


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="packages of Debian are made there")
def test_the_package_has_a_command_an_entry_a_type_and_an_icon(script, tmp_path) -> None:
    linux = script("linux")
    program = tmp_path / "made"
    program.mkdir()
    (program / "smart-enough").write_bytes(b"\x7fELF GLIBC_2.34\0")
    (program / "smart-enough").chmod(0o755)
    package = linux.deb(program, tmp_path)
    listed = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True
    ).stdout
    for name in ("bin/smart-enough ->", "applications/smart-enough.desktop", "mime/packages/smart-enough.xml", "apps/smart-enough.svg", "doc/smart-enough/copyright"):  # fmt: skip
        assert name in listed
    needs = subprocess.run(
        ["dpkg-deb", "--field", package, "Depends"], capture_output=True, text=True, check=True
    ).stdout
    assert "libc6 (>= 2.34)" in needs
    assert "libxcb-cursor0" in needs
