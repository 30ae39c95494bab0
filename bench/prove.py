"""How long `python -m navigator prove` takes: the proof over all answers must stay a matter of a coffee break."""

import subprocess
import sys
import time

from bench.figures import Aim, Section
from bench.report import PAGE

LIMIT = 60.0


def measure() -> Section:
    """The chapter; raises CalledProcessError when the proof fails."""
    command = [sys.executable, "-m", "navigator", "prove"]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=PAGE.parents[1], capture_output=True, text=True, check=True, timeout=10 * LIMIT)
    seconds = time.perf_counter() - started
    said = tuple(f"- {line}" for line in done.stdout.splitlines() if line.strip())
    return Section("prove", "証明（python -m navigator prove）", said, (Aim("全回答の証明", seconds, LIMIT, "秒"),))
