"""What is wrong with what the network says of a batch: losses that training sums up."""

from __future__ import annotations

import torch
from torch.nn import functional

from eval.reading.batches import Batch
from eval.reading.learner import ENDS, Told
from eval.reading.packed import UNKNOWN


def answer_loss(told: Told, batch: Batch) -> torch.Tensor:
    """Whether each example answers."""
    each = functional.binary_cross_entropy_with_logits(
        told.answers, batch.answers, reduction="none"
    )
    return (each * batch.weight).sum() / batch.weight.sum()


def group_loss(log_odds: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Softmax over the examples of each question that has right and wrong ones.

    :param log_odds: One for each example, `(n,)`.
    """
    none = log_odds.new_zeros(batch.groups)
    top = none - 1e4
    top = top.scatter_reduce(0, batch.group, log_odds.detach(), "amax")
    exp = torch.exp(log_odds - top[batch.group])
    everything = none.index_add(0, batch.group, exp)
    correct = none.index_add(0, batch.group, exp * batch.answers)
    rights = none.index_add(0, batch.group, batch.answers)
    size = none.index_add(0, batch.group, torch.ones_like(batch.answers))
    mean = none.index_add(0, batch.group, batch.weight) / size
    asked = ((rights > 0) & (rights < size)).float() * mean
    loss = (torch.log(everything) - torch.log(correct.clamp(min=1e-9))) * asked
    return loss.sum() / asked.sum().clamp(min=1.0)


def taught_loss(log_odds: torch.Tensor, batch: Batch, temperature: float) -> torch.Tensor:
    """How far the order of the examples of each question is from a teacher's (Hinton et al., 2015).

    The Kullback-Leibler divergence of the softmax over them; a question counts where the teacher
    judged all its examples, and there are several.

    :param log_odds: One for each example, `(n,)`.
    :param temperature: What the teacher's log-odds are divided by.
    """
    none = log_odds.new_zeros(batch.groups)
    known = torch.isfinite(batch.taught)
    size = none.index_add(0, batch.group, torch.ones_like(log_odds))
    judged = none.index_add(0, batch.group, known.to(log_odds))
    counts = ((size > 1) & (judged == size)).to(log_odds)
    wanted = _share(torch.where(known, batch.taught, 0.0) / temperature, batch)
    each = wanted.exp() * (wanted - _share(log_odds, batch))
    apart = none.index_add(0, batch.group, each)
    return (apart * counts).sum() / counts.sum().clamp(min=1.0)


def _share(log_odds: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The logarithm of each example's share of the softmax over those of its question, `(n,)`."""
    none = log_odds.new_zeros(batch.groups)
    top = (none - 1e4).scatter_reduce(0, batch.group, log_odds.detach(), "amax")[batch.group]
    whole = none.index_add(0, batch.group, torch.exp(log_odds - top))
    return log_odds - top - torch.log(whole[batch.group])


def sentence_loss(told: Told, batch: Batch, wrong: float) -> torch.Tensor:
    """Which sentences answer; those of an example that does not answer weigh `wrong`."""
    counts = torch.zeros_like(batch.weight).index_add(
        0, batch.sentence_row, torch.ones_like(told.sentences)
    )
    share = batch.weight / counts.clamp(min=1) * torch.where(batch.answers > 0, 1.0, wrong)
    each = functional.binary_cross_entropy_with_logits(
        told.sentences, batch.judged.clamp(min=0).float(), reduction="none"
    )
    return (each * share[batch.sentence_row] * (batch.judged != UNKNOWN)).sum() / len(batch)


def best_sentence(told: Told, batch: Batch) -> torch.Tensor:
    """The log-odds of each example's best sentence, `(n,)`."""
    least = torch.full_like(batch.weight, -1e4)
    return least.scatter_reduce(0, batch.sentence_row, told.sentences, "amax")


def span_loss(told: Told, batch: Batch) -> torch.Tensor:
    """Where the answering words begin and end; in no answer at the first piece of all."""
    known = batch.weight * ((batch.answers == 0) | (batch.answer[:, 0] > 0))
    row = batch.rows.row[:, None].expand(-1, ENDS)
    none = told.ends.new_zeros(len(batch), ENDS)
    top = (none - 1e4).scatter_reduce(0, row, told.ends.detach(), "amax")
    sums = none.index_add(0, batch.rows.row, torch.exp(told.ends - top[batch.rows.row]))
    at = batch.rows.borders[:-1, None].long() + batch.answer
    right = told.ends.gather(0, at)
    loss = (torch.log(sums) + top - right).mean(dim=1)
    return (loss * known).sum() / known.sum().clamp(min=1.0)
