"""Two folders of postings follow the store: through changes, kills and rebuilding."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.build import Index
from index.finding.keywords import KeywordIndex
from index.finding.postings import KEYWORDS, STRETCHES, Postings, of_passages, of_stretches
from index.records import Filters, KeyArray
from index.storing.store import Store
from tests.index.opening import check_whole, meeting, opened, transcript

WHOLE = 10_000


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "data") as opening:
        yield opening


def of(store: Store, names: list[str]) -> KeyArray:
    """The keys of the stretches of these sources, by the sources' own passages."""
    wanted = {one for name in names for one in store.document_ids_of(name)}
    keys = store.passage_keys()
    own = [one.passage_key for one in store.passages(keys) if one.document_id in wanted]
    return np.array(own, dtype=np.int64)


def found(postings: KeywordIndex, words: str, filters: Filters | None = None) -> set[int]:
    return {hit.passage_key for hit in postings.search(words, WHOLE, filters or Filters())}


def content(postings: KeywordIndex, store: Store) -> dict[str, set[int]]:
    """The keys under which each term, voice and document of the store is found."""
    texts = [store.text(source.source_id) for source in store.sources()]
    terms = {term for text in texts for term in postings.terms(text)}
    held = {f"term {term}": found(postings, term) for term in terms}
    for voice in store.voices():
        only = Filters(voice_ids=(voice.voice_id,))
        held[f"voice {voice.voice_id}"] = found(postings, "weighed", only)
    for document in store.documents():
        only = Filters(document_ids=(document.document_id,))
        held[f"document {document.document_id}"] = found(postings, "weighed", only)
    return held


def check_as_made_anew(index: Index, folder: Path) -> None:
    """Both folders hold for every term what new ones hold."""
    check_whole(index)
    folder.mkdir()
    for make, followed in ((of_passages, index.keywords), (of_stretches, index.stretches)):
        anew = make(folder, index.store)
        anew.open(trusted=False)
        np.testing.assert_array_equal(followed.keys(), anew.keywords.keys())
        assert content(followed, index.store) == content(anew.keywords, index.store)


def test_a_stretch_is_found_by_words_that_stand_far_apart(index: Index) -> None:
    """Of 40 passages, the 2nd and the 16th share the first stretch, the 2nd and the 17th none."""
    index.put("a.txt", meeting(40))
    first = int(index.store.passage_keys()[0])
    assert index.stretches.keys().tolist() == [first, first + 8, first + 16, first + 24]
    assert found(index.stretches, "pier1") == {first}
    assert found(index.stretches, "pier15") == {first, first + 8}
    assert found(index.stretches, "pier16") == {first + 8, first + 16}
    assert found(index.keywords, "pier16") == {first + 16}
    best, *_ = index.stretches.search("pier1 pier15", 10)
    assert best.passage_key == first


def test_a_stretch_knows_its_voices_its_document_and_its_date(index: Index) -> None:
    dated = b"Title: Cargo Meeting\nDate: 2031-03-02\n\n"
    index.put("a.txt", dated + meeting(20))
    index.put("b.txt", dated.replace(b"2031", b"2032") + meeting(20, "hops"))
    first, second = of(index.store, ["a.txt"]), of(index.store, ["b.txt"])
    day = index.store.document(index.store.document_ids_of("b.txt")[0]).date
    assert day is not None
    assert found(index.stretches, "pier3", Filters(date_from=day)) == {second[0]}
    assert found(index.stretches, "pier3", Filters(date_to=day)) == {first[0], second[0]}
    only = Filters(document_ids=index.store.document_ids_of("a.txt"))
    assert found(index.stretches, "pier3", only) == {first[0]}
    voices = [one.voice_id for one in index.store.voices()]
    for voice in voices:
        here = first if voice.startswith(index.store.document_ids_of("a.txt")[0]) else second
        assert found(index.stretches, "weighed", Filters(voice_ids=(voice,))) == {here[0], here[8]}
    assert found(index.stretches, "cargo meeting") == {first[0], first[8], second[0], second[8]}


def test_a_question_is_found_by_who_asks_and_by_who_answers(index: Index) -> None:
    index.put("a.txt", b"MS. ROE: Is it weighed?\n\nMR. POE: Weighed twice.\n\nMS. ROE: Weighed.\n")
    asked, answered, told = map(int, index.keywords.keys())
    held = {
        one.label: found(index.keywords, "weighed", Filters(voice_ids=(one.voice_id,)))
        for one in index.store.voices()
    }
    assert held == {"MS. ROE": {asked, told}, "MR. POE": {asked, answered}}


