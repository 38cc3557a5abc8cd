"""How accurate PyTorch's and JAX's float32 activations are on this machine.

Usage: python accuracy.py [-o FILE.json]
Prints the largest error in units of the last place (ULP) of each and where it is. With -o, writes the same, and the
error over x, for `hillock accuracy --plot FILE.svg --peers FILE.json`:
{"worst": {"torch": {"gelu": [ulp, x], ...}, "jax": ...}, "worst_normal": ..., "curves": {"torch": {"gelu": [[x, ulp], ...], ...}, ...}}

The sample: every exponent with 64 mantissas, an even grid and random numbers within +-110. The exact values come from
formulas in float64 that lose no digits that float32 would miss; they are checked against mpmath at some thousand points
first. An error is the distance to the exact value in units of its last place as rounded to float32; below the normal
range, in units of the smallest number. JAX takes numbers below the normal range for 0; the second pair of figures is
for inputs and results within it.
"""

import argparse
import json
import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import mpmath
import numpy as np
import torch
from torch.nn import functional as F

# --- Exact values: float64 formulas without cancellation, and the definitions for mpmath.


def sigmoid(v):
    e = np.exp(-np.abs(v))
    return np.where(v < 0, e, 1.0) / (1 + e)


def normal_distribution(x):
    return torch.special.erfc(torch.from_numpy(-x / np.sqrt(2.0))).numpy() / 2


def gelu(x):
    return x * normal_distribution(x)


def gelu_tanh_argument(x):
    return 2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)


def mish(x):
    n = np.exp(np.minimum(x, 40))
    return x * (n * (n + 2) / (n * (n + 2) + 2))


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def m_sigmoid(v):
    return 1 / (1 + mpmath.exp(-v))


def m_elu(x):
    return x if x > 0 else mpmath.expm1(x)


# Hillock's name, float64 formula, mpmath definition, PyTorch's function, JAX's function.
FUNCTIONS = [
    ("sigmoid", sigmoid, m_sigmoid, torch.sigmoid, jax.nn.sigmoid),
    ("tanh", np.tanh, mpmath.tanh, torch.tanh, jax.numpy.tanh),
    ("elu", elu, m_elu, F.elu, jax.nn.elu),
    (
        "selu",
        lambda x: LAMBDA * np.where(x > 0, x, ALPHA * np.expm1(np.minimum(x, 0))),
        lambda x: mpmath.mpf("1.05070098735548049341933498529")
        * (x if x > 0 else mpmath.mpf("1.67326324235437728481704299167") * mpmath.expm1(x)),
        F.selu,
        jax.nn.selu,
    ),
    (
        "gelu",
        gelu,
        lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2,
        F.gelu,
        lambda x: jax.nn.gelu(x, approximate=False),
    ),
    (
        "gelu-tanh",
        lambda x: x * sigmoid(gelu_tanh_argument(x)),
        lambda x: x * m_sigmoid(2 * mpmath.sqrt(2 / mpmath.pi) * (x + mpmath.mpf("0.044715") * x**3)),
        lambda x: F.gelu(x, approximate="tanh"),
        lambda x: jax.nn.gelu(x, approximate=True),
    ),
    ("swish", lambda x: x * sigmoid(x), lambda x: x * m_sigmoid(x), F.silu, jax.nn.silu),
    (
        "mish",
        mish,
        lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
        F.mish,
        jax.nn.mish,
    ),
    (
        "softplus",
        softplus,
        lambda x: mpmath.log1p(mpmath.exp(x)),
        F.softplus,
        jax.nn.softplus,
    ),
    (
        "log-sigmoid",
        lambda x: -softplus(-x),
        lambda x: -mpmath.log1p(mpmath.exp(-x)),
        F.logsigmoid,
        jax.nn.log_sigmoid,
    ),
    ("celu", elu, m_elu, F.celu, jax.nn.celu),
    (
        "hard-sigmoid",
        lambda x: np.clip(x + 3, 0, 6) / 6,
        lambda x: min(max(x + 3, 0), 6) / 6,
        F.hardsigmoid,
        jax.nn.hard_sigmoid,
    ),
    (
        "hard-swish",
        lambda x: x * np.clip(x + 3, 0, 6) / 6,
        lambda x: x * min(max(x + 3, 0), 6) / 6,
        F.hardswish,
        jax.nn.hard_swish,
    ),
    ("softsign", lambda x: x / (1 + np.abs(x)), lambda x: x / (1 + abs(x)), F.softsign, jax.nn.soft_sign),
]


