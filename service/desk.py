"""What the judging page needs of whoever keeps the judgments; the command line puts it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from retrieval.answer import Searcher

Fields = Mapping[str, str]
"""A form's fields as a browser sends them."""


class Desk(Protocol):
    """One person judging. What it shows is for the templates, which read it by name."""

    def overview(self) -> object:
        """All questions with their state."""

    def add(self, fields: Fields) -> str:
        """Take a new question; the id it is given.

        :raises OnRecordError: A field cannot be used.
        """

    def question(self, query_id: str, fields: Fields | None = None) -> object:
        """One question with its passages, or with a form that could not be saved.

        :raises NotFound: No question has this id.
        """

    def save(self, query_id: str, fields: Fields) -> bool:
        """Keep the marks of a form; whether the question is finished with them.

        :raises OnRecordError: The marks contradict each other, or a field cannot be used.
        """

    def more(self, query_id: str, fields: Fields) -> int:
        """Keep the marks and put further passages into a question's pool; how many were added.

        :raises OnRecordError: There are none, or a field cannot be used.
        """


OpenDesk = Callable[[Searcher], Desk]
