"""Chooses the model whose answer is shown large, and shows every model's answer in a line."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QComboBox, QVBoxLayout, QWidget

from mnist_desktop.recognition.verdict import Prediction
from mnist_desktop.ui.model_row import ModelRow
from mnist_desktop.ui.theme import Theme

MODELS = {
    "vote": "Vote of all four",
    "extra_trees": "Extra Trees",
    "random_forest": "Random Forest",
    "svm": "SVM",
    "svm_pca": "SVM + PCA",
}
"""The models' names by id, in the order they are shown."""


class ModelPanel(QWidget):
    """The lines; the box that goes with them is :attr:`selector`, for the window to place."""

    chosen = Signal(str)
    """Another model's answer is to be shown large: its id."""
    wanted_changed = Signal(str)
    """The person chose this model."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._unavailable: dict[str, str] = {}
        self._wanted = "vote"
        self._items = QStandardItemModel(0, 1, self)
        self.selector = QComboBox()
        self.selector.setModel(self._items)
        self.selector.setAccessibleName("Model")
        self._rows: dict[str, ModelRow] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for model, name in MODELS.items():
            self._items.appendRow(QStandardItem(name))
            row = self._rows[model] = ModelRow(model, name, theme)
            row.clicked.connect(self._choose_row)
            group.addButton(row)
            layout.addWidget(row)
        self.selector.activated.connect(self._choose_index)
        self._show_choice()

    @property
    def model(self) -> str:
        """The id of the model to show large: the wanted one, or the next best that is there."""
        there = [model for model in MODELS if model not in self._unavailable]
        return self._wanted if self._wanted in there or not there else there[0]

    @property
    def wanted(self) -> str:
        """The id that the person chose, available or not."""
        return self._wanted

    @property
    def is_empty(self) -> bool:
        """True when no model is available."""
        return len(self._unavailable) == len(MODELS)

    @property
    def rows(self) -> Mapping[str, ModelRow]:
        """The lines by model id."""
        return self._rows

    def choose(self, model: str) -> None:
        """Show this model's answer large; an unknown id changes nothing."""
        if model in MODELS:
            self._wanted = model
            self._show_choice()
            self.chosen.emit(self.model)
            self.wanted_changed.emit(model)

    def set_unavailable(self, reasons: Mapping[str, str]) -> None:
        """Grey the models that are not there, each with its reason."""
        self._unavailable = {model: reasons[model] for model in MODELS if model in reasons}
        for index, (model, name) in enumerate(MODELS.items()):
            reason = self._unavailable.get(model, "")
            self._rows[model].set_unavailable(reason)
            item = self._items.item(index)
            item.setEnabled(not reason)
            item.setText(f"{name}  (not available)" if reason else name)
            item.setToolTip(reason)
        self._show_choice()

    def show_predictions(self, predictions: Mapping[str, Prediction]) -> None:
        """Show each model's answer."""
        for model, row in self._rows.items():
            row.show_prediction(predictions.get(model))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for row in self._rows.values():
            row.set_theme(theme)

    def _show_choice(self) -> None:
        self.selector.setCurrentIndex(list(MODELS).index(self.model))
        self._rows[self.model].setChecked(True)
        reason = self._unavailable.get(self.model, "")
        self.selector.setToolTip(reason or "The model whose answer is shown large")

    def _choose_index(self, index: int) -> None:
        self.choose(list(MODELS)[index])

    def _choose_row(self) -> None:
        row = self.sender()
        if isinstance(row, ModelRow):
            self.choose(row.model)
