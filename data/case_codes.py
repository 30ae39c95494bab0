"""The codes that staff give to cases (K-2026-0042): how they are written, however they were typed."""

import re
import string

_FORM = re.compile(r"K-?(\d{4})-?(\d{1,6})")
_WIDE = {ord(one) + 0xFEE0: one for one in string.digits + "Kk"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－ｰ", "-"))


def made(year: int, number: int) -> str:
    """The code of a year's number: (2026, 42) → K-2026-0042."""
    return f"K-{year:04d}-{number:04d}"


def spelled(text: str) -> str | None:
    """The code as it is stored, from k-2026-42, Ｋ２０２６－００４２ and the like; None where it is not one."""
    tidy = "".join(text.split()).translate(_WIDE).translate(_DASHES).upper()
    found = _FORM.fullmatch(tidy)
    return made(int(found[1]), int(found[2])) if found and found[2].strip("0") else None


def number_in(code: str) -> int:
    """The number within its year: K-2026-0042 → 42."""
    return int(code.rpartition("-")[2])
