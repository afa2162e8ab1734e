"""Labels that slipped out of their document's form, and lines of that form that are prose.

Who speaks in a document is known from its labels. A paragraph that begins with one of them, but
without the colon, is his as well. And a word that stands before a colon in the middle of lines as
often as at their start opens sentences: no label does that.

    kind      example                           counter-example
    no sign   Ms. Quarle We looked at it.       Ms. Quarle looked at it.
    opener    It is wet. Miren: it is wet.      Ms. Quarle: It is wet.
    joined    It is wet. Ms. Quarle: No.        I said to Ms. Quarle: No.
    once      Kyodai: Is it wet?                Conclusion: it is wet.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.language.lines import ABBREVIATED, SPACE, Line
from index.language.naming import is_opener, shape
from index.language.vocabulary import LABEL_TITLES, is_anonymous, normal
from index.parsing.labelwords import is_forbidden, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.placed import is_voice
from index.parsing.verdicts import Verdict

_BEGUN = re.compile(rf"{SPACE}{{1,3}}(?=[{UPPER}“\"])")
_OTHER_SIGN = re.compile(
    rf"{SPACE}?[;.]{SPACE}+(?=[{UPPER}“\"])"
    rf"|{SPACE}*[(\[][^()\[\]\n]{{1,60}}[)\]]{SPACE}+(?=[{UPPER}“\"])"
    rf"|(?:{SPACE}*[(\[][^()\[\]\n]{{1,60}}[)\]]){{0,2}}(?:,{SPACE}[^;:.\n]{{2,60}})?"
    rf"{SPACE}?;{SPACE}+(?=[{UPPER}“\"])"
)
# Words that open a sentence and stand in no name: "Quarle We looked", not "Quarle Street".
OPENS = re.compile(
    r"(?:I|We|You|He|She|It|They|The|This|That|These|Those|There|Here|In|On|At|As|If|When|Who|What"
    r"|Why|How|Where|Which|My|Our|Your|His|Her|Nobody|No|Yes|Yeah|Well|So|And|But|Thank|Thanks|Let"
    r"|Do|Does|Did|Is|Are|Was|Were|Can|Could|Would|Will|Should|Have|Has|Had|Not|Now|Okay|To|For"
    r"|Three|Two|One|Please|Good|Right|Sure|Because|After|Before|With|From|Point|Just)"
    r"(?=[\s,.’'])"
)
_NUMBER = re.compile(rf"Q\.?{SPACE}?\d{{1,4}}\.?{SPACE}+")
_ENDED = re.compile(r"(?:[.?!…:—–-]|[)\]])[\"”’)\]]*$")
_LEAST_LETTERS = 4
_INLINE = re.compile(rf"[.?!”\"]{SPACE}(?P<label>[{UPPER}][^\s:.?!]*(?:{SPACE}[^\s:.?!]+){{0,3}}):")
_INLINE_SHARE = 4
"""A word is an opener if it stands inside lines at least once for so many times at their start."""


def bare_labels(lines: Sequence[Line], labels: Sequence[Mark]) -> Verdict:
    """Paragraphs that begin with a label that recurs in the document and lack its sign.

    One word before a word that opens no sentence may be a name or a thing: nobody is named.
    """
    known = Counter(mark.label for mark in labels)
    often = [label for label, count in known.items() if count > 1 and _is_full(label)]
    beginnings = tuple(often)
    taken = sorted(mark.ends_before for mark in labels)
    verdict = Verdict()
    for number, line in enumerate(lines):
        numbered = _NUMBER.match(line.text) if line.text[0] == "Q" else None
        text = line.text[numbered.end() :] if numbered else line.text
        if not text.startswith(beginnings) or _is_taken(taken, line):
            continue
        label, after = _begun_with(text, often)
        if not label or not _begins(lines, number):
            continue
        start = line.end - len(text)
        mark = Mark(label, start, start + after, cut=line.start)
        sure = label.isupper() or _is_titled_name(label) or OPENS.match(text, after)
        (verdict.labels if sure else verdict.unknown).append(mark)
    return verdict


def _is_full(label: str) -> bool:
    """Whether a label is long enough to be told without a sign: no letter, no one short word."""
    return sum(sign.isalpha() for sign in label) >= _LEAST_LETTERS


def _begun_with(text: str, often: Sequence[str]) -> tuple[str, int]:
    """The longest label that a line begins with, and where the words begin behind it."""
    longest = ("", 0)
    for label in often:
        if not text.startswith(label) or len(label) <= len(longest[0]):
            continue
        match = _BEGUN.match(text, len(label)) or _OTHER_SIGN.match(text, len(label))
        if match and not _runs_on(text, match):
            longest = (label, match.end())
    return longest


def _is_titled_name(label: str) -> bool:
    words = normal(label).split()
    return len(words) > 1 and words[0] in LABEL_TITLES and not is_anonymous(normal(label))


def _runs_on(text: str, match: re.Match[str]) -> bool:
    """Whether a label goes on as a name or a heading does: "MR. TADD AND", "THE COURT OF"."""
    word = text[match.end() :].split(maxsplit=1)[0].strip("“\"'.,")
    return len(word) > 1 and word.isupper()


def _begins(lines: Sequence[Line], number: int) -> bool:
    line = lines[number]
    if number == 0:
        return False
    above = lines[number - 1].text
    ended = bool(_ENDED.search(above)) and not ABBREVIATED.search(above)
    return ended or bool(line.gap)


def _is_taken(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start


def joined_labels(lines: Sequence[Line], labels: Sequence[Mark]) -> list[Mark]:
    """Labels inside a line, behind a sentence's end, where the break before them was lost.

    Only such as recur and are a title with a name, two words or capitals, before their own sign.
    """
    counts = Counter(mark.label for mark in labels)
    names = {label for label, count in counts.items() if count >= _RECURS and _is_sure(label)}
    if not names:
        return []
    taken = sorted((mark.ends_before, mark.after) for mark in labels)
    found = []
    for line in lines:
        match = _JOINED.search(line.text) if len(line.text) > _LEAST_LETTERS else None
        while match:
            start = line.start + match.start("label")
            place = bisect_right(taken, (start, line.end)) - 1
            free = place < 0 or not taken[place][0] <= start < taken[place][1]
            known = match["label"] in names
            if known and free:
                found.append(Mark(match["label"], start, line.start + match.end()))
            match = _JOINED.search(line.text, match.end("label") if known else match.start() + 1)
    return found


_JOINT = re.compile(
    rf"[*_>#{SPACE[1:-1]}]*(?P<label>[^\W\d_][^:：\n]{{2,60}}?)[*_]{{0,3}}{SPACE}?[:：][*_]{{0,3}}"
)
_BETWEEN = re.compile(rf"{SPACE}?[/&+,]{SPACE}?|{SPACE}(?:and|und|et|y|e){SPACE}")


def joint_labels(lines: Sequence[Line], labels: Sequence[Mark]) -> list[Mark]:
    """Labels of two or more at once, each of whom speaks alone as well: `JB/OT: No.`."""
    known = {mark.label for mark in labels}
    taken = sorted(mark.ends_before for mark in labels)
    found = []
    for number, line in enumerate(lines):
        match = _JOINT.match(line.text) if ":" in line.text[:_ONCE_LENGTH] else None
        if not match or not number or _is_taken(taken, line) or not _begins(lines, number):
            continue
        parts = _BETWEEN.split(match["label"])
        if len(parts) > 1 and all(part in known for part in parts):
            start = line.start + match.start("label")
            found.append(Mark(match["label"], start, line.start + match.end(), cut=line.start))
    return found


def once_labels(lines: Sequence[Line], labels: Sequence[Mark]) -> Verdict:
    """Paragraphs that begin with a name and a colon, where such names mark who speaks.

    A voice without a name or with a title is one more label; any other name is nobody's.
    """
    found = Verdict()
    ordinary = [mark for mark in labels if not mark.label.isupper() and _has_colon(mark, lines)]
    if 2 * len(ordinary) < len(labels) or any(mark.label == "Q" for mark in labels):
        return found
    taken = sorted(mark.ends_before for mark in labels)
    for number, line in enumerate(lines):
        match = _ONCE.match(line.text) if ":" in line.text[:_ONCE_LENGTH] else None
        if not match or number == 0 or _is_taken(taken, line) or not _begins(lines, number):
            continue
        label = match["label"]
        key = normal(label)
        if is_opener(label) or is_forbidden(key) or shape(label) not in ("title", "capitals"):
            continue
        mark = Mark(label, line.start, line.start + match.end(), cut=line.start)
        voice = is_titled(key) or is_anonymous(key) or is_voice(key)
        (found.labels if voice else found.unknown).append(mark)
    return found


_ONCE_LENGTH = 90
_ONCE = re.compile(
    rf"(?P<label>[{UPPER}][^\s:.,;?!()\[\]\"“”]*(?:{SPACE}[^\s:,;?!()\[\]\"“”]+){{0,5}})"
    rf"(?:{SPACE}*[(\[][^()\[\]\n]{{1,60}}[)\]])?{SPACE}?:{SPACE}+(?:[—–]{SPACE})?(?=[{UPPER}“\"«¿¡])"
)


def _has_colon(mark: Mark, lines: Sequence[Line]) -> bool:
    line = lines[bisect_right(lines, mark.start, key=lambda line: line.start) - 1]
    return ":" in line.text[mark.start - line.start : mark.after - line.start]


_RECURS = 3


_JOINED = re.compile(
    rf"(?<=[.?!”\")\]]){SPACE}+(?P<label>[{UPPER}][^:：–—\n]{{1,60}}?)"
    rf"(?:{SPACE}?[:：]|\.?{SPACE}?[-–—](?={SPACE})){SPACE}+(?=[{UPPER}“\"])"
)


def _is_sure(label: str) -> bool:
    words = normal(label).split()
    return _is_full(label) and (len(words) > 1 or label.isupper())


def openers(lines: Sequence[Line], labels: Sequence[Mark]) -> frozenset[str]:
    """Labels in ordinary case that open sentences inside lines as well: they name nobody."""
    counts = Counter(mark.label for mark in labels if not mark.label.isupper())
    if not counts:
        return frozenset()
    inline: Counter[str] = Counter()
    spoken = _mostly_spoken(lines, labels)
    for line in lines:
        if ":" in line.text and len(line.text) > len(": "):
            inline.update(
                match["label"]
                for match in _INLINE.finditer(line.text)
                if match["label"] not in spoken or line.text[match.end() :].lstrip()[:1].isupper()
            )
    return frozenset(
        label
        for label, count in counts.items()
        if inline[label] * _INLINE_SHARE >= count and inline[label] > 1
    )


def _mostly_spoken(lines: Sequence[Line], labels: Sequence[Mark]) -> set[str]:
    """Labels behind which a sentence begins, nearly wherever they start a line."""
    text = {line.start: line for line in lines}
    counts, small = Counter(mark.label for mark in labels), Counter[str]()
    for mark in labels:
        line = text.get(mark.ends_before)
        if line and line.text[mark.after - line.start :].lstrip()[:1].islower():
            small[mark.label] += 1
    return {label for label, count in counts.items() if small[label] * _INLINE_SHARE < count}
