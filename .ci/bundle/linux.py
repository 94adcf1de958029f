"""A package for Debian and Ubuntu, and a file that runs by itself (AppImage), from the folder that was made; each is started.

The AppImage takes the runtime of type 2 (https://github.com/AppImage/type2-runtime), which is one file that somebody else
builds: it mounts what is behind it. Where a system cannot mount (no FUSE), the runtime unpacks itself instead.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
from email.utils import formatdate
from pathlib import Path

import first_start
import media

sys.path.insert(0, str(media.ROOT))
from desktop import __version__
from desktop.cli.menu import MIME, NAME, desktop_files

_DEPENDS = """libegl1 libgl1 libopengl0 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libx11-xcb1 libxkbcommon-x11-0
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0
libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1"""
_RENAMED = {"libglib2.0-0": "libglib2.0-0 | libglib2.0-0t64"}
_VERSION = f"{__version__}-1"
_MAINTAINER = "The Smart Enough authors <authors@smart-enough.invalid>"
_MAGIC = b"AI\x02"
"""By which a system knows an AppImage of type 2, at byte 8."""
_COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Smart Enough

Files: *
Copyright: 2026 The Smart Enough authors
License: Apache-2.0
 On Debian systems the licence is in /usr/share/common-licenses/Apache-2.0.
Comment:
"""


def deb(program: Path, folder: Path) -> Path:
    """The package: the folder below /usr/lib, a command, an entry in the menu, the type of file and its icon."""
    root = folder / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "usr" / "lib" / NAME, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    for name, text in desktop_files([NAME]).items():
        _write(root / "usr" / "share" / name, text.encode())
    told = root / "usr" / "share" / "doc" / NAME
    notice = (media.ROOT / "NOTICE").read_text(encoding="utf-8")
    lines = "".join(f" {line or '.'}\n" for line in notice.splitlines())
    _write(told / "copyright", (_COPYRIGHT + lines).encode())
    changes = (media.ROOT / "CHANGELOG.md").read_bytes()
    _write(told / "changelog.gz", gzip.compress(changes, 9, mtime=0))
    entry = f"{NAME} ({_VERSION}) unstable; urgency=medium\n\n  * What changed is in changelog.gz.\n\n -- {_MAINTAINER}  {formatdate()}\n"
    _write(told / "changelog.Debian.gz", gzip.compress(entry.encode(), 9, mtime=0))
    _write(root / "DEBIAN" / "control", _control(root).encode())
    manual = (media.ROOT / "docs" / "reference" / f"{NAME}.1").read_bytes()
    _write(root / "usr" / "share" / "man" / "man1" / f"{NAME}.1.gz", gzip.compress(manual, 9, mtime=0))  # fmt: skip
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _is_program(path) else 0o644)
    package = folder / f"{NAME}_{_VERSION}_{_architecture()}.deb"
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", root, package]
    subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
    print(f"{package.name}: {package.stat().st_size / 1e6:.0f} MB", flush=True)
    return package


def _is_program(path: Path) -> bool:
    """Whether it is started by its name; a library is only loaded, and wheels mark many of them as programs."""
    return os.access(path, os.X_OK) and ".so" not in path.suffixes


def _control(root: Path) -> str:
    names = [_RENAMED.get(name, name) for name in _DEPENDS.split()]
    needs = ", ".join([f"libc6 (>= 2.{_newest_glibc(root)})", *names])
    size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir()) // 1024
    return (
        f"Package: {NAME}\nVersion: {_VERSION}\nArchitecture: {_architecture()}\n"
        f"Maintainer: {_MAINTAINER}\nSection: misc\nPriority: optional\n"
        f"Installed-Size: {size}\nDepends: {needs}\n"
        "Description: does this problem need AI, and is it good enough to launch?\n"
        " Takes one AI initiative from the problem to a launch-readiness report: whether\n"
        " it needs AI at all, a fake to try it with, and whether what answers is good\n"
        " enough.\n"
    )


