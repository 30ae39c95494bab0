"""The four files of 令和5年度: every figure of the printed report stands in each, and no number that is not in the data."""

import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from data import published
from reports import files
from tests.reports.conftest import READERS, read

ROOT = Path(__file__).resolve().parents[2]
PRINTED = (ROOT / "docs" / "sources" / "report-r5.md").read_text("utf-8")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Worked out of the printed figures by hand, as the brief of the report and a calculator have them: {figure: how}.
WORKED = {
    "145.9", "1,283", "2,910", "69.7", "91", "6.1", "1.5", "3.2", "92.9", "93.4", "3,221", "1,207", "2,086", "2,696",
    "860", "26.7", "94.0", "100.0", "6.0", "91.0", "0.1",
}  # fmt: skip
THIS = [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375]
LAST = [188, 277, 297, 183, 190, 264, 354, 312, 323, 307, 226, 300]
BEFORE = [76, 109, 159, 178, 238, 164, 283]
REQUIRED = {
    *map(str, THIS), *map(str, LAST), *map(str, BEFORE), "4,081", "2,798", "209", "300", "100", "59", "50", "90.9",
    "95.5", "93.8", "97", "577", "500", "33.4", "57.6", "3.0", "40.9", "54.6", "4.5", "50.0", "43.8", "6.2", "2.2",
    *WORKED,
}  # fmt: skip
SAID = (
    "目標を上回った", "目標を下回った", "目標のみ・実績データなし", "年度の記載なし（令和5年度とみなす）", "原資料に説明なし",
    "女性のために新しい法律ができた", "女性の相談・居場所", "新法施行にあたり、様々な機関との連携・協働の在り方", "データなし",
    "令和5年9月15日（金）", "令和5年11月15日（水）", "令和6年3月15日（金）", "+53.2%", "−8.3%", "−22.2%", "−5.1%", "−6.1ポイント",
    "−1.5ポイント", "−3.2ポイント", "−91人", "+1,283件", "145.9%", "開設前",
)  # fmt: skip
HEADINGS = ("地域の実情と課題", "事業の特徴", "事業の効果", "目的・目標", "連携団体", "今後の課題")


@pytest.fixture(scope="module")
def texts(report) -> dict[str, str]:
    making = files.of(report)
    return {ending: read_text(making.make(ending)) for ending, read_text in READERS.items()}


def plain(text: str) -> str:
    """Without what breaks lines."""
    return re.sub(r"\s", "", text)


def allowed() -> set[str]:
    """Every number that may stand there: printed, worked out, of a definition or a place of the published file, the day."""
    changes = {f"{abs(now - then) / then * 100:.1f}" for now, then in zip(THIS, LAST, strict=True)}
    file = published.FILE.read_text("utf-8")
    of_file = {
        number
        for line in file.splitlines()
        if ("place:" in line or "text:" in line or "note" in line)
        for number in NUMBER.findall(line)
    }
    structure = {str(one) for one in range(1, 13)} | {"2021", "2023", "2024", "2026", "27", "5", "0"}
    ours = {
        number
        for name in ("sentences", "report-r5")
        for number in NUMBER.findall((ROOT / f"config/reports/{name}.yaml").read_text("utf-8"))
    }
    return {*NUMBER.findall(PRINTED), *WORKED, *changes, *of_file, *structure, *ours}


@pytest.mark.parametrize("ending", READERS)
def test_every_figure_of_the_printed_report_is_there(texts, ending):
    found = set(NUMBER.findall(texts[ending]))
    assert found >= REQUIRED


@pytest.mark.parametrize("ending", READERS)
def test_no_number_is_there_that_is_not_in_the_data(texts, ending):
    # The foot of a slide says which it is.
    strange = set(NUMBER.findall(re.sub(r"事業報告\s+\d+", "", texts[ending]))) - allowed()
    assert strange == set()


@pytest.mark.parametrize("ending", READERS)
def test_what_the_figures_mean_is_said_in_words(texts, ending):
    text = plain(texts[ending])
    assert not [words for words in SAID if plain(words) not in text]
    places = [text.index(heading) for heading in HEADINGS]
    assert len(places) == 6


def test_the_six_headings_stand_in_their_order(report):
    assert tuple(section.title for section in report.sections) == HEADINGS


