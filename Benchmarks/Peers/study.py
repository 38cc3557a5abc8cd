"""Trials per hour of `hillock study` beside the same trials in PyTorch and JAX, in turns.

Usage: python study.py PATH_TO_HILLOCK [--cases default,deep] [--peers torch,jax,jax-cores] [--rounds 3] [--json]

  torch      eager, one process of one thread per core (study_torch.py)
  jax        all trials of an activation at once by vmap, on all cores by itself (study_jax.py)
  jax-cores  the same in one pinned process of one thread per core, the activations dealt out among them

Hillock is timed as a whole program with as many jobs as there are cores, in a new folder: data, trials, its file and its
report. Of the peers, only from the moment when Python has started, everything is imported and the data are there; JAX's
compilation counts, and the ratio without it is shown too. Their whole programs' times are in the JSON. The figures are
medians over the rounds, the ratios medians of the ratios within a round: above 1 Hillock is faster.
"""

import argparse
import dataclasses
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import trials
from driver import progress, versions

FOLDER = os.path.dirname(os.path.abspath(__file__))
PROCESSORS = sorted(os.sched_getaffinity(0))
NAMES = {"torch": "PyTorch", "jax": "JAX vmap", "jax-cores": "JAX per core"}
ACTIVATIONS = ["relu", "tanh", "gelu", "silu", "mish", "elu"]
# At these rates no trial diverges: one that does ends early, and would make its side look fast.
CASES = {
    "default": trials.Case("default", [96] * 3, 8, [0.003, 0.01, 0.03], 2, 1, ACTIVATIONS),
    "deep": trials.Case("deep", [64] * 40, 3, [0.00001, 0.00003, 0.0001], 2, 1, ACTIVATIONS),
}
# The least ratio that is wanted, by case and peer.
TARGETS = {
    ("default", "torch"): 2,
    ("deep", "torch"): 3,
    ("default", "jax"): 3,
    ("deep", "jax"): 3,
    ("default", "jax-cores"): 3,
    ("deep", "jax-cores"): 3,
}


def failed(command, status, errors):
    sys.exit(f"{' '.join(command)} failed with status {status}:\n{errors}")


