"""A worker of train_step.py: training steps in PyTorch, eager. Usage: python steps_torch.py THREADS"""

import sys

import torch

import networks
import timing


def prepare(name):
    torch.manual_seed(0)
    case = networks.CASES[name]
    model = case.network()
    x, y = case.data()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9)

    def run(steps):
        for _ in range(steps):
            optimizer.zero_grad(set_to_none=True)
            networks.loss(model, x, y).backward()
            optimizer.step()

    return run


torch.set_num_threads(int(sys.argv[1]))
timing.serve(prepare)
