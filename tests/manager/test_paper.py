"""Trends and targets on paper: nothing to press, the drawing whole, every page of it, and readable without colour."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

# A4 with the margins of a browser, in CSS pixels.
PAPER = {"width": 718, "height": 1047}
PRESSED = """() => [...document.querySelectorAll("button, [role=combobox], textarea, input, summary, nav a")]
  .filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getBoundingClientRect().height > 0)
  .filter((one) => !one.closest(".s-from, .s-history, details.s-fold"))
  .map((one) => one.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg, table, .s-bar")]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())
  .filter((box) => box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)).map((box) => [box.left, box.right])"""
WORDS = {
    "trends?year=2023": ("4,081", "145.9", "3,221", "1,207", "開いていた日", "書きこみ"),
    "targets?year=2023": ("4,081", "2,798", "実績データなし", "年度の記載なし", "有益度", "早めに気づきたいこと"),
}


@pytest.mark.parametrize("path", WORDS)
def test_a_page_of_figures_prints_whole_and_without_buttons(come, path):
    page = come("lead", f"/{path}")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert page.evaluate(PRESSED) == []
    assert page.evaluate(CUT) == []
    if path.startswith("trends"):
        drawn = page.locator("[data-testid=stVegaLiteChart] svg:visible")
        assert drawn.count() >= 1
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    # A font may name a letter by its radical: U+2F47 for 日.
    said = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in printed.pages)).replace("\n", "")
    assert [word for word in WORDS[path] if word not in said] == []


def test_what_the_lines_of_years_are_is_seen_without_colour(come):
    page = come("lead", "/trends?year=2023")
    strokes = page.locator("[data-testid=stVegaLiteChart] svg:visible").first.evaluate(
        "(svg) => [...svg.querySelectorAll('.mark-line path')].map((one) => one.getAttribute('stroke-dasharray') ?? '')"
    )
    # Each fiscal year has its own kind of line, beside its own name at the end of it.
    assert len(set(strokes)) >= 3
    names = page.locator("[data-testid=stVegaLiteChart] svg:visible").first.text_content() or ""
    assert [year for year in ("令和3年度", "令和4年度", "令和5年度") if year not in names] == []
