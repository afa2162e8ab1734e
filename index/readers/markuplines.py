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
# What is underlined or bold by a tag, where Markdown has no sign for it: `<u>Ada Quill:</u> No.`
_WORDS = re.compile(r"<(u|b|i|em|strong)>([^<>\n]{1,400})</\1>")


def without_markup_lines(text: str) -> str:
    """The text without its lines that are markup alone, and without tags around words of a line."""
    text = _ALONE.sub("", text)
    return _WORDS.sub(r"\2", text) if "</" in text else text
