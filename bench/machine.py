"""The machine and the versions a figure was measured with, because a figure without them says nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def described(busy: float) -> str:
    """Date, processor, memory, versions and the load before (1 = one core busy), our priority: one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "zen-engine"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {_processor()} × {os.cpu_count()} · {_memory():.0f} GiB · "
        f"{platform.system()} · Python {platform.python_version()}, {packages} · 測る前の負荷 {busy:.1f}、nice {os.nice(0)}"
    )


def busy() -> float:
    """What else the machine is doing: processes that ran or waited to run, the mean of the last minute."""
    return os.getloadavg()[0]


def resident(pid: int) -> float:
    """The memory of a process in MiB, as the kernel counts it now."""
    return int(_field(Path(f"/proc/{pid}/status"), "VmRSS").split()[0]) / 1024


def peak() -> float:
    """The most memory this process ever had, in MiB."""
    # VmHWM and not ru_maxrss: that of a fresh process still counts what its parent held.
    return int(_field(Path("/proc/self/status"), "VmHWM").split()[0]) / 1024


def processor_seconds(pid: int) -> float:
    """The processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory() -> float:
    return int(_field(Path("/proc/meminfo"), "MemTotal").split()[0]) / 1024**2


def _processor() -> str:
    return _field(Path("/proc/cpuinfo"), "model name") or platform.machine()


def _field(file: Path, name: str) -> str:
    """The value of the first line `name: value` of a file of /proc; empty where there is none."""
    lines = file.read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
