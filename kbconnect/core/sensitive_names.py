"""What the name of a column says about sensitive data: words of English, German, French and Spanish, and abbreviations.

A name is looked at in whole words ("userEMail_2" is user, e, mail), so that "emailed_at", "phone_model" or
"token_count" are not taken for what they only mention. Owns these words alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kbconnect.core.treatment import SensitiveKind

_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")

_NUMBER = r"(?:_?(?:number|num|no|nr|nummer|numero|num|n))?"
_PATTERNS = {
    SensitiveKind.PASSWORD: (
        r"pass_?word|passwd|pwd|pass_?phrase|pass_?wort|kenn_?wort|mot_?de_?passe|mdp|contrasena|clave_?(?:acceso|secreta)"
        r"|pw_?hash|pin_?code|security_answer|sicherheitsantwort|salt"
    ),
    SensitiveKind.TOKEN: (
        r"(?:(?:access|refresh|auth|bearer|session|csrf|id|oauth|reset|api|device|push|fcm|apns|remember|verification"
        r"|invite|webhook|bot|personal|confirmation)_)?tokens?|(?:api|secret|private|access|signing|encryption|license|ssh"
        r"|service|client|shared|account)_?keys?(?:_secret)?|(?:client_|webhook_|totp_|otp_|app_|signing_)?secret|credentials?"
        r"|zugangs_?schluessel|zugriffs_?token|geheimnis|cle_(?:api|secrete)|jeton|cookie|session_?id|otp|totp|recovery_codes?"
    ),
    SensitiveKind.CARD: (
        r"(?:credit|debit|payment|bank|kredit|ec)_?(?:card|karte|cc)(?:n?_?nummer)?"
        + _NUMBER
        + r"|card_?(?:number|num|no|nr|pan)"
        r"|karten_?(?:nummer|nr)|cc_?(?:number|num|no)|pan|primary_account_number|numero_?(?:de_?)?(?:carte|tarjeta)"
        r"|(?:carte|tarjeta)_?(?:de_?)?(?:credit|credito|bancaire)|tarjeta|cvv2?|cvc2?|card_?(?:cvv|cvc)|ccn"
    ),
    SensitiveKind.IBAN: (
        r"iban|(?:bank_?)?account_?(?:number|num|no|nr)|acct_?(?:number|num|no)|(?:bank_?)?konto_?(?:nummer|nr)|bank_account"
        r"|bank_?verbindung|bankkonto|numero_?(?:de_?)?(?:compte|cuenta)|compte_?bancaire|cuenta_?bancaria|rib|sort_?code|ccc"
    ),
    SensitiveKind.NATIONAL_ID: (
        r"ssn|sin|social_?(?:security|insurance)"
        + _NUMBER
        + r"|national_?(?:id|insurance)"
        + _NUMBER
        + r"|nino|nin|nif|nie|dni|nir"
        r"|passport"
        + _NUMBER
        + r"|(?:reise)?pass_?(?:nummer|nr)|(?:personal)?ausweis_?(?:nummer|nr)|identity_?(?:card|document|number)"
        r"|id_?card"
        + _NUMBER
        + r"|(?:driv(?:ing|er)s?_?)licen[cs]e"
        + _NUMBER
        + r"|tax_?(?:id|payer_?id|number|no|ident\w{0,12})|tin|itin"
        r"|steuer_?(?:id|nummer|nr|identifikations_?nummer|ident_?nr)|idnr|sozialversicherungs_?(?:nummer|nr)|sv_?(?:nummer|nr)"
        r"|rentenversicherungs_?nummer|krankenversicherten_?(?:nummer|nr)|ahv_?(?:nummer|nr)?|numero_?(?:de_?)?securite_?sociale"
        r"|securite_?sociale|num_?secu|numero_?fiscal|cedula|curp|rfc|pesel|bsn|cpf|codice_?fiscale|person_?nummer|personnummer"
        r"|medicare" + _NUMBER + r"|insurance_?(?:number|no|id)|nhs_?(?:number|no)?|aadhaar"
    ),
    SensitiveKind.BIRTH_DATE: (
        r"(?:date_?of_?)?birth_?(?:date|day|dt)?|birth_?(?:date|day|dt|year)|year_of_birth|dob|born(?:_on)?|geburts_?(?:datum|tag|jahr)"
        r"|geb_?(?:datum|dat)?|(?:date_?(?:de_?)?)naissance|ddn|fecha_?(?:de_?)?nacimiento|fec_?nac|nacimiento|naissance"
    ),
    SensitiveKind.EMAIL: (
        r"e_?mails?|(?:e_?)?mail_?(?:address|addr|adresse|id)|email_?address(?:es)?|mail|courriel|correo(?:_electronico)?|e_?post|mel"
        r"|adresse_?(?:e_?)?mail|smtp_address|reply_to|mailto"
    ),
    SensitiveKind.PHONE: (
        r"(?:tele)?phones?"
        + _NUMBER
        + r"|(?:mobile|cell|cellular)_?(?:phone)?"
        + _NUMBER
        + r"|mob_?(?:no|nr)?|tel|tel_?(?:no|nr|num)"
        r"|telefon|tele?fon_?(?:nummer|nr)?|handy_?(?:nummer|nr)?|mobil|mobil_?(?:telefon|nummer|nr)|rufnummer|fax|fax_?(?:number|no|nr|nummer)"
        r"|telefax|telephone|portable|numero_?(?:de_?)?(?:telephone|tel|telefono|movil)|telefono|movil|celular|whatsapp|msisdn|landline"
    ),
    SensitiveKind.IP_ADDRESS: (
        r"ip|ip_?(?:v4|v6|addr|address|adresse)|(?:client|remote|source|src|dst|dest|peer|host|server|login)_?ip|ipaddr|remote_?addr"
        r"|adresse_?ip|direccion_?ip|x_forwarded_for"
    ),
    SensitiveKind.ADDRESS: (
        r"(?:street|postal|home|mailing|billing|shipping|delivery|residential|invoice|private)_?(?:address|addr)(?:_?(?:line)?_?\d)?"
        r"|address|addr|address_?(?:line)?_?\d|address_lines?|street|street_?(?:name|number|no)|house_?(?:number|no)|strasse|str"
        r"|hausnummer|hausnr|strasse_?(?:und_?)?(?:hausnummer|nr)|(?:wohn|post|liefer|rechnungs|privat)?anschrift|(?:wohn|post|liefer|rechnungs"
        r"|privat)?adresse|wohnort|rue|adresse_?(?:postale|ligne)?_?\d?|voie|calle|domicilio|direccion(?:_?(?:postal|envio))?|zip|zip_?code"
        r"|post_?code|postal_?code|plz|postleitzahl|code_?postal|codigo_?postal"
    ),
}
_ORDER = tuple(_PATTERNS)
_NAMES = {
    kind: re.compile(
        rf"(?:.*_)?(?:{pattern})(?:_(?:\d{{1,2}}|hash|digest|encrypted|enc|hashed|plain|raw|value|primary|secondary|private|work|home|business|office|main|alt|de|en|fr|es))*"
    )
    for kind, pattern in _PATTERNS.items()
}
_SECRET_HEADS = re.compile(
    r"(?:password|passwd|pwd|passwort|kennwort)_(?!.*(?:_|^)(?:at|on|date|count|policy|expir\w{0,5}|changed|reset|required|length|attempts?|until)(?:_|$)).*"
)
_ABOUT_IT = re.compile(
    r"(?:is|has|had|can|allow|allows|needs|require|requires|num|count|number_of|no_of|total|anzahl|ist|hat|enable|use|uses|show|hide|max|min"
    r"|tokens|prompt|completion)_.*"
    r"|.*_(?:count|at|sent|verified|confirmed|template|subject|status|type|kind|flag|enabled|disabled|label|model|brand|version|length|limit"
    r"|policy|expires|expiry|expiration|valid|bounced|provider|domain|total|required|optional|attempts|changed|notifications?|opt_?(?:in|out)"
    r"|anzahl|gesendet|typ|am|book|format|prefix|hint|scope|usage|budget|ratio)"
)
_NO_PERSON = re.compile(
    r"(?:.*_)?(?:web|site|page|mac|memory|wallet|contract|base|start|end|offset|register|bus|url|blob|table|cell|smart|mapped|virtual|physical"
    r"|i2c|modbus|device|load|byte)_address"
)


def in_words(name: str) -> str:
    """Lower case without accents, words parted by _: userIPAddress -> user_ip_address, Straße -> strasse."""
    parted = _JOINTS.sub("_", name)
    plain = unicodedata.normalize("NFKD", parted.casefold().replace("ß", "ss"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NO_WORD.sub("_", bare).strip("_")


@lru_cache(maxsize=2_000)
def kind_of_name(name: str) -> SensitiveKind | None:
    """What a column called this holds, as far as a name can say; None if it says nothing of the kind."""
    words = in_words(name[:120])
    if _ABOUT_IT.fullmatch(words) or _NO_PERSON.fullmatch(words):
        return None
    if _SECRET_HEADS.fullmatch(words):
        return SensitiveKind.PASSWORD
    for kind in _ORDER:
        if _NAMES[kind].fullmatch(words):
            return kind
    return None
