"""Times as JSON and tables give them, in seconds."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Any, TypeAlias

from index.readers.cues import seconds

Value: TypeAlias = Any

_CLOCK = re.compile(r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?")
# A frame of a film behind the seconds: `00:00:05:12`, `00;00;05;12`.
_FRAMES = re.compile(r"(\d\d[:;]\d\d[:;]\d\d)[:;](\d\d)")
_FRAMES_A_SECOND = 30
_SPELT = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")


def seconds_of(value: Value, unit_s: float = 1.0) -> float | None:
    """Seconds of `1.5`, `"1.5s"`, `"0:01.5"`, `"PT1.5S"`, a date with a time, or an object.

    :raises ValueError: It is no time.
    """
    if isinstance(value, dict):
        for name in ("relative", "start"):
            if value.get(name) is not None:
                return seconds_of(value[name], unit_s)
        return float(value.get("seconds", 0)) + float(value.get("nanos", 0)) / 1e9
    if value is None or value == "":
        return None
    number = _of_text(value.strip(), unit_s) if isinstance(value, str) else float(value) * unit_s
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no time")
    return number


def _of_text(value: str, unit_s: float) -> float:
    if _CLOCK.fullmatch(value):
        return seconds(value)
    if framed := _FRAMES.fullmatch(value):
        return seconds(framed[1].replace(";", ":")) + int(framed[2]) / _FRAMES_A_SECOND
    spelt = _SPELT.fullmatch(value)
    if spelt:
        hours, minutes, rest = (float(part or 0) for part in spelt.groups())
        return hours * 3600 + minutes * 60 + rest
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", value):
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    if re.fullmatch(r"\d+,\d+", value):
        value = value.replace(",", ".")
    return float(value.removesuffix("s")) * unit_s
