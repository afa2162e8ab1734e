"""A transcript of a kind, written out at length with its irregularities."""

from __future__ import annotations

from collections.abc import Sequence

from tests.index.imitations.kinds import Kind, Voice
from tests.index.imitations.writing import Sheet, misspelt, wrapped

_SHORT = {
    "en": ("Yes.", "No.", "Thank you very much.", "I see.", "That is so."),
    "es": ("Sí.", "No.", "Muchas gracias."),
    "de": ("Ja.", "Nein.", "Vielen Dank."),
    "fr": ("Oui.", "Non.", "Merci beaucoup."),
    "pt": ("Sim.", "Não.", "Muito obrigado."),
    "no": ("Ja.", "Nei.", "Takk."),
    "it": ("Sì.", "No.", "Grazie."),
}
_FLOWING = ("wrapped", "numbered", "counted", "fifths")
_SLIPPED = {
    "bare": "{label} ",
    "semicolon": "{label}; ",
    "glued": "{label}:",
    "spaced": "{label} : ",
}


def imitation(kind: Kind, seed: int = 0) -> Sheet:
    """A transcript of this kind, with what a careful reader finds in it."""
    sheet = Sheet(seed, kind.language, salt=kind.salt)
    sheet.title, sheet.date, sheet.place = kind.title, kind.date, kind.place
    sheet.write(*kind.head)
    seen: set[Voice] = set()
    last: Voice | None = None
    slips = {}
    if kind.slips:
        places = sheet.rng.sample(range(kind.turns // 4, kind.turns), 4)
        slips = dict(zip(places, ("misspelt", "once", "misspelt", "once"), strict=True))
    if kind.bare:
        slips |= dict.fromkeys(sheet.rng.sample(range(kind.turns // 3, kind.turns), 2), "bare")
    if kind.typos:
        places = sheet.rng.sample(range(kind.turns // 3, kind.turns), len(kind.typos))
        slips = dict(zip(places, kind.typos, strict=True)) | slips
    once = list(kind.once)
    body: list[str] = []
    for number in range(kind.turns):
        voice = sheet.rng.choice([one for one in kind.cast if one != last])
        if number < len(kind.cast):
            voice = kind.cast[number]
        slip = slips.get(number)
        if slip == "once" and once:
            voice = once.pop()
        elif slip == "once":
            slip = None
        written = _turn(sheet, kind, voice, number, slip, first=voice not in seen)
        if slip == "joined" and body:
            while not body[-1]:
                body.pop()
            body[-1] += "  " + written.pop(0).lstrip()
        body += written
        seen.add(voice)
        last = voice
        if kind.between and number % 7 == 6:
            lines = kind.between[number // 7 % len(kind.between)].split("\n")
            body += [*([""] if kind.gap else []), *lines, *([""] if kind.gap else [])]
        if kind.unmarked and number % 20 == 19:
            body += _unmarked(sheet, kind, kind.unmarked[number // 20 % len(kind.unmarked)])
    sheet.write(*_paged(_NUMBERED.get(kind.layout, list)(body), kind))
    sheet.write(*kind.tail)
    return sheet


def _unmarked(sheet: Sheet, kind: Kind, head: str) -> list[str]:
    paragraphs = [sheet.paragraph() for _ in range(3)]
    sheet.says(None, paragraphs)
    lines = ["", *head.split("\n"), ""]
    for paragraph in paragraphs:
        width = kind.width if kind.layout in _FLOWING else 10_000
        lines += [*wrapped(paragraph, width, kind.indent, kind.hang), ""]
    return lines


def _turn(
    sheet: Sheet, kind: Kind, voice: Voice, number: int, slip: str | None, *, first: bool
) -> list[str]:
    printed = voice.first if first and voice.first else voice.later
    kept = (voice.first_kept if first and voice.first else voice.kept) or printed
    if slip == "misspelt":
        if sum(sign.isalpha() for sign in kept.split()[-1]) < 5 or kept not in printed:
            slip = None
        else:
            wrong = misspelt(kept, sheet.rng)
            printed, kept = printed.replace(kept, wrong), wrong
    paragraphs = sheet.speech(kind.paragraphs)
    if sheet.rng.random() < 0.2:
        paragraphs = [sheet.rng.choice(_SHORT[kind.language])]
    if kind.inside and sheet.rng.random() < 0.15:
        paragraphs[-1] += " " + sheet.rng.choice(kind.inside)
        paragraphs.append(sheet.paragraph(2))
    sheet.says(None if kept == ">>" else kept, paragraphs, slip)
    clock = f"{number // 60:02}:{number % 60:02}:{sheet.rng.randint(0, 59):02}"
    printed = printed.replace("{n}", str(number + 1))
    form = kind.form.replace("{label}: ", _SLIPPED.get(slip or "", "{label}: "))
    return _printed(kind, form, printed, paragraphs, clock)


def _printed(kind: Kind, form: str, label: str, paragraphs: Sequence[str], clock: str) -> list[str]:
    short = clock.removeprefix("00:").removeprefix("0")
    opened = form.format(label=label, words=paragraphs[0], clock=clock, short=short)
    lines: list[str] = []
    for number, paragraph in enumerate([opened, *paragraphs[1:]]):
        parts = paragraph.split("\n")
        if number and kind.gap and kind.layout not in ("wrapped", "fifths"):
            lines.append("")
        if kind.layout in _FLOWING:
            for part in parts:
                lines += wrapped(part, kind.width, kind.indent, kind.hang)
        else:
            lines += [f"{kind.indent}{part}" for part in parts]
    return [*lines, ""] if kind.gap else lines


def _numbered(lines: Sequence[str]) -> list[str]:
    """The lines with a number before each, 25 a page."""
    written = [line for line in lines if line.strip()]
    return [f"{number % 25 + 1:>2}  {line}" for number, line in enumerate(written)]


def _counted(lines: Sequence[str]) -> list[str]:
    """The lines with a number that runs through the whole text before each."""
    written = [line for line in lines if line.strip()]
    return [f"{number:>5}  {line}" for number, line in enumerate(written, 1)]


def _fifths(lines: Sequence[str]) -> list[str]:
    """The lines with a number before every fifth, from 5 to 45 on each page."""
    return [
        f"{number % 45 + 1:<4}{line}" if number % 5 == 4 and line.strip() else line
        for number, line in enumerate(lines)
    ]


_NUMBERED = {"numbered": _numbered, "counted": _counted, "fifths": _fifths}


def _paged(lines: Sequence[str], kind: Kind) -> list[str]:
    if not kind.page:
        return list(lines)
    every = 25 if kind.layout in ("numbered", "counted") else 45 if kind.layout == "fifths" else 44
    paged: list[str] = []
    for number, line in enumerate(lines):
        if number and number % every == 0:
            paged += [part.format(n=number // every + 1) for part in kind.page]
        paged.append(line)
    return paged


def text_of(sheet: Sheet) -> str:
    """The whole text."""
    return "\n".join(sheet.lines) + "\n"
