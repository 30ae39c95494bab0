"""From needs to the issues of a record: demand and consultations can be laid side by side, and no answer goes over."""

from pathlib import Path

import pytest

from data import codes, municipalities
from navigator import content as contents
from navigator.content import OTHER_PLACES
from navigator.journey import on_path
from ui.staff import to_record

CONTENT = contents.load(Path(__file__).parents[2] / "config")
# What a record knows beside the needs: the counsellor's own classes, which no sentence of the navigator asks about.
ONLY_IN_RECORDS = {"other_class"}


def values(**answers):
    """What goes over for these answers."""
    return to_record.values(CONTENT, on_path(CONTENT, answers).known)


def issues_of(need):
    """The issue ids of one need."""
    return values(needs=(need,)).get("issues")


@pytest.mark.parametrize("need", CONTENT.needs.values(), ids=lambda need: need.id)
def test_every_word_of_every_need_is_an_issue_of_the_records(need):
    words = [{code.label, *code.others} for code in codes.lists()["issue"].values()]
    assert need.issue_codes
    for word in need.issue_codes:
        assert sum(word in some for some in words) == 1, word
    assert len(issues_of(need.id)) == len(need.issue_codes)


def test_every_issue_of_the_records_is_reached_from_a_need_or_named_here():
    reached = {issue for need in CONTENT.needs for issue in issues_of(need)}
    assert set(codes.lists()["issue"]) - reached == ONLY_IN_RECORDS


def test_several_needs_give_their_issues_once_in_the_order_of_the_needs():
    assert values(needs=("n_body", "n_money", "n_mind"))["issues"] == ["income", "food", "body_mind", "health", "care"]


def test_what_she_called_near_counts_like_what_she_ticked():
    assert values(needs=("unsure",), near_n_debt="near", near_n_work="different")["issues"] == issues_of("n_debt")


@pytest.mark.parametrize(
    ("answer", "band"),
    [("under18", "10s"), ("age_18_19", "10s"), ("twenties", "20s"), ("age_30_64", None), ("age_65_up", None)],
)
def test_an_age_goes_over_only_where_one_band_holds_it_whole(answer, band):
    assert values(age_band=answer).get("age_band") == band
    assert band is None or band in codes.lists()["age_band"]
    assert CONTENT.questions["age_band"].option(answer)


@pytest.mark.parametrize("place", [*CONTENT.municipalities, *OTHER_PLACES, "unknown", "rather_not"])
def test_a_town_goes_over_as_its_code_and_what_is_no_town_does_not(place):
    found = values(municipality=place).get("municipality")
    town = CONTENT.municipalities.get(place)
    assert municipalities.labels().get(found) == (town.ja if town else None)


def test_nothing_but_issues_band_and_town_goes_over():
    everything = {
        question.id: tuple(o.id for o in question.options if not o.exclusive)
        if question.type == "multiple"
        else question.options[0].id
        for question in CONTENT.questions.values()
    }
    found = values(**everything)
    assert set(found) == {"issues", "age_band", "municipality"}
    assert found["age_band"] == "10s"
    assert set(found["issues"]) <= set(codes.lists()["issue"])
    assert values(safe_now="danger", self="strong", refused=("police",)) == {}
