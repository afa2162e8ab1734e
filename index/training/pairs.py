"""Exchanges to training pairs: a question as somebody would type it, a passage that answers it.

People type "what did Okoro say about the harbour"; a transcript has what a reporter said and what
was replied. So one exchange gives pairs of several forms, drawn again each time it is used: the end
of the question, one sentence of it with words missing, or its rarest words in a typed form; beside
the passage as the index embeds it (speaker, question, words) or its words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from index.language.sentences import sentence_spans
from index.language.vocabulary import is_anonymous, normal
from index.prepare import CutSource

# Below, a turn is mostly "Thank you, sir", and its reply fits every question.
LEAST_QUESTION_WORDS = 6
LEAST_PASSAGE_WORDS = 12
# Later passages of a long answer have often left the question behind.
PASSAGES_AN_ANSWER = 4
END_WORDS = 50
# A word in more exchanges than this share says little about any of them.
COMMON_SHARE = 0.03
PHRASE_WORDS = 3
KEPT_WORDS = 0.75
# How often each form of a pair is drawn, set by hand before training and not fitted. People type
# a topic and a name more often than they repeat a reporter, so typed questions are nearly half;
# the rest keeps the form in which passages are embedded in the index, so that it stays the norm.
LATER_REPLY_SHARE = 0.4
"""A reply after the first: the first answers most directly, but not always."""
ASKED_SHARE = 0.35
"""The end of the question as it was asked."""
SENTENCE_SHARE = 0.20
"""One sentence of it with words left out."""
TOPIC_SHARE = 0.30
"""The rarest words of the question, typed; what is left has those of the reply."""
EMBEDDED_SHARE = 0.7
"""The passage as it is embedded, label and question included, and not its words alone."""
EMBEDDED_SHARE_OF_SENTENCES = 0.6

FORMS = (
    "what did {name} say about {topic}",
    "{name} on {topic}",
    "{name}: {topic}?",
    "did {name} say anything about {topic}?",
    "how did {name} answer the question about {topic}",
    "what does {name} think of {topic}?",
    "{topic}, according to {name}",
    "What did {name} think about {topic}?",
)
NAMELESS_FORMS = ("{topic}", "what was said about {topic}", "is there anything on {topic}?")

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Reply:
    """One passage of an answer: as the index embeds it, and its words alone."""

    embedded: str
    words: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the passages that answer it.

    :ivar document: Where it stands; other exchanges there are the hard ones to tell it from.
    :ivar typed: Whether the question is one that somebody typed, and is used as it is.
    :ivar name: How people would call who answers; empty for somebody without a name.
    """

    document: str
    question: str
    name: str
    replies: tuple[Reply, ...]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """What training brings together; pairs of one `exchange` are never set against each other."""

    question: str
    passage: str
    exchange: int


def exchanges_of(cut: CutSource) -> Iterator[Exchange]:
    """The exchanges of a file with enough words on both sides, in text order."""
    text = cut.parsed.source.text
    turns = {turn.turn_id: turn for turn in cut.parsed.turns}
    replies: dict[str, list[Reply]] = {}
    for passage in cut.passages:
        words = " ".join(text[passage.start : passage.end].split())
        if len(words.split()) >= LEAST_PASSAGE_WORDS:
            replies.setdefault(passage.turn_id, []).append(Reply(passage.embedded, words))
    for turn in cut.parsed.turns:
        asked = turns.get(turn.replies_to or "")
        answers = replies.get(turn.turn_id, [])[:PASSAGES_AN_ANSWER]
        question = "" if asked is None else " ".join(text[asked.start : asked.end].split())
        if answers and len(question.split()) >= LEAST_QUESTION_WORDS:
            yield Exchange(cut.parsed.source.name, question, _name(turn.printed), tuple(answers))


def rarities(exchanges: Sequence[Exchange]) -> Mapping[str, float]:
    """How much each word tells: 0 for a common one, towards 1 for one of a single exchange."""
    counts = Counter(
        word
        for exchange in exchanges
        for word in set(_words(f"{exchange.question} {exchange.replies[0].words}"))
    )
    most = max(2.0, COMMON_SHARE * len(exchanges))
    return {word: max(0.0, 1 - count / most) for word, count in counts.items()}


