"""The figures of a made-up city that a clerk would believe: people first, and what they pay and
get."""

import random
from typing import Any

from sipipeline.core.standard import Standard
from tools.accounts import Figures, percent, stated, total_of, with_balances, with_sums

WAN = 10_000
_TEN_WAN = 10 * WAN

PEOPLE: dict[str, dict[str, tuple[int, int]]] = {
    "enterprise_pension": {
        "participants": (182_460, 178_915),
        "contributors": (121_350, 119_420),
        "retirees": (61_110, 59_495),
        "average_retirees": (60_420, 58_760),
    },
    "resident_pension": {
        "participants": (290_265, 291_140),
        "contributors": (201_480, 203_310),
        "retirees": (84_120, 82_975),
        "average_retirees": (83_610, 82_450),
    },
    "institution_pension": {
        "participants": (34_870, 34_395),
        "contributors": (23_410, 23_260),
        "retirees": (11_460, 11_135),
        "average_retirees": (11_310, 10_980),
    },
    "employee_medical": {
        "participants": (168_300, 165_210),
        "contributors": (112_780, 111_045),
        "beneficiaries": (141_260, 136_890),
    },
    "resident_medical": {
        "participants": (486_190, 491_570),
        "contributors": (471_320, 476_880),
        "beneficiaries": (402_870, 395_240),
    },
    "work_injury": {
        "participants": (96_340, 93_875),
        "contributors": (95_610, 93_120),
        "beneficiaries": (1_286, 1_241),
    },
    "unemployment": {
        "participants": (88_150, 86_420),
        "contributors": (87_690, 86_015),
        "beneficiaries": (3_940, 3_715),
    },
}
"""This year and last."""

LEVELS: dict[str, dict[str, Any]] = {
    "enterprise_pension": {"before": 2872.4, "after": 2985.2, "increase": 112.8},
    "resident_pension": {"before": 176.5, "after": 183.1, "increase": 6.6},
    "institution_pension": {"before": 4598.3, "after": 4720.5, "increase": 122.2},
}
"""Yuan a month."""

OPENING: dict[str, int] = {
    "enterprise_pension": 96_400,
    "resident_pension": 78_250,
    "institution_pension": 18_930,
    "employee_medical": 88_310,
    "resident_medical": 31_240,
    "work_injury": 5_960,
    "unemployment": 7_235,
}
LEAVES: dict[str, dict[str, float]] = {
    "enterprise_pension": {
        "contributions": 148_230,
        "fiscal_subsidy": 21_350,
        "interest": 1_860,
        "entrusted_investment": 640,
        "transfer_in": 2_410,
        "other_income": 186,
        "from_superior": 52_000,
        "adjustment_in": 6_300,
        "basic_pension": 216_420,
        "funeral_and_survivor": 5_120,
        "disability_allowance": 410,
        "transfer_out": 3_905,
        "other_expenditure": 92,
        "adjustment_out": 4_800,
    },
    "resident_pension": {
        "contributions": 6_245,
        "fiscal_subsidy": 16_530,
        "collective_subsidy": 38,
        "interest": 1_905,
        "entrusted_investment": 1_120,
        "transfer_in": 62,
        "other_income": 20,
        "basic_pension": 15_150,
        "personal_account_pension": 3_222,
        "funeral_allowance": 402,
        "transfer_out": 85,
        "other_expenditure": 17,
    },
    "institution_pension": {
        "contributions": 40_730,
        "fiscal_subsidy": 21_890,
        "interest": 96,
        "transfer_in": 415,
        "other_income": 33,
        "basic_pension": 63_980,
        "funeral_and_survivor": 610,
        "disability_allowance": 13,
        "transfer_out": 180,
        "other_expenditure": 41,
    },
    "employee_medical": {
        "contributions": 62_410,
        "interest": 1_240,
        "transfer_in": 318,
        "other_income": 145,
        "inpatient": 24_880,
        "outpatient": 9_260,
        "maternity_medical": 1_840,
        "maternity_allowance": 3_120,
        "personal_account": 15_900,
        "transfer_out": 96,
        "other_expenditure": 60,
    },
    "resident_medical": {
        "contributions": 16_496,
        "fiscal_subsidy": 30_164,
        "interest": 610,
        "other_income": 25,
        "inpatient": 33_720,
        "outpatient": 6_180,
        "critical_illness": 4_130,
        "other_expenditure": 75,
    },
    "work_injury": {
        "contributions": 3_912,
        "interest": 126,
        "other_income": 18,
        "injury_medical": 1_010,
        "disability": 1_720,
        "work_death": 540,
        "capacity_appraisal": 36,
        "injury_prevention": 71,
        "other_expenditure": 9,
    },
    "unemployment": {
        "contributions": 4_720,
        "interest": 210,
        "transfer_in": 12,
        "other_income": 6,
        "unemployment_benefit": 2_860,
        "medical_premium": 760,
        "funeral_and_survivor": 14,
        "training_subsidy": 96,
        "job_retention": 640,
        "skill_subsidy": 118,
        "other_benefit": 35,
        "transfer_out": 22,
        "other_expenditure": 5,
    },
}
"""What came in and went out this year, about, in 万元; what is not named is nothing."""
_DEPOSITED = (0.45, 0.75)
"""Time deposits as a share of the balance."""
_GROWTH = (0.91, 0.985)
"""Last year's figure as a share of this year's."""
_BUDGETED = (0.97, 1.04)


def believable(standard: Standard, seed: int = 2023) -> dict[str, Any]:
    """Data for `fill`: seven funds of a city, each figure to the cent, all of them consistent."""
    chance = random.Random(seed)
    exact = {fund: _account(standard, fund, chance) for fund in LEAVES}
    exact[standard.total.key] = total_of(standard, exact)
    cover = {"unit": "", "year": int(standard.id), "money_unit": "万元"}
    data = {"standard": standard.id, "cover": cover, **stated(standard, exact, chance)}
    data["headcounts"] = {fund: _rows(rows) for fund, rows in PEOPLE.items()}
    data["benefit_levels"] = {fund: _level(fund) for fund in LEVELS}
    return data


def _account(standard: Standard, fund: str, chance: random.Random) -> dict[str, Figures]:
    """An account in yuan, from what is known of its leaves."""
    leaves: dict[str, Figures] = {}
    for item in standard.items_of(fund):
        if not standard.parts_of(fund, item.key):
            leaves[item.key] = _leaf(LEAVES[fund].get(item.key, 0), chance)
    opening = OPENING[fund] * WAN + chance.randrange(WAN)
    return with_balances(with_sums(standard, fund, leaves), opening, chance.uniform(*_DEPOSITED))


def _leaf(amount: float, chance: random.Random) -> Figures:
    if not amount:
        return dict.fromkeys(("budget", "actual", "prior"), 0)
    actual = int(amount * WAN) + chance.randrange(WAN)
    budget = round(actual * chance.uniform(*_BUDGETED) / _TEN_WAN) * _TEN_WAN
    return {"budget": budget, "actual": actual, "prior": int(actual * chance.uniform(*_GROWTH))}


def _rows(counts: dict[str, tuple[int, int]]) -> dict[str, Any]:
    rows = {}
    for item, (this, last) in counts.items():
        growth = percent((this - last) / last, 2)
        rows[item] = {"actual": this, "prior": last, "change": this - last, "growth_rate": growth}
    return rows


def _level(fund: str) -> dict[str, Any]:
    last = PEOPLE[fund]["retirees"][1]
    return {**LEVELS[fund], "eligible": last, "adjusted": last}
