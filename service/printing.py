"""What the command line prints for people, as text; `--json` prints what HTTP answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.storing.people import SpeakerTotals
from retrieval.results import Answer, Citation, Hit, Quote, SearchResult
from service import wording
from service.console import Emphasis, Table
from service.listing import ListedDocument
from service.pieces import pieces
from service.synthesis import Synthesis

if TYPE_CHECKING:
    from index.build import IndexReport

_NAMED_FILES = 10


def answer_lines(answer: Answer, emphasis: Emphasis) -> Iterator[str]:
    """An answer: each quote word for word in quotation marks, and where it stands."""
    read = wording.read_words(answer.understood)
    if read:
        yield f"Read as: {read}."
        yield ""
    if answer.status == "answered":
        for quote in answer.quotes:
            yield from _quote_lines(quote, emphasis)
        return
    if answer.reason is not None:
        yield emphasis(wording.reason_words(answer.reason))
    if answer.nearest:
        yield ""
        yield f"{wording.NEAREST}:"
        yield ""
        for quote in answer.nearest:
            yield from _quote_lines(quote, str)


def synthesis_lines(written: Synthesis, emphasis: Emphasis) -> Iterator[str]:
    """A language model's text over the quotes below it, each sentence with their numbers."""
    if not written.sentences:
        yield f"No text: {written.detail}."
        yield ""
        return
    yield emphasis(f"In short, by the language model {written.model}; this is no quote:")
    for sentence in written.sentences:
        ranks = ", ".join(str(quote.rank) for quote in sentence.quotes)
        yield f"   {sentence.words} [{ranks}]"
    if left := sum(written.dropped.values()):
        yield f"   {left} of its sentences left out, since they do not rest on these quotes."
    yield ""


def search_lines(result: SearchResult, following: str | None, emphasis: Emphasis) -> Iterator[str]:
    """Hits with rank and score, and how to get those that follow."""
    if not result.hits:
        yield "No passages."
    for hit in result.hits:
        yield from _hit_lines(hit, emphasis)
    if following is not None:
        yield f"More: the same with --cursor {following}"


def document_lines(documents: Sequence[ListedDocument]) -> Iterator[str]:
    """One document a line: id, date, turns, title or file."""
    for listed in documents:
        document, source = listed.document, listed.source.name
        day = document.date.isoformat() if document.date else "no date"
        title = wording.title_words(document, source, listed.labels)
        doubt = ""
        if listed.is_doubtful:
            doubt = f"  (speakers marked for {listed.confidence:.0%} of the words only)"
        line = f"{document.document_id}  {day:10}  {listed.turns:4} turns  {title}  [{source}]"
        yield line + doubt


def document_table(documents: Sequence[ListedDocument]) -> Table:
    """The same for a terminal."""
    rows = []
    for listed in documents:
        document, source = listed.document, listed.source.name
        day = document.date.isoformat() if document.date else "–"
        title = wording.title_words(document, source, listed.labels)
        doubt = f" ({listed.confidence:.0%} marked)" if listed.is_doubtful else ""
        rows.append((day, title + doubt, f"{listed.turns:,}", source, document.document_id))
    heads = ("Date", "Title", "Turns", "File", "Id")
    return Table(heads, tuple(rows), counts=("Turns",), whole=("Date", "Id"))


def speaker_table(speakers: Sequence[SpeakerTotals]) -> Table:
    """The speakers for a terminal, those with the most turns first."""
    rows = tuple(
        (
            totals.speaker.name or "–",
            ", ".join(totals.speaker.labels),
            f"{totals.turns:,}",
            f"{totals.documents:,}",
            totals.speaker.speaker_id,
        )
        for totals in sorted(speakers, key=lambda one: -one.turns)
    )
    heads = ("Name", "Printed as", "Turns", "Documents", "Id")
    return Table(heads, rows, counts=("Turns", "Documents"))


def speaker_lines(speakers: Sequence[SpeakerTotals]) -> Iterator[str]:
    """One speaker a line: id, turns, documents, name, labels."""
    for totals in speakers:
        speaker = totals.speaker
        name = speaker.name or "(no name)"
        labels = ", ".join(speaker.labels)
        counts = f"{totals.turns:6,} turns in {totals.documents:5,} documents"
        yield f"{speaker.speaker_id:32} {counts}  {name}  [{labels}]"


