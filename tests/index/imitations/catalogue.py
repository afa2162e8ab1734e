"""All kinds that are imitated."""

from __future__ import annotations

from tests.index.imitations.calls import CALLS
from tests.index.imitations.commonwealth import COMMONWEALTH
from tests.index.imitations.foreign import FOREIGN
from tests.index.imitations.official import CONGRESS, COURTS
from tests.index.imitations.parliaments import PARLIAMENTS
from tests.index.imitations.spoken import TALK

KINDS = (*PARLIAMENTS, *COMMONWEALTH, *CONGRESS, *COURTS, *TALK, *CALLS, *FOREIGN)
