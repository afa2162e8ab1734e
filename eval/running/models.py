"""Further baselines from folders of models: an embedding model, or a reranker over the hybrid.

    dense MODEL     embeddings of the passages' bare words by this model, questions by it too
    hybrid, MODEL   the best of `hybrid` in the order that this cross-encoder gives them

Both see the same passages as the other baselines; which of the two a folder is, its `config.json`
says.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.running.embeddings import RememberingEncoder
from eval.running.systems import DEPTH, Baseline, Retrieve, dense_over
from index.encoding.encoder import Encoder, embed, load_encoder
from index.errors import ModelMissing
from index.records import Scored
from retrieval.reader import WEIGHTS, Reader, load_reader
from retrieval.reading.form import Exchange


@dataclass(frozen=True, slots=True)
class ModelBaseline:
    """A loaded model; `name` is its row in the tables, `sha256` the hash of its weights."""

    name: str
    sha256: str
    encoder: Encoder | None = None
    reader: Reader | None = None


def load_model_baseline(folder: Path) -> ModelBaseline:
    """Load the model of a folder.

    :raises ModelMissing: There is no such folder, or no embedding model or reranker in it.
    """
    name = folder.absolute().name
    if _reranks(folder):
        reader = load_reader(str(folder))
        assert reader is not None, "a folder is never `none`"  # noqa: S101
        return ModelBaseline(f"hybrid, {name}", reader.sha256, reader=reader)
    encoder = load_encoder(str(folder))
    return ModelBaseline(f"dense {name}", encoder.model_hash, encoder=encoder)


def model_baseline(model: ModelBaseline, beside: Sequence[Baseline], cache: Path) -> Baseline:
    """The model as a system over one collection's passages.

    :param beside: The usual baselines over the same passages, the hybrid among them.
    :raises TextTooLong: The embedding model takes less text than a passage has.
    """
    passages = beside[0].passages
    if model.encoder is not None:
        words = embed(passages.words(), RememberingEncoder(model.encoder, cache))
        return Baseline(model.name, dense_over(passages, words, model.encoder), passages)
    (hybrid,) = (one for one in beside if one.name == "hybrid")
    return Baseline(model.name, _reranked(hybrid, model.reader), passages)


def _reranked(first: Baseline, reader: Reader | None) -> Retrieve:
    def retrieve(text: str, limit: int, within: Sequence[str] | None) -> Sequence[Scored]:
        assert reader is not None, "a model baseline has an encoder or a reader"  # noqa: S101
        found = first.retrieve(text, min(limit, DEPTH), within)
        exchanges = [Exchange("", "", (one.text,)) for one in first.passages.found(found)]
        read = reader.read(text, exchanges)
        scored = [Scored(one.passage_key, r.answers) for one, r in zip(found, read, strict=True)]
        return sorted(scored, key=lambda one: (-one.score, one.passage_key))

    return retrieve


def _reranks(folder: Path) -> bool:
    """Whether a folder's model judges pairs of texts; the others embed single ones."""
    if (folder / WEIGHTS).is_file():
        return True
    try:
        said = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kinds = said.get("architectures") or []
    except FileNotFoundError:
        return False  # Then the loader of embedding models says what is missing.
    except (OSError, ValueError, AttributeError) as error:
        place = folder / "config.json"
        raise ModelMissing(f"{place} cannot be read ({error}): copy it again") from error
    return any(str(kind).endswith("ForSequenceClassification") for kind in kinds)
