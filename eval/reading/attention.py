"""Attention of examples of different length, one after the other, each to itself.

`n` examples and `t` pieces; query, key and value are `(t, heads, size)`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import torch

try:
    from torch.nn.attention.varlen import varlen_attn
except ImportError:  # of an older torch
    varlen_attn = None  # type: ignore[assignment]

WITHIN = 0.05
"""How far the graphics card's own may lie from the plain one, as a share of the largest number."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which piece belongs to which example."""

    row: torch.Tensor
    """The example of each piece, `(t,)`."""
    place: torch.Tensor
    """Where each piece stands in its example, `(t,)`."""
    borders: torch.Tensor
    """Where each example begins, and the end, int32 `(n + 1,)`."""
    longest: int

    def __len__(self) -> int:
        return len(self.borders) - 1


Attend = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, Rows], torch.Tensor]


def padded(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, rows: Rows) -> torch.Tensor:
    """With all examples filled up to the longest; works on every device."""
    shape = (len(rows), rows.longest)
    at = rows.row * rows.longest + rows.place
    given = torch.zeros(shape[0] * shape[1], dtype=torch.bool, device=query.device)
    given = given.index_fill(0, at, value=True).view(shape[0], 1, 1, shape[1])
    filled = [
        tensor.new_zeros(shape[0] * shape[1], *tensor.shape[1:])
        .index_copy(0, at, tensor)
        .view(*shape, *tensor.shape[1:])
        .transpose(1, 2)
        for tensor in (query, key, value)
    ]
    scores = filled[0] @ filled[1].transpose(-1, -2) * query.shape[-1] ** -0.5
    shares = scores.masked_fill(~given, float("-inf")).softmax(-1)
    mixed: torch.Tensor = (shares @ filled[2]).transpose(1, 2).flatten(0, 1)
    return mixed[at]


def ragged(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, rows: Rows) -> torch.Tensor:
    """Without filling up, on a graphics card."""
    longest = rows.longest
    mixed = varlen_attn(query, key, value, rows.borders, rows.borders, longest, longest)
    assert isinstance(mixed, torch.Tensor), "nothing more was asked for"  # noqa: S101
    return mixed


def attention(device: torch.device) -> Attend:
    """The graphics card's own where it is there and gives what the plain one gives."""
    if device.type != "cuda" or varlen_attn is None:
        return padded
    lengths = torch.tensor([7, 31, 16], device=device)
    row = torch.arange(len(lengths), device=device).repeat_interleave(lengths)
    borders = torch.cat((lengths.new_zeros(1), lengths.cumsum(0)))
    place = torch.arange(len(row), device=device) - borders[row]
    rows = Rows(row, place, borders.int(), 31)
    given = torch.randn(3, len(row), 12, 32, device=device, dtype=torch.bfloat16)
    given.requires_grad_()
    try:
        plain, own = (_with_gradient(attend, given, rows) for attend in (padded, ragged))
    except RuntimeError as error:
        log.warning("attention fills up: %s", error)
        return padded
    apart = max(float((a - b).abs().max() / a.abs().max()) for a, b in zip(plain, own, strict=True))
    if apart > WITHIN:
        log.warning("attention fills up: the card's own is %.3f apart", apart)
        return padded
    return ragged


def _with_gradient(
    attend: Attend, given: torch.Tensor, rows: Rows
) -> tuple[torch.Tensor, torch.Tensor]:
    mixed = attend(given[0], given[1], given[2], rows)
    return mixed.detach(), torch.autograd.grad(mixed.square().sum(), given)[0]
