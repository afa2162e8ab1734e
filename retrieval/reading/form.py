"""What the reader reads, and what it says: an exchange cut to word pieces, sentence by sentence.

One text is `[CLS] question [SEP] speaker : what was asked [SEP] words [SEP]`. The words come by the
sentence, so that each sentence's pieces are known without looking for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from index.errors import ReaderChanged

QUESTION_PIECES = 48
SPEAKER_PIECES = 10
ASKED_PIECES = 64
WORDS_PIECES = 200
ANSWERS, SENTENCE = 0, 1
"""The two numbers that a piece gets: the first one's answer, a sentence's mean of the other."""


class Tokenizer(Protocol):
    """Texts to word pieces, as `tokenizers.Tokenizer` does it."""

    def encode_batch_fast(
        self, input: Sequence[Any], *, add_special_tokens: bool
    ) -> Sequence[Pieces]:
        """Cut each text; `ids` of what comes back are its word pieces."""


class MarksTokenizer(Protocol):
    """Marks to ids, as `tokenizers.Tokenizer` does it."""

    def token_to_id(self, token: str, /) -> int | None:
        """The id of a piece, None where there is none."""


class Pieces(Protocol):
    """The word pieces of one text."""

    @property
    def ids(self) -> list[int]:
        """Their numbers."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The ids of the model's own marks."""

    first: int
    between: int
    pad: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is read against a question: who speaks, what was asked before, and what was said."""

    speaker: str
    asked: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader says of one exchange, as log-odds: above 0 is more likely than not.

    `sentences` has one for each sentence; it is empty where the model only judges the whole.
    """

    answers: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One question with one exchange, as the model takes it.

    `ids[:second]` is of type 0, the rest of type 1. `sentences` are half-open spans of `ids`, one
    for each sentence in order; a sentence that no longer fits has an empty span at the end.
    """

    ids: tuple[int, ...]
    second: int
    sentences: tuple[tuple[int, int], ...]


def marks_of(tokenizer: MarksTokenizer) -> Marks:
    """The ids of the marks of a BERT's tokenizer."""
    first, between, pad = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]", "[PAD]"))
    if first is None or between is None or pad is None:
        raise ReaderChanged("the base model's tokenizer lacks [CLS], [SEP] or [PAD]: reinstall it")
    return Marks(first, between, pad)


def forms(
    questions: Sequence[str], exchanges: Sequence[Exchange], tokenizer: Tokenizer, marks: Marks
) -> list[Form]:
    """Cut each question with its exchange to pieces.

    A long question loses its end, what was asked before its beginning, since reporters ask last
    what they want answered; of the words no more than `WORDS_PIECES` are kept.
    """
    texts: list[str] = []
    for question, exchange in zip(questions, exchanges, strict=True):
        texts += [question, exchange.speaker, exchange.asked, *exchange.sentences]
    cut = [pieces.ids for pieces in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    cut_forms: list[Form] = []
    at = 0
    for exchange in exchanges:
        stop = at + 3 + len(exchange.sentences)
        cut_forms.append(_form(cut[at], cut[at + 1], cut[at + 2], cut[at + 3 : stop], marks))
        at = stop
    return cut_forms


def _form(
    question: list[int],
    speaker: list[int],
    asked: list[int],
    sentences: Sequence[list[int]],
    marks: Marks,
) -> Form:
    ids = [marks.first, *question[:QUESTION_PIECES], marks.between]
    second = len(ids)
    ids += [*speaker[:SPEAKER_PIECES], *asked[-ASKED_PIECES:], marks.between]
    most = len(ids) + WORDS_PIECES
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        start = len(ids)
        ids += sentence[: most - start]
        spans.append((start, len(ids)))
    ids.append(marks.between)
    return Form(tuple(ids), second, tuple(spans))


def read_of(form: Form, answer: float, told: Sequence[float]) -> Read:
    """What is said of one exchange; a sentence that no longer fitted gets the least of the others.

    0 would be much: most sentences answer nothing and lie far below.
    """
    fitted = [start < end for start, end in form.sentences]
    least = min((odds for odds, fits in zip(told, fitted, strict=True) if fits), default=answer)
    sentences = (odds if fits else least for odds, fits in zip(told, fitted, strict=True))
    return Read(answer, tuple(sentences))
