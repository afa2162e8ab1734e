"""Tiny networks with random weights, saved as a model's folder is."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    PreTrainedTokenizerFast,
)

WORDS = "[PAD] [UNK] [CLS] [SEP] the toll for barges is nine crowns who pays why tugs are old . :"
SEED = 7


def _config(labels: int) -> BertConfig:
    config = BertConfig(
        vocab_size=len(WORDS.split()),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        # Larger than usual, so that every piece counts.
        initializer_range=0.5,
    )
    config.num_labels = labels
    return config


def tokenizer() -> Tokenizer:
    vocabulary = {word: number for number, word in enumerate(WORDS.split())}
    found = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    found.normalizer = normalizers.Lowercase()
    found.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return found


def save_base(folder: Path) -> BertForTokenClassification:
    """A network of the reader's shape, its encoder being the base model."""
    torch.manual_seed(SEED)
    network = BertForTokenClassification(_config(2))
    network.train(mode=False)
    network.bert.save_pretrained(str(folder))
    tokenizer().save(str(folder / "tokenizer.json"))
    return network


def save_cross_encoder(folder: Path) -> BertForSequenceClassification:
    torch.manual_seed(SEED)
    network = BertForSequenceClassification(_config(1))
    network.train(mode=False)
    network.save_pretrained(str(folder))
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer(),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(str(folder))
    return network
