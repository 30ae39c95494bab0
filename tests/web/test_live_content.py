"""Edits of config/ in a running server: good ones are taken up, broken ones are kept out and said."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def config(tmp_path) -> Path:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path / "config"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def read(url: str) -> tuple[str, str]:
    """The body and where it redirects to."""
    try:
        answer = urllib.request.build_opener(NoRedirect).open(url, timeout=5)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.read().decode(), answer.headers.get("location", "")


def wait_until(seen, wanted, seconds=15.0):
    until = time.monotonic() + seconds
    while (found := seen()) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_a_good_edit_is_taken_up_and_a_broken_one_is_kept_out(serve, config):
    site = config / "site.yaml"
    original = site.read_text("utf-8")
    elsewhere = "https://elsewhere.invalid/weather"
    with serve(KURASHI_CONFIG_DIR=str(config), KURASHI_REFRESH_SECONDS="0.3") as server:
        lines = [f"leave_to: {elsewhere}" if line.startswith("leave_to:") else line for line in original.splitlines()]
        site.write_text("\n".join(lines), "utf-8")
        assert wait_until(lambda: read(f"{server.url}/leave")[1], elsewhere) == elsewhere
        assert elsewhere in read(f"{server.url}/")[0]

        site.write_text(original.replace("desk:", "desc:"), "utf-8")
        kept = "ok, config: 2 faults, serving the last good one"
        assert wait_until(lambda: read(f"{server.url}/healthz")[0], kept) == kept
        assert read(f"{server.url}/leave")[1] == elsewhere
        log = server.log.read_text("utf-8")
        assert "site.yaml: desc: 知らない項目です" in log
        assert "「desk」ではありませんか" in log

        site.write_text(original, "utf-8")
        assert wait_until(lambda: read(f"{server.url}/healthz")[0], "ok") == "ok"
        assert read(f"{server.url}/leave")[1] != elsewhere


def test_with_broken_content_the_server_does_not_start_and_lists_every_fault(config):
    (config / "site.yaml").write_text("desk: nobody\n", "utf-8")
    (config / "kinds.yaml").write_text("hotline: [\n", "utf-8")
    with_faults = {**os.environ, "KURASHI_CONFIG_DIR": str(config)}
    run = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=ROOT, env=with_faults, capture_output=True, text=True, timeout=60
    )
    assert run.returncode != 0
    assert "config/kinds.yaml: YAML として読めません" in run.stderr
    assert "config/site.yaml: leave_to: この項目がありません" in run.stderr
