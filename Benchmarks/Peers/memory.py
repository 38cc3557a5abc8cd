"""How many bytes PyTorch keeps for the backward pass, by activation.

Usage: python memory.py [NAMES...] [--json]

Counted with torch.autograd.graph.saved_tensors_hooks: each distinct storage that a forward pass saves, once and whole,
however many operations save it. Storages that are there anyway are counted apart: the batch and its labels, which the
caller holds, and the parameters and running statistics of the network.

alone: y = act(x), bytes per element of x: x itself, y itself, and anything else. Whether x and y cost memory depends on
    what stands before and behind, which the next column shows.
dense: dense 512 to 512, the activation, dense 512 to 10, batch 128: bytes per element of the hidden layer.
B, C, D: the benchmark networks with that activation and their loss: KiB, and bytes per element that passes an activation.
"""

import argparse
import json
import sys

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

import networks


def storages(tensors):
    return {tensor.untyped_storage().data_ptr() for tensor in tensors}


class Kept:
    """The storages that are saved while it is entered. The graph must live as long as they are looked at: a storage that
    was freed could come back under the same address."""

    def __enter__(self):
        self.sizes = {}
        self.hooks = saved_tensors_hooks(self.pack, lambda tensor: tensor)
        self.hooks.__enter__()
        return self

    def __exit__(self, *problem):
        self.hooks.__exit__(*problem)

    def pack(self, tensor):
        storage = tensor.untyped_storage()
        self.sizes[storage.data_ptr()] = storage.nbytes()
        return tensor

    def bytes(self, among=None, but=frozenset()):
        """Of those in `among` (all of them for None) that are not in `but`."""
        return sum(
            size for place, size in self.sizes.items() if (among is None or place in among) and place not in but
        )


def split(model, inputs, forward):
    """Bytes by who holds them: the pass alone, the caller, the network."""
    with Kept() as kept:
        result = forward()
    caller = storages(inputs)
    own = storages([*model.parameters(), *model.buffers()])
    found = {"kept": kept.bytes(but=caller | own), "caller": kept.bytes(caller), "parameters": kept.bytes(own)}
    del result
    return found


def alone(name, count=1 << 16):
    layer = networks.ACTIVATIONS[name]()
    x = torch.randn(count, requires_grad=True)
    with Kept() as kept:
        y = layer(x)
    own = storages(layer.parameters())
    ends = {"input": storages([x]), "output": storages([y])}
    found = {end: kept.bytes(places) / count for end, places in ends.items()}
    return found | {"other": kept.bytes(but=own | ends["input"] | ends["output"]) / count}


def in_dense(name, batch=128, width=512):
    model = nn.Sequential(nn.Linear(width, width), networks.ACTIVATIONS[name](), nn.Linear(width, 10))
    x = torch.randn(batch, width)
    return split(model, [x], lambda: model(x))["kept"] / (batch * width)


def in_network(case_name, name):
    case = networks.CASES[case_name]
    model = case.network(name)
    x, y = case.data()
    elements = 0

    def count(_, inputs):
        nonlocal elements
        elements += inputs[0].numel()

    kind = type(networks.ACTIVATIONS[name]())
    hooks = [layer.register_forward_pre_hook(count) for layer in model if isinstance(layer, kind)]
    model(x)
    for hook in hooks:
        hook.remove()
    return split(model, [x, y], lambda: networks.loss(model, x, y)) | {"elements": elements}


CASES = ["B", "C", "D"]


def measured(name):
    return {
        "alone": alone(name),
        "denseBytesPerElement": in_dense(name),
        "networks": {case: in_network(case, name) for case in CASES},
    }


def print_table(found):
    print(f"PyTorch {torch.__version__}, float32: bytes kept for the backward pass")
    print(f"{'':<14}{'alone, bytes an element':>24}{'dense':>9}" + "".join(f"{case + ', KiB':>12}{'B/el':>7}" for case in CASES))
    print(f"{'activation':<14}{'x':>8}{'y':>8}{'more':>8}{'B/el':>9}")
    for name, row in found.items():
        ends = "".join(f"{row['alone'][end]:>8.1f}" for end in ["input", "output", "other"])
        cells = "".join(
            f"{one['kept'] / 1024:>12.0f}{one['kept'] / one['elements']:>7.1f}" for one in row["networks"].values()
        )
        print(f"{name:<14}{ends}{row['denseBytesPerElement']:>9.1f}{cells}")
    first = next(iter(found.values()))["networks"]
    apart = "; ".join(
        f"{case}: batch and labels {one['caller'] / 1024:.0f} KiB, parameters {one['parameters'] / 1024:.0f} KiB"
        for case, one in first.items()
    )
    print(f"Saved too, and there anyway: {apart}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in networks.ACTIVATIONS]
    if unknown:
        parser.error(f"no activation {', '.join(unknown)}; there are {', '.join(networks.ACTIVATIONS)}")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    found = {name: measured(name) for name in options.names or networks.ACTIVATIONS}
    if options.json:
        json.dump({"torch": torch.__version__, "activations": found}, sys.stdout, indent=2)
        print()
    else:
        print_table(found)


main()
