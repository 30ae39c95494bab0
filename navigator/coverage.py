"""The proof that every answer set ends at a door: P1–P13 over every value class, and the holes that remain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from navigator import proof_doors, proof_hours, proof_order, proof_sets
from navigator.classes import Lengths, age_classes, path_lengths, place_classes
from navigator.hours import moment
from navigator.model import Content
from navigator.proof_doors import Hole

DEFAULT_AT = "2026-12-01T10:00+09:00"
MOST_SHOWN = 20

Proof = Callable[[Content, datetime], Iterator[str]]

PROOFS: dict[str, tuple[str, Proof]] = {
    "P1": ("どの答えも、一週間のどの時刻でも、祝日でも、使える扉に着く", proof_doors.ends_at_a_door),
    "P2": ("急ぎの印は、ほかに何を答えても、直す前も後も、いちばん上のカードになる", proof_order.red_flag_first),
    "P3": ("急ぎの印がなければ、急ぎのカードは出ない", proof_order.no_flag_no_card),
    "P4": ("「わからない」「答えたくない」に変えても、窓口は減らない", proof_sets.unknown_never_removes),
    "P5": ("困りごとを足しても、窓口は減らず、急ぎのカードは下がらない", proof_sets.adding_never_removes),
    "P6": ("困りごと一つだけでも、それを受ける窓口がある（例外は理由つき）", proof_sets.each_need_has_its_own),
    "P7": ("どの窓口にも着く道があり、どの質問も聞かれ、案内を変える", proof_sets.all_is_used),
    "P8": ("出した窓口には、実際の答えを名指す理由がある", proof_sets.because_names_an_answer),
    "P9": ("答える順番は、案内を変えない", proof_order.order_does_not_matter),
    "P10": ("一つ直した案内は、はじめから同じ答えで作った案内と同じ", proof_order.edit_equals_fresh),
    "P11": ("質問は長くて8画面", proof_order.short_enough),
    "P12": (
        "次に開く時刻は未来で、そのとき本当に開く（年末年始・連休・深夜・振替休日も）",
        proof_hours.next_opening_is_right,
    ),
    "P13": ("18歳より下の人には、子どものための道がある", proof_sets.girls_get_a_child_route),
}


@dataclass
class Report:
    """What was proven, how much was looked at, and what remains open."""

    at: datetime
    counterexamples: dict[str, list[str]] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    classes: dict[str, int] = field(default_factory=dict)
    lengths: Lengths = field(default_factory=lambda: Lengths(0, (), 0))

    def text(self) -> str:
        """The report for a terminal; a counter-example reads as a sentence."""
        lines = []
        for name, (sentence, _) in PROOFS.items():
            faults = self.counterexamples.get(name, [])
            lines.append(f"{'✗' if faults else '✓'} {name} {sentence}")
            lines += [f"    反例: {fault}" for fault in faults[:MOST_SHOWN]]
            if len(faults) > MOST_SHOWN:
                lines.append(f"    ほか {len(faults) - MOST_SHOWN} 件")
        lines += [f"{name}: {count:,}" for name, count in self.classes.items()]
        lines.append(f"画面の数: 最長 {self.lengths.longest}、中央値は困りごと{self.lengths.text()}")
        accepted = sum(bool(hole.accepted) for hole in self.holes)
        lines.append(
            f"穴（その時刻に開いている扉がない組）: {len(self.holes)} 組（うち、理由を書いて認めたもの: {accepted}）"
        )
        return "\n".join(lines)

    def markdown(self) -> str:
        """docs/coverage.md."""
        rows = [f"| {name} | {sentence} | ✓ |" for name, (sentence, _) in PROOFS.items()]
        facts = [f"- {name}: {count:,}" for name, count in self.classes.items()]
        holes = [hole.row() for hole in self.holes]
        return "\n".join(
            [
                "# 案内の証明と穴",
                "",
                "`python -m navigator prove` が書きます。手で直しません。",
                f"証明の時点: {self.at:%Y-%m-%d}。",
                "",
                "| | 証明したこと | |",
                "| --- | --- | --- |",
                *rows,
                "",
                "## 調べた量",
                "",
                *facts,
                f"- 画面の数: 最長 {self.lengths.longest}、中央値は困りごと{self.lengths.text()}",
                "",
                "## 穴",
                "",
                "困りごと・場所・連絡のしかたごとに、平年の一週間168時間のうち、その困りごとを受ける扉がどれも開いていない時間の数です。",
                "穴があっても、総合の窓口のメールと、次に開く時刻は必ず出ます。穴は隠す失敗ではなく、窓口の側の発見です。",
                "埋めないと決めた穴は、`config/coverage_exceptions.yaml` の `holes_accepted` に理由を書きます。",
                "",
                "| 困りごと | いる所（代表） | 連絡 | 開いている扉のない時間 | 夜（22–6時） | 土日 | 認めた理由 |",
                "| --- | --- | --- | ---: | ---: | ---: | --- |",
                *holes,
                "",
            ]
        )


def prove(content: Content, at: datetime | None = None) -> Report:
    """Runs every proof at a moment (default 2026-12-01); the report holds each counter-example found."""
    when = at or moment(DEFAULT_AT)
    report = Report(when)
    for name, (_, proof) in PROOFS.items():
        faults = list(proof(content, when))
        if faults:
            report.counterexamples[name] = faults
    report.holes = proof_doors.holes(content, when)
    report.lengths = path_lengths(content)
    walked = proof_doors.walk(content, when)
    hours = {name: sum(getattr(week, name) for week in walked) for name in ("open_now", "later", "mail", "none")}
    report.classes = {
        "場所の類": len(place_classes(content)),
        "年齢の類": len(age_classes(content)),
        "困りごとの組": report.lengths.sets,
        "時間の規則": len(proof_hours.rules(content)),
        "歩いた状態（はじまり×場所×連絡×時刻）": sum(hours.values()),
        "うち、いま開いている扉がある": hours["open_now"],
        "うち、いまは閉まっていて、次に開く時刻がわかる": hours["later"],
        "うち、メールだけ": hours["mail"],
        "うち、扉がない": hours["none"],
    }
    return report
