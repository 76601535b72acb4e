"""Rows of a million, of which only some near those on the screen are in memory."""

from collections import OrderedDict

from mnist_desktop.journal.report.view import ReportRow, View

PAGE = 128
"""Rows made at once: about 1 ms."""
MOST = 24
"""Pages kept; the one not looked at for the longest goes first."""


class Pages:
    """Gives the rows of a view one by one; a page is made when a row of it is looked at."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._pages: OrderedDict[int, list[ReportRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._view)

    @property
    def kept(self) -> int:
        """How many rows are in memory now."""
        return sum(len(page) for page in self._pages.values())

    def row(self, place: int) -> ReportRow:
        """The row at a place, 0 to ``len`` - 1."""
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._view.page(number * PAGE, PAGE)
            if len(self._pages) > MOST:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[within]
