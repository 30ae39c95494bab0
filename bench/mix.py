"""The answers the bench plans for: forty situations, fixed, so that two runs measure the same work.

Each need alone, needs together, every red flag, no words for it, turned away before; a place named in about half.
"""

from navigator.model import Answer

MOMENT = "2027-03-22T10:00"  # 振替休日の月曜の朝

MIX: tuple[dict[str, Answer], ...] = (
    {"needs": ("n_money",), "food_today": "not_have", "municipality": "kawasaki"},
    {"needs": ("n_money",), "partner_fear": "not_afraid"},
    {"needs": ("n_debt",), "lifeline_stop": "stopping", "municipality": "yokosuka"},
    {"needs": ("n_home",), "tonight": "friends", "age_band": "twenties", "municipality": "yokohama"},
    {"needs": ("n_work",), "children_age": ("age_0_5",)},
    {"needs": ("n_mind",), "go_alone": "with_someone", "age_band": "age_30_64", "voice": "can_speak"},
    {"needs": ("n_stop",), "municipality": "fujisawa", "voice": "hard_to_speak"},
    {"needs": ("n_alone",), "age_band": "age_65_up", "municipality": "atsugi"},
    {"needs": ("n_body",), "age_band": "age_30_64"},
    {"needs": ("n_pregnant",), "age_band": "age_18_19", "municipality": "sagamihara-chuo"},
    {"needs": ("n_child",), "children_age": ("school_age",), "municipality": "yamato"},
    {"needs": ("n_divorce",), "partner_fear": "not_afraid", "paper_signed": "pressed", "municipality": "hiratsuka"},
    {"needs": ("n_family",), "age_band": "twenties", "tonight": "home_ok"},
    {"needs": ("n_partner",), "danger_signs": ("threat_kill",), "municipality": "yokohama-tsurumi", "device": "looked_at"},
    {"needs": ("n_sexual",), "age_band": "twenties", "voice": "overheard"},
    {"needs": ("n_follow",), "municipality": "chigasaki"},
    {"needs": ("n_barrier",), "barrier_which": ("foreign_language", "visa"), "municipality": "ebina"},
    {"needs": ("n_barrier",), "barrier_which": ("gender",)},
    {"needs": ("n_money", "n_debt"), "lifeline_stop": "not_stopping", "eviction_letter": "landlord"},
    {"needs": ("n_money", "n_work", "n_child"), "children_age": ("age_0_5", "school_age"), "municipality": "kawasaki"},
    {"needs": ("n_partner", "n_child"), "children_age": ("age_0_5",), "municipality": "sagamihara"},
    {"needs": ("n_partner", "n_divorce", "n_money"), "paper_signed": "not_pressed", "municipality": "kamakura"},
    {"needs": ("n_mind", "n_alone"), "voice": "later", "talk_time": ("evening", "weekend"), "municipality": "odawara"},
    {"needs": ("n_stop", "n_debt", "n_family"), "municipality": "zama", "payer": "other", "device": "maybe"},
    {"needs": ("n_home", "n_family"), "tonight": "netcafe", "age_band": "under18", "municipality": "yokohama"},
    {"needs": ("n_debt", "n_home", "n_work", "n_mind"), "municipality": "kawasaki", "voice": "overheard"},
    {"needs": ("n_money", "n_home", "n_mind", "n_partner"), "partner_fear": "afraid"},
    {"needs": ("n_body", "n_work"), "refused": ("clinic", "work"), "municipality": "isehara"},
    {"needs": ("n_money", "n_home"), "refused": ("welfare", "passed_around"), "municipality": "yokohama"},
    {"safe_now": "danger", "needs": ("n_partner",), "municipality": "yokohama"},
    {"safe_now": "watched", "urgent": ("hurt_recent",), "needs": ("n_partner", "n_child")},
    {"urgent": ("assault_recent",), "needs": ("n_sexual",), "age_band": "age_18_19", "municipality": "kawasaki"},
    {"urgent": ("no_place_tonight",), "needs": ("n_home",), "tonight": "outside", "municipality": "atsugi"},
    {"urgent": ("child_danger",), "needs": ("n_child",), "municipality": "fujisawa"},
    {"urgent": ("ill_now",), "needs": ("n_body",)},
    {"self": "strong", "needs": ("n_mind",), "voice": "hard_to_speak"},
    {"self": "sometimes", "needs": ("n_alone", "n_work"), "age_band": "twenties", "municipality": "sagamihara"},
    {"needs": ("unsure",), "near_n_money": "near", "near_n_mind": "little", "municipality": "miura"},
    {"needs": ("unsure",)},
    {"needs": "rather_not", "voice": "rather_not", "municipality": "unknown"},
)  # fmt: skip
