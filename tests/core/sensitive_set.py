"""A labelled set: columns and texts with and without sensitive data, all invented, drawn from a fixed seed.

Owns what is right. Addresses use reserved domains and networks; cards and accounts are made with their check digits.
"""

from __future__ import annotations

import hashlib
import random
import string
import uuid
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from kbconnect.core.checksums import is_iban, is_luhn, is_mod11_10
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.treatment import SensitiveKind as Kind

ROWS = 20

_FIRST = (
    "Anna",
    "Ben",
    "Chloé",
    "Dieter",
    "Elif",
    "Fatima",
    "Georg",
    "Hana",
    "Inés",
    "José",
    "Katarzyna",
    "Lars",
    "Mei",
    "Noor",
    "Olga",
    "Paulo",
    "Quinn",
    "Rosa",
)
_LAST = (
    "Müller",
    "Smith",
    "Dubois",
    "García",
    "Rossi",
    "Kowalski",
    "Nguyen",
    "O'Brien",
    "Yılmaz",
    "Novák",
    "Svensson",
    "Okafor",
    "Haddad",
    "Silva",
)
_DOMAINS = ("example.com", "example.org", "mail.example.net", "kunde.example", "firma.example", "uni.example.edu")
_PROSE = (
    "The hinge is the part of a door on which it turns. Tighten the two screws at the lower end, then try it again.",
    "A tent of this size sleeps four; in strong wind use all twelve pegs. Delivery takes three to five working days.",
    "Der Reißverschluss klemmt, sobald es kalt wird. Bitte schicken Sie uns ein Foto, dann sehen wir weiter.",
    "La fermeture éclair se bloque quand il fait froid. Merci de nous envoyer une photo de la tente.",
    "La cremallera se atasca cuando hace frío. Un domestic animal of the dog family, kept for hunting or as a pet.",
    "To move with the wind; to be carried along by a current of water or air, as a boat without oars.",
)


@dataclass(frozen=True)
class LabelledColumn:
    """kind: what it holds; None: nothing sensitive. by_sample: its name says nothing of it."""

    info: ColumnInfo
    values: tuple[str, ...]
    kind: Kind | None
    within: bool = False
    by_sample: bool = False


@dataclass(frozen=True)
class LabelledText:
    """pieces: what is to be found in it."""

    text: str
    pieces: tuple[tuple[str, Kind], ...]


