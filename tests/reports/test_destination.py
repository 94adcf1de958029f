"""A report is written whole or not at all."""

import os
import resource
import sys
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from reports.evidence import Evidence
from reports.report import build


def _refused(full: Evidence, out: Path) -> UserError:
    with pytest.raises(UserError) as refusal:
        build(full, "brief", out)
    assert "can’t be written" in refusal.value.what
    assert refusal.value.why.endswith(".")
    assert refusal.value.next_step
    return refusal.value


def test_a_missing_folder_is_one_sentence(full: Evidence, tmp_path: Path) -> None:
    assert "No such file" in _refused(full, tmp_path / "nowhere" / "r.pdf").why
    assert not list(tmp_path.iterdir())


def test_a_folder_in_place_of_the_file_is_left_alone(full: Evidence, tmp_path: Path) -> None:
    folder = tmp_path / "r.pdf"
    folder.mkdir()
    _refused(full, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


@pytest.mark.parametrize("name", ["x" * 5_000, "a\x00b.pdf"])
def test_an_impossible_name_is_one_sentence(full: Evidence, tmp_path: Path, name: str) -> None:
    _refused(full, tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user"
)
def test_a_read_only_folder_is_one_sentence(full: Evidence, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        assert "Permission denied" in _refused(full, tmp_path / "r.pdf").why
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="there is no /proc to write to")
def test_a_file_system_that_takes_no_files_is_one_sentence(full: Evidence) -> None:
    _refused(full, Path("/proc/report.pdf"))


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_leaves_the_old_file_and_no_part(full: Evidence, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    out.write_bytes(b"the report of last week")
    build(full, "brief", tmp_path / "warm.pdf")  # the fonts are cached before space runs out
    (tmp_path / "warm.pdf").unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        _refused(full, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert out.read_bytes() == b"the report of last week"
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


def test_an_older_report_is_replaced(full: Evidence, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    out.write_bytes(b"old")
    report = build(full, "brief", out)
    assert out.read_bytes().startswith(b"%PDF-1.7")
    assert report.file == out


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a handle is")
def test_a_report_is_on_the_disk_before_it_takes_its_name(
    full: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, synced = tmp_path / "r.pdf", []
    sync = os.fsync

    def noted(handle: int) -> None:
        file = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if tmp_path in (file, file.parent):  # not what a cache writes when a font is first used
            synced.append((file.suffix, file.is_file() and file.stat().st_size, out.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    build(full, "brief", out)
    assert synced[0] == (".part", out.stat().st_size, False)
    assert synced[-1] == ("", False, True)  # then the folder, for the name