def test_the_words_of_the_printed_report_are_exactly_its_own(report):
    bare = plain(PRINTED).replace("-・", "・").replace("・", "")
    for section in report.sections:
        if section.source.startswith("出典"):
            own = [line for line in section.lines if "が合わない" not in line]
            assert own
            assert not [line for line in own if plain(line).replace("・", "") not in bare]


def test_the_typeface_is_embedded_and_the_words_can_be_read_out(report):
    pages = PdfReader(io.BytesIO(files.of(report).make("pdf"))).pages
    fonts: list[Any] = []
    for page in pages:
        held: Any = page["/Resources"]
        fonts += [font.get_object() for font in held["/Font"].values()]
    ours = [font for font in fonts if "IPAexGothic" in font["/BaseFont"]]
    assert ours
    assert all("/FontFile2" in font["/FontDescriptor"] for font in ours)
    assert all("/ToUnicode" in font for font in ours)
    assert "喫緊の課題" in plain("".join(page.extract_text() for page in pages))


def test_the_charts_are_in_the_files_with_words_for_those_who_do_not_see_them(report):
    making = files.of(report)
    pictures = making.pictures()
    assert {"相談受付件数の推移（件）", "相談受付件数", "研修参加人数"} <= set(pictures)
    for ending, folder in (("docx", "word/media/"), ("xlsx", "xl/media/"), ("pptx", "ppt/media/")):
        names = ZipFile(io.BytesIO(making.make(ending))).namelist()
        assert sum(name.startswith(folder) for name in names) >= len(pictures), ending
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(making.make("pdf"))).pages) == len(pictures)
    assert 'descr="相談受付件数。4,081件' in ZipFile(io.BytesIO(making.make("docx"))).read("word/document.xml").decode()


def test_numbers_of_the_workbook_are_numbers_and_nothing_is_a_formula(report):
    book = load_workbook(io.BytesIO(files.of(report).make("xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    origins = book["どこからの数字か"]
    rows = {row[0].value: row for row in origins.iter_rows()}
    april = rows["相談受付件数 令和5年度 4月"]
    assert (april[1].value, april[3].value, april[5].value, april[7].value) == (
        288, "つながりサポート事業【神奈川県】（令和5年度の事業報告）", "第1版", "確定",
    )  # fmt: skip
    assert rows["相談受付件数 目標に対する割合"][1].value == 145.9
    assert rows["相談受付件数 令和3年度 4月"][1].value == "・"


def test_every_figure_says_where_it_is_from(report):
    assert report.facts
    for fact in report.facts:
        assert fact.document, fact.name
        assert fact.place or fact.formula, fact.name
        assert fact.status, fact.name


def test_both_mismatches_are_named_with_both_figures(report):
    rows = [[str(value) for value in row] for row in report.mismatches.rows]
    assert [row[:4] + row[5:] for row in rows] == [
        [
            "令和5年度 第1回研修のアンケート", "五つの段階の計\n94.0%", "全体\n100.0%", "−6.0ポイント", "原資料に説明なし",
        ],
        [
            "令和5年度 第1回研修の有益度", "印刷された有益度\n90.9%",
            "「大変よかった」と「よかった」の計\n33.4 + 57.6 = 91.0%", "+0.1ポイント", "原資料に説明なし",
        ],
    ]  # fmt: skip
    assert all("つながりサポート事業【神奈川県】（令和5年度の事業報告）、「" in row[4] for row in rows)


@pytest.mark.parametrize("ending", READERS)
def test_both_mismatches_are_named_in_every_file(texts, ending):
    text = plain(texts[ending])
    for words in (
        "令和5年度第1回研修のアンケートは、五つの段階の計（94.0%）と全体（100.0%）が合わない（原資料に説明なし）",
        "令和5年度第1回研修の有益度は、印刷された有益度（90.9%）と「大変よかった」と「よかった」の計（33.4+57.6=91.0%）が合わない",
    ):
        assert words in text


def test_the_same_report_is_made_once(report, seeded):
    assert files.of(report) is files.of(read(seeded))


def test_a_year_before_is_told_with_what_is_known_of_it(seeded):
    found = read(seeded, 2021)
    lines = {section.heading: section.lines for section in found.sections}
    assert lines["situation"] == ("（未記入）",)
    assert lines["effects"][0] == "令和3年度の相談受付件数は1,207件であった。"
    assert "令和2年度" not in str(found.sections)
    assert "−100" not in str(found)
