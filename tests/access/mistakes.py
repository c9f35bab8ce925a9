"""Mistakes in the policy, each alone: in a list an entry too many or too few, another "and", "or", "not" or answer."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType

from familyapp.network import permission
from familyapp.network.permission import Act, Audience

SOURCE = Path(permission.__file__).read_text()
LISTS: dict[str, type[Act] | type[Audience]] = {
    "READS": Audience,
    "KEPT_CLOSE": Audience,
    "READING_ACTS": Act,
}
DECIDING = {"is_in", "in_at", "can", "readable", "readable_as", "readable_where"}
OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.LtE,
}
OTHER_WORD = {"and_": "or_", "or_": "and_", "is_": "is_not", "in_": "not_in"}


def policy_from(source: str) -> ModuleType:
    """The policy as this source has it, as a module of its own."""
    module = ModuleType("familyapp.network.permission_with_a_mistake")
    exec(source, module.__dict__)
    return module


def mistakes() -> Iterator[tuple[str, str]]:
    """Every mistake: what it is, and the whole source with it."""
    tree = ast.parse(SOURCE)
    for statement in tree.body:
        for node, instead in _all_instead(statement):
            copies: dict[int, ast.AST] = {}
            changed = deepcopy(tree, copies)
            _Replaced(copies[id(node)], instead).visit(changed)
            what = f"line {node.lineno}, {node.col_offset}: {ast.unparse(node)} → {ast.unparse(instead)}"
            yield what, ast.unparse(changed)


class _Replaced(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def _all_instead(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(statement, ast.FunctionDef) and statement.name in DECIDING:
        for node in ast.walk(statement):
            if isinstance(node, ast.Return) and node.value is not None and statement.name == "can":
                yield from ((node.value, other) for other in _other_answers(node.value))
            if isinstance(node, ast.expr):
                yield from ((node, other) for other in _instead(node))
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        words = LISTS.get(ast.unparse(target))
        for node in ast.walk(statement.value) if words and statement.value else ():
            if isinstance(node, ast.Tuple | ast.Set) and words:
                yield from ((node, other) for other in _other_lists(node, words))


def _other_answers(answer: ast.expr) -> list[ast.expr]:
    every: list[ast.expr] = [ast.Constant(True), ast.Constant(False)]
    return [each for each in every if ast.unparse(each) != ast.unparse(answer)]


def _other_lists(node: ast.Tuple | ast.Set, words: type[Act] | type[Audience]) -> Iterator[ast.expr]:
    for number in range(len(node.elts)):
        yield type(node)([*node.elts[:number], *node.elts[number + 1 :]])
    there = {ast.unparse(each) for each in node.elts}
    for word in words:
        name = f"{words.__name__}.{word.name}"
        if name not in there:
            yield type(node)([*node.elts, ast.parse(name, mode="eval").body])


def _instead(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for left_out in values:
                rest = [each for each in values if each is not left_out]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Compare(left, [op], comparators):
            yield ast.Compare(left, [OTHER[type(op)]()], comparators)
        case ast.Call(ast.Name(name), args) if name in OTHER_WORD:
            yield ast.Call(ast.Name(OTHER_WORD[name], ast.Load()), args, [])
            yield from args
        case ast.Call(ast.Attribute(owner, name), args) if name in OTHER_WORD:
            yield ast.Call(ast.Attribute(owner, OTHER_WORD[name], ast.Load()), args, [])
        case ast.Call(ast.Name("readable_where") as name, [part, of, family, person]):
            yield ast.Call(name, [part, of, person, family], [])
        case ast.Name("own" | "may_read", ast.Load()):
            yield ast.UnaryOp(ast.Not(), node)
