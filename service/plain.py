"""Words as a terminal may show them: no escape of a transcript or a file name takes effect."""

from __future__ import annotations

import re

# C0 but tab and newline, DEL, C1, and what turns the direction of what follows.
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BOLD = re.compile("\x1b\\[(?:0|1)m")


def plain(words: str) -> str:
    r"""The words with every acting character written out, such as `\\x1b`."""
    return _ACTS.sub(_written_out, words)


def plain_but_bold(words: str) -> str:
    """The same, with the marks for bold type that we set ourselves.

    A transcript that sets bold type does so, too; it cannot do more than that.
    """
    kept = _BOLD.findall(words)
    if not kept:
        return plain(words)
    parts = [plain(part) for part in _BOLD.split(words)]
    return parts[0] + "".join(mark + part for mark, part in zip(kept, parts[1:], strict=True))


def plain_json(document: str) -> str:
    """A JSON text in which every acting character is escaped; it says the same."""
    return _ACTS.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
