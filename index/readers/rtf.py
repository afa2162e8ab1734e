r"""Rich Text Format, as court reporters and older word processors write it.

Read by our own code: the kept library for it prints what the document hides or has struck (`\v`,
`\deleted`), writes the address of a link into the sentence, and gives half characters beyond the
first plane. Each of these would stand in a quote.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.errors import EmptySource, NotText, SourceTooLarge, UnsupportedFormat
from index.records import Source

RTF = "application/rtf"
RTF_START = b"{\\rtf"
MAX_TOKENS = 5_000_000
"""Marks and stretches of words: a day of hearings has a million."""
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<words>[^\\{}\r\n]+)"
    rb"|[\r\n]+"
)
_CHARACTERS = {
    **dict.fromkeys((b"par", b"line", b"softline", b"sect", b"page", b"column", b"row"), "\n"),
    **dict.fromkeys((b"cell", b"nestcell", b"nestrow"), " "),
    b"tab": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"bullet": "\u2022",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    **dict.fromkeys((b"emspace", b"enspace", b"qmspace"), " "),
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
}
_SIGNS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_NOT_SHOWN = frozenset(
    (
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"objdata", b"object"),
        *(b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr"),
        *(b"footerf", b"footnote", b"fldinst", b"listtext", b"pntext", b"nonesttables", b"xe"),
        *(b"tc", b"rxe", b"txe", b"nonshppict", b"shp", b"listtable", b"annotation"),
    )
)
r"""Groups whose words are not the text's, beside all that begin with `\*`: they are settings,
pictures, notes, and the heads and feet of pages."""
_UNSAID = frozenset((b"v", b"deleted", b"strike", b"striked"))
_CODE_PAGES = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_CHARSETS = {
    0: "",
    1: "",
    2: "",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "cp1361",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
}
"""The code page of a font's character set; empty: that of the document."""


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group, and ends with it."""

    shown: bool = True
    unsaid: frozenset[bytes] = frozenset()
    """The marks that hide or strike its words, each set and unset by itself."""
    font: int = 0
    instead: int = 1
    r"""Characters that stand for one of `\\u`, and are left out."""
    in_table: bool = False
    chosen: bool = False
    r"""Within `\upr`, which says the same twice: whether its words in Unicode are shown."""


def read_rtf(data: bytes) -> Source:
    """A rich text with its tracked changes made; a table's row is one line.

    What is marked as hidden or struck is left out, and so are notes, pictures, numbers of
    lists, and the heads and feet of pages.

    :raises UnsupportedFormat: It is no RTF file, or one whose end is missing.
    :raises NotText: A character is not one of the code page that the file names.
    :raises SourceTooLarge: It has more marks than a transcript needs.
    :raises EmptySource: It has no words.
    """
    if not data.lstrip().startswith(RTF_START):
        raise UnsupportedFormat("this is no RTF file; save it again as .rtf, or as text")
    reader = _Reader(data.lstrip())
    text = "".join(reader.words())
    try:
        # Characters beyond the first plane come as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise NotText("half a character stands alone in this RTF file; save it again") from error
    if not text.strip():
        raise EmptySource("no words are left of this RTF file")
    return Source("", "", "", RTF, text)


class _Reader:
    """Goes through the marks of a file once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._state = _State()
        self._above: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._in_fonts = 0
        self._first_font = 0
        self._starred = False
        self._skip = 0
        self._pending = bytearray()

    def words(self) -> Iterator[str]:
        """The text in pieces."""
        at, tokens = 0, 0
        while at < len(self._data):
            token = _TOKEN.match(self._data, at)
            if token is None:
                raise UnsupportedFormat("this RTF file ends within a mark; save it again as .rtf")
            at = token.end()
            tokens += 1
            if tokens > MAX_TOKENS:
                raise SourceTooLarge(
                    f"it has more than {MAX_TOKENS:,} marks, the limit: save it as text"
                )
            kind, value = token.lastgroup, token[token.lastgroup] if token.lastgroup else b""
            if kind == "byte":
                self._add(bytes((int(value, 16),)))
            elif kind == "words":
                self._add(value)
            elif kind is not None:
                yield self._flushed()
                if kind == "brace":
                    if self._brace(value):
                        return
                elif kind == "sign":
                    yield self._sign(value)
                elif token["word"] == b"bin":
                    at += max(0, int(token["number"] or 0))
                else:
                    yield self._mark(token["word"], token["number"])
        raise UnsupportedFormat(
            "the end of this RTF file is missing, a group is not closed; save it again as .rtf"
        )

    def _add(self, data: bytes) -> None:
        left_out = min(self._skip, len(data))
        self._skip -= left_out
        if self._is_shown:
            self._pending += data[left_out:]
        self._starred = False

    def _flushed(self) -> str:
        if not self._pending:
            return ""
        data, self._pending = bytes(self._pending), bytearray()
        page = self._fonts.get(self._state.font) or self._page
        try:
            return data.decode(page)
        except UnicodeDecodeError as error:
            raise NotText(
                f"byte 0x{data[error.start]:02x} is no character of {page}, the code page that "
                "this RTF file names; save it again as .rtf, or as text"
            ) from error

    @property
    def _is_shown(self) -> bool:
        return self._state.shown and not self._state.unsaid

    def _brace(self, brace: bytes) -> bool:
        """Open or close a group; whether it was the file's own."""
        self._skip, self._starred = 0, False
        if brace == b"{":
            self._above.append(self._state)
            return False
        if len(self._above) <= self._in_fonts:
            self._in_fonts = 0
        self._state = self._above.pop()
        return not self._above

    def _sign(self, sign: bytes) -> str:
        self._starred = sign == b"*"
        if self._skip:
            self._skip -= 1
            return ""
        return _SIGNS.get(sign, "") if self._is_shown else ""

    def _mark(self, word: bytes, number: bytes | None) -> str:
        starred, self._starred = self._starred, False
        count = int(number) if number is not None else None
        if word == b"ud":
            self._state = replace(self._state, shown=self._state.chosen)
        elif word == b"upr":
            self._state = replace(self._state, shown=False, chosen=self._state.shown)
        elif starred or word in _NOT_SHOWN:
            self._state = replace(self._state, shown=False)
        if word == b"fonttbl":
            self._in_fonts = len(self._above)
        elif word == b"u" and count is not None:
            self._skip = self._state.instead
            return chr(count % 0x10000) if self._is_shown else ""
        elif self._skip:
            self._skip -= 1
        elif word in _CHARACTERS:
            return self._character(word) if self._is_shown else ""
        else:
            self._set(word, count)
        return ""

    def _character(self, word: bytes) -> str:
        in_row = self._state.in_table and word in (b"par", b"line")
        return " " if in_row else _CHARACTERS[word]

    def _set(self, word: bytes, count: int | None) -> None:
        """A mark that holds for what comes after it."""
        state = self._state
        on = count != 0
        if word in _UNSAID:
            marks = state.unsaid | {word} if on else state.unsaid - {word}
            self._state = replace(state, unsaid=marks)
        elif word == b"plain":
            self._state = replace(state, unsaid=frozenset(), font=self._first_font)
        elif word in (b"pard", b"intbl"):
            self._state = replace(state, in_table=word == b"intbl")
        elif word == b"uc":
            self._state = replace(state, instead=max(0, count or 0))
        elif word == b"f" and count is not None:
            self._state = replace(state, font=count)
        elif word == b"deff" and count is not None:
            self._first_font = count
            self._state = replace(state, font=count)
        elif word in _CODE_PAGES:
            self._page = _CODE_PAGES[word]
        elif word == b"ansicpg" and count:
            self._page = _code_page(count)
        elif word == b"fcharset" and self._in_fonts:
            self._fonts[state.font] = _CHARSETS.get(count or 0, "")


def _code_page(number: int) -> str:
    """:raises NotText: Python knows no such code page."""
    name = "utf-8" if number == 65001 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise NotText(
            f"this RTF file names code page {number}, which is not known; save it again as .rtf"
        ) from error
