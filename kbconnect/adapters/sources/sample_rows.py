"""Turns the texts of resources/sample into the rows of the sample shop, dated back from one day.

Owns who bought what and wrote when. Reads files and nothing else: no clock, and no chance but that of a fixed seed.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kbconnect.adapters.sources.sample_texts import (
    Attributes,
    Dice,
    Letter,
    ProductFacts,
    Scenario,
    Writer,
    compose,
    scenario_from,
)

_SEED = 4711
_TICKETS = 1_720
_INBOX = 24
_CUSTOMERS = 640
_DAYS = 730
_FIRST_ORDER = 400_117
_CHANNELS = ("email", "email", "email", "web form", "web form", "chat")
_DOMAINS = ("example.com", "example.org", "example.net")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d"})

Row = tuple[object, ...]
Read = dict[str, Any]  # What a TOML or JSON file of resources/sample holds.


def clock_text(day: date, minute: int) -> str:
    """A moment in Ireland as text with its time zone; minute: of the day."""
    zone = "+01:00" if 4 <= day.month <= 10 else "+00:00"
    return f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}:00{zone}"


@dataclass(frozen=True, slots=True)
class _Customer:
    id: int
    name: str
    first_name: str
    city: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class _Planned:
    """A ticket before it is written. days_ago: negative for messages that arrive after the sample's today."""

    scenario: Scenario
    product_id: int | None
    customer: _Customer
    days_ago: int
    ordered_days_ago: int | None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShopRows:
    """The rows of each table, in the order of its columns; tables in the order in which they can be filled."""

    tables: Mapping[str, list[Row]]

    @classmethod
    def read(cls, resources: Path, today: date) -> ShopRows:
        """Everything in the shop on that day. Raises OSError when a file of `resources` is missing."""
        return cls(_Shop(resources, today).tables())


def write_shop(connection: sqlite3.Connection, rows: ShopRows) -> None:
    """Inserts all rows into their empty tables."""
    for table, content in rows.tables.items():
        places = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", content)


