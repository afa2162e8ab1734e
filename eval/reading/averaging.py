"""The mean of several readers' weights as one reader, at no more cost in reading.

`python -m eval.reading.averaging READER… --out FOLDER`. Readers that began with the same weights
and learned from different examples lie near enough to each other for their mean to read, and it
holds better on what none of them saw (Wortsman et al., "Model soups", 2022).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eval.reading.writing import weights_of, write_weights
from index.encoding.encoder import Model, find_model
from index.errors import OnRecordError, TrainingError
from retrieval.reading.weights import RECIPE


def average(readers: Sequence[Path], base: Model, out: Path) -> str:
    """Write the mean of readers, with all their recipes; one that is named twice counts twice.

    :return: The SHA-256 of its weights.
    :raises TrainingError: There are fewer than two readers.
    :raises ReaderChanged: A folder holds no reader of this base model.
    """
    if len(readers) < 2:
        raise TrainingError(f"{len(readers)} readers have no mean: give at least two folders")
    counts = Counter(readers)
    learned = [weights_of(folder, base.sha256) for folder in readers]
    mean = {
        name: sum((weights[name].float() for weights in learned[1:]), first.float()) / len(learned)
        for name, first in learned[0].items()
    }
    recipe = {
        "base": base.name,
        "mean_of": [json.loads((folder / RECIPE).read_text(encoding="utf-8")) for folder in counts],
        "counts": list(counts.values()),
    }
    return write_weights(mean, base.sha256, recipe, out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the mean as the command line says, and print its SHA-256."""
    parser = argparse.ArgumentParser(prog="python -m eval.reading.averaging", description=__doc__)
    parser.add_argument("readers", nargs="+", type=Path, metavar="READER")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        sha256 = average(options.readers, find_model(), options.out)
    except OnRecordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{options.out}: SHA-256 {sha256}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
