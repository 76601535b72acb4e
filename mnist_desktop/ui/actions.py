"""Everything that the window can do, declared once: menus, toolbar and keys follow from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mnist_desktop.journal.entry import NO_DIGIT, Label
from mnist_desktop.recognition.verdict import DIGITS
from mnist_desktop.ui.icons import icon
from mnist_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the window can do.

    Attributes:
        name: by which the code calls it.
        text: in menus; the toolbar shows ``short`` where it is given.
        keys: as Qt writes them.
        icon: name of its drawing; empty for none.
        short: a shorter text.
        checkable: it is on or off.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    short: str = ""
    checkable: bool = False


COMMANDS = (
    Command("open", "&Open…", ("Ctrl+O",), "open", "Open…"),
    Command("paste", "&Paste picture", ("Ctrl+V",), "paste", "Paste"),
    Command("export", "&Export…", ("Ctrl+E", "Ctrl+S")),
    Command("import", "&Import…"),
    Command("settings", "Se&ttings…", ("Ctrl+,",), "settings", "Settings"),
    Command("report", "&Report", ("Ctrl+R",), "report"),
    Command("quit", "&Quit", ("Ctrl+Q",)),
    Command("undo", "&Undo", ("Ctrl+Z",), "undo"),
    Command("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Command("clear", "&Clear", ("Backspace", "Del"), "clear"),
    Command("next", "&Next drawing", ("Return", "Enter")),
    Command("pen", "Pen width and &colours…", ("P",), "pen", "Pen ▾"),
    Command("eraser", "&Eraser", ("E",), "eraser", checkable=True),
    Command("thinner", "&Thinner pen", ("[",)),
    Command("thicker", "Thic&ker pen", ("]",)),
    Command("theme_system", "As the &system", checkable=True),
    Command("theme_light", "&Light", checkable=True),
    Command("theme_dark", "&Dark", checkable=True),
)


def make_actions(parent: QWidget, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """An action for each command, by name; ``slots`` says what it does."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(command.text, parent)
        action.setCheckable(command.checkable)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        plain = command.text.replace("&", "")
        action.setIconText(command.short or plain)
        action.setToolTip(f"{plain} ({command.keys[0]})" if command.keys else plain)
        action.triggered.connect(_without_state(slots[command.name]))
        actions[command.name] = action
        parent.addAction(action)
    return actions


def make_label_actions(parent: QWidget, press: Callable[[Label], None]) -> list[QAction]:
    """An action for each label, with its key: 0 to 9, and N."""
    actions: list[QAction] = []
    labels: list[tuple[Label, str, str]] = [(digit, str(digit), str(digit)) for digit in DIGITS]
    for label, text, key in [*labels, (NO_DIGIT, "No digit", "N")]:
        action = QAction(text, parent)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(_without_state(partial(press, label)))
        actions.append(action)
        parent.addAction(action)
    return actions


def tint(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Draw the icons in the theme's colours."""
    for command in COMMANDS:
        if command.icon:
            actions[command.name].setIcon(icon(command.icon, theme.text, theme.outline))


def _without_state(slot: Callable[[], object]) -> Callable[[bool], None]:
    """Qt tells whether an action is on; most of what they do need not know."""

    def call(_checked: bool = False) -> None:
        slot()

    return call
