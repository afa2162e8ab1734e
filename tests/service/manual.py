"""The README and the pages of `docs/`, which are read together."""

from __future__ import annotations

import re
from pathlib import Path

_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.S | re.M)


def manual_pages(project: Path) -> list[Path]:
    """The README first, then the pages of `docs/` by name."""
    return [project / "README.md", *sorted((project / "docs").glob("*.md"))]


def manual(project: Path) -> str:
    """The words of all pages."""
    return "\n".join(page.read_text(encoding="utf-8") for page in manual_pages(project))


def command_lines(text: str) -> list[str]:
    """The commands of a page's blocks, each on one line, without prompts and what was printed."""
    lines: list[str] = []
    for block in _BLOCK.findall(text):
        joined = block.replace("\\\n", " ")
        prompted = [line[2:] for line in joined.splitlines() if line.startswith("$ ")]
        plain = [
            line for line in joined.splitlines() if re.match(r"\.venv/|make |curl |git ", line)
        ]
        lines += prompted or plain
    return lines
