"""The settings file: read with care, written beside and renamed."""

import json
from pathlib import Path

from mnist_desktop.beside import beside
from mnist_desktop.errors import KnownError
from mnist_desktop.settings.schema import Settings

FILE = "settings.json"
_MAX_BYTES = 2**20


class SettingsFile:
    """One person's settings in one folder.

    Attributes:
        note: one sentence for the person when the file could not be used as it is; else empty.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.note = ""
        self._unknown: dict[str, object] = {}

    def load(self) -> Settings:
        """Read the file; what cannot be used stays at its default and is named in ``note``."""
        try:
            values = self._read()
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            self.note = f"The settings could not be read, so defaults are in use ({error})."
            return Settings()
        except (ValueError, RecursionError) as error:
            self.note = (
                f"The settings could not be read, so defaults are in use; see {FILE} ({error})."
            )
            self._set_aside()
            return Settings()
        settings, refused = Settings.from_json(values)
        known = settings.to_json()
        self._unknown = {name: value for name, value in values.items() if name not in known}
        if refused:
            self.note = f"Settings that could not be read are at their default: {_list(refused)}."
        return settings

    def save(self, settings: Settings) -> None:
        """Write the file; what a newer version of the program put there is kept.

        Raises:
            KnownError: the folder or the file cannot be written.
        """
        text = json.dumps({**self._unknown, **settings.to_json()}, indent=2)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(
                f"The settings cannot be saved in {self.path.parent} ({error.strerror or error}).",
                "Check the folder's rights and the free space.",
            ) from error
        with beside(self.path) as (part,):
            part.write_text(text + "\n", encoding="utf-8")

    def _read(self) -> dict[str, object]:
        with self.path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError("the file is too large")
        values = json.loads(content.decode("utf-8-sig"))  # Notepad writes a BOM
        if not isinstance(values, dict):
            raise ValueError("the file holds no settings")
        return values

    def _set_aside(self) -> None:
        """Keep the unreadable file, so that saving does not destroy what could be repaired."""
        try:
            self.path.replace(self.path.with_suffix(".unreadable.json"))
        except OSError:
            return  # a folder in its place, or a read-only one: saving will say so


def _list(titles: tuple[str, ...]) -> str:
    return ", ".join(title.lower() for title in titles)
