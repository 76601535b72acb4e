"""What the report's painted widgets have in common."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from mnist_desktop.ui.theme import Theme


class Painted(QWidget):
    """Paints itself in the theme's colours, and can be read aloud by name."""

    def __init__(self, theme: Theme, name: str, *, is_tall: bool = False) -> None:
        """Say what it is.

        Args:
            theme: its colours.
            name: what assistive technology calls it.
            is_tall: it takes what height there is; else what its content needs.
        """
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        height = QSizePolicy.Policy.Expanding if is_tall else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, height)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()
