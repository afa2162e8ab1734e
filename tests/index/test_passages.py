from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cutting.passages import Context, EmbedParts, PassageBudget, embedded_text, make_passages
from index.encoding.encoder import load_encoder
from index.errors import SettingsError, TextTooLong
from index.language.sentences import sentence_spans
from index.language.tokens import count_tokens
from index.parsing.transcript import parse
from index.readers import read_source
from index.records import Document, ParsedSource, Passage, Role, Source, Turn
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder()
QUESTION = "You spoke of tolls. Will the harbour of Marrow open before the autumn?"
ANSWER = "It opens on the first of June. Nobody pays a toll there."
PARAGRAPHS = (
    "The board met on Monday. It heard the fishers of Marrow. It heard the pilots as well.",
    "The toll falls in June. Boats below nine metres never pay. Others pay half of it.",
    "The ferry sails again. It sails twice a day. On Sundays it sails once and no more.",
)


def document(
    title: str | None = "Harbour Briefing", day: date | None = date(2011, 3, 7)
) -> Document:
    return Document(
        document_id="aa-1",
        source_id="aa",
        ordinal=1,
        start=0,
        end=10**6,
        title=title,
        date=day,
        date_status="given" if day else "missing",
        date_raw=None,
        date_start=None,
        date_end=None,
        place=None,
        venue=None,
        byline=None,
        url=None,
    )


def parsed(
    *speech: tuple[str, Role, str], about: Document | None = None, gap: str = "\n\n"
) -> ParsedSource:
    """A source of turns `(label, role, words)`; an answer replies to the question before it."""
    text, turns, asked = "", [], None
    for ordinal, (label, role, words) in enumerate(speech, start=1):
        label_start = len(text)
        text += f"{label}: "
        turn = Turn(
            turn_id=f"aa-1-t{ordinal}",
            document_id="aa-1",
            voice_id=f"aa-1-{label.lower()}",
            ordinal=ordinal,
            label=label,
            label_start=label_start,
            start=len(text),
            end=len(text) + len(words),
            role=role,
            replies_to=asked if role == "answer" else None,
        )
        asked = turn.turn_id if role == "question" else asked
        turns.append(turn)
        text += words + gap
    source = Source("aa", "harbour.txt", "aa" * 32, "text/plain", text)
    return ParsedSource(source, (about or document(),), tuple(turns), ())


def cut(
    source: ParsedSource, budget: PassageBudget | None = None, max_pieces: int = 256
) -> tuple[Passage, ...]:
    return make_passages(source, budget or PassageBudget(), ENCODER.count, max_pieces)


def words(source: ParsedSource, passages: Sequence[Passage]) -> list[str]:
    return [source.source.text[passage.start : passage.end] for passage in passages]


def test_a_short_turn_is_one_passage() -> None:
    source = parsed(("Q", "question", QUESTION), ("MS. OKORO", "answer", ANSWER))
    asked, answered = cut(source)
    assert words(source, (asked, answered)) == [QUESTION, ANSWER]
    assert answered.turn_id == "aa-1-t2"
    assert answered.passage_id == f"aa-1-{answered.start}-{answered.end}"
    assert answered.tokens == count_tokens(ANSWER)


def test_an_answer_is_embedded_with_its_question_and_a_question_without_one() -> None:
    source = parsed(("Q", "question", QUESTION), ("MS. OKORO", "answer", ANSWER))
    asked, answered = cut(source)
    assert asked.embedded == f"Q\n{QUESTION}"
    assert answered.embedded == f"MS. OKORO\nQ: {QUESTION}\n{ANSWER}"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            EmbedParts(title=True, date=True),
            f"Harbour Briefing · March 7, 2011 · MS. OKORO\nQ: {QUESTION}\n{ANSWER}",
        ),
        (EmbedParts(title=True), f"Harbour Briefing · MS. OKORO\nQ: {QUESTION}\n{ANSWER}"),
        (EmbedParts(date=True), f"March 7, 2011 · MS. OKORO\nQ: {QUESTION}\n{ANSWER}"),
        (EmbedParts(speaker=False), f"Q: {QUESTION}\n{ANSWER}"),
        (EmbedParts(question=False), f"MS. OKORO\n{ANSWER}"),
        (EmbedParts(False, False, False, False), ANSWER),
    ],
)
def test_each_part_can_be_put_in_or_left_out(parts: EmbedParts, expected: str) -> None:
    source = parsed(("Q", "question", QUESTION), ("MS. OKORO", "answer", ANSWER))
    assert cut(source, PassageBudget(parts=parts))[1].embedded == expected


