"""What a parse could not tell, in words for whoever put the file on record."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.lines import text_lines
from index.language.tags import EXPECTED
from index.parsing.header import read_header
from index.parsing.unmarked import likely_labels
from index.records import ParsedSource

_HEAD_CHARS = 10_000


def notices(parsed: ParsedSource) -> tuple[str, ...]:
    """Sentences on unmarked speakers, words that cannot be found, and a head's bad language.

    Nothing for a source in which each document has speakers and no label is in doubt.
    """
    text = parsed.source.text
    named = [turn for turn in parsed.turns if turn.label is not None]
    unmarked = [turn for turn in parsed.turns if turn.label is None]
    told = []
    if not named:
        hint = _hint(likely_labels(text_lines(text)))
        can = "its words are found as nobody's" if unmarked else "nothing of it can be found"
        told.append(f"0 speakers in {len(text):,} characters{hint}; {can}")
    elif unmarked:
        size = sum(turn.end - turn.start for turn in unmarked)
        doubtful = [turn for turn in unmarked if "speaker_unknown" in turn.flags]
        starts = [text[turn.start : turn.end].partition(":")[0][:40] for turn in doubtful]
        hint = _hint(tuple(dict.fromkeys(starts))[:3])
        told.append(f"no speaker marked for {size:,} of {len(text):,} characters{hint}")
    spoken = {turn.document_id for turn in parsed.turns}
    silent = [document for document in parsed.documents if document.document_id not in spoken]
    if named and silent:
        size = sum(document.end - document.start for document in silent)
        told.append(
            f"{len(silent)} of {len(parsed.documents)} documents are notices in which nobody "
            f"speaks: {size:,} characters that cannot be found"
        )
    language = read_header(text_lines(text[:_HEAD_CHARS])).given.get("language")
    if language and not any(document.language for document in parsed.documents):
        told.append(f"the language above the text is {language[:40]!r}, expected {EXPECTED}")
    return tuple(told)


def _hint(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    shown = ", ".join(f"“{label}”" for label in labels)
    return f"; lines such as {shown} may be labels"
