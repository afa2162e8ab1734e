"""Names that only a page's markup sets apart from the words: by a class, or in bold before them.

    <span class="speaker">Ada Quill</span> <span class="ts">0:03</span> <div>The gate.</div>
    <p><strong>Ada Quill</strong> The gate.</p>

A colon is set behind each, so that it is read as the labels of other pages are. A class counts only
if it is called by what it holds, since few words that come back may also be kinds of articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from index.language.naming import is_opener, may_name, shape
from index.readers.markup import Node, all_blocks, page_root, page_text, walk

_CLASS = re.compile(
    r"(?i)(?:^|[_-])(?:speakers?|authors?|user-?names?|user|nick(?:name)?|sender|from|who|voice|name"
    r"|participant|person|interview(?:er|ee)|host|guest)(?:$|[_-])|speaker|username|author-?name"
)
_BOLD = ("strong", "b")
_BLOCKS = ("p", "div", "li", "td", "dd")
_LEAST, _NAME_SIGNS, _NAME_WORDS = 4, 40, 5
_MOST = 0.4
"""The least share of a page's text that stands between the first name and the last one."""
_FEW_WORDS, _INITIALS = 4, 3
"""The most words above a name, such as a time, and the most letters of a picture's stand-in."""
_COVERED = 0.6
"""The least share of the paragraphs between the first and the last name that begin with one."""


def with_voices(text: str) -> str | None:
    """The page with a colon behind each such name; None where it has none.

    Lists of other articles and comments have names, too: what is between the first name and the
    last one must be most of the page.
    """
    root = page_root(text)
    if root is None:
        return None
    most = _MOST * len(all_blocks(text))
    groups = [nodes for nodes in _groups(root) if _between(root, nodes) >= most]
    best = max((nodes for nodes in groups if _stand_before(nodes)), key=len, default=None)
    if not best:
        return _signed(root, max(groups, key=len, default=()))
    for node, around in zip(best, _around(best), strict=True):
        _without_initials(node, around)
        name = _words(node).rstrip(" –—-")
        for child in list(node):
            node.remove(child)
        node.text = f"{name}:"
        node.tail = f" {node.tail or ''}"
    return page_text(root)


def _groups(root: Node) -> list[list[Node]]:
    """The elements that may hold names: those of one class, of several, or in bold."""
    classed: dict[str, list[Node]] = defaultdict(list)
    bold: list[Node] = []
    blocks: list[Node] = []
    for event, element in walk(root):
        if event == "end":
            continue
        tokens = (element.get("class") or "").split()
        for token in filter(_CLASS.search, tokens):
            classed[token].append(element)
        if element.tag in _BOLD and _leads(element):
            bold.append(element)
        if element.tag in _BLOCKS:
            blocks.append(element)
    groups = [nodes for nodes in classed.values() if _are_voices(nodes)]
    if not groups:
        every = {node for nodes in classed.values() for node in nodes}
        together = [node for event, node in walk(root) if event == "start" and node in every]
        groups = [together] * _are_voices(together)
    return groups + [bold] * (_are_voices(bold) and _covers(bold, blocks))


def _between(root: Node, nodes: Sequence[Node]) -> int:
    """The signs of text between the first of these elements and the last one."""
    signs, inside = 0, False
    for event, element in walk(root):
        inside = inside or (event == "start" and element is nodes[0])
        if event == "start" and element is nodes[-1]:
            break
        words = element.text if event == "start" else element.tail
        signs += len((words or "").strip()) * inside
    return signs


def _signed(root: Node, names: Sequence[Node]) -> str | None:
    """The page with a dash before names that stand below their words, so that none is a label."""
    for node in names:
        node.text = f"— {(node.text or '').lstrip()}"
    return page_text(root) if names else None


def _around(nodes: Sequence[Node]) -> list[Node]:
    """For each name the largest element around it that holds no other one."""
    counts: Counter[Node] = Counter()
    for node in nodes:
        counts.update((node, *node.iterancestors()))
    around = []
    for node in nodes:
        while (parent := node.getparent()) is not None and counts[parent] == 1:
            node = parent  # noqa: PLW2901 (it climbs)
        around.append(node)
    return around


def _stand_before(nodes: Sequence[Node]) -> bool:
    """Whether names stand before what is said: a name below its words would name the next one's."""
    before = after = 0
    for node, around in zip(nodes, _around(nodes), strict=True):
        above, _, below = _words(around).partition(_words(node))
        if len(above.split()) > _FEW_WORDS:
            return False
        before += len(above.split())
        after += len(below.split())
    if after > before:
        return True
    # Names and words follow each other, none around the other: words stand behind the last one.
    last = nodes[-1]
    behind = (last.tail or "").strip() or any(map(_words, last.itersiblings()))
    return before == 0 and bool(behind)


def _without_initials(node: Node, around: Node) -> None:
    """Take out the letters that stand for a person's picture, before the name."""
    initials = {word[0] for word in _words(node).split()}
    for element in around.iter():
        if element is node:
            return
        letters = _words(element)
        if letters and len(letters) <= _INITIALS and set(letters) <= initials and not len(element):
            element.text = None


def _words(node: Node) -> str:
    return " ".join("".join(node.itertext()).split())


def _leads(node: Node) -> bool:
    """Whether bold words begin a paragraph that goes on behind them."""
    parent = node.getparent()
    if parent is None or parent.tag not in _BLOCKS or node.getprevious() is not None:
        return False
    return not (parent.text or "").strip() and len(_words(parent)) > len(_words(node)) + 1


def _are_voices(nodes: Sequence[Node]) -> bool:
    """Whether these are the same few names again and again, none with a colon."""
    names = [_words(node) for node in nodes]
    known = set(names)
    return (
        len(names) >= _LEAST
        and 1 < len(known) <= len(names) / 2
        and all(
            0 < len(name) <= _NAME_SIGNS
            and len(name.split()) <= _NAME_WORDS
            and name[-1] not in ":：.?!"
            and may_name(name)
            and not is_opener(name)
            and (shape(name) != "lower" or " " not in name)
            for name in known
        )
    )


def _covers(names: Sequence[Node], blocks: Sequence[Node]) -> bool:
    """Whether most paragraphs between the first name and the last one begin with one."""
    parents = [node.getparent() for node in names]
    places = [place for place, block in enumerate(blocks) if block in parents]
    between = [block for block in blocks[places[0] : places[-1] + 1] if _words(block)]
    return len(names) >= _COVERED * len(between)
