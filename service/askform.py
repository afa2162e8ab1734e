"""The form of the page: a question with its filters, as an address holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from service.console import Asked
from service.filters import FILTERS, Value

PAGE_QUOTES = 5
MORE_QUOTES = 20


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form holds; an empty field is not given. `more` asks for all quotes there are.

    `boxes` has the text of each filter's box, in the order of `FILTERS`.
    """

    q: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    more: str = ""

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
        every = {"q": self.q, **self.boxes, "more": self.more}
        return {name: value for name, value in every.items() if value}

    def query(self, **changed: str) -> str:
        """The query of an address with what this form holds, with some fields changed."""
        return urlencode({name: value for name, value in (self.fields | changed).items() if value})

    def link(self, **changed: str) -> str:
        """The address of the answer to this form with some fields changed."""
        return "/?" + self.query(**changed)

    def export(self, format_: str) -> str:
        """The address of the answer's citations in a format."""
        filters = {one.name: self.boxes.get(one.box, "") for one in FILTERS}
        fields = {"q": self.q, **filters, "limit": str(self.limit), "format": format_}
        return "/v1/ask/export?" + urlencode({k: v for k, v in fields.items() if v})

    @property
    def limit(self) -> int:
        """How many quotes are wanted."""
        return MORE_QUOTES if self.more else PAGE_QUOTES

    def asked(self) -> Asked:
        """The question that this form asks."""
        filters: dict[str, Value] = {}
        for one in FILTERS:
            text = self.boxes.get(one.box) or None
            filters[one.name] = [text] if text and one.kind == "names" else text
        return Asked(self.q, self.limit, filters)


def read_form(given: QueryParams) -> AskForm:
    """The form of an address."""
    boxes = {one.box: given.get(one.box, "").strip() for one in FILTERS}
    return AskForm(given.get("q", ""), boxes, given.get("more", "").strip())
