"""What every field of a form can do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Editor(QWidget):
    """Shows one value and lets the person change it."""

    edited = Signal()
    """The person changed the value."""
    left = Signal()
    """The person is done with it for now."""
    spans = False
    """It carries its title itself and needs no caption beside it."""

    def __init__(self, control: QWidget, title: str) -> None:
        """Put ``control`` first; ``title`` is what screen readers say."""
        super().__init__()
        self.control = control
        control.setAccessibleName(title)
        self.setFocusProxy(control)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)
        self.line.addWidget(control, 1, Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> object:
        """What is shown, in the form that the setting's rule judges."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a value that the rule accepts, as if the person had not touched it."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Show a text that may be no value at all, from outside of the program."""
        self.show_value(text)
