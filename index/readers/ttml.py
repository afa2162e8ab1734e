"""TTML and DFXP captions: paragraphs with times, and agents who are named in the head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.errors import SourceError, UnsupportedFormat
from index.readers.cues import Cue
from index.readers.markup import Node, xml_root
from index.readers.subtitles import spoken
from index.records import Source

TTML = "application/ttml+xml"
TTML_START = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?tt[\s>]", re.DOTALL)
_CLOCK = re.compile(r"(\d{2,3}):(\d{2}):(\d{2})(?:(\.\d+)|:(\d{2,3})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_UNITS_S = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_AGENT = "{http://www.w3.org/ns/ttml#metadata}agent"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def read_ttml(text: str) -> Source:
    """A TTML file.

    :raises UnsupportedFormat: It is no XML with a root `tt`, or has no paragraph with times.
    :raises SourceError: A time cannot be read.
    """
    root = xml_root(text)
    if _local(root) != "tt":
        raise UnsupportedFormat(f"a TTML file has the root tt, not {_local(root)}")
    rates = {name: float(_attribute(root, name) or default) for name, default in _RATES.items()}
    agents = {
        node.get(_ID, ""): name
        for node in root.iter()
        if _local(node) == "agent" and (name := _agent_name(node))
    }
    colours = {
        node.get(_ID, ""): colour
        for node in root.iter()
        if _local(node) == "style" and (colour := _attribute(node, "color"))
    }
    cues = list(_cues(root, 0.0, None, agents, rates, colours))
    cues.sort(key=lambda cue: cue.start_s)
    return spoken(cues, TTML)


_RATES = {"frameRate": "30", "tickRate": "1"}


def _cues(
    node: Node,
    offset_s: float,
    voice: str | None,
    agents: dict[str, str],
    rates: dict[str, float],
    colours: dict[str, str],
) -> Iterator[Cue]:
    """The paragraphs below a node; times count from where the node around them begins."""
    if _is_hidden(node):
        return
    start = offset_s + (_time(node.get("begin"), rates) or 0.0)
    agent = node.get(_AGENT)
    voice = agents.get(agent, agent) if agent else voice
    if _local(node) == "p":
        end, length = _time(node.get("end"), rates), _time(node.get("dur"), rates)
        stop = offset_s + end if end is not None else start + (length or 0.0)
        for said, words in _runs(node, voice, agents, colours):
            lines = tuple(line for part in words.split("\n") if (line := " ".join(part.split())))
            yield Cue(start, max(start, stop), lines, said)
        return
    for child in node:
        if _local(child) in ("body", "div", "p"):
            yield from _cues(child, start, voice, agents, rates, colours)


def _runs(
    node: Node, voice: str | None, agents: dict[str, str], colours: dict[str, str]
) -> list[tuple[str | None, str]]:
    """The words of a paragraph by voice; a span may have an agent and a colour of its own."""
    runs: list[tuple[str | None, str]] = []

    def add(said: str | None, words: str | None, colour: str | None) -> None:
        words = re.sub(r"\s+", " ", words or "") if words != "\n" else "\n"
        if colour and words.strip():
            words = f'<font color="{colour}">{words}</font>'
        if runs and runs[-1][0] == said:
            runs[-1] = (said, runs[-1][1] + words)
        elif words.strip():
            runs.append((said, words))

    def walk(inner: Node, said: str | None, around: str | None) -> None:
        colour = _attribute(inner, "color") or colours.get(inner.get("style", "")) or around
        add(said, inner.text, colour)
        for child in inner:
            name = _local(child)
            agent = child.get(_AGENT)
            if name == "br":
                add(said, "\n", None)
            elif name == "span" and not _is_hidden(child):
                walk(child, agents.get(agent, agent) if agent else said, colour)
            add(said, child.tail, colour)

    walk(node, voice, None)
    return runs


def _is_hidden(node: Node) -> bool:
    """Whether a node's own style keeps it from the screen."""
    seen = _attribute(node, "display"), _attribute(node, "visibility")
    return seen[0] == "none" or seen[1] == "hidden"


def _agent_name(node: Node) -> str:
    names = [child for child in node.iter() if _local(child) == "name"]
    full = [child for child in names if child.get("type") == "full"] or names
    return " ".join("".join(full[0].itertext()).split()) if full else ""


def _time(value: str | None, rates: dict[str, float]) -> float | None:
    """Seconds of `00:00:01.5`, `00:00:01:12` (frames), `1.5s`, `500ms` or `12t`."""
    if value is None:
        return None
    clock = _CLOCK.fullmatch(value.strip())
    if clock:
        whole = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
        return whole + float(clock[4] or 0) + int(clock[5] or 0) / rates["frameRate"]
    offset = _OFFSET.fullmatch(value.strip())
    if not offset:
        raise SourceError(f"{value!r} is no time of TTML; expected one such as 00:00:01.000 or 1s")
    if offset[2] in "ft":
        return float(offset[1]) / rates["frameRate" if offset[2] == "f" else "tickRate"]
    return float(offset[1]) * _UNITS_S[offset[2]]


def _attribute(node: Node, name: str) -> str | None:
    return next((value for key, value in node.attrib.items() if _bare(key) == name), None)


def _local(node: Node) -> str:
    return _bare(node.tag) if isinstance(node.tag, str) else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]
