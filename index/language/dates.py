"""Dates as transcripts print them; nothing is completed that is not printed.

English in every form, the full date of twelve other languages on a line of its own, and dates in
figures where their order is sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.language.lines import SPACE

MONTHS = (
    "january february march april may june july august september october november december"
).split()
"""In English, in order. Those of `calendar` follow the locale of the process."""
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_GAP = f"{SPACE}+"
_FORMS = (
    re.compile(rf"{_WEEKDAY}{_DAY}{_GAP}({_MONTH})(?:,?{_GAP}(\d{{4}}))?", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}({_MONTH}){_GAP}{_DAY}(?:,?{_GAP}(\d{{4}}))?", re.IGNORECASE),
)
# In other languages the day stands first: "5 de marzo de 2031", "5. März 2031", "5 mars 2031".
_OTHER_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero januar jänner janvier gennaio janeiro januari stycznia ledna tammikuuta",
            "febrero februar février febbraio fevereiro februari lutego února helmikuuta",
            "marzo märz mars março maart marca marts března maaliskuuta",
            "abril avril aprile april kwietnia dubna huhtikuuta",
            "mayo mai maggio maio mei maja maj května toukokuuta",
            "junio juni juin giugno junho czerwca června kesäkuuta",
            "julio juli juillet luglio julho lipca července heinäkuuta",
            "agosto august août augustus augusti sierpnia srpna elokuuta",
            "septiembre setiembre september septembre settembre setembro września září syyskuuta",
            "octubre oktober octobre ottobre outubro października října lokakuuta",
            "noviembre november novembre novembro listopada listopadu marraskuuta",
            "diciembre dezember décembre dicembre dezembro december grudnia prosince desember"
            " joulukuuta",
        ),
        1,
    )
    for name in names.split()
}
_OTHER = re.compile(
    rf"(?:[^\W\d_]+,?{_GAP})?(?:(?:el|den|le|il|am|dnia|tirsdag|dia){_GAP})?(\d{{1,2}})(?:\.|er|º)?{_GAP}(?:de{_GAP})?"
    rf"({'|'.join(_OTHER_MONTHS)})(?:{_GAP}del?)?{_GAP}(\d{{4}})(?:{_GAP}r\.?)?",
    re.IGNORECASE,
)
_FULL = (
    re.compile(rf"\b{_DAY}{_GAP}({_MONTH}),?{_GAP}(\d{{4}})\b"),
    re.compile(rf"\b({_MONTH}){_GAP}{_DAY},?{_GAP}(\d{{4}})\b"),
)
_ANYWHERE = (
    re.compile(rf"\b{_DAY}{_GAP}({_MONTH}),?{_GAP}(\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b({_MONTH}){_GAP}{_DAY}(?:[–-]\d{{1,2}})?,?{_GAP}(\d{{4}})\b", re.IGNORECASE),
)
_OTHER_ANYWHERE = re.compile(
    rf"\b(\d{{1,2}})(?:\.|er|º)?{_GAP}(?:de{_GAP})?({'|'.join(_OTHER_MONTHS)})(?:{_GAP}del?)?"
    rf"{_GAP}(\d{{4}})\b",
    re.IGNORECASE,
)
# What may stand beside the date of a line that gives it, and nothing else.
_CLOCKED = re.compile(
    r"(?i)\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\.?|uhr|hrs?|heures)?(?: (?:GMT|UTC|E[SD]?T|CES?T))?"
)
_HELD = re.compile(
    r"(?i)\b(?:meeting|hearing|session|sitting|held|recorded|aired|debate|séance|sitzung|sesión|seduta|sessão"
    r"|reunião|vergadering|zitting|posiedzeni[ea]|sammanträde|møte|møde|schůze|istunto)\b"
    r".{0,24}$"
)
_BESIDE = 4
_ISO_ANYWHERE = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
_MONTHS = 12
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.+Zz-]*(?: ?(?:UTC|GMT))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed at `start:end`; the year is None where the text leaves it out."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def full(self) -> date | None:
        """The calendar date; None without a year or for a day that no calendar has."""
        if self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def _month(word: str) -> int:
    stem = word.lower().rstrip(".")[:3]
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(stem))


def _printed(match: re.Match[str], day_first: bool, offset: int) -> PrintedDate | None:
    day, month = (match[1], match[2]) if day_first else (match[2], match[1])
    if not 1 <= int(day) <= 31:
        return None
    year = int(match[3]) if match[3] else None
    return PrintedDate(int(day), _month(month), year, offset + match.start(), offset + match.end())


def date_line(line: str, offset: int = 0) -> PrintedDate | None:
    """The date that a line consists of, at `offset` in the text; None for any other line."""
    if len(line) > 40:
        return None
    for number, form in enumerate(_FORMS):
        match = form.fullmatch(line)
        if match:
            return _printed(match, number == 0, offset)
    other = _OTHER.fullmatch(line)
    if other and 1 <= int(other[1]) <= 31:
        month = _OTHER_MONTHS[other[2].lower()]
        return PrintedDate(int(other[1]), month, int(other[3]), offset, offset + other.end())
    iso = _ISO.fullmatch(line)
    if iso and 1 <= int(iso[2]) <= 12 and 1 <= int(iso[3]) <= 31:
        return PrintedDate(int(iso[3]), int(iso[2]), int(iso[1]), offset, offset + iso.end())
    return None


# In figures: "17.03.2031" has the day first, "03/17/2031" one order only, "03/04/2031" has two.
_FIGURES = re.compile(
    r"(?<![\w/.-])(?:(?P<year>\d{4})(?P<sign>[/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[/.]) ?(?P<second>\d{1,2})(?P=mark) ?(?P<last>\d{4}))"
    r"(?![\w/-]|\.\d)"
)
_YEARS = range(1800, 2200)
_ON_DAY = re.compile(r"\b(?:am|on|w dniu|z dnia|den|le|il|op)\s$")
_CITED = re.compile(
    r"(?i)\b(?:chapter|section|versions?|article|part|page|rule|no|nr|kapitel|artikel|absatz|rev"
    r"|release|build|art|vol|phone|tel|fax|due|valid|until|since|before|after|bis|seit"
    r"|born|geb|geboren|née?|nat[oa]|ur|född|født|stand|abgerufen|accessed|retrieved|printed|updated"
    r"|modified|submitted|posted|created|exported|erstellt|copyright|deadline)\b|[§*†©]"
)


def figure_dates(text: str) -> list[PrintedDate]:
    """Every date in figures, `17.03.2031` or `2031/3/17`, whose day and month are sure.

    None where the line tells of something else: a law, a birth, the state of a page.
    """
    dates = []
    for match in () if _CITED.search(text) else _FIGURES.finditer(text):
        if match["year"]:
            year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        else:
            day, month, year = int(match["first"]), int(match["second"]), int(match["last"])
            if match["mark"] == "/" and day <= _MONTHS and month <= _MONTHS and day != month:
                continue
            if match["mark"] == "/" and month > _MONTHS:
                day, month = month, day
        printed = PrintedDate(day, month, year, match.start(), match.end())
        if year in _YEARS and printed.full():
            dates.append(printed)
    return dates


def figure_date(line: str, offset: int = 0) -> PrintedDate | None:
    """The one date in figures of a line that says little else; None for any other line."""
    dates = figure_dates(line)
    if len(dates) != 1 or len(_FIGURES.findall(line)) != 1:
        return None
    printed = dates[0]
    before, behind = line[: printed.start], line[printed.end :]
    words = re.findall(r"[^\W\d_]{2,}", _CLOCKED.sub(" ", f"{before} {behind}"))
    on_day = not behind.strip(" .") and _ON_DAY.search(before)
    if len(words) > _BESIDE and not on_day and not _HELD.search(before):
        return None
    return replace(printed, start=offset + printed.start, end=offset + printed.end)


def field_date(value: str, offset: int = 0) -> PrintedDate | None:
    """The date that the value of a field is; there it may also stand without signs: `20310304`."""
    compact = _COMPACT.fullmatch(value)
    if compact:
        printed = date_line("-".join(compact.groups()))
        return replace(printed, start=offset, end=offset + len(value)) if printed else None
    return date_line(value, offset) or figure_date(value, offset)


def full_dates(text: str) -> list[PrintedDate]:
    """Every date with day, month and year, in text order."""
    dates = []
    for number, form in enumerate(_FULL):
        for match in form.finditer(text):
            printed = _printed(match, number == 0, 0)
            if printed and printed.full():
                dates.append(printed)
    return sorted(dates, key=lambda printed: printed.start)


def iso_dates(text: str) -> list[PrintedDate]:
    """Every date printed as 2031-03-05 that is no part of an address or of a file's name."""
    found = (
        PrintedDate(int(match[3]), int(match[2]), int(match[1]), match.start(), match.end())
        for match in _ISO_ANYWHERE.finditer(text)
    )
    return [printed for printed in found if 1 <= printed.month <= _MONTHS and printed.full()]


