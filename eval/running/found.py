"""What a system gives for one question, in a form that every system can fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Labels that name nobody but whoever asks: a question by its label, whatever role it was given.
QUESTION_LABELS = frozenset({"Q", "QUESTION", "QUESTIONER", "REPORTER", "PREGUNTA"})


def fold_label(label: str) -> str:
    """A label in capitals, with single spaces and without the marks at its end."""
    return " ".join(label.replace("\u00a0", " ").split()).rstrip(" .:").upper()


@dataclass(frozen=True, slots=True)
class Found:
    """A hit or quote that a system gives: words of a document and who is said to speak them.

    `document` is the source's file name, `start:end` count code points of its decoded text, and
    `text` is what the system printed. `speaker_labels` are all labels of the speaker it names,
    empty where it names nobody. `date` is the document's.
    """

    document: str
    start: int
    end: int
    text: str
    label: str
    role: str
    score: float
    speaker_labels: tuple[str, ...] = ()
    date: date | None = None

    @property
    def is_question(self) -> bool:
        """Whether these are the words of somebody who asks."""
        return self.role == "question" or fold_label(self.label) in QUESTION_LABELS


@dataclass(frozen=True, slots=True)
class Reading:
    """Which speakers (all their labels) and dates a system took from a question's words."""

    speaker_labels: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One system's whole result for one question.

    `hits` are ranked, best first. `quotes` are what it would print as its answer, best
    first, or would have printed where it refused; a system that only ranks gives its hits.
    `served` counts those of them that it gave as answers, None where it does not tell them apart.
    `answered` is None for a system that never refuses; `confidence` is then its best score.
    `contexts` are the questions shown beside the quotes. `error` says why there is no result.
    """

    query_id: str
    hits: tuple[Found, ...]
    quotes: tuple[Found, ...]
    answered: bool | None
    confidence: float
    search_ms: float
    ask_ms: float | None = None
    contexts: tuple[Found, ...] = ()
    reading: Reading | None = None
    error: str | None = None
    served: int | None = None

    @property
    def answers(self) -> tuple[Found, ...]:
        """The quotes that were given as answers."""
        if self.answered is False:
            return ()
        return self.quotes if self.served is None else self.quotes[: self.served]
