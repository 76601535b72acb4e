"""What the person says they drew. Empty until they say it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from mnist_desktop.journal.entry import NO_DIGIT, Label
from mnist_desktop.recognition.verdict import DIGITS

_ROUND = 34


class LabelBar(QWidget):
    """Ten digits, "no digit", and Next."""

    label_changed = Signal(object)
    """The person chose a label, or took it back (None)."""
    next_wanted = Signal()
    """The person is done with this drawing."""

    def __init__(self) -> None:
        super().__init__()
        self._label: Label = None
        self._buttons: dict[Label, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        caption = QLabel("I drew")
        caption.setObjectName("caption")
        layout.addWidget(caption)
        layout.addSpacing(6)
        for digit in DIGITS:
            layout.addWidget(self._button(digit, str(digit), str(digit), f"I drew a {digit}"))
        layout.addSpacing(6)
        layout.addWidget(self._button(NO_DIGIT, "No digit", "N", "I drew no digit"))
        layout.addStretch(1)
        self.next_button = QPushButton("Next drawing  ⏎")
        self.next_button.setObjectName("next")
        self.next_button.setToolTip("Keep this drawing and take a fresh sheet (Enter)")
        self.next_button.setAccessibleName("Next drawing")
        self.next_button.clicked.connect(self.next_wanted)
        layout.addWidget(self.next_button)

    @property
    def label(self) -> Label:
        """The label that is shown."""
        return self._label

    def show_label(self, label: Label) -> None:
        """Show a label without telling anyone; a text that has no button shows none."""
        self._label = label
        for value, button in self._buttons.items():
            button.setChecked(value == label and label is not None)

    def press(self, label: Label) -> None:
        """Choose a label; the one that is chosen already is taken back."""
        self.show_label(None if label == self._label else label)
        self.label_changed.emit(self._label)

    def _button(self, label: Label, text: str, key: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} (key {key})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if isinstance(label, int):
            button.setObjectName("digit")
            button.setFixedSize(_ROUND, _ROUND)
        button.clicked.connect(lambda: self.press(label))
        self._buttons[label] = button
        return button
