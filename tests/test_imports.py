"""The import rules: everything but the window works where Qt is not, and starts light."""

import subprocess
import sys

BLOCKED = """
import importlib, pkgutil, sys
sys.modules["PySide6"] = None
import mnist_desktop
skip = ("mnist_desktop.ui", "mnist_desktop.app", "mnist_desktop.__main__")
for module in pkgutil.walk_packages(mnist_desktop.__path__, "mnist_desktop."):
    if not module.name.startswith(skip):
        importlib.import_module(module.name)
"""

LIGHT = """
import sys
import mnist_desktop.ui.main_window
heavy = {"numpy", "onnxruntime", "sklearn", "scipy", "psycopg", "sqlite3", "PIL", "joblib", "onnx"}
print(",".join(sorted(heavy & set(sys.modules))))
"""


def test_everything_but_the_window_imports_without_qt() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_window_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