def _newest_glibc(root: Path) -> int:
    """The newest version of the C library that a file in it was linked for, the part behind “2.”."""
    found = {0}
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.name == NAME):
            found.update(int(one) for one in re.findall(rb"GLIBC_2\.(\d+)\0", path.read_bytes()))
    return max(found)


def _architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip


def start_installed(package: Path, folder: Path) -> None:
    """Install the package into a root with nothing else in it, look at what the desktop gets, and start it."""
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    for name in ("info", "updates", "triggers"):
        (root / "var" / "lib" / "dpkg" / name).mkdir(parents=True)
    (root / "var" / "lib" / "dpkg" / "status").touch()
    install = ["dpkg", f"--root={root}", "--force-depends", "--no-triggers", "--install", package]
    subprocess.run(install, check=True, capture_output=True)
    share = root / "usr" / "share"
    entry = share / "applications" / f"{NAME}.desktop"
    subprocess.run(["desktop-file-validate", entry], check=True)
    subprocess.run(["update-mime-database", share / "mime"], check=True)
    known = (share / "mime" / "globs2").read_text(encoding="utf-8")
    assert f"{MIME}:*.smart" in known, known
    assert f"MimeType={MIME};" in entry.read_text(encoding="utf-8")
    if lintian := shutil.which("lintian"):
        said = subprocess.run([lintian, "--fail-on", "error", "--suppress-tags", ",".join(_NOT_SAID), package], capture_output=True, text=True, check=False)  # fmt: skip
        print(f"lintian: {len(said.stdout.splitlines())} remarks\n{said.stdout}", flush=True)
        if said.returncode:
            raise SystemExit(f"lintian refuses the package: {said.stderr or 'see above'}")
    first_start.look(root / "usr" / "bin" / NAME, folder / "seen" / "deb")


_NOT_SAID = (
    "embedded-library",
    "unstripped-binary-or-object",
    "custom-library-search-path",
    "library-not-linked-against-libc",
    "shared-library-lacks-prerequisites",
    "initial-upload-closes-no-bugs",
    "bogus-mail-host",
)
"""What lintian asks of a package of Debian's own and a bundle cannot be: it is made of the libraries of others, and has no address to write to."""


def appimage(program: Path, folder: Path, runtime: Path) -> Path:
    """The file: the runtime, then the folder as a compressed file system."""
    root = folder / "Smart_Enough.AppDir"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "usr" / "lib" / NAME, symlinks=True)
    (root / "AppRun").symlink_to(f"usr/lib/{NAME}/{NAME}")
    for name, text in desktop_files([NAME]).items():
        _write(root / "usr" / "share" / name, text.encode())
        if not name.startswith("mime"):
            _write(root / Path(name).name, text.encode())
    (root / ".DirIcon").symlink_to(f"{NAME}.svg")
    packed = folder / "appimage.squashfs"
    squash = [
        "mksquashfs",
        root,
        packed,
        "-root-owned",
        "-noappend",
        "-comp",
        "zstd",
        "-quiet",
        "-no-progress",
    ]
    subprocess.run(squash, check=True)
    made = folder / f"Smart_Enough-{__version__}-{os.uname().machine}.AppImage"
    start = bytearray(runtime.read_bytes())
    start[8 : 8 + len(_MAGIC)] = _MAGIC  # one made from source lacks it
    with made.open("wb") as file:
        file.write(start)
        file.write(packed.read_bytes())
    made.chmod(0o755)
    packed.unlink()
    print(f"{made.name}: {made.stat().st_size / 1e6:.0f} MB", flush=True)
    return made


def start_appimage(made: Path, folder: Path) -> None:
    """Start the file, mounted where the system can."""
    mounts = Path("/dev/fuse").exists() and shutil.which("fusermount3") is not None
    beside = {} if mounts else {"APPIMAGE_EXTRACT_AND_RUN": "1"}
    print("mounted" if mounts else "unpacked by itself: there is no FUSE here", flush=True)
    first_start.look(made, folder / "seen" / "appimage", beside)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
