"""What stands in a report and was never said there: letters that were printed, lists of votes.

The words above end where it begins, and until the next label nobody speaks.

    kind      example                                         counter-example
    printed   … ordered to be printed in the Record, as follows:   My points are as follows:
    handed in [The prepared statement of Mr. Tadd follows:]   What follows is worse.
    note      —The members vote.                              — He said so.
    division  The House divided: Ayes 41, Noes 12             The House divided on this.
    votes     YEAS.--Messrs. Corm, and Dunn--2.               Yeas win.
    closed    [Whereupon, at 3 p.m., the hearing adjourned.]  [We rose at 3 p.m.]
    asked     2. Mr Tadd asked the Minister for Ports when …  Mr Tadd asked me when …
    decided   Motion, as amended, agreed to, namely:          The motion was agreed to in May.
    of a tool ACTION ITEM: Mend it - WATCH: https://…         ACTION ITEM: Mend it
    clock     2.15 pm                                         at 2.15 pm

Behind the link of a tool's note, and behind a clock inside a speech, the speaker above goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.lines import Line
from index.language.vocabulary import normal
from index.parsing.clocks import is_clock
from index.parsing.labelwords import JOINTS, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.notesbelow import notes_below, titles_between
from index.parsing.placed import begins_paragraph

_PRINTED = re.compile(
    r"(?i)there being no objection,? .{5,160}(?:as follows|follows)[:.]"
    r"|(?:the )?(?:text|letters?|articles?|statements?|amendments?|resolutions?|material|documents?"
    r"|editorials?|reports?|memorand\w+|information)\b.{0,120}"
    r"(?:printed|inserted|included|submitted|handed in).{0,80}follows?[:.]"
    r"|[\[(](?!translation)(?:the|an?)? ?[^\])]{4,150}\bfollows?[:.]?[\])][:.]?"
    r"|the text of .{4,100} (?:is|reads?|was) as follows[:.]"
)
_DIVISION = re.compile(
    r"(?i)(?:the )?(?:house|senate|committee|assembly|council|dáil|seanad|parliament)"
    r" (?:having )?divided\b[:.,;]?(?: ayes?,? ?\d.{0,60}| \[.{3,40}\].{0,40})?[.:]?"
    r"|.{0,60}\bdivision (?:was )?(?:taken|held|called)\b.{0,60}(?:result|follows)\b.{0,20}"
    r"|a (?:party|personal|recorded) vote was (?:called for|taken|requested)\b.*"
    r"|[\[(]?division (?:no\.? ?|number )\d{1,4}\b.{0,60}"
    r"|\((?:the )?(?:house|senate|committee|assembly) divided .{3,120}\)"
    r"|(?:the )?(?:yeas|ayes) and (?:nays|noes) were (?:ordered|required|taken|demanded|called)\b.*"
    r"|(?:yeas|nays|ayes|noes|absent|excused|not voting)\.?(?:--|[—–]) ?(?:messrs|mr|senators?)\b.*"
    r"|the result was announced.{0,80}|the vote was taken by .{0,80}"
    r"|\[?(?:rollcall|roll call|recorded) vote no\.? ?\d.{0,40}"
    r"|(?:ayes|noes|yeas|nays|affirmative|negative|tellers|not voting|answered .present.)"
    r"(?: ?[(:.–—-]+ ?\d{1,3}\)?.{0,20})"
)
# What stands below is no more of this sitting, or nobody says it.
_CLOSED = re.compile(
    r"(?i)[\[(](?:whereupon|thereupon)\b.*"
    r"|[\[(](?:la séance est levée|the (?:sitting|meeting|hearing|session|house|committee)"
    r" (?:was |is |stands |then )?(?:closed|adjourned|rose)|schluss\b"
    r"|(?:deposition|proceedings|hearing)"
    r" (?:was |were )?(?:concluded|adjourned|closed))\b[^\])]{0,120}[\])]\.?"
)
# A question that a report tells: "2. Mr Tadd asked the Minister for Ports when the pier …".
_ASKED = re.compile(
    rf"(?P<number>\*?\(?\d{{1,4}}[.)]?\s+)?(?P<name>[{UPPER}][^:;?!\n]{{2,80}}?)\s+(?:"
    r"asked\s+(?:the|Her|His|Madam|Mr\.?)\s.{0,40}?(?:Minister|Secretary|Government|Leader"
    r"|President|Attorney|Chair|Premier|Treasurer|Taoiseach|Tánaiste|Speaker|Chancellor|Commission"
    r"|Council|Governor|Mayor)|minta\s+(?:Menteri|Perdana|Timbalan|Ketua))"
)
_ASKED_LINES = 20
"""A label stands so few lines below a question that is told, and answers it."""
_DECIDED = re.compile(
    r"(?:The )?(?:[Mm]otion|[Aa]mendment|[Qq]uestion|[Rr]esolution|[Bb]ill|[Cc]lause|[Rr]eport)s?"
    r"(?:, as amended,)? (?:put and |accordingly )?(?:agreed to|negatived|adopted|lapsed)\b"
    r"(?: in accordance with .*| by .*|,? namely:.*)"
    r"|Accordingly,? .{0,60}\b(?:[Hh]ouse|[Ss]enate|[Cc]ommittee|[Aa]ssembly|[Cc]ouncil)\b"
    r" (?:resolved|rose|adjourned|stood|divided|proceeded)\b.*"
)
# What a recorder writes into the words of the one who speaks.
_TOOL = re.compile(
    r"[A-Z]{2,}(?: [A-Z]{2,}){0,3}: \S[^\n]{2,400}?(?:\n[^\n]{0,200}?)??"
    r"(?:^|\s)[-–—] [A-Z]{3,}: ?https?://\S+",
    re.MULTILINE,
)
_CLOCK = re.compile(
    r"[\[(]?(?:\d{1,2}(?:[.:]\d{2}){0,2} ?(?:[ap]\.?m\.?|noon|Uhr)"
    r"|(?:\d{1,2}[.:]\d{2}|\d{4}) ?(?:hrs?\.?|hours))[\])]?[.:]?|[\[(]\d{1,2}[.:h]\d{2}[\])]"
)
_SENTENCE_ENDS = (".", "?", "!", "…", '"', "”", ")", "]", "*")
_RULE, _TITLE = re.compile(r"-{3,}|\*{3,}|_{3,}|(?:[*-] ){2,}[*-]"), re.compile(r"#{1,6} \S")
_END_OF = re.compile(
    r"[-–—_=*\[( ]*(?i:(?:end|conclusion) of (?:the )?"
    r"(?:audio|interview|recording|transcript|tape|session))[-–—_=*\]). ]*"
)
_CLOCK_SIGNS = "0123456789([<*_#"
_NOTE_LINES = 6
_FIRST = frozenset("tThHaAnNyYdDrRqQ[(sSlLeEmMiIcC")
_DASHED = re.compile(r"[—–-]{1,2}[^\W\d_].{5,250}[.:]")
_AGAIN, _MOSTLY = 4, 0.7
_JOINED = 3
"""Lines over which such a notice may run."""


def with_inserts(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those of nobody where something printed or a list of votes begins."""
    if not marks:
        return list(marks)
    taken = sorted(mark.ends_before for mark in marks)
    first = taken[0]
    found = _dashed(lines, taken)
    for number, line in enumerate(lines):
        if line.start <= first or line.text[0] not in _FIRST:
            continue
        if _is_insert(lines, number) and not _holds_label(taken, line):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
    found += _closed(lines, taken) + _told(lines, taken) + _of_tools(lines, marks, taken)
    found += _clocks(lines, marks, taken) + _appended(lines, taken)
    found += notes_below(lines, marks) + titles_between(lines, marks)
    return sorted([*marks, *found], key=lambda mark: mark.start)


