"""The form of the page: a question with its filters, as an address holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from service.console import Asked
from service.filters import FILTERS, Value

PAGE_QUOTES = 5
MORE_QUOTES = 20
ORDERS = {"": "best first", "-date": "newest first", "date": "oldest first"}
"""How quotes may be ordered; those without a date come last."""


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form holds; an empty field is not given. `more` asks for all quotes there are.

    `boxes` has the text of each filter's box, in the order of `FILTERS`; `order` is one of
    `ORDERS`.
    """

    q: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    order: str = ""

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any(self.boxes.values())

    def within(self, **boxes: str) -> AskForm:
        """The same question with some filters changed."""
        return replace(self, boxes={**self.boxes, **boxes})

    @property
    def fields(self) -> dict[str, str]:
        """What is given, by the name it has in an address."""
        every = {"q": self.q, **self.boxes, "more": self.more, "order": self.order}
        return {name: value for name, value in every.items() if value}

    def query(self, **changed: str) -> str:
        """The query of an address with what this form holds, with some fields changed."""
        return urlencode({name: value for name, value in (self.fields | changed).items() if value})

    def link(self, **changed: str) -> str:
        """The address of the answer to this form with some fields changed."""
        return "/?" + self.query(**changed)

    def export(self, format_: str, quote: str = "") -> str:
        """The address of the answer's citations in a format, or of one quote's alone."""
        filters = {filter_.name: self.boxes.get(filter_.box, "") for filter_ in FILTERS}
        fields = {"q": self.q, **filters, "limit": str(self.limit), "format": format_}
        fields["quote"] = quote
        return "/v1/ask/export?" + urlencode({k: v for k, v in fields.items() if v})

    def feed(self) -> str:
        """The address of the feed of what mentions this."""
        filters = {filter_.name: self.boxes.get(filter_.box, "") for filter_ in FILTERS}
        fields = {"q": self.q, **filters}
        return "/v1/feed?" + urlencode({k: v for k, v in fields.items() if v})

    @property
    def limit(self) -> int:
        """How many quotes are wanted."""
        return MORE_QUOTES if self.more else PAGE_QUOTES

    def asked(self) -> Asked:
        """The question that this form asks."""
        filters: dict[str, Value] = {}
        for filter_ in FILTERS:
            text = self.boxes.get(filter_.box) or None
            filters[filter_.name] = [text] if text and filter_.kind == "names" else text
        return Asked(self.q, self.limit, filters)


def read_form(given: Mapping[str, str]) -> AskForm:
    """The form of an address."""
    boxes = {filter_.box: given.get(filter_.box, "").strip() for filter_ in FILTERS}
    order = given.get("order", "")
    return AskForm(
        given.get("q", ""),
        boxes,
        given.get("more", "").strip(),
        order if order in ORDERS else "",
    )
