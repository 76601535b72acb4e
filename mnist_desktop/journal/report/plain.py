"""The report's numbers as plain values, for JSON: the shape is the command line's contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.groups import By, Group
from mnist_desktop.journal.report.numbers import DigitNumbers, ModelNumbers, Numbers

Plain = dict[str, Any]


def plain(numbers: Numbers, groups: Mapping[By, Sequence[Group]]) -> Plain:
    """All numbers; null is a share of nothing, or what the log does not say."""
    return {
        "drawings": numbers.drawings,
        "labelled_drawings": numbers.labelled_drawings,
        "predictions": numbers.predictions,
        "models": {model.model: _model(model) for model in numbers.models},
        "by": {by.value: [_group(group) for group in found] for by, found in groups.items()},
    }


def _model(model: ModelNumbers) -> Plain:
    latency, reliability = model.latency, model.reliability
    return {
        "n": model.n,
        **_accuracy(model.accuracy),
        "ece": reliability.ece,
        "confusion": [list(row) for row in model.confusion],
        "reliability": [
            {"low": each.low, "high": each.high, "n": each.n,
             "confidence": each.confidence, "accuracy": each.accuracy}
            for each in reliability.bins
        ],
        "digits": {str(each.digit): _digit(each) for each in model.digits},
        "latency_ms": None if latency is None
        else {"median": latency.median, "p95": latency.p95, "max": latency.longest},
        "verdicts": {
            each.verdict.name.lower(): {
                "n": each.n, "share": each.share, **_accuracy(each.accuracy)
            }
            for each in model.verdicts
        },
    }  # fmt: skip


def _digit(each: DigitNumbers) -> Plain:
    return {
        "drawn": each.drawn,
        "predicted": each.predicted,
        "right": each.right,
        "recall": each.recall,
        "precision": each.precision,
    }


def _group(group: Group) -> Plain:
    return {
        "key": None if group.key is None else str(group.key),
        "drawings": group.drawings,
        "predictions": group.predictions,
        **_accuracy(group.accuracy),
        "models": {model: _accuracy(accuracy) for model, accuracy in group.models},
    }


def _accuracy(accuracy: Accuracy) -> Plain:
    low, high = accuracy.interval or (None, None)
    return {
        "labelled": accuracy.labelled,
        "right": accuracy.right,
        "accuracy": accuracy.value,
        "low": low,
        "high": high,
    }
