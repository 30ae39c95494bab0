"""`make run` makes the database ready before anything is served, and serves nothing where that fails."""

import os
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """make with the set-up of files taken for done: only what `run` itself does."""
    command = ["make", "run", "--old-file=var/static.stamp", *words]
    known = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "DATABASE_URL")}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env=known | environ
    )


def order(lines: list[str], *parts: str) -> bool:
    """Whether the parts stand in lines of that order."""
    places = [next(place for place, line in enumerate(lines) if part in line) for part in parts]
    return places == sorted(places)


def test_tables_and_figures_come_before_the_server():
    lines = make("-n").stdout.splitlines()
    assert order(lines, "navigator check", "data migrate", "data seed", "streamlit run")
    assert not any("--demo" in line for line in lines)


def test_a_demo_has_a_file_of_its_own_and_no_published_figures(tmp_path):
    printed = make("-n", "DEMO=1", "PY=env | grep DATABASE_URL #", DATABASE_URL="sqlite:////real.db")
    assert order(printed.stdout.splitlines(), "data migrate", "data seed --demo", "streamlit run")
    assert printed.stdout.count("data seed") == 1
    asked = make("DEMO=1", "PY=env | grep ^DATABASE_URL= ; false #", DATABASE_URL="sqlite:////real.db")
    assert asked.returncode != 0
    assert f"DATABASE_URL=sqlite:///{ROOT / 'var' / 'demo.db'}\n" in asked.stdout
    assert "real.db" not in asked.stdout


def test_a_database_that_cannot_be_migrated_starts_no_server(tmp_path):
    (tmp_path / "records.db").write_text("これはデータベースではありません。" * 200, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = make(f"PORT={port}", DATABASE_URL=f"sqlite:///{tmp_path / 'records.db'}")
    assert done.returncode != 0
    assert "ファイルがデータベースかどうかを確かめてください" in done.stderr
    assert "を開いてください" not in done.stdout
    assert "Traceback" not in done.stderr
    with socket.socket() as taken:
        assert taken.connect_ex(("127.0.0.1", port)) != 0
