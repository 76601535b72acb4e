"""A tiny MNIST and ink file, drawn from the allograph templates: real shapes, no downloads."""

import gzip
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.training.allographs import TEMPLATES, draw
from mnist_desktop.training.augment import Pictures, Recipe, template_pictures

TINY = Recipe(mnist_variants=0, ink_variants=1, template_drawings=1)


@pytest.fixture(scope="session")
def digits() -> Pictures:
    """760 template digits in mixed order."""
    made = template_pictures(20, seed=5, jobs=1)
    order = np.random.default_rng(5).permutation(len(made.labels))
    return Pictures(made.images[order], made.labels[order])


@pytest.fixture(scope="session")
def tiny_mnist(tmp_path_factory: pytest.TempPathFactory, digits: Pictures) -> Path:
    """A folder with MNIST's training files, of template digits."""
    folder = tmp_path_factory.mktemp("mnist")
    count = len(digits.labels)
    images = struct.pack(">4I", 0x803, count, 28, 28) + digits.images.tobytes()
    labels = struct.pack(">2I", 0x801, count) + digits.labels.astype(np.uint8).tobytes()
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(images, 1))
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels, 1))
    return folder


@pytest.fixture(scope="session")
def tiny_ink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ink file of six writers with every template once each."""
    path = tmp_path_factory.mktemp("ink") / "digits.jsonl"
    rng = np.random.default_rng(6)
    lines = [
        {
            "label": template.label,
            "writer": writer,
            "strokes": [stroke.tolist() for stroke in draw(template, rng)],
        }
        for writer in range(6)
        for template in TEMPLATES
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path
