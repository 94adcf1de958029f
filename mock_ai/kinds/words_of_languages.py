"""Small word lists of a few languages: what turns a statement round, what is polite, and how it would sound in another one."""

import random
import re
import unicodedata
from functools import cache
from typing import Final

_PAIRS = (
    "is|is not",
    "are|are not",
    "was|was not",
    "were|were not",
    "can|cannot",
    "will|will not",
    "has|has not",
    "have|have not",
    "must|must not",
    "should|should not",
    "do|do not",
    "does|does not",
    "yes|no",
    "before|after",
    "more|less",
    "always|never",
    "with|without",
    "include|exclude",
    "includes|excludes",
    "free|chargeable",
    "open|closed",
    "allowed|forbidden",
    "possible|impossible",
    # German, French, Spanish, Italian, Portuguese
    "ist|ist nicht",
    "sind|sind nicht",
    "kann|kann nicht",
    "können|können nicht",
    "wird|wird nicht",
    "haben|haben nicht",
    "ja|nein",
    "vor|nach",
    "mehr|weniger",
    "immer|nie",
    "mit|ohne",
    "ein|kein",
    "eine|keine",
    "est|n’est pas",
    "sont|ne sont pas",
    "peut|ne peut pas",
    "pouvez|ne pouvez pas",
    "oui|non",
    "avant|après",
    "plus|moins",
    "toujours|jamais",
    "avec|sans",
    "es|no es",
    "está|no está",
    "puede|no puede",
    "sí|no",
    "antes|después",
    "más|menos",
    "siempre|nunca",
    "con|sin",
    "è|non è",
    "può|non può",
    "prima|dopo",
    "sempre|mai",
    "não|sim",
    "pode|não pode",
    # Russian, Ukrainian, Greek, Turkish
    "можно|нельзя",
    "есть|нет",
    "да|нет",
    "до|после",
    "больше|меньше",
    "всегда|никогда",
    "можете|не можете",
    "можна|не можна",
    "είναι|δεν είναι",
    "μπορείτε|δεν μπορείτε",
    "ναι|όχι",
    "var|yok",
    "evet|hayır",
    "önce|sonra",
    # Arabic, Hebrew, Hindi
    "يمكن|لا يمكن",
    "يمكنك|لا يمكنك",
    "نعم|لا",
    "قبل|بعد",
    "כן|לא",
    "אפשר|אי אפשר",
    "है|नहीं है",
    "हैं|नहीं हैं",
    "हाँ|नहीं",
    "पहले|बाद",
)
_DENSE_PAIRS = (
    "可以|不可以",
    "是|不是",
    "有|没有",
    "会|不会",
    "需要|不需要",
    "之前|之后",
    "できます|できません",
    "です|ではありません",
    "ます|ません",
    "前|後",
    "ได้|ไม่ได้",
    "มี|ไม่มี",
    "ก่อน|หลัง",
)
_REMOVED = r"\s?\bnot\b|n’t\b|n't\b|\s?\bnicht\b|\bне\s|\bno\s(?=[a-zé])"


@cache
def turns() -> list[tuple[re.Pattern[str], str]]:
    """What turns a statement round: what is looked for, and what stands in its place."""
    found: list[tuple[re.Pattern[str], str]] = [(re.compile(_REMOVED), "")]
    for pair in _PAIRS:
        one, other = pair.split("|")
        following = r"(?!\s(?:not|nicht)\b|[’'])" if other.startswith(one) else r"\b"
        found.append(
            (re.compile(rf"(?<![\w’']){re.escape(one)}\b{following}", re.IGNORECASE), other)
        )
        if not (other.startswith(one) or other.endswith(one)):
            found.append((re.compile(rf"(?<![\w’']){re.escape(other)}\b", re.IGNORECASE), one))
    for pair in _DENSE_PAIRS:
        one, other = pair.split("|")
        found.append((re.compile(rf"(?<![不没]){re.escape(one)}"), other))
    return found


