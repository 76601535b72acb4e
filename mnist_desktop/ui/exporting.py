"""Exporting from any window: ask what, ask where, write off the window's thread, tell the end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mnist_desktop.ui.export_dialog import ExportDialog, Scope
from mnist_desktop.ui.export_forms import Form
from mnist_desktop.ui.journal_link import JournalLink, count_drawings
from mnist_desktop.ui.transfer import Cancelled, Outcome, Progress, Transfer
from mnist_desktop.ui.transfer_dialog import TransferDialog

__all__ = ["Exporting", "Scope", "scopes_of"]


class Exporting(QObject):
    """Exports drawings of a journal for a window.

    A report calls ``Exporting(window, journal, Transfer(window)).ask([Scope("The 12 drawings
    shown", numbers), Scope("Everything in the journal", "all")])``; where that transfer's
    ``is_running`` holds when the window closes, it calls its ``stop``.
    """

    def __init__(
        self,
        window: QWidget,
        journal: Path,
        transfer: Transfer,
        settle: Callable[[], object] = lambda: None,
    ) -> None:
        """``settle`` is called off the window's thread before the journal is read."""
        super().__init__(window)
        self._window = window
        self._journal = journal
        self._settle = settle
        self._transfer = transfer

    def ask(self, scopes: Sequence[Scope], form: str = "csv") -> ExportDialog:
        """Ask for the format and which drawings, then where to, then export."""
        dialog = ExportDialog(self._window, scopes)
        dialog.choose(form)
        dialog.chosen.connect(self.ask_where)
        dialog.open()
        return dialog

    def ask_where(self, form: Form, scope: Scope) -> QFileDialog:
        """Ask for the file, or for the name of a folder, then export."""
        dialog = QFileDialog(self._window, f"Export: {form.title.replace('&', '')}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(documents))
        if form.filters:
            dialog.setNameFilters(list(form.filters))
            dialog.setDefaultSuffix(next(iter(form.filters.values())))
            dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(form.filters[name]))
        dialog.selectFile(form.file)
        dialog.fileSelected.connect(lambda chosen: self.write(form, scope, Path(chosen)))
        dialog.open()
        return dialog

    def write(self, form: Form, scope: Scope, out: Path) -> TransferDialog:
        """Write ``out``; a dialog tells how it goes and has a Cancel."""

        def work(progress: Progress, cancelled: Cancelled) -> Outcome:
            from mnist_desktop.journal.export import export  # loads SQLite
            from mnist_desktop.journal.reading import Journal

            self._settle()
            with Journal.open_readonly(self._journal) as journal:
                count = export(journal, form.name, out, scope.selection, progress, cancelled)
                left_out = len(journal.unsound)
            return Outcome(_ended(count, left_out, out), out.parent if form.filters else out)

        return self._transfer.start("Exporting drawings", work)


def scopes_of(link: JournalLink) -> tuple[Scope, ...]:
    """This session, where something was drawn in it, and everything."""
    drawn = link.state.saved + link.state.waiting
    this = Scope(f"&This session: {count_drawings(drawn)}", link.session or "last", drawn > 0)
    return this, Scope("&Everything in the journal", "all")


def _ended(count: int, left_out: int, out: Path) -> str:
    damaged = f" Damaged ones were left out: {left_out:,}." if left_out else ""
    return f"{count_drawings(count)} written to {out}.{damaged}"
