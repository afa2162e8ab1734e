"""Names in a question: who is asked to have spoken, and who is only spoken of."""

from __future__ import annotations

import pytest

from index.language.vocabulary import (
    BORNE_AS_NAMES,
    FOREIGN,
    HONORIFICS,
    LABEL_TITLES,
    MINISTRIES,
    OFFICES,
    PEERS,
    RANKS,
)
from index.records import Speaker, SpeakerRole
from retrieval.names import NameIndex, unknown_asked, without_titles


def speaker(speaker_id: str, name: str | None, *labels: str, office: str = "") -> Speaker:
    roles = (SpeakerRole(office, None, None),) if office else ()
    return Speaker(speaker_id, name, labels, roles)


NAMES = NameIndex(
    [
        speaker("orla-marsh", "Orla Marsh", "MS. MARSH", office="Harbour Minister"),
        speaker("ivo-tarn", "Ivo J. Tarn", "MR. TARN", "DIRECTOR TARN"),
        speaker("lida-tarn", "Lida Tarn", "DR. TARN"),
        speaker("admiral-quell", None, "ADMIRAL QUELL"),
        speaker("the-president", "Edda Voss", "THE PRESIDENT", "PRESIDENT VOSS"),
        speaker("question", None, "QUESTION"),
    ]
)


def asked(text: str) -> set[str]:
    mentions = NAMES.mentions(text)
    return {id_ for mention in mentions if mention.asked == 2 for id_ in mention.speaker_ids}


@pytest.mark.parametrize(
    "text",
    [
        "what did Marsh say about the locks",
        "what did marsh say about the locks",
        "Marsh on dredging",
        "Orla Marsh: are the locks safe?",
        "are the locks safe? Marsh",
        "Are the locks safe according to Orla Marsh?",
        "how deep is the basin, per Harbour Minister Marsh",
        "Marsh's defence of the toll",
        "Marsh reaction to the strike",
        "why couldn't Voss ask Tilling, according to Marsh in May 2032?",
        "How did Marsh react in January 2032 to the storm?",
        "Marsh December 2032 toll decision",
        "what did Marsh say Voss told Tilling about the toll",
        "What did the Harbour Minister say about dredging?",
        "quotes from Marsh on dredging",
        "why did Marsh not agree to what Quell said before",
        "What remedies did Marsh put forward?",
        "Ask Marsh: is the basin deep?",
        "Norland's Harbour Minister on dredging",
        "what did Marsh call the toll",
        "did Marsh call the toll unfair",
        "does Marsh call the sinking of the hulk a crime",
        "did Marsh personally call for a vote",
        "did Marsh speak to reporters about the locks",
        "did Marsh personally apologise for the leak",
        "does Marsh still see the toll as unfair",
    ],
)
def test_the_one_who_should_have_spoken_is_asked(text: str) -> None:
    assert asked(text) == {"orla-marsh"}


@pytest.mark.parametrize(
    "text",
    [
        "what was said about Marsh",
        "was Voss planning to visit the locks",
        "the vote against Marsh in the assembly",
        "when Marsh resigned, who took over",
        "donations to Voss",
        "extra patrols on the river",
        "when did Marsh want the locks rebuilt",
        "who did Tilling ask Marsh about",
        "why did Marsh reject the second lock",
        "does Marsh support the toll",
        "how many locks does Marsh plan to close",
        "did Marsh personally call Tilling",
        "did Marsh call the families after the flood",
        "how often did Marsh talk to Tilling about the locks",
        "did Marsh discuss the toll with Tilling",
        "has Marsh personally written to the pilots",
        "was Marsh personally told of the leak",
        "did Marsh see the ship sink",
        "did Marsh give Tilling the key",
        "Did the President call Tilling",
    ],
)
def test_a_name_in_the_topic_is_no_condition(text: str) -> None:
    assert asked(text) == set()


def test_a_first_name_tells_two_of_one_surname_apart() -> None:
    assert asked("what did Lida Tarn say about silt") == {"lida-tarn"}
    assert asked("what did Director Tarn say about silt") == {"ivo-tarn"}
    assert asked("what did Tarn say about silt") == {"ivo-tarn", "lida-tarn"}


