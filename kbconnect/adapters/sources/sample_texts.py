"""Composes the support tickets of the sample shop out of handwritten parts.

Owns the notation of resources/sample/tickets: choices, repeated choices, conditions between the parts of a ticket.
Must not touch a database, and draws only from the dice it is given, so the same parts give the same tickets.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NAMED = re.compile(r"(\w+)=(.*)", re.DOTALL)
_NAME = re.compile(r"\{(\w+)\}")
_CONDITION = re.compile(r"([0-9A-Za-z,_-]+)> ")
_SIZE_AT_END = re.compile(r"(.+ .{3,}) \d+(?: m)?")
_SHOP_ADDRESS = "https://www.tarnfold.example/help/"

Item = TypeVar("Item")
Attributes = Mapping[str, object]


class Dice:
    """Chance that repeats: the same on every system and in every version of Python."""

    def __init__(self, seed: int) -> None:
        # Of this class only random() is promised to stay the same between versions of Python.
        self._random = random.Random(seed).random

    def below(self, end: int) -> int:
        return int(self._random() * end)

    def between(self, first: int, last: int) -> int:
        return first + self.below(last - first + 1)

    def chance(self, share: float) -> bool:
        return self._random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a scenario looks at to decide whether it can happen to a product."""

    name: str
    brand: str
    category: str
    price: float
    discontinued: bool
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of ticket. lag_days: first and last day after the order on which it happens; None: without an order."""

    name: str
    language: str
    weight: int
    priority: str | None
    with_product: bool
    lag_days: tuple[int, int] | None
    article: str | None
    parts: Mapping[str, Sequence[str]]
    filters: Mapping[str, object]

    def fits(self, product: ProductFacts) -> bool:
        """Whether it can happen to this product."""
        wanted = self.filters
        return (
            (not wanted.get("categories") or product.category in _listed(wanted["categories"]))
            and product.category not in _listed(wanted.get("not_categories", ()))
            and (not wanted.get("brands") or product.brand in _listed(wanted["brands"]))
            and ("has" not in wanted or wanted["has"] in product.attributes)
            and product.price >= _number(wanted.get("min_price", 0))
            and all(product.attributes.get(k) in _listed(v) for k, v in _table(wanted.get("where")).items())
            and not any(product.attributes.get(k) in _listed(v) for k, v in _table(wanted.get("exclude")).items())
            and not (self.lag_days is None and product.discontinued)
        )


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes when: the facts that a ticket's text mentions. ordered: None when there was no order."""

    full_name: str
    first_name: str
    city: str
    written: datetime
    ordered: datetime | None
    order_id: int | None
    product: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A ticket's texts. reply is written whether or not somebody has sent it yet."""

    subject: str
    message: str
    reply: str


def scenario_from(read: Mapping[str, object]) -> Scenario:
    """A scenario as it stands in resources/sample/tickets. Raises KeyError when a part is missing."""
    lag = [int(_number(day)) for day in _listed(read.get("lag", ()))]
    return Scenario(
        name=str(read["name"]),
        language=str(read.get("lang", "en")),
        weight=int(_number(read.get("weight", 1))),
        priority=str(read["priority"]) if "priority" in read else None,
        with_product=not read.get("noproduct", False),
        lag_days=None if read.get("noorder") else (lag[0], lag[1]),
        article=str(read["article"]) if "article" in read else None,
        parts={name: tuple(map(str, _listed(read[name]))) for name in ("subject", "problem", "detail", "ask", "reply")},
        filters=read,
    )


