"""What a page hides by style or has struck: nobody who reads it takes that for what was said.

Rules of the page's own style sheets and of its elements count, as far as they stand in the page:
no sheet is fetched and no script is run. Where nearly all words are hidden, the page only folds
them until a script shows them, or has a background that is told elsewhere: then they stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import cast

from index.readers.markup import Node, page_root, page_text, walk

_MAY_HIDE = re.compile(
    r"(?i)\bhidden\b|display\s*:|visibility\s*:|opacity\s*:|font-size\s*:|color\s*[:=]|indent\s*:|"
    r"(?:left|top)\s*:|line-through|<(?:template|noscript|dialog|del|s|strike)\b"
)
_NEVER_SHOWN = frozenset(("template", "noscript"))
_STRUCK = frozenset(("del", "s", "strike"))
_NO_WORDS = frozenset(("script", "style", "head"))
_NEARLY_ALL = 0.9
"""Share of a page's characters from which on what is hidden is what the page is about."""
_MOST_RULES = 5_000
_MOST_ABOVE = 64
"""Elements above one that are compared with a rule: pages nest to 40."""
_MOST_COMPARED = 500_000
"""Elements with rules: a page of 3,000 elements takes 60,000. Then only their own styles count."""
_LONGEST = 200
"""Characters of a value, and of an element's classes."""

_PROPERTIES = frozenset(
    "display visibility opacity font-size color background background-color text-indent position "
    "left top text-decoration text-decoration-line".split()
)
_SIMPLE = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)")
_NUMBER = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+))\s*([a-z%]*)")
_RGB = re.compile(r"rgba?\(([^()]*)\)")
_AS_ABOVE = frozenset(("inherit", "currentcolor", "none", "initial", "unset"))
_CLEAR = re.compile(r"transparent|rgba\([^()]*,\s*0(?:\.0+)?\s*\)")
_NAMED = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
}
_ALIKE = 16
"""Steps of 256 by which each part of two colours differs at most where nobody tells them apart."""
_FAR = 900
"""Pixels outside of the page."""

Colour = tuple[int, int, int]
Style = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A tag with classes and ids, as `p.note#first`."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    def fits(self, element: Node) -> bool:
        """Whether an element is meant."""
        return (
            self.tag in ("", element.tag)
            and self.ids <= {element.get("id", "")}
            and (not self.classes or self.classes <= _classes(element))
        )


def _classes(element: Node) -> set[str]:
    return set(element.get("class", "")[:_LONGEST].split())


