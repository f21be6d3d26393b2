"""What the examples of rules are made of."""


def indicator(**cells: object) -> dict[str, object]:
    """A row of the indicator table as `fill` takes it: a quantity, with the cells that are given
    beside its names or in their place."""
    return {"level1": "产出指标", "level2": "数量指标", "level3": "享受待遇人数", **cells}


def account(fund: str, /, **items: object) -> dict[str, object]:
    """The account of one fund as `fill` takes it: by item what stands in its columns."""
    return {"accounts": {fund: items}}
