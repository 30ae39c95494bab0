"""Every chart once, on made-up rows that only tests see: a name and what draws it at a width."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from charts import bars, cohorts, heat, overlay, pace, survey, target, tiles
from charts.theme import Chart, Texts

TEXTS = Texts("試験の図", "年度ごと", "試験の図。いちばん多い月は12件。", "出典：試験のための数字", "令和5年度末現在")
MARKS = pd.DataFrame({"place": [3] * 100 + [4, 9], "text": ["広報"] * 102})


def years(*given: list[int | None], first: int = 2021) -> pd.DataFrame:
    """Rows of the overlay from a list of twelve or fewer values a year."""
    return pd.DataFrame(
        [
            {
                "fiscal_year": first + at,
                "place": place,
                "value": value,
                "note": "注" if value == 0 else "",
                "segment": 0,
            }
            for at, values in enumerate(given)
            for place, value in enumerate(values, 1)
        ]
    )


def survey_rows() -> pd.DataFrame:
    """Two occasions, of which the first does not come to 100."""
    shares = [
        ("一回目", "よい", 33.4, "step"),
        ("一回目", "ふつう", 60.6, "step"),
        ("一回目", "差", 6.0, "unexplained"),
    ]
    shares += [("二回目", "よい", 40.0, "step"), ("二回目", "ふつう", 60.0, "step")]
    return pd.DataFrame(shares, columns=["occasion", "step", "share", "kind"]).assign(n=None)


BARS = pd.DataFrame({"label": ["電話", "メール"], "value": [12, None], "said": ["12件", "10未満"]})
PACE = pd.DataFrame(
    {"place": [1, 2, 3], "actual": [5, 9, None], "low": [None, 9, 10], "high": [None, 9, 14], "target": 12}
)
HEAT = pd.DataFrame({"weekday": ["月", "火"], "hour": [9, 10], "value": [3, None], "said": ["3件", "10未満"]})
TILES = pd.DataFrame({"code": ["141003"], "name": ["横浜市"], "value": [12], "said": ["12件"]})
COHORTS = pd.DataFrame({"cohort": ["4月", "4月"], "months": [0, 1], "share": [10.0, 50.0], "n": [20, 20]})

GALLERY: dict[str, Callable[..., Chart | None]] = {
    "overlay": partial(overlay.overlay, years([None, None, 0, 4, 8], [3, 6, None, 9, 7], [5, 12]), TEXTS, marks=MARKS),
    "bars": partial(bars.bars, BARS, TEXTS),
    "target": partial(target.target, 12, 8, "12件 / 目標 8件（150.0%）", TEXTS),
    "pace": partial(pace.pace, PACE, TEXTS),
    "survey": partial(survey.survey, survey_rows(), TEXTS),
    "heat": partial(heat.heat, HEAT, TEXTS),
    "tiles": partial(tiles.tiles, TILES, TEXTS),
    "cohorts": partial(cohorts.cohorts, COHORTS, TEXTS),
}
