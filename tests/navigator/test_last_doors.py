"""Old facts hide only where current doors stand in; the quick way finds what looking at every pair of services finds."""

import pytest

from navigator.fitting import Minute, minute_of
from navigator.hours import moment
from navigator.last_doors import SIDES, hides
from navigator.model import MAIL, Service

MOMENTS = ["2026-12-08T11:00", "2027-03-22T10:00", "2027-06-15T11:00", "2027-09-15T03:00", "2028-06-01T11:00"]


def sides(ways) -> set[int]:
    """By voice, without it: where something is open or takes mail."""
    open_now = {way.route.channel for way in ways if way.opening.state == "open" or way.route.channel in MAIL}
    return {number for number, channels in enumerate(SIDES) if open_now & channels}


def stands_in(other: Service, service: Service) -> bool:
    """Everybody who is shown a service may be shown the other one instead, checked no less."""
    here = bool(service.municipalities) and set(service.municipalities) <= set(other.municipalities)
    anyone = other.age_min is None and other.age_max is None and other.publish != "seasonal"
    return (other.level != "city" or here) and anyone and other.shown in ({"main", service.shown} - {"staff"})


def needed(service: Service, now: Minute) -> bool:
    """Some topic would lose a side on which the service is reached."""
    for topic in service.needs:
        others = [one for one in now.content.services.values() if topic in one.needs and stands_in(one, service)]
        if not sides(now[service]) <= sides(way for one in others for way in now[one] if way.overdue < 2):
            return True
    return service.id == now.content.site.desk


@pytest.mark.parametrize("at", MOMENTS)
def test_what_hides_is_old_and_no_last_door_of_any_pair(at, content):
    now = minute_of(content, moment(at))
    expected = {
        one.id
        for one in content.services.values()
        if now[one] and all(way.overdue == 2 for way in now[one]) and not needed(one, now)
    }
    assert {one.id for one in content.services.values() if hides(one, now)} == expected
    assert bool(expected) is (at > "2027-04")
