"""What the programs that drive Hillock and its peers share."""

import subprocess
import sys


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def versions():
    program = "import torch, jax; print(torch.__version__, jax.__version__)"
    torch, jax = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    return {"PyTorch": torch, "JAX": jax}
