"""The frame of a question: the words that only ask, before what is asked about.

In "what has Gibbs had to say about ethanol lately", "anything from Gibbs on ethanol" and "give me
Gibbs on ethanol" all but Gibbs and ethanol is frame. It is told by its words being of a small
closed class, with one word of saying among them, and by what ends it: "about", "on" and their like,
or a verb of saying that takes what is said ("mention", "discuss").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


def _forms(verbs: str) -> frozenset[str]:
    """Regular verbs in all their forms."""
    forms: set[str] = set()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        past = verb[:-1] + "ied" if verb.endswith("ly") else stem + "ed"
        third = verb[:-1] + "ies" if verb.endswith("ly") else verb + "s"
        forms |= {verb, third, past, stem + "ing", verb + "es"}
    return frozenset(forms)


_TAKES = _forms("mention discuss describe explain characterise characterize outline") | {
    *("address", "addressed", "addressing", "clarify", "clarified"),  # "addresses" are places
}
"""Verbs after which what is spoken of follows at once."""
_SAID = (
    _TAKES
    | _forms("talk comment respond reply answer react elaborate raise weigh opine remark reveal")
    | _forms(
        "announce promise warn claim argue acknowledge ask question press grill dodge duck quiz"
    )
    | frozenset(
        "say says said saying tell tells told telling speak speaks spoke spoken speaking bring"
        " brings brought stated".split()
    )
)
_THOUGHT = frozenset(
    "think thinks thought thinking feel feels felt believe believes believed make makes made"
    " stand stands stood come comes came know knows knew heard reckon reckons reckoned compare"
    " contrast agree agrees disagree disagrees differ differs".split()
)
"""Verbs that ask for words too; what somebody in an office thinks may be told by others."""
_SAYINGS = frozenset(
    "anything anythin something smth stuff thing things everything nothing word words quote"
    " quotes quotation quotations remark remarks statement statements comment comments answer"
    " answers reply response responses reaction reactions take view views opinion opinions"
    " position positions stance line thoughts message testimony explanation explanations excerpt"
    " excerpts passage passages bit bits mention mentions reference references".split()
)
_SMALL = frozenset(
    # to ask with
    "what whats what's what'd wat how hows how's when when's where where's wher who who's whos"
    " which that whatever whether if did do does don't dont has have had is are was were be been"
    " being will would can can't could may might 'd 's got get gotten"
    # who asks, and who is asked or told
    " i i'm i'd i've me my us you u we they he she it him her them anyone any1 anybody someone"
    " somebody everyone everybody nobody noone people reporters press media journalists speaker"
    " speakers the a an his their its own any some all there every time times both either neither"
    " nor each himself herself themselves itself"
    # how, when and how often
    " ever never also really actually then later previously publicly first last again now exactly"
    " recently lately still already just only most latest recent earlier so far much not many"
    " often number full exact direct verbatim true"
    # please
    " please pls plz kindly hi hello hey dear okay ok um uh well good morning afternoon evening"
    " help thanks thank thx cheers"
    # look for
    " show shows find give list need needs needed want wants wanted like looking look searching"
    " search see hear read pull let try trying go goes gone going send provide collect collecting"
    " remember seem seems recall part place summarise summarize sum refuse refused decline"
    " declined question questions put care contain contains"
    # where it stands
    " transcript transcripts briefing interview hearing archive record"
    # between them
    " and or to of up in at down out from form by with as over when for fro".split()
)
_ENDS = frozenset("about on regarding concerning re abt bout towards toward against".split())
_BEFORE_OF = frozenset(
    "make makes made think thinks thought speak spoke say opinion opinions view views description"
    " account mention".split()
)
_BEFORE_UP = frozenset("bring brings brought bringing".split())
_PRESSED = _forms("ask question press grill quiz criticise criticize attack")
_AFTER = {"of": _BEFORE_OF, "up": _BEFORE_UP, "whether": _PRESSED, "over": _PRESSED}
"""Words that end a frame right behind some words only: "make of", "bring up"."""
_BEFORE_TO = _forms("respond reply react answer") | frozenset(
    "response responses reaction reactions reference references".split()
)
_BEGINS = frozenset("what how did does has any".split())
_IDLE_PART = re.compile(r"\s*(?:[,;–—]|\s-+\s|\band\b)\s*")
_SPOKEN_TO = frozenset("to with tell tells told telling for against between about of on".split())
_GIVE = frozenset(
    "give show find get list need want looking look searching search for fro form please pls just"
    " me us i the a any hey ok okay".split()
)
_ARTICLES = frozenset("the a an his her their".split())
_JOINING = frozenset("of in at from with and or to over".split())
_FRAME_WORDS = _SMALL | _SAID | _THOUGHT | _SAYINGS | _ENDS | _BEFORE_OF
_ASKING = _SMALL - _ARTICLES - _JOINING
MOST_OTHERS = 4
"""Words in the place of who speaks that are no name on record: "the local farmers' union"."""
_AT_RECORD = re.compile(r"\bon\s+(?:the\s+)?record\b", re.I)
_ABOUT = re.compile(r"\b(?:(?:with|in)\s+(?:regards?|respect|relation|reference)|as)\s+to\b", re.I)
_SENTENCE = re.compile(r"[^.?!]{8,}[.?!](?=\s|$)|[^.?!]{8,}$")
_SEPARATOR = re.compile(r"\s*[:;,?–—]\s*|\s+-\s+")
_LEADING = re.compile(rf"^(?:{'|'.join(sorted(_ENDS))})\s+", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|['’][sd]\b")
_SUBJECT_OF = re.compile(
    r"^(?:the\s+)?(?:subject|issue|question|topic|matter)s?\s+of\s+|^when\s+asked\s+about\s+", re.I
)
_IDLE_END = re.compile(
    r"(?:[\s,.?!]+(?:on (?:the )?record|lately|recently|so far|please|pls"
    r"|at all|if anything|then|help|correct|right"
    r"|(?:many )?thanks|thank you|thx|cheers|question mark"
    r"|(?:in|at|during) (?:the|this|that|any)(?: of (?:the|these))? (?:briefings?|transcripts?"
    r"|records?|interviews?|hearings?|meetings?"
    r"|debates?|(?:press|news) conferences?)))+[\s?.!]*$",
    re.I,
)
_COMES_UP = re.compile(
    r"^\W*(?:(?:how\s+(?:often|many\s+times)|when|where)\s+)?(?:did|does|do|has|have|had|was|were|is)"
    r"\s+(?P<topic>.+?)\s+(?:ever\s+)?(?:been\s+)?"
    r"(?:com(?:e|es|ing)\s+up|came\s+up|mentioned|discussed|addressed|brought\s+up|raised"
    r"|talked\s+about|spoken\s+of)(?P<by>\s+by\b.*)?(?P<with>\s+with\b.*?)?"
    r"(?:\s+at\s+all\b.*)?\W*$",
    re.I | re.S,
)
"""Asks whether something was spoken of at all."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A question's frame: which of its names should have spoken, and what it is about.

    `asked` are places in the spans that were given. `others` are words in the place of who speaks
    that are none of them, such as "the ministry". `strict` holds where the frame has a verb of
    saying, and not only of thinking, or a noun.
    """

    asked: tuple[int, ...]
    others: str
    topic: str
    strict: bool


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    span: int | None
    """Which of the spans it stands in."""


def frame_of(text: str, spans: Sequence[Span] = ()) -> Frame | None:
    """The frame of a question; None where it has none, or more words than those of a frame.

    :param spans: Names, and what else is read already, such as dates.
    """
    ending = _IDLE_END.search(text)
    whole = text[: ending.start()] if ending else text
    up = _COMES_UP.match(whole)
    if up is not None:
        by = up.span("by")
        asked = tuple(i for i, (start, end) in enumerate(spans) if by[0] <= start and end <= by[1])
        topic = _SUBJECT_OF.sub("", up.group("topic")) + (up.group("with") or "")
        return Frame(asked, "", _bare(topic), strict=True)
    for sentence in _SENTENCE.finditer(whole):
        # "Never heard Marsh say a word about tolls. Am I wrong?"
        alone = " " * sentence.start() + sentence.group()
        if alone.strip() != whole.strip() and (frame := _in_front(alone, spans)) is not None:
            return frame
    return _in_front(whole, spans) or _apart(whole, spans)


def is_bare(text: str, name: Span) -> bool:
    """Whether a question is a name and what it is asked about, in either order, and no sentence.

    "Marsh tolls" wants what Marsh says of them, or else what is said of Marsh and tolls; the words
    that are looked for are the tolls.
    """
    before = [token.word for token in _tokens(text[: name[0]], ())]
    if _GIVE.issuperset(before):
        text = " " * name[0] + text[name[0] :]
    elif _WORD.search(text[name[1] :]):
        return False
    return is_subject(text, [name])


def is_subject(text: str, spans: Sequence[Span] = ()) -> bool:
    """Whether a question is no sentence, but names what it is about: "tolls on the river"."""
    rest = [token for token in _tokens(text, spans) if token.span is None]
    asks = any(token.word in _ASKING for token in rest)
    return not asks and not text.rstrip().endswith("?") and any(map(_is_other, rest))


def _in_front(whole: str, spans: Sequence[Span]) -> Frame | None:
    """The frame that a question begins with: "what did Marsh say about …"."""
    tokens = _tokens(whole, spans)
    earlier = None
    for at, token in enumerate(tokens):
        if _ends_frame(tokens, at):
            frame = _read(whole, tokens[: at + 1], takes=token.word in _TAKES)
            if frame is not None and token.word != "of":
                return frame
            # "The view of the ministry on tolls" goes on behind "of".
            earlier = earlier or frame
        elif _others(tokens[: at + 1]) is None:
            break
    return earlier


def _apart(whole: str, spans: Sequence[Span]) -> Frame | None:
    """The frame on one side of a sign, or behind the topic: "tolls: what did Marsh say"."""
    tokens = _tokens(whole, spans)
    signs = [match.span() for match in _SEPARATOR.finditer(whole)]
    for left, right in signs:
        before = [token for token in tokens if token.end <= left]
        behind = [token for token in tokens if token.start >= right]
        if _only_asks(before) and (frame := _about(whole[right:], before, behind)):
            return frame
        if _only_asks(behind) and (frame := _about(whole[:left], behind, before)):
            return frame
    for at in range(1, len(tokens)):
        behind = tokens[at:]
        if behind[0].word in _BEGINS and _only_asks(behind):
            return _about(whole[: behind[0].start], behind, tokens[:at])
    return None


def _about(topic: str, asking: Sequence[_Token], rest: Sequence[_Token]) -> Frame | None:
    """The frame of what stands apart from it; None where that is nothing to look for."""
    if not any(token.span is None and _is_other(token) for token in rest):
        return None
    return Frame(_speaking(asking, []), "", _bare(_LEADING.sub("", topic.strip())), strict=True)


def _only_asks(tokens: Sequence[_Token]) -> bool:
    """Whether these words are a frame by themselves: a name, a word of saying, nothing else."""
    words = {token.word for token in tokens if token.span is None}
    named = any(token.span is not None for token in tokens)
    others = any(token.span is None and _is_other(token) for token in tokens)
    return named and not others and bool(words & (_SAID | _SAYINGS))


def _tokens(text: str, spans: Sequence[Span]) -> list[_Token]:
    # "On record" says, "as to" is about; they are read so where they stand, and stay in the topic.
    read_as = _AT_RECORD.sub(lambda match: "said".ljust(len(match.group())), text)
    ends = {match.start(): match.end() for match in _ABOUT.finditer(read_as)}
    read_as = _ABOUT.sub(lambda match: "about".ljust(len(match.group())), read_as)
    tokens = []
    for match in _WORD.finditer(read_as):
        start, end = match.start(), ends.get(match.start(), match.end())
        inside = next((i for i, (a, z) in enumerate(spans) if a < end and start < z), None)
        if inside is not None and end > spans[inside][1]:
            # "Marsh's": the name ends before its ending.
            tokens.append(_Token("", start, spans[inside][1], inside))
            start, inside = spans[inside][1], None
        word = read_as[start:end].strip().lower().replace("’", "'")
        tokens.append(_Token(word, start, end, inside))
    return tokens


def _ends_frame(tokens: Sequence[_Token], at: int) -> bool:
    token = tokens[at]
    if token.span is not None or at + 1 == len(tokens):
        return False
    if token.word == "to":
        return any(earlier.word in _BEFORE_TO for earlier in tokens[:at])
    if token.word in _AFTER:
        return at > 0 and tokens[at - 1].word in _AFTER[token.word]
    if token.word in _TAKES:
        following = tokens[at + 1]
        return following.span is not None or following.word not in _ENDS | {"of", "by", "in"}
    return token.word in _ENDS


def _others(tokens: Sequence[_Token]) -> list[_Token] | None:
    """The words that are neither frame nor name; None where they stand apart or are many."""
    places = [at for at, token in enumerate(tokens) if token.span is None and _is_other(token)]
    if not places:
        return []
    between = tokens[places[0] : places[-1] + 1]
    if len(between) > MOST_OTHERS or any(token.span is not None for token in between):
        return None
    apart = [token for token in between if not _is_other(token) and token.word not in ("of", "the")]
    return None if apart else list(between)


def _is_other(token: _Token) -> bool:
    return token.word not in _FRAME_WORDS


def _read(text: str, tokens: Sequence[_Token], *, takes: bool) -> Frame | None:
    """The frame that ends with the last of these tokens, if it is one."""
    before = tokens[:-1]
    others = _others(before)
    words = {token.word for token in before if token.span is None}
    says = bool(words & _SAID) or takes
    if others is None or not (says or words & (_THOUGHT | _SAYINGS) or _is_lead(before)):
        return None
    topic = _bare(_SUBJECT_OF.sub("", _without_idle_parts(text[tokens[-1].end :].strip())))
    if not topic:
        return None
    strict = says or bool(words & _SAYINGS)
    named = text[others[0].start : others[-1].end] if others else ""
    named = re.sub(r"^(?:(?:of|the)\s+)+", "", named)
    # "Did she discuss the toll with Tilling": others may tell of it.
    together = takes and re.search(r"\bwith\s", topic)
    return Frame(() if together else _speaking(before, others), named, topic, strict)


def _without_idle_parts(topic: str) -> str:
    """The topic without what only asks behind it: "the toll, and how she answered"."""
    for sign in reversed(list(_IDLE_PART.finditer(topic))):
        behind = _tokens(topic[sign.end() :], ())
        if any(map(_is_other, behind)) or not behind:
            break
        topic = topic[: sign.start()]
    return topic


def _is_lead(before: Sequence[_Token]) -> bool:
    """Whether nothing but a name stands before "on": "Marsh on tolls", "give me Marsh on tolls"."""
    if not before or before[-1].span is None:
        return False
    return all(token.span is not None or token.word in _GIVE for token in before)


def _speaking(before: Sequence[_Token], others: Sequence[_Token]) -> tuple[int, ...]:
    """The names in a frame that should have spoken, not those who were spoken to.

    None where somebody spoke to somebody: others may tell of it.
    """
    pairs = any(token.word in ("compare", "contrast", "differ", "put") for token in before)
    for at, token in enumerate(before if not pairs else ()):
        behind = [later for later in before[at + 1 :] if later.word not in _ARTICLES][:1]
        met = not behind or behind[0].span is not None or behind[0] in others
        if token.word in ("to", "with") and met:
            return ()
    asked: dict[int, None] = {}
    for at, token in enumerate(before):
        if token.span is None or token.span in asked:
            continue
        previous = before[at - 1].word if at else ""
        owns = bool(before[at + 1 : at + 2]) and before[at + 1].word == "'s"
        owns |= previous == "of" and at > 1 and before[at - 2].word in _SAYINGS
        owns |= pairs and previous in ("with", "to", "from")
        if (owns or previous not in _SPOKEN_TO) and not (others and others[-1].end <= token.start):
            asked[token.span] = None
    return tuple(asked)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(' ?.!,:;–—-"“”')
