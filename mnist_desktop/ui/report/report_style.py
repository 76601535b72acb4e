"""What the report's own kinds of widgets look like, beside the application's style sheet."""

from string import Template

from mnist_desktop import paths
from mnist_desktop.ui.theme import Theme


def sheet_of(theme: Theme) -> str:
    """The sheet in a theme's colours."""
    colours = {name: getattr(theme, name) for name in theme.__slots__}
    chevron = paths.resources_dir() / "icons" / f"chevron-{theme.name}.svg"
    return Template(_SHEET).substitute(colours, chevron=chevron.as_posix())


_SHEET = """
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; border: none;
               border-bottom: 2px solid transparent; padding: 7px 14px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $chosen; border-radius: 5px; }
QTableView#report { background: $surface; alternate-background-color: $window;
               border: 1px solid $border; border-radius: 9px; outline: none;
               selection-background-color: $chosen; selection-color: $text; }
QTableView#report:focus { border-color: $accent; }
QTableView#report::item { padding: 0 8px; border: none; }
QTableView#report::item:selected { background: $chosen; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none;
               border-bottom: 1px solid $border; padding: 6px 11px; }
QHeaderView::section:hover { color: $text; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; border: none; }
QScrollBar::handle:horizontal { background: $outline; border-radius: 3px; min-width: 24px;
               margin: 1px; }
QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }
QScrollBar::add-page:horizontal, QScrollBar::sub-page:horizontal { background: transparent; }
QDateEdit { background: $surface; border: 1px solid $outline; border-radius: 7px;
               padding: 5px 8px; min-height: 20px; }
QDateEdit:focus { border-color: $accent; }
QDateEdit::drop-down { border: none; width: 24px; }
QDateEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
"""
