"""The scripts of the first screens come in one file; whatever goes wrong at set-up, they come one by one."""

import re
import shutil
import subprocess

import pytest

import settings
from web import compress, pack, preloads
from web.compress import streamlit_static
from web.pack import PACKED, PackError, joined
from web.shell import module

IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+)"|import\(`\./([^`]+)`\)')
ENTRY = '<script type="module" src="./static/js/index.1.js"></script>'
STYLE = '<link rel="stylesheet" href="./static/css/a.css">'


@pytest.fixture
def static(tmp_path):
    """A small Streamlit: a script that starts, one it needs, an element that comes later."""
    scripts = tmp_path / "streamlit" / "static" / "js"
    scripts.mkdir(parents=True)
    (scripts.parents[1] / "index.html").write_text(ENTRY + STYLE)
    (scripts / "index.1.js").write_text('import { a } from "./shared.2.js"; import("./Late.4.js");' + " " * 1000)
    (scripts / "shared.2.js").write_text("export const a = 1;" + " " * 1000)
    (scripts / "Html.3.js").write_text('import { a } from "./shared.2.js"; export default a;' + " " * 1000)
    (scripts / "Late.4.js").write_text('import { a } from "./shared.2.js"; export default a;' + " " * 1000)
    return scripts.parents[1]


@pytest.fixture
def made(tmp_path):
    """Where set-up would put things."""
    return tmp_path / "made"


def answering(monkeypatch, answer):
    """The commands of set-up are answered by `answer(command)` and kept."""
    said = []

    def run(command, **_):
        said.append(command)
        return answer(command)

    monkeypatch.setattr(subprocess, "run", run)
    return said


def test_without_the_one_script_the_page_names_them_all_and_the_log_says_so(static, made, caplog):
    assert joined(static, made) == ""
    assert "python -m web.compress" in caplog.text


def test_what_was_made_is_found_by_its_recipe_alone(static, made, monkeypatch):
    def bundled(command):
        if "pack.mjs" in command[1]:
            out = command[3]
            shutil.copytree(static / "static" / "js", out)
            (static / "static" / "js" / "index.1.js").rename(f"{out}/first.js")

    shutil.copytree(static, static.with_name("copy"))
    said = answering(monkeypatch, bundled)
    folder = pack.pack(static, made)
    shutil.rmtree(static)
    static.with_name("copy").rename(static)
    assert [command[-1] for command in said[:2]] == [pack.NODE, pack.BUNDLER]
    assert said[2][-2:] == ["index.1.js", "Html.3.js"]
    assert joined(static, made) == f"/static/{folder.name}/first.js"
    assert [path.name for path in made.iterdir()] == [PACKED]

    assert pack.pack(static, made) == folder
    assert len(said) == 3
    monkeypatch.setattr(pack, "BUNDLER", "rolldown@9.9.9")
    assert joined(static, made) == ""
    monkeypatch.undo()
    (static / "static" / "js" / "New.5.js").write_text("")
    assert joined(static, made) == ""


@pytest.mark.parametrize("step", ["pip", "npm-cli.js", "pack.mjs"])
def test_a_step_that_fails_is_named_and_leaves_nothing_behind(static, made, monkeypatch, step):
    def failing(command):
        if any(step in word for word in command[:3]):
            raise subprocess.CalledProcessError(1, command, stderr="no such host")

    answering(monkeypatch, failing)
    with pytest.raises(PackError, match=rf"{step}.*: no such host"):
        pack.pack(static, made)
    assert [path for path in made.rglob("*") if path.name != PACKED] == []


@pytest.mark.parametrize("fault", [FileNotFoundError("node"), subprocess.TimeoutExpired("node", 600)])
def test_a_tool_that_does_not_run_is_a_fault_of_the_packing_only(static, made, monkeypatch, fault):
    def failing(_):
        raise fault

    answering(monkeypatch, failing)
    with pytest.raises(PackError, match="node"):
        pack.pack(static, made)


def test_set_up_without_the_tools_compresses_every_single_script_and_says_so(static, made, monkeypatch, capsys):
    def failing(*_):
        raise PackError("npm: no such host")

    monkeypatch.setenv("KURASHI_VAR_DIR", str(made))
    monkeypatch.setattr(compress, "pack", failing)
    monkeypatch.setattr(compress, "streamlit_static", lambda: static)
    assert compress.main() == 0
    said = capsys.readouterr()
    assert "go out one by one" in said.err
    assert "no such host" in said.err
    assert {path.name for path in made.rglob("*.br")} == {
        f"{name}.js.br" for name in ("index.1", "shared.2", "Html.3", "Late.4")
    }


def test_set_up_with_the_tools_leaves_out_the_scripts_that_nobody_asks_for(static, made, monkeypatch, capsys):
    def packed(_, made):
        folder = made / PACKED / "js-1"
        folder.mkdir(parents=True)
        (folder / "first.js").write_text("1;" * 1000)
        return folder

    monkeypatch.setenv("KURASHI_VAR_DIR", str(made))
    monkeypatch.setattr(compress, "pack", packed)
    monkeypatch.setattr(compress, "streamlit_static", lambda: static)
    assert compress.main() == 0
    assert capsys.readouterr().err == ""
    assert {path.parent.name + "/" + path.name for path in made.rglob("*.br")} == {"js-1/first.js.br"}


def test_the_page_names_the_one_script_or_all_of_them(server, ask):
    original = (streamlit_static() / "index.html").read_text("utf-8")
    served = ask(server, "/").text
    assert served.count('<script type="module"') == 1
    alone = re.findall(r'"(/static/js-[0-9a-f]{12}/first\.js)"', served)
    if alone:
        assert "/static/js/" not in served
        assert ask(server, alone[0]).headers["cache-control"].endswith("immutable")
    else:
        assert module(original) in served


@pytest.fixture(scope="module")
def scripts():
    """The folder that set-up made of the installed Streamlit."""
    made = settings.load().var / "static"
    folders = [path.parent for path in made.glob(f"*/{PACKED}/*/first.js")]
    assert folders, "the scripts are not joined: python -m web.compress says why"
    return max(folders, key=lambda path: path.stat().st_mtime)


def test_every_script_asks_only_for_scripts_that_are_there(scripts):
    there = {path.name for path in scripts.iterdir()}
    asked = {
        (path.name, name)
        for path in scripts.glob("*.js")
        for names in IMPORTED.findall(path.read_text("utf-8"))
        for name in names
        if name
    }
    assert len(asked) > 300
    assert {(path, name) for path, name in asked if name not in there} == set()


def test_nothing_is_there_twice_each_late_script_takes_it_from_the_first(scripts):
    original = streamlit_static() / "static" / "js"
    first = {name.rpartition("/")[2] for name in preloads.needed(original)}
    stubs = [scripts / name for name in first if (scripts / name).exists()]
    assert len(stubs) > 50
    assert max(path.stat().st_size for path in stubs if not path.name.startswith("index.")) < 3000
    for path in scripts.glob("*.js"):
        if path.name not in first:
            imported = {name for name, _ in IMPORTED.findall(path.read_text("utf-8"))}
            assert imported.isdisjoint(first), path.name


def test_no_list_of_what_to_fetch_together_names_a_joined_script(scripts):
    first = {name.rpartition("/")[2] for name in preloads.needed(streamlit_static() / "static" / "js")}
    text = (scripts / "first.js").read_text("utf-8")
    lists = re.findall(r"m\.f=\[([^\]]*)\]", text)
    assert len(lists) >= 2
    assert not [name for name in first if any(f"./{name}`" in one for one in lists)]
