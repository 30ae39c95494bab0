"""`make system`: what it installs is not started while it is installed, nor nginx later, and nothing of that stays behind."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Notes what Debian would be answered while it installs, and ends as it is told.
APT = """#!/bin/sh
echo "$@" >> {told}
[ "$1" = install ] || exit 0
[ -x {policy} ] && {policy} nginx start
echo "answered $?" >> {told}
{ends}
"""
NOTED = """#!/bin/sh
echo "update-rc.d $@" >> {told}
"""
SUDO = """#!/bin/sh
exec "$@"
"""


def program(path: Path, text: str) -> None:
    """A program of that text."""
    path.write_text(text, "utf-8")
    path.chmod(0o755)


@pytest.fixture
def install(tmp_path):
    """`install("exit 0")`: make where nginx is missing and apt-get ends like that; gives its code and what was told."""
    tools, told, policy = tmp_path / "tools", tmp_path / "told", tmp_path / "policy-rc.d"
    tools.mkdir()

    def run(ends: str) -> tuple[int, list[str]]:
        told.unlink(missing_ok=True)
        program(tools / "apt-get", APT.format(told=told, policy=policy, ends=ends))
        program(tools / "update-rc.d", NOTED.format(told=told))
        program(tools / "sudo", SUDO)
        command = ["make", "system", f"POLICY={policy}", f"NGINX={tmp_path / 'nginx'}"]
        known = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
        environ = known | {"PATH": f"{tools}:{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, told.read_text("utf-8").splitlines()

    return run


def test_while_nginx_is_installed_nothing_is_started_and_afterwards_everything_is_as_before(install, tmp_path):
    code, told = install("exit 0")
    assert code == 0
    assert told[0] == "update -qq"
    assert told[1].startswith("install ")
    assert "nginx" in told[1].split()
    # 101: nothing may be started (invoke-rc.d and deb-systemd-invoke ask for it).
    assert told[2:] == ["answered 101", "update-rc.d nginx disable"]
    assert not (tmp_path / "policy-rc.d").exists()


@pytest.mark.parametrize("ends", ["exit 100", f"kill -{signal.SIGTERM.value} $PPID; sleep 1; exit 100"])
def test_an_install_that_fails_or_is_stopped_leaves_no_answer_behind(install, tmp_path, ends):
    code, told = install(ends)
    assert code != 0
    assert told[2:] == ["answered 101"]
    assert not (tmp_path / "policy-rc.d").exists()


def test_an_answer_that_was_there_before_stays_and_is_the_one_given(install, tmp_path):
    program(tmp_path / "policy-rc.d", "#!/bin/sh\nexit 104\n")
    code, told = install("exit 0")
    assert code == 0
    assert "answered 104" in told
    assert "104" in (tmp_path / "policy-rc.d").read_text("utf-8")


def test_debian_asks_before_it_starts_nginx():
    """What the answer is good for: Debian's own starter of services really asks for it, by this name."""
    for starter in ("invoke-rc.d", "deb-systemd-invoke"):
        found = shutil.which(starter, path="/usr/sbin:/usr/bin:/sbin:/bin")
        if found:
            assert "/usr/sbin/policy-rc.d" in Path(found).read_text("utf-8").replace("${POLICYHELPER}", "")