def draw_pair(
    exchanges: Sequence[Exchange], number: int, rarity: Mapping[str, float], random: Random
) -> Pair:
    """Make one pair of the exchange with this number, in a form that chance decides."""
    exchange = exchanges[number]
    reply = exchange.replies[0]
    if exchange.typed or random.random() < LATER_REPLY_SHARE:
        reply = random.choice(exchange.replies)
    if exchange.typed:
        shown = reply.embedded if random.random() < EMBEDDED_SHARE else reply.words
        return Pair(exchange.question, shown, number)
    chance = random.random()
    if chance < ASKED_SHARE:
        return Pair(_end(exchange.question), _without_question(reply, random), number)
    if chance < ASKED_SHARE + SENTENCE_SHARE:
        question = _thinned(_sentence(exchange.question, random), random)
        whole = random.random() < EMBEDDED_SHARE_OF_SENTENCES
        return Pair(question, reply.embedded if whole else reply.words, number)
    if chance < ASKED_SHARE + SENTENCE_SHARE + TOPIC_SHARE:
        topic = _topic(exchange.question, rarity, random) or _end(exchange.question)
        return Pair(_typed(topic, exchange.name, random), reply.embedded, number)
    topic = _topic(reply.words, rarity, random) or _end(exchange.question)
    shown = reply.embedded if random.random() < EMBEDDED_SHARE else reply.words
    return Pair(_typed(topic, exchange.name, random), shown, number)


def typed_topic(
    sentence: str, name: str, rarity: Mapping[str, float], random: Random
) -> str | None:
    """A question in typed form after the rarest words of a sentence, None where all are common."""
    topic = _topic(sentence, rarity, random)
    return _typed(topic, name, random) if topic else None


def batches(
    exchanges: Sequence[Exchange], size: int, together: int, random: Random
) -> Iterator[list[int]]:
    """Every exchange once, in batches of numbers in which `together` stand in one document.

    Exchanges of one document share speaker and style, so that only what is said tells them apart.
    """
    by_document: dict[str, list[int]] = {}
    for number, exchange in enumerate(exchanges):
        by_document.setdefault(exchange.document, []).append(number)
    groups: list[list[int]] = []
    for numbers in by_document.values():
        random.shuffle(numbers)
        groups += [numbers[i : i + together] for i in range(0, len(numbers), together)]
    random.shuffle(groups)
    line = [number for group in groups for number in group]
    for start in range(0, len(line) - size + 1, size):
        yield line[start : start + size]


def _name(label: str) -> str:
    if is_anonymous(normal(label)):
        return ""
    last = label.rsplit(maxsplit=1)[-1].strip(".:,")
    return f"the {last.lower()}" if label.upper().startswith("THE ") else last.title()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _end(question: str) -> str:
    return " ".join(question.split()[-END_WORDS:])


def _sentence(question: str, random: Random) -> str:
    """One sentence of the question, the last one rather than another."""
    spans = [
        question[start:end]
        for start, end in sentence_spans(question, 0, len(question))
        if len(question[start:end].split()) >= LEAST_QUESTION_WORDS
    ]
    if not spans:
        return _end(question)
    return _end(spans[-1] if random.random() < 0.5 else random.choice(spans))


def _thinned(sentence: str, random: Random) -> str:
    """The sentence with some words left out, so that it is not the question word for word."""
    return " ".join(word for word in sentence.split() if random.random() < KEPT_WORDS) or sentence


def _topic(text: str, rarity: Mapping[str, float], random: Random) -> str:
    """Some of the rarest words with what stands beside them; empty where all are common."""
    words = text.split()
    weights = [max((rarity.get(w, 0.0) for w in _words(word)), default=0.0) for word in words]
    best = sorted(range(len(words)), key=lambda i: -weights[i])[:6]
    best = [i for i in best if weights[i] > 0]
    if not best:
        return ""
    chosen: set[int] = set()
    for seed in random.sample(best, min(len(best), random.choice((1, 2, 2, 3)))):
        chosen.add(seed)
        for i in range(seed + 1, min(seed + PHRASE_WORDS, len(words))):
            if weights[i] <= 0:
                break
            chosen.add(i)
        if seed and weights[seed - 1] > 0:
            chosen.add(seed - 1)
    kept = dict.fromkeys(words[i].strip('.,;:?!"“”()[]—-') for i in sorted(chosen))
    return " ".join(kept)


def _typed(topic: str, name: str, random: Random) -> str:
    if name and random.random() < 0.65:
        return random.choice(FORMS).format(name=name, topic=topic)
    return random.choice(NAMELESS_FORMS).format(topic=topic)


def _without_question(reply: Reply, random: Random) -> str:
    """The passage without the question that it answers: alone, or behind its speaker's label."""
    head, _, _ = reply.embedded.partition("\n")
    if random.random() < 0.5 or head == reply.embedded or head.startswith("Q: "):
        return reply.words
    return f"{head}\n{reply.words}"
