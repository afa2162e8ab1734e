"""Transcripts that are written as scenes: whole stretches as a kind prints them, in any order.

A line `@label|printed|words` is a turn: what is printed stands before the words, `/` in it ends a
line and `\\|` is a bar; `*` in the words is fiction. A line `?` is fiction that nobody is printed
before. All other lines are what nobody says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.index.imitations.writing import Sheet, wrapped

_BAR = "\x00"
_CLOSING = re.compile(r"(?:</\w+>| \x00)$")
# A bar that ends a line, and none of a closing tag.
_ENDS = re.compile(r"(?<!<)/")


@dataclass(frozen=True, slots=True)
class Script:
    """A kind as scenes: `head` once, then `scenes` in any order, then `tail`.

    :param width: Lines are wrapped at so many characters; 0 for one line a paragraph.
    :param page: What stands between two pages, `{n}` for the number.
    :param every: Lines of a page.
    :param numbered: The lines of a page have numbers.
    """

    name: str
    head: str
    scenes: tuple[str, ...]
    tail: str = ""
    language: str = "en"
    width: int = 0
    indent: str = ""
    hang: str = ""
    gap: bool = True
    page: tuple[str, ...] = ()
    every: int = 44
    numbered: bool = False
    paragraphs: int = 3
    lines: int = 320
    suffix: str = ".txt"
    salt: tuple[str, ...] = ()
    date: str | None = None
    title: str | None = None


def performance(script: Script, seed: int = 0) -> Sheet:
    """A transcript of this kind, with what a careful reader finds in it."""
    sheet = Sheet(seed, script.language, salt=script.salt)
    sheet.date, sheet.title = script.date, script.title
    body: list[str] = []
    while len(body) < script.lines:
        for scene in sheet.rng.sample(script.scenes, len(script.scenes)):
            for line in scene.strip("\n").split("\n"):
                body += _written(sheet, script, line)
    sheet.write(*script.head.strip("\n").split("\n"), "", *_paged(body, script))
    for line in script.tail.strip("\n").split("\n"):
        sheet.write(*_written(sheet, script, line))
    return sheet


def _written(sheet: Sheet, script: Script, line: str) -> list[str]:
    if not line.startswith(("@", "?")):
        return [line]
    if line.startswith("?"):
        paragraphs, opened = sheet.speech(script.paragraphs), line[1:]
        sheet.says(None, paragraphs)
        above: list[str] = []
    else:
        label, printed, *words = line[1:].replace("\\|", _BAR).split("|")
        paragraphs = _said(sheet, script, words[0] if words else "*")
        closing = _CLOSING.search(paragraphs[-1])
        said = [*paragraphs[:-1], _CLOSING.sub("", paragraphs[-1])]
        sheet.says(label, [part.replace(_BAR, "|") for part in said])
        if closing:
            paragraphs = [*said[:-1], said[-1] + closing[0]]
        paragraphs = [part.replace(_BAR, "|") for part in paragraphs]
        printed = printed.replace("{n}", f"{len(sheet.said):02}").replace(_BAR, "|")
        *above, opened = _ENDS.split(printed)
    lines = [script.indent + part if part else "" for part in above]
    for number, paragraph in enumerate([opened + paragraphs[0], *paragraphs[1:]]):
        if number and script.gap and not script.width:
            lines.append("")
        if script.width:
            lines += wrapped(paragraph, script.width, script.indent, script.hang)
        else:
            lines.append(script.indent + paragraph)
    return [*lines, ""] if script.gap else lines


def _said(sheet: Sheet, script: Script, words: str) -> list[str]:
    if "*" not in words:
        return [words]
    before, after = words.split("*", 1)
    paragraphs = sheet.speech(script.paragraphs)
    paragraphs[0] = before + paragraphs[0]
    if after and (after[0] == "<" or after[-1] == _BAR):
        paragraphs[-1] += after
    elif after:
        paragraphs[-1] = paragraphs[-1].rstrip(".?") + after
    return paragraphs


def _paged(lines: list[str], script: Script) -> list[str]:
    if script.numbered:
        lines = [line for line in lines if line.strip()]
        lines = [f"{at % script.every + 1:>2}  {line}" for at, line in enumerate(lines)]
    paged: list[str] = []
    for number, line in enumerate(lines):
        if script.page and number and number % script.every == 0:
            paged += [part.format(n=number // script.every + 1) for part in script.page]
        paged.append(line)
    return paged
