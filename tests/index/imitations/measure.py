"""How much of an imitation a parse finds: turns, mouths, fields."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource
from tests.index.imitations.kinds import Kind
from tests.index.imitations.scripts import Script
from tests.index.imitations.sheets import text_of
from tests.index.imitations.writing import Said, Sheet


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of one imitation: `wrong` are sentences in another's mouth, `lost` in no turn."""

    turns: int
    turns_right: int
    sentences: int
    right: int
    nobody: int
    wrong: int
    lost: int
    slips_wrong: int
    fields: int
    fields_right: int
    documents: int
    lines: int
    examples: tuple[str, ...] = ()


def _key(label: str) -> str:
    return re.sub(r"[\W_]+", "", label).casefold()


def same_label(found: str | None, printed: str | None) -> bool:
    """Whether two labels are one; an office may stand in one of them only."""
    one, other = _key(found or ""), _key(printed or "")
    return one == other or bool(one and other and (one.startswith(other) or other.startswith(one)))


def _flat(words: str) -> str:
    return " ".join(words.split())


def measured(kind: Kind | Script, sheet: Sheet) -> Measured:
    """Parse the sheet's text and compare it with what was written."""
    text = text_of(sheet)
    parsed = parse(read_source(f"{kind.name}{kind.suffix}", text.encode()))
    got: dict[str, list[str]] = {}
    for turn in parsed.turns:
        words = _flat(parsed.source.text[turn.start : turn.end])
        got.setdefault(words, []).append(turn.printed)
    right, examples = 0, []
    for said in sheet.said:
        if said.label is None:
            right += _nobodys(parsed, sheet, said)
            continue
        labels = got.get(said.words, [])
        fit = next((label for label in labels if same_label(label, said.label)), None)
        if fit is not None:
            labels.remove(fit)
            right += 1
        else:
            examples.append(f"{said.label} {said.words[:50]!r} … {said.words[-30:]!r} {said.slip}")
    mouths, slips_wrong = _mouths(parsed, sheet)
    document = parsed.documents[0]
    wanted = [
        (getattr(sheet, name), str(getattr(document, name)))
        for name in ("title", "date", "place")
        if getattr(sheet, name)
    ]
    return Measured(
        turns=len(sheet.said),
        turns_right=right,
        sentences=mouths.total(),
        right=mouths["right"],
        nobody=mouths["nobody"],
        wrong=mouths["wrong"],
        lost=mouths["lost"],
        slips_wrong=slips_wrong,
        fields=len(wanted),
        fields_right=sum(a == b for a, b in wanted),
        documents=len(parsed.documents),
        lines=text.count("\n"),
        examples=(*(f"{a!r} is {b!r}" for a, b in wanted if a != b), *examples),
    )


def _nobodys(parsed: ParsedSource, sheet: Sheet, said: Said) -> bool:
    unmarked = " ".join(
        parsed.source.text[turn.start : turn.end] for turn in parsed.turns if turn.label is None
    )
    found = set(re.findall(r"\w+", unmarked))
    return all(word in found for word in re.findall(r"\w+", said.words) if word in sheet.used)


def _mouths(parsed: ParsedSource, sheet: Sheet) -> tuple[Counter[str], int]:
    where = {}
    for turn in parsed.turns:
        for word in re.findall(r"\w+", parsed.source.text[turn.start : turn.end]):
            if word in sheet.used:
                where[word] = turn.label
    mouths: Counter[str] = Counter()
    slips_wrong = 0
    for said in sheet.said:
        for word in re.findall(r"\w+", said.words):
            if word not in sheet.used:
                continue
            if word not in where:
                mouths["lost"] += 1
            elif where[word] is None:
                mouths["nobody" if said.label is not None else "right"] += 1
            elif same_label(where[word], said.label):
                mouths["right"] += 1
            else:
                mouths["wrong"] += 1
                slips_wrong += said.slip is not None
    return mouths, slips_wrong
