"""What the banner says, and when: one sentence and a remedy for each thing that can be wrong."""

from collections.abc import Callable, Mapping

from mnist_desktop.ink.strokes import MAX_POINTS
from mnist_desktop.ui.banner import Notice
from mnist_desktop.ui.journal_link import JournalState, count_drawings
from mnist_desktop.ui.model_panel import MODELS

FULL = Notice(
    f"This drawing holds {MAX_POINTS:,} points, the most there may be, so the pen stopped. "
    "Press Enter for a fresh sheet."
)

TRANSFER = Notice(
    "An export or import is still under way. Close the window again to break it off; "
    "nothing half done will be left."
)


def of_models(reasons: Mapping[str, str]) -> Notice | None:
    """Which models are not available, and why; None when all are."""
    names = [name for model, name in MODELS.items() if model in reasons]
    if not names:
        return None
    if len(names) == len(MODELS):
        first = next(iter(reasons.values()))
        return Notice(f"No model is available; drawings are kept all the same. {first}")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "is" if len(names) == 1 else "are"
    reason = next(reasons[model] for model in MODELS if model in reasons)
    return Notice(f"{listed} {verb} not available. {reason.removeprefix(names[0] + ': ')}")


def of_journal(state: JournalState, rescue: Callable[[], None]) -> Notice | None:
    """That nothing is being saved, until it is; None while all is well."""
    if not state.trouble:
        return None
    text = f"Nothing is being saved until this is mended. {state.trouble}"
    return Notice(text, RESCUE if state.waiting else "", rescue, stays=True)


def of_leaving(state: JournalState, rescue: Callable[[], None]) -> Notice:
    """Why the window did not close."""
    drawings = count_drawings(state.waiting)
    verb = "is" if state.waiting == 1 else "are"
    return Notice(
        f"{drawings} {verb} not saved. {state.trouble} "
        "Save them as a file, or close the window again to leave without them.",
        RESCUE,
        rescue,
        stays=True,
    )


def of_batch(position: int, total: int, source: str, stop: Callable[[], None]) -> Notice | None:
    """Where one is in what was opened; None when it was one drawing, or is done."""
    if total < 2:
        return None
    onwards = "Enter shows the next." if position < total else "This is the last."
    text = f"Drawing {position:,} of {total:,}, from {source}. {onwards}"
    return Notice(text, "Stop here" if position < total else "", stop)


def of_problems(problems: tuple[str, ...]) -> Notice | None:
    """What could not be opened: the first reason, and how many more there are."""
    if not problems:
        return None
    more = f" {len(problems) - 1:,} more could not be opened." if len(problems) > 1 else ""
    return Notice(problems[0] + more)


RESCUE = "Save as a file…"
