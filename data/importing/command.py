"""`python -m data import FILE`: prints what a file holds, and stores it unless --dry-run; for people or as JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from data import codes
from data.commands import importing
from data.database import Database
from data.importing.preview import preview
from data.importing.result import Preview, as_json


def run(
    database: Database,
    file: Path,
    dry_run: bool,
    format: str,
    answers: Mapping[str, str],
    now: datetime,
    out: TextIO,
) -> int:
    """0 stored (or could be stored as it is), 3 needs an answer, 2 refused; StoreError as everywhere."""
    with file.open("rb") as opened:
        found = preview(opened, file.name, database, answers, now)
    stored = 0
    if found.ready and not dry_run:
        try:
            stored = store(database, found, now)
        except importing.ImportFaultError as fault:
            found.refused = str(fault)
    if format == "json":
        out.write(json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n")
    else:
        out.writelines(f"{line}\n" for line in told(found))
        if stored:
            out.write(f"{stored:,}行を取り込みました。\n")
    return found.exit_code


def store(database: Database, found: Preview, now: datetime) -> int:
    """Stages and commits, as the command line; how many rows."""
    with database.write() as session:
        batch = importing.stage(session, None, found, now)
    with database.write() as session:
        return importing.commit(session, None, batch, now)


def told(found: Preview) -> list[str]:
    """The preview as lines to read."""
    lines = [f"{codes.label('import_kind', found.kind) or '読めないファイル'}: 取り込める行 {found.rows.count:,}"]
    lines += [f"止まりました: {found.stops}"] if found.stops else []
    lines += [f"  {one.column} → {one.as_}" for one in found.understood]
    lines += [f"  {'✓' if one.ok else '✗'} {one.what}" for one in found.checks]
    lines += [f"  読めない {one.row}行目 {one.column} 「{one.found}」: {one.why}" for one in found.rejected]
    lines += [f"  同じ {one.row}行目 {one.column} 「{one.found}」: {one.stored}" for one in found.duplicates]
    lines += [f"  ちがう {one.row}行目 {one.column} 「{one.found}」: 記録は {one.stored}" for one in found.conflicts]
    for one in found.questions:
        lines.append(f"  ？ {one.text}")
        lines += [f"      --answer {one.id}={key}  （{label}）" for key, label in one.choices]
    return lines