def compose(scenario: Scenario, tone: Mapping[str, object], writer: Writer, agent: str, dice: Dice) -> Letter:
    """A ticket by this writer: subject, message and reply speak of the same problem, detail and names."""
    problem = dice.below(len(scenario.parts["problem"]))
    details = _possible(scenario.parts["detail"], problem, None)
    detail = dice.pick(details) if details and dice.chance(0.8) else None
    asks = _possible(scenario.parts["ask"], problem, detail)
    ask = dice.pick(asks) if asks and dice.chance(0.85) else None
    names = _names(tone, writer, agent)
    body = [scenario.parts["problem"][problem]]
    body += [_text(scenario.parts["detail"][detail])] if detail is not None else []
    body += [_text(scenario.parts["ask"][ask])] if ask is not None else []
    spoken = _SIZE_AT_END.fullmatch(writer.product)
    # Nobody says the number at the end of a product's name when writing about it.
    said = dict(names, p=spoken[1] if spoken else writer.product)
    message = _joined([_said(part, said, dice) for part in body], dice)
    names |= dict(said, p=writer.product)
    greeting = str(dice.pick(_listed(tone["greetings"])))
    closing = _said(str(dice.pick(_listed(tone["closings"]))), names, dice)
    subject = scenario.parts["subject"][dice.pick(_possible(scenario.parts["subject"], problem, detail))]
    reply = scenario.parts["reply"][dice.pick(_possible(scenario.parts["reply"], problem, detail, ask))]
    answer = [str(dice.pick(_listed(tone["reply_open"]))), _text(reply)]
    if scenario.article is not None and dice.chance(0.6):
        guide = str(dice.pick(_listed(tone["guide"])))
        answer.append(guide.replace("{link}", _SHOP_ADDRESS + scenario.article))
    answer.append(str(dice.pick(_listed(tone["reply_close"]))))
    return Letter(
        subject=_said(_text(subject), names, dice),
        message="\n\n".join(part for part in (greeting, message if greeting else _capital(message), closing) if part),
        reply="\n\n".join(_said(part, names, dice) for part in answer),
    )


def _joined(sentences: Sequence[str], dice: Dice) -> str:
    """One paragraph, or the last thought in a paragraph of its own."""
    if len(sentences) > 1 and dice.chance(0.35):
        return " ".join(sentences[:-1]) + "\n\n" + sentences[-1]
    return " ".join(sentences)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _possible(parts: Sequence[str], problem: int, detail: int | None, ask: int | None = None) -> list[int]:
    """Which parts go with what was chosen before them."""
    told = {str(problem + 1), "-" if detail is None else chr(ord("a") + detail)}
    told.add("_" if ask is None else chr(ord("A") + ask))
    return [index for index, part in enumerate(parts) if _holds(part, told)]


def _holds(part: str, told: set[str]) -> bool:
    condition = _CONDITION.match(part)
    return condition is None or any(_met(set(case), told) for case in condition[1].split(","))


def _met(case: set[str], told: set[str]) -> bool:
    """Of problems, details and asks: each kind that the case names has to be met by one of its signs."""
    kinds = (
        {sign for sign in case if sign.isdigit()},
        {sign for sign in case if sign.islower() or sign == "-"},
        {sign for sign in case if sign.isupper() or sign == "_"},
    )
    return all(not kind or kind & told for kind in kinds)


def _text(part: str) -> str:
    return _CONDITION.sub("", part, count=1) if _CONDITION.match(part) else part


def _said(text: str, names: dict[str, str], dice: Dice) -> str:
    """The text with its choices made and its names filled in; choices with a name are added to the names."""

    def choose(match: re.Match[str]) -> str:
        named = _NAMED.fullmatch(match[1])
        chosen: str = dice.pick((named[2] if named else match[1]).split("|"))
        if named:
            names[named[1]] = chosen
        return chosen

    while _CHOICE.search(text):
        text = _CHOICE.sub(choose, text)
    return _filled(text, names)


def _filled(text: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: names[str(match[1])], text)


def _names(tone: Mapping[str, object], writer: Writer, agent: str) -> dict[str, str]:
    names = {
        "full": writer.full_name,
        "first": writer.first_name,
        "city": writer.city,
        "agent": agent,
        "p": writer.product,
    }
    if writer.ordered is not None:
        names |= {"o": str(writer.order_id), **_since(tone, writer.ordered, (writer.written - writer.ordered).days)}
    return names


def _since(tone: Mapping[str, object], ordered: datetime, days: int) -> dict[str, str]:
    month = str(_listed(tone["months_names"])[ordered.month - 1])
    if days < 12:
        ago, long = "days", "for_weeks"
    elif days < 80:
        ago, long = "weeks", "for_weeks"
    elif days < 330:
        ago, long = "months", "for_months"
    else:
        ago, long = "years", "for_years"
    numbers = _listed(tone["numbers"])  # From two on, in words.
    number = round(days / (30 if long == "for_months" else 7))
    word = numbers[min(max(number - 2, 0), len(numbers) - 1)]
    fill = {"n": str(word), "month": month, "year": str(ordered.year)}
    return {
        "ago": _filled(str(tone[ago]), fill),
        "ago2": _filled(str(tone[long]), fill),
    }


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else (value,)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(f"a number was expected, not {value!r}")
    return value
