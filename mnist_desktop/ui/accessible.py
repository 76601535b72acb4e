"""What screen readers get from the widgets that paint themselves: a role, a name and a value."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@runtime_checkable
class Spoken(Protocol):
    """A widget that can say what it shows."""

    def spoken(self) -> str:
        """What the widget shows, in a few words."""
        ...


class _SpokenInterface(QAccessibleWidget):
    """Adds the widget's words as its value; name and geometry stay Qt's own."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Graphic, widget.accessibleName())

    def text(self, kind: QAccessible.Text) -> str:
        widget = self.widget()
        if kind == QAccessible.Text.Value and isinstance(widget, Spoken):
            return widget.spoken()
        return super().text(kind)


def install() -> None:
    """Let Qt ask for the interfaces above; once in a program."""
    if not _made:
        QAccessible.installFactory(_make)
        _made.append(None)


def announce(widget: QWidget, words: str) -> None:
    """Tell screen readers, if there are any, what the widget now shows."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(widget, words))


def alert(widget: QWidget) -> None:
    """Tell screen readers, if there are any, that the widget shows something urgent."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


_made: list[QAccessibleInterface | None] = []  # Qt keeps no reference to what Python makes


def _make(_class: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, QWidget) and isinstance(thing, Spoken):
        interface = _SpokenInterface(thing)
        _made.append(interface)
        return interface
    return None
