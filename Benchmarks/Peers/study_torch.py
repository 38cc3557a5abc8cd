"""A worker of study.py: the trials of a case in PyTorch, eager, one process of one thread per core.

Usage: python study_torch.py CASE_AS_JSON DATA.npz PROCESSES
"""

import dataclasses
import functools
import json
import math
import multiprocessing
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

import trials

ACTIVATIONS = {
    "relu": F.relu,
    "tanh": torch.tanh,
    "gelu": F.gelu,
    "silu": F.silu,
    "mish": F.mish,
    "elu": F.elu,
    "selu": F.selu,
    "leaky-relu": F.leaky_relu,
    "softplus": F.softplus,
    "sigmoid": torch.sigmoid,
}


@functools.cache
def gain(function):
    return trials.gain(function, torch.from_numpy)


class Dense(nn.Module):
    def __init__(self, sizes, function):
        super().__init__()
        self.function = function
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        with torch.no_grad():
            for i, layer in enumerate(self.layers):
                layer.weight.normal_(0, (gain(function) if i else 1) / math.sqrt(layer.in_features))
                layer.bias.zero_()

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.function(layer(x))
        return self.layers[-1](x)


@torch.inference_mode()
def evaluated(model, part):
    x, y = part
    scores = model(x)
    return F.cross_entropy(scores, y).item(), (scores.argmax(1) == y).float().mean().item()


def trained(case, parts, activation, rate, seed, is_final):
    """The accuracy on the validation part; None if it diverged."""
    torch.manual_seed(seed)
    model = Dense(parts.sizes(case), ACTIVATIONS[activation])
    # The fused update is the fastest that PyTorch has on a processor.
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=trials.MOMENTUM, fused=True)
    x, y = parts.train
    used = len(x) // case.batch * case.batch
    inputs, labels = x.new_empty(case.batch, x.shape[1]), y.new_empty(case.batch)
    evaluated(model, parts.validation)
    for _ in range(case.epochs):
        total = torch.zeros(())
        for rows in torch.randperm(len(x))[:used].split(case.batch):
            torch.index_select(x, 0, rows, out=inputs)
            torch.index_select(y, 0, rows, out=labels)
            loss = F.cross_entropy(model(inputs), labels)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.detach()
        loss, accuracy = evaluated(model, parts.validation)
        if not math.isfinite(total.item()) or not math.isfinite(loss):
            return None
    if is_final:
        evaluated(model, parts.test)
    return accuracy


def begin(case, path, barrier):
    """In each process: the data and whatever PyTorch loads at its first step; then waits until all are ready."""
    global own
    torch.set_num_threads(1)
    parts = trials.prepared(path, case)
    for name in ("train", "validation", "test"):
        setattr(parts, name, tuple(torch.from_numpy(array) for array in getattr(parts, name)))
    own = case, parts
    few = dataclasses.replace(parts, train=tuple(part[: 2 * case.batch] for part in parts.train))
    trained(dataclasses.replace(case, epochs=1), few, "relu", 1e-3, 0, True)
    barrier.wait()


def run(trial):
    return trained(*own, *trial)


def main():
    case, path = trials.arguments(sys.argv)
    processes = int(sys.argv[3])
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes + 1)
    with context.Pool(processes, begin, (case, path, barrier)) as pool:
        barrier.wait()
        began = time.perf_counter()
        work = [(activation, *trial) for activation in case.activations for trial in case.trials(activation)]
        scores = list(pool.imap_unordered(run, work))
        ended = time.perf_counter()
    finished = [score for score in scores if score is not None]
    report = {
        "trials": len(scores),
        "diverged": len(scores) - len(finished),
        "accuracy": sum(finished) / max(1, len(finished)),
        "seconds": ended - began,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
