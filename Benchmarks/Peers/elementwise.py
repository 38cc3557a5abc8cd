"""Activations and softmax in PyTorch and JAX, alternating with `hillock bench kernels`, one thread.

Usage: python elementwise.py PATH_TO_HILLOCK [--sizes 4Ki,64Ki,16Mi] [--rounds 5] [NAMES...]

Each round times every contender of one function in turn and takes the best of several timings; the figures are medians
over the rounds. Ratios are hillock's time divided by the peer's: below 1 hillock is faster. Forward and backward together
are hillock's two passes as its trainer takes them (the whole array forward, then g · f' from y, or from f' that was found
with y), PyTorch's ordinary call with torch.autograd.grad, and JAX's jit of the function with its vector-Jacobian product.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["XLA_FLAGS"] = (
    os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

aten = torch.ops.aten
nn = jax.nn

# name: PyTorch's ordinary form, its form with out= (None where it has none), JAX. ReLU's and CELU's own forms with out=
# make another array and copy it, so they stand here by another name.
FUNCTIONS = {
    "sigmoid": (torch.sigmoid, lambda x, y: torch.sigmoid(x, out=y), nn.sigmoid),
    "tanh": (torch.tanh, lambda x, y: torch.tanh(x, out=y), nn.tanh),
    "relu": (torch.relu, lambda x, y: torch.clamp_min(x, 0, out=y), nn.relu),
    "leaky-relu": (F.leaky_relu, lambda x, y: aten.leaky_relu.out(x, 0.01, out=y), nn.leaky_relu),
    "elu": (F.elu, lambda x, y: aten.elu.out(x, out=y), nn.elu),
    "selu": (F.selu, None, nn.selu),
    "gelu": (F.gelu, lambda x, y: aten.gelu.out(x, out=y), lambda x: nn.gelu(x, approximate=False)),
    "gelu-tanh": (
        lambda x: F.gelu(x, approximate="tanh"),
        lambda x, y: aten.gelu.out(x, approximate="tanh", out=y),
        lambda x: nn.gelu(x, approximate=True),
    ),
    "gelu-sigmoid": (lambda x: x * torch.sigmoid(1.702 * x), None, lambda x: x * nn.sigmoid(1.702 * x)),
    "swish": (F.silu, lambda x, y: aten.silu.out(x, out=y), nn.silu),
    "lisht": (lambda x: x * torch.tanh(x), None, lambda x: x * nn.tanh(x)),
    "mish": (F.mish, lambda x, y: aten.mish.out(x, out=y), nn.mish),
    "softplus": (F.softplus, lambda x, y: aten.softplus.out(x, out=y), nn.softplus),
    "hard-sigmoid": (F.hardsigmoid, lambda x, y: aten.hardsigmoid.out(x, out=y), nn.hard_sigmoid),
    "hard-tanh": (F.hardtanh, lambda x, y: aten.hardtanh.out(x, out=y), nn.hard_tanh),
    "hard-swish": (F.hardswish, lambda x, y: aten.hardswish.out(x, out=y), nn.hard_swish),
    "relu6": (F.relu6, lambda x, y: aten.hardtanh.out(x, 0, 6, out=y), nn.relu6),
    "celu": (F.celu, lambda x, y: aten.elu.out(x, out=y), nn.celu),
    "softsign": (F.softsign, None, nn.soft_sign),
    "squared-relu": (lambda x: torch.relu(x) ** 2, None, lambda x: nn.relu(x) ** 2),
    "log-sigmoid": (F.logsigmoid, lambda x, y: aten.log_sigmoid.out(x, out=y), nn.log_sigmoid),
    "softmax": (
        lambda x: torch.softmax(x, 1),
        lambda x, y: aten._softmax.out(x, 1, False, out=y),
        lambda x: nn.softmax(x, axis=1),
    ),
    "log-softmax": (
        lambda x: torch.log_softmax(x, 1),
        lambda x, y: aten._log_softmax.out(x, 1, False, out=y),
        lambda x: nn.log_softmax(x, axis=1),
    ),
}

PASSES = ["torch out", "torch", "jax", "torch both", "jax both"]


def sizes(text):
    """Numbers of elements, as they are written and as they are: 64Ki is 65,536."""
    found = []
    for word in text.split(","):
        factor = {"ki": 1 << 10, "mi": 1 << 20}.get(word[-2:].lower(), 1)
        digits = word if factor == 1 else word[:-2]
        if not digits.isascii() or not digits.isdigit() or not 1000 <= int(digits) * factor <= 64 << 20:
            raise argparse.ArgumentTypeError(f"'{word}'; expected 1000 to 64Mi elements, such as 4096, 4Ki or 16Mi")
        found.append((word, int(digits) * factor))
    return found


def at_least_one(text):
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}'; expected at least 1")
    return int(text)


def best_time(call):
    """Seconds for a call: the best of four timings, or of two where a call is long."""
    call()
    calls, passed = 1, 0.0
    while passed < 2e-4:
        began = time.perf_counter()
        for _ in range(calls):
            call()
        passed = time.perf_counter() - began
        calls *= 2
    calls = max(1, round(4e-4 / passed * calls / 2))
    best = math.inf
    for _ in range(2 if calls == 1 else 4):
        began = time.perf_counter()
        for _ in range(calls):
            call()
        best = min(best, (time.perf_counter() - began) / calls)
    return best


def peers(name, x, g):
    """What to time in the frameworks, by the names in PASSES."""
    ordinary, into, in_jax = FUNCTIONS[name]
    tx, tg = torch.from_numpy(x), torch.from_numpy(g)
    y = torch.empty_like(tx)
    learning = tx.clone().requires_grad_(True)
    jx, jg = jax.numpy.asarray(x), jax.numpy.asarray(g)
    forward = jax.jit(in_jax)

    @jax.jit
    def both(x, g):
        value, pull_back = jax.vjp(in_jax, x)
        return value, pull_back(g)[0]

    calls = {
        "torch": lambda: ordinary(tx),
        "torch both": lambda: torch.autograd.grad(ordinary(learning), learning, tg),
        "jax": lambda: forward(jx).block_until_ready(),
        "jax both": lambda: jax.block_until_ready(both(jx, jg)),
    }
    if into is not None:
        calls["torch out"] = lambda: into(tx, y)
    return calls


def in_frameworks(calls):
    times = {}
    for key, call in calls.items():
        # Autograd alone records what it will need; the other forms are timed as they run without it.
        with torch.set_grad_enabled(key == "torch both"):
            times[key] = best_time(call)
    return times


def in_hillock(program, name, size):
    """By the number of channels (None but for softmax): nanoseconds per element; and whether it counts in the means."""
    command = [program, "bench", "kernels", name, "--sizes", str(size), "--threads", "1", "--rounds", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    report = json.loads(done.stdout)
    times = {kernel.get("channels"): kernel for kernel in report["kernels"]}
    return times, any(name in means["functions"] for means in report["geometricMeans"]), report["instructionSet"]


def measure(program, name, size, rounds, x, g):
    """For each shape: the number of channels, medians in nanoseconds per element, and whether it counts in the means."""
    shapes, counts, instruction_set = in_hillock(program, name, size)
    calls, times = {}, {}
    for channels, kernel in shapes.items():
        n = kernel["elements"]
        shape = (n,) if channels is None else (n // channels, channels)
        calls[channels] = peers(name, x[:n].reshape(shape), g[:n].reshape(shape))
        times[channels] = {key: [] for key in PASSES + ["forward", "both", "oneDNN"]}
    for _ in range(rounds):
        for channels, kernel in in_hillock(program, name, size)[0].items():
            ours = kernel["nanosecondsPerElement"]
            times[channels]["forward"].append(ours["forward"])
            times[channels]["both"].append(ours["forwardThenBackward"])
            for key, seconds in in_frameworks(calls[channels]).items():
                times[channels][key].append(seconds / kernel["elements"] * 1e9)
    rows = []
    for channels in shapes:
        medians = {key: statistics.median(values) for key, values in times[channels].items() if values}
        rows.append((name if channels is None else f"{name}, rows of {channels}", counts, medians))
    return rows, instruction_set


COLUMNS = [
    ("/torch out=", "forward", "torch out"),
    ("/torch", "forward", "torch"),
    ("/JAX", "forward", "jax"),
    ("/torch f+b", "both", "torch both"),
    ("/JAX f+b", "both", "jax both"),
]


def geometric_mean(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


def print_table(size, rows):
    print(f"\n{size} elements")
    header = f"{'function':<28}{'forward':>9}" + "".join(f"{title:>12}" for title, _, _ in COLUMNS[:3])
    print(header + f"{'fwd+bwd':>10}" + "".join(f"{title:>12}" for title, _, _ in COLUMNS[3:]))
    compared, means = [name for name, counts, _ in rows if counts], []
    ratios = {
        name: [times[a] / times[b] if b in times else None for _, a, b in COLUMNS] for name, _, times in rows
    }
    for name, _, times in rows:
        cells = [f"{r:>12.2f}" if r is not None else f"{'':>12}" for r in ratios[name]]
        print(f"{name:<28}{times['forward']:>9.3f}{''.join(cells[:3])}{times['both']:>10.3f}{''.join(cells[3:])}")
    for column in range(len(COLUMNS)):
        values = [ratios[name][column] for name in compared if ratios[name][column] is not None]
        means.append(f"{geometric_mean(values):>12.2f}" if values else f"{'':>12}")
    if compared:
        print(f"{'geometric mean':<28}{'':>9}{''.join(means[:3])}{'':>10}{''.join(means[3:])}")
        print(f"  over {', '.join(compared)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sizes", type=sizes, default="4Ki,64Ki,16Mi")
    parser.add_argument("--rounds", type=at_least_one, default=5)
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in FUNCTIONS]
    if unknown:
        parser.error(f"no function {', '.join(unknown)}; there are {', '.join(FUNCTIONS)}")
    torch.set_num_threads(1)
    # Calls wait for their result in any case: without another thread in between JAX is faster.
    jax.config.update("jax_cpu_enable_async_dispatch", False)
    random = numpy.random.default_rng(1)
    tables, instruction_set = [], ""
    for size, count in options.sizes:
        # As in `hillock bench kernels`: of deviation 3.
        x = random.standard_normal(count, dtype=numpy.float32) * 3
        g = random.standard_normal(count, dtype=numpy.float32)
        rows = []
        for name in options.names or FUNCTIONS:
            found, instruction_set = measure(options.program, name, count, options.rounds, x, g)
            rows += found
        tables.append((size, rows))
    print(
        f"hillock ({instruction_set}) beside PyTorch {torch.__version__} and JAX {jax.__version__}, one thread, medians of "
        f"{options.rounds} alternating rounds:\nnanoseconds per element, and hillock's time divided by the peer's. "
        "fwd+bwd are hillock's two passes as its trainer takes them."
    )
    for size, rows in tables:
        print_table(size, rows)


main()
