"""Our own transcripts, parsed whole: every document, turn, voice and offset is as it was.

    WRITE_HELD=1 python -m pytest tests/index/test_samples.py

writes what is found today into `samples.txt`, one block for each transcript. The diff then shows
what a change of the parser does to texts that we know by heart.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.parsing.notices import notices
from index.parsing.transcript import parse
from index.readers import read_source
from index.records import Document, ParsedSource, Turn, Voice
from tests.conftest import PROJECT
from tests.index.fiction import AGGREGATOR, BRIEFING, DIGEST, TOWN_HALL

HELD = Path(__file__).with_name("samples.txt")
SAMPLE = PROJECT / "transcripts" / "sample"
TALKS = PROJECT / "eval" / "sets" / "exchanges"
TEXTS = {
    "town-hall.txt": TOWN_HALL,
    "digest.txt": DIGEST,
    "aggregator.txt": AGGREGATOR,
    "briefing.txt": BRIEFING,
}
NAMES = sorted(
    [*TEXTS, *(path.name for path in SAMPLE.iterdir() if path.suffix not in (".json", ".md"))]
    + [path.name for path in (TALKS / "talks").glob("*.txt")]
)
WRONG_AT_MOST = {"roles": 9, "links": 27}
"""How many of the judged turns of our own debates have another role, or another question."""


def read(name: str) -> ParsedSource:
    if name in TEXTS:
        return parse(read_source(name, TEXTS[name].encode()))
    path = SAMPLE / name if (SAMPLE / name).is_file() else TALKS / "talks" / name
    return parse(read_source(name, path.read_bytes()))


def outline(source: ParsedSource) -> Iterator[str]:
    """One line for each document, turn and voice, with all that was found of it."""
    for document in source.documents:
        yield _document(document)
        for turn in source.turns:
            if turn.document_id == document.document_id:
                yield _turn(turn)
        for voice in source.voices:
            if voice.document_id == document.document_id:
                yield _voice(voice)
    for notice in notices(source):
        yield f"notice {notice}"


def _document(one: Document) -> str:
    dates = f"{one.date} {one.date_status} {one.date_raw!r} {one.date_start}:{one.date_end}"
    rest = (one.title, one.place, one.venue, one.byline, one.url, one.language)
    return f"document {one.start}:{one.end} {dates} {' | '.join(map(str, rest))}"


def _turn(one: Turn) -> str:
    replies = one.replies_to.rpartition("-t")[2] if one.replies_to else "–"
    hint = f" {one.asker_hint.name}@{one.asker_hint.start}" if one.asker_hint else ""
    clock = "" if one.start_s is None else f" {one.start_s}-{one.end_s}"
    place = f"{one.label_start}:{one.start}:{one.end}"
    flags = " ".join(one.flags)
    return f"  {one.ordinal} {place} {one.label} {one.role} {replies} {flags}{hint}{clock}".rstrip()


def _voice(one: Voice) -> str:
    evidence = "; ".join(
        f"{item.kind} {item.name}, {item.office} {item.start}:{item.end}" for item in one.evidence
    )
    anonymous = " anonymous" if one.anonymous else ""
    return f"  voice {one.label}{anonymous} {one.turns} {one.date} {evidence}".rstrip()


def held() -> dict[str, list[str]]:
    blocks: dict[str, list[str]] = {}
    for line in HELD.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            blocks[line[2:]] = []
        else:
            blocks[list(blocks)[-1]].append(line)
    return blocks


@pytest.mark.parametrize("name", NAMES)
def test_a_transcript_of_ours_is_parsed_as_it_was(name: str) -> None:
    found = "\n".join(outline(read(name))).split("\n")
    if "WRITE_HELD" in os.environ:
        blocks = {**held(), name: found}
        lines = [line for kept in sorted(blocks) for line in (f"# {kept}", *blocks[kept])]
        HELD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert found == held()[name]


def test_no_block_is_of_a_transcript_that_is_gone() -> None:
    assert sorted(held()) == NAMES


def test_in_our_own_debates_turns_have_the_roles_that_were_judged() -> None:
    """Roles and links of 270 turns, labelled by hand before the parser saw them."""
    judged = 0
    wrong: dict[str, list[str]] = {"roles": [], "links": []}
    found = {path.name: read(path.name) for path in (TALKS / "talks").glob("*.txt")}
    with (TALKS / "labels.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["document"] not in found:
                continue
            judged += 1
            turns = found[row["document"]].turns
            (turn,) = [one for one in turns if one.start == int(row["start"])]
            start = {one.turn_id: one.start for one in turns}
            link = str(start[turn.replies_to]) if turn.replies_to else ""
            place = f"{row['document']} {row['start']}"
            if turn.role not in row["role"].split("|"):
                wrong["roles"].append(place)
            if link not in (row["replies_to"] or "").split("|"):
                wrong["links"].append(place)
    assert judged == 270
    for name, most in WRONG_AT_MOST.items():
        assert len(wrong[name]) <= most, wrong[name]
