"""Passwords: what is a good one, and the bcrypt hash that the database keeps of it."""

import base64
import hashlib
import re
import secrets
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import bcrypt

LEAST, MOST = 12, 200
# Doublings of bcrypt's work: about 0.3 s on the machine it was measured on.
ROUNDS = 12
# Of a password nobody has: checked for a name that does not exist, so that both take the same time.
NOBODY = "$2b$12$UZsICQnrfETx5IvZzCSiUuvKT7r1P0kd2.j4N8hJILGJWaDRhGIta"
_BLOCKED = Path(__file__).resolve().parents[1] / "config" / "records" / "passwords.txt"
_LEAST_DIFFERENT = 5
_SHORTEST_NAME = 3
# Letters that cannot be taken for one another when read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def normal(password: str) -> str:
    """One form whichever way it was typed: full-width and half-width letters are the same, spaces count."""
    return unicodedata.normalize("NFKC", password)


def prehashed(password: str) -> str:
    """What bcrypt gets: 44 letters for a password of any length, where bcrypt itself takes 72 bytes at most."""
    return base64.b64encode(hashlib.sha256(normal(password).encode("utf-8", "surrogatepass")).digest()).decode()


def hashed(password: str) -> str:
    """The bcrypt hash to keep; takes some tenths of a second."""
    return bcrypt.hashpw(prehashed(password).encode(), bcrypt.gensalt(ROUNDS)).decode()


def matches(password: str, kept: str) -> bool:
    """Whether it is the password of the hash; takes some tenths of a second either way."""
    return bcrypt.checkpw(prehashed(password).encode(), kept.encode())


def faults(password: str, *names: str) -> list[str]:
    """What is wrong with a new password, as sentences; `names` are those of the person."""
    text = normal(password)
    if len(text) < LEAST:
        return [
            f"パスワードは{LEAST}字以上にしてください。いまは{len(text)}字です。文のような長いものが、覚えやすくて強いです。"
        ]
    if len(text) > MOST:
        return [f"パスワードは{MOST}字までにしてください。"]
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return ["パスワードに、打ち直せない文字が入っています。ほかの文字にしてください。"]
    bare = re.sub(r"\s", "", text).casefold()
    if len(set(bare)) < _LEAST_DIFFERENT:
        return ["同じ文字が多すぎます。ちがう文字をまぜてください。"]
    if any(name in bare for name in map(_bare, names) if len(name) >= _SHORTEST_NAME):
        return ["自分の名前は、パスワードに入れないでください。"]
    if _is_run(bare) or _core(bare) in blocked() or bare in blocked():
        return ["よく使われていて、すぐに当てられるパスワードです。自分だけの言葉を組み合わせてください。"]
    return []


def temporary() -> str:
    """A password for one sign-in, easy to read aloud: four blocks of four letters."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@lru_cache(maxsize=1)
def blocked() -> frozenset[str]:
    """The words of config/records/passwords.txt."""
    lines = (line.strip() for line in _BLOCKED.read_text("utf-8").splitlines())
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", normal(text)).casefold()


def _core(bare: str) -> str:
    """The word without digits and signs around it, once where it is repeated."""
    word = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", bare)
    return next((word[:n] for n in range(1, len(word) // 2 + 1) if word[:n] * (len(word) // n) == word), word)


def _is_run(bare: str) -> bool:
    """Whether each sign follows the one before (1234…, cba…), starting anew at most twice."""
    steps = [ord(after) - ord(before) for before, after in pairwise(bare)]
    return max(steps.count(1), steps.count(-1)) >= len(steps) - 2
