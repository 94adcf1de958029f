"""The entry in the menu of a Linux desktop, as its specification has it."""

import configparser
import sys
import xml.etree.ElementTree as ET

import pytest

from desktop.cli.menu import MIME
from desktop.project.project import Project

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="entries are of Linux")


def test_an_entry_names_a_program_an_icon_and_a_type_that_are_there(
    run, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    status, out, _ = run("menu")
    assert (status, out) == (0, "Smart Enough is in the menu, and .smart files open in it.\n")
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(tmp_path / "applications" / "smart-enough.desktop", encoding="utf-8")
    said = entry["Desktop Entry"]
    assert said["Exec"].endswith(" %f")
    assert said["MimeType"] == f"{MIME};"
    picture = ET.parse(tmp_path / "icons/hicolor/scalable/apps" / f"{said['Icon']}.svg")
    assert picture.getroot().tag.endswith("svg")
    assert run("menu", "--remove")[0] == 0
    assert list(tmp_path.rglob("smart-enough.*")) == []


def test_a_project_is_known_by_its_name_and_its_content(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    run("menu")
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    root = ET.parse(tmp_path / "mime" / "packages" / "smart-enough.xml").getroot()
    assert root.find(".//m:glob", space).get("pattern") == "*.smart"
    match = root.find(".//m:match", space)
    Project.create(tmp_path / "p.smart", name="p").close()
    content = (tmp_path / "p.smart").read_bytes()[int(match.get("offset")) :]
    assert content.startswith(match.get("value").encode())


def test_a_bundle_is_started_by_itself_and_an_appimage_by_its_file(
    run, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/smart enough/smart-enough")
    entry = tmp_path / "applications" / "smart-enough.desktop"
    run("menu")
    assert 'Exec="/opt/smart enough/smart-enough" %f\n' in entry.read_text(encoding="utf-8")
    monkeypatch.setenv("APPIMAGE", "/home/ana/Smart_Enough.AppImage")
    run("menu")
    assert 'Exec="/home/ana/Smart_Enough.AppImage" %f\n' in entry.read_text(encoding="utf-8")
