"""Turns that only pass the floor on: they name the next speaker, call time, invite or thank.

Such a turn says nothing that anybody could quote. It is told by what is *not* in it: a turn is bare
when every word is a name of somebody who speaks here, a word about the floor, or a small word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from index.language.vocabulary import FEMALE, HONORIFICS, LABEL_TITLES, MALE, STYLES
from index.parsing.utterances import Utterance


@dataclass(frozen=True, slots=True)
class FloorWords:
    """Words of one kind, a turn that is bare because of them and one that is not for all that."""

    words: frozenset[str]
    example: str
    counter_example: str

    def __contains__(self, word: str) -> bool:
        return word in self.words


def _row(words: str, example: str, counter_example: str) -> FloorWords:
    return FloorWords(frozenset(words.split()), example, counter_example)


FLOOR = (
    _row(
        "time times minute minutes second seconds moment bell clock expired up left remaining over",
        "Your time is up, Senator Pell.",
        "Your time at the ministry is up for review.",
    ),
    _row(
        "rebuttal rebut response respond reply answer comment react reaction follow followup add "
        "thoughts word",
        "Senator Pell, your rebuttal.",
        "The rebuttal was printed in March.",
    ),
    _row(
        "question questions statement statements closing opening close remarks",
        "The next question, Senator Pell.",
        "The question is the price of salt.",
    ),
    _row(
        "floor turn begin start go ahead come bring brings move continue proceed next hear finish "
        "take turning yield yields recognize recognizes recognise recognises recognized invite",
        "Let us go to Senator Pell.",
        "Let us go to the harbour.",
    ),
    _row(
        "thank thanks grateful obliged pardon welcome",
        "Thank you, Senator Pell.",
        "Thank the crews for it.",
    ),
    _row(
        "gentleman gentlelady gentlewoman lady ladies gentlemen sir madam ma'am chair chairman "
        "chairwoman colleague",
        "The gentleman's time has expired.",
        "The gentleman owns a mill.",
    ),
)
"""What is said about the floor, by kind."""
_OPENS = frozenset("closing opening close begin start".split())
"""What follows answers nothing: "Your closing statement, Senator Pell." """
_THANKS = FLOOR[4].words - {"pardon", "welcome"}
_SMALL = frozenset(
    "a afternoon again all also am an and another any anything are as at back be been both "
    "brief briefly but by can case could do each else evening every everybody everyone "
    "fifteen fifty final fine first five for forty four from further gentleman's get give "
    "given good great had half has have her here him his how i i'd i'll i'm i've if in into "
    "is it it's its just last let let's like may me more morning much my night ninety no not "
    "nothing now of off oh ok okay on one or our out over please quick quickly ready rest "
    "right same second shall she should sit six sixty so some somebody someone still stop "
    "sure ten that that's the their them then there they third thirty this those three to too "
    "twenty two under us very want wanted wants was we we'll we're well were which who will "
    "with would yes you you'd you'll you're you've your yours".split()
)
_INVITES = re.compile(r"\b(?:will|would|can|could|may|shall|do) (?:you|we|i)\b", re.IGNORECASE)
_ASKED_IN_FORM = re.compile(
    r"\b(?:what|why|how|when|where|whom|whose|which)\b"
    r"|\b(?:did|does|is|are|was|were|have|has|had)\s(?:you|we|i|it|he|she|they|that|this|there)\b",
    re.IGNORECASE,
)
_FORMS = MALE | FEMALE | STYLES
_SPELT_OUT = {"dr": "doctor", "prof": "professor", "rev": "reverend"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")
_MAX_WORDS = 40


@dataclass(frozen=True, slots=True)
class Floor:
    """What one turn does with the floor, by its words alone.

    `bare`: it says nothing else. `names_next`: a few words have a name or the title of the next
    speaker; `calls`: its last sentence has, and asks nothing. `thanks`: it only thanks;
    `ends_in_thanks`: its last sentence does. `opens`: what comes next is a statement.
    """

    bare: bool = False
    names_next: bool = False
    calls: bool = False
    thanks: bool = False
    ends_in_thanks: bool = False
    opens: bool = False


def floors(turns: Sequence[Utterance]) -> list[Floor]:
    """Look at each turn of one document, in order."""
    names = _names(turns)
    known = frozenset[str]().union(*names.values()) | {title.lower() for title in HONORIFICS}
    looked_at = []
    for number, turn in enumerate(turns):
        following = turns[number + 1] if number + 1 < len(turns) else None
        called = names[following.key] if following and following.key != turn.key else frozenset()
        looked_at.append(_floor(turn, called, known))
    return looked_at


def _floor(turn: Utterance, called: Set[str], known: Set[str]) -> Floor:
    if turn.narrates:
        return Floor()
    sentences = [_words(sentence) for sentence in _SENTENCE_END.split(turn.spoken)]
    last, asks = sentences[-1], _asks_in_form(turn)
    empty = [sentence for sentence in sentences if _is_bare(sentence, known)]
    ends_in_thanks = last in empty and not asks and any(word in _THANKS for word in last)
    opens = not asks and any(word in _OPENS for sentence in empty for word in sentence)
    if turn.length > _MAX_WORDS:
        return Floor(ends_in_thanks=ends_in_thanks, opens=opens)
    words = _words(turn.spoken)
    names_next = any(word in called for word in words)
    about = names_next or any(word in row for row in FLOOR for word in words)
    bare = len(empty) == len(sentences)
    return Floor(
        bare=bare and about and not asks,
        names_next=names_next,
        calls="?" not in turn.words and any(word in called for word in last),
        thanks=bare and any(word in _THANKS for word in words) and not turn.asks,
        ends_in_thanks=ends_in_thanks,
        opens=opens,
    )


def _is_bare(words: Sequence[str], known: Set[str]) -> bool:
    """Whether every word is a name, a small word or about the floor."""
    return all(
        word in known or word in _SMALL or word.isdecimal() or any(word in row for row in FLOOR)
        for word in words
    )


def _asks_in_form(turn: Utterance) -> bool:
    """Whether it asks something: "Did you respond?", but not "Would you respond?"."""
    asks = turn.asks and bool(_ASKED_IN_FORM.search(turn.question))
    return asks or (turn.asks_in_form and not _INVITES.search(turn.question))


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _names(turns: Sequence[Utterance]) -> Mapping[str, frozenset[str]]:
    """What each voice may be called: words of its label, and the word before its last name.

    "Marit Solheim runs the plant" tells that Marit is MS. SOLHEIM.
    """
    words: defaultdict[str, set[str]] = defaultdict(set)
    last: defaultdict[str, set[str]] = defaultdict(set)
    for turn in turns:
        own = _words(turn.label)
        proper = [word for word in own if word.upper() not in LABEL_TITLES]
        words[turn.key] |= {word for word in own if word.upper() not in _FORMS and len(word) > 1}
        words[turn.key] |= {_SPELT_OUT[word] for word in own if word in _SPELT_OUT}
        last[turn.key] |= set(proper[:1]) | set(proper[-1:])
    owner: defaultdict[str, set[str]] = defaultdict(set)
    for key, surnames in last.items():
        for surname in surnames:
            owner[surname].add(key)
    for turn in turns:
        for given, surname in re.findall(r"\b([A-Z]\w+) (?=([A-Z]\w+))", turn.words):
            for key in owner.get(surname.lower(), ()):
                words[key].add(given.lower())
    return {key: frozenset(given) - _SMALL for key, given in words.items()}


def _plain(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return plain.removesuffix("'s") if plain not in _SMALL else plain
