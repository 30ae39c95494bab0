"""How a command line speaks: one sentence and a code, in Japanese, never a traceback; for every command of the house.

Codes: 0 done, 1 the database or the disk could not, 2 refused as it is, 3 an answer or another step is needed.
"""

import argparse
import errno
import re
import sys
from typing import NoReturn

DONE, FAILED, REFUSED, NEEDED = 0, 1, 2, 3
ADDRESS = "DATABASE_URL は、sqlite:///ファイル か postgresql://… で書いてください。"
# What a StoreError says by its kind; what has no kind is "failed".
STORE = {
    "gone": "データベースにつながりません。場所（DATABASE_URL）と、動いているかを確かめてください。",
    "locked": "ほかの作業が長くかかっていて、書けませんでした。少し待って、もう一度ためしてください。",
    "full": "置き場所がいっぱいです。空きを作ってから、もう一度ためしてください。",
    "read_only": "データベースが読むことしかできません。ファイルとフォルダの権限を確かめてください。",
    "failed": "データベースでうまくいきませんでした。ファイルがデータベースかどうかを確かめてください。",
}
_FAULTS = {
    r"invalid choice: '(.*?)' \(choose from (.*)\)": "「{}」は選べません。選べるのは {}。",
    r"arguments are required: (.*)": "{} がありません。",
    r"unrecognized arguments: (.*)": "「{}」は要りません。",
    r"argument (.*): expected one argument": "{} のあとに値が要ります。",
    # The one number that any command takes is a fiscal year.
    r"argument (.*): invalid int value: '(.*)'": "{} は、2023 のような西暦の整数で書いてください（いま「{}」）。",
}
_WHY = {
    errno.ENOSPC: "置き場所がいっぱいです",
    errno.EFBIG: "置き場所がいっぱいです",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "読むことしかできない置き場所です",
    errno.ENOTDIR: "フォルダではありません",
    errno.EEXIST: "フォルダではありません",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


def say(sentence: str, code: int) -> int:
    """The code, after the sentence went to standard error."""
    print(sentence, file=sys.stderr)
    return code


def why(error: OSError) -> str:
    """Why the disk could not, in words."""
    return _WHY.get(error.errno or 0, error.strerror or "理由がわかりません")


def store(error: Exception) -> str:
    """What the database could not, in a sentence: a traceback would quote the row, PostgreSQL writes it into its message."""
    return STORE[getattr(error, "kind", "failed")]


class Parser(argparse.ArgumentParser):
    """Faults of the command line in Japanese."""

    def error(self, message: str) -> NoReturn:
        """Ends with REFUSED and what to write."""
        for pattern, sentence in _FAULTS.items():
            found = re.search(pattern, message)
            if found:
                message = sentence.format(*found.groups())
        sys.exit(say(f"書き方が違います。{message} 使い方: {self.prog} --help", REFUSED))
