"""Which editor a setting gets: its rule decides."""

from mnist_desktop.settings.rules import Choice, FilePath, Flag, Whole
from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.choice_editor import ChoiceEditor
from mnist_desktop.ui.forms.editor import Editor
from mnist_desktop.ui.forms.file_editor import FileEditor
from mnist_desktop.ui.forms.flag_editor import FlagEditor
from mnist_desktop.ui.forms.number_editor import NumberEditor
from mnist_desktop.ui.forms.text_editor import TextEditor


def make_editor(about: About) -> Editor:
    """An editor for values of this kind; what has none of its own is typed as a text."""
    match about.rule:
        case Choice():
            return ChoiceEditor(about)
        case Whole():
            return NumberEditor(about)
        case Flag():
            return FlagEditor(about)
        case FilePath():
            return FileEditor(about)
        case _:
            return TextEditor(about)
