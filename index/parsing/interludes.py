"""Lines between two turns that nobody says: headings, clocks, votes, what a clerk did.

They end the turn above them, so that no quote runs on into them. A heading is told by its place,
a paragraph of its own right above a label, and by its capitals.

    kind        example                          counter-example
    clock       (1015), 3.2 pm, ■1030            It was 3.15 pm
    separator   * * *, [[Page S3012]]            * He agreed.
    procedure   Question put and agreed to.      The question was put to me.
    in court    CROSS-EXAMINATION BY MR. TADD    My examination by Mr. Tadd
    of a page   Column 413                       Column 413 is wrong
    heading     Canals Amendment Bill            We come to the canals amendment
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.language.lines import PICTURES, Line
from index.parsing.marks import UPPER

_CLOCK = re.compile(
    r"(?:[•·*●■] ?|\{time\} +)?(?:(?:kl|Kl|KL)\. ?)?"
    r"[(\[]?(?:\d{1,2}[.:]\d{1,2}(?:[.:]\d{2})?|\d{4}|\d{1,2})"
    r" ?(?:[AaPp]\.?[Mm]\.?|hrs?\.?|hours|Uhr|heures|h|horas)?(?: ?\d{2})?[)\]]?(?: [•·*])?",
)
_CLOCKED = re.compile(r"\d[.:]\d|[(\[]\d{4}[)\]]|■|[a-zA-Z]")
_SEPARATOR = re.compile(
    r"(?i)[.…]{1,3} ?\([^()]{3,40}\)\.?"
    r"|(?:begin|end of) (?:audio|tape|side|disc|part|session|recording)[\w ,]{1,30}"
    r"|\[{1,2}(?:Page|Tape|Slide|End|Begin|Side) [^\]]{1,40}\]{1,2}|(?:\* ?){2,}"
)
_PROCEDURE = re.compile(
    r"(?i)(?:(?:the )?(?:question|motion|amendment|bill|clause|resolution)s?\b(?: [\w’'.,-]+){0,6}"
    r" (?:put|proposed|agreed(?: to)?|negatived|carried|withdrawn|adopted|read a \w+ time|passed)"
    r"(?: and (?:agreed to|negatived|a division taken))?"
    r"|(?:question|motion|amendment) (?:put|proposed)(?:,? and (?:agreed to|negatived))?"
    r"|(?:the )?(?:house|committee|assembly|lok sabha) (?:divided|adjourned|rose|resumed)\b.{0,80}"
    r"|(?:the )?(?:sitting|proceedings|meeting|session|debate) (?:was |were |is )?"
    r"(?:suspended|adjourned|closed|resumed)\b.{0,60}"
    r"|(?:the )?(?:\w+ )?clerk (?:proceeded to )?(?:call|read|report)\w* .{3,80}"
    r"|(?:in favou?r|against|abstaining|abstentions?|ayes|noes):?"
    r"|(?:and )?(?:so |it was )?(?:agreed(?: to)?|negatived|resolved)"
    r"|interruptions?|interjections?|laughter|applause|hear,? hear|time expired|leave granted"
    r"|(?:the )?(?:\w+ ){1,4}vote (?:was )?(?:deferred|carried|taken)"
    r"|there (?:was|being) no objection|without objection, (?:so ordered|it was so ordered)"
    r"|a vote was taken\b.{0,60}|(?:ayes|noes)[ ,:]+\d+.{0,40}"
    r"|[\w’'.,() -]{3,40} (?:(?:started|stopped) (?:the )?(?:transcription|recording)"
    r"|(?:joined|left) the (?:meeting|call))"
    r"|several (?:hon\.?|noble) \w+(?: rose)?|rose"
    r"|[\w’' -]{3,40} interject(?:ing|ed)|debate (?:interrupted|concluded|adjourned|resumed)"
    r"|the (?:meeting|house|senate|committee|council|assembly|sitting|court|tribunal|hearing|board)"
    r" (?:rose|adjourned|reconvened|recessed|resumed|(?:was|stood|is) (?:adjourned|suspended))"
    r" (?:at|from|until|for) .{4,60}"
    r"|written answers follow\b.{0,40}|question (?:no\.? ?)?\d{1,4} ?[,:—–-] ?.{3,60})[.—–-]{0,2}"
)
_RESUMED = re.compile(
    r"(?i)(?:the )?(?:house|senate|committee|assembly) (?:resumed|proceeded|went|then)\b.{0,180}"
)
_COURT = re.compile(
    r"(?i)(?:(?:further |voir dire )?(?:re-?)?(?:direct|cross)?[- ]?examination"
    r"(?: \(?continued\)?)?(?: by .{3,50}|\s?[-–—:]{1,2} ?.{0,30})?"
    r"|by (?:mr|mrs|ms|miss|dr)\.? [\w’'-]+:?"
    r"|(?:further |cross-)?questions (?:from|by) (?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|the)\b"
    r".{2,50}"
    r"|[^.?!:]{4,50} \((?:affirmed|sworn|re-?sworn|called|recalled|continued)\)"
    r"|[^.?!]{4,60}, (?:called as a witness|having been|being) .{4,160}"
    r"(?:testified|examined)(?: and testified)? as follows[:.])"
)
_PAGE = re.compile(
    r"(?i)columns? \d{1,5}(?:ws|wh|gc)?|(?:share|link to|copy link to) this(?: \w+)?(?::.{0,60})?"
)
_HOUSE_CLOCK = re.compile(r"[012]\d[0-5]\d")
_WITNESS = re.compile(
    r"<[A-Z][^a-z<>]{3,60}(?:[(\[][^()\[\]]{3,20}[)\]])?|EXHIBIT [#A-Z0-9].{0,80}"
)
# Words of other languages that tell what was done, not said.
_ABROAD = re.compile(
    r"(?i)(?:aplausos|risos|protestos|vozes|pausa|rumores|risas|protestas|beifall|heiterkeit"
    r"|zurufe?|applaudissements|rires|exclamations|sourires|applausi|commenti|votering|pause"
    r"|bifall|applaus)\b[^?!]{0,80}[.)]?"
    r"|oklaski|dzwonek|potlesk|smích|applåder|applausi|applaus|geroffel op de bankjes"
    r"|(?:het incident is gesloten|l[’']incident est clos)\."
    r"|(?:de|la|the) [\w -]{0,40}(?:vergadering|beraadslaging|discussion|réunion)\b.{0,60}"
    r"(?:geopend|gesloten|geschorst|hervat|suspendue|levée|ouverte|close)\."
    r"|submetid[oa]s? à votação\b.{3,140}|se levanta la sesión\b.{0,60}|es wird abgestimmt\b.{0,40}"
    r"|(?:a|la|die|der|das) (?:votação|votación|abstimmung|sitzung|sesión|sessão|séance)\b.{3,60}"
    r"(?:adiad[ao]|suspend\w+|encerrad[ao]|geschlossen|unterbrochen|levée|suspendue)\.?"
)
_NOTES = (_SEPARATOR, _PROCEDURE, _COURT, _PAGE, _HOUSE_CLOCK, _WITNESS, _ABROAD)
_NO_NAME = re.compile(r"\b(?:and|of|the|in|on|for|with|to)\b|^[^a-z]+$|-[A-Z]")
_RULE = re.compile(r"[-=_*~]{4,}")
_SIGNED = re.compile(
    r"\d{1,3}(?:\.\d{1,2})?[.)]? {1,2}[^\W\d_].{2,160}(?<![.?!:;,…])"
    r"|(?i:punkt|agenda item|item|point|punto|ponto|top|tagesordnungspunkt|punt|bod|order|§)"
    r" \d{1,3}[.)]?(?: .{2,160}(?<![.?!:;,…]))?"
    r"|#{1,6} \S.*|\*\*[^*]+(?:\*\*)?|(?:> ?)?\*{2,3}[^*]+\*{2,3}(?: \*[^*]+\*)?"
)
_PICTURED = re.compile(rf"[{PICTURES}]+\s*")
_ATX = re.compile(r"#{1,6} ")
_SENTENCE_END = re.compile(r"[.?!:;,…][\"”’»)\]*_]*$|--$|[—–-]$")
_THANKS = re.compile(
    r"(?i)(?:thank|thanks|yes|no|yeah|okay|ok|right|please|sorry|good|well|oh|what|why|how|who"
    r"|and|but|i|we|you|he|she|it|mr|ms|mrs)\b"
)
_LONGEST, _MOST_LINES, _CALLED, _PAIR = 100, 4, 3, 2
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


def refrains(lines: Sequence[Line], starts: Iterable[int]) -> frozenset[str]:
    """Short lines without a sentence's end that stand right above labels again and again.

    :param starts: Where the labels' lines begin.
    """
    labels = set(starts)
    above = Counter(
        upper.text
        for upper, line in pairwise(lines)
        if line.start in labels and upper.start not in labels and _is_brief(upper.text)
    )
    return frozenset(
        text
        for text, count in above.items()
        if count >= _AGAIN and not _SENTENCE_END.search(text) and not _THANKS.match(text)
    )


_REFRAIN_WORDS, _AGAIN = 4, 3


def _is_brief(text: str) -> bool:
    return len(text) <= _LONGEST and len(text.split()) <= _REFRAIN_WORDS


def without_interludes(
    lines: Sequence[Line],
    *,
    asked: bool,
    again: frozenset[str] = frozenset(),
    shouted: bool = False,
) -> list[Line]:
    """A turn's lines without the headings and the like that stand below its words.

    :param asked: Whether an unnamed asker speaks next: a name above him is the call to him.
    :param again: Lines that the document has above many labels.
    :param shouted: Whether the document is in capitals, so that these tell no heading.
    """
    kept = list(lines)
    while len(kept) > 1:
        if is_note(kept[-1].text) or kept[-1].text in again:
            kept.pop()
            continue
        if shouted:
            break
        noted = _below_note(kept)
        if noted and not asked:
            kept = kept[:noted]
            continue
        first = len(kept) - 1
        while first > 1 and not kept[first].gap:
            first -= 1
        block = kept[first:]
        if _is_set_apart(kept, asked=asked):
            kept.pop()
            continue
        if _RULE.fullmatch(kept[-2].text) and is_heading(kept[-1].text):
            kept = kept[:-2]
            continue
        if not block[0].gap or len(block) > _MOST_LINES:
            break
        if not all(_is_headed(line.text) or is_note(line.text) for line in block):
            break
        words = sum(len(line.text.split()) for line in block)
        if asked and words <= _CALLED and not _NO_NAME.search(block[0].text):
            break
        sure = block[0].text.isupper() or _ATX.match(block[0].text)
        if not _SENTENCE_END.search(kept[first - 1].text) and not sure:
            break
        kept = kept[:first]
    return kept


def _below_note(lines: Sequence[Line]) -> int:
    """The number of a note in brackets that has only short lines without a sentence below it."""
    for number in range(len(lines) - 1, max(0, len(lines) - 2 - _MOST_LINES), -1):
        text = lines[number].text
        if _BRACKETED.fullmatch(text):
            return number if number + 1 < len(lines) else 0
        if is_note(text):
            continue
        if len(text) > _LONGEST or _SENTENCE_END.search(text) or _THANKS.match(text):
            return 0
    return 0


_BRACKETED = re.compile(r"[(\[](?!\w{1,3}[)\]])[^()\[\]]{2,200}[)\]]\.?|\{time\} +\d{4}")


def _is_set_apart(lines: Sequence[Line], *, asked: bool) -> bool:
    """Whether the last line is a heading right below a sentence, or below one in capitals."""
    text, above = lines[-1].text, lines[-2].text
    if not is_heading(text) or (asked and not text.isupper()):
        return False
    if above.isupper() and is_heading(above) and len(lines) > _PAIR:
        return bool(_SENTENCE_END.search(lines[-3].text))
    if len(text.split()) < _PAIR and not (text.isupper() and text.isalpha() and len(text) > _PAIR):
        return False
    ended = bool(_SENTENCE_END.search(above))
    return (ended or above.isupper()) if text.isupper() else ended


def is_note(text: str) -> bool:
    """Whether a line is a clock, a separator, or tells what was done."""
    if len(text) > _LONGEST:
        return len(text) < 2 * _LONGEST and bool(_COURT.fullmatch(text) or _RESUMED.fullmatch(text))
    clock = len(text) < 20 and _CLOCK.fullmatch(text) and _CLOCKED.search(text)
    return bool(clock or any(form.fullmatch(text) for form in _NOTES))


def _is_headed(text: str) -> bool:
    """Whether a line is a heading; one in capitals may end in a dash before its next line."""
    return is_heading(text.rstrip(" —–-") or text if text.isupper() else text)


def is_heading(text: str) -> bool:
    """Whether a line is set as a heading is: capitals, most longer words, no sentence's end."""
    text = _PICTURED.sub("", text, count=1) or text
    if _SIGNED.fullmatch(text):
        return True
    if len(text) > _LONGEST or text[0] not in _FIRST:
        return False
    shouted = text.isupper() and text[-1] == "." and " " in text
    if _SENTENCE_END.search(text) and not shouted:
        return False
    words = _WORD.findall(text)
    if not words or len(words) > 14 or (_THANKS.match(text) and not text.isupper()):
        return False
    longer = [word for word in words if len(word) > 3]
    high = sum(word[0].isupper() for word in longer)
    return high >= 0.75 * len(longer) and (high > 0 or text.isupper())


_FIRST = frozenset(UPPER + "0123456789[(—–*¿")
