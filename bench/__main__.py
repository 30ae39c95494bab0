"""python -m bench [plan] [prove] … (bench/report.py names all parts): measures into docs/bench.md; without names, everything."""

import argparse
import sys
import time
from collections.abc import Callable
from importlib import import_module

from bench import machine, report
from bench.figures import Section


def main(names: list[str]) -> int:
    """Runs the parts in their order; 0 also where an aim was missed, which is said at the end."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*report.PARTS, []], help="what to measure; everything if none")
    chosen = parser.parse_args(names).part or list(report.PARTS)
    missed = []
    for part in (one for one in report.PARTS if one in chosen):
        measure: Callable[[], Section] = import_module(f"bench.{part}").measure
        print(f"… {part}", file=sys.stderr, flush=True)
        started, busy = time.perf_counter(), machine.busy()
        section = measure()
        described = machine.described(busy)
        print(report.chapter(section, described), flush=True)
        report.write(section, described)
        print(f"… {part}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        missed += [aim for aim in section.aims if not aim.met]
    for aim in missed:
        print("届かなかった目標: " + " ".join(aim.row[:3]), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
