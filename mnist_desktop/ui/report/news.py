"""Whether the log that is shown has more by now: told by the drawing window, or asked for."""

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY = 20_000  # ms between looks whether others added something


class News(QObject):
    """Counts what this computer saved since the log was read, and has others' looked for."""

    told = Signal(str)
    """What is new in a few words, such as ``17 new``; empty where nothing is."""
    wanted = Signal()
    """It is time to look whether the log has changed."""

    def __init__(self, parent: QObject, saved: int) -> None:
        """``saved`` is how many drawings this session has saved so far."""
        super().__init__(parent)
        self._saved = self._read = saved
        self._is_journal = True
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.wanted)

    @property
    def count(self) -> int:
        """How many drawings this computer saved since the journal was read."""
        return self._saved - self._read if self._is_journal else 0

    def begin(self, is_journal: bool) -> None:
        """A log is read from now on: nothing is new."""
        self._is_journal, self._read = is_journal, self._saved
        self._clock.start(_EVERY)
        self.told.emit("")

    def note_saved(self, saved: int) -> None:
        """This session has saved so many drawings, or relabelled one."""
        self._saved = saved
        if not self._is_journal:
            return
        if self.count:
            self.told.emit(f"{self.count:,} new")
        else:
            self.wanted.emit()

    def note_changed(self) -> None:
        """The log was asked, and has changed."""
        self.told.emit(f"{self.count:,} new" if self.count else "Changed")

    def stop(self) -> None:
        """Look no more."""
        self._clock.stop()
