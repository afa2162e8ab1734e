"""HTML and SVG from code: whatever is not markup already is escaped.

What is written is well-formed XML too, so that a strict parser can check a whole page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

Attribute = str | int | float | bool | None

VOID = frozenset({"br", "col", "hr", "input", "link", "meta"})
# Characters that neither HTML nor XML may hold; a transcript may hold anything.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Markup: words that were escaped, or elements around them."""

    __slots__ = ()


def escaped(words: str) -> Html:
    """Words as markup; markup stays as it is. Forbidden characters become U+FFFD."""
    if isinstance(words, Html):
        return words
    return Html(html.escape(_FORBIDDEN.sub("\ufffd", words), quote=True))


def element(name: str, /, *inside: str, **attributes: Attribute) -> Html:
    """One element; what stands inside is escaped unless it is `Html`.

    In the names of attributes `_` stands for `-`, and one at the end is dropped (`class_`). An
    attribute that is null or false is left out; one that is true has an empty value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Parts one after the other, each escaped unless it is `Html`."""
    return Html(escaped(between).join(escaped(part) for part in parts))


def data(value: float | None, shown: str) -> Html:
    """A number as people read it, with its full value for programs; a null as it is shown."""
    return escaped(shown) if value is None else element("data", shown, value=repr(value))


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    words = "" if value is True else str(value)
    return f' {key.rstrip("_").replace("_", "-")}="{escaped(words)}"'
