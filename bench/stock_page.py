"""The yardstick: the widgets of the needs page, 36 elements, the way a first Streamlit script has them.

It is copied into an empty folder and run with default settings, so it imports nothing of ours.
"""

import streamlit as st

GROUPS = {
    "くらし": {"n_money": "お金がなくて困っている", "n_debt": "借金や請求がつらい", "n_home": "住む所がない"},
    "こころと体": {"n_work": "仕事のこと", "n_mind": "気持ちがつらい", "n_stop": "やめたいのにやめられない"},
    "ひとりのこと": {"n_alone": "話せる人がいない", "n_body": "体のこと", "n_pregnant": "妊娠のこと"},
    "家族": {"n_child": "子どものこと", "n_divorce": "別れること", "n_family": "親やきょうだいのこと"},
    "こわいこと": {"n_partner": "パートナーがこわい", "n_sexual": "いやなことをされた", "n_follow": "つきまとわれる"},
    "": {
        "n_barrier": "言葉や体のことで困る",
        "unsure": "うまく言えない",
        "unknown": "わからない",
        "rather_not": "答えたくない",
    },
}

st.markdown("くらしの案内")
for lang, name in {"ja": "日本語", "ja-easy": "やさしい日本語", "en": "English"}.items():
    st.button(name, key=f"lang-{lang}")
st.button("もどる", key="nav-back")
st.markdown("あと4画面です")
st.header("いま困っていること")
st.markdown("いくつでも選べます。")
for group, needs in GROUPS.items():
    if group:
        st.subheader(group)
    for need, label in needs.items():
        st.checkbox(label, key=f"q-needs-{need}")
st.button("次へ", key="nav-next")
st.button("ここまでで見る", key="nav-see")
st.button("はじめから", key="restart")
st.markdown("答えは保存しません。")