@pytest.mark.parametrize(
    "text",
    [
        "compare Marsh and Quell: should the basin close?",
        "Marsh versus Quell on the basin",
        "Marsh and Quell on the basin: where do they differ?",
        "what did Marsh and Quell say about the basin",
    ],
)
def test_names_joined_by_and_are_asked_together(text: str) -> None:
    assert asked(text) == {"orla-marsh", "admiral-quell"}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("THE PRESIDENT", "what did the president say about silt"),
        ("THE VICE PRESIDENT", "What did the Vice President say about silt?"),
        ("THE FIRST LADY", "what did the first lady say about Tarn"),
        ("MAYOR", "What did the mayor tell Tarn?"),
        ("THE PRIME MINISTER", "The Prime Minister on silt"),
    ],
)
def test_a_label_that_is_only_a_title_can_be_asked_for(label: str, text: str) -> None:
    names = NameIndex([speaker("titled", None, label), speaker("tarn", "Ivo Tarn", "MR. TARN")])
    assert names.exact(label) == ("titled",)
    asked_for = [m.speaker_ids for m in names.mentions(text) if m.asked == 2]
    assert asked_for == [("titled",)]
    about = names.mentions("how was the first lady's or the mayor's hat made")
    assert not any(m.asked == 2 for m in about)


ALL_TITLES = sorted(LABEL_TITLES | PEERS | FOREIGN | MINISTRIES)


def test_a_sheriff_is_found_by_his_name_alone() -> None:
    names = NameIndex([speaker("sheriff-marsh", None, "SHERIFF MARSH")])
    for text in ("What did Marsh say about silt?", "what did sheriff marsh say about silt"):
        (mention,) = names.mentions(text)
        assert (mention.speaker_ids, mention.asked) == (("sheriff-marsh",), 2)


@pytest.mark.parametrize("title", [one for one in ALL_TITLES if one not in ("EL", "LA", "LE")])
def test_a_title_that_labels_are_read_by_is_known_to_a_question(title: str) -> None:
    label = f"{title} MARSH"
    names = NameIndex([speaker("marsh", None, label), speaker("tarn", "Ivo Tarn", "MR. TARN")])
    shown = title.title() if title.isalpha() else title
    for text in (
        "What did Marsh say about silt?",
        f"What did {shown} Marsh say about silt?",
        f"what did {title.lower()} marsh say about silt",
    ):
        (mention,) = names.mentions(text)
        assert (mention.speaker_ids, mention.asked) == (("marsh",), 2)
    assert names.exact("Marsh") == names.exact(label) == ("marsh",)


@pytest.mark.parametrize("title", sorted((HONORIFICS | RANKS | OFFICES | PEERS) - BORNE_AS_NAMES))
def test_a_title_is_no_given_name_and_belongs_to_the_mention(title: str) -> None:
    """The label has another title: whoever says "Sheriff Marsh" means the one Marsh there is."""
    names = NameIndex([speaker("orla-marsh", "Orla Marsh", "MS. MARSH")])
    text = f"What did {title.title()} Marsh say about silt?"
    (mention,) = names.mentions(text)
    assert (mention.speaker_ids, mention.asked) == (("orla-marsh",), 2)
    assert text[mention.start : mention.end] == f"{title.title()} Marsh"


@pytest.mark.parametrize("office", sorted(OFFICES - BORNE_AS_NAMES))
def test_a_label_that_is_an_office_can_be_asked_for(office: str) -> None:
    names = NameIndex(
        [speaker("titled", None, f"THE {office}"), speaker("tarn", "Ivo Tarn", "MR. TARN")]
    )
    (mention,) = names.mentions(f"What did the {office.title()} say about silt?")
    assert (mention.speaker_ids, mention.asked) == (("titled",), 2)


@pytest.mark.parametrize("name", sorted(BORNE_AS_NAMES))
def test_a_title_that_people_bear_as_a_name_still_is_one(name: str) -> None:
    names = NameIndex([speaker("larry", f"Larry {name.title()}", f"MR. {name}")])
    (mention,) = names.mentions(f"What did {name.title()} say about silt?")
    assert mention.speaker_ids == ("larry",)
    assert unknown_asked(f"What did {name.title()} say about silt?", []) == name.title()


def test_an_article_may_begin_a_surname_or_a_title() -> None:
    assert without_titles(("ms", "le", "brun")) == ("le", "brun")
    assert without_titles(("el", "presidente", "marsh")) == ("marsh",)


