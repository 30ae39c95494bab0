"""python -m navigator check | questions | suggest | prove: what she would see, without a screen."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

import i18n
from navigator.content import load
from navigator.hours import moment
from navigator.journey import AnswerError, checked
from navigator.model import Content
from navigator.plan import plan
from navigator.presenting import as_dict, as_text, question_dict
from navigator.schema import ContentError

YEARS = range(2000, 2100)
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when fine, 1 when a check or a proof fails, 2 when the question itself was wrong."""
    given = _parser().parse_args(arguments)
    try:
        content = load(given.config)
    except ContentError as error:
        print(error.told(), file=sys.stderr)
        return 1
    commands = {"check": _check, "questions": _questions, "suggest": _suggest, "prove": _prove}
    try:
        return commands[given.command](content, given)
    except (AnswerError, OSError, ValueError, yaml.YAMLError) as error:
        print(f"{error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m navigator", description="くらしの案内を、画面なしで確かめます。")
    parser.add_argument("--config", type=Path, default=ROOT / "config")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="config/ の誤りをすべて挙げます")
    questions = commands.add_parser("questions", help="質問の一覧")
    suggest = commands.add_parser("suggest", help="答えから案内を出します")
    suggest.add_argument("--answers", type=Path, required=True, help="YAML か JSON。{質問: 答え}")
    prove = commands.add_parser("prove", help="P1–P13 を証明し、docs/coverage.md を書きます")
    prove.add_argument("--out", type=Path, default=ROOT / "docs" / "coverage.md")
    for command in (suggest, prove):
        command.add_argument("--at", default=None, help="例 2027-03-22T10:00+09:00（時差がなければ日本時間）")
    for command in (questions, suggest):
        command.add_argument(
            "--lang", default=i18n.DEFAULT, help=f"{' / '.join(i18n.LANGUAGES)}（ほかは {i18n.DEFAULT}）"
        )
        command.add_argument("--format", choices=("json", "text"), default="text")
    for command in commands.choices.values():
        # Also behind the command, where people write it; not given there, the one before the command holds.
        command.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="config/ のほかの内容")
    return parser


def _check(content: Content, given: argparse.Namespace) -> int:
    shown = [service for service in content.services.values() if service.shown != "staff"]
    print(
        f"config/ に誤りはありません。窓口 {len(content.services)}（案内に出す {len(shown)}）、質問 {len(content.questions)}。"
    )
    return 0


def _questions(content: Content, given: argparse.Namespace) -> int:
    lang = i18n.language(given.lang)
    listed = [question_dict(content, question, lang) for question in content.questions.values()]
    if given.format == "json":
        _print(listed)
    else:
        for entry in listed:
            print(f"{entry['id']}: {entry['text']}")
            print("".join(f"    {option['id']}: {option['text']}\n" for option in entry["options"]), end="")
    return 0


def _suggest(content: Content, given: argparse.Namespace) -> int:
    if not given.at:
        raise AnswerError("いつの案内かを --at で教えてください（例 --at 2027-03-22T10:00+09:00）。")
    answers = checked(content, _read(given.answers))
    result = plan(content, answers, _moment(given.at), i18n.language(given.lang))
    if given.format == "json":
        _print(as_dict(content, result))
    else:
        print(as_text(content, result))
    return 0


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise AnswerError(f"{path}: このファイルがありません。") from error
    except UnicodeDecodeError as error:
        raise AnswerError(f"{path}: UTF-8 で読めません。") from error
    except yaml.YAMLError as error:
        raise AnswerError(f"{path}: YAML か JSON として読めません: {error}") from error
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise AnswerError(f"{path}: 「質問: 答え」の並びが要ります。")
    return raw


def _moment(text: str) -> Any:
    try:
        found = moment(text)
    except (ValueError, OverflowError) as error:
        raise AnswerError(f"--at「{text}」は日時として読めません。例 2027-03-22T10:00+09:00") from error
    if found.year not in YEARS:
        raise AnswerError(
            f"--at「{text}」の年は {YEARS.start}〜{YEARS.stop - 1} で書いてください。祝日がわかる年だけです。"
        )
    return found


def _prove(content: Content, given: argparse.Namespace) -> int:
    from navigator.coverage import prove

    report = prove(content, _moment(given.at) if given.at else None)
    print(report.text())
    if not report.counterexamples:
        given.out.write_text(report.markdown(), "utf-8")
    return 1 if report.counterexamples else 0


def _print(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