COURTESY: Final = re.compile(
    r"\b(please|thanks?|thank you|sorry|apolog\w+|welcome|glad|happy|kind(ly)?|regards|dear|hello|hi|hope|feel free|let (me|us) know"
    r"|bitte|danke|gern|entschuldig\w+|hallo|liebe|grüße|freundlich\w*|merci|bonjour|désolé\w*|cordialement|gracias|hola|perdón"
    r"|saludos|grazie|ciao|obrigad[oa]|olá|спасибо|пожалуйста|здравствуйте|извините)\b"
    r"|ありがとう|申し訳|お願い|谢谢|請|请|您好|抱歉|ขอบคุณ|شكرا|धन्यवाद|कृपया",
    re.IGNORECASE,
)

GREETING: Final = re.compile(
    r"^\s*(dear|hello|hi|hallo|liebe[rs]?|guten tag|bonjour|hola|ciao|olá|здравствуйте)\b[^,.!]{0,40}[,!]\s*",
    re.IGNORECASE,
)

_ROUNDS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april june july august september october november december",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "januar februar märz april juni juli august september oktober november dezember",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "понедельник вторник среда четверг пятница суббота воскресенье",
)
DAYS_AND_MONTHS: Final = {word: row.split() for row in _ROUNDS for word in row.split()}

REFUSALS: Final = {
    "latin": (
        "I’m sorry, but I can’t help with that.",
        "I’m sorry, but I can’t help with “{topic}”.",
    ),
    "cyrillic": (
        "Извините, с этим я помочь не могу.",
        "Извините, с вопросом «{topic}» я помочь не могу.",
    ),
    "greek": ("Λυπάμαι, δεν μπορώ να βοηθήσω.", "Λυπάμαι, δεν μπορώ να βοηθήσω με «{topic}»."),
    "arabic": ("عذرًا، لا أستطيع المساعدة في ذلك.", "عذرًا، لا أستطيع المساعدة في «{topic}»."),
    "hebrew": ("מצטער, איני יכול לעזור בכך.", "מצטער, איני יכול לעזור ב„{topic}”."),
    "devanagari": (
        "क्षमा करें, मैं इसमें मदद नहीं कर सकता।",
        "क्षमा करें, मैं “{topic}” में मदद नहीं कर सकता।",
    ),
    "kana": (
        "申し訳ありませんが、お手伝いできません。",
        "申し訳ありませんが、「{topic}」はお手伝いできません。",
    ),
    "han": ("抱歉，我无法回答。", "抱歉，我无法回答“{topic}”。"),
    "hangul": ("죄송하지만 도와드릴 수 없습니다.", "죄송하지만 “{topic}”은 도와드릴 수 없습니다."),
    "thai": ("ขออภัย ฉันช่วยเรื่องนี้ไม่ได้", "ขออภัย ฉันช่วยเรื่อง “{topic}” ไม่ได้"),
}

