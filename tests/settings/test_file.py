"""The settings file: what was chosen comes back; a bad file is never in the way."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.errors import KnownError
from mnist_desktop.settings.file import FILE, SettingsFile
from mnist_desktop.settings.schema import Settings

CHOSEN = Settings(
    pen_width=21.0, pen_colour="#c62828", paper_colour="auto", model="svm", theme="dark"
)


def write(folder: Path, text: str) -> SettingsFile:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return SettingsFile(folder)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    # GIVEN settings that differ from the defaults
    SettingsFile(tmp_path / "not yet there").save(CHOSEN)
    # WHEN they are read by another start of the program
    file = SettingsFile(tmp_path / "not yet there")
    # THEN they are the same, and there is nothing to tell
    assert file.load() == CHOSEN
    assert file.note == ""


def test_no_file_gives_defaults_and_no_note(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.load() == Settings()
    assert file.note == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "{" * 100_000, "\x00\x01"])
def test_a_file_that_is_none_gives_defaults_a_note_and_is_kept(tmp_path: Path, text: str) -> None:
    # GIVEN a file that holds no settings
    file = write(tmp_path, text)
    # WHEN the program starts, and saves when it ends
    settings = file.load()
    file.save(settings)
    # THEN it starts with defaults, says so, and what was in the file is still there
    assert settings == Settings()
    assert "could not be read, so defaults are in use" in file.note
    assert (tmp_path / "settings.unreadable.json").read_text() == text


def test_one_bad_value_costs_no_other(tmp_path: Path) -> None:
    # GIVEN a file with a good and two bad values
    file = write(tmp_path, '{"theme": "dark", "pen_width": 1e9, "pen_colour": "red"}')
    # WHEN it is read
    settings = file.load()
    # THEN the good one holds, the bad ones are at their default, and the note names them
    assert settings == Settings(theme="dark")
    assert "pen width, pen colour" in file.note


def test_what_a_newer_version_wrote_survives(tmp_path: Path) -> None:
    file = write(tmp_path, '{"theme": "dark", "from_the_future": [1, 2]}')
    file.save(file.load())
    assert json.loads((tmp_path / FILE).read_text())["from_the_future"] == [1, 2]


def test_a_folder_that_cannot_be_written_is_a_known_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(KnownError, match="cannot be saved"):
        SettingsFile(tmp_path / "taken").save(Settings())


def test_a_failed_save_leaves_nothing_half_written(tmp_path: Path) -> None:
    # GIVEN a folder where the file should be
    (tmp_path / FILE / "inside").mkdir(parents=True)
    # WHEN saving fails
    with pytest.raises(KnownError):
        SettingsFile(tmp_path).save(CHOSEN)
    # THEN there is nothing that was not there before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE / "inside").is_dir()


JSON = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=10)
    | st.just([1])
    | st.just({"theme": "dark"})
)
NAMES = [item.name for item in fields(Settings)]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_value_gets_past_its_rule(values: dict[str, object]) -> None:
    settings, _ = Settings.from_json(values)
    for item in fields(Settings):
        assert item.metadata["about"].rule.accepts(getattr(settings, item.name))
