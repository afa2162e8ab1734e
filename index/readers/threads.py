"""Threads in JSON: each post holds its replies, as sites of questions and answers export them.

    {"author": "ada", "body": "Why oak?", "replies": [{"author": "jo", "body": "It holds."}]}

The posts are read as a page shows them: each above its replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.readers.listed import Fields, Value

_VOICES = ("author", "username", "user", "from")
_WORDS = ("body", "selftext", "text", "comment", "content", "message")
_LEAST = 2


def threaded(values: Value) -> Sequence[Fields]:
    """The posts in their order; none where no post stands inside another."""
    posts = list(_posts(values))
    if len(posts) < _LEAST or not any(depth for _, depth in posts):
        return ()
    return [post for post, _ in posts]


def _posts(values: Value) -> Iterator[tuple[Fields, int]]:
    """Each post with the number of posts around it."""
    waiting: list[tuple[Value, int]] = [(values, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            voice, words = _first(value, _VOICES), _first(value, _WORDS)
            if voice and words:
                yield {"author": voice, "text": words}, depth
                depth += 1
            waiting += [(inner, depth) for inner in reversed(value.values())]
        elif isinstance(value, list):
            waiting += [(inner, depth) for inner in reversed(value)]


def _first(fields: Fields, names: Sequence[str]) -> str:
    found = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((value for value in found if value.strip()), "")
