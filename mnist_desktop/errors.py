"""Known errors: what the person is told, as opposed to bugs.

Every known error carries one sentence, and a remedy where there is one. Front ends show
``str(error)``; anything that is not a :class:`KnownError` is a bug and goes to the crash report.
"""


class KnownError(Exception):
    """Something that can go wrong in normal use, in one sentence with a remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


def in_one_line(error: KnownError) -> str:
    """How the command line tells an error, whatever a file's name holds."""
    return f"mnist-desktop: {error}".replace("\r", "\\r").replace("\n", "\\n")


class InkError(KnownError):
    """Ink that cannot be read: not JSON, not the ink format, not finite, or too large."""


class PictureError(KnownError):
    """A picture, npz or IDX file that cannot be read as digits."""


class ModelError(KnownError):
    """A model that is missing, altered, or not of the expected shape."""


class TrainingError(KnownError):
    """Training data or settings that cannot give a model."""


class JournalError(KnownError):
    """The journal cannot be opened, read or written."""


class ExportError(KnownError):
    """An export cannot be written where it was asked for."""


class DisplayError(KnownError):
    """There is no display, or Qt cannot use it."""


class SharedLogError(KnownError):
    """The shared log's server cannot be reached or used as it is; nothing is lost by it."""
