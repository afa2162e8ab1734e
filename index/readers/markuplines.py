"""Lines of Markdown that are markup alone, without a word that anybody says.

Pictures, tags of HTML, comments, and the tags of site generators stand between the paragraphs of
one speech; left in the text, they would stand in quotes.
"""

from __future__ import annotations

import re

_TAG = (
    r"</?(?:a|audio|br|center|div|figure|hr|iframe|img|p|picture|section|source|span|video)"
    r"(?:[ \t][^<>\n]*)?/?>"
)
_PICTURE = r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"
_ALONE = re.compile(
    r"^[ \t]*(?:(?:"
    rf"{_TAG}|<!--[^\n]*?-->|{_PICTURE}|\[{_PICTURE}\]\([^()\n]*\)"
    r"|\{%[^{}\n]*%\}|\{\{[^{}\n]*\}\}|\{:[^{}\n]*\}|&nbsp;)[ \t]*)+(?:\n|\Z)",
    re.MULTILINE,
)


def without_markup_lines(text: str) -> str:
    """The text without its lines that are markup alone."""
    return _ALONE.sub("", text)
