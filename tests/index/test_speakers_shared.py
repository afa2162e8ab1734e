"""Who is who on the real transcripts: labels and names that their titles print."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.parsing.transcript import parse
from index.persons.speakers import Resolution, resolve
from index.readers import read_source
from index.records import Voice

pytestmark = pytest.mark.shared


def voices(folder: Path) -> list[Voice]:
    return [
        voice
        for path in sorted(folder.glob("*.txt"))
        for voice in parse(read_source(path.name, path.read_bytes())).voices
    ]


def labels_of(resolution: Resolution) -> dict[str, set[str]]:
    return {speaker.speaker_id: set(speaker.labels) for speaker in resolution.speakers}


def test_state_department(shared: Path) -> None:
    resolution = resolve(voices(shared / "transcripts" / "state-department"))
    assert {speaker.speaker_id: speaker.name for speaker in resolution.speakers} == {
        "alejandro-dominguez": "Alejandro Dominguez",
        "antony-j-blinken": "Antony J. Blinken",
        "mr-buisine": None,
        "question": None,
        "sergey-lavrov": "Sergey Lavrov",
    }
    counts = Counter(assignment.speaker_id for assignment in resolution.assignments)
    assert counts["antony-j-blinken"] == 4


def test_white_house(shared: Path) -> None:
    """All 1,677 briefings: 25 s on a busy machine, and the only place for rare misprints."""
    found = voices(shared / "corpora" / "white-house-briefings")
    found += voices(shared / "transcripts" / "state-department")
    resolution = resolve(found)
    labels = labels_of(resolution)
    assert {"MR. EARENST", "MR. EARNET", "MR. EAREST", "MR. EARNST"} <= labels["josh-earnest"]
    assert {"R. GIBBS", "MR. GIBS"} <= labels["robert-gibbs"]
    assert {"MR. CARNEY"} == labels["jay-carney"]
    assert {"MR. SCULTZ", "MR. SCHULTZ"} == labels["eric-schultz"]
    assert {"MS. PSAKI", "MR. PSAKI", "MRS. PSAKI", "MS. PASKI"} == labels["jen-psaki"]
    assert {"SECRTARY GEITHNER", "SECRETARY GEITHNER"} == labels["tim-geithner"]
    assert {"AMBASSSADOR RICE", "AMBSSADOR RICE", "MS. RICE"} <= labels["susan-rice"]
    assert {"SECRETARY DUNACN", "SECRETRARY DUNCAN"} <= labels["arne-duncan"]
    assert {"MR. BERNESTEIN", "DR. BERNSTEIN", "MR. BERNSTEIN"} == labels["jared-bernstein"]
    assert {"MR. PFIEFFER", "MR. PFEIFFER"} == labels["dan-pfeiffer"]
    assert {"MR. DONOVAN", "SECRETARY DONOVAN", "DIRECTOR DONOVAN"} == labels["shaun-donovan"]
    assert {"MR. LEW", "DEPUTY SECRETARY LEW", "SECRETARY LEW"} == labels["jack-lew"]
    assert {"SECRETARY LaHOOD", "SECRETARY LAHOOD", "SECRTARY LaHOOD"} == labels["ray-lahood"]
    assert {"MR. McDONOUGH", "MR. MCDONOUGH", "MR. McDonough"} == labels["denis-mcdonough"]
    assert {"GENERAL ALLEN"} == labels["john-allen"]
    assert {"ADMIRAL ALLEN", "Adm. Allen"} == labels["thad-allen"]
    assert {"MR. BAUER"} == labels["bob-bauer"]
    assert {"MR. BAER"} == labels["mr-baer"]
    assert {"MR. BLINKEN", "SECRETARY BLINKEN"} == labels["antony-j-blinken"]
    assert "SENIOR ADMINSTRATION OFFICIAL" in labels["senior-administration-official"]
    assert {"THE PRESIDENT", "PRESIDENT OBAMA"} == labels["barack-obama"]
    assert labels["megan-smith"] == labels["gayle-smith"] == {"MS. SMITH"}
    assert "interpreter" in labels
    assert len(resolution.assignments) == len(found)
