r"""Values of YAML above a text: quoted, escaped, and running over several lines.

title: "Remarks at the\_Weir and\        title: >
  \ at the Lock"                           Remarks at the Weir
                                           and at the Lock
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.lines import Line

_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_BLANKS = "nrtvfN_LP0 "
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?")
_MOST_LINES = 12
"""A value goes on over so many lines at most."""


def read_scalar(value: str, below: Sequence[Line]) -> tuple[str, int]:
    """The value that begins with `value` behind its key, and how many lines below belong to it."""
    block = _BLOCK.fullmatch(value)
    if value[:1] not in ("'", '"') or _is_closed(value):
        parts = [] if block else [value]
        for count, line in enumerate(below[:_MOST_LINES]):
            if not line.indent or (not block and _is_item(line.text)):
                return " ".join(parts), count
            parts.append(line.text)
        return " ".join(parts), len(below[:_MOST_LINES])
    whole = value
    for count, line in enumerate(below[:_MOST_LINES], 1):
        folded = value[:1] == '"' and whole.endswith("\\")
        whole = whole[:-1] + line.text if folded else f"{whole} {line.text}"
        if _is_closed(whole):
            return whole, count
    return value, 0


def _is_item(text: str) -> bool:
    """Whether a line below a key is a member of a list or a key of its own."""
    return text[:2] == "- " or ": " in text or text[-1] == ":"


def unquoted(value: str) -> str:
    """A value without its quotation marks, its escapes read, with single spaces."""
    quote = value[:1]
    if quote not in ("'", '"') or value[-1:] != quote or len(value) < 2:
        return value
    inner = value[1:-1]
    read = inner.replace("''", "'") if quote == "'" else _ESCAPED.sub(_unescaped, inner)
    return " ".join(read.split())


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else ""
    return " " if match[4] in _BLANKS or match[4].isspace() else match[4]


def _is_closed(value: str) -> bool:
    """Whether the quotation that a value opens ends with it."""
    if len(value) < 2 or value[-1] != value[0]:
        return False
    inner = value[1:-1]
    if value[0] == "'":
        return "'" not in inner.replace("''", "")
    return bool(re.fullmatch(r"(?:[^\"\\]|\\.)*", inner, re.DOTALL))
