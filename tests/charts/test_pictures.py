"""Every chart as a picture at both widths: words inside, Japanese letters really drawn, alt text, no two units."""

import html
import importlib.util
import re
import struct
import zlib
from pathlib import Path

import pytest
import vl_convert

from charts import converter, picture, theme

_spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)
WORDS = {
    "overlay": ("令和3年度", "令和4年度", "令和5年度", "※", "1–100", "3月"),
    "bars": ("電話", "メール", "10未満"),
    "target": ("12件 / 目標 8件（150.0%）",),
    "pace": ("実績", "見込みの幅", "目標"),
    "survey": ("差", "一回目（n=データなし）", "33.4"),
    "heat": ("9時", "月", "10未満"),
    "tiles": ("横浜", "12件"),
    "cohorts": ("0か月", "50%"),
}


def words_of(svg: str) -> str:
    """All that is written in a drawing."""
    return html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)", svg)))


def pixels(png: bytes) -> bytes:
    """The unpacked lines of a PNG."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(data)


def letter(one: str) -> bytes:
    """One letter as the converter draws it in our typeface."""
    vl_convert.register_font_directory(str(converter.FONTS))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#fff"/>'
        f'<text x="4" y="30" font-size="28" font-family="{theme.FONT}">{one}</text></svg>'
    )
    return pixels(vl_convert.svg_to_png(svg))


@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
@pytest.mark.parametrize("name", gallery.GALLERY)
def test_every_chart_becomes_a_picture_with_its_words_inside(name, width):
    chart = gallery.GALLERY[name](width=width)
    svg = picture.picture(chart, "svg", "架空のデータです。").decode()
    said = words_of(svg)
    texts = gallery.TEXTS
    for word in (*WORDS[name], texts.title, texts.subtitle, texts.source, texts.as_of, "架空のデータです。"):
        assert word in said, word
    assert f'aria-label="{texts.alt}"' in svg
    drawn = re.search(r'<svg[^>]* width="(\d+)"', svg)
    assert drawn is not None
    assert float(drawn[1]) <= width + 2 * picture.MARGIN + 4
    png = picture.picture(chart, "png")
    assert png.startswith(b"\x89PNG")
    assert len(set(pixels(png))) > 20, "the picture is empty"


def test_every_letter_of_the_charts_is_drawn_and_is_not_the_box_of_a_missing_one():
    box = letter("\U0010fffd")
    used = {one for words in WORDS.values() for word in words for one in word} | set("架空のデータです出典現在")
    drawn = {one: letter(one) for one in sorted(used - {" "})}
    blank = letter(" ")
    assert not [one for one, image in drawn.items() if image in (box, blank)]
    assert len(set(drawn.values())) == len(drawn), "two different letters look the same: boxes"


@pytest.mark.parametrize("name", gallery.GALLERY)
def test_every_chart_says_its_message_to_those_who_hear_it(name):
    assert gallery.GALLERY[name]()["description"] == gallery.TEXTS.alt


def test_a_word_that_is_markup_stays_a_word():
    texts = theme.Texts('<script>"&', source="<b>")
    chart = gallery.bars.bars(gallery.BARS, texts)
    assert texts.title in words_of(picture.picture(chart, "svg").decode())
    assert picture.picture(chart, "png").startswith(b"\x89PNG")