def report_lines(report: IndexReport) -> Iterator[str]:
    """What an indexing run did: every file of the folders stands in one of the counts."""
    done = (
        (len(report.added), "added"),
        (len(report.replaced), "replaced"),
        (len(report.unchanged), "unchanged"),
        (len(report.removed), "removed"),
        (len(report.duplicates), "duplicates"),
        (len(report.failed), "failed"),
        (sum(map(len, report.unknown.values())), "of no known format"),
    )
    counted = ", ".join(f"{count:,} {what}" for count, what in done if count)
    yield f"Files: {counted or 'none'}"
    if report.speechless:
        named = _some(report.speechless)
        yield f"Without a speaker, so that its words are nobody's: {named}"
    if report.passages:
        yield (
            f"Indexed {report.documents:,} documents, {report.passages:,} passages in "
            f"{report.seconds:.1f} s."
        )
    for ending, paths in report.unknown.items():
        yield unknown_words(ending, paths)
    if report.unknown:
        from index.readers import SUPPORTED  # noqa: PLC0415 (0.1 s that an answer need not wait)

        yield f"Known are {', '.join(sorted(SUPPORTED))}; export the others as one of these."
    for name, words in report.notices:
        yield f"{name}: {words}."
    for path, name in report.duplicates:
        yield f"Same bytes as {name}, not indexed again: {path}"


def unknown_words(ending: str, paths: Sequence[str]) -> str:
    """Which files of one ending no reader knows; of many the first few are named."""
    kind = ending or "files without an ending"
    return f"Not indexed, no reader knows {kind}: {_some(paths)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED_FILES:,} more" if len(names) > _NAMED_FILES else ""
    return ", ".join(names[:_NAMED_FILES]) + more


def report_json(report: IndexReport) -> dict[str, object]:
    """The same for programs."""
    return {
        "added": report.added,
        "replaced": report.replaced,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "duplicates": [{"path": path, "same_as": name} for path, name in report.duplicates],
        "failed": [{"path": path, "message": message} for path, message in report.failed],
        "unknown": [path for paths in report.unknown.values() for path in paths],
        "notices": [{"source": name, "message": words} for name, words in report.notices],
        "speechless": report.speechless,
        "corrections": report.corrections,
        "documents": report.documents,
        "passages": report.passages,
        "seconds": round(report.seconds, 2),
    }


def _quote_lines(quote: Quote, emphasis: Emphasis) -> Iterator[str]:
    citation = quote.citation
    yield f"{quote.rank}. {_who(citation)}{_flags(citation, quote.flags)}"
    if citation.context is not None:
        asked = citation.context
        words = wording.asked_words(asked)
        end = "" if words == asked.text else " at the end of a longer question"
        yield f"   Asked by {wording.asker_words(asked)}{end}: “{words}”"
    yield f"“{_marked(quote.text, quote.highlights, emphasis)}”"
    again = f" · said alike {quote.repeats} more times" if quote.repeats else ""
    yield f"   {_where(citation)}{again}"
    yield ""


def _hit_lines(hit: Hit, emphasis: Emphasis) -> Iterator[str]:
    who = emphasis(_who(hit.citation)) + _flags(hit.citation, ())
    yield f"{hit.rank}. {who}  (score {hit.score:.3f})"
    yield f"“{hit.text}”"
    yield f"   {_where(hit.citation)}"
    yield ""


def _who(citation: Citation) -> str:
    name = wording.turn_speaker(citation)
    label = citation.turn.label
    return name if label is None or name == label else f"{name}, as {label}"


def _flags(citation: Citation, more: Sequence[str]) -> str:
    return "".join(f" ({flag})" for flag in wording.turn_flags(citation.turn, more))


def _where(citation: Citation) -> str:
    return " · ".join(wording.where_words(citation))


def _marked(text: str, highlights: Sequence[tuple[int, int]], emphasis: Emphasis) -> str:
    parts = pieces(text, 0, len(text), highlights)
    return "".join(emphasis(part.text) if part.marked else part.text for part in parts)
