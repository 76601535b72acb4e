"""What the person chose: pen, colours, theme and model, as the window shows and remembers it."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from mnist_desktop.errors import KnownError
from mnist_desktop.settings.file import SettingsFile
from mnist_desktop.settings.schema import PEN_WIDTHS, Settings
from mnist_desktop.ui.look import Look
from mnist_desktop.ui.style import Style
from mnist_desktop.ui.theme import Theme, look_in

_LOG = logging.getLogger(__name__)


class Choices(QObject):
    """The settings in effect; a change takes effect at once and is saved when the window closes."""

    changed = Signal()
    """Something was chosen, or the system changed the theme."""

    def __init__(self, file: SettingsFile, settings: Settings, style: Style) -> None:
        super().__init__()
        self.settings = settings
        self._file = file
        self._style = style
        style.theme_changed.connect(self.changed)

    @property
    def theme(self) -> Theme:
        """The theme in effect."""
        return self._style.theme

    @property
    def look(self) -> Look:
        """Pen and paper in effect."""
        chosen = self.settings
        return look_in(self.theme, chosen.pen_width, chosen.pen_colour, chosen.paper_colour)

    def set_width(self, width: float) -> None:
        """Choose a pen width; what is out of range is brought into it."""
        self._choose(pen_width=min(max(width, PEN_WIDTHS.low), PEN_WIDTHS.high))

    def widen(self, by: float) -> None:
        """Choose a wider or, with a negative number, a narrower pen."""
        self.set_width(self.settings.pen_width + by)

    def set_pen(self, colour: str) -> None:
        """Choose ``auto`` or ``#rrggbb`` for the pen."""
        self._choose(pen_colour=colour)

    def set_paper(self, colour: str) -> None:
        """Choose ``auto`` or ``#rrggbb`` for the paper."""
        self._choose(paper_colour=colour)

    def set_theme(self, theme: str) -> None:
        """Choose ``system``, ``light`` or ``dark``."""
        self._choose(theme=theme)
        self._style.choose(theme)

    def set_model(self, model: str) -> None:
        """Choose the model whose answer is shown large."""
        self._choose(model=model)

    def keep(self, values: Mapping[str, Any]) -> None:
        """Take settings that their rules accept, and write them at once.

        Raises:
            KnownError: they hold, but cannot be written.
        """
        self._choose(**values)
        self._file.save(self.settings)

    def save(self, geometry: str) -> None:
        """Write the settings; a folder that cannot be written is no reason to stay open."""
        try:
            self._file.save(replace(self.settings, geometry=geometry))
        except KnownError as error:
            _LOG.warning("%s", error)

    def _choose(self, **values: Any) -> None:
        settings = replace(self.settings, **values)
        if settings != self.settings:
            self.settings = settings
            self.changed.emit()