@pytest.mark.parametrize(
    ("office", "text"),
    [
        ("Attorney General", "What did the Attorney General say about silt?"),
        ("Sheriff of Marrow", "What did the Sheriff of Marrow say about silt?"),
        ("Permanent Representative and Ambassador", "What did the ambassador say about silt?"),
        ("Permanent Representative and Ambassador", "What did the representative say about silt?"),
        ("Chief Economist", "What did the economist say about silt?"),
    ],
)
def test_an_office_is_asked_for_by_each_of_its_heads(office: str, text: str) -> None:
    names = NameIndex([speaker("orla-marsh", "Orla Marsh", "MS. MARSH", office=office)])
    (mention,) = names.mentions(text)
    assert (mention.speaker_ids, mention.asked) == (("orla-marsh",), 2)


@pytest.mark.parametrize(
    "text", ["What did the justice department say about silt?", "What did the chief say of silt?"]
)
def test_what_only_stands_in_an_offices_name_does_not_name_it(text: str) -> None:
    names = NameIndex(
        [
            speaker("orla-marsh", "Orla Marsh", "MS. MARSH", office="Chief Engineer"),
            speaker("ivo-tarn", "Ivo Tarn", "MR. TARN", office="Counsel of the Justice Department"),
        ]
    )
    assert names.mentions(text) == []


@pytest.mark.parametrize(
    ("label", "office", "text"),
    [
        ("THE PRESS", "Press Secretary", "What did the press secretary say about silt?"),
        ("THE HOUSE", "House Speaker", "What did the House Speaker say about silt?"),
        ("THE CHAIR", "Chair of the Harbour Board", "What did the chair of the harbour board say?"),
        ("THE MINISTER", "Minister of Silt", "What did the Minister of Silt say about dredging?"),
    ],
)
def test_a_label_in_an_offices_name_does_not_hide_the_office(
    label: str, office: str, text: str
) -> None:
    holder = speaker("orla-marsh", "Orla Marsh", "MS. MARSH", office=office)
    names = NameIndex([holder, speaker("other", None, label)])
    (mention,) = names.mentions(text)
    assert (mention.speaker_ids, mention.asked) == (("orla-marsh",), 2)


@pytest.mark.parametrize(
    ("office", "asked_for"),
    [
        ("Special Adviser to the President", "the President"),
        ("Chief of Staff to the Mayor", "the mayor"),
        ("Counsel to the Director of Harbours", "the director"),
    ],
)
def test_who_serves_an_office_does_not_hold_it(office: str, asked_for: str) -> None:
    names = NameIndex([speaker("orla-marsh", "Orla Marsh", "MS. MARSH", office=office)])
    assert names.mentions(f"What did {asked_for} say about silt?") == []


def test_an_accent_or_a_curly_apostrophe_makes_no_difference() -> None:
    names = NameIndex([speaker("ana-sorel", "Ana Sórel", "MS. SÓREL")])
    (mention,) = names.mentions("Ana Sorel’s answer on salt")
    assert (mention.speaker_ids, mention.asked) == (("ana-sorel",), 2)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What did Tilling say about the toll?", "Tilling"),
        ("what did tilling say about the toll", "tilling"),
        ("is the toll legal according to Bram Tilling", "Bram Tilling"),
        ("What did Marsh say about the toll?", None),
        ("What did the White House say about the toll?", None),
        ("what did they say about the toll", None),
        ("what did reporters say", None),
        ("What did the group say about silt?", None),
        ("What do the United Quays think of the toll?", None),
        ("Has the Fed ever promised a lower rate?", None),
        ("why did the Corran Pilots' Guild say no", None),
        ("What does United Quays think of the toll?", "United Quays"),
        ("What did the Deputy Minister say about silt?", None),
    ],
)
def test_a_person_who_is_not_on_record_is_noticed(text: str, name: str | None) -> None:
    assert unknown_asked(text, NAMES.mentions(text)) == name


def test_exact_takes_names_labels_and_honorifics() -> None:
    assert NAMES.exact("Orla Marsh") == ("orla-marsh",)
    assert NAMES.exact("MS. MARSH") == ("orla-marsh",)
    assert NAMES.exact("the Harbour Minister") == ("orla-marsh",)
    assert NAMES.exact("Tarn") == ("ivo-tarn", "lida-tarn")
    assert NAMES.exact("Nobody Known") == ()


@pytest.mark.parametrize(
    ("name", "speaker_id"),
    [("Lida", "lida-tarn"), ("Orla Mersh", "orla-marsh"), ("Tilling", None), ("Deputy", None)],
)
def test_a_given_or_misspelt_name_may_mean_somebody_on_record(
    name: str, speaker_id: str | None
) -> None:
    assert NAMES.perhaps(name) == ({speaker_id} if speaker_id else set())