def results(commands, environments, pinned):
    """What processes at once print, as JSON, and the seconds until the last one has ended."""
    began = time.perf_counter()
    processes = []
    for i, (command, environment) in enumerate(zip(commands, environments)):
        pin = (lambda i=i: os.sched_setaffinity(0, [PROCESSORS[i]])) if pinned else None
        try:
            processes.append(
                subprocess.Popen(
                    command,
                    env=environment,
                    text=True,
                    preexec_fn=pin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
            )
        except OSError as problem:
            sys.exit(f"{command[0]} cannot be started: {problem.strerror}")
    outputs = []
    for process in processes:
        output, errors = process.communicate()
        if process.returncode != 0:
            failed(process.args, process.returncode, errors)
        outputs.append((process.args, output))
    seconds = time.perf_counter() - began
    found = []
    for command, output in outputs:
        try:
            found.append(json.loads(output))
        except ValueError:
            sys.exit(f"{' '.join(command)} printed no JSON:\n{output[:2000]}")
    return found, seconds


class Hillock:
    def __init__(self, program):
        self.program = program
        listed = subprocess.run([program, "help", "study", "run"], capture_output=True, text=True)
        if listed.returncode != 0:
            failed([program, "help", "study", "run"], listed.returncode, listed.stderr)
        # The grid of rates as it is, and the tuned trials alone, where the program can do more.
        self.extra = []
        if re.search(r"--refine\b", listed.stdout):
            self.extra += ["--refine", "0"]
        if re.search(r"--(no-|\[no-\])swap-only\b", listed.stdout):
            self.extra += ["--no-swap-only"]

    def export(self, path):
        command = [self.program, "data", "export", "digits", "--output", path]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            failed(command, done.returncode, done.stderr)

    def measure(self, case):
        with tempfile.TemporaryDirectory() as folder:
            command = [self.program, "study", "--data", "digits", "--activations", ",".join(case.activations)]
            command += ["--hidden", ",".join(map(str, case.hidden)), "--epochs", str(case.epochs)]
            command += ["--batch", str(case.batch), "--rates", ",".join(f"{rate:.10g}" for rate in case.rates)]
            command += ["--tuning-seeds", str(case.tuning_seeds), "--seeds", str(case.final_seeds)]
            if case.train_limit:
                command += ["--train-limit", str(case.train_limit)]
            command += ["--jobs", str(len(PROCESSORS)), "--output", f"{folder}/study", "--json", *self.extra]
            (report,), seconds = results([command], [None], pinned=False)
        rows = [row for setting in report["settings"] for row in setting["leaderboard"]]
        scores = [row["score"]["value"] for row in rows if "score" in row]
        return {
            "trials": report["trials"],
            "diverged": sum(row["divergedTrials"] for row in rows),
            "accuracy": statistics.fmean(scores) if scores else None,
            "seconds": seconds,
            "wholeSeconds": seconds,
        }


def peer(name, case, data):
    cores = len(PROCESSORS)
    environment = dict(os.environ, JAX_PLATFORMS="cpu")
    parts, arguments = [case], []
    script = f"{FOLDER}/study_{name.split('-')[0]}.py"
    if name == "torch":
        environment |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        arguments = [str(cores)]
    elif name == "jax-cores":
        flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        environment["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()
        dealt = [case.activations[i::cores] for i in range(cores)]
        parts = [dataclasses.replace(case, activations=own) for own in dealt if own]
    commands = [
        [sys.executable, script, json.dumps(dataclasses.asdict(part)), data, *arguments] for part in parts
    ]
    reports, whole = results(commands, [environment] * len(parts), pinned=name == "jax-cores")
    count = sum(report["trials"] for report in reports)
    if count != case.count:
        sys.exit(f"{NAMES[name]} ran {count} trials of case {case.name}; expected {case.count}")
    slowest = max(reports, key=lambda report: report["seconds"])
    return {
        "trials": count,
        "diverged": sum(report["diverged"] for report in reports),
        "accuracy": sum(report["accuracy"] * report["trials"] for report in reports) / count,
        "seconds": slowest["seconds"],
        # Of the process that ended last.
        "compileSeconds": slowest.get("compileSeconds"),
        "wholeSeconds": whole,
    }


def measured(hillock, options):
    """For each case and contender its runs, a run a round."""
    runs = {}
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/digits.npz"
        hillock.export(data)
        for turn in range(options.rounds):
            for name in options.cases:
                # Every other round the other way round, so that a drift of the machine favours nobody.
                for contender in ["hillock", *options.peers][:: -1 if turn % 2 else 1]:
                    progress(f"round {turn + 1} of {options.rounds}: case {name}, {contender}")
                    case = CASES[name]
                    run = hillock.measure(case) if contender == "hillock" else peer(contender, case, data)
                    runs.setdefault((name, contender), []).append(run)
    progress("")
    return runs


def per_hour(run):
    return run["trials"] / run["seconds"] * 3600


def rows(runs):
    found = []
    for (case, contender), own in runs.items():
        ours = runs[case, "hillock"]
        row = {
            "case": case,
            "contender": contender,
            "trials": own[0]["trials"],
            "diverged": max(run["diverged"] for run in own),
            "accuracy": own[0]["accuracy"],
            "seconds": statistics.median(run["seconds"] for run in own),
            "wholeSeconds": statistics.median(run["wholeSeconds"] for run in own),
            "trialsPerHour": statistics.median(map(per_hour, own)),
            "runs": own,
        }
        if contender != "hillock":
            row["ratios"] = [per_hour(a) / per_hour(b) for a, b in zip(ours, own)]
            row["ratio"] = statistics.median(row["ratios"])
            row["target"] = TARGETS.get((case, contender))
            if own[0]["compileSeconds"] is not None:
                row["compileSeconds"] = statistics.median(run["compileSeconds"] for run in own)
                row["ratioWithoutCompiling"] = statistics.median(
                    per_hour(a) * (b["seconds"] - b["compileSeconds"]) / b["trials"] / 3600 for a, b in zip(ours, own)
                )
        found.append(row)
    order = ["hillock", *NAMES]
    return sorted(found, key=lambda row: (list(CASES).index(row["case"]), order.index(row["contender"])))


def print_table(report, rounds):
    found = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(f"{found}, {len(PROCESSORS)} cores; medians of {rounds} alternating rounds; ratio: hillock's trials per hour")
    print("over the peer's; in brackets without the time that JAX takes to compile")
    print(
        f"{'case':<9}{'':<14}{'trials':>7}{'accuracy':>10}{'seconds':>9}{'compiling':>11}{'trials/h':>10}"
        f"{'ratio':>8}{'':>9}{'target':>8}"
    )
    for row in report["rows"]:
        accuracy = "–" if row["accuracy"] is None else f"{row['accuracy'] * 100:.1f} %"
        compiling = f"{row['compileSeconds']:.1f}" if "compileSeconds" in row else ""
        line = (
            f"{row['case']:<9}{NAMES.get(row['contender'], 'hillock'):<14}{row['trials']:>7}{accuracy:>10}"
            f"{row['seconds']:>9.1f}{compiling:>11}{row['trialsPerHour']:>10.0f}"
        )
        if "ratio" in row:
            without = f"({row['ratioWithoutCompiling']:.2f})" if "ratioWithoutCompiling" in row else ""
            line += f"{row['ratio']:>8.2f}{without:>9}"
            if row["target"] is not None:
                line += f"{row['target']:>8}  {'reached' if row['ratio'] >= row['target'] else 'short':<8}"
            line += " " + " ".join(f"{ratio:.2f}" for ratio in row["ratios"])
        print(line)
    for row in report["rows"]:
        who = f"{NAMES.get(row['contender'], 'hillock')}, case {row['case']}"
        if row["diverged"]:
            print(f"{who}: {row['diverged']} trials diverged; those that end early make their side look faster")


def some_of(known):
    def parse(text):
        words = [word.strip().lower() for word in text.split(",")]
        if not set(words) <= set(known):
            raise argparse.ArgumentTypeError(f"'{text}'; expected some of {','.join(known)}")
        return [word for word in known if word in words]

    return parse


def count(text):
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"'{text}'; expected 1 to 100")
    return int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path to hillock")
    parser.add_argument("--cases", type=some_of(CASES), default=",".join(CASES))
    parser.add_argument("--peers", type=some_of(NAMES), default=",".join(NAMES))
    parser.add_argument("--rounds", type=count, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        parser.error(f"{options.program} is no program; 'make build' builds it")
    hillock = Hillock(os.path.abspath(options.program))
    report = {"versions": versions(), "cores": len(PROCESSORS), "rows": rows(measured(hillock, options))}
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print_table(report, options.rounds)


main()
