"""An Atom feed (RFC 4287) of the turns that mention a topic, those that came last first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from index.storing.past import moments_of
from index.storing.store import Store
from retrieval.mentions import Mention, Mentions
from retrieval.results import Hit
from service import wording

MEDIA_TYPE = "application/atom+xml"
MOST_ENTRIES = 50
UNKNOWN = "1970-01-01T00:00:00+00:00"
"""For what came on record before that was noted."""

# A feed with any other character would not be XML at all.
_NOT_XML = dict.fromkeys(
    {*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {ord("\t"), ord("\n"), ord("\r")}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn of a feed; `came` is when its file came on record, as ISO 8601."""

    hit: Hit
    came: str

    @property
    def entry_id(self) -> str:
        """The same for the same words in a file of the same name, also after a correction."""
        citation = self.hit.citation
        named = f"{citation.source_name}\t{citation.turn.label}\t{self.hit.text}"
        return f"urn:onrecord:{hashlib.sha256(named.encode()).hexdigest()[:32]}"


def newest(mentions: Mentions, store: Store) -> list[Entry]:
    """The mentions that came on record last, and of one moment those of the latest day."""
    came = {source.source_id: source.generation for source in store.sources()}
    moments = moments_of(store)

    def order(mention: Mention) -> tuple[int, int, int]:
        generation = came.get(mention.document_id.rpartition("-")[0], 0)
        return -generation, -(mention.day.toordinal() if mention.day else 0), mention.turn

    latest = sorted(mentions.all, key=order)[:MOST_ENTRIES]
    return [
        Entry(mentions.hit(mention, rank), moments.get(-order(mention)[0], UNKNOWN))
        for rank, mention in enumerate(latest, start=1)
    ]


def as_atom(question: str, entries: Sequence[Entry], address: str, links: Mapping[str, str]) -> str:
    """The feed; `links` are its own addresses by relation, `address` that of the service."""
    updated = max((entry.came for entry in entries), default=UNKNOWN)
    told = hashlib.sha256(links["self"].encode()).hexdigest()[:32]
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(f'On the Record: {question}')}</title>",
        f"<id>urn:onrecord:{told}</id>",
        f"<updated>{updated}</updated>",
        "<author><name>On the Record</name></author>",
    ]
    parts += [f"<link rel={quoteattr(rel)} href={quoteattr(to)}/>" for rel, to in links.items()]
    parts += [_entry(entry, address) for entry in entries]
    return "\n".join([*parts, "</feed>", ""])


def _entry(entry: Entry, address: str) -> str:
    citation = entry.hit.citation
    who = wording.turn_speaker(citation)
    title = wording.title_words(citation.document, citation.source_name)
    place = "; ".join(wording.where_words(citation))
    return "\n".join(
        [
            "<entry>",
            f"<title>{_text(f'{who}: {title}')}</title>",
            f"<id>{entry.entry_id}</id>",
            f"<updated>{entry.came}</updated>",
            f"<author><name>{_text(who)}</name></author>",
            f'<link rel="alternate" href={quoteattr(address + wording.permalink(citation))}/>',
            f"<summary>{_text(f'“{entry.hit.text}” {place}')}</summary>",
            "</entry>",
        ]
    )


def _text(words: str) -> str:
    return escape(words.translate(_NOT_XML))
