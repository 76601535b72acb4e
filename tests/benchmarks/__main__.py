"""``python -m tests.benchmarks``: one table of times on this machine."""

import platform

from tests.benchmarks import inference, window
from tests.benchmarks.figures import HEADER


def main() -> None:
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    print(HEADER)
    for measure in (window.measure, inference.measure):
        for figure in measure():
            print(figure, flush=True)


if __name__ == "__main__":
    main()