def test_changes_leave_what_a_new_index_would_have(index: Index, tmp_path: Path) -> None:
    chance = random.Random(20320314)
    names = [f"{number}.txt" for number in range(5)]
    on_record: set[str] = set()
    for step in range(16):
        name = chance.choice(names)
        if name in on_record and chance.random() < 0.4:
            index.remove(name)
            on_record.remove(name)
        else:
            index.put(name, meeting(chance.choice([1, 3, 15, 16, 17, 24, 25, 40]), f"cargo{step}x"))
            on_record.add(name)
        check_whole(index)
    assert on_record
    check_as_made_anew(index, tmp_path / "anew")


def test_a_removed_document_leaves_no_stretch(index: Index) -> None:
    index.put("a.txt", meeting(40))
    index.put("b.txt", meeting(20, "hops"))
    gone = of(index.store, ["a.txt"])
    index.remove("a.txt")
    assert found(index.stretches, "barley1 barley20 barley39") == set()
    assert not np.isin(index.stretches.keys(), gone).any()
    check_whole(index)
    index.remove("b.txt")
    assert index.stretches.keys().tolist() == []


@pytest.mark.parametrize("killed_at", [KEYWORDS, STRETCHES])
def test_a_kill_after_the_stores_commit_is_caught_up(
    tmp_path: Path,
    killed_at: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Killed before the first postings, or between them and those of the stretches."""
    data, change = tmp_path / "data", Postings.change
    index = opened(data)
    index.put("a.txt", meeting(40))
    index.put("b.txt", meeting(20, "hops"))

    def killed(postings: Postings, added: KeyArray, removed: KeyArray) -> None:
        if postings.name == killed_at:
            raise KeyboardInterrupt
        change(postings, added, removed)

    with monkeypatch.context() as patched:
        patched.setattr(Postings, "change", killed)
        with pytest.raises(KeyboardInterrupt):
            index.put("a.txt", meeting(25, "malt"))
    index.store.close()
    with caplog.at_level(logging.INFO), opened(data) as again:
        assert found(again.stretches, "barley1 barley20 barley39") == set()
        assert len(found(again.stretches, "malt1 malt24")) == 2
        check_as_made_anew(again, tmp_path / "anew")
    mine = [one for one in caplog.messages if one.startswith(f"{STRETCHES} of 40")]
    assert not mine, "the stretches as of before were right, and enough to go on from"


def test_a_process_that_has_it_open_takes_over_from_a_killed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with opened(data) as survivor:
        survivor.put("a.txt", meeting(20))
        killed = opened(data)
        with monkeypatch.context() as patched:
            patched.setattr("index.finding.derived.write_manifest", _killed)
            with pytest.raises(KeyboardInterrupt):
                killed.put("b.txt", meeting(30, "hops"))
        killed.store.close()
        survivor.refresh()
        check_as_made_anew(survivor, tmp_path / "anew")


def test_a_stretch_that_is_missing_is_made_with_all_of_its_document(
    index: Index, tmp_path: Path
) -> None:
    for name, cargo in (("a.txt", "barley"), ("b.txt", "hops"), ("c.txt", "malt")):
        index.put(name, meeting(40, cargo))
    folder = tmp_path / "own"
    folder.mkdir()
    postings = of_stretches(folder, index.store)
    postings.open(trusted=False)
    keys, before = postings.keywords.keys(), content(postings.keywords, index.store)
    second = of(index.store, ["b.txt"])
    postings.keywords.remove(second[8:9])
    postings.keywords.commit()
    assert content(postings.keywords, index.store) != before
    postings.catch_up()
    np.testing.assert_array_equal(postings.keywords.keys(), keys)  # none of them twice
    assert content(postings.keywords, index.store) == before


def test_no_passages_make_empty_postings(index: Index, caplog: pytest.LogCaptureFixture) -> None:
    assert index.stretches.keys().tolist() == []
    with caplog.at_level(logging.INFO):
        index.put("a.txt", transcript())
        index.remove("a.txt")
    assert index.stretches.keys().tolist() == index.keywords.keys().tolist() == []
    assert not caplog.messages


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
