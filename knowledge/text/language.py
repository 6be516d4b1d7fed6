"""Language detection: is a message surely not in English? (n-gram models of lingua-language-detector)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

# few languages of the Latin script: each more makes short jargon look foreign more often, and costs about 30 MB
LATIN_SCRIPT = (Language.ENGLISH, Language.SPANISH, Language.FRENCH, Language.PORTUGUESE, Language.VIETNAMESE)
# told apart by their letters alone
OTHER_SCRIPTS = (
    Language.ARABIC,
    Language.BENGALI,
    Language.CHINESE,
    Language.GREEK,
    Language.GUJARATI,
    Language.HEBREW,
    Language.HINDI,
    Language.JAPANESE,
    Language.KOREAN,
    Language.PUNJABI,
    Language.RUSSIAN,
    Language.THAI,
)
WORD = re.compile(r"[^\W\d_]+")
# one of these makes a message English; words that the other languages write too (do, as, on, can, no) are left out
ENGLISH_WORDS = frozenset(
    WORD.findall(
        """about am and any are at be been but by city cost county did does every for from get had have how hours i if
        into is it its just know my need not of our out parish pd please police she should than that the their then
        there these they this those to under v vs was we were what whats when where which who whom whose why will with
        would you your"""
    )
)
# words of questions and requests: any makes up for words borrowed from English, each speaks for its languages
QUESTION_WORDS = {
    Language.SPANISH: frozenset(
        WORD.findall(
            """que qué es como cómo cual cuál cuales cuáles cuando cuándo cuanto cuánto cuanta cuánta cuantos cuántos
            cuantas cuántas donde dónde quien quién quienes quiénes puedo puede puedes quiero necesito"""
        )
    ),
    Language.PORTUGUESE: frozenset(
        WORD.findall("que é como quanto quanta quantos quantas quem qual quais onde posso pode preciso quero")
    ),
    Language.FRENCH: frozenset(WORD.findall("que qu combien quel quelle quels quelles pourquoi puis peut je")),
}
WEIGHT_OF_A_QUESTION_WORD = 3
# in the United States many more write Spanish than any other of these
PRIOR = {Language.SPANISH: 2}
LATIN_LETTER = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF]")
# statutes, forms, bills and numbers
WITH_DIGIT = re.compile(r"[!-~]*\d[!-~]*")
# names of people, places and programs (a capital inside the sentence) belong to no language
NAME = re.compile(r"(?<=\S)\s+[^\w\s]*[A-Z]\w*|\b[A-Z]{2,}\b")
FEWEST_WORDS = 2
# the highest probability of English at which two or three words, a longer message, or one with a question word are
# foreign; of the content's own wordings none passes
MOST_ENGLISH_SHORT, MOST_ENGLISH, MOST_ENGLISH_WITH_QUESTION = 0.05, 0.1, 0.5
LONG_FROM = 4


def foreign_language(text: str) -> str | None:
    """Return the two-letter code (ISO 639-1) of a message that is surely not English, None if it is or may be.

    Greetings of one word, jargon and names stay None: a wrong refusal costs more than a miss.
    """
    plain = _without_names(text)
    words = WORD.findall(plain.lower())
    if not LATIN_LETTER.search(plain):
        return _likeliest(plain, words)[0]
    if len(words) < FEWEST_WORDS or not ENGLISH_WORDS.isdisjoint(WORD.findall(text.lower())):
        return None
    code, english = _likeliest(plain, words)
    most = MOST_ENGLISH if len(words) >= LONG_FROM else MOST_ENGLISH_SHORT
    if any(not own.isdisjoint(words) for own in QUESTION_WORDS.values()):
        most = MOST_ENGLISH_WITH_QUESTION
    return code if english < most else None


def _without_names(text: str) -> str:
    text = WITH_DIGIT.sub(" ", text)
    return text.lower() if text.isupper() else NAME.sub(" ", text)


def _likeliest(text: str, words: Sequence[str]) -> tuple[str | None, float]:
    """Return the code of the likeliest foreign language (None if none fits) and the probability of English."""
    values = {found.language: found.value for found in _detector().compute_language_confidence_values(text)}
    english = values.pop(Language.ENGLISH)

    def weight(language: Language) -> float:
        own = len(QUESTION_WORDS.get(language, frozenset()).intersection(words))
        return values[language] * PRIOR.get(language, 1) * float(WEIGHT_OF_A_QUESTION_WORD**own)

    best = max(values, key=weight)
    return (best.iso_code_639_1.name.lower() if values[best] else None), english


def load_models() -> None:
    """Load the language models (a second of work), so that no message waits for them."""
    _likeliest("quanto tempo", ["quanto", "tempo"])


@cache
def _detector() -> LanguageDetector:
    """Return the one detector; it loads a model when a text first needs it, and threads may share it."""
    return LanguageDetectorBuilder.from_languages(*LATIN_SCRIPT, *OTHER_SCRIPTS).build()