class Draw:
    """Values of every sort."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def digits(self, count: int) -> str:
        return "".join(self.random.choices(string.digits, k=count))

    def signs(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        return "".join(self.random.choices(alphabet, k=count))

    def email(self) -> str:
        first, last = self.random.choice(_FIRST).lower(), self.random.choice(_LAST).lower().replace("'", "")
        made = self.random.choice((f"{first}.{last}", f"{first[0]}{last}", f"{first}+shop", f"{last}_{self.digits(2)}"))
        return f"{made}@{self.random.choice(_DOMAINS)}"

    def phone(self) -> str:
        d = self.digits
        return self.random.choice(
            (
                f"+49 30 {d(7)}",
                f"+49 (0)171 {d(7)}",
                f"+33 6 {d(2)} {d(2)} {d(2)} {d(2)}",
                f"+1 555-2{d(2)}-{d(4)}",
                f"030 / {d(6)}-{d(2)}",
                f"0171-{d(7)}",
                f"(030) {d(7)}",
                f"0044 20 {d(4)} {d(4)}",
                f"01 42 {d(2)} {d(2)} {d(2)}",
                f"(415) 2{d(2)}-{d(4)}",
                f"415-5{d(2)}-{d(4)}",
                f"+34 6{d(2)} {d(3)} {d(3)}",
                f"+4479{d(8)}",
                f"+90.532.{d(3)}.{d(4)}",
            )
        )

    def card(self) -> str:
        start, length = self.random.choice((("4", 16), ("51", 16), ("37", 15), ("2221", 16), ("6011", 16)))
        body = start + self.digits(length - len(start) - 1)
        digits = next(body + last for last in string.digits if is_luhn(body + last))
        if length == 15:
            return self.random.choice((digits, f"{digits[:4]} {digits[4:10]} {digits[10:]}"))
        gap = self.random.choice(("", " ", "-"))
        return gap.join(digits[place : place + 4] for place in range(0, 16, 4))

    def iban(self) -> str:
        country, length = self.random.choice((("DE", 22), ("FR", 27), ("ES", 24), ("NL", 18), ("AT", 20)))
        body = ("INGB" if country == "NL" else "") + self.digits(length - 4 - (4 if country == "NL" else 0))
        made = next(f"{country}{n:02}{body}" for n in range(2, 99) if is_iban(f"{country}{n:02}{body}"))
        return self.random.choice((made, " ".join(made[place : place + 4] for place in range(0, length, 4))))

    def tax_id(self) -> str:
        while True:
            made = self.digits(11)
            if is_mod11_10(made):
                return made

    def national_id(self) -> str:
        number = self.random.randrange(10_000_000, 99_999_999)
        return self.random.choice(
            (
                f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}",
                f"{self.random.randrange(100, 665)}-{self.digits(1)}1-{self.random.randrange(1000, 9999)}",
                f"AB{self.digits(6)}C",
            )
        )

    def ipv4(self) -> str:
        return self.random.choice(
            (
                f"203.0.113.{self.random.randrange(1, 255)}",
                f"198.51.100.{self.random.randrange(1, 255)}",
                f"192.168.{self.random.randrange(9)}.{self.random.randrange(255)}",
                f"10.{self.random.randrange(1, 99)}.3.4",
            )
        )

    def ipv6(self) -> str:
        return f"2001:db8:{self.signs(3, '123456789abcdef')}::{self.signs(4, '123456789abcdef')}"

    def token(self) -> str:
        s = self.signs
        return self.random.choice(
            (
                f"ghp_{s(36)}",
                f"AKIA{s(16, string.ascii_uppercase + '234567')}",
                f"xoxb-{self.digits(12)}-{self.digits(12)}-{s(24)}",
                f"eyJhbGciOiJIUzI1NiJ9.eyJ{s(40)}.{s(43)}",
                f"sk_live_{s(24)}",
                f"glpat-{s(20)}",
                f"AIza{s(35)}",
                f"sk-proj-{s(40)}",
                f"npm_{s(36)}",
                f"SG.{s(22)}.{s(43)}",
            )
        )

    def password_hash(self) -> str:
        s = self.signs
        return self.random.choice(
            (
                f"$2b$12${s(53)}",
                f"$argon2id$v=19$m=65536,t=3,p=4${s(22)}${s(43)}",
                f"pbkdf2_sha256$600000${s(22)}${s(43)}=",
                f"$6${s(16)}${s(86)}",
                f"{{SSHA}}{s(32)}",
            )
        )

    def birth_date(self) -> str:
        return (
            f"{self.random.randrange(1940, 2005)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
        )

    def street(self) -> str:
        number = self.random.randrange(1, 120)
        return self.random.choice(
            (
                f"Lindenstraße {number}",
                f"Am Birkenweg {number}a",
                f"{number} Baker Street",
                f"{number} rue de la Paix",
                f"Calle Mayor {number}",
                f"{number} Old Mill Road",
                f"Hauptstr. {number}",
                f"{number} avenue Foch",
            )
        )

    def prose(self) -> str:
        return self.random.choice(_PROSE)

    # --------------------------------------------------------------------------------------- nothing sensitive

    def version(self) -> str:
        return ".".join(str(self.random.randrange(30)) for _ in range(self.random.choice((3, 4))))

    def timestamp(self) -> str:
        r = self.random.randrange
        return f"20{r(10, 27)}-{r(1, 13):02}-{r(1, 29):02} {r(24):02}:{r(60):02}:{r(60):02}+0{r(3)}:00"

    def date_written(self) -> str:
        r = self.random.randrange
        return self.random.choice(
            (
                f"{r(1, 29):02}.{r(1, 13):02}.20{r(10, 27)}",
                f"{r(1, 13):02}/{r(1, 29):02}/20{r(10, 27)}",
                f"{r(1, 29):02}-{r(1, 13):02}-20{r(10, 27)}",
            )
        )

    def order_number(self) -> str:
        return self.random.choice((f"SO-{self.digits(8)}", f"2024-{self.digits(6)}"))

    def ean(self) -> str:
        return f"40{self.digits(11)}"

    def isbn(self) -> str:
        return f"978-3-{self.digits(2)}-{self.digits(6)}-{self.digits(1)}"

    def mac(self) -> str:
        return ":".join(self.signs(2, "0123456789abcdef") for _ in range(6))

    def url(self) -> str:
        return f"https://shop.example.com/p/{self.digits(10)}?v={self.digits(16)}"

    def handle(self) -> str:
        return f"@{self.random.choice(_FIRST).lower()}{self.digits(2)}"


def _column(name: str, kind: ColumnKind = ColumnKind.TEXT) -> ColumnInfo:
    return ColumnInfo(name, kind.value, kind)


def _drawn(make: Callable[[], str], count: int = ROWS) -> tuple[str, ...]:
    return tuple(make() for _ in range(count))


_NAMED: tuple[tuple[Kind, str, str], ...] = (
    (
        Kind.EMAIL,
        "email",
        "email userEmail e_mail E-Mail-Adresse contact_email courriel correo_electronico mail reply_to email_1",
    ),
    (
        Kind.PHONE,
        "phone",
        "phone mobileNumber telefon Handynummer tel numero_telephone telefono_movil fax work_phone Mobil cell_phone",
    ),
    (Kind.CARD, "card", "card_number creditCardNumber kreditkartennummer numero_carte numero_tarjeta cc_num pan"),
    (Kind.IBAN, "iban", "iban IBAN bank_account_number kontonummer numero_de_compte cuenta_bancaria"),
    (
        Kind.NATIONAL_ID,
        "national_id",
        "ssn nationalInsuranceNo steuer_id dni numero_securite_sociale passport_number tax_id svNummer",
    ),
    (Kind.BIRTH_DATE, "birth_date", "dob dateOfBirth geburtsdatum date_naissance fecha_nacimiento birthday GebDatum"),
    (Kind.IP_ADDRESS, "ipv4", "ip ip_address clientIP remote_addr adresse_ip last_login_ip"),
    (Kind.ADDRESS, "street", "street address_line1 strasse Straße adresse billingAddress home_address direccion"),
    (Kind.PASSWORD, "password_hash", "password passwordHash passwd kennwort mot_de_passe contrasena user_pwd"),
    (Kind.TOKEN, "token", "api_key accessToken refresh_token client_secret auth_token webhookSecret session_token"),
)
_UNNAMED: tuple[tuple[Kind, str], ...] = (
    (Kind.EMAIL, "email"),
    (Kind.PHONE, "phone"),
    (Kind.CARD, "card"),
    (Kind.IBAN, "iban"),
    (Kind.NATIONAL_ID, "national_id"),
    (Kind.NATIONAL_ID, "tax_id"),
    (Kind.IP_ADDRESS, "ipv4"),
    (Kind.IP_ADDRESS, "ipv6"),
    (Kind.ADDRESS, "street"),
    (Kind.PASSWORD, "password_hash"),
    (Kind.TOKEN, "token"),
)
_UNTELLING = "field_3 value login owner data1 extra contact x ref_no info"


def sensitive_columns(seed: int = 5) -> list[LabelledColumn]:
    draw = Draw(seed)
    made = [
        LabelledColumn(_column(name), _drawn(getattr(draw, maker)), kind)
        for kind, maker, names in _NAMED
        for name in names.split()
    ]
    made += [LabelledColumn(_column(name), (), kind) for kind, _, names in _NAMED for name in names.split()]
    for kind, maker in _UNNAMED:
        for name in _UNTELLING.split()[:6]:
            values = [getattr(draw, maker)() if place % 7 else "unknown" for place in range(ROWS)]
            made.append(LabelledColumn(_column(name), tuple(values), kind, by_sample=True))
    made.append(LabelledColumn(_column("birth_date", ColumnKind.DATE), _drawn(draw.birth_date), Kind.BIRTH_DATE))
    made.append(LabelledColumn(_column("phone", ColumnKind.INTEGER), _drawn(lambda: draw.digits(11)), Kind.PHONE))
    for kind, maker in (pair for pair in _UNNAMED if pair[0] is not Kind.ADDRESS and pair[1] != "tax_id"):
        values = [
            f"{draw.prose()} {getattr(draw, maker)()} {draw.prose()}" if place in (3, 11, 17) else draw.prose()
            for place in range(ROWS)
        ]
        made.append(LabelledColumn(_column("notes"), tuple(values), kind, within=True, by_sample=True))
    return made


def plain_columns(seed: int = 6) -> list[LabelledColumn]:
    draw, rnd = Draw(seed), random.Random(seed)
    kinds = ColumnKind
    makers: list[tuple[str, ColumnKind, Callable[[], str]]] = [
        ("id", kinds.INTEGER, lambda: draw.digits(9)),
        ("order_no", kinds.TEXT, draw.order_number),
        ("ean", kinds.TEXT, draw.ean),
        ("sku", kinds.TEXT, lambda: f"TE-{draw.digits(4)}-{draw.digits(2)}"),
        ("isbn", kinds.TEXT, draw.isbn),
        ("big_id", kinds.TEXT, lambda: draw.digits(16)),
        ("snowflake", kinds.TEXT, lambda: f"1{draw.digits(17)}"),
        ("external_id", kinds.INTEGER, lambda: draw.digits(18)),
        ("eleven", kinds.TEXT, lambda: draw.digits(11)),
        ("nine", kinds.TEXT, lambda: draw.digits(9)),
        ("padded", kinds.TEXT, lambda: f"{rnd.randrange(10**6):010}"),
        ("article", kinds.TEXT, lambda: f"{draw.digits(3)}-{draw.digits(3)}-{draw.digits(3)}"),
        ("version", kinds.TEXT, draw.version),
        (
            "app_version",
            kinds.TEXT,
            lambda: f"{rnd.randrange(9)}.{rnd.randrange(9)}.{rnd.randrange(300)}.{rnd.randrange(250)}",
        ),
        ("build", kinds.TEXT, draw.version),
        ("created_at", kinds.TEXT, draw.timestamp),
        ("when", kinds.TEXT, draw.date_written),
        ("epoch", kinds.INTEGER, lambda: f"1{draw.digits(9)}"),
        ("epoch_ms", kinds.TEXT, lambda: f"17{draw.digits(11)}"),
        ("price", kinds.NUMBER, lambda: f"{rnd.uniform(1, 999):.2f}"),
        ("ratio", kinds.TEXT, lambda: repr(rnd.random())),
        ("latitude", kinds.TEXT, lambda: f"{rnd.uniform(-90, 90):.14f}"),
        ("position", kinds.TEXT, lambda: f"{rnd.uniform(40, 60):.6f}, {rnd.uniform(0, 20):.6f}"),
        ("uuid", kinds.TEXT, lambda: str(uuid.UUID(int=rnd.getrandbits(128)))),
        ("guid", kinds.TEXT, lambda: f"{{{uuid.UUID(int=rnd.getrandbits(128))}}}"),
        ("bare", kinds.TEXT, lambda: uuid.UUID(int=rnd.getrandbits(128)).hex),
        ("sha256", kinds.TEXT, lambda: hashlib.sha256(draw.digits(5).encode()).hexdigest()),
        ("etag", kinds.TEXT, lambda: hashlib.md5(draw.digits(5).encode(), usedforsecurity=False).hexdigest()),
        ("commit", kinds.TEXT, lambda: hashlib.sha1(draw.digits(5).encode(), usedforsecurity=False).hexdigest()),
        ("checksum", kinds.TEXT, lambda: b64encode(hashlib.sha256(draw.digits(5).encode()).digest()).decode()),
        ("mac", kinds.TEXT, draw.mac),
        ("url", kinds.TEXT, draw.url),
        ("twitter", kinds.TEXT, draw.handle),
        ("title", kinds.TEXT, lambda: draw.prose()[:40]),
        ("body", kinds.TEXT, lambda: f"{draw.prose()} {draw.prose()}"),
        ("color", kinds.TEXT, lambda: f"#{draw.signs(6, '0123456789abcdef')}"),
        ("time", kinds.TEXT, lambda: f"{rnd.randrange(24):02}:{rnd.randrange(60):02}:{rnd.randrange(60):02}"),
        ("country", kinds.TEXT, lambda: rnd.choice(("DE", "FR", "GB"))),
        ("email_template", kinds.TEXT, lambda: rnd.choice(("welcome", "invoice"))),
        ("email_sent_at", kinds.TIMESTAMP, draw.timestamp),
        ("email_verified", kinds.BOOLEAN, lambda: "true"),
        ("phone_model", kinds.TEXT, lambda: rnd.choice(("Fairphone 5", "Pixel 8"))),
        ("token_count", kinds.INTEGER, lambda: draw.digits(3)),
        ("password_changed_at", kinds.TIMESTAMP, draw.timestamp),
        ("address_id", kinds.INTEGER, lambda: draw.digits(5)),
        ("ip_count", kinds.INTEGER, lambda: draw.digits(2)),
        ("card_type", kinds.TEXT, lambda: rnd.choice(("visa", "amex"))),
        ("has_phone", kinds.BOOLEAN, lambda: "t"),
        ("zipper", kinds.TEXT, lambda: rnd.choice(("left", "right"))),
        ("shipping_method", kinds.TEXT, lambda: rnd.choice(("post", "courier"))),
        ("description", kinds.TEXT, draw.prose),
        ("key", kinds.TEXT, lambda: rnd.choice(("color", "size", "weight"))),
        ("telephone_support", kinds.BOOLEAN, lambda: "f"),
        ("web_address", kinds.TEXT, draw.url),
        ("mac_address", kinds.TEXT, draw.mac),
        ("tokens_used", kinds.INTEGER, lambda: draw.digits(4)),
        ("secretary", kinds.TEXT, lambda: rnd.choice(_FIRST)),
        ("mailbox_size", kinds.INTEGER, lambda: draw.digits(5)),
        ("ticket", kinds.TEXT, lambda: f"#{draw.digits(6)}"),
        ("range", kinds.TEXT, lambda: f"{rnd.randrange(100, 900)}-{rnd.randrange(1000, 9000)}"),
        ("product_key_features", kinds.TEXT, draw.prose),
        ("size", kinds.TEXT, lambda: f"{rnd.randrange(10, 99)} x {rnd.randrange(10, 99)} cm"),
        ("file", kinds.TEXT, lambda: f"docs/2024/{draw.signs(8)}.pdf"),
        ("video", kinds.TEXT, lambda: draw.signs(11)),
        ("slug", kinds.TEXT, lambda: f"how-to-{draw.signs(8, string.ascii_lowercase)}-{draw.digits(3)}"),
        (
            "log",
            kinds.TEXT,
            lambda: (
                f"{draw.timestamp()} INFO worker-{draw.digits(2)} took {draw.digits(3)} ms,"
                f" build {draw.version()}, request {uuid.UUID(int=rnd.getrandbits(128))}"
            ),
        ),
        (
            "changelog",
            kinds.TEXT,
            lambda: (
                f"Version {draw.version()} of {draw.date_written()}: order {draw.order_number()} costs"
                f" {draw.digits(3)},{draw.digits(2)} and weighs {draw.digits(4)} g."
            ),
        ),
        (
            "spec",
            kinds.TEXT,
            lambda: (
                f"Fits wheels of {draw.digits(2)} inch, EAN {draw.ean()}, part {draw.digits(3)}-{draw.digits(4)},"
                f" torque {draw.digits(2)}.{draw.digits(3)} Nm at 20-25 °C."
            ),
        ),
    ]
    return [LabelledColumn(_column(name, kind), _drawn(make), None) for name, kind, make in makers]


def labelled_texts(seed: int = 7, count: int = 400) -> list[LabelledText]:
    draw, rnd = Draw(seed), random.Random(seed)
    makers = (
        (Kind.EMAIL, draw.email),
        (Kind.PHONE, draw.phone),
        (Kind.CARD, draw.card),
        (Kind.IBAN, draw.iban),
        (Kind.TOKEN, draw.token),
        (Kind.PASSWORD, draw.password_hash),
        (Kind.NATIONAL_ID, draw.national_id),
        (Kind.IP_ADDRESS, draw.ipv4),
        (Kind.IP_ADDRESS, draw.ipv6),
    )
    frames = (
        "Write to {}, please.",
        "({})",
        "Kontakt: {}",
        "mine is {}; theirs is not known",
        "“{}”",
        "{}",
        "<{}>",
        "see {}.",
        "{}\nand more",
    )
    plain = (
        draw.version,
        draw.timestamp,
        draw.date_written,
        draw.order_number,
        draw.ean,
        draw.isbn,
        draw.mac,
        draw.url,
        lambda: repr(rnd.random()),
        lambda: str(uuid.UUID(int=rnd.getrandbits(128))),
        lambda: draw.digits(9),
        lambda: f"{rnd.randrange(10**9):,}",
        lambda: f"version {draw.version()}",
    )
    made = []
    for _ in range(count):
        parts, pieces = [draw.prose()], []
        if rnd.random() < 0.6:
            kind, make = rnd.choice(makers)
            value = make()
            pieces.append((value, kind))
            parts.append(rnd.choice(frames).format(value))
        parts += [f"{draw.prose()} {rnd.choice(plain)()}", rnd.choice(plain)()]
        made.append(LabelledText("  ".join(parts), tuple(pieces)))
    return made
