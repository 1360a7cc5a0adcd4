"""Which texts of the layers below the window people are told, read from their code.

A sentence is a constant or an f-string that looks like one; an f-string is named by its pattern ("{0} of {1} rows").
What fills its places is followed to where it comes from (a variable, a parameter, a table, what a function returns), so
that words for them are found, too. Owns these rules; must not know files of translations.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SILENT_CALLS = {"getLogger", "debug", "info", "warning", "error", "exception", "critical", "log", "compile", "execute"}
_SILENT_ERRORS = {name for name in dir(builtins) if name.endswith("Error")}
"""What they say goes to programmers and logs."""
_FOR_IT = {"detail", "technical", "fix"}
"""Parameters that take the text for IT, which stays English."""
_WORDS = "_words"
"""Functions whose names end so return what people read."""
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"[A-Za-z]{3,}| or |\{0\} ?[A-Za-z]{2}|[A-Za-z]{2} \{")
_HOLE = re.compile(r"\{\w*(?:[:!][^{}]*)?\}")
_NAMED = re.compile(r"\{[a-z_]*(?:[:!][^{}]*)?\}")
_STATEMENT = re.compile(
    r"[\s(]*(?:SELECT|INSERT|INTO|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|WITH|BEGIN|COPY|SET|SHOW|COMMIT|ROLLBACK|"
    r"ORDER BY|"
    r"GRANT|WHERE|AND|FROM|VALUES|DECLARE|FETCH|ATTACH|VACUUM|REPLACE|ON|JOIN|LEFT|ANALYZE|CROSS|CASE|WHEN|LIMIT|"
    r"REVOKE|EXPLAIN|KILL|START|CAST|CONVERT|CONCAT|IF|IFNULL|LPAD|TIMESTAMP|--)\b"
    r"|--|.*\b(?:IS NOT NULL|IS NULL|CASE WHEN|COLLATE|CAST)\b"
)
_NO_WORDS = ("::", "(%", " = ", "->", "://{", "(,", "(?)", "*", "OFFSET", "md5", "ORDER BY", "digest")
"""Signs of a statement or a path."""
_SENTENCE = 6
"""So many words between a capital letter and a full stop are a sentence, whatever signs it names."""

_NAME = re.compile(r"[A-Z0-9]+(?:[ _][A-Z0-9]+)*|\S*[\w\d][._/=&?-]+\S*")
"""Names, settings and paths: nothing to translate."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class _Module:
    """One file, with what is looked up in it. within: node -> the function around it, None at the top."""

    tree: ast.Module
    functions: dict[str, list[_Function]] = field(default_factory=dict)
    tables: dict[str, ast.expr] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    calls: dict[str, list[ast.Call]] = field(default_factory=dict)
    within: dict[int, _Function | None] = field(default_factory=dict)
    around: dict[int, ast.ClassDef | None] = field(default_factory=dict)