def _closed(lines: Sequence[Line], taken: Sequence[int]) -> list[Mark]:
    """Notes that a sitting was closed, where words and no label stand below them."""
    found = []
    for number, line in enumerate(lines):
        if line.start > taken[-1] and line.text.startswith("NOTE: "):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
        if line.text[0] not in "[(" or line.start <= taken[0] or not _CLOSED.match(line.text):
            continue
        below = number + 1
        while (
            below < min(len(lines), number + _NOTE_LINES)
            and not lines[below].gap
            and not re.search(r"[\])]", lines[below - 1].text)
        ):
            below += 1
        if below < len(lines) and not _holds_label(taken, lines[below]):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
    return found


def _of_tools(lines: Sequence[Line], marks: Sequence[Mark], taken: Sequence[int]) -> list[Mark]:
    """Notes with a link that a tool writes into a turn, and the label above again behind each."""
    found = []
    labels = sorted(marks, key=lambda mark: mark.ends_before)
    for number, line in enumerate(lines):
        if line.start <= taken[0] or _holds_label(taken, line):
            continue
        below = lines[number + 1].text if number + 1 < len(lines) else ""
        note = _TOOL.match(f"{line.text}\n{below}")
        if not note:
            continue
        wrapped = note.end() > len(line.text)
        end = note.end() - len(line.text) - 1 + lines[number + 1].start if wrapped else 0
        end = end or line.start + note.end()
        found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
        speaker = labels[bisect_right(taken, line.start) - 1]
        found.append(replace(speaker, start=end, after=end, start_s=None, cut=None))
    return found


