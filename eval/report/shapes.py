"""What a plot is drawn of; `templates/parts.html` writes it as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

WIDTH = 400.0

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place; `anchor` is SVG's text-anchor, empty for words that begin there."""

    tag: ClassVar[str] = "text"
    x: float
    y: float
    words: str
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Lines, or the outline of an area, as SVG's path data."""

    tag: ClassVar[str] = "path"
    kind: str
    d: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A disc, or the polygon with these corners."""

    x: float
    y: float
    size: float
    hollow: bool
    corners: tuple[Pair, ...]

    @property
    def tag(self) -> str:
        """The name of the element."""
        return "polygon" if self.corners else "circle"


@dataclass(frozen=True, slots=True)
class Together:
    """Shapes of one series, or under one title."""

    tag: ClassVar[str] = "g"
    parts: tuple[Shape, ...]
    kind: str = ""
    title: str = ""


Shape = Words | Path | Marker | Together


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, `WIDTH` wide; ids of title and description begin with its name."""

    name: str
    title: str
    description: str
    height: float
    parts: tuple[Shape, ...]
    width: float = WIDTH
