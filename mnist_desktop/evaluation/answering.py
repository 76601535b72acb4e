"""Read and recognise files portion by portion, on one process, several, or a cluster."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mnist_desktop.errors import KnownError
from mnist_desktop.evaluation.samples import Batch, Portion
from mnist_desktop.recognition.judging import Judgement
from mnist_desktop.recognition.registry import Loaded, Registry


@dataclass(frozen=True, slots=True)
class Work:
    """Who answers.

    Attributes:
        models: folder of the models.
        ids: which of them, with the vote's members where the vote is asked.
        jobs: processes; 1 = this one.
        shared_out: joblib's backend was chosen by the caller, such as a cluster.
    """

    models: Path
    ids: tuple[str, ...]
    jobs: int = 1
    shared_out: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A portion's drawings and every model's answers to them, by id."""

    batch: Batch
    answers: Mapping[str, Judgement]


def answer(portions: Iterator[Portion], work: Work) -> Iterator[Answered]:
    """Answer portion by portion, in order; memory holds a few portions only.

    Raises:
        KnownError: a portion that cannot be read at all.
    """
    if work.jobs == 1 and not work.shared_out:
        for portion in portions:
            yield _answer_one(portion, work)
        return
    import joblib

    source = _Source(portions)
    parallel = joblib.Parallel(n_jobs=work.jobs, return_as="generator", pre_dispatch="2*n_jobs")
    for answered in parallel(joblib.delayed(_answer_safely)(portion, work) for portion in source):
        if isinstance(answered, KnownError):
            raise answered
        yield answered
    if source.failure is not None:
        raise source.failure


class _Source:
    """Portions for joblib, whose own thread reads them: a failure is kept for the caller."""

    def __init__(self, portions: Iterator[Portion]) -> None:
        self._portions = portions
        self.failure: KnownError | None = None

    def __iter__(self) -> Iterator[Portion]:
        try:
            yield from self._portions
        except KnownError as error:
            self.failure = error


def _answer_safely(portion: Portion, work: Work) -> Answered | KnownError:
    try:
        return _answer_one(portion, work)
    except KnownError as error:
        return error


def _answer_one(portion: Portion, work: Work) -> Answered:
    batch = portion.read()
    recogniser = load(work.models, work.ids).recogniser
    return Answered(batch, recogniser.recognise_many(batch.rasters))


@lru_cache(maxsize=1)
def load(models: Path, ids: tuple[str, ...]) -> Loaded:
    """The models of a folder; each process loads them once."""
    return Registry(models).load(ids)
