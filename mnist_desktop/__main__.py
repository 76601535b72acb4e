"""``python -m mnist_desktop`` is the same as ``mnist-desktop``."""

import sys

from mnist_desktop.cli import main

sys.exit(main())