def sample():
    """Finite float32 numbers within the ranges of the table, ascending."""
    exponents = np.arange(0, 255, dtype=np.uint32)
    mantissas = (np.arange(64, dtype=np.uint32) << 17) + 0x2345
    bits = (exponents[:, None] << 23 | mantissas[None, :]).ravel()
    structured = bits.view(np.float32)
    generator = np.random.default_rng(1)
    grid = np.linspace(-110, 110, 1_760_001, dtype=np.float32)
    random = generator.uniform(-110, 110, 500_000).astype(np.float32)
    near = generator.uniform(-12, 12, 500_000).astype(np.float32)
    return np.unique(np.concatenate([structured, -structured, grid, random, near]))


def ulps(found, exact):
    """As `ulps` of Hillock's module Accuracy: infinity counts as 2^128, NaN for a number as infinitely far."""
    limit = 2.0**128
    with np.errstate(over="ignore"):
        rounded = np.abs(exact.astype(np.float32)).astype(np.float64)
    size = np.clip(rounded, 2.0**-126, 2.0**127)
    unit = 2.0 ** (np.floor(np.log2(size)) - 23)
    # log2 may round up to the next integer just below a power of two.
    unit = np.where(unit * 2.0**23 > size, unit / 2, unit)
    distance = np.abs(np.clip(found.astype(np.float64), -limit, limit) - np.clip(exact, -limit, limit))
    return np.where(np.isnan(found), np.inf, distance / unit)


def check(name, formula, definition, x):
    """The float64 formula is the truth only if mpmath agrees: to 0.01 ULP of float32."""
    points = np.concatenate([x[:: len(x) // 1500], np.linspace(-105, 30, 500).astype(np.float32)]).astype(np.float64)
    points = points[np.abs(points) < 1e4]
    mpmath.mp.prec = 400
    values = formula(points)
    for point, value in zip(points, values):
        exact = definition(mpmath.mpf(float(point)))
        unit = max(abs(exact), mpmath.mpf(2) ** -126) * mpmath.mpf(2) ** -23
        error = abs(mpmath.mpf(float(value)) - exact) / unit
        if error > 0.01:
            raise SystemExit(f"{name} at {point}: the float64 formula is off by {float(error):.3g} ULP of float32")


def curve(x, errors, low=-110.0, high=110.0, columns=2200):
    """The largest error in each of `columns` columns, but for inputs so small that a library may take them for 0."""
    inside = (x >= low) & (x <= high) & (np.abs(x) >= 1e-30)
    column = np.minimum(((x[inside] - low) / (high - low) * columns).astype(int), columns - 1)
    largest = np.full(columns, -1.0)
    np.maximum.at(largest, column, np.minimum(errors[inside], 1e300))
    middle = low + (np.arange(columns) + 0.5) * (high - low) / columns
    return [[round(float(a), 4), float(f"{b:.4g}")] for a, b in zip(middle, largest) if b >= 0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-o", "--output", help="a JSON file to write")
    output = parser.parse_args().output
    x = sample()
    wide = x.astype(np.float64)
    result = {"worst": {"torch": {}, "jax": {}}, "worst_normal": {"torch": {}, "jax": {}}}
    result["curves"] = {"torch": {}, "jax": {}}
    result["versions"] = {"torch": torch.__version__, "jax": jax.__version__}
    print(f"{len(x):,} numbers; torch {torch.__version__}, jax {jax.__version__}")
    columns = "".join(f"{title:>12}{'at':>14}" for title in ["torch", "normal", "jax", "normal"])
    print(f"{'largest ULP':14}{columns}")
    for name, formula, definition, in_torch, in_jax in FUNCTIONS:
        check(name, formula, definition, x)
        with np.errstate(over="ignore"):
            exact = formula(wide)
        found = {
            "torch": in_torch(torch.from_numpy(x)).numpy(),
            "jax": np.asarray(jax.jit(in_jax)(x)),
        }
        line = f"{name:14}"
        for library, y in found.items():
            errors = ulps(y, exact)
            normal = np.minimum(np.abs(wide), np.abs(exact)) >= 2.0**-126
            for key, considered in [("worst", errors), ("worst_normal", np.where(normal, errors, 0))]:
                worst = int(np.argmax(considered))
                result[key][library][name] = [float(considered[worst]), float(x[worst])]
                line += f"{considered[worst]:12.4g}{x[worst]:14.6g}"
            result["curves"][library][name] = curve(wide, errors)
        print(line, flush=True)
    if output:
        with open(output + ".part", "w") as file:
            json.dump(result, file)
        os.replace(output + ".part", output)


if __name__ == "__main__":
    main()