_SMALL = {
    # English, German, Spanish
    "the": "die la", "a": "eine una", "and": "und y", "or": "oder o", "is": "ist es", "are": "sind son", "not": "nicht no",
    "you": "Sie usted", "your": "Ihre su", "we": "wir nosotros", "our": "unsere nuestra", "i": "ich yo", "it": "es lo",
    "can": "können puede", "will": "werden va", "have": "haben tiene", "has": "hat tiene", "was": "war era", "be": "sein ser",
    "to": "zu a", "of": "von de", "in": "in en", "on": "auf en", "at": "um a", "for": "für para", "with": "mit con",
    "from": "von desde", "by": "bis por", "if": "wenn si", "when": "wenn cuando", "this": "diese esta", "that": "das eso",
    "please": "bitte por-favor", "thank": "danke gracias", "sorry": "leider lo-siento", "within": "innerhalb dentro-de",
    "day": "Tag día", "days": "Tage días", "week": "Woche semana", "month": "Monat mes", "year": "Jahr año", "today": "heute hoy",
    "order": "Bestellung pedido", "money": "Geld dinero", "card": "Karte tarjeta", "account": "Konto cuenta", "free": "kostenlos gratis",
    "back": "zurück de-vuelta", "after": "nach después-de", "before": "vor antes-de", "no": "nein no", "yes": "ja sí", "all": "alle todo",
    "do": "machen hacer", "get": "bekommen recibir", "send": "senden enviar", "as": "als como", "but": "aber pero", "open": "öffnen abrir",
}  # fmt: skip
_FROM_ENGLISH = [
    {word: both.split()[which].replace("-", " ") for word, both in _SMALL.items()}
    for which in (0, 1)
]
_TO_ENGLISH = {
    other.casefold(): word
    for table in _FROM_ENGLISH
    for word, other in table.items()
    if len(other) > 2
}
_SCRIPTS = {
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "CJK": "han",
}


def script_of(text: str) -> str:
    """The script that most letters of the beginning are in; “latin” where there are none."""
    counts: dict[str, int] = {}
    for letter in text[:400]:
        if letter.isalpha():
            name = unicodedata.name(letter, "LATIN").split()[0]
            name = _SCRIPTS.get(name, name.lower())
            counts[name] = counts.get(name, 0) + 1
    if "kana" in counts:
        return "kana"
    return max(counts, key=lambda name: counts[name], default="latin")


def other_language(text: str, chance: random.Random) -> str:
    """The small words of English as German or Spanish ones, of others as English ones; Cyrillic and Greek in Latin letters."""
    if script_of(text) in ("cyrillic", "greek"):
        return "".join(_latin(letter) for letter in text)
    english = sum(word in _SMALL for word in re.findall(r"[a-z]+", text[:2000].lower()))
    foreign = sum(word in _TO_ENGLISH for word in re.findall(r"[^\W\d_]+", text[:2000].lower()))
    table = chance.choice(_FROM_ENGLISH) if english >= foreign else _TO_ENGLISH

    def word(found: "re.Match[str]") -> str:
        other = table.get(found[0].casefold())
        if other is None:
            return found[0]
        return other[:1].upper() + other[1:] if found[0][0].isupper() else other

    return re.sub(r"(?<![\w-])[^\W\d_]+(?![\w-])", word, text)


def _latin(letter: str) -> str:
    """A Cyrillic or Greek letter by the last word of its name: “SHA” is s h."""
    if not letter.isalpha() or letter.isascii():
        return letter
    name = unicodedata.name(letter, "").split(" WITH ")[0].split()
    if len(name) < 2 or name[0] not in ("CYRILLIC", "GREEK"):
        return letter
    sound = _SOUNDS.get(name[-1], name[-1].lower())
    return sound.title() if letter.isupper() else sound


_SOUNDS = {
    "BE": "b", "VE": "v", "GHE": "g", "DE": "d", "IE": "e", "ZE": "z", "KA": "k", "EL": "l", "EM": "m", "EN": "n", "PE": "p",
    "ER": "r", "ES": "s", "TE": "t", "EF": "f", "HA": "h", "TSE": "ts", "CHE": "ch", "SHA": "sh", "SHCHA": "shch", "ZHE": "zh",
    "SIGN": "", "YERU": "y", "ALPHA": "a", "BETA": "v", "GAMMA": "g", "DELTA": "d", "EPSILON": "e", "ZETA": "z", "ETA": "i",
    "THETA": "th", "IOTA": "i", "KAPPA": "k", "LAMDA": "l", "MU": "m", "NU": "n", "XI": "x", "OMICRON": "o", "PI": "p",
    "RHO": "r", "SIGMA": "s", "TAU": "t", "UPSILON": "y", "PHI": "f", "CHI": "ch", "PSI": "ps", "OMEGA": "o",
}  # fmt: skip
