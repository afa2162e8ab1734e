"""The peers, each in two configurations, and where their documentation says so.

A configuration is a fair one when the peer's authors would agree with it: the splitter and search
are the peer's own, the choices those of its documentation, and what differs from that stands in
`differs` with its reason. All embed with the same weights, unless they have a cross-encoder or a
language model behind them, which stay out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.running.systems import OURS

QUICK = "quick start"
HYBRID = "hybrid"
HOME = Path(".cache/peers")


class PeerMissing(RuntimeError):
    """A peer's environment has not been made."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One peer in one form; `driver` is the module that runs in the peer's environment.

    `documented` names the pages that show this form, `differs` what is done otherwise, and why.
    """

    peer: str
    form: str
    driver: str
    documented: tuple[str, ...]
    differs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The row's name in every table."""
        return f"{self.peer} {self.form}".strip()

    @property
    def key(self) -> str:
        """The name as a part of a path."""
        return self.name.replace(" ", "-")


_TXTAI = (
    "txtai, examples/52_Build_RAG_pipelines_with_txtai.ipynb",
    "txtai, docs/embeddings/query.md",
)
_TXTAI_DIFFERS = (
    "text cleaning is off: it collapses spaces, and then a row does not stand in its document",
    "documents whose turns stand on lines without a blank one between them are split at line ends: "
    "as one paragraph a whole transcript would be one row",
    "under a filter as many candidates are taken as there are rows, so that none is lost",
)
_LLAMA_DIFFERS = (
    "chunks of 256 tokens with 20 of overlap, as its fusion page has them, and not 1,024 with 200: "
    "the model reads 256 word pieces, and a hit may have 1,500 characters",
)
_HAYSTACK = "haystack, docs.haystack.deepset.ai/docs/documentsplitter"

CONFIGURATIONS = (
    Configuration("txtai", QUICK, "drive_txtai", _TXTAI, _TXTAI_DIFFERS),
    Configuration(
        "txtai",
        HYBRID,
        "drive_txtai",
        (*_TXTAI, "txtai, examples/48_Benefits_of_hybrid_search.ipynb"),
        _TXTAI_DIFFERS,
    ),
    Configuration(
        "llama-index",
        QUICK,
        "drive_llama_index",
        ("llama-index, getting_started/starter_example", "llama-index, getting_started/faq"),
        _LLAMA_DIFFERS,
    ),
    Configuration(
        "llama-index",
        HYBRID,
        "drive_llama_index",
        ("llama-index, integrations/retrievers/reciprocal_rerank_fusion",),
        (
            *_LLAMA_DIFFERS,
            "no generated queries (num_queries=1, as the page offers): they need a language model",
        ),
    ),
    Configuration(
        "haystack",
        QUICK,
        "drive_haystack",
        ("haystack, tutorials/27_First_RAG_Pipeline", _HAYSTACK),
    ),
    Configuration(
        "haystack",
        HYBRID,
        "drive_haystack",
        (
            "haystack, tutorials/33_Hybrid_Retrieval",
            "haystack, tutorials/30_File_Type_Preprocessing_Index_Pipeline (150 words, 50 of "
            "overlap, for this model)",
            "haystack, docs.haystack.deepset.ai/docs/documentjoiner",
        ),
        ("joined by reciprocal rank fusion, without the tutorial's cross-encoder",),
    ),
)
OURSELVES = Configuration(OURS, "", "drive_onrecord", ("README.md",))


def peer_python(peer: str, home: Path = HOME) -> Path:
    """The Python of a peer's environment, as an absolute path.

    :raises PeerMissing: It has not been made; the cure is named.
    """
    python = home.absolute() / peer / "venv" / "bin" / "python"
    if not python.is_file():
        raise PeerMissing(
            f"{peer} has no environment at {home / peer / 'venv'}: make it with "
            "`make peers-install`"
        )
    return python
