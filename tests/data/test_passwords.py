"""Passwords: long ones in any language are welcome, guessed ones are not, and the same one typed otherwise is the same."""

import bcrypt
import pytest

from data import passwords


@pytest.mark.parametrize("password", [
    "雨の日は 傘を さして歩く", "correct-horse 7 battery", "あさごはんはみそしるとたまご", "🦉 ふくろうが 三羽 とまる木", "x9Kq-27fm-Lz0w",
    "長" * 40 + "い文でもかまわない" * 5, "    pad me with spaces    ",
])  # fmt: skip
def test_a_long_password_of_ones_own_is_taken(password):
    assert passwords.faults(password, "yamada", "山田") == []


@pytest.mark.parametrize(("password", "says"), [
    ("", "12字以上"), ("みじかい", "12字以上"), ("ｓｈｏｒｔ　ｏｎｅ", "12字以上"), ("a" * 201, "200字"), ("abcabcabcabc", "ちがう文字"),
    ("aaaaaaaaaaaaaaa", "ちがう文字"), ("password12345", "当てられる"), ("P A S S W O R D 1 2 3 4", "当てられる"),
    ("パスワードパスワード2026", "当てられる"), ("sakurasakura!!", "当てられる"), ("0123456789012", "当てられる"),
    ("qwertyuiop123", "当てられる"), ("神奈川県神奈川県2026", "当てられる"), ("abcdefghijklm", "当てられる"),
    ("Yamada 2026 haru", "自分の名前"), ("わたしは山田花子というのです", "自分の名前"), ("with a \x00 sign in", "打ち直せない"),
    ("lone surrogate \ud800", "打ち直せない"),
])  # fmt: skip
def test_a_password_that_is_guessed_at_once_is_refused_with_a_sentence(password, says):
    [sentence] = passwords.faults(password, "yamada", "山田花子")
    assert says in sentence


def test_every_byte_counts_also_behind_the_72nd():
    long = "とても長い文を、そのままパスワードに使うこともできます。" * 2
    kept = passwords.hashed(long)
    assert passwords.matches(long, kept)
    assert not passwords.matches(long + "。", kept)
    assert not passwords.matches(long[:-1], kept)
    assert len(passwords.prehashed(long).encode()) <= 72


def test_full_and_half_width_are_the_same_password_and_capitals_are_not():
    kept = passwords.hashed("Ｋａｍｏｍｅ　ｇａ　２　ｗａ")
    assert passwords.matches("Kamome ga 2 wa", kept)
    assert not passwords.matches("kamome ga 2 wa", kept)


def test_nobody_has_the_hash_that_stands_for_unknown_names_and_it_costs_the_same():
    assert passwords.NOBODY.split("$")[2] == f"{passwords.ROUNDS:02}"
    assert not bcrypt.checkpw(passwords.prehashed("").encode(), passwords.NOBODY.encode())


def test_a_temporary_password_keeps_the_rule_and_is_never_the_same():
    made = {passwords.temporary() for _ in range(50)}
    assert len(made) == 50
    assert not [one for one in made if passwords.faults(one)]
