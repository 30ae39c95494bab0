"""The words of the audit log: what was done, to what, and its details; what has no word is shown as it stands."""

from typing import Any

from data import codes
from data.consultation_rules import LABELS

ACTIONS = {
    "sign_in": "サインイン",
    "sign_in_failed": "サインインできなかった",
    "sign_in_locked": "まちがいが続いて止まった",
    "sign_out": "サインアウト",
    "list": "一覧を見た",
    "view": "開いて見た",
    "create": "書いた",
    "update": "直した",
    "remove": "消した",
    "export": "書き出した",
    "import": "取り込んだ",
    "import_undo": "取り込みを戻した",
    "print": "印刷した",
    "review": "見直した",
    "close": "終わりにした",
    "reopen": "また始めた",
    "goal_added": "目標を足した",
    "goal_changed": "目標を直した",
    "callback_done": "折り返した",
    "callback_moved": "折り返しの日を変えた",
    "account_added": "アカウントを足した",
    "account_reset": "パスワードのリンクを作り直した",
    "account_disabled": "アカウントを止めた",
    "account_enabled": "アカウントをまた使えるようにした",
    "account_role_changed": "役割を変えた",
    "account_tied": "外のサインインと結んだ",
    "password_set": "リンクからパスワードを決めた",
    "password_changed": "パスワードを変えた",
    "second_step_on": "二つめの確認を始めた",
    "second_step_off": "二つめの確認をやめた",
    "survey_opened": "アンケートを開いた",
    "survey_shut": "アンケートを閉じた",
    "seed": "公表された数字を入れた",
    "target_set": "目標を決めた",
    "month_closed": "月を締めた",
    "month_reopened": "月を開き直した",
    "demo": "架空の記録を作った",
    "backup": "控えを作った",
    "restore": "控えから戻した",
    "migrate": "データベースを新しい形にした",
}
SUBJECTS = {
    "consultation": "相談の記録",
    "activity": "活動",
    "support_plan": "支援計画",
    "case_file": "ケース",
    "account": "アカウント",
    "audit_log": "操作の記録",
    "import_batch": "取り込み",
    "totals": "集計",
    "monday": "今週のこと",
    "published": "公表された数字",
    "store": "データベース",
    "desk": "相談室",
    "organisation": "団体",
    "indicator": "指標",
    "indicator_definition": "指標の意味",
    "fact_month": "月の数字",
    "target": "目標",
    "month": "月の締め",
    "training_session": "研修",
    "survey_result": "アンケート",
    "source_document": "出典",
    "report_text": "年度報告の文",
    "report": "年度報告",
    "open_data": "オープンデータ",
    "annotation": "図への書きこみ",
    "figure": "図",
}
DETAILS = {
    "filters": "条件",
    "count": "件数",
    "ids": "記録",
    "from_to": "記録の番号",
    "reason": "理由",
    "format": "形式",
    "notes": "メモも",
    "dimensions": "項目",
    "way": "方法",
    "lock": "止めたもの",
    "place": "場所",
    "account": "アカウント",
    "role": "役割",
    "before": "前",
    "after": "後",
    "by": "方法",
    "tied": "結びつき",
    "case": "ケース",
    "result": "結果",
    "kind": "種類",
    "fields": "直した欄",
    "to": "変えた先",
    "goal": "目標の番号",
    "review": "見直しの番号",
    "rows": "行",
    "sha256": "照合の値",
    "indicator": "指標",
    "fiscal_year": "年度",
    "left": "残っていたこと",
    "files": "ファイル",
    "heading": "見出し",
    "title": "題",
    "year": "年度",
    "added": "加えた行",
    "changed": "変えた行",
    "consultations": "相談",
    "consultation": "相談の記録",
    "support_plan": "支援計画",
    "activity": "活動",
    "month": "月",
}
# The fields of plans and activities; those of a consultation have their names in data/consultation_rules.py.
FIELDS = {
    "kind": "活動の種類",
    "done_on": "日付",
    "destination": "行き先",
    "hand_over": "引きつぎ",
    "item": "品物",
    "count": "数",
    "stage": "段階",
    "next_review": "つぎの見直しの日",
    "month": "月",
    "desk_id": "相談室",
    "consultation_id": "もとの相談",
    "number": "第何回か",
    "held_on": "実施日",
    "theme": "テーマ",
    "form": "開き方",
    "capacity": "定員",
    "target": "目標の人数",
    "sign_up_from": "申込みを始めた日",
    "sign_ups": "申込みの人数",
    "signed_up_on": "申込みを数えた日",
    "attendance": "参加人数",
}
# The columns of the published figures, as a change of their file names them.
COLUMNS = {
    "title": "題",
    "issuer": "出した所",
    "published": "出た日",
    "note": "注",
    "unit": "単位",
    "scale": "小数の持ち方",
    "counting": "数え方",
    "direction": "よい向き",
    "aggregation": "年の合計",
    "version": "版",
    "text": "意味",
    "breaks_series": "ここで続きが切れる",
    "source_id": "出典の番号",
    "source_place": "出典の場所",
    "organisation_id": "団体の番号",
    "opened_month": "開いた月",
    "opened_note": "開いた月の注",
    "value": "値",
    "status": "状態",
    "recorded_at": "入れた日時",
    "held_on": "開いた日",
    "theme": "テーマ",
    "form": "形式",
    "attendance": "参加人数",
    "share_tenths": "割合（0.1%が1）",
}
# Whose codes the value of a detail is, where it is one.
CODED = {
    "role": ("role",),
    "before": ("role",),
    "after": ("role",),
    "result": ("contact_result",),
    "kind": ("activity_kind", "import_kind", "annotation_kind"),
    "to": ("goal_state", "hand_over"),
    "reason": ("close_reason",),
    "status": ("status",),
    "counting": ("counting",),
    "indicator": ("indicator",),
}
WORDS = {
    "way": {
        "password": "パスワード",
        "second_step": "二つめの確認",
        "oidc": "組織のサインイン",
        "own_password": "自分の設定のパスワード",
    },
    "lock": {"name": "この名前", "address": "この場所"},
    "by": {"link": "リンク"},
    "direction": {"up": "多いほどよい", "down": "少ないほどよい"},
    "aggregation": {"sum": "足す", "none": "足さない"},
}


def said(detail: dict[str, Any]) -> str:
    """The details in one line."""
    return "・".join(
        f"{DETAILS.get(name, name)} {_word(name, value)}" for name, value in detail.items() if value not in ("", None)
    )


def _word(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{COLUMNS.get(column, column)} {_word(column, one)}" for column, one in value.items())
    if value is None:
        return "なし"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list):
        return "、".join(_field(str(one)) if name == "fields" else str(one) for one in value) or "なし"
    if not isinstance(value, str):
        return str(value)
    if value.startswith(","):
        return value.strip(",").replace(",", " ")
    known = WORDS.get(name, {}) | {one: word for of in CODED.get(name, ()) for one, word in codes.labels(of).items()}
    return known.get(value, value)


def _field(name: str) -> str:
    return LABELS.get(name) or FIELDS.get(name, name)
