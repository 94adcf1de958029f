#!/usr/bin/env python3
"""Makes a folder that runs without Python, starts it, and packs it for Linux.

    python .ci/bundle/build.py FOLDER --ffmpeg SOURCE [--deb] [--appimage RUNTIME]

`FOLDER/smart-enough` is the program; on Linux `--deb` makes a package of it for Debian and Ubuntu and `--appimage` a file that
runs by itself, with the runtime of type 2 that is given. Whatever is made is started under Xvfb. `SOURCE` is the source of
FFmpeg that `media.py` asks for. What is left out, and why, is in `left_out.py`.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import first_start
import linux
import media
from left_out import FILES, GPL, KEPT, MODULES, NETWORK, TENSORS

ROOT = media.ROOT
HERE = media.HERE
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")
HIDDEN = (
    *("onnxruntime", "onnxruntime.quantization", "pi_heif", "cProfile", "pydoc"),
    *(f"PySide6.Qt{part}" for part in ("OpenGL", "OpenGLWidgets", "Pdf", "PdfWidgets", "Svg")),
)
"""What is imported by a name that is put together."""
MOST = 450_000_000
"""Bytes that a bundle may take on the disk."""


def environment(folder: Path) -> Path:
    """An environment of its own with what is locked, PyAV left out; returns its Python."""
    python = folder / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = folder / "env" / "ready"
    if ready.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder / "env"], check=True)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    without = folder / "without-av.lock"
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)
    kept = [block for block in blocks if not block.startswith("av==")]
    without.write_text("".join(kept), encoding="utf-8")
    pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    subprocess.run([*pip, "-r", without], check=True)
    subprocess.run([*pip, "-r", HERE / "bundle.lock"], check=True)
    ready.touch()
    return python


def freeze(python: Path, folder: Path, libraries: Path, *, multilingual: bool = False) -> Path:
    """The folder that PyInstaller makes of the checkout."""
    words: list[object] = [
        "--noconfirm",
        "--onedir",
        "--name",
        "smart-enough",
        "--log-level",
        "WARN",
    ]
    words += ["--distpath", folder / "made", "--workpath", folder / "work", "--specpath", folder]
    words += ["--paths", ROOT, "--contents-directory", "lib"]
    for package in PACKAGES:
        words += ["--collect-submodules", package, "--collect-data", package]
    for module in HIDDEN:
        words += ["--hidden-import", module]
    words += ["--collect-submodules", "av", "--collect-submodules", "uvicorn"]
    for module in MODULES:
        words += ["--exclude-module", module]
    if sys.platform == "darwin":
        words += [
            "--windowed",
            "--argv-emulation",
        ]  # a double click hands over the file in an event
    if multilingual:
        weights = packages_of(python) / NETWORK
        package = Path(NETWORK).parent
        words += ["--copy-metadata", package, "--add-data", f"{weights}{os.pathsep}{package}"]
    search = {**os.environ, "LD_LIBRARY_PATH": str(libraries), "PYTHONPATH": str(ROOT)}
    command = [python, "-m", "PyInstaller", *words, HERE / "entry.py"]
    subprocess.run([str(word) for word in command], cwd=folder, env=search, check=True)
    return folder / "made" / "smart-enough"


def take_away(program: Path) -> dict[str, int]:
    """Remove what is not needed; the bytes by the reason."""
    root = program / "lib"
    kept = {path for pattern in KEPT for path in root.glob(pattern)}
    freed: dict[str, int] = {}
    for pattern, reason in FILES.items():
        for path in sorted(root.glob(pattern)):
            if path.is_file() and path not in kept:
                size = 0 if path.is_symlink() else path.stat().st_size
                path.unlink()
                freed[reason] = freed.get(reason, 0) + size
    for beginning, reason in TENSORS.items():
        freed[reason] = sum(_without(path, beginning) for path in root.glob("estimators/classifier/weights/*.npz"))  # fmt: skip
    freed["libraries of the system that nothing in it needs any more"] = _orphans(root)
    return freed


def _without(arrays: Path, beginning: str) -> int:
    """Write an .npz file without the arrays whose names begin so; the bytes that it lost."""
    before = arrays.stat().st_size
    made = io.BytesIO()
    with zipfile.ZipFile(arrays) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            if not one.filename.startswith(beginning):
                new.writestr(one, old.read(one))
    arrays.write_bytes(made.getvalue())
    return before - arrays.stat().st_size


def _orphans(root: Path) -> int:
    """Remove, again and again, the libraries that came along with what is gone; the bytes."""
    gone = 0
    while sys.platform == "linux":
        files = [path for path in root.rglob("*.so*") if path.is_file()]
        listed = [subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=False).stdout for path in files]  # fmt: skip
        needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", "\n".join(listed)))
        lost = [path for path in root.glob("lib*.so*") if path.name not in needed and "libpython" not in path.name]  # fmt: skip
        if not lost:
            break
        for path in lost:
            gone += 0 if path.is_symlink() else path.stat().st_size
            path.unlink()
    return gone


def strip_symbols(program: Path) -> int:
    """Take out of the libraries what only a debugger or a linker reads; the bytes that were saved."""
    before = size_of(program)
    for path in program.rglob("*.so*") if sys.platform == "linux" else ():
        if path.is_file() and not path.is_symlink():
            sections = subprocess.run(
                ["readelf", "-S", path], capture_output=True, text=True, check=False
            ).stdout
            if ".debug_info" in sections or ".symtab" in sections:
                subprocess.run(["strip", "--strip-unneeded", path], check=True)
    return before - size_of(program)


def packages_of(python: Path) -> Path:
    """Where the packages of an environment lie."""
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())


def add_licences(python: Path, ffmpeg: Path, program: Path) -> int:
    """Put the licence of each package, of FFmpeg and of what it borrows beside the program; how many files."""
    site = packages_of(python)
    texts = {f"{path.relative_to(site).parts[0].partition('-')[0]}/{path.name}": path for path in sorted(site.glob("*.dist-info/**/*")) if path.is_file() and re.search("(?i)licen|copying|notice", path.name)}  # fmt: skip
    texts |= {f"FFmpeg/{name}": ffmpeg / name for name in ("COPYING.LGPLv2.1", "LICENSE.md")}
    for library in ("libdav1d7", "libmp3lame0", "libopus0"):
        texts[f"{library}/copyright"] = Path("/usr/share/doc") / library / "copyright"
    texts |= {name: ROOT / name for name in ("LICENSE", "NOTICE")}
    for name, path in texts.items():
        if path.is_file():
            (program / "licences" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, program / "licences" / name)
    return len(texts)


def size_of(folder: Path) -> int:
    """Bytes of all files, each once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def gpl_codecs(program: Path) -> list[str]:
    """The libraries in which a codec under the GPL stands, each with which."""
    found = []
    for path in sorted(program.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and re.search(r"\.(so|dylib|dll|pyd)\b", path.name)
        ):
            data = path.read_bytes()
            signs = {name for sign, name in GPL.items() if sign.encode() in data}
            if re.match(r"lib(x264|x265|xvid|postproc)", path.name):
                signs.add(path.name)
            found += [f"{path.relative_to(program)}: {', '.join(sorted(signs))}"] if signs else []
    return found