def test_what_the_text_does_not_say_is_left_out() -> None:
    about = document(title=None, day=None)
    source = parsed(("", "narration", "The gulls cry."), about=about)
    assert cut(source)[0].embedded == "The gulls cry."


def test_a_long_question_gives_its_last_words() -> None:
    asked = "The board has met many times now. " * 30 + "Who pays for the new lighthouse?"
    source = parsed(("Q", "question", asked), ("MS. OKORO", "answer", "The town."))
    embedded = cut(source)[-1].embedded
    question = embedded.splitlines()[1]
    assert question.startswith("Q: … ")
    assert question.endswith("times now. Who pays for the new lighthouse?")
    assert 60 < count_tokens(embedded.removesuffix("\nThe town.")) <= 80


def test_marks_are_kept_in_the_quote_and_left_out_of_what_is_embedded() -> None:
    spoken = "I asked Safia (ph) from (inaudible) about it. (Laughter.) She stays (for now)."
    source = parsed(("MS. OKORO", "statement", spoken))
    (passage,) = cut(source)
    assert words(source, [passage]) == [spoken]
    assert passage.embedded.endswith("\nI asked Safia from about it. She stays (for now).")


def test_a_turn_of_one_mark_is_still_embedded() -> None:
    assert embedded_text("(Laughter.)", Context(label="MS. OKORO")) == "MS. OKORO\n(Laughter.)"


def test_passages_rather_end_with_a_paragraph() -> None:
    # 21, 23 and 23 tokens: two paragraphs and a half would fit 56, but two passages of
    # whole paragraphs (45 and 23) keep all three together.
    source = parsed(("MS. OKORO", "statement", "\n\n".join(PARAGRAPHS)))
    passages = cut(source, PassageBudget(max_tokens=56))
    assert words(source, passages) in (
        ["\n\n".join(PARAGRAPHS[:2]), PARAGRAPHS[2]],
        [PARAGRAPHS[0], "\n\n".join(PARAGRAPHS[1:])],
    )


def test_no_short_rest_is_left_over() -> None:
    # 11 sentences of 8 tokens against 80: never ten and one.
    source = parsed(("MS. OKORO", "statement", "The ferry sails to Marrow again. " * 11))
    lengths = [passage.tokens for passage in cut(source, PassageBudget(max_tokens=80))]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 10


def test_an_overlong_sentence_is_cut_at_its_clauses() -> None:
    sentence = "We thank " + ", ".join(f"the pilots of the {n}th quay" for n in range(4, 40)) + "."
    source = parsed(("MS. OKORO", "statement", f"A word first. {sentence} And one last."))
    passages = cut(source, PassageBudget(max_tokens=64))
    assert len(passages) > 3
    for quoted in words(source, passages[:-1]):
        assert quoted.endswith((",", "."))
    assert max(passage.tokens for passage in passages) <= 64


def test_context_gives_way_before_the_words_do() -> None:
    source = parsed(("Q", "question", QUESTION), ("MS. OKORO", "answer", ANSWER))
    full = ENCODER.count([cut(source)[1].embedded])[0]
    answered = [cut(source, max_pieces=pieces)[-1].embedded for pieces in (full - 3, 20, 18)]
    # Three words and the pieces of the ellipsis less, then the question, the title and date.
    assert re.search(r"\nQ: … [\w ]*open before the autumn\?\n", answered[0])
    assert answered[1] == f"MS. OKORO\n{ANSWER}"
    assert answered[2] == ANSWER


def test_words_that_the_encoder_cannot_take_are_cut_into_more_passages() -> None:
    source = parsed(("MS. OKORO", "statement", " ".join(PARAGRAPHS)))
    passages = cut(source, max_pieces=24)
    assert " ".join(words(source, passages)) == " ".join(PARAGRAPHS)
    assert max(ENCODER.count([passage.embedded for passage in passages])) <= 24
    assert all(quoted.endswith(".") for quoted in words(source, passages))


