"""Dresses Qt in a theme: palette and style sheet."""

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from mnist_desktop import paths
from mnist_desktop.ui.form_style import FORM_SHEET
from mnist_desktop.ui.theme import DARK, LIGHT, Theme

_SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}


class Style(QObject):
    """Keeps the application in the theme that the person chose, or in the system's."""

    theme_changed = Signal(object)

    def __init__(self, application: QApplication, choice: str) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        application.setStyle("Fusion")
        application.styleHints().setColorScheme(_SCHEMES[choice])
        self.theme = self._wanted()
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, choice: str) -> None:
        """Take ``light``, ``dark`` or ``system``."""
        self._choice = choice
        self._application.styleHints().setColorScheme(_SCHEMES[choice])  # native parts follow
        self._follow()

    def _wanted(self) -> Theme:
        """The chosen theme; not every platform lets a program set its colour scheme."""
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        scheme = self._application.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _follow(self) -> None:
        theme = self._wanted()
        if theme is not self.theme:
            self.theme = theme
            self._dress()
            self.theme_changed.emit(theme)

    def _dress(self) -> None:
        self._application.setPalette(_palette(self.theme))
        self._application.setStyleSheet(_sheet(self.theme))


def large(font: QFont, times: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font in proportion to the application's own."""
    scaled = QFont(font)
    scaled.setPointSizeF(font.pointSizeF() * times)
    scaled.setWeight(weight)
    return scaled


def _palette(theme: Theme) -> QPalette:
    palette = QPalette(QColor(theme.surface), QColor(theme.window))
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.sunken,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.surface,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.outline))
    return palette


def _sheet(theme: Theme) -> str:
    colours = {name: getattr(theme, name) for name in theme.__slots__}
    for name in ("chevron", "chevron_up", "tick"):
        path = paths.resources_dir() / "icons" / f"{name.replace('_', '-')}-{theme.name}.svg"
        colours[name] = path.as_posix()
    return Template(_SHEET + FORM_SHEET).substitute(colours)


_SHEET = """
QToolTip { background: $surface; color: $text; border: 1px solid $outline; padding: 4px; }
QMenuBar { background: $window; padding: 2px 6px; }
QMenuBar::item { padding: 4px 8px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $sunken; }
QMenu { background: $surface; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $outline; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QToolBar { background: $window; border: none; padding: 2px 12px 6px 12px; spacing: 2px; }
QToolBar::separator { background: $border; width: 1px; margin: 6px 7px; }
QToolButton { border: 1px solid transparent; border-radius: 7px; padding: 5px 9px; }
QToolButton:hover { background: $sunken; }
QToolButton:pressed { background: $border; }
QToolButton:checked { background: $chosen; border-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $outline; }
QToolButton::menu-indicator { image: none; }
#card { background: $surface; border: 1px solid $border; border-radius: 12px; }
#penPanel { background: $surface; border: 1px solid $outline; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; border: none; }
QScrollBar::handle:vertical { background: $outline; border-radius: 3px; min-height: 24px;
              margin: 1px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
#side { border: none; background: transparent; }
#caption { color: $muted; }
QComboBox { background: $surface; border: 1px solid $outline; border-radius: 7px;
            padding: 5px 10px; min-height: 20px; }
QComboBox:hover { background: $sunken; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px;
            selection-background-color: $chosen; selection-color: $text; outline: none; }
QPushButton { background: $surface; border: 1px solid $outline; border-radius: 7px;
              padding: 6px 12px; }
QPushButton:hover { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 11px; }
QPushButton:checked { background: $accent; color: $on_accent; border-color: $accent;
              font-weight: 600; }
QPushButton:disabled { color: $outline; border-color: $border; }
QPushButton#next { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton#next:hover { background: $accent; border-color: $text; }
QPushButton#next:focus { border: 2px solid $text; padding: 5px 11px; }
QPushButton#digit { padding: 0; border-radius: 17px; }
QPushButton#digit:focus { padding: 0; }
#banner { background: $notice; border: 1px solid $unsure; border-radius: 9px; }
QStatusBar { background: $window; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 3px 8px; }
QRadioButton { spacing: 8px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $outline;
              border-radius: 8px; background: $surface; }
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QRadioButton::indicator:disabled { border-color: $border; background: $window; }
QRadioButton:disabled { color: $outline; }
QProgressBar { background: $border; border: none; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSlider::groove:horizontal { height: 4px; background: $outline; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: 14px;
              height: 14px; margin: -7px 0; border-radius: 9px; }
QSlider::handle:horizontal:focus { background: $accent; }
"""
