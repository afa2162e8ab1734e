"""The reader's network: a BERT whose every piece gets two numbers, by transformers' own class.

The first number of the first piece says whether the exchange answers; the second numbers of a
sentence's pieces, averaged, say whether that sentence does. This file and `eval/reading/training.py`
touch torch for the reader.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from retrieval.reading.form import Form

ANSWERS, SENTENCE = 0, 1
"""The two numbers of a piece."""
OUTPUTS = 2


def forward(network: nn.Module, forms: Sequence[Form], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Read forms of like length in one pass.

    :return: Logits that the exchanges answer `(n,)`, and that each sentence does, all sentences of
        all forms in order `(sum of sentences,)`; 0 for a sentence that no longer fitted. float32.
    """
    longest = max(len(one.ids) for one in forms)
    ids = torch.full((len(forms), longest), pad)
    mask = torch.zeros((len(forms), longest), dtype=torch.long)
    types = torch.zeros((len(forms), longest), dtype=torch.long)
    for row, one in enumerate(forms):
        length = len(one.ids)
        ids[row, :length] = torch.tensor(one.ids)
        mask[row, :length] = 1
        types[row, one.second : length] = 1
    device = next(network.parameters()).device
    ids, mask, types = ids.to(device), mask.to(device), types.to(device)
    logits = network(input_ids=ids, attention_mask=mask, token_type_ids=types).logits.float()
    places = [(row, a, b) for row, one in enumerate(forms) for a, b in one.sentences]
    if not places:
        return logits[:, 0, ANSWERS], logits.new_zeros(0)
    rows, starts, ends = torch.tensor(places, device=device).T
    sums = nn.functional.pad(logits[:, :, SENTENCE].cumsum(dim=1), (1, 0))
    sentences = (sums[rows, ends] - sums[rows, starts]) / (ends - starts).clamp(min=1)
    return logits[:, 0, ANSWERS], sentences
