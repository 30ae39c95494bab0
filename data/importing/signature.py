"""What kind of file it is, by its content and never by its name; what we do not read is refused with a sentence."""

import zipfile
from typing import BinaryIO

# As much as the server takes from a browser (server.maxUploadSize).
LARGEST_FILE = 20 << 20
LARGEST_MEMBER = 200 << 20
LARGEST_WHOLE = 250 << 20
MOST_MEMBERS = 2_000
# Real workbooks reach about 30; deflate's most is 1,032.
HIGHEST_RATIO = 100
_SMALL = 1 << 20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "画像（PNG）",
    b"\xff\xd8\xff": "画像（JPEG）",
    b"GIF8": "画像（GIF）",
    b"{\\rtf": "文書（RTF）",
    b"7z\xbc\xaf": "圧縮ファイル（7z）",
    b"Rar!": "圧縮ファイル（RAR）",
    b"\x1f\x8b": "圧縮ファイル（gzip）",
    b"\x7fELF": "プログラム",
    b"MZ": "プログラム",
}
_BOOKS = {
    "word/document.xml": "文書（Word）",
    "ppt/presentation.xml": "スライド（PowerPoint）",
    "xl/workbook.bin": "バイナリ形式のブック（.xlsb）",
    "content.xml": "OpenDocument",
}
AGAIN = "表計算で「Excel ブック（.xlsx）」か CSV で保存し直してください。"


class RefusedError(ValueError):
    """The file cannot be brought in; the message is a sentence that says what is wrong and where."""


def form_of(file: BinaryIO) -> tuple[str, int]:
    """(xlsx or text, bytes when unpacked); RefusedError for everything else, before anything is unpacked."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(4096)
    if size == 0 or not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RefusedError("ファイルが空です。中身のあるファイルを選んでください。")
    if size > LARGEST_FILE:
        raise RefusedError(
            f"ファイルが大きすぎます（{size >> 20} MB。{LARGEST_FILE >> 20} MB まで）。年度ごとなどに分けてください。"
        )
    if start.startswith(_OLE):
        raise RefusedError(_ole(file))
    if start.startswith(b"PK"):
        return "xlsx", _archive(file)
    for mark, name in _OTHERS.items():
        if start.startswith(mark):
            raise RefusedError(f"中身が表ではなく、{name}です。{AGAIN}")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise RefusedError(f"中身が表ではなく、ホームページの形（HTML・XML）です。{AGAIN}")
    return "text", size


def _ole(file: BinaryIO) -> str:
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "パスワードがかかっています。外してから、もう一度選んでください。"
    return f"古い形式（.xls など）のファイルです。{AGAIN}"


def _archive(file: BinaryIO) -> int:
    """The declared whole size; the directory alone is read here, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        # Places beyond the file are a ValueError or an OSError, whichever kind of file it is read from.
        raise RefusedError(
            "ファイルが途中で切れているか、こわれています。もう一度もらうか、保存し直してください。"
        ) from fault
    names = {member.filename for member in members}
    other = next((name for part, name in _BOOKS.items() if part in names), None)
    if other or "xl/workbook.xml" not in names:
        raise RefusedError(f"中身が表計算のブックではなく、{other or '圧縮ファイル（zip）'}です。{AGAIN}")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("パスワードがかかっています。外してから、もう一度選んでください。")
    if any(name.lower().endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
        raise RefusedError(f"マクロが入っています。マクロは動かさず、読みもしません。{AGAIN}")
    whole = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    swollen = [m for m in members if m.file_size > _SMALL and m.file_size > HIGHEST_RATIO * max(1, m.compress_size)]
    if swollen or (whole > _SMALL and whole > HIGHEST_RATIO * packed):
        raise RefusedError("小さなファイルの中に、けたちがいに大きな中身があります（圧縮爆弾のおそれ）。読みません。")
    if len(members) > MOST_MEMBERS or whole > LARGEST_WHOLE or any(m.file_size > LARGEST_MEMBER for m in members):
        raise RefusedError("ブックの中身が大きすぎます。必要なシートだけのファイルにしてください。")
    return whole