def test_a_ministry_belongs_to_the_one_of_two_who_holds_an_office() -> None:
    two = NameIndex(
        [
            speaker("rurik-vane", "Rurik Vane", "MR. VANE", office="Minister of Locks"),
            speaker("jory-vane", "Jory Vane", "MS. VANE"),
        ]
    )
    (ministry,) = two.mentions("will Vane's ministry pay for tugs")
    assert ministry.speaker_ids == ("rurik-vane",)
    (either,) = two.mentions("will Vane pay for tugs")
    assert either.speaker_ids == ("jory-vane", "rurik-vane")


def test_what_stands_in_brackets_after_a_name_is_no_part_of_it() -> None:
    names = NameIndex([speaker("ana-sorel", None, "Hon. Ana Sorel (Minister of Salt)")])
    assert names.exact("Ana Sorel") == ("ana-sorel",)
    (mention,) = names.mentions("What did Hon. Ana Sorel say about salt?")
    assert mention.asked == 2


def _holder(speaker_id: str, *offices: str, name: str | None = None) -> Speaker:
    roles = tuple(SpeakerRole(office, None, None) for office in offices)
    return Speaker(speaker_id, name, (speaker_id.upper(),), roles)


OFFICES_OF = NameIndex(
    [
        _holder("tadd", "Foreign Minister (Tolmark)"),
        _holder("lunn", "Foreign Minister (New Sarrland)"),
        _holder("aune", "Foreign Minister", "Norwegian Foreign Minister"),
        _holder("roux", "French Prime Minister"),
        _holder("ruhl", "Chief Executive Officer (Halm Peat)", name="Gisela Ruhl"),
        _holder("veit", "CFO (Halm Peat)", name="Anton Veit"),
        _holder("venn", "Governor"),
        _holder("orr", "Harbour Minister"),
    ]
)


@pytest.mark.parametrize(
    ("text", "holders", "unplaced"),
    [
        ("What did Tolmark's foreign minister say about fish?", {"tadd"}, False),
        ("what did tolmark's foreign minister say about fish", {"tadd"}, False),
        ("What did New Sarrland's foreign minister say about fish?", {"lunn"}, False),
        ("What did the foreign minister of New Sarrland say?", {"lunn"}, False),
        ("What did Norway's foreign minister say about cod?", {"aune"}, False),
        ("What did the Norwegian foreign minister say about cod?", {"aune"}, False),
        ("What did the prime minister of France say about rye?", {"roux"}, False),
        ("What did the foreign minister say about fish?", {"tadd", "lunn", "aune"}, False),
        ("What did Mexico's foreign minister say about fish?", set(), False),
        ("What did Old Kaskar's prime minister say about rye?", set(), False),
        ("What did Ketta's governor say about roads?", set(), False),
        ("What did Ketta's Harbour Minister say about silt?", {"orr"}, True),
        ("What did the CEO say about the peat?", {"ruhl"}, False),
        ("What did Halm Peat's chief executive officer say?", {"ruhl"}, False),
        ("What did the chief financial officer say about rain?", {"veit"}, False),
        ("What did the CFO of Halm Peat say about rain?", {"veit"}, False),
    ],
)
def test_an_office_of_somewhere_means_who_has_it_there(
    text: str, holders: set[str], *, unplaced: bool
) -> None:
    sure = [mention for mention in OFFICES_OF.mentions(text) if mention.asked == 2]
    assert {id_ for mention in sure for id_ in mention.speaker_ids} == holders
    assert any(mention.unplaced for mention in sure) == unplaced


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Gisela", ("ruhl",)),
        ("Halm Peat", ("ruhl", "veit")),
        ("Tolmark", ("tadd",)),
        ("Sarrland", ("lunn",)),
        ("Ketta", ()),
        ("Gisela Tilling", ()),
    ],
)
def test_a_given_name_or_a_house_means_who_is_called_so_or_speaks_for_it(
    name: str, called: tuple[str, ...]
) -> None:
    assert OFFICES_OF.called(name) == called


def test_a_given_name_of_two_means_neither() -> None:
    two = NameIndex([_holder("a", name="Lida Tarn"), _holder("b", name="Lida Voss")])
    assert two.called("Lida") == ()