def main() -> None:
    """Build, look, start, pack; each step says what it came to."""
    parser = argparse.ArgumentParser(description="Make a bundle of Smart Enough and start it.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--ffmpeg", type=Path, required=True, help=f"the source of FFmpeg {media.FFMPEG}"
    )
    parser.add_argument("--multilingual", action="store_true", help="with multilingual e5-small")
    parser.add_argument("--deb", action="store_true")
    parser.add_argument("--appimage", type=Path, metavar="RUNTIME")
    options = parser.parse_args()
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    python = environment(folder)
    wheel = media.make(options.ffmpeg, folder / "media", python)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", wheel],
        check=True,
    )
    libraries = folder / "media" / "prefix" / "lib"
    program = freeze(python, folder, libraries, multilingual=options.multilingual)
    print(f"as PyInstaller makes it: {size_of(program) / 1e6:.0f} MB", flush=True)
    for reason, saved in sorted(take_away(program).items(), key=lambda one: -one[1]):
        print(f"  {saved / 1e6:6.1f} MB taken away: {reason}")
    print(f"  {strip_symbols(program) / 1e6:6.1f} MB taken away: symbols for a debugger")
    print(f"{add_licences(python, options.ffmpeg, program)} licences beside it")
    if found := gpl_codecs(program):
        raise SystemExit("There are codecs under the GPL in it:\n  " + "\n  ".join(found))
    print(f"the folder: {size_of(program) / 1e6:.0f} MB, no codec under the GPL", flush=True)
    if size_of(program) > MOST and not options.multilingual:
        raise SystemExit(f"It is larger than {MOST / 1e6:.0f} MB.")
    if sys.platform != "linux":
        print("Start it by hand: the screen that this script starts on is Linux's.")
        return
    first_start.look(program / "smart-enough", folder / "seen")
    first_start.journey(program / "smart-enough", folder / "seen")
    if options.deb:
        linux.start_installed(linux.deb(program, folder), folder)
    if options.appimage:
        linux.start_appimage(linux.appimage(program, folder, options.appimage), folder)


if __name__ == "__main__":
    main()
