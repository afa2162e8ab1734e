"""Three invented transcripts that carry what the service must show and must not fall for."""

from __future__ import annotations

HARBOUR = """Minister Tomas Vask With Ina Orla of Harbour Radio

March 9, 2031

MS. ORLA: Minister, good morning. Will the old lighthouse at Fenn be closed this year?

MINISTER VASK: (Via interpreter) The simple answer is no. The lighthouse at Fenn stays open, and \
its lamp will be renewed before the winter.

MS. ORLA: And what happens to the ferry over the sound?

MINISTER VASK: The ferry sails (inaudible) every morning. A clerk wrote \
<script>alert("boat")</script> on the timetable & nobody noticed.

We pay for a second crew from May on.

MS. ORLA: Thank you, Minister.
"""

MILL = """THE MODERATOR: Who owns the paper mill at Strand now?

MR. HOLT: The paper mill at Strand belongs to its workers since the autumn.

THE MODERATOR: Does it make a profit?

MR. HOLT: Not yet. We expect one in two years, if wood stays cheap.
"""

STORM = """MAYOR BRANDT: Good evening to you all. Thank you for coming out in this weather.

The storm wall at Quill was finished on Monday, two weeks early. It held last night.
"""
