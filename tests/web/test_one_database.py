"""One process holds one database, however many rooms of it ask: a limit on connections means what it says."""

import os
import subprocess
import sys

COUNT = """
import gc
import app
from data.database import Database
from ui.staff import entry
entry.database()
print(sum(isinstance(one, Database) for one in gc.get_objects()))
"""


def test_the_routes_and_the_pages_of_a_process_share_one_database(request, tmp_path):
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'records.db'}"}
    command = [sys.executable, "-c", COUNT]
    done = subprocess.run(command, cwd=request.config.rootpath, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
