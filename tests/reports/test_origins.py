"""No number without an origin: whatever stands in a file is in its table of provenance, is quoted, or names a day or a place."""

import re

import pytest

from data import codes
from reports import files, words
from tests.reports.conftest import READERS, read

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# What counts nothing, taken out before the numbers are looked for: each kind with an example.
EXPLAINED = {
    "days, months and years: 2026年11月27日, 令和5年度, 9月, 8か月": r"\d+(?:年度|年|か月|月|日)",
    "which training: 第1回研修, 3回目": r"第?\d+回目?",
    "what charts, tables and documents are called: 図1, 表2, 資料1": r"(?:図|表|資料)\d+",
    "the place in a document: 2項目め": r"\d+項目",
    "the version of a definition: 第2版": r"第\d+版",
    "which slide of several: （2/4）": r"（\d+/\d+）",
    "the foot of a slide: 令和5年度事業報告 12": r"(?<=事業報告)\d+",
    "the page of a paper": r"(?m)^\d+$",
    "ages: 10代・20代, 70代以上": r"\d+代",
    "the rule for small numbers": r"1〜9件|10未満|5の倍数",
    "how a part of a hundred is worked out": r"100%−",
}


def bare(text: str) -> str:
    """The text without what counts nothing, each line by itself."""
    text = re.sub(r"[ \t\u3000]", "", text)
    for pattern in EXPLAINED.values():
        text = re.sub(pattern, "", text)
    return text


def numbers(*texts: str) -> set[str]:
    """The numbers of some texts."""
    return {number for text in texts for number in NUMBER.findall(bare(text))}


def quoted(found) -> set[str]:
    """The numbers in what the printed report says in words, which stands there as it is, and in the definitions."""
    those = words.quoted(found.year, (words._read(words.FOLDER / "report-r5.yaml")["document"],))
    return numbers(*(line for one in those.values() for line in one.lines), *found.notes)


@pytest.fixture(scope="module", params=["seeded", "made_up"])
def found(request):
    """The report of a published year, and of a year of made-up records."""
    database = request.getfixturevalue(request.param)
    return read(database, 2023 if request.param == "seeded" else 2025)


@pytest.mark.parametrize("ending", READERS)
def test_every_number_of_a_file_is_in_the_table_of_provenance_or_explained(found, ending):
    text = READERS[ending](files.of(found).make(ending))
    known = numbers(*(row.said for row in found.origins), *(one.said for one in found.facts))
    known |= set() if found.made_up else quoted(found)
    assert numbers(text) - known == set()


@pytest.mark.parametrize("ending", READERS)
def test_every_value_of_the_table_of_provenance_is_in_the_file(found, ending):
    text = READERS[ending](files.of(found).make(ending))
    assert numbers(*(one.said for one in found.facts)) - numbers(text) == set()


def test_the_scan_finds_a_number_that_nobody_knows():
    assert numbers("令和5年度は、9月15日の第1回研修で12,345件、3.5%であった。") == {"12,345", "3.5"}


def test_shares_of_a_breakdown_have_an_origin_too(made_up):
    found = read(made_up, 2025)
    facts = {one.name: one for one in found.facts}
    tables = [table for section in found.sections for table in section.tables if "内わけ" in table.title and table.rows]
    assert tables
    shown = 0
    for table in tables:
        for label, count, share in table.rows:
            assert facts[f"{table.title} {label}"] == count
            if str(share).endswith("%"):
                shown += 1
                assert facts[f"{table.title} 割合 {label}"] == share
                assert share.formula == "件数÷計（どちらも、切り下げたあとの数）"
                assert share.status == codes.label("status", "provisional")
    assert shown
    assert any(row.name.endswith("割合") and "内わけ" in row.name for row in found.origins)
