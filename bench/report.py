"""docs/bench.md: a chapter for each part, replaced when the part was measured again."""

import re
from pathlib import Path

from bench.figures import Section, aim_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "bench.md"
PARTS = (
    "plan",
    "prove",
    "load",
    "pages",
    "records",
    "imports",
    "search",
    "exports",
    "sign_in",
    "staff_pages",
    "staff_opened",
    "staff_growth",
)
INTRODUCTION = """# 計測

`make bench`（または `.venv/bin/python -m bench`）で、この頁の数字を測り直します。部分だけなら
`.venv/bin/python -m bench plan prove load pages records imports search exports sign_in staff_pages
staff_opened staff_growth` のうち要るものを書きます。終わりの二つ（100万件と500万件の机を作る）のほかは、20分以内です。

相手と並べて、同じ回に測ります。サーバーは 127.0.0.1 の空いた番号で立て、終わったら止めます。
数字は機械と、ほかに動いているものによって変わります。くらべるのは、同じ回の左右です。試験は、ここの時間に左右されません。
"""
_CHAPTER = re.compile(r"<!-- (\w+) -->\n(.*?)(?=<!-- \w+ -->\n|\Z)", re.DOTALL)


def chapter(section: Section, machine: str) -> str:
    """A section as Markdown with the command and the machine."""
    measured = f"`.venv/bin/python -m bench {section.part}` · {machine}"
    return "\n".join([f"## {section.title}", "", measured, *aim_table(section.aims), "", *section.lines, ""])


def write(section: Section, machine: str, page: Path = PAGE) -> None:
    """Puts the section in its place in the page; the other chapters stay as they were."""
    old = page.read_text("utf-8") if page.is_file() else ""
    chapters: dict[str, str] = {name: text.strip() + "\n" for name, text in _CHAPTER.findall(old)}
    chapters[section.part] = chapter(section, machine)
    body = [f"<!-- {part} -->\n{chapters[part]}" for part in PARTS if part in chapters]
    page.write_text("\n".join([INTRODUCTION, *body]), "utf-8")
