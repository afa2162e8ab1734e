"""Where speech stops although no label follows: end marks, footers, links, stage directions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.lines import CLOCK, Line, is_end, trim
from index.parsing.headlines import is_title
from index.parsing.interludes import is_note, without_interludes

_INLINE_END = re.compile(rf"[.?!—-]\s+(END(?:\s+{CLOCK})?)$")
_CLOCK_LINE = re.compile(CLOCK)
_FOOTER = re.compile(
    r"(?i)(?:more from|related(?: \w+)?|read (?:more|next|also)|see also|also (?:in|on|read)"
    r"|recommended|most (?:read|popular)|popular|trending|you (?:may|might) also like|latest (?:in"
    r"|from|news)|publication status|published in sections?|share this"
    r"|filed under|tags|tagged|posted in|next article|previous article"
    r"|sign up|subscribe|follow us|contact us|about us|source|copyright|©|\(c\)\s?\d{4})\b.*"
    r"|.*\ball rights reserved\b.*|.*©.*"
)
_BULLET = re.compile(r"[•·▪◦‣]\s|\[?read more", re.IGNORECASE)
_LINK_END = re.compile(r"\[(?:read|view|see) more[^\]]*\]$", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"[-_*=#~—–\s.·•]{3,}|[-_*#>•]+|\(?more\)?|\d{1,2}-\d{1,2}/\d{1,2}(?:/\d{2,4})?"
)
_DIRECTION = re.compile(
    r"[(\[](?=.{3,300}$)(?:[^()\[\]]|\([^()\[\]]{1,60}\)|\[[^()\[\]]{1,60}\])+[)\]]\.?"
)
# What was added in writing afterwards is marked with asterisks, a line of its own. With a space
# behind one, and no word above that has an asterisk, it is a point of a list.
_FOOTNOTE = re.compile(r"(?!\*\*[^*\n]{1,60}\*\*)\*{1,4}\s?\S.*")
_POINT = re.compile(r"\*\s")
_NOTED = re.compile(r"[^\s*]\*(?!\w)")
# A field of the record below the last turn: "Duration: 41 minutes".
_FIELD = re.compile(
    r"(?:Duration|Running time|Recorded|Transcribed|Length)\b[^.?!]{0,20}: ?\S.{0,80}"
)
_VENUE_LINE = re.compile(r"James S\. Brady .*|Via (?:Conference Call|Telephone|Teleconference)")


def end_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines that end a transcript, in text order; labels may follow after them."""
    return [line for line in lines if is_end(line.text)]


def speech_end(
    text: str,
    lines: Sequence[Line],
    start: int,
    stop: int,
    *,
    last: bool,
    asked: bool = False,
    again: frozenset[str] = frozenset(),
    shouted: bool = False,
) -> int:
    """Where the words of a turn end that has `start:stop` for itself.

    :param lines: The lines of the turn.
    :param last: Whether no turn follows in this document: then footers are looked for.
    :param asked: Whether an unnamed asker speaks next.
    :param again: Lines that the document has above many labels.
    :param shouted: Whether the document is in capitals, so that these tell no heading.
    """
    kept = list(lines)
    if last:
        kept = _before_footer(kept)
        kept = kept if shouted else _without_headings(kept)
    count = 0
    noted = any(_NOTED.search(line.text) for line in lines)
    while count != len(kept):
        count = len(kept)
        while len(kept) > 1 and _is_no_speech(kept[-1].text, last=last, noted=noted):
            kept.pop()
            kept = _without_headings(kept) if last and not shouted else kept
        while len(kept) > _PAIR and _is_wrapped_note(kept[-2].text, kept[-1].text):
            kept = kept[:-_PAIR]
        if not last:
            kept = without_interludes(kept, asked=asked, again=again, shouted=shouted)
    if not kept:
        return trim(text, start, stop)[1]
    end = kept[-1].end
    if last:
        inline = _INLINE_END.search(kept[-1].text)
        if inline:
            end = kept[-1].start + inline.start(1)
    return trim(text, start, max(start, end))[1]


_PAIR = 2


def _is_wrapped_note(text: str, below: str) -> bool:
    """Whether a stage direction runs over two lines: `(Beifall bei der SPD`, `und der FDP)`."""
    opened = text[0] in "([" and text[-1] not in ")]"
    return opened and bool(_DIRECTION.fullmatch(f"{text} {below}"))


def _before_footer(lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines):
        if number == 0:
            continue
        short = len(line.text) <= 160
        if short and _FOOTER.fullmatch(line.text) and not line.text.endswith((".", "?", "!")):
            return lines[:number]
        if _BULLET.match(line.text) or _LINK_END.search(line.text[-80:]):
            return lines[:number]
        if short and "all rights reserved" in line.text.lower():
            return lines[:number]
    return lines


def _is_no_speech(text: str, *, last: bool, noted: bool) -> bool:
    if any(form.fullmatch(text) for form in (_SEPARATOR, _DIRECTION, _CLOCK_LINE)):
        return True
    if _FOOTNOTE.fullmatch(text) and (noted or not _POINT.match(text)):
        return True
    return last and bool(_VENUE_LINE.fullmatch(text) or _FIELD.fullmatch(text) or is_note(text))


def _without_headings(lines: list[Line]) -> list[Line]:
    """Without closing lines such as a site's name or another page's title."""
    count = len(lines)
    while count > 1 and _is_heading(lines[count - 1].text):
        count -= 1
    return lines[:count] if lines and lines[count - 1].text[-1] in '.?!”"’)—-…' else lines


def _is_heading(text: str) -> bool:
    """Whether most longer words of a line without a sentence's end begin with a capital."""
    if not is_title(text) or len(text.split()) > 16:
        return False
    longer = [word for word in re.findall(r"[^\W\d_][\w’'.-]*", text) if len(word) > 3]
    return bool(longer) and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)
