"""The language of a document, as a sidecar, a caller or the YAML above its text supplies it."""

import pytest

from index.errors import SourceError
from index.language.tags import language_tag
from index.listing import parse_sidecar
from index.parsing.notices import notices
from index.parsing.transcript import parse
from index.readers import read_source, with_metadata
from index.records import Metadata, ParsedSource

WORDS = "MS. TARN: When does the ferry sail?\n\nMR. HOLT: It sails in June.\n"
DIGEST = "".join(
    f"On the {what} of Fenn\n{day} March 2031\n\n{WORDS}\n"
    for day, what in ((3, "Ferries"), (4, "Lamps"), (5, "Walls"))
)


def parsed(above: str, given: str | None = None, words: str = WORDS) -> ParsedSource:
    source = read_source("a.txt", (above + words).encode())
    return parse(with_metadata(source, Metadata(language=given)) if given else source)


@pytest.mark.parametrize(
    "tag",
    ["en", "de", "pt-BR", "zh-Hant-TW", "es-419", "gsw", "de-CH-1901", "sl-rozaj", "zh-yue-HK",
     "en-u-co-phonebk", "de-x-fenn"],
)  # fmt: skip
def test_a_tag_is_kept_as_written(tag: str) -> None:
    assert parse_sidecar("a.txt.meta.json", f'{{"language": "{tag}"}}'.encode()).language == tag


@pytest.mark.parametrize(
    "text",
    ["", " ", "e", "English", "pt_BR", "en-", "-en", "en--GB", "en GB", "en, de", "en\\n", "éé",
     "en-٤١٩", "de-x", "en-GB-US", "123"],
)  # fmt: skip
def test_what_is_no_tag_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(SourceError) as refused:
        parse_sidecar("a.txt.meta.json", f'{{"language": "{text}"}}'.encode())
    told = str(refused.value)
    shown = text.replace("\\n", "\n")
    assert f"the language is {shown!r}, expected a tag such as en, de or pt-BR" in told
    assert told.endswith("correct it or leave it out")


def test_no_language_is_none() -> None:
    assert language_tag(None) is None
    assert parse_sidecar("a.txt.meta.json", b'{"language": null}').language is None
    assert [one.language for one in parsed("").documents] == [None]


def test_the_yaml_above_a_text_gives_it_and_a_sidecar_wins() -> None:
    above = "---\ntitle: Ferries\nlanguage: pt-BR\n---\n\n"
    assert [one.language for one in parsed(above).documents] == ["pt-BR"]
    assert [one.language for one in parsed(above, "de").documents] == ["de"]


@pytest.mark.parametrize("written", ["English", "pt_BR", "en, de"])
def test_a_bad_one_above_a_text_is_left_out_and_told(written: str) -> None:
    above = f"---\ntitle: Ferries\nlanguage: {written}\n---\n\n"
    found = parsed(above)
    assert [one.language for one in found.documents] == [None]
    (told,) = notices(found)
    assert f"the language above the text is {written!r}, expected a tag such as en" in told
    assert notices(parsed(above, "de")) == ()
    assert notices(parsed("---\ntitle: Ferries\nlanguage: de\n---\n\n")) == ()


def test_it_holds_for_each_document_of_a_file() -> None:
    found = parsed("", "de", DIGEST)
    assert [one.language for one in found.documents] == ["de"] * 3
