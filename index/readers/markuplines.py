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


# A time that leads to its place in a video: `[0:03](https://…)`, `[(0:03)](https://…)`.
_LINKED_CLOCK = re.compile(
    r"\(?\[([\[(]?\d{1,3}:\d{2}(?::\d{2})?(?:\.\d{1,3})?[\])]?)\]\(<?https?://[^()\s]{1,500}\)\)?"
)


def without_markup_lines(text: str) -> str:
    """The text without its lines that are markup alone, and without tags around words of a line.

    A clock that is a link keeps its brackets and loses its address.
    """
    text = _ALONE.sub("", text)
    if "](http" in text:
        text = _LINKED_CLOCK.sub(lambda link: f"[{link[1].strip('[]()')}]", text)
    return _WORDS.sub(r"\2", text) if "</" in text else text
