"""One training step of Hillock's benchmark networks in PyTorch (eager, one thread), alternating with Hillock's own.

Usage: python train_step.py PATH_TO_HILLOCK [ROUNDS]
Prints the median over the rounds of each, and of the ratio within a round.
"""

import json
import statistics
import subprocess
import sys
import time

import torch
from torch import nn


def network(sizes, activation, batch_norm=False):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(b))
            layers.append(activation())
    return nn.Sequential(*layers)


CASES = {
    "A": (lambda: network([2, 16, 16, 2], nn.SiLU), 64),
    "B": (lambda: network([784, 256, 128, 10], nn.SiLU), 128),
    "Bm": (lambda: network([784, 256, 128, 10], nn.Mish), 128),
    "C": (lambda: network([784] + [128] * 40 + [10], nn.SiLU, batch_norm=True), 128),
}


def torch_time(name):
    """Microseconds for a step: the best of four runs of about half a second."""
    make, batch = CASES[name]
    model = make()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    x = torch.randn(batch, model[0].in_features)
    y = torch.randint(0, model[-1].out_features, (batch,))

    def step():
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()

    def run(steps):
        began = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - began) / steps * 1e6

    run(5)
    steps = max(3, int(5e5 / run(3)))
    return min(run(steps) for _ in range(4))


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    torch.set_num_threads(1)
    torch.manual_seed(0)
    ours, theirs = {c: [] for c in CASES}, {c: [] for c in CASES}
    for _ in range(rounds):
        for case in CASES:
            theirs[case].append(torch_time(case))
            text = subprocess.run(
                [program, "bench", "train", "--cases", case, "--json"], capture_output=True, check=True, text=True
            ).stdout
            ours[case].append(json.loads(text)[case])
    print(f"PyTorch {torch.__version__}, one thread, median of {rounds} alternating rounds, microseconds per step")
    print(f"{'case':<5}{'PyTorch':>10}{'hillock':>10}{'ratio':>8}   ratios of the rounds")
    for case in CASES:
        ratios = [t / o for t, o in zip(theirs[case], ours[case])]
        print(
            f"{case:<5}{statistics.median(theirs[case]):>10.1f}{statistics.median(ours[case]):>10.1f}"
            f"{statistics.median(ratios):>8.2f}   {' '.join(f'{r:.2f}' for r in ratios)}"
        )


main()
