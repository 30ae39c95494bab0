"""Streamlit's files leave compressed, are kept for good, and bring no typeface we did not ask for."""

import gzip

import brotli
import pytest

from web.compress import compress, streamlit_static, wanted
from web.static import manifest, without_typefaces


def script_of(server, ask):
    """The address of the largest part of the app: its module script."""
    return ask(server, "/").text.split('<script type="module" crossorigin src="')[1].split('"')[0]


def test_scripts_are_served_as_brotli_for_good(server, ask):
    address = script_of(server, ask)
    packed = ask(server, address, accept_encoding="gzip, deflate, br")
    plain = ask(server, address)
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body
    assert len(packed.body) * 3 < len(plain.body)
    assert packed.headers["content-type"].startswith("text/javascript")
    assert packed.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in plain.headers


def test_browsers_without_brotli_get_gzip(server, ask):
    address = script_of(server, ask)
    packed = ask(server, address, accept_encoding="gzip, br;q=0")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == ask(server, address).body


def test_a_file_that_is_known_already_is_not_sent_again(server, ask):
    first = ask(server, script_of(server, ask), accept_encoding="br")
    again = ask(server, script_of(server, ask), accept_encoding="br", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert "immutable" in again.headers["cache-control"]


def test_the_stylesheet_asks_for_no_typeface_of_streamlit(server, ask):
    address = ask(server, "/").text.split('<link rel="stylesheet" crossorigin href="')[1].split('"')[0]
    css = ask(server, address).text
    assert "font-family:Source" not in css
    assert "Material Symbols" in css
    assert brotli.decompress(ask(server, address, accept_encoding="br").body).decode() == css


@pytest.fixture
def folder(tmp_path):
    """A small static folder: a script, a stylesheet, a picture."""
    source = tmp_path / "static"
    (source / "js").mkdir(parents=True)
    (source / "js" / "a.123.js").write_text("let a = 1;\n" * 500)
    (source / "b.css").write_text("@font-face{font-family:Source Sans;src:url(x)}p{color:red}")
    (source / "c.png").write_bytes(b"\x89PNG" * 500)
    return source


def test_the_copies_are_made_once_and_pictures_are_left_alone(folder, tmp_path):
    made = tmp_path / "made"
    worth = list(wanted(folder))
    assert [path.name for path in worth] == ["a.123.js"]
    size = compress(worth[0], folder, made)
    copy = made / "js" / "a.123.js.br"
    assert size == copy.stat().st_size < 100
    when = copy.stat().st_mtime_ns
    compress(worth[0], folder, made)
    assert copy.stat().st_mtime_ns == when
    assert not list(made.rglob("*.part"))


def test_without_copies_the_files_are_served_as_they_are(folder, tmp_path, caplog):
    files = manifest(folder, tmp_path / "nothing")
    assert set(files) == {"/static/js/a.123.js", "/static/b.css", "/static/c.png"}
    assert all(not file.copies for file in files.values())
    assert "python -m web.compress" in caplog.text


def test_only_typefaces_are_taken_out_of_a_stylesheet(folder, tmp_path):
    css = without_typefaces(manifest(folder, tmp_path)["/static/b.css"])
    assert css.plain == b"p{color:red}"
    assert brotli.decompress(css.copies["br"]) == b"p{color:red}"


def test_streamlit_is_found_where_it_is_installed():
    assert (streamlit_static() / "index.html").is_file()
