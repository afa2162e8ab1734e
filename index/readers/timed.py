"""Words with times to cues: what recognisers give word by word, cut at sentences and voices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.readers.cues import Cue

_ENDS = (".", "?", "!", "…", "。", "？", "！")
_PAUSE_S = 2.0
_MOST_WORDS = 40
"""Words of one cue where no sentence ends, so that a quote's time is near its words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, when it is said, and by whom; None where the recogniser is silent.

    `glued` holds for a mark that follows the word before without a space.
    """

    text: str
    start_s: float | None
    end_s: float | None
    voice: str | None = None
    glued: bool = False


def word_cues(words: Iterable[Word], start_s: float = 0.0) -> Iterator[Cue]:
    """Cues of one voice and about one sentence each; a word without a time has its neighbour's.

    :param start_s: When the first word is said, if it has no time.
    """
    run: list[Word] = []
    now = start_s
    for word in words:
        began = now if word.start_s is None else word.start_s
        if run and not word.glued and _ends(run, word, began - now):
            yield _cue(run)
            run = []
        ended = max(began, word.end_s) if word.end_s is not None else began
        now = ended if not word.glued or word.end_s is not None else now
        run.append(Word(word.text, began if not word.glued else now, now, word.voice, word.glued))
    if run:
        yield _cue(run)


def _ends(run: list[Word], word: Word, pause_s: float) -> bool:
    last = run[-1]
    return (
        word.voice != run[0].voice
        or last.text.rstrip('"”’)').endswith(_ENDS)
        or pause_s >= _PAUSE_S
        or len(run) >= _MOST_WORDS
    )


def _cue(run: list[Word]) -> Cue:
    text = "".join(f"{'' if word.glued else ' '}{word.text.strip()}" for word in run)
    return Cue(run[0].start_s or 0.0, run[-1].end_s or 0.0, (text.strip(),), run[0].voice)
