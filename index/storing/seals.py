"""A checksum in each row: what a flipped byte has changed is never served.

SQLite checks no bytes of its own; a name with another letter in it is a good name to it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from index.errors import DamagedIndex

SEAL = "seal"


def seal(values: Mapping[str, Any]) -> int:
    """CRC-32 of a row's values but the seal itself, in no order of columns."""
    plain = [(name, values[name]) for name in sorted(values) if name != SEAL]
    return zlib.crc32(json.dumps(plain, default=str).encode())


def sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its seal."""
    return {**values, SEAL: seal(values)}


def unsealed(values: Mapping[str, Any] | RowMapping, what: str) -> dict[str, Any]:
    """The row's values, compared with its seal.

    :param what: The kind of row, for the message.
    :raises DamagedIndex: They are not those that were written.
    """
    plain: dict[str, Any] = dict(values)
    written = plain.pop(SEAL)
    if seal(plain) != written:
        raise DamagedIndex(
            f"a {what} of the index differs from its checksum: put back a backup of its folder, "
            "or delete the folder and index the transcripts again; `onrecord verify` tells more"
        )
    return plain
