"""PyAV on an FFmpeg of our own making, without a codec under the GPL: what the published wheel cannot be in a bundle.

The wheels of PyAV carry x264 and x265, and an FFmpeg that is linked to them. This makes FFmpeg (LGPL 2.1) with what the
product reads and writes and nothing else, and PyAV on top of it:

    python .ci/bundle/media.py FFMPEG_SOURCE FOLDER

`FFMPEG_SOURCE` is the unpacked source of FFmpeg of the version in `FFMPEG`; `FOLDER` gets `prefix/`, the libraries, and
`wheel/`, PyAV. Besides a C compiler it takes nasm and the development files of dav1d (BSD), LAME (LGPL) and Opus (BSD).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
FFMPEG = "8.1.2"
"""The version that the locked PyAV is made for."""
_LISTS = ROOT / "estimators" / "classifier" / "media_container.py"
_CONFIGURED_AS = {
    "mpeg": "mpegps mpegvideo",
    "msmpeg4": "msmpeg4v3",
}  # containers and codecs whose part in `configure` has another name
_DECODERS = "pcm_* adpcm_*"
_ENCODERS = "aac flac libmp3lame libopus pcm_*"
_MUXERS = "adts aiff avi flac matroska mov mp3 mp4 ogg wav webm"
_FILTERS = "abuffer abuffersink aformat anull aresample buffer buffersink format null scale"
_BORROWED = "libdav1d libmp3lame libopus"


def admitted(source: str) -> tuple[list[str], list[str]]:
    """The containers and codecs that the product lets in, as its source lists them."""
    containers = re.findall(r'"(?:sound|clip)": "([\w,]+)"', source)
    codecs = re.findall(r'_CODECS = """(.+?)"""', source, re.S)
    if len(containers) != 2 or len(codecs) != 2:
        raise SystemExit(f"{_LISTS} lists what is let in in another way than this script reads.")
    return sorted({one for line in containers for one in line.split(",")}), sorted(
        {one for text in codecs for one in text.split()}
    )


def options(prefix: Path) -> list[str]:
    """The arguments of FFmpeg's `configure`; nothing in them asks for the GPL."""
    containers, codecs = admitted(_LISTS.read_text(encoding="utf-8"))
    demuxers = " ".join(_CONFIGURED_AS.get(name, name) for name in containers)
    parts = {
        "decoder": f"{' '.join(_CONFIGURED_AS.get(name, name) for name in codecs)} {_DECODERS}",
        "demuxer": demuxers,
        "parser": "*",
        "bsf": "*",
        "encoder": _ENCODERS,
        "muxer": _MUXERS,
        "filter": _FILTERS,
    }
    chosen = [f"--enable-{kind}={','.join(names.split())}" for kind, names in parts.items()]
    return [
        f"--prefix={prefix}",
        *("--enable-shared", "--disable-static", "--disable-programs", "--disable-doc"),
        *("--disable-debug", "--disable-autodetect", "--disable-network", "--disable-everything"),
        *(f"--enable-{library}" for library in _BORROWED.split()),
        *chosen,
    ]


def make(source: Path, folder: Path, python: Path) -> Path:
    """The wheel of PyAV; made once, since it takes minutes."""
    prefix, wheels = folder.absolute() / "prefix", folder.absolute() / "wheel"
    made = list(wheels.glob("av-*.whl"))
    if made:
        return made[0]
    if (source / "RELEASE").read_text(encoding="utf-8").strip() != FFMPEG:
        raise SystemExit(f"{source} is not the source of FFmpeg {FFMPEG}.")
    tree = folder.absolute() / "ffmpeg"
    tree.mkdir(parents=True, exist_ok=True)
    configure = [str(source.absolute() / "configure"), *options(prefix)]
    subprocess.run(configure, cwd=tree, check=True)
    config = (tree / "config.h").read_text(encoding="utf-8")
    if not re.search(r"#define CONFIG_GPL 0\b", config) or "CONFIG_NONFREE 1" in config:
        raise SystemExit("This FFmpeg would not be under the LGPL.")
    subprocess.run(["make", f"-j{os.cpu_count() or 2}", "install"], cwd=tree, check=True)
    pip = [str(python), "-m", "pip"]
    tools = ["--require-hashes", "-r", str(HERE / "media.lock")]
    subprocess.run([*pip, "install", "--quiet", *tools], check=True)
    environment = {
        **os.environ,
        "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig"),
        "LDFLAGS": f"-Wl,-rpath,{prefix / 'lib'}",
        "CFLAGS": "-O1",  # it is glue: what takes time is in FFmpeg
    }
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-binary", "av"]
    locked = re.search(r"^av==([\d.]+)", _locked_for(python), re.M)
    assert locked
    subprocess.run([*wheel, "--wheel-dir", str(wheels), f"av=={locked[1]}"], env=environment, check=True)  # fmt: skip
    (made_now,) = wheels.glob("av-*.whl")
    return made_now


def _locked_for(python: Path) -> str:
    """The lock with only the line of PyAV that is for this Python."""
    asked = "import sys; print(sys.version_info >= (3, 12))"
    newer = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    wanted = ">=" if newer.stdout.strip() == "True" else "<"
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("av==") and f" {wanted} " in line)


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.executable)))