def _appended(lines: Sequence[Line], taken: Sequence[int]) -> list[Mark]:
    """What a tool or an archive adds: an end of the recording, and notes behind the last label.

    Notes stand below a rule and a heading. Behind an end somebody may go on: nobody's, not lost.
    """
    return [
        Mark(line.text, line.start, line.start, cut=line.start, known=False)
        for line, below in pairwise((*lines, lines[-1]))
        if (line.start > taken[-1] and _RULE.fullmatch(line.text) and _TITLE.match(below.text))
        or (line.start > taken[0] and _END_OF.fullmatch(line.text, 0, _DIVISION_LENGTH))
    ]


def _clocks(lines: Sequence[Line], marks: Sequence[Mark], taken: Sequence[int]) -> list[Mark]:
    """Clocks alone between two lines of one speech, and the label above again behind each."""
    found = []
    labels = sorted(marks, key=lambda mark: mark.ends_before)
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.text[0] not in _CLOCK_SIGNS or not (is_clock(line) or _CLOCK.fullmatch(line.text)):
            continue
        place = bisect_right(taken, line.start) - 1
        # Above a label the clock is when somebody began; right below one it is the label's own.
        inside = place >= 0 and labels[place].after < above.end
        # In lines that are wrapped at any word a time of the speech can stand alone.
        apart = (line.gap and below.gap) or above.text.endswith(_SENTENCE_ENDS)
        if inside and apart and bisect_right(taken, below.end) - 1 == place:
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
            end = line.end
            found.append(replace(labels[place], start=end, after=end, start_s=None, cut=None))
    return found


def _told(lines: Sequence[Line], taken: Sequence[int]) -> list[Mark]:
    """Questions that a report tells above who answers them, and what a house decided."""
    found = []
    for number, line in enumerate(lines):
        asked = _ASKED.match(line.text)
        told = asked and _names_asker(asked) and _answered(lines, number, taken)
        decided = line.start > taken[0] and _DECIDED.match(line.text)
        if (told or decided) and begins_paragraph(lines, number) and not _holds_label(taken, line):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
    return found


def _names_asker(asked: re.Match[str]) -> bool:
    """Whether a name with a title or a number, or in capitals, stands before the verb."""
    words = asked["name"].split()
    high = all(
        word[0].isupper() or normal(word) in JOINTS or not word[0].isalpha() for word in words
    )
    titled = is_titled(normal(asked["name"])) or words[-1].isupper()
    return high and (titled or asked["number"] is not None)


def _answered(lines: Sequence[Line], number: int, taken: Sequence[int]) -> bool:
    below = lines[min(number + _ASKED_LINES, len(lines) - 1)]
    return bisect_right(taken, below.end) > bisect_right(taken, lines[number].end)


def _dashed(lines: Sequence[Line], taken: Sequence[int]) -> list[Mark]:
    """Paragraphs that begin with a dash and stand right above labels again and again."""
    labels = set(taken)
    found, above = [], 0
    for line, below in pairwise(lines):
        dashed = line.gap and line.start > taken[0] and _DASHED.fullmatch(line.text)
        if dashed and not _holds_label(taken, line):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
            above += below.start in labels or line.text.endswith(":")
    return found if above >= max(_AGAIN, _MOSTLY * len(found)) else []


def _is_insert(lines: Sequence[Line], number: int) -> bool:
    text = lines[number].text
    if len(text) < _DIVISION_LENGTH and _DIVISION.fullmatch(text):
        return True
    if not _PRINTED_SIGN.match(text):
        return False
    run = [text]
    for line in lines[number + 1 : number + _JOINED]:
        if line.gap:
            break
        run.append(line.text)
    return any(_PRINTED.fullmatch(" ".join(run[: count + 1])) for count in range(len(run)))


_DIVISION_LENGTH = 160
_PRINTED_SIGN = re.compile(
    r"(?i)there being|the |text|letter|article|statement|amendment|resolution|material|document"
    r"|editorial|report|memorand|information|[\[(]"
)


def _holds_label(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start
