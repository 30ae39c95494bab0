"""The settings that keep the server silent, quick and shut hold where it counts: in the process that serves."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import settings
from tests.conftest import free_port
from tests.web.stream_client import Visitor

ROOT = Path(__file__).resolve().parents[2]
WANTED = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.disableWidgetStateDuplicationWarning": True,
    "logger.enableRich": False,
    "runner.postScriptGC": False,
    "server.address": "127.0.0.1",
    "server.disconnectedSessionTTL": 600,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 5,
    "server.maxUploadSize": 20,
    "server.maxWidgetStateSize": 1,
    "server.xsrfCookieSameSite": "strict",
    "theme.baseFontSize": 18,
    "theme.borderColor": "#767676",
    "theme.backgroundColor": "#FBFAF7",
    "theme.textColor": "#1F2933",
    "theme.primaryColor": "#0B5A8F",
}
READ = "import json,sys,streamlit.config as c;print(json.dumps({k: c.get_option(k) for k in json.loads(sys.argv[1])}))"


@pytest.fixture(scope="module")
def effective():
    """What Streamlit itself reads where the server starts."""
    command = [sys.executable, "-c", READ, json.dumps(list(WANTED))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("option", WANTED)
def test_the_effective_value_is_the_one_we_chose(effective, option):
    assert effective[option] == WANTED[option]


@pytest.fixture(scope="module")
def started(server):
    """What the running server tells a browser about itself."""
    with Visitor(server.url) as her:
        return her.run().of("new_session")[0].new_session


def test_the_running_server_tells_no_browser_to_send_statistics(started):
    assert started.config.gather_usage_stats is False


def test_the_running_server_shows_no_menu_and_our_colours(started):
    assert started.config.toolbar_mode == type(started.config).ToolbarMode.Value("MINIMAL")
    assert started.custom_theme.background_color == "#FBFAF7"
    assert started.custom_theme.base_font_size == 18


def test_no_typeface_comes_from_elsewhere(started):
    assert not started.custom_theme.font_faces
    assert not started.custom_theme.font_sources
    assert "http" not in started.custom_theme.body_font


def test_the_server_runs_on_uvloop(server):
    assert "uvloop" in Path(f"/proc/{server.pid}/maps").read_text("utf-8")


def test_the_server_listens_on_this_machine_alone(server):
    port = f"{int(server.url.rsplit(':', 1)[1]):04X}"
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()]
    listening = [row[1] for row in rows if len(row) > 3 and row[3] == "0A" and row[1].endswith(f":{port}")]
    assert listening == [f"0100007F:{port}"]


def test_defaults_need_no_environment():
    assert settings.load({}) == settings.Settings(
        ROOT / "var", ROOT / "config", 30, 30, 600, f"sqlite:///{ROOT}/var/records.db"
    )


def test_a_deployment_may_choose(tmp_path):
    chosen = settings.load({"KURASHI_VAR_DIR": str(tmp_path), "KURASHI_PURGE_SECONDS": "1.5"})
    assert (chosen.var, chosen.purge_seconds) == (tmp_path, 1.5)
    with pytest.raises(ValueError, match="soon"):
        settings.load({"KURASHI_PURGE_SECONDS": "soon"})


def test_nobody_else_reads_the_environment():
    readers = [p for room in ("web", "ui", "navigator", "pages") for p in (ROOT / room).rglob("*.py")]
    assert not [p for p in readers if "os.environ" in p.read_text("utf-8") or "getenv" in p.read_text("utf-8")]
    assert os.environ


def refused(**environ: str) -> str:
    """What `streamlit run` says where it does not start."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, **environ})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_server_with_broken_content_does_not_start_and_says_all_that_is_wrong(tmp_path):
    config = Path(shutil.copytree(ROOT / "config", tmp_path / "config"))
    (config / "needs.yaml").write_text("x: [", "utf-8")
    flags = config / "red_flags.yaml"
    flags.write_text(flags.read_text("utf-8").replace("rank: 2", "rank: 1"), "utf-8")
    said = refused(KURASHI_CONFIG_DIR=str(config))
    assert "config/ に2件の誤りがあります。" in said
    assert "config/needs.yaml: YAML として読めません" in said
    assert "config/red_flags.yaml: rank: 同じ順番のカードが二つあります。" in said


def test_a_server_with_a_wrong_environment_does_not_start_and_says_all_that_is_wrong():
    said = refused(KURASHI_PURGE_SECONDS="すぐ", KURASHI_TRUSTED_PROXIES="127.0.0.1 となり", KURASHI_COUNT_SECONDS="0")
    assert "KURASHI_PURGE_SECONDS: 0より大きい秒数（例 30）が要りますが「すぐ」です。" in said
    assert "KURASHI_COUNT_SECONDS" in said
    assert "KURASHI_TRUSTED_PROXIES: アドレス（例 127.0.0.1 や 10.0.0.0/8）が要りますが「となり」です。" in said
