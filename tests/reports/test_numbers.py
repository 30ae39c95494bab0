"""Numbers that somebody writes into a report: found in every way of writing, compared with the figures of the year."""

import pytest

from reports import numbers

KNOWN = ["4,081件", "90.9%", "−22.2%", "+1,283件", "300人", "12,000件"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("相談は4,081件、有益度は90.9%であった。", ()),
        ("相談は４０８１件、６月は22.2％減った。", ()),
        ("目標は三百人、相談は1万2千件である。", ()),
        ("相談は4,000件をこえた。", ("4,000件",)),
        ("目標は300件であった。", ("300件",)),
        ("約三割がくらしの相談で、のべ五百人が来た。", ("三割", "五百人")),
        ("4000をこえ、4,000になった。", ("4000", "4,000")),
        ("令和5年9月15日の第1回研修では、10代・20代の一人ひとりに、24時間、2回声をかけた。", ()),
        ("第三者と一緒に、千差万別の相談を聞いた。", ()),
        ("", ()),
    ],
)
def test_a_number_that_is_no_figure_of_the_year_is_found_as_it_is_written(text, own):
    assert numbers.unknown(text, KNOWN) == own


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4,081", 4081),
        ("90.9", 90.9),
        ("1万2千", 12000),
        ("三百二十", 320),
        ("四〇八一", 4081),
        ("十五", 15),
        ("2億3万", 200030000),
    ],
)
def test_a_number_has_one_value_however_it_is_written(text, value):
    (found,) = numbers.of(f"{text}件")
    assert found.value == value
