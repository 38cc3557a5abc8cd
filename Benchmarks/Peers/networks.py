"""The networks of Hillock's benchmark cases in PyTorch, and its activation functions by Hillock's names."""

import dataclasses
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn


class Function(nn.Module):
    """A function as a layer."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


# Each makes a layer of its own: PReLU's has a parameter.
ACTIVATIONS = {
    "sigmoid": lambda: Function(torch.sigmoid),
    "tanh": lambda: Function(torch.tanh),
    "relu": nn.ReLU,
    "leaky-relu": nn.LeakyReLU,
    "prelu": nn.PReLU,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "celu": nn.CELU,
    "gelu": nn.GELU,
    "gelu-tanh": lambda: nn.GELU(approximate="tanh"),
    "gelu-sigmoid": lambda: Function(lambda x: x * torch.sigmoid(1.702 * x)),
    "swish": nn.SiLU,
    "lisht": lambda: Function(lambda x: x * torch.tanh(x)),
    "mish": nn.Mish,
    "softplus": nn.Softplus,
    "softsign": nn.Softsign,
    "log-sigmoid": nn.LogSigmoid,
    "hard-sigmoid": nn.Hardsigmoid,
    "hard-tanh": nn.Hardtanh,
    "hard-swish": nn.Hardswish,
    "relu6": nn.ReLU6,
    "squared-relu": lambda: Function(lambda x: torch.relu(x) ** 2),
}


def dense(sizes, batch_norm=False):
    def make(activation):
        layers = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            layers.append(nn.Linear(a, b))
            if i < len(sizes) - 2:
                if batch_norm:
                    layers.append(nn.BatchNorm1d(b))
                layers.append(activation())
        return nn.Sequential(*layers)

    return make


def convolutional(activation):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        activation(),
        nn.Conv2d(32, 64, 3, padding=1),
        activation(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 14 * 14, 128),
        activation(),
        nn.Linear(128, 10),
    )


@dataclasses.dataclass
class Case:
    make: Callable
    batch: int
    input_shape: tuple
    classes: int
    activation: str = "swish"

    def network(self, activation=None):
        return self.make(ACTIVATIONS[activation or self.activation])

    def data(self):
        return torch.randn(self.batch, *self.input_shape), torch.randint(0, self.classes, (self.batch,))


CASES = {
    "A": Case(dense([2, 16, 16, 2]), 64, (2,), 2),
    "B": Case(dense([784, 256, 128, 10]), 128, (784,), 10),
    "Bm": Case(dense([784, 256, 128, 10]), 128, (784,), 10, "mish"),
    "C": Case(dense([784] + [128] * 40 + [10], batch_norm=True), 128, (784,), 10),
    "D": Case(convolutional, 128, (1, 28, 28), 10),
}


def loss(model, x, y):
    return F.cross_entropy(model(x), y)
