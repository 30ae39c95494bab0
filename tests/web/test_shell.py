"""The first bytes: words, numbers and the way out, before any script and without one."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import i18n
from navigator import content
from navigator.links import href
from web.facts import by_kind, facts_of
from web.plain import plain_html
from web.shell import ShellError, index_html
from web.site import codings

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 12, 8)
SCRIPTS = re.compile(r"<script.*?</script>", re.DOTALL)


@pytest.fixture(scope="module")
def known():
    """The content of this repository."""
    return content.load(ROOT / "config")


@pytest.fixture(scope="module")
def index(server, ask):
    """The page as it is served."""
    return ask(server, "/").text


def test_the_page_is_japanese_neutral_and_ours(index):
    assert '<html lang="ja">' in index
    assert "<title>くらしの案内</title>" in index
    assert "agent" not in index
    assert "SourceSans" not in index


@pytest.mark.parametrize("path", ["/", "/plain", "/no-such-page"])
def test_nothing_is_fetched_from_elsewhere(server, ask, known, path):
    page = ask(server, path).text
    remote = set(re.findall(r'(?:src|href)="((?:https?:)?//[^"]+)"', page))
    links = {route.value for service in known.services.values() for route in service.routes}
    assert remote <= links
    assert not re.search(
        r"<(?:script|link|img|iframe|source)[^>]+//", SCRIPTS.sub("", page).replace("http://www.w3", "")
    )


def test_the_shell_says_yes_and_gives_the_numbers_without_a_script(index, known):
    shell = SCRIPTS.sub("", index).split('<div id="root">')[1]
    desk = known.services[known.site.desk]
    phone = next(route.value for route in desk.routes if route.channel == "phone")
    line = next(route.value for route in desk.routes if route.channel == "line")
    assert known.words["ja"]["start.yes_line"] in shell
    assert {'href="tel:110"', 'href="tel:119"', f'href="tel:{phone.replace("-", "")}"'} <= set(
        re.findall(r'href="tel:\d+"', shell)
    )
    assert line in shell
    assert "10:00〜17:00" in shell
    assert 'href="/plain"' in shell
    assert "<noscript>" in shell


def test_the_way_out_stands_outside_of_what_streamlit_replaces_and_comes_first(index):
    body = index.split("<body>")[1]
    first = re.search(r"<(?:a|button)\b[^>]*>", body)
    assert first is not None
    assert 'id="leave-now"' in first[0]
    assert 'href="/leave"' in first[0]
    assert body.index('id="leave-now"') < body.index('id="root"')


def test_the_neutral_page_is_in_the_page_itself_for_the_day_the_server_is_down(index, known):
    assert f'data-leave-to="{known.site.leave_to}"' in index


def test_every_registered_page_is_the_same_shell(server, ask, index):
    assert ask(server, "/about").text == index


def test_leave_wipes_cookies_and_storage_and_goes_to_the_neutral_page(server, ask, known):
    answer = ask(server, "/leave")
    assert answer.status == 303
    assert answer.headers["location"] == known.site.leave_to
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert answer.headers["cache-control"] == "no-store"


def test_an_upgrade_that_changes_the_original_page_is_noticed(known):
    facts = facts_of(known, TODAY)
    with pytest.raises(ShellError):
        index_html("<html></html>", facts)
    with pytest.raises(ShellError, match="not a file of ours"):
        index_html(
            '<script type="module" src="https://cdn.example/a.js"></script><link rel="stylesheet" href="./static/a.css">',
            facts,
        )


@pytest.mark.parametrize(("lang", "html_lang"), [("ja", "ja"), ("ja-easy", "ja"), ("en", "en"), ("xx", "ja")])
def test_the_plain_page_is_there_in_every_language(server, ask, lang, html_lang):
    page = ask(server, f"/plain?lang={lang}")
    assert page.status == 200
    assert f'<html lang="{html_lang}">' in page.text
    assert ("<ruby>" in page.text) is (lang == "ja-easy")
    assert len(page.body) < 60_000
    assert len(ask(server, f"/plain?lang={lang}", accept_encoding="br").body) < 9_000
    assert 'href="/leave"' in page.text


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_furigana_stands_on_the_plain_page_as_it_is_written_in_the_files(known, lang):
    late = date(2028, 1, 1)
    said = SCRIPTS.sub("", re.sub(r"<style>.*?</style>", "", plain_html(known, lang, late), flags=re.DOTALL))
    assert not re.search(r"[{}|]", said)
    assert ("<ruby>祝日<rp>" in said) is (lang == "ja-easy")


def test_the_english_plain_page_marks_what_is_japanese_in_the_hours(known):
    line = re.search(r"@749wom</span>(.*)", plain_html(known, "en", TODAY))
    assert line
    assert 'Mon, Tue, Thu, Fri <span lang="ja">一部の時間帯</span>' in line[1]


def test_the_plain_page_lists_every_desk_that_is_shown_as_main(known):
    page = plain_html(known, "ja", TODAY)
    for service in known.services.values():
        if service.shown != "main":
            assert f">{service.name}<" not in page
            continue
        assert service.name in page
        for route in service.routes:
            if route.usable and route.value:
                assert route.value in page


def test_a_number_with_a_hash_can_be_called(known):
    routes = [route for service in known.services.values() for route in service.routes if route.value.startswith("#")]
    assert routes
    assert all(href(route) == "tel:%23" + route.value[1:] for route in routes)


def test_a_desk_of_the_plain_page_says_where_it_is_from(known):
    source = known.words["ja"]["checked.official"].replace("{when}", "")
    desks = [desk for _, desks in by_kind(known, "ja", TODAY) for desk in desks]
    assert desks
    assert all(desk.checked for desk in desks)
    assert plain_html(known, "ja", TODAY).count(source) > len(desks) / 2


def test_the_plain_page_tells_what_was_not_checked_for_long(known):
    late = known.words["ja"]["checked.overdue"]
    assert late not in plain_html(known, "ja", TODAY)
    assert late in plain_html(known, "ja", date(2028, 1, 1))


def test_a_seasonal_desk_stands_on_the_plain_page_in_its_season_only(known):
    desk = next(s for s in known.services.values() if s.shown == "main" and s.id not in known.site.emergency)
    seasonal = replace(desk, publish="seasonal", seasons=((date(2026, 12, 29), date(2027, 1, 3)),))
    changed = replace(known, services={**known.services, desk.id: seasonal})
    shown = {day: f">{desk.name}<" in plain_html(changed, "ja", day) for day in (TODAY, date(2026, 12, 30))}
    assert shown == {TODAY: False, date(2026, 12, 30): True}


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip, br", {"gzip", "br"}),
        ("br;q=0, gzip;q=0.5", {"gzip"}),
        ("br; q=0.0", set()),
        ("br;q=0.01", {"br"}),
    ],
)
def test_a_coding_that_is_refused_is_not_sent(accepted, taken):
    assert codings(accepted) == taken


def test_the_page_is_sent_uncompressed_to_whom_refuses_the_coding(server, ask):
    answer = ask(server, "/plain", accept_encoding="br;q=0")
    assert "content-encoding" not in answer.headers
    assert "</html>" in answer.text