@dataclass(frozen=True, slots=True)
class _Declared:
    """Properties that can hide words, and those that are marked as important."""

    plain: Style
    important: Style


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, its last part last, with what it sets; `weight` orders rules that disagree."""

    parts: tuple[_Part, ...]
    weight: tuple[int, int, int, int]
    sets: _Declared

    def fits_above(self, element: Node) -> bool:
        """Whether the elements above one are those that the selector asks for."""
        above = islice(element.iterancestors(), _MOST_ABOVE)
        return all(any(part.fits(one) for one in above) for part in self.parts[-2::-1])


class _Sheets:
    """The rules of a page's style sheets; stops comparing when it has compared enough."""

    def __init__(self, rules: Iterator[_Rule]) -> None:
        self._left = _MOST_COMPARED
        self._rules: defaultdict[str, list[_Rule]] = defaultdict(list)
        for rule in rules:
            last = rule.parts[-1]
            marks = [f"#{one}" for one in last.ids] + [f".{one}" for one in last.classes]
            self._rules[min(marks) if marks else last.tag or "*"].append(rule)

    def style(self, element: Node) -> Style:
        """What holds for an element: the heaviest rule of each property, and its own style."""
        own = _declared(element.get("style") or "")
        sets = [one.sets for one in sorted(self._fitting(element), key=lambda one: one.weight)]
        style: dict[str, str] = {}
        for one in (*sets, own):
            style |= one.plain
        for one in (*sets, own):
            style |= one.important
        return style

    def _fitting(self, element: Node) -> Iterator[_Rule]:
        if not self._rules:
            return
        marks = [f".{one}" for one in element.get("class", "")[:_LONGEST].split()]
        for mark in (*marks, f"#{element.get('id', '')}", str(element.tag), "*"):
            for rule in self._rules.get(mark, ()):
                self._left -= 1
                if self._left < 0:
                    return
                if rule.parts[-1].fits(element):
                    self._left -= _MOST_ABOVE // 4 if len(rule.parts) > 1 else 0
                    if rule.fits_above(element):
                        yield rule


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands on to those in it; a colour that is not known is None."""

    words: Colour | None = (0, 0, 0)
    behind: Colour | None = (255, 255, 255)
    pixels: float = 16.0
    visible: bool = True

    def within(self, element: Node, style: Style) -> _Look:
        """The look of an element that stands in one of this look."""
        words, behind, pixels, visible = self.words, self.behind, self.pixels, self.visible
        front = style.get("color") or element.get("color")
        back = style.get("background-color") or element.get("bgcolor")
        if back and back not in _AS_ABOVE and not _CLEAR.fullmatch(back):
            behind = _colour(back)
        if front and front not in _AS_ABOVE:
            words = behind if _CLEAR.fullmatch(front) else _colour(front)
        if (size := style.get("font-size")) is not None:
            of_above = size.endswith(("em", "%")) and not size.endswith("rem")
            pixels = _size(style, "font-size", 16, pixels if of_above else 16)
        if "visibility" in style:
            visible = style["visibility"] not in ("hidden", "collapse")
        return _Look(words, behind, pixels, visible)

    @property
    def unseen(self) -> bool:
        """Whether words of this look cannot be read."""
        alike = (
            self.words is not None
            and self.behind is not None
            and all(abs(a - b) <= _ALIKE for a, b in zip(self.words, self.behind, strict=True))
        )
        return alike or self.pixels < 2 or not self.visible


def shown(text: str) -> str:
    """The page without what it hides; as it was where it hides nothing, or nearly all."""
    if not _MAY_HIDE.search(text):
        return text
    root = page_root(text)
    if root is None:
        return text
    found = list(_hidden(root))
    folded = sum(_length(element) if whole else _own_length(element) for element, whole in found)
    if not found or (folded and folded >= _NEARLY_ALL * _length(root)):
        return text
    for element, whole in found:
        if whole:
            element.clear(keep_tail=True)
            if _ends_in_space(element) and element.tail:
                element.tail = element.tail.lstrip()
        else:
            element.text = " " if element.text else None
            for child in element:
                child.tail = " " if child.tail else None
    return page_text(root)


def _ends_in_space(element: Node) -> bool:
    """Whether the words right before an element end in white space."""
    before, above = element.getprevious(), element.getparent()
    words = before.tail if before is not None else above.text if above is not None else None
    return (words or "")[-1:].isspace()


def _hidden(root: Node) -> Iterator[tuple[Node, bool]]:
    """The elements that are not shown, and whether all in one is not; else its own words alone."""
    sheets = _Sheets(_rules(root))
    looks = [_Look()]
    inside: Node | None = None
    for event, element in walk(root):
        if not isinstance(element.tag, str) or element.tag in _NO_WORDS:
            continue
        if event == "end":
            looks.pop()
            inside = None if inside is element else inside
        elif inside is not None:
            looks.append(looks[-1])
        else:
            style = sheets.style(element)
            looks.append(looks[-1].within(element, style))
            if _is_out(element, style) and _length(element):
                inside = element
                yield element, True
            elif looks[-1].unseen and "".join(_own_words(element)).strip():
                yield element, False


def _is_out(element: Node, style: Style) -> bool:
    """Whether an element is not shown, with all in it."""
    display = style.get("display", "")
    placed = style.get("position") in ("absolute", "fixed")
    decoration = style.get("text-decoration-line") or style.get(
        "text-decoration", "line-through" if element.tag in _STRUCK else ""
    )
    return (
        element.tag in _NEVER_SHOWN
        or "line-through" in decoration
        or (element.tag == "dialog" and element.get("open") is None and not display)
        or display == "none"
        or (element.get("hidden") is not None and not display)
        or _size(style, "opacity", 1) < 0.05
        or _size(style, "text-indent", 0) < -_FAR
        or (placed and min(_size(style, "left", 0), _size(style, "top", 0)) < -_FAR)
    )


def _own_words(element: Node) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _declared(words: str) -> _Declared:
    """The properties of a declaration that can hide words."""
    found = _Declared({}, {})
    for one in _without_comments(words).split(";"):
        name, colon, value = one.partition(":")
        name = name.strip().lower()
        if colon and name in _PROPERTIES:
            plain, important, _ = value[:_LONGEST].lower().partition("!")
            name = "background-color" if name == "background" else name
            cast("dict[str, str]", found.important if important else found.plain)[name] = (
                plain.strip()
            )
    return found


def _rules(root: Node) -> Iterator[_Rule]:
    """The rules of the page's style sheets that can hide words, those for every screen."""
    sheets = "\n".join(sheet.text or "" for sheet in root.iter("style"))
    count = 0
    for selectors, words in _blocks(_without_comments(sheets)):
        sets = _declared(words)
        for selector in selectors.split(",") if sets.plain or sets.important else ():
            count += 1
            if count > _MOST_RULES:
                return
            if parts := _parts(selector):
                ids = sum(len(one.ids) for one in parts)
                classes = sum(len(one.classes) for one in parts)
                yield _Rule(parts, (ids, classes, sum(bool(one.tag) for one in parts), count), sets)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations; of blocks within others, those that hold for each screen."""
    above: list[str] = []
    pieces = re.split(r"([{}])", css)
    for words, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            above.append(words.strip())
        elif above:
            selectors = above.pop()
            if not selectors.startswith("@") and all(map(_always, above)):
                yield selectors, words


def _always(condition: str) -> bool:
    return condition.startswith(("@media", "@layer")) and not re.search(r"print|\(", condition)


def _without_comments(css: str) -> str:
    first, *others = css.split("/*")
    return " ".join((first, *(one.partition("*/")[2] for one in others)))


def _parts(selector: str) -> tuple[_Part, ...]:
    """The parts of a selector; none for one that tells more than tags, classes and ids."""
    parts = []
    for word in selector.replace(">", " ").split():
        found = _SIMPLE.fullmatch(word)
        if found is None:
            return ()
        marks = re.findall(r"[.#][\w-]+", found["marks"])
        tag = (found["tag"] or "").lower().strip("*")
        classes = frozenset(one[1:] for one in marks if one.startswith("."))
        parts.append(_Part(tag, classes, frozenset(one[1:] for one in marks if one[0] == "#")))
    return tuple(parts)


def _size(style: Style, name: str, otherwise: float, em: float = 16) -> float:
    """A size, in pixels where it is a length.

    :param em: Pixels of a letter's height.
    """
    found = _NUMBER.match(style.get(name, ""))
    if found is None:
        return otherwise
    scale = {"em": em, "rem": em, "%": em / 100, "pt": 1.33, "vw": 12.0}.get(found[2], 1.0)
    if name == "opacity":
        scale = 0.01 if found[2] == "%" else 1.0
    return float(found[1]) * scale


def _colour(words: str) -> Colour | None:
    words = words.strip().lower()
    if words in _NAMED:
        return _NAMED[words]
    digits = words.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(one * 2 for one in digits)
    if re.fullmatch(r"[0-9a-f]{6}", digits):
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    found = _RGB.fullmatch(words)
    parts = re.findall(r"\d+(?:\.\d+)?", found[1]) if found else []
    if len(parts) == 3:
        return int(float(parts[0])), int(float(parts[1])), int(float(parts[2]))
    return None


def _length(element: Node) -> int:
    """Characters of words of an element and of those in it."""
    return sum(
        _own_length(one)
        for one in element.iter()
        if isinstance(one.tag, str) and one.tag not in _NO_WORDS
    )


def _own_length(element: Node) -> int:
    return sum(len(" ".join(words.split())) for words in _own_words(element))
