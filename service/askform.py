"""The form of the page: a question with its filters, as an address holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from service.console import Asked

PAGE_QUOTES = 5
MORE_QUOTES = 20
ORDERS = {"": "best first", "-date": "newest first", "date": "oldest first"}
"""How quotes may be ordered; those without a date come last."""


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form holds; an empty field is not given. `more` asks for all quotes there are.

    `order` is one of `ORDERS`.
    """

    q: str = ""
    speaker: str = ""
    date_from: str = ""
    date_to: str = ""
    document: str = ""
    more: str = ""
    order: str = ""

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.speaker or self.date_from or self.date_to or self.document)

    @property
    def fields(self) -> dict[str, str]:
        """What is given, by the name it has in an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def query(self, **changed: str) -> str:
        """The query of an address with what this form holds, with some fields changed."""
        return urlencode({name: value for name, value in (asdict(self) | changed).items() if value})

    def link(self, **changed: str) -> str:
        """The address of the answer to this form with some fields changed."""
        return "/?" + self.query(**changed)

    def export(self, format_: str, quote: str = "") -> str:
        """The address of the answer's citations in a format, or of one quote's alone."""
        fields = {
            "q": self.q,
            "speakers": self.speaker,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "documents": self.document,
            "limit": str(self.limit),
            "format": format_,
            "quote": quote,
        }
        return "/v1/ask/export?" + urlencode({k: v for k, v in fields.items() if v})

    @property
    def limit(self) -> int:
        """How many quotes are wanted."""
        return MORE_QUOTES if self.more else PAGE_QUOTES

    def asked(self) -> Asked:
        """The question that this form asks."""
        return Asked(
            self.q,
            self.limit,
            speakers=[self.speaker] if self.speaker else [],
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            documents=[self.document] if self.document else [],
        )


def read_form(given: Mapping[str, str]) -> AskForm:
    """The form of an address."""
    return AskForm(
        q=given.get("q", ""),
        speaker=given.get("speaker", "").strip(),
        date_from=given.get("date_from", "").strip(),
        date_to=given.get("date_to", "").strip(),
        document=given.get("document", "").strip(),
        more=given.get("more", "").strip(),
        order=order if (order := given.get("order", "")) in ORDERS else "",
    )
