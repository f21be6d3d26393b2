"""Small changes of a module, each of which some test should notice.

Left alone is what no test can or should pin: annotations, docstrings, sentences in `Text(...)`,
the examples of a rule, decorators, `__slots__`, what only type checkers run.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from itertools import takewhile

Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SENTENCE_MARKS = frozenset(" ，。；：！？\n")
"""A string with one of these is a sentence or a pattern of many words, not a key or a word."""
LEFT_ALONE: dict[type[ast.AST], tuple[str, ...]] = {
    ast.arg: ("annotation",),
    ast.AnnAssign: ("target", "annotation"),
    ast.FunctionDef: ("decorator_list", "returns"),
    ast.AsyncFunctionDef: ("decorator_list", "returns"),
    ast.ClassDef: ("decorator_list", "bases"),
    ast.FormattedValue: ("format_spec",),
}
EXAMPLES = frozenset({"passing", "failing"})
SENTENCE_MAKERS = frozenset({"Text", "TypeVar", "cast"})
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node hangs in its tree."""

    parent: ast.AST
    field: str
    index: int | None
    """In the list of the field, if the field is a list."""
    node: ast.AST

    def put(self, new: ast.AST) -> None:
        ast.copy_location(new, self.node)
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new
        ast.fix_missing_locations(self.parent)


@dataclass(frozen=True, slots=True)
class Mutation:
    place: Place
    new: ast.AST

    @property
    def line(self) -> int:
        return getattr(self.place.node, "lineno", 1)

    @property
    def change(self) -> str:
        """What becomes of what, as source text."""
        return _difference(ast.unparse(self.place.node), ast.unparse(self.new))

    def put(self) -> None:
        """Change the tree."""
        self.place.put(self.new)


def mutations(tree: ast.AST, may_return_none: bool = False) -> Iterator[Mutation]:
    """Every mutation below a node, in the order of the source. The tree itself stays as it is."""
    if isinstance(tree, Function):
        may_return_none = _allows_none(tree.returns)
    for place in _places(tree):
        if _is_left_alone(place.node):
            continue
        for new in _replacements(place, may_return_none):
            yield Mutation(place, new)
        yield from mutations(place.node, may_return_none)


def _places(parent: ast.AST) -> Iterator[Place]:
    skipped = LEFT_ALONE.get(type(parent), ())
    for field, value in ast.iter_fields(parent):
        if field in skipped:
            continue
        if isinstance(value, ast.AST):
            yield Place(parent, field, None, value)
        if isinstance(value, list):
            yield from _places_in(parent, field, value)


def _places_in(parent: ast.AST, field: str, values: list[object]) -> Iterator[Place]:
    for index, value in enumerate(values):
        if isinstance(value, ast.AST):
            yield Place(parent, field, index, value)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in SENTENCE_MAKERS
        case ast.keyword(arg=name):
            return name in EXAMPLES
        case ast.Assign(targets=[ast.Name(id="__slots__")]):
            return True
        case ast.Subscript(value=ast.Name(id="Literal")):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _replacements(place: Place, may_return_none: bool) -> Iterator[ast.AST]:
    yield from _variants(place.node)
    if _is_condition(place):
        yield ast.Constant(True)
        yield ast.Constant(False)
    match place.node:
        case ast.Tuple(elts=[*kept, _]) if _may_lose_an_item(place.parent):
            yield ast.Tuple(kept, ast.Load())
        case ast.Return(value=ast.Constant()):
            return
        case ast.Return() if may_return_none:
            yield ast.Return(ast.Constant(None))


@singledispatch
def _variants(_: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node, wherever it stands."""
    yield from ()


@_variants.register
def _(node: ast.Compare) -> Iterator[ast.AST]:
    for i, operator in enumerate(node.ops):
        ops = [*node.ops[:i], COMPARISONS[type(operator)](), *node.ops[i + 1 :]]
        yield ast.Compare(node.left, ops, node.comparators)


@_variants.register
def _(node: ast.BoolOp) -> Iterator[ast.AST]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield ast.BoolOp(other, node.values)


@_variants.register
def _(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


@_variants.register
def _(node: ast.BinOp) -> Iterator[ast.AST]:
    if other := OPERATORS.get(type(node.op)):
        yield ast.BinOp(node.left, other(), node.right)


@_variants.register
def _(node: ast.AugAssign) -> Iterator[ast.AST]:
    if other := OPERATORS.get(type(node.op)):
        yield ast.AugAssign(node.target, other(), node.value)


@_variants.register
def _(node: ast.Constant) -> Iterator[ast.AST]:
    yield from (ast.Constant(value) for value in _constants(node.value))


@_variants.register
def _(node: ast.List) -> Iterator[ast.AST]:
    if node.elts and isinstance(node.ctx, ast.Load):
        yield ast.List(node.elts[:-1], ast.Load())


@_variants.register
def _(node: ast.Set) -> Iterator[ast.AST]:
    if len(node.elts) > 1:
        yield ast.Set(node.elts[:-1])


@_variants.register
def _(_: ast.Continue) -> Iterator[ast.AST]:
    yield ast.Break()


@_variants.register
def _(_: ast.Break) -> Iterator[ast.AST]:
    yield ast.Continue()


def _constants(value: object) -> Iterator[bool | int | float | str]:
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
            yield value - 1
        case float():
            yield value + 1
        case str() if not SENTENCE_MARKS.intersection(value):
            yield f"{value}~"


def _may_lose_an_item(parent: ast.AST) -> bool:
    """Whether a tuple there may be shorter: it is compared, passed, looped over or a constant."""
    match parent:
        case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign():
            return True
        case ast.Call() | ast.keyword() | ast.Compare() | ast.For() | ast.comprehension():
            return True
    return False


def _is_condition(place: Place) -> bool:
    match place.parent:
        case ast.If() | ast.IfExp():
            return place.field == "test"
        case ast.comprehension():
            return place.field == "ifs"
    return False


def _allows_none(annotation: ast.expr | None) -> bool:
    """Whether a function that returns None instead still runs: its type is optional or bool."""
    if annotation is None:
        return False
    text = ast.unparse(annotation)
    return text == "bool" or text.endswith("| None")


def _difference(old: str, new: str) -> str:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new)))
    start = max(0, same - MOST_SHOWN // 2)
    shown = (" ".join(text[start : start + MOST_SHOWN].split()) for text in (old, new))
    return " → ".join(shown)
