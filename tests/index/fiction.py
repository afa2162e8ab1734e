"""Invented transcripts for the parser's tests: a tide ministry that no country has."""

from __future__ import annotations

from index.language.vocabulary import normal
from index.parsing.exchanges import find_parts
from index.parsing.labels import Mark
from index.parsing.transcript import parse
from index.parsing.turns import Speech
from index.parsing.utterances import Part
from index.readers import read_source
from index.records import ParsedSource, Turn

NBSP = "\u00a0"
NARROW = "\u202f"

TOWN_HALL = """An official website of the Tide Ministry Here's how you know

Official websites use .tide

A lock ( ) or https:// means you’ve safely connected to the .tide website. Share nothing else.

MR HOLLIN: (Via interpreter) Good evening. With us is Ada Quill, the new Minister of Tides. Hello.

We will speak about dikes – and about salt. You grew up by the sea, correct?

MINISTER QUILL: (Via interpreter) Indeed, I learned to swim before I could walk.

There is one thing: nobody should swim alone.

MR HOLLIN: Let me remind you that Ada Quill is here. So one question: When will the dike be closed?

MINISTER QUILL: (Via interpreter) In spring. The question is: Who pays? I don’t want to guess.

MR HOLLIN: (Via interpreter) First question from Orla, from the marsh. She is seventeen.

QUESTION: (Via interpreter) Why is the salt so dear?

MINISTER QUILL: (Via interpreter) Because it is wet. It is not easy for me speak about prices.

MR HOLLIN: (Via interpreter) We give the floor to Benno (ph), who is from (inaudible) in the hills.

QUESTION: (Via interpreter) Will the ferry come back?

MINISTER QUILL: (Via interpreter) Tony from the yard says yes.

QUESTION: (Via interpreter) And if it sinks?

MINISTER QUILL: (Via interpreter) It will float again, behind –my house.

MR HOLLIN: (Via interpreter) Another question from Danno (ph). “Do you mean to close the old lock?”

MINISTER QUILL: (Via interpreter) The simple answer is no.

MR HOLLIN: (Via interpreter) Could you promise that?

MINISTER QUILL: (Via interpreter) I could.

MR HOLLIN: (Via interpreter) Thank you, Minister. See you soon on Tide.

Ministry of Tides

The Lessons of Low Water: Salt and Our Future"""

DIGEST = f"""Minister Ada M. Quill And Marsh Foreign Minister Ivo Brandt Remarks Before a Meeting

7 Feb

Ada M. Quill, Minister of Tides

Lower Haven, Marshland

Old Rope Hall

FOREIGN MINISTER BRANDT:{NBSP} (Via interpreter) Madam Minister, (inaudible).{NBSP} We met before.

Ada and I agree on the ferry.{NBSP} The toll{NBSP} – we do not.

MINISTER QUILL:{NBSP} Ivo, thank you.{NBSP} congratulations, I think – (laughter) – on the new boat.

We have to talk about three things:{NBSP} salt, sand and Brandt’s boat{NBSP}.”

Minister Ada M. Quill at the Dike Council

7 Feb

Ada M. Quill, Minister of Tides

Lower Haven, Marshland

MINISTER QUILL:{NBSP} Madam Chair, thank you.

There are promises on both sides: dredging undone by the coast, lighting undone by the marsh.

I close with this.{NBSP} Thank you.

Tide Ministry Surveyor Bo Lindqvist to Open the “Salt Days”

7 Feb

Office of the Spokesperson

On Saturday, February 7, 2032, the Surveyor{NARROW}of Tides, Bo Lindqvist, will open the days.

For the programme, please write to the Office, at

‘The Sea Has Turned’ with Some Hope, Head of the Marsh Mission Tells Delegates

7 Feb

The mission said today that the water had fallen.  The Salt Price Index averaged 41.2 points."""

AGGREGATOR = f"""March 9, 2032


Tide Wire

Minister Ada M. Quill With Lena Fjord of Marsh Radio

12 min read

Ada M. Quill, Minister of Tides

Lower Haven, Marshland

Harbour Hotel

QUESTION:{NBSP} Minister, thank you.

MINISTER QUILL:{NBSP}{NBSP}Good to be here.

QUESTION: {NBSP}When will the committments count?

MINISTER QUILL:{NBSP} They count now.  I think it is going to take some —

QUESTION:{NBSP} And the price?

MINISTER QUILL:{NBSP} It falls.{NBSP} But we both know this:  There are limits.

QUESTION:{NBSP} So you pay for the lights?  (Inaudible.)

MINISTER QUILL:{NBSP} Yes.


MINISTER QUILL:{NBSP} We pay for the lights.

QUESTION:{NBSP} Thank you.

MINISTER QUILL:{NBSP} Good to be with you.

More from: Ada M. Quill, Minister of Tides

Tide Wire

  • Former Minister Otto Kray at a Press Availability
    In Salt News
    Otto Kray, [Read More…]
  • Dike Security: Recent Leaks Show That Moles Are at Work
    In Marsh News
    More from: February 2, 2032 [Read More…]
Tide Wire © 2032 All rights reserved."""

BRIEFING = """Title: Press Briefing by Press Secretary Rolf Amsel and Surveyor Bo Lindqvist, 3/4/31
Date: 2031-03-04
URL: https://tides.example/briefing-3-4
Source: tides.example (public domain)

THE TIDE HOUSE

Office of the Press Secretary
_______________________________
For Immediate Release March 4, 2031

PRESS BRIEFING
BY PRESS SECRETARY ROLF AMSEL
AND SURVEYOR OF TIDES BO LINDQVIST

Mole Briefing Room

NOTE: The walk on the mole will be held on Friday.

1:18 P.M. EDT

MR. AMSEL: Good afternoon. I give you Bo Lindqvist, our Surveyor of Tides.
MR. LINDQVIST: Thank you, Rolf. The water fell by a hand.

It will fall again. (Laughter.)
MR. AMSEL: Questions.

Jorun.
Q Thank you. Is the mole safe?
MR. LINDQVIST: It is.
Q You can't say that because that's --
MR. AMSEL: He just did.
MR. LINDQVIST: I did.
Q Okay. Second question: Who pays?
Mr. AMSEL: On which topic?
Q On the mole.
MR. AMSEL: The towns pay. That was decided. Q Since when? MR. AMSEL: Since Monday.
R. AMSEL: And they agree.
MR. AMSLE: All of them.
Q Thank you.
MR. AMSEL: Thanks, everybody.

END
2:02 P.M. EDT

*The mole was finished in 1911.
"""


def parsed(text: str, name: str = "fiction.txt") -> ParsedSource:
    """Read and parse a text."""
    return parse(read_source(name, text.encode("utf-8")))


def words(source: ParsedSource, turn: Turn) -> str:
    """A turn's own words."""
    return source.source.text[turn.start : turn.end]


def parts(*said: tuple[str, str]) -> list[Part]:
    """What each turn does, given as label and words."""
    text, turns = "", []
    for label, words in said:
        start = len(text) + len(label) + 2
        mark = Mark(label, len(text), start)
        text += f"{label}: {words}\n"
        turns.append(Speech(mark, normal(label), start, start + len(words), ()))
    return find_parts(text, turns)