class ToldTexts:
    """The texts of some modules that belong together."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self._modules = [_read(tree) for tree in trees]
        self._visited: set[int] = set()

    def all(self) -> Iterator[str]:
        """Sentences and words, some more than once."""
        for module in self._modules:
            skipped = self._not_for_people(module)
            for node in ast.walk(module.tree):
                if id(node) in skipped:
                    continue
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_for_people(node.value):
                    yield numbered(node.value)
                elif isinstance(node, ast.JoinedStr) and is_for_people(_pattern(node)):
                    yield from self._words(node, module)
            for functions in module.functions.values():
                for function in functions:
                    if function.name.endswith(_WORDS):
                        yield from self._returned(function, module)

    # ------------------------------------------------------------------------------------------- leaving out

    def _not_for_people(self, module: _Module) -> set[int]:
        """Docstrings, texts for logs and for IT, keys, and parts of f-strings (those count as a whole)."""
        skipped: set[int] = set()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                skipped.add(id(node.value))
            elif isinstance(node, ast.JoinedStr):
                skipped.update(id(part) for part in node.values)
            elif isinstance(node, ast.Subscript):
                skipped.update(_all_of(node.slice))
            elif isinstance(node, ast.Compare):
                skipped.update(_all_of(node))
            elif isinstance(node, ast.Assert) and node.msg is not None:
                skipped.update(_all_of(node.msg))
            elif isinstance(node, ast.Call):
                skipped.update(self._silent_parts(node, module))
        return skipped

    def _silent_parts(self, call: ast.Call, module: _Module) -> Iterator[int]:
        name = _name_of(call)
        if name in _SILENT_CALLS or name in _SILENT_ERRORS:
            yield from _all_of(call)
        for keyword in call.keywords:
            if keyword.arg in _FOR_IT:
                yield from _all_of(keyword.value)
        for function in self._functions(name, module):
            names = _parameters(function)
            for parameter, given in zip(names, call.args, strict=False):
                if parameter in _FOR_IT and not _tells_people(parameter, function):
                    yield from _all_of(given)

    # ------------------------------------------------------------------------------------------- following

    def _words(self, node: ast.expr, module: _Module) -> Iterator[str]:
        """The texts a value may have."""
        if id(node) in self._visited:
            return
        self._visited.add(id(node))
        match node:
            case ast.Constant(value=str(text)):
                if _is_word(text):
                    yield numbered(text)
            case ast.JoinedStr():
                pattern = _pattern(node)
                if _is_word(pattern):
                    yield pattern
                yield from self._of_all(_open_holes(node), module)
            case ast.Name(id=name):
                yield from self._of_name(name, node, module)
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                yield from self._of_own_attribute(name, node, module)
            case ast.Attribute(attr=name):
                yield from self._of_field(name, module)
            case ast.Call():
                yield from self._of_call(node, module)
            case ast.Dict():
                yield from self._of_all(node.values, module)
            case _:
                yield from self._of_all(_parts_of(node), module)

    def _of_all(self, nodes: Iterable[ast.expr], module: _Module) -> Iterator[str]:
        for node in nodes:
            yield from self._words(node, module)

    def _of_name(self, name: str, node: ast.expr, module: _Module) -> Iterator[str]:
        function = module.within.get(id(node))
        if function is None:
            table = module.tables.get(name)
            if table is not None:
                yield from self._words(table, module)
            return
        given = list(_assigned(name, function))
        yield from self._of_all(given, module)
        if name in _parameters(function) or name in {argument.arg for argument in function.args.kwonlyargs}:
            yield from self._of_parameter(name, function, module)
        elif not given and name in module.tables:
            yield from self._words(module.tables[name], module)

    def _of_parameter(self, name: str, function: _Function, module: _Module) -> Iterator[str]:
        """What callers give."""
        owner = module.around.get(id(function))
        called = owner.name if function.name == "__init__" and owner is not None else function.name
        place = _parameters(function).index(name) if name in _parameters(function) else len(_parameters(function))
        for caller in self._modules if self._is_alone(called) else [module]:
            for call in caller.calls.get(called, ()):
                values = [keyword.value for keyword in call.keywords if keyword.arg == name]
                yield from self._of_all(call.args[place : place + 1] + values, caller)

    def _of_own_attribute(self, name: str, node: ast.expr, module: _Module) -> Iterator[str]:
        function = module.within.get(id(node))
        owner = module.around.get(id(function)) if function is not None else None
        for inner in ast.walk(owner) if owner is not None else ():
            if isinstance(inner, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr == name for target in inner.targets
            ):
                yield from self._words(inner.value, module)
        if owner is not None:
            yield from self._given_to(owner, name, module)

    def _of_field(self, name: str, module: _Module) -> Iterator[str]:
        """What a private value class of the module is made with."""
        for owner in module.classes.values():
            if owner.name.startswith("_"):
                yield from self._given_to(owner, name, module)

    def _given_to(self, owner: ast.ClassDef, name: str, module: _Module) -> Iterator[str]:
        fields = [part.target.id for part in owner.body if _is_field(part)]  # type: ignore[attr-defined]
        if name in fields:
            place = fields.index(name)
            for call in module.calls.get(owner.name, ()):
                values = [keyword.value for keyword in call.keywords if keyword.arg == name]
                yield from self._of_all(call.args[place : place + 1] + values, module)

    def _of_call(self, call: ast.Call, module: _Module) -> Iterator[str]:
        name = _name_of(call)
        match call.func:
            case ast.Attribute(attr="join", value=ast.Constant(value=str(between))):
                if _LETTERS.search(between):
                    yield f"{{0}}{between}{{1}}"
                yield from self._of_all(call.args, module)
            case ast.Attribute(attr="get" | "items" | "values" | "lower" | "replace" | "removesuffix", value=table):
                yield from self._words(table, module)
                yield from self._of_all(call.args[1:], module)
            case _ if name in {"str", "sorted", "tuple", "list"}:
                yield from self._of_all(call.args, module)
        for function in self._functions(name, module):
            owner = next(owner for owner in self._modules if id(function) in owner.within)
            yield from self._returned(function, owner)

    def _returned(self, function: _Function, module: _Module) -> Iterator[str]:
        for inner in ast.walk(function):
            if isinstance(inner, ast.Return) and inner.value is not None and module.within[id(inner)] is function:
                yield from self._words(inner.value, module)

    def _functions(self, name: str, module: _Module) -> list[_Function]:
        """Those called so, here or, if only one is, anywhere."""
        here = module.functions.get(name, [])
        if here or not self._is_alone(name):
            return here
        return next((other.functions[name] for other in self._modules if name in other.functions), [])

    def _is_alone(self, name: str) -> bool:
        return sum(len(module.functions.get(name, ())) + (name in module.classes) for module in self._modules) == 1


def is_for_people(text: str) -> bool:
    """Several words, the first written large, no statement; or two words and more that end a sentence."""
    if _STATEMENT.match(text) or _NAME.fullmatch(text) or "\n" in text or "\\" in text:
        return False
    bare = _HOLE.sub("", text)
    words = _LETTERS.findall(bare)
    first = text.lstrip("“\"'({[")[:1]
    is_proper = text.startswith("macOS ") or (text.startswith("kbconnect ") and len(words) > 3)
    if len(words) >= _SENTENCE and (first.isupper() or is_proper) and text.endswith("."):
        return True
    if not words or any(sign in bare for sign in _NO_WORDS) or (" " not in text.strip() and not text.endswith(".")):
        return False
    is_begun = first.isupper() or first.isdigit() or text.startswith("{") or is_proper
    is_short = text.startswith("A ") or (first.isupper() and text.endswith("."))
    return (len(words) >= 2 or is_short) and (is_begun or text.endswith((".", "?")))


def _is_word(text: str) -> bool:
    if "\\" in text or ("://" in text and not text.endswith(".")):
        return False
    return _WORD.search(text) is not None and _NAME.fullmatch(text.strip()) is None


def numbered(text: str) -> str:
    """The places of str.format by number, from 0 in their order, as a pattern has them."""
    numbers = itertools.count()
    return _NAMED.sub(lambda _: f"{{{next(numbers)}}}", text)


def _pattern(node: ast.JoinedStr) -> str:
    made, holes = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            made += str(part.value)
        else:
            made += f"{{{holes}}}"
            holes += 1
    return made


def _open_holes(node: ast.JoinedStr) -> Iterator[ast.expr]:
    """What fills the places that stand in no quotation marks: in those stand names, which are left alone."""
    for before, part, behind in zip([None, *node.values], node.values, [*node.values[1:], None], strict=False):
        if isinstance(part, ast.FormattedValue) and not (_text(before).endswith("“") and _text(behind).startswith("”")):
            yield part.value


def _text(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _read(tree: ast.Module) -> _Module:
    module = _Module(tree)
    _place(tree, None, None, module)
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets, value=value):
                module.tables.update({target.id: value for target in targets if isinstance(target, ast.Name)})
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.tables[name] = value
            case _:
                pass
    return module


def _place(node: ast.AST, function: _Function | None, owner: ast.ClassDef | None, module: _Module) -> None:
    """Notes where everything stands."""
    if isinstance(node, _Function):
        module.functions.setdefault(node.name, []).append(node)
        module.around[id(node)] = owner
        module.within[id(node)] = function
        function = node
    elif isinstance(node, ast.ClassDef):
        module.classes[node.name] = owner = node
    elif isinstance(node, ast.Call):
        module.calls.setdefault(_name_of(node), []).append(node)
    if not isinstance(node, _Function):
        module.within[id(node)] = function
    for child in ast.iter_child_nodes(node):
        _place(child, function, owner, module)


def _parts_of(node: ast.expr) -> list[ast.expr]:
    """The expressions one of which, or all of which, make the value."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp():
            return node.values
        case ast.BinOp(op=ast.Add()):
            return [node.left, node.right]
        case ast.Subscript() | ast.NamedExpr() | ast.Starred():
            return [node.value]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return [node.elt]
        case ast.Tuple() | ast.List() | ast.Set():
            return node.elts
        case _:
            return []


def _assigned(name: str, function: _Function) -> Iterator[ast.expr]:
    """What a local variable is set to, and the items it goes through."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _matching(target, value, name)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
                yield from _matching(target, value, name)
            case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                yield value
            case ast.For(target=target, iter=items) | ast.comprehension(target=target, iter=items):
                for item in items.elts if isinstance(items, ast.Tuple | ast.List) else [items]:
                    yield from _matching(target, item, name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr="append"), args=[value]) if found == name:
                yield value
            case _:
                pass


def _matching(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """The part of a value that a target of this name takes; all of it where the value isn't written out."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        parts = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) else None
        for place, inner in enumerate(target.elts):
            yield from _matching(inner, parts[place] if parts is not None else value, name)


def _parameters(function: _Function) -> list[str]:
    """Names, without self."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _tells_people(parameter: str, function: _Function) -> bool:
    """Where the text for IT has a place of its own, the detail is a sentence."""
    return parameter == "detail" and "technical" in {argument.arg for argument in function.args.kwonlyargs}


def _is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _all_of(node: ast.AST) -> Iterator[int]:
    return (id(part) for part in ast.walk(node))