def told_date(line: str) -> PrintedDate | None:
    """The date of a line that says little else: a weekday, a clock, a town, "held on".

    None where a line has two dates, or other words: "Ten Years after March 4, 2031".
    """
    dates = [
        printed
        for number, form in enumerate(_ANYWHERE)
        for match in form.finditer(line)
        if (printed := _printed(match, number == 0, 0))
    ]
    for match in _OTHER_ANYWHERE.finditer(line):
        month = _OTHER_MONTHS[match[2].lower()]
        dates.append(PrintedDate(int(match[1]), month, int(match[3]), match.start(), match.end()))
    days = {
        (printed_date.day, printed_date.month, printed_date.year)
        for printed_date in dates
        if printed_date.full()
    }
    if len(days) != 1:
        return None
    printed = dates[0]
    before = line[: printed.start]
    beside = _CLOCKED.sub(" ", before + " " + line[printed.end :])
    words = re.findall(r"[^\W\d_]{2,}", beside)
    return printed if len(words) <= _BESIDE or _HELD.search(before) else None


def iso_day(text: str) -> str | None:
    """The day that a value begins with, `2031-03-05` or `2031-03-05T10:00Z`; None for none."""
    found = re.match(r"\d{4}-\d\d-\d\d(?!\d)", text)
    try:
        return date.fromisoformat(found[0]).isoformat() if found else None
    except ValueError:
        return None
