"""Examples made from others: what looks like an answer and is none, and speech from plain text.

A reader that only sees answers beside passages about something else learns to look for the subject.
So the answering sentence is taken out of a passage, a question is given another subject or speaker,
a question is answered by a reply to another or put off, and passages stand behind a reporter's
question that asks the same, whether they answer it or not. Nobody judged these examples, so those
that may be right by chance weigh half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from eval.reading.examples import WEAK, Example
from eval.reading.packed import UNKNOWN
from retrieval.reading.form import Exchange

_SUBJECT = re.compile(
    r"(?<=[a-z,] )[A-Z][\w’'-]*(?: (?:of the |of |the )?[A-Z][\w’'-]*)*|\b\d[\d,.]*\b"
)

PUT_OFF = (
    "I don't have anything for you on that.",
    "I'm not going to get into that.",
    "I have nothing to announce today.",
    "I'd refer you to the department.",
    "We'll have more to say about that in the days to come.",
    "I haven't seen that report.",
    "I will have to check and come back to you.",
    "That is a question for them, not for me.",
    "I'm not going to speculate.",
    "I wouldn't want to get ahead of the announcement.",
    "I understand why you ask, but I can't help you there.",
    "We don't comment on matters like these.",
    "Let me look into it.",
    "I think I've said what I'm going to say.",
    "You would have to ask them.",
    "It is too early to tell.",
    "I don't know the answer to that.",
    "That's an interesting question.",
    "No, go ahead with your next one.",
    "We're still reviewing all of it.",
    "I can't speak to that from here.",
    "As I said yesterday, I'll let others characterize it.",
    "I'm afraid that one is above my pay grade.",
    "There will be a time for that discussion, and it isn't now.",
    "I'd rather not go down that road.",
    "When we have something to share, we will share it.",
    "I'll take the question.",
    "I have no update for you.",
    "We have been in touch with them, and I will leave it there.",
    "I've read the same stories you have.",
)
"""What people say in place of an answer; our own words."""
MOST_BESIDE = 3
"""Sentences of another reply that may stand around such words."""


def without_answer(example: Example) -> Example | None:
    """The passage without the sentences that answer, None where nothing is left."""
    kept = [at for at, judged in enumerate(example.sentences) if judged != 1]
    if not example.answers or not kept or len(kept) == len(example.sentences):
        return None
    if UNKNOWN in example.sentences:
        return None
    sentences = tuple(example.exchange.sentences[at] for at in kept)
    exchange = replace(example.exchange, sentences=sentences)
    return replace(
        example,
        exchange=exchange,
        answers=0,
        sentences=(0,) * len(kept),
        weight=example.weight * 0.8,
        answer=None,
    )


def thinned(example: Example, random: Random) -> Example:
    """The passage without one sentence that does not answer, so that a gap tells nothing."""
    idle = [at for at, judged in enumerate(example.sentences) if judged == 0]
    if len(example.sentences) < 3 or not idle:
        return example
    gone = random.choice(idle)
    kept = [at for at in range(len(example.sentences)) if at != gone]
    exchange = replace(
        example.exchange, sentences=tuple(example.exchange.sentences[at] for at in kept)
    )
    sentences = tuple(example.sentences[at] for at in kept)
    return replace(
        example, exchange=exchange, sentences=sentences, answer=_kept(example.answer, kept)
    )


def _kept(answer: tuple[int, int, int] | None, kept: Sequence[int]) -> tuple[int, int, int] | None:
    """The words that answer, in the sentences that are left."""
    if answer is None or answer[0] not in kept:
        return None
    return kept.index(answer[0]), answer[1], answer[2]


def other_subject(example: Example, questions: Sequence[str], random: Random) -> Example | None:
    """The question with a name or number of another question in place of its own."""
    own = list(_SUBJECT.finditer(example.question))
    if not own or not example.answers:
        return None
    gone = random.choice(own)
    is_number = gone[0][0].isdigit()
    others = {
        subject[0]
        for question in random.sample(list(questions), min(12, len(questions)))
        for subject in _SUBJECT.finditer(question)
        if subject[0] not in example.question and subject[0][0].isdigit() == is_number
    }
    if not others:
        return None
    new = random.choice(sorted(others))
    question = example.question[: gone.start()] + new + example.question[gone.end() :]
    return replace(
        example,
        question=question,
        answers=0,
        sentences=(0,) * len(example.sentences),
        weight=WEAK * example.weight,
        answer=None,
    )


def behind(example: Example, asked: str, speaker: str) -> Example:
    """The passage as somebody's reply to a question."""
    return replace(example, exchange=replace(example.exchange, speaker=speaker, asked=asked))


def put_off(
    group: str, question: str, asked: str, speaker: str, beside: Sequence[str], random: Random
) -> Example:
    """A question that is not answered: stock words, with sentences of another reply around them."""
    words = random.sample(PUT_OFF, random.choice((1, 1, 2)))
    count = random.choice((0, 0, 1, 2, MOST_BESIDE))
    said = list(beside[:count])
    sentences = tuple(said + words if random.random() < 0.3 else words + said)
    exchange = Exchange(speaker, asked, sentences)
    return Example(group, question, exchange, 0, (0,) * len(sentences), WEAK)
