"""What an officer may ask of the trends page: one value a list, the small bands together."""

import pytest

from data.queries.filters import Filters
from ui.staff import trends_form
from ui.staff.words import say


@pytest.mark.parametrize(
    ("chosen", "left", "said"),
    [
        (Filters(channel=("line",)), Filters(channel=("line",)), []),
        (Filters(channel=("line", "phone")), Filters(), ["相談の方法"]),
        (Filters(channel=("line", "phone"), issue=("debt",)), Filters(issue=("debt",)), ["相談の方法"]),
        (Filters(municipality=("141003", "143014")), Filters(), ["お住まい"]),
        (Filters(age_band=("10s", "20s")), Filters(age_band=("10s", "20s")), []),
        (Filters(age_band=("20s",)), Filters(), ["年代"]),
        (Filters(age_band=("30s", "40s")), Filters(), ["年代"]),
    ],
)
def test_an_officer_chooses_one_value_of_a_list(chosen, left, said):
    found, faults = trends_form._joined(chosen)
    assert found == left
    assert len(faults) == len(said)
    for name, fault in zip(said, faults, strict=True):
        assert name in fault


def test_the_sentence_says_what_is_shown_instead():
    (fault,) = trends_form._joined(Filters(channel=("line", "phone")))[1]
    assert fault == say("trends.one_each", name="相談の方法")
    assert "外して表示しています" in fault