class _Shop:
    """Builds the rows table by table, drawing from one pair of dice in a fixed order."""

    def __init__(self, resources: Path, today: date) -> None:
        self._resources = resources
        self._today = today
        self._dice = Dice(_SEED)
        self._about = _toml(resources / "shop.toml")
        self._products: list[Row] = []
        self._facts: list[ProductFacts] = []

    def tables(self) -> dict[str, list[Row]]:
        categories = self._categories()
        brands = [
            (number, name, country, f"https://{_plain(name)}.example" if number % 6 else None)
            for number, (name, country) in enumerate(sorted(self._about["brands"].items()), 1)
        ]
        self._read_products({str(row[2]): row[0] for row in categories}, {row[1]: row[0] for row in brands})
        customers = self._customers()
        planned = self._numbered(self._plan(customers))
        letters = [self._compose(each) for each in planned]
        sent = [(plan, letter) for plan, letter in zip(planned, letters, strict=True) if plan.days_ago >= 0]
        waiting = [(plan, letter) for plan, letter in zip(planned, letters, strict=True) if plan.days_ago < 0]
        orders, items = self._orders(planned)
        extra, tickets = self._tickets(sent, len(customers))
        return {
            "categories": categories,
            "brands": list(brands),
            "products": self._products,
            "product_translations": self._translations(),
            "help_articles": self._articles(),
            "customers": self._customer_rows([*customers, *extra], planned),
            "orders": orders,
            "order_items": items,
            "tickets": tickets,
            "editorial_calendar": self._calendar(),
            "inbox": [
                (number, plan.customer.id, plan.product_id, plan.order_id, letter.subject, letter.message,
                 plan.scenario.language, self._moment(plan.days_ago))
                for number, (plan, letter) in enumerate(waiting, 1)
            ],
        }  # fmt: skip

    def _moment(self, days_ago: int) -> str:
        return clock_text(self._today - timedelta(days=days_ago), self._dice.between(7 * 60, 22 * 60))

    def _categories(self) -> list[Row]:
        rows: list[Row] = []
        for department, children in self._about["departments"].items():
            parent = len(rows) + 1
            rows.append((parent, None, _plain(department), department))
            for child in children:
                slug, name = child.split(":")
                rows.append((len(rows) + 1, parent, slug, name))
        return rows

    def _read_products(self, categories: Mapping[str, object], brands: Mapping[object, object]) -> None:
        for file in ("camp", "hike", "clothing", "bike", "water_climb", "spares"):
            for group in _json(self._resources / "products" / f"{file}.json"):
                for name, brand, price, weight, attributes, description, *more in group["products"]:
                    number = len(self._products) + 1
                    ended = bool(more)
                    self._facts.append(
                        ProductFacts(name, brand, group["category"], price, ended, _attributes(attributes))
                    )
                    self._products.append(
                        (number, f"TF-{brand[:2].upper()}{1000 + number * 7}", name, categories[group["category"]],
                         brands[brand], description, price, weight,
                         None if attributes is None else json.dumps(attributes, ensure_ascii=False), int(ended),
                         self._moment(self._dice.between(2, _DAYS)))
                    )  # fmt: skip

    def _translations(self) -> list[Row]:
        ids = {facts.name: number for number, facts in enumerate(self._facts, 1)}
        return [
            (ids[each["product"]], language, *each[language])
            for each in _toml(self._resources / "translations.toml")["translation"]
            for language in ("de", "fr")
        ]

    def _articles(self) -> list[Row]:
        read = [
            article
            for file in (
                "orders_delivery",
                "account_payment",
                "warranty_repair",
                "care",
                "sizing_safety",
                "guides",
                "news",
            )
            for article in _toml(self._resources / "articles" / f"{file}.toml")["article"]
        ]
        authors = self._about["staff"]["authors"]
        return [
            (number, each["slug"], each["topic"], "en", each["title"], each["html"], self._dice.pick(authors),
             self._dice.between(0, 240),
             (self._today + timedelta(days=each["expires"])).isoformat() if "expires" in each else None,
             self._moment(each["age"]))
            for number, each in enumerate(read, 1)
        ]  # fmt: skip

    def _calendar(self) -> list[Row]:
        read = _toml(self._resources / "editorial_calendar.toml")["article"]
        return [
            (number, each["slug"], each["topic"], each["title"], each["html"],
             (self._today + timedelta(days=6 * number)).isoformat())
            for number, each in enumerate(read, 1)
        ]  # fmt: skip

    def _customers(self) -> list[_Customer]:
        people = [group for group in self._about["people"] for _ in range(group["share"])]
        customers: list[_Customer] = []
        for number in range(1, _CUSTOMERS + 1):
            group = self._dice.pick(people)
            first = self._dice.pick(group["first"])
            name = f"{first} {self._dice.pick(group['last'])}"
            town = self._dice.pick(group["towns"])
            customers.append(_Customer(number, name, first, town, group["country"], group["language"]))
        return customers

    def _customer_rows(self, customers: Iterable[_Customer], planned: Iterable[_Planned]) -> list[Row]:
        known: dict[int, int] = {}
        for plan in planned:
            since = plan.days_ago if plan.ordered_days_ago is None else plan.ordered_days_ago
            known[plan.customer.id] = max(known.get(plan.customer.id, 0), since)
        return [
            (each.id, each.name, f"{_plain(each.name, '.')}.{each.id}@{_DOMAINS[each.id % 3]}",
             each.city if each.id % 17 else None, each.country, each.language,
             self._moment(known.get(each.id, 300) + self._dice.between(1, 200)))
            for each in customers
        ]  # fmt: skip

    def _plan(self, customers: list[_Customer]) -> list[_Planned]:
        scenarios = [
            scenario_from(read)
            for file in ("orders", "account", "camp", "hike_clothing", "bike_water", "german", "french")
            for read in _toml(self._resources / "tickets" / f"{file}.toml")["scenario"]
        ]
        drawn = [scenario for scenario in scenarios for _ in range(scenario.weight)]
        english = [scenario for scenario in drawn if scenario.language == "en"]
        fitting = {
            scenario.name: [number for number, facts in enumerate(self._facts, 1) if scenario.fits(facts)]
            for scenario in scenarios
        }
        speakers: dict[str, list[_Customer]] = {}
        for customer in customers:
            speakers.setdefault(customer.language, []).append(customer)
        planned = []
        for count in range(_TICKETS + _INBOX):
            arrives_later = count >= _TICKETS
            scenario = self._dice.pick(english if arrives_later else drawn)
            product = self._dice.pick(fitting[scenario.name]) if scenario.with_product else None
            days_ago = -1 - (count - _TICKETS) // 3 if arrives_later else self._days_ago()
            lag = scenario.lag_days
            ordered = None if lag is None else days_ago + self._dice.between(*lag)
            planned.append(_Planned(scenario, product, self._dice.pick(speakers[scenario.language]), days_ago, ordered))
        return sorted(planned, key=lambda plan: -plan.days_ago)

    def _days_ago(self) -> int:
        """Younger days have more tickets: the shop is growing."""
        return int(_DAYS * (self._dice.below(10_000) / 10_000) ** 1.2)

    def _numbered(self, planned: list[_Planned]) -> list[_Planned]:
        """Gives each plan that has an order the order's number; older orders have lower ones."""
        order = sorted(
            (place for place, plan in enumerate(planned) if plan.ordered_days_ago is not None),
            key=lambda place: -(planned[place].ordered_days_ago or 0),
        )
        number = _FIRST_ORDER
        result = list(planned)
        for place in order:
            number += self._dice.between(1, 37)
            result[place] = replace(planned[place], order_id=number)
        return result

    def _orders(self, planned: list[_Planned]) -> tuple[list[Row], list[Row]]:
        orders: list[Row] = []
        items: list[Row] = []
        for plan in sorted(
            (each for each in planned if each.order_id is not None), key=lambda each: each.order_id or 0
        ):
            bought = [plan.product_id or self._dice.between(1, len(self._facts))]
            while len(bought) < 4 and self._dice.chance(0.3):
                bought.append(self._dice.between(1, len(self._facts)))
            total = 0.0
            for line, product in enumerate(dict.fromkeys(bought), 1):
                price = self._facts[product - 1].price
                quantity = 2 if price < 30 and self._dice.chance(0.25) else 1
                total += price * quantity
                items.append((plan.order_id, line, product, quantity, price))
            status = "cancelled" if plan.scenario.name == "cancel order" else "delivered"
            ordered = self._moment(plan.ordered_days_ago or 0)
            orders.append((plan.order_id, plan.customer.id, status, round(total, 2), ordered))
        return orders, items

    def _compose(self, plan: _Planned) -> Letter:
        days = plan.ordered_days_ago
        noon = datetime(self._today.year, self._today.month, self._today.day, 12)  # noqa: DTZ001 - only days are counted
        writer = Writer(
            plan.customer.name,
            plan.customer.first_name,
            plan.customer.city,
            noon - timedelta(days=plan.days_ago),
            None if days is None else noon - timedelta(days=days),
            plan.order_id,
            "" if plan.product_id is None else self._facts[plan.product_id - 1].name,
        )
        tone = self._about["tone"][plan.scenario.language]
        return compose(plan.scenario, tone, writer, self._dice.pick(self._about["staff"]["agents"]), self._dice)

    def _tickets(
        self, composed: Iterable[tuple[_Planned, Letter]], customers: int
    ) -> tuple[list[_Customer], list[Row]]:
        """The tickets by age, the letters that were written whole among them, and who wrote those letters."""
        aged: list[tuple[int, Row]] = []
        extra: list[_Customer] = []
        for plan, letter in composed:
            aged.append((plan.days_ago, self._ticket(plan, letter)))
        ids = {facts.name: number for number, facts in enumerate(self._facts, 1)}
        for each in _toml(self._resources / "letters.toml")["letter"]:
            language = each.get("language", "en")
            if each["city"]:
                name = each["person"]
                extra.append(_Customer(customers + len(extra) + 1, name, name.split()[0], each["city"], "EU", language))
            created = self._moment(each["days"])
            aged.append(
                (each["days"],
                 (extra[-1].id if each["city"] else None, ids.get(each.get("product", "")), None, each["subject"],
                  each["message"], each.get("reply"), each["status"], each.get("priority", "normal"), each["channel"],
                  language, created, created))
            )  # fmt: skip
        aged.sort(key=lambda pair: -pair[0])
        return extra, [(number, *row) for number, (_, row) in enumerate(aged, 1)]

    def _ticket(self, plan: _Planned, letter: Letter) -> Row:
        """The ticket's row without its id; whether it was answered depends on its age."""
        status = self._status(plan.days_ago)
        answered = plan.days_ago if status == "open" else max(0, plan.days_ago - self._dice.between(0, 2))
        created, moved = sorted((self._moment(plan.days_ago), self._moment(answered)))
        return (
            plan.customer.id, plan.product_id, plan.order_id, letter.subject, letter.message,
            None if status == "open" else letter.reply, status, plan.scenario.priority or self._priority(),
            self._dice.pick(_CHANNELS), plan.scenario.language, created, created if status == "open" else moved,
        )  # fmt: skip

    def _status(self, days_ago: int) -> str:
        drawn = self._dice.below(100)
        if days_ago <= 4:
            return "open" if drawn < 70 else "pending"
        if days_ago <= 21:
            return "open" if drawn < 20 else "pending" if drawn < 45 else "resolved"
        if days_ago <= 60:
            return "pending" if drawn < 6 else "resolved" if drawn < 70 else "closed"
        return "open" if drawn < 1 else "resolved" if drawn < 20 else "closed"

    def _priority(self) -> str:
        drawn = self._dice.below(100)
        return "low" if drawn < 22 else "normal" if drawn < 82 else "high" if drawn < 96 else "urgent"


def _attributes(read: object) -> Attributes:
    return read if isinstance(read, dict) else {}


def _plain(text: str, between: str = "-") -> str:
    """The text in lower-case ASCII letters and digits, words joined."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    words = "".join(
        sign if sign.isascii() and sign.isalnum() else "" if unicodedata.combining(sign) else " " for sign in folded
    )
    return between.join(words.split())


def _toml(path: Path) -> Read:
    with path.open("rb") as file:
        return tomllib.load(file)


def _json(path: Path) -> list[Read]:
    read: list[Read] = json.loads(path.read_text(encoding="utf-8"))
    return read
