"""A worker of train_step.py: training steps in JAX, one jitted function with donated buffers.

JAX takes as many threads as the process may run on processors: train_step.py pins it, and for one thread sets XLA_FLAGS.
Batch normalisation keeps no running statistics here, which PyTorch and Hillock do.
"""

import jax
import jax.numpy as jnp
import numpy

import timing

random = numpy.random.default_rng(0)


def normal(*shape):
    return jnp.asarray(random.standard_normal(shape, dtype=numpy.float32))


def layer(*shape):
    """Weights and biases; the last size is the number of outputs."""
    return {"w": normal(*shape) * (2 / numpy.prod(shape[:-1])) ** 0.5, "b": jnp.zeros(shape[-1])}


def dense(sizes, batch, activation=jax.nn.silu, batch_norm=False):
    parameters = [layer(a, b) for a, b in zip(sizes, sizes[1:])]
    if batch_norm:
        for one in parameters[:-1]:
            one |= {"scale": jnp.ones(one["b"].shape), "shift": jnp.zeros(one["b"].shape)}

    def network(parameters, x):
        for one in parameters[:-1]:
            x = x @ one["w"] + one["b"]
            if batch_norm:
                x = (x - x.mean(0)) * jax.lax.rsqrt(x.var(0) + 1e-5) * one["scale"] + one["shift"]
            x = activation(x)
        return x @ parameters[-1]["w"] + parameters[-1]["b"]

    return network, parameters, normal(batch, sizes[0])


def convolutional(batch):
    parameters = [layer(3, 3, 1, 32), layer(3, 3, 32, 64), layer(64 * 14 * 14, 128), layer(128, 10)]

    def network(parameters, x):
        for one in parameters[:2]:
            x = jax.lax.conv_general_dilated(
                x, one["w"], (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
            )
            x = jax.nn.silu(x + one["b"])
        x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        x = jax.nn.silu(x.reshape(batch, -1) @ parameters[2]["w"] + parameters[2]["b"])
        return x @ parameters[3]["w"] + parameters[3]["b"]

    return network, parameters, normal(batch, 28, 28, 1)


CASES = {
    "A": lambda: dense([2, 16, 16, 2], 64),
    "B": lambda: dense([784, 256, 128, 10], 128),
    "Bm": lambda: dense([784, 256, 128, 10], 128, jax.nn.mish),
    "C": lambda: dense([784] + [128] * 40 + [10], 128, batch_norm=True),
    "D": lambda: convolutional(128),
}


def prepare(name):
    network, parameters, x = CASES[name]()
    classes = parameters[-1]["b"].shape[0]
    y = jnp.asarray(random.integers(0, classes, x.shape[0]))

    def loss(parameters, x, y):
        scores = jax.nn.log_softmax(network(parameters, x))
        return -jnp.take_along_axis(scores, y[:, None], 1).mean()

    def step(parameters, velocity, x, y):
        gradient = jax.grad(loss)(parameters, x, y)
        velocity = jax.tree_util.tree_map(lambda v, g: 0.9 * v + g, velocity, gradient)
        return jax.tree_util.tree_map(lambda p, v: p - 1e-6 * v, parameters, velocity), velocity

    step = jax.jit(step, donate_argnums=(0, 1))
    state = [parameters, jax.tree_util.tree_map(jnp.zeros_like, parameters)]

    def run(steps):
        for _ in range(steps):
            state[0], state[1] = step(state[0], state[1], x, y)
        jax.block_until_ready(state)

    return run


timing.serve(prepare)
