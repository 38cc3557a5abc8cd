"""One training step of Hillock's benchmark networks beside PyTorch (eager) and JAX (jit), in turns.

Usage: python train_step.py PATH_TO_HILLOCK [--cases A,B,Bm,C,D] [--rounds 5] [--threads N] [--json]

In each round every contender times each case (the best of several runs of half a second); the figures are medians over
the rounds, the ratios medians of the ratios within a round: the peer's time divided by Hillock's, so above 1 Hillock is
faster. Everybody does the same work: forward, softmax cross-entropy, backward, SGD with momentum 0.9.

One thread: each process is pinned to one processor; JAX, which starts threads of its own, is also told by XLA_FLAGS to
use one. Case D is timed again with N threads, all processors if nothing else is said, each process pinned to N, beside
PyTorch only. Last, two processes of Hillock with case B at once against one: how many times the steps of one they make in a second.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

from driver import progress, versions

FOLDER = os.path.dirname(os.path.abspath(__file__))
PROCESSORS = sorted(os.sched_getaffinity(0))
NAMES = {"torch": "PyTorch", "jax": "JAX jit"}
# The least ratio that is wanted, by case, peer and whether there is more than one thread.
TARGETS = {
    ("A", "torch", False): 50,
    ("A", "jax", False): 8,
    ("B", "torch", False): 2,
    ("B", "jax", False): 1.7,
    ("Bm", "torch", False): 2.5,
    ("C", "torch", False): 3.5,
    ("C", "jax", False): 2.8,
    ("D", "torch", False): 1.5,
    ("D", "torch", True): 1.3,
}
JOBS_TARGET = 1.9
CASES = ["A", "B", "Bm", "C", "D"]


def started(command, threads, is_pinned=True, **options):
    """A process on as many processors as it has threads, if it is pinned."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads), JAX_PLATFORMS="cpu")
    if threads == 1:
        flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        environment["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()
    pin = (lambda: os.sched_setaffinity(0, PROCESSORS[:threads])) if is_pinned else None
    try:
        return subprocess.Popen(command, env=environment, text=True, preexec_fn=pin, **options)
    except OSError as problem:
        sys.exit(f"{command[0]} cannot be started: {problem.strerror}")


class Worker:
    """A framework in a process of its own, which waits for the names of cases."""

    def __init__(self, framework, threads):
        self.framework = framework
        command = [sys.executable, f"{FOLDER}/steps_{framework}.py", str(threads)]
        self.process = started(command, threads, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def measure(self, case):
        try:
            print(case, file=self.process.stdin, flush=True)
            return float(self.process.stdout.readline())
        except (BrokenPipeError, ValueError):
            sys.exit(f"{NAMES[self.framework]} gave no time for case {case}; see above")


class Hillock:
    """The program, started anew for each measurement."""

    def __init__(self, program):
        self.program = program
        self.missing = {}

    def command(self, case, threads):
        return [self.program, "bench", "train", "--cases", case, "--threads", str(threads), "--json"]

    def result(self, case, process):
        """Microseconds for a step; None where the program has no such case."""
        output, errors = process.communicate()
        if process.returncode != 0:
            if "no case" in errors:
                self.missing[case] = errors.strip()
                return None
            sys.exit(f"{' '.join(process.args)} failed with status {process.returncode}:\n{errors}")
        try:
            return float(json.loads(output)[case])
        except (ValueError, KeyError, TypeError):
            sys.exit(f"{' '.join(process.args)} printed no time for case {case}:\n{output}")

    def measure(self, case, threads):
        command = self.command(case, threads)
        return self.result(case, started(command, threads, stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    # Where `bench train` runs several trials itself, its own figure belongs here.
    def together(self, case, count):
        """Steps per second of `count` processes at once, of one thread each, wherever the system puts them."""
        processes = [
            started(self.command(case, 1), 1, is_pinned=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(count)
        ]
        times = [self.result(case, process) for process in processes]
        return None if None in times else sum(1e6 / time for time in times)


def measured(hillock, options):
    """Rows of figures: one for each case, peer and number of threads."""
    runs = [(case, 1, ["torch", "jax"]) for case in options.cases]
    if options.threads > 1 and "D" in options.cases:
        runs.append(("D", options.threads, ["torch"]))
    workers, rows = {}, {}
    for turn in range(options.rounds):
        for case, threads, frameworks in runs:
            if case in hillock.missing:
                continue
            times = {}
            # Every other round the other way round, so that a drift of the machine favours nobody.
            for contender in (frameworks + ["hillock"])[:: -1 if turn % 2 else 1]:
                progress(f"round {turn + 1} of {options.rounds}: case {case}, {contender}, {threads} threads")
                if contender == "hillock":
                    times[contender] = hillock.measure(case, threads)
                    if times[contender] is None:
                        break
                else:
                    if (contender, threads) not in workers:
                        workers[contender, threads] = Worker(contender, threads)
                    times[contender] = workers[contender, threads].measure(case)
            for framework in frameworks if case not in hillock.missing else []:
                row = rows.setdefault((case, framework, threads), {"peer": [], "hillock": []})
                row["peer"].append(times[framework])
                row["hillock"].append(times["hillock"])
    for worker in workers.values():
        worker.process.stdin.close()
        worker.process.wait()
    return [figures(*key, row) for key, row in rows.items()]


def figures(case, framework, threads, row):
    ratios = [peer / ours for peer, ours in zip(row["peer"], row["hillock"])]
    return {
        "case": case,
        "peer": NAMES[framework],
        "threads": threads,
        "peerMicroseconds": statistics.median(row["peer"]),
        "hillockMicroseconds": statistics.median(row["hillock"]),
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "target": TARGETS.get((case, framework, threads > 1)),
    }


def many_jobs(hillock, options):
    """Two processes at once against one."""
    if len(PROCESSORS) < 2:
        return None
    ratios = []
    for turn in range(options.rounds):
        progress(f"round {turn + 1} of {options.rounds}: two processes at once against one")
        counts = [1, 2][:: -1 if turn % 2 else 1]
        steps = {count: hillock.together("B", count) for count in counts}
        if None in steps.values():
            return None
        ratios.append(steps[2] / steps[1])
    return {"case": "B", "ratio": statistics.median(ratios), "ratios": ratios, "target": JOBS_TARGET}


def verdict(row):
    if row["target"] is None:
        return f"{'':>8}  {'':<8}"
    return f"{row['target']:>8.1f}  {'reached' if row['ratio'] >= row['target'] else 'short':<8}"


def print_table(report, rounds):
    found = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(f"{found}; medians of {rounds} alternating rounds, microseconds a step; ratio: the peer's time over hillock's")
    print(f"{'case':<5}{'peer':<9}{'threads':>8}{'peer':>11}{'hillock':>11}{'ratio':>8}{'target':>8}  {'':<8}  rounds")
    for row in report["steps"]:
        print(
            f"{row['case']:<5}{row['peer']:<9}{row['threads']:>8}{row['peerMicroseconds']:>11.1f}"
            f"{row['hillockMicroseconds']:>11.1f}{row['ratio']:>8.2f}{verdict(row)}  "
            + " ".join(f"{ratio:.2f}" for ratio in row["ratios"])
        )
    jobs = report["jobs"]
    if jobs:
        print(f"\nTwo processes at once over one, steps per second of case {jobs['case']}:")
        print(
            f"{'':>44}{jobs['ratio']:>8.2f}{verdict(jobs)}  " + " ".join(f"{ratio:.2f}" for ratio in jobs["ratios"])
        )
    for case, message in report["missing"].items():
        print(f"\nCase {case} is left out: this program has none ({message})")


def list_of_cases(text):
    names = {case.lower(): case for case in CASES}
    found = [names.get(word.strip().lower()) for word in text.split(",")]
    if None in found:
        raise argparse.ArgumentTypeError(f"'{text}'; expected some of {','.join(CASES)}")
    return found


def count(most):
    def parse(text):
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"'{text}'; expected 1 to {most}")
        return int(text)

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path to hillock")
    parser.add_argument("--cases", type=list_of_cases, default=",".join(CASES))
    parser.add_argument("--rounds", type=count(1000), default=5)
    parser.add_argument("--threads", type=count(len(PROCESSORS)), default=len(PROCESSORS), help="for case D, once more")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        parser.error(f"{options.program} is no program; 'make build' builds it")
    hillock = Hillock(os.path.abspath(options.program))
    report = {"versions": versions(), "steps": measured(hillock, options), "jobs": many_jobs(hillock, options)}
    report["missing"] = hillock.missing
    progress("")
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print_table(report, options.rounds)


main()
