"""Files are written beside and renamed: who looks sees the old one or the new, never half."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mnist_desktop.errors import ExportError


@contextmanager
def beside(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give a file to write for each target; all are renamed at the end, or none is left.

    Raises:
        ExportError: one of them cannot be written.
    """
    targets = tuple(_file(target) for target in targets)
    parts = tuple(_part(target) for target in targets)
    try:
        yield parts
        for part, target in zip(parts, targets, strict=True):
            _sync(part)
            part.replace(target)
    except OSError as error:
        raise cannot_write(error, targets[0]) from error
    finally:
        for part in parts:
            with suppress(OSError):  # what went wrong before is what counts
                part.unlink(missing_ok=True)


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Give a folder to fill; it becomes ``target``, which must be new or empty.

    Raises:
        ExportError: it cannot be written, or ``target`` holds something.
    """
    target = Path(os.path.realpath(target))
    part = _part(target)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise ExportError(f"{target} is there already.", "Choose a new or an empty folder.")
        part.mkdir(parents=True)
        yield part
        if target.exists():
            target.rmdir()
        part.rename(target)
    except OSError as error:
        raise cannot_write(error, target) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def cannot_write(error: OSError, target: Path) -> ExportError:
    """The known error behind what the system says."""
    if error.errno == errno.ENOSPC:
        return ExportError(f"The disk is full: {target} was not written.", "Free some space.")
    reason = error.strerror or str(error)
    return ExportError(f"{target} cannot be written: {reason}.", "Choose another place.")


def _file(target: Path) -> Path:
    """The file behind links; a device, a pipe or a folder is never replaced by a file."""
    behind = Path(os.path.realpath(target))
    if behind.exists() and not behind.is_file():
        raise ExportError(f"{target} is no file.", "Choose the name of a file.")
    return behind


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.{os.getpid()}.part")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
