"""Tags of languages in the form of BCP 47, such as `en`, `pt-BR` or `zh-Hant-TW`."""

from __future__ import annotations

import re

EXPECTED = "a tag such as en, de or pt-BR; correct it or leave it out"
"""What a tag must be, and the cure, for messages."""

_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}"  # the language, and what extends it
    r"(?:-[A-Za-z]{4})?"  # the script
    r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"  # the region
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"  # variants
    r"(?:-[A-Za-z0-9](?:-[A-Za-z0-9]{2,8})+)*"  # extensions, and private use
)


def language_tag(text: str | None) -> str | None:
    """The text where it has the form of a tag, else None; no list of languages is asked."""
    return text if text is not None and _TAG.fullmatch(text) else None
