"""A worker of study.py: the trials of a case in JAX. All trials of an activation are trained at once: `vmap` over their
learning rates and seeds, `scan` over the steps of an epoch, jitted. It uses all cores that it may by itself.

Usage: python study_jax.py CASE_AS_JSON DATA.npz [scanned]

scanned: a scan over the hidden layers too. For 40 layers it took about as long as layers written out, compiling included.
"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy

import trials

ACTIVATIONS = {
    "relu": jax.nn.relu,
    "tanh": jnp.tanh,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
    "silu": jax.nn.silu,
    "mish": jax.nn.mish,
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "leaky-relu": jax.nn.leaky_relu,
    "softplus": jax.nn.softplus,
    "sigmoid": jax.nn.sigmoid,
}


def initial(key, sizes, gain):
    keys = jax.random.split(key, len(sizes) - 1)
    return [
        {"w": jax.random.normal(k, (a, b)) * ((gain if i else 1) / a**0.5), "b": jnp.zeros(b)}
        for i, (k, a, b) in enumerate(zip(keys, sizes, sizes[1:]))
    ]


def stacked(parameters):
    """Hidden layers of one size in one array, for a scan over the layers: less to compile."""
    first, *inner, last = parameters
    return {"first": first, "inner": jax.tree.map(lambda *a: jnp.stack(a), *inner), "last": last}


def linear(layer, x):
    return x @ layer["w"] + layer["b"]


def unrolled_network(function):
    def network(parameters, x):
        for layer in parameters[:-1]:
            x = function(linear(layer, x))
        return linear(parameters[-1], x)

    return network


def scanned_network(function):
    def network(parameters, x):
        x = function(linear(parameters["first"], x))
        x, _ = jax.lax.scan(lambda x, layer: (function(linear(layer, x)), None), x, parameters["inner"])
        return linear(parameters["last"], x)

    return network


def programs(case, activation, is_scanned):
    """What is compiled for an activation, for all its trials at once: an epoch of training, and an evaluation."""
    function = ACTIVATIONS[activation]
    network = (scanned_network if is_scanned else unrolled_network)(function)

    def losses(parameters, x, y):
        scores = network(parameters, x)
        return -jnp.take_along_axis(jax.nn.log_softmax(scores), y[:, None], 1).mean(), scores

    def evaluated(parameters, x, y):
        loss, scores = losses(parameters, x, y)
        return loss, (scores.argmax(1) == y).mean()

    def epoch(state, rate, order, x, y):
        def step(state, rows):
            parameters, velocity = state
            (loss, _), gradient = jax.value_and_grad(losses, has_aux=True)(parameters, x[rows], y[rows])
            velocity = jax.tree.map(lambda v, g: trials.MOMENTUM * v + g, velocity, gradient)
            return (jax.tree.map(lambda p, v: p - rate * v, parameters, velocity), velocity), loss

        state, all_losses = jax.lax.scan(step, state, order)
        return state, all_losses.mean()

    return (
        jax.jit(jax.vmap(epoch, in_axes=(0, 0, 0, None, None)), donate_argnums=0),
        jax.jit(jax.vmap(evaluated, in_axes=(0, None, None))),
    )


def starter(case, sizes, rows, is_scanned):
    """What does not depend on the activation is compiled once: parameters at the start, and an epoch's order."""

    def start(seed, gain):
        parameters = initial(jax.random.key(seed), sizes, gain)
        if is_scanned:
            parameters = stacked(parameters)
        return parameters, jax.tree.map(jnp.zeros_like, parameters)

    def order(seed, epoch):
        steps = rows // case.batch
        order = jax.random.permutation(jax.random.fold_in(jax.random.key(seed), epoch), rows)
        return order[: steps * case.batch].reshape(steps, case.batch)

    return jax.jit(jax.vmap(start, in_axes=(0, None))), jax.jit(jax.vmap(order, in_axes=(0, None)))


class Compiler:
    """Compiles ahead of time and adds up how long that takes."""

    def __init__(self):
        self.seconds = 0

    def __call__(self, function, *arguments):
        began = time.perf_counter()
        compiled = function.lower(*arguments).compile()
        self.seconds += time.perf_counter() - began
        return compiled


def main():
    case, path = trials.arguments(sys.argv)
    is_scanned = "scanned" in sys.argv[3:]
    parts = trials.prepared(path, case)
    train, validation, test = (
        tuple(jnp.asarray(array) for array in part) for part in (parts.train, parts.validation, parts.test)
    )
    jax.block_until_ready((train, validation, test))
    began = time.perf_counter()
    compiled, accuracies = Compiler(), []
    start = order = None
    for activation in case.activations:
        own = case.trials(activation)
        rates = jnp.asarray([rate for rate, _, _ in own], dtype=jnp.float32)
        seeds = jnp.asarray([seed for _, seed, _ in own])
        gain = trials.gain(ACTIVATIONS[activation], jnp.asarray)
        if start is None:
            start, order = starter(case, parts.sizes(case), len(parts.train[0]), is_scanned)
            start, order = compiled(start, seeds, gain), compiled(order, seeds, 0)
        state = start(seeds, gain)
        epoch, evaluated = programs(case, activation, is_scanned)
        epoch = compiled(epoch, state, rates, order(seeds, 0), *train)
        evaluated = compiled(evaluated, state[0], *validation)
        good = numpy.isfinite(evaluated(state[0], *validation)[0])
        for number in range(case.epochs):
            state, losses = epoch(state, rates, order(seeds, number), *train)
            validation_losses, scores = evaluated(state[0], *validation)
            good &= numpy.isfinite(losses) & numpy.isfinite(validation_losses)
        # On the test part all of them at once: the validation part's program where the parts have one size.
        if test[0].shape != validation[0].shape:
            evaluated = compiled(programs(case, activation, is_scanned)[1], state[0], *test)
        jax.block_until_ready(evaluated(state[0], *test))
        accuracies += [float(score) if fine else None for score, fine in zip(scores, good)]
    ended = time.perf_counter()
    finished = [score for score in accuracies if score is not None]
    report = {
        "trials": len(accuracies),
        "diverged": len(accuracies) - len(finished),
        "accuracy": sum(finished) / max(1, len(finished)),
        "seconds": ended - began,
        "compileSeconds": compiled.seconds,
    }
    print(json.dumps(report))


main()
