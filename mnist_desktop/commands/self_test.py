"""``mnist-desktop self-test``: does everything that ships work on this machine?"""

import argparse
import importlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from mnist_desktop import __version__, paths
from mnist_desktop.errors import KnownError
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.recognition.registry import Loaded, Registry

_OLDEST_SQLITE = (3, 35)  # RETURNING and the JSON functions that the journal uses


@dataclass(frozen=True, slots=True)
class Check:
    """One thing tried, whether it works, and what was seen."""

    name: str
    ok: bool
    detail: str


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("self-test", help="check that everything works here")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run every check; exit status 1 when one fails."""
    checks = list(_checks())
    ok = all(check.ok for check in checks)
    if options.json:
        shown = {"version": __version__, "ok": ok, "checks": [asdict(check) for check in checks]}
        print(json.dumps(shown, indent=1))
    else:
        for check in checks:
            print(f"{'ok    ' if check.ok else 'FAILED'}  {check.name}: {check.detail}")
    return 0 if ok else 1


def _checks() -> Iterator[Check]:
    loaded = Registry(paths.models_dir()).load()
    for name, card in loaded.recogniser.cards.items():
        yield Check(f"model {name}", True, card.sha256[:12] or "no file of its own")
    for name, error in loaded.unavailable.items():
        yield Check(f"model {name}", False, str(error))
    yield _try("golden drawings", lambda: _golden(loaded))
    yield _try("journal", _journal)
    yield Check("SQLite", sqlite3.sqlite_version_info >= _OLDEST_SQLITE, sqlite3.sqlite_version)
    yield _try("Qt", _qt)
    icon = paths.resources_dir() / "icons" / "mnist-desktop.svg"
    yield Check("icon", icon.is_file(), str(icon))


def _try(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except (KnownError, ImportError, OSError, sqlite3.Error) as error:
        return Check(name, False, str(error))


def _qt() -> str:
    """Qt and the system's libraries that it needs can be loaded; no window is opened."""
    for name in ("PySide6.QtWidgets", "PySide6.QtSvg"):
        importlib.import_module(name)
    return version("PySide6-Essentials")


def _golden(loaded: Loaded) -> str:
    """Every model must know ten drawings, made by hand for this purpose."""
    count = 0
    for line in read_ink_file(paths.resources_dir() / "golden.jsonl"):
        for name, answer in loaded.recogniser.recognise(rasterise(line.ink)).items():
            if answer.digit != line.label:
                raise KnownError(f"{name} takes the golden {line.label} for {answer.digit}.")
            count += 1
    if not count:
        raise KnownError("No model could be asked.")
    return f"{count} answers right"


def _journal() -> str:
    """A journal can be made and written, in a folder beside the person's own."""
    folder = paths.data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        connection = sqlite3.connect(Path(scratch) / "probe.sqlite3")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE probe (value INTEGER)")
            connection.execute("INSERT INTO probe VALUES (1)")
            connection.commit()
        finally:
            connection.close()
    return f"{folder} can be written"
