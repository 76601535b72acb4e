"""The command line on small made models."""

from pathlib import Path

import pytest

from tests.recognition.made_models import make_all


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four small models in the place of those that ship."""
    folder = make_all(tmp_path / "SavedModels")
    monkeypatch.setattr("mnist_desktop.paths.models_dir", lambda: folder)
    return folder
