"""What the journal can be written as, in the words of the window; no part of Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One format.

    Attributes:
        name: as :class:`~mnist_desktop.journal.export.ExportFormat` has it.
        title: in the dialog, with its key.
        words: one line on what it is good for.
        file: what is proposed as its name; a folder where it has no suffix.
        filters: of the file dialog, with the suffix that each gives.
    """

    name: str
    title: str
    words: str
    file: str
    filters: dict[str, str]


FORMS = (
    Form(
        "csv",
        "&Spreadsheet (CSV)",
        "A row for each prediction, without the ink. Opens in LibreOffice, Excel, R and pandas.",
        "mnist-desktop.csv",
        {"Spreadsheet (*.csv)": "csv"},
    ),
    Form(
        "jsonl",
        "&Ink (JSON lines)",
        "Everything the journal knows, stroke by stroke. Can be imported again without loss.",
        "mnist-desktop.jsonl",
        {"Ink (*.jsonl)": "jsonl", "Ink, compressed (*.jsonl.gz)": "jsonl.gz"},
    ),
    Form(
        "npz",
        "&NumPy arrays (NPZ)",
        "Images of 28×28 and labels in one file; only drawings labelled 0 to 9.",
        "mnist-desktop.npz",
        {"NumPy arrays (*.npz)": "npz"},
    ),
    Form(
        "idx",
        "&MNIST's own files (IDX)",
        "The same images and labels in the two files that programs for MNIST read.",
        "mnist-desktop-idx",
        {},
    ),
    Form(
        "png",
        "&Pictures (PNG)",
        "A picture of 28×28 for each drawing, in a new folder, sorted by label.",
        "mnist-desktop-png",
        {},
    ),
)
