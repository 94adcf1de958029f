"""``smart-enough menu``: an entry in the menu of this computer, with an icon, and ``.smart`` files that open on a double click (Linux)."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from desktop.cli.output import Output
from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr

NAME, MIME = "smart-enough", "application/x-smart-enough"
_ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<rect width="16" height="16" rx="4" fill="#1b1b1f"/>
<path d="M4.3 3.6 11.7 6.4 4.3 9.2M4.3 12.4H11.7" fill="none" stroke="#fff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
"""
_TYPE = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME}">
    <comment>Smart Enough project</comment>
    <icon name="{NAME}"/>
    <magic priority="60"><match type="string" offset="68" value="SME1"/></magic>
    <glob pattern="*.smart"/>
  </mime-type>
</mime-info>
"""


def menu(options: argparse.Namespace, output: Output) -> None:
    """Write the entry, its icon and the type of file, or take all of them away."""
    if not sys.platform.startswith("linux"):
        raise UserError(
            tr("There is no menu to write an entry for."),
            tr("This works where entries are .desktop files: on Linux."),
            tr("On macOS and Windows, make a shortcut to the program instead."),
        )
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    files = {home / name: text for name, text in desktop_files(_started_by()).items()}
    for path, text in files.items():
        if options.remove:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes_atomically(path, text.encode())
    _tell_the_desktop(home)
    said = tr("The entry is gone from the menu.") if options.remove else tr("Smart Enough is in the menu, and .smart files open in it.")  # fmt: skip
    output.result({"files": [] if options.remove else [str(path) for path in files]}, [said])


def desktop_files(start: Sequence[str]) -> dict[str, str]:
    """The entry, the type of file and the icon as freedesktop.org specifies them, by their places below a folder of shared data.

    `start` are the words that start the program; a package for a system writes its own.
    """
    words = " ".join('"{}"'.format(word.replace('"', '\\"')) for word in start)
    entry = f"""[Desktop Entry]
Type=Application
Name=Smart Enough
Comment=Does this problem need AI? Fake it, buy it or build it?
Exec={words} %f
Icon={NAME}
Terminal=false
Categories=Office;ProjectManagement;
MimeType={MIME};
StartupWMClass={NAME}
"""
    return {
        f"applications/{NAME}.desktop": entry,
        f"mime/packages/{NAME}.xml": _TYPE,
        f"icons/hicolor/scalable/apps/{NAME}.svg": _ICON,
    }


def _started_by() -> list[str]:
    """The words that started this program: a command, a bundle or the file that one is in, or Python."""
    if getattr(sys, "frozen", False):
        return [os.environ.get("APPIMAGE") or sys.executable]
    found = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == NAME else None
    return [str(Path(found).absolute())] if found else [sys.executable, "-m", "desktop"]


def _tell_the_desktop(home: Path) -> None:
    """Its lists are made anew where the programs for it are there; else it looks by itself at the next login."""
    for program, folder in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):  # fmt: skip
        known = shutil.which(program)
        if known and (home / folder).is_dir():
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run([known, str(home / folder)], capture_output=True, timeout=30, check=False)  # noqa: S603  # fmt: skip
