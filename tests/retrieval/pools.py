"""Pools of candidates made by hand."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from retrieval.catalogue import IntArray
from retrieval.ranking import Floats, Pool

COLUMNS = tuple(field.name for field in fields(Pool) if field.name != "rows")


def column(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def pool(rows: IntArray | None = None, /, **columns: Floats) -> Pool:
    """A pool with these columns; the others are 0."""
    count = len(next(iter(columns.values())))
    given = {name: columns.pop(name, np.zeros(count)) for name in COLUMNS}
    assert not columns, f"a pool has no {', '.join(columns)}"
    return Pool(rows=np.arange(count) if rows is None else rows.astype(np.int64), **given)
