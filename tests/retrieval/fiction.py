"""Invented transcripts for this room's tests: a harbour, its minister, its critics."""

from __future__ import annotations

BRIEFING = """Title: Press Briefing by Harbour Spokeswoman Orla Marsh and Director Ivo Tarn
Date: 2032-03-14

Harbour Hall

1:05 P.M.

MS. MARSH: Good afternoon. The new lock opens in June. With me is Director Ivo Tarn.

Q Will the Minister close the detention hulk Patience?

MS. MARSH: That is still our aim, and nobody has given it up.

Q By when will Patience be empty?

MS. MARSH: I cannot give a date.

Q How deep is the basin after dredging?

MR. TARN: Nine metres at low water. It was seven before the winter.

Q And the toll for barges, does it rise?

MS. MARSH: The toll stays as it is until the end of the year.

MR. TARN: I would have raised the toll, as everybody knows.

END 1:40 P.M.
"""

LATER = """Title: Press Briefing by Harbour Spokeswoman Orla Marsh
Date: 2033-05-02

Harbour Hall

MS. MARSH: Good morning, everybody.

Q Does the toll for barges rise this year?

MS. MARSH: Yes. The toll rises to nine crowns a metre from July.

Q What about the seals?

MS. MARSH: The seals are well.

END
"""

SPEECH = """Remarks by Ivo Tarn to the Pilots

DIRECTOR TARN: Pilots, thank you. The tugs are old and the ropes are older. We shall buy four new
tugs before the ice comes, and two of them will burn no diesel at all.
"""
