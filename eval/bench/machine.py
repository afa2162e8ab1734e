"""What the machine itself does, beside which every other figure stands."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from eval.bench.pairs import seconds
from index.encoding.bert import processor


def machine(folder: Path) -> dict[str, str]:
    """Bytes read, numbers multiplied, and a file made durable in this folder."""
    block = np.ones(2**25, dtype=np.float32)  # 128 MiB: beyond every cache
    read = min(seconds(lambda: float(block.sum())) for _ in range(5))
    square = np.ones((1024, 1024), dtype=np.float32)
    multiplied = min(seconds(lambda: square @ square) for _ in range(5))
    with tempfile.TemporaryFile(dir=folder) as file:
        synced = []
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            synced.append(seconds(lambda: os.fsync(file.fileno())))
    return {
        "processor": processor(),
        "processors that this process may use": str(len(os.sched_getaffinity(0))),
        "memory read": f"{block.nbytes / read / 2**30:.1f} GiB/s",
        "fp32 matrix": f"{2 * 1024**3 / multiplied / 1e9:.0f} Gflop/s",
        "fsync": f"{1000 * float(np.median(synced)):.2f} ms",
        "load": f"{os.getloadavg()[0]:.1f}",
    }