def test_each_half_of_words_that_were_too_long_has_the_whole_context_again() -> None:
    source = parsed(("Q", "question", QUESTION), ("MS. OKORO", "answer", " ".join(PARAGRAPHS)))
    halves = cut(source, max_pieces=57)[1:]
    assert len(halves) == 2
    for passage, quoted in zip(halves, words(source, halves), strict=True):
        assert passage.embedded == f"MS. OKORO\nQ: {QUESTION}\n{quoted}"


def test_a_limit_below_one_character_is_refused() -> None:
    with pytest.raises(TextTooLong, match="one character"):
        cut(parsed(("A", "statement", "gulls")), max_pieces=2)


def test_a_budget_must_leave_room_for_words() -> None:
    with pytest.raises(SettingsError, match=r"a passage of 3 tokens .* at least 16"):
        PassageBudget(max_tokens=3)


SENTENCE = st.lists(
    st.sampled_from("harbour toll Marrow 1.2 (inaudible) Mr. U.S. -- “quay” 🚢 mañana,".split(" ")),
    min_size=1,
    max_size=60,
).map(lambda chosen: " ".join(chosen) + ".")
WORDS = st.lists(SENTENCE, min_size=1, max_size=12).flatmap(
    lambda sentences: st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n"]).map(
        lambda white: white.join(sentences)
    )
)
SPEECH = st.lists(
    st.tuples(st.sampled_from(["Q", "MS. OKORO"]), st.sampled_from(["question", "answer"]), WORDS),
    min_size=1,
    max_size=4,
)


@given(SPEECH, st.integers(16, 90), st.integers(0, 60), st.integers(12, 120))
def test_every_turn_is_covered_in_order_and_within_all_limits(
    speech: list[tuple[str, Role, str]], max_tokens: int, context_tokens: int, max_pieces: int
) -> None:
    source = parsed(*speech)
    text = source.source.text
    passages = cut(source, PassageBudget(max_tokens, context_tokens), max_pieces)
    for turn in source.turns:
        place = turn.start
        for passage in passages:
            if passage.turn_id == turn.turn_id:
                assert not text[place : passage.start].strip()
                assert place <= passage.start < passage.end <= turn.end
                place = passage.end
        assert not text[place : turn.end].strip()
    assert [passage.start for passage in passages] == sorted(p.start for p in passages)
    assert max(passage.tokens for passage in passages) <= max_tokens
    assert max(ENCODER.count([passage.embedded for passage in passages])) <= max_pieces


@given(SPEECH)
def test_passages_begin_and_end_at_sentence_borders(speech: list[tuple[str, Role, str]]) -> None:
    """Where no sentence is longer than the budget."""
    source = parsed(*speech)
    text = source.source.text
    for turn in source.turns:
        spans = sentence_spans(text, turn.start, turn.end)
        if any(count_tokens(text[start:end]) > 100 for start, end in spans):
            continue
        for passage in cut(source, PassageBudget(max_tokens=110), max_pieces=1000):
            if passage.turn_id == turn.turn_id:
                assert passage.start in {start for start, _ in spans}
                assert passage.end in {end for _, end in spans}


@given(SPEECH, st.integers(20, 60))
def test_a_context_stays_within_its_budget(
    speech: list[tuple[str, Role, str]], context_tokens: int
) -> None:
    about = replace(document(), title="Harbour Briefing by the Keeper of the Light " * 6)
    source = parsed(*speech, about=about)
    for passage in cut(source, PassageBudget(context_tokens=context_tokens), max_pieces=10_000):
        alone = embedded_text(source.source.text[passage.start : passage.end], Context())
        context = passage.embedded.removesuffix(alone)
        assert count_tokens(context) <= context_tokens


@pytest.mark.model
@pytest.mark.shared
def test_the_state_department_files_fit_the_real_model(shared: Path) -> None:
    encoder = load_encoder(threads=1)
    for path in sorted((shared / "transcripts/state-department").glob("*.txt")):
        source = parse(read_source(path.name, path.read_bytes()))
        passages = make_passages(source, PassageBudget(), encoder.count, encoder.max_tokens)
        assert {passage.turn_id for passage in passages} == {turn.turn_id for turn in source.turns}
        assert max(passage.tokens for passage in passages) <= 160
        assert max(encoder.count([passage.embedded for passage in passages])) <= 256
