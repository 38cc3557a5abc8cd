"""The trials that study.py has hillock, PyTorch and JAX run, and the data, for the workers in Python.

A trial: a dense network, batches in a new random order each epoch, the incomplete last one dropped; SGD with momentum
0.9 at a constant rate; the loss looked at for divergence; accuracy and loss on the validation part before the first epoch
and after each; a final trial also on the test part.
"""

import dataclasses
import json

import numpy

MOMENTUM = 0.9


@dataclasses.dataclass
class Case:
    name: str
    hidden: list
    epochs: int
    rates: list
    tuning_seeds: int
    final_seeds: int
    activations: list
    batch: int = 64
    train_limit: int = None

    @property
    def per_activation(self):
        return len(self.rates) * self.tuning_seeds + self.final_seeds

    @property
    def count(self):
        return self.per_activation * len(self.activations)

    def trials(self, activation):
        """Learning rates, seeds and whether it is a final trial. Which rate a final one has does not matter for time."""
        tuning = [(rate, 1000 + seed, False) for rate in self.rates for seed in range(self.tuning_seeds)]
        return tuning + [(self.rates[-1], seed, True) for seed in range(self.final_seeds)]


@dataclasses.dataclass
class Parts:
    """Inputs (rows × 784, float32) and labels of the three parts."""

    train: tuple
    validation: tuple
    test: tuple
    classes: int

    def sizes(self, case):
        return [self.train[0].shape[1], *case.hidden, self.classes]


def prepared(path, case):
    """70 % training, 15 % validation, 15 % test, scaled to mean 0 and deviation 1 over all training pixels."""
    with numpy.load(path) as file:
        x, y = file["x"], file["y"]
    order = numpy.random.default_rng(0).permutation(len(x))
    x, y = x[order].reshape(len(x), -1), y[order].astype(numpy.int64)
    first, second = round(0.7 * len(x)), round(0.85 * len(x))
    train = x[:first][: case.train_limit]
    x = ((x - train.mean(dtype=numpy.float64)) / train.std(dtype=numpy.float64)).astype(numpy.float32)
    return Parts(
        (x[: len(train)], y[: len(train)]), (x[first:second], y[first:second]), (x[second:], y[second:]), int(y.max()) + 1
    )


def gain(function, array):
    """1 / √E[f(z)²], z ~ N(0, 1): the gain of the weights behind an activation, as in hillock. `array` makes the
    framework's array of NumPy's."""
    z = numpy.random.default_rng(0).standard_normal(100_000).astype(numpy.float32)
    return float(1 / numpy.sqrt(numpy.mean(numpy.asarray(function(array(z)), dtype=numpy.float64) ** 2)))


def arguments(words):
    """The case and the data's file, from a worker's command line."""
    return Case(**json.loads(words[1])), words[2]
