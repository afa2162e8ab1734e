"""Ten kinds as scenes, the first group that was written."""

from __future__ import annotations

from tests.index.imitations.scenes_chambers import CHAMBER_SCENES
from tests.index.imitations.scenes_microphones import MICROPHONE_SCENES

SCENES_FIRST = (*CHAMBER_SCENES, *MICROPHONE_SCENES)
