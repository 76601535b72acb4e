"""Everything has a name, a value that can be spoken, and can be reached by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mnist_desktop.ui.banner import Notice
from mnist_desktop.ui.main_window import MainWindow
from tests.ui.digits import SEVEN
from tests.ui.hands import PATIENCE, Hand


def spoken(widget: QWidget, what: QAccessible.Text) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(what)


def everything(window: MainWindow, kind: type[QWidget] = QWidget) -> list[QWidget]:
    return [*window.findChildren(kind), *window.pen_panel.findChildren(kind)]


def focusable(window: MainWindow) -> list[QWidget]:
    return [w for w in everything(window) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]


def qt_made(widget: QWidget) -> bool:
    """Parts inside Qt's own widgets: a box's list, a toolbar's overflow."""
    names = ("QComboBoxPrivateContainer", "QComboBoxListView")
    return widget.objectName().startswith("qt_") or widget.metaObject().className() in names


@pytest.mark.parametrize("kind", [QWidget, QAbstractButton])
def test_every_control_has_a_name(open_window, kind: type[QWidget]) -> None:
    window = open_window()
    window.banner.show_notice("test", Notice("Something is to be told.", "Do it", lambda: None))
    controls = focusable(window) if kind is QWidget else everything(window, kind)
    nameless = [w for w in controls if not spoken(w, QAccessible.Text.Name)]
    assert [w for w in nameless if not qt_made(w)] == []


def test_the_answer_is_spoken(open_window, qtbot: QtBot) -> None:
    window = open_window()
    assert spoken(window.panel.answer, QAccessible.Text.Value) == "The answer appears here"
    Hand(window.canvas).tablet(SEVEN)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    for widget in (window.panel.answer, window.panel.chart, window.panel.models.rows["svm"]):
        value = spoken(widget, QAccessible.Text.Value)
        assert value.startswith("7, ")
        assert value.endswith(" percent, sure")
    assert "28 by 28" in spoken(window.panel.raster, QAccessible.Text.Value)


def test_the_tab_key_reaches_the_main_controls(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    window.activateWindow()
    window.canvas.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert window.panel.models.selector in seen
    assert window.labels.next_button in seen
    assert window.canvas in seen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_changes_at_once_and_is_remembered(open_window, qapp, theme: str) -> None:
    window = open_window()
    window.commands[f"theme_{theme}"].trigger()
    assert window._choices.theme.name == theme
    assert qapp.palette().window().color().name() == window._choices.theme.window
    assert window.canvas.look.paper_colour == window._choices.theme.paper
    window.close()
    again = open_window()
    assert again._choices.theme.name == theme
    assert again.commands[f"theme_{theme}"].isChecked()
