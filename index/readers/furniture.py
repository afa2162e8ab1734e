"""Small parts of a page that stand between the paragraphs of a talk and belong to the site.

    by class     <div class="share-bar">Share Tweet</div>, <div class="ad">Advertisement</div>
    by shape     <p><em>Read more: <a href="…">The weir and its eels</a></em></p>

Only short parts are taken out: a class may be called so and hold the page's own text.
"""

from __future__ import annotations

import re

from index.readers.markup import Node, page_root, page_text, walk

_CLASS = re.compile(
    r"(?i)(?:^|[_-])(?:shar(?:e|ing)|social|ads?|advert(?:s|isement)?|newsletter|promo|cookies?"
    r"|related|sponsor(?:ed)?|paywall)(?:$|[_-])"
)
_POINTER = re.compile(r"[^\W\d_]\S*(?: [^\W\d_]\S*){0,2} [a-zß-ÿ]\S*?\s?[:：]\s*")
_SHORT = 200
"""Signs of a part that may be taken out."""


def without_furniture(text: str) -> str:
    """The page without such parts."""
    root = page_root(text)
    if root is None:
        return text
    taken = [element for event, element in walk(root) if event == "start" and _is_taken(element)]
    for element in taken:
        _remove(element)
    return page_text(root) if taken else text


def _is_taken(element: Node) -> bool:
    classes = (element.get("class") or "").split()
    if any(map(_CLASS.search, classes)):
        words = _words(element)
        return len(words) <= _SHORT and ":" not in words
    return element.tag == "p" and _points_elsewhere(element)


def _points_elsewhere(paragraph: Node) -> bool:
    """Whether a paragraph is a few words and a colon, and all behind it is one link."""
    links = list(paragraph.iter("a"))
    if len(links) != 1 or not links[0].get("href"):
        return False
    whole, link = _words(paragraph), _words(links[0])
    return (
        bool(link) and whole.endswith(link) and bool(_POINTER.fullmatch(whole.removesuffix(link)))
    )


def _words(element: Node) -> str:
    return " ".join("".join(element.itertext()).split())


def _remove(element: Node) -> None:
    """Take an element out and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is None:
        parent.text = f"{parent.text or ''} {tail}"
    else:
        before.tail = f"{before.tail or ''} {tail}"
    parent.remove(element)
