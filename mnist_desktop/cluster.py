"""Where joblib's work is done: on this machine, or on a Dask cluster."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import CancelledError

from mnist_desktop.errors import KnownError


@contextlib.contextmanager
def work_on(scheduler: str | None) -> Iterator[None]:
    """Hand joblib's work inside to a Dask cluster, if one is named, by joblib's own backend.

    Args:
        scheduler: the cluster's address, such as ``tcp://192.0.2.1:8786``; None = this machine.

    Raises:
        KnownError: Dask is not installed, or the cluster does not answer.
    """
    if scheduler is None:
        yield
        return
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise KnownError(
            "Dask is not installed.", "Install the extra: pip install 'mnist-desktop[cluster]'."
        ) from error
    try:
        client = Client(scheduler, timeout="10s")  # type: ignore[no-untyped-call]  # it is untyped
    except (OSError, ValueError) as error:
        raise KnownError(
            f"The Dask scheduler {scheduler} does not answer.", "Check the address and start it."
        ) from error
    import joblib

    try:
        with client, joblib.parallel_config("dask"):
            yield
    except CancelledError as error:  # Dask's own are subclasses
        raise KnownError(
            f"The cluster at {scheduler} went away.", "Start it again, or work without --scheduler."
        ) from error
