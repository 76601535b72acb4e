"""The one place where the window tells what is wrong or done; no box ever stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from mnist_desktop.ui.accessible import alert


@dataclass(frozen=True, slots=True)
class Notice:
    """One message.

    Attributes:
        text: one sentence, and a remedy where there is one.
        action: what its button says; empty for no button.
        act: what its button does.
        stays: it cannot be closed, because it tells of something that still holds.
    """

    text: str
    action: str = ""
    act: Callable[[], None] | None = None
    stays: bool = False


class Banner(QFrame):
    """Shows the notice that came last; closing it shows the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAccessibleName("Message")
        self._notices: dict[str, Notice] = {}
        self._words = QLabel()
        self._words.setAccessibleName("Message")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setAccessibleName("Close this message")
        self._close.setToolTip("Close this message")
        self._close.clicked.connect(self._close_top)
        self._lay_out()
        self.hide()

    @property
    def text(self) -> str:
        """What is shown; empty when nothing is."""
        top = self._top()
        return "" if top is None else self._notices[top].text

    def show_notice(self, about: str, notice: Notice) -> None:
        """Show a notice in place of the one about the same thing, if any."""
        if self._notices.get(about) == notice:
            return
        self._notices.pop(about, None)
        self._notices[about] = notice
        self._refresh()
        alert(self)

    def take_back(self, about: str) -> None:
        """What the notice told of does not hold any more."""
        if self._notices.pop(about, None) is not None:
            self._refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 8, 10)
        layout.addLayout(column, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _top(self) -> str | None:
        return next(reversed(self._notices), None)

    def _refresh(self) -> None:
        top = self._top()
        self.setVisible(top is not None)
        if top is not None:
            notice = self._notices[top]
            self._words.setText(notice.text.replace("/", "/\u200b"))  # long paths may wrap
            self._action.setText(notice.action)
            self._action.setVisible(bool(notice.action))
            self._close.setVisible(not notice.stays)
            self._fit()

    def hasHeightForWidth(self) -> bool:
        """No: the height is set here, and must not make the panel around it taller."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at this width, no more: the canvas stays put."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            frame = self.contentsMargins()
            inner = self.width() - frame.left() - frame.right()
            needed = layout.heightForWidth(inner)
            if needed > 0:  # none before the words are laid out for the first time
                self.setFixedHeight(needed + frame.top() + frame.bottom())

    def _act(self) -> None:
        top = self._top()
        act = None if top is None else self._notices[top].act
        if act is not None:
            act()

    def _close_top(self) -> None:
        top = self._top()
        if top is not None:
            self.take_back(top)
