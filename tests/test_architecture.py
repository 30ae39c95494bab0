"""Who may import whom (docs/adr/0001): the whole table, read off every file; a new dependency is a line here."""

import ast
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
OUTSIDE = {"var", "tests", "bench"}  # tests and bench may know everybody; nobody may know them


class Room(NamedTuple):
    """What a folder or a file may import; a name also allows what lies below it (data.queries.monthly)."""

    first: frozenset[str]
    third: frozenset[str]


def room(first: str = "", third: str = "") -> Room:
    """A row of the table from two lists of words."""
    return Room(frozenset(first.split()), frozenset(third.split()))


# The longest path that fits a file is its row. To add a dependency, add a name here and say why in docs/adr.
ROOMS = {
    "i18n.py": room(third="babel"),
    "settings.py": room(),
    "navigator": room("navigator i18n"),
    "navigator/reading.py": room("navigator", "yaml"),
    "navigator/__main__.py": room("navigator i18n", "yaml"),
    "navigator/hours.py": room("navigator", "opening_hours jpholiday"),
    "data": room("data", "sqlalchemy alembic openpyxl python_calamine yaml bcrypt pyotp jpholiday"),
    # Counts over a million records: numbers side by side in memory (ADR 0026).
    "data/coded.py": room("data", "numpy"),
    "data/queries/columns.py": room("data", "sqlalchemy numpy"),
    "data/__main__.py": room("data settings", "sqlalchemy"),
    "door": room(),  # from the public pages to the records: what passes is in ADR 0025 and 0029; it knows neither side
    "data/first_account.py": room("data settings"),
    "charts": room("charts i18n", "pandas"),
    "charts/converter.py": room(third="vl_convert"),  # the one place that draws, a process of its own (ADR 0027)
    "charts/tiles.py": room("charts", "pandas yaml"),  # where each municipality lies in the grid
    # Months and labels of codes are words, not data of the records.
    "reports": room(
        "reports data.queries data.calendar data.codes data.disclosure charts i18n",
        "openpyxl docx pptx reportlab yaml pandas",
    ),
    # The command line reads settings and opens the database, as data/__main__.py does.
    "reports/__main__.py": room(
        "reports data.queries data.calendar data.database data.migrating data.saying settings", "sqlalchemy"
    ),
    "web": room("web navigator i18n settings", "starlette jinja2 markupsafe brotli"),
    "web/helpful.py": room("door.helpful data.commands.helpful data.database"),  # the other side of the door
    # ?: imports early what app.py names; lets the database go at the end
    "web/lifespan.py": room("web navigator settings door.helpful data.database", "?"),
    "web/stream.py": room(third="starlette streamlit.proto google.protobuf"),  # reads what a browser sends
    "web/theme.py": room(third="streamlit.proto streamlit.runtime"),  # fills what every run sends to the browser
    "web/gate.py": room("web settings data.database", "starlette"),  # a database that is gone
    "web/front.py": room("web navigator settings data.database", "starlette"),  # opens it once for all routes
    "web/session.py": room("settings data.sessions data.commands.sign_in data.database", "starlette"),  # out is noted
    "web/office.py": room("web settings data.sessions data.database", "starlette"),
    "web/set_up.py": room(
        "web data.passwords data.commands data.database data.written", "starlette"
    ),  # before any session
    # Files of the records leave here; what leaves, and who may take it, is decided in data.commands.exports.
    "web/downloads.py": room("web data.commands data.queries.yearly data.database reports", "starlette sqlalchemy.orm"),
    # The survey of a training: whoever has the word adds one to a total, and nothing else passes (ADR 0029).
    "web/survey.py": room("web door.survey data.commands.survey data.calendar data.database", "starlette"),
    # The redacted print is a page of its own: what stands on it is decided in data.queries.case_print (ADR 0022).
    "web/case_print.py": room(
        "web data.case_codes data.commands.case_files data.database data.queries.case_print", "starlette"
    ),
    "ui": room("ui navigator data charts i18n settings", "streamlit"),
    "ui/helpful.py": room("ui door.helpful", "streamlit"),
    "ui/staff/words.py": room("i18n", "yaml"),
    "ui/staff/saving.py": room("ui data", "streamlit sqlalchemy.orm"),  # the type of what a save does
    "ui/manager/report.py": room(
        "ui data reports", "streamlit sqlalchemy.orm"
    ),  # the page of the report as it will print
    "ui/manager/report_view.py": room("ui reports"),
    "ui/auth.py": room("ui data settings", "streamlit streamlit_authenticator"),
    "ui/staff/own.py": room("ui data", "streamlit segno"),  # the picture that a device reads the second step from
    "ui/staff/training_chart.py": room("ui data charts", "pandas"),  # the rows of the chart
    "ui/staff/training_survey.py": room("ui data", "streamlit segno"),  # the picture that opens the survey
    "ui/staff/accounts.py": room("ui data", "streamlit sqlalchemy.orm"),  # the type of a deed
    "ui/staff/outcomes_charts.py": room("ui data charts", "pandas"),  # charts take frames
    "ui/staff/trends_charts.py": room("ui data charts", "pandas"),  # charts take frames
    "ui/staff/trends_notes.py": room("ui data", "streamlit sqlalchemy.orm"),  # the type of a deed
    "ui/staff/trends.py": room("ui data", "streamlit sqlalchemy.orm"),  # one look for the whole page
    "ui/manager/targets.py": room("ui data charts", "streamlit sqlalchemy.orm"),  # one look for the whole page
    "ui/manager/pace_chart.py": room("ui data charts", "pandas"),  # charts take frames
    "pages/public": room("navigator i18n ui", "streamlit"),
    "pages/staff": room("data.queries charts reports ui i18n", "streamlit"),
    "pages/manager": room("data.queries charts reports ui i18n", "streamlit"),
    "pages/admin": room("data.queries charts reports ui i18n", "streamlit"),
    "app.py": room("web ui", "streamlit"),
}
# From the left one nobody reaches the right one, however long the way: anonymity is an import rule.
NEVER_MEET = [("pages/public", "data"), ("navigator", "data"), ("data", "navigator"), ("pages/public", "charts")]
# The core gets the moment and the answers as arguments: it asks neither a clock nor chance nor the machine.
NOT_PURE = {"os", "random", "secrets", "socket", "subprocess", "time", "uuid", "urllib.request", "http", "logging"}
CLOCKS = {"now", "today", "utcnow"}
# What a visitor answered; what stands in the staff's forms; and what wipes both when they have left.
STATE = {
    "ui/state.py",
    "ui/staff/state.py",
    "ui/staff/at_desk.py",
    "ui/staff/case_state.py",
    "web/sessions.py",
}
NAMES_FOR_ANYTHING = {"utils", "util", "common", "helpers", "helper", "misc"}
NUMBERS = re.compile(
    r"(?<![\d.])0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)|(?<![\d.])0[1-9]\d{8,9}(?!\d)|(?<![\w&])#\d{4}(?!\w)|tel:\+?\d"
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def sources(root: Path, *suffixes: str) -> Iterator[Path]:
    """Our files with one of the suffixes, relative to the root; tests, bench and hidden folders left out."""
    for path in sorted(root.iterdir()):
        if path.name in OUTSIDE or path.name.startswith("."):
            continue
        for inside in [path] if path.is_file() else sorted(path.rglob("*")):
            if inside.suffix in suffixes:
                yield inside.relative_to(root)


def imports(root: Path, path: Path) -> Iterator[str]:
    """Every dotted name a file imports, also inside functions; for `from a import b` both a and a.b."""
    for node in ast.walk(ast.parse((root / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*path.parts[: -node.level], *filter(None, [node.module])]) if node.level else node.module
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"__import__", "importlib.import_module"}:
            yield ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else "?"


def row_of(path: Path) -> str:
    """The longest key of the table that holds the file, or nothing."""
    fitting = [key for key in ROOMS if path.as_posix() == key or path.as_posix().startswith(f"{key}/")]
    return max(fitting, key=len, default="")


def within(name: str, allowed: frozenset[str] | set[str]) -> bool:
    """Whether a dotted name is one of the allowed names or lies below one."""
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def table_faults(root: Path) -> list[str]:
    """Files without a row and imports that their row does not allow."""
    ours = {path.parts[0].removesuffix(".py") for path in sources(root, ".py")} | {"tests", "bench"}
    found = []
    for path in sources(root, ".py"):
        row = ROOMS.get(row_of(path))
        if row is None:
            found.append(f"{path}: this place has no row in ROOMS")
            continue
        for name in imports(root, path):
            top = name.split(".")[0]
            allowed = row.first if top in ours else row.third
            if not within(name, allowed) and top not in sys.stdlib_module_names:
                found.append(f"{path}: may not import {name}; allowed are {', '.join(sorted(allowed)) or 'none'}")
    return found


def module_files(root: Path) -> dict[str, Path]:
    """{dotted name: file} of our modules; a package goes by its folder."""
    return {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in sources(root, ".py")}


def reached(root: Path, start: Path, modules: dict[str, Path]) -> dict[Path, Path]:
    """{file: the file that imports it} of everything the start reaches, packages on the way included."""
    came_from, todo = {start: start}, [start]
    while todo:
        path = todo.pop()
        for name in imports(root, path):
            parts = name.split(".")
            steps = (modules.get(".".join(parts[:end])) for end in range(1, len(parts) + 1))
            for file in (step for step in steps if step and step not in came_from):
                came_from[file] = path
                todo.append(file)
    return came_from


def meeting_faults(root: Path) -> list[str]:
    """Ways from one room to another that must never exist, named by their last step."""
    modules, found = module_files(root), []
    for start in modules.values():
        for here, there in NEVER_MEET:
            if start.is_relative_to(here):
                ways = reached(root, start, modules)
                found += [
                    f"{start}: reaches {file} through {by}" for file, by in ways.items() if file.is_relative_to(there)
                ]
    return found


def called(tree: ast.AST) -> set[str]:
    """The last names of everything that is called with a dot."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr for func in calls if isinstance(func, ast.Attribute)}


def node_faults(root: Path) -> list[str]:
    """The environment, session state, the clock and chance in places that may not touch them."""
    found = []
    for path in sources(root, ".py"):
        tree = ast.parse((root / path).read_text("utf-8"))
        words = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        words |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        words |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        if words & {"environ", "getenv", "environb"} and path != Path("settings.py"):
            found.append(f"{path}: only settings.py reads the environment")
        if "session_state" in words and path.as_posix() not in STATE:
            found.append(f"{path}: only ui/state.py holds session_state keys")
        if path.is_relative_to("navigator"):
            found += [f"{path}: {name} in the pure core" for name in imports(root, path) if within(name, NOT_PURE)]
            found += [
                f"{path}: .{name}() asks a clock; take the moment as an argument" for name in called(tree) & CLOCKS
            ]
        if path.is_relative_to("pages") and any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.walk(tree)):
            found.append(f"{path}: a page is a recipe without def; move it to ui/")
    return found


def place_faults(root: Path) -> list[str]:
    """Scripts directly in pages/ (an open door on a fresh process) and rooms whose name says nothing."""
    pages = root / "pages"
    open_doors = [p.name for p in pages.iterdir() if p.is_file()] if pages.is_dir() else []
    vague = [path for path in sources(root, ".py") if NAMES_FOR_ANYTHING & {*path.parent.parts, path.stem}]
    return [f"pages/{name}: only folders may stand in pages/" for name in open_doors] + [
        f"{path}: give it the name of what it holds" for path in vague
    ]


def number_faults(root: Path) -> list[str]:
    """Telephone numbers outside config/services: in code, templates, styles, settings and documents."""
    found = []
    for path in sources(root, ".py", ".html", ".css", ".js", ".toml", ".md"):
        text = unicodedata.normalize("NFKC", (root / path).read_text("utf-8")).translate(DASHES)
        found += [f"{path}: {hit[0]} looks like a telephone number" for hit in NUMBERS.finditer(text)]
    return found


@pytest.mark.parametrize("faults", [table_faults, meeting_faults, node_faults, place_faults, number_faults])
def test_the_tree_keeps_the_rule(faults):
    assert not faults(ROOT), "\n".join(faults(ROOT))


PLANTED = [
    (table_faults, {"navigator/plan.py": "import streamlit"}, "may not import streamlit"),
    (table_faults, {"web/routes.py": "def f():\n    from streamlit import config"}, "may not import streamlit.config"),
    (table_faults, {"web/routes.py": "import data.models", "data/models.py": ""}, "may not import data.models"),
    (table_faults, {"pages/staff/a.py": "from data import models", "data/models.py": ""}, "may not import data.models"),
    (table_faults, {"ui/cards.py": "import streamlit_authenticator"}, "may not import streamlit_authenticator"),
    (table_faults, {"navigator/a.py": "import importlib\nimportlib.import_module('yaml')"}, "may not import yaml"),
    (table_faults, {"web/a.py": "name = 'x'\n__import__(name)"}, "may not import ?"),
    (table_faults, {"navigator/a.py": "import tests.x"}, "may not import tests.x"),
    (table_faults, {"elsewhere/a.py": ""}, "has no row"),
    (table_faults, {"door/helpful.py": "from data.commands import x", "data/commands/x.py": ""}, "may not import data"),
    (table_faults, {"door/helpful.py": "import ui.x", "ui/x.py": ""}, "may not import ui.x"),
    (table_faults, {"ui/result.py": "import door.helpful", "door/helpful.py": ""}, "may not import door.helpful"),
    (table_faults, {"web/routes.py": "import door.helpful", "door/helpful.py": ""}, "may not import door.helpful"),
    (table_faults, {"web/survey.py": "import data.models", "data/models.py": ""}, "may not import data.models"),
    (table_faults, {"ui/result.py": "import door.survey", "door/survey.py": ""}, "may not import door.survey"),
    (table_faults, {"web/helpful.py": "import data.models", "data/models.py": ""}, "may not import data.models"),
    (
        meeting_faults,
        {
            "pages/public/a.py": "import ui.helpful",
            "ui/helpful.py": "import door.helpful",
            "door/helpful.py": "import data.commands.helpful",
            "data/commands/helpful.py": "",
        },
        "reaches data/commands/helpful.py through door/helpful.py",
    ),
    (meeting_faults, {"navigator/a.py": "from data import x", "data/x.py": ""}, "reaches data/x.py"),
    (meeting_faults, {"data/a.py": "import navigator.x", "navigator/x.py": ""}, "reaches navigator/x.py"),
    (
        meeting_faults,
        {
            "pages/public/a.py": "from ui import b",
            "ui/b.py": "import ui.c",
            "ui/c.py": "import data",
            "data/__init__.py": "",
        },
        "reaches data/__init__.py through ui/c.py",
    ),
    (
        meeting_faults,
        {"pages/public/a.py": "import ui.b", "ui/__init__.py": "import data.x", "ui/b.py": "", "data/x.py": ""},
        "data/x",
    ),
    (node_faults, {"web/a.py": "import os\nos.environ['A']"}, "only settings.py"),
    (node_faults, {"ui/a.py": "from os import getenv"}, "only settings.py"),
    (node_faults, {"ui/cards.py": "import streamlit as st\nst.session_state['a']"}, "only ui/state.py"),
    (node_faults, {"ui/b.py": "import streamlit as st\ngetattr(st, 'session_state')"}, "only ui/state.py"),
    (node_faults, {"navigator/a.py": "from random import choice"}, "random.choice in the pure core"),
    (node_faults, {"navigator/a.py": "from datetime import datetime\nx = datetime.now(None)"}, "asks a clock"),
    (node_faults, {"pages/public/a.py": "def f(): ..."}, "without def"),
    (place_faults, {"pages/trends.py": ""}, "only folders"),
    (place_faults, {"ui/helpers.py": ""}, "give it the name"),
    (number_faults, {"web/a.html": "電話 0{}-0000-0000".format("120")}, "looks like"),
    (number_faults, {"ui/a.py": "A = '０４{}ー００ー００００'".format("６７")}, "looks like"),
    (number_faults, {"config/a.toml": "a = '{}'".format("09000000000")}, "looks like"),
    (number_faults, {"web/a.html": "<a href='tel:{}'>".format("110")}, "looks like"),
]


@pytest.mark.parametrize(("faults", "files", "says"), PLANTED)
def test_a_planted_fault_is_found(tmp_path, faults, files, says):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert any(says in fault for fault in faults(tmp_path)), faults(tmp_path)


def test_a_tree_that_keeps_the_rules_has_no_fault(tmp_path):
    good = {
        "settings.py": "import os\nPORT = os.environ.get('PORT')",
        "navigator/hours.py": "import jpholiday\nfrom navigator.model import Route\nDAY = '2026-11-23'",
        "navigator/model.py": "Route = 1",
        "ui/state.py": "import streamlit as st\nst.session_state['answers'] = {}",
        "ui/staff_cards.py": "import data.queries",
        "data/queries.py": "import sqlalchemy",
        "pages/public/questions.py": "from ui import state\nfrom navigator import model",
        "pages/staff/trends.py": "from data import queries\nfrom ui import staff_cards",
        "tests/test_anything.py": "import os\nos.environ['NUMBER'] = '0{}-0000-0000'".format("120"),
    }
    for name, text in good.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for faults in (table_faults, meeting_faults, node_faults, place_faults, number_faults):
        assert not faults(tmp_path), faults(tmp_path)
