"""Messages that are surely not English are told apart, and English ones never are."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.settings import ROOT
from knowledge.text.language import foreign_language

FALSE_ALARMS_AT_MOST = 0.001


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hola, que es el programa 287(g)?", "es"),
        ("cuanto dura el entrenamiento", "es"),
        ("CUANTO DURA EL ENTRENAMIENTO", "es"),
        ("¿Cuál es la diferencia entre JEM y WSO?", "es"),
        ("quien paga el training", "es"),
        ("que es JEM?", "es"),
        ("qué es un detainer", "es"),
        ("que es un detainer", "es"),
        ("como aplico", "es"),
        ("el sheriff puede arrestar en la calle?", "es"),
        ("necesito ayuda", "es"),
        ("muchas gracias", "es"),
        ("mi hermano esta detenido, que puedo hacer", "es"),
        ("nuestro departamento quiere participar en el modelo TFM", "es"),
        ("combien de temps dure la formation", "fr"),
        ("bonjour, qu'est-ce que le programme 287(g)", "fr"),
        ("je voudrais participer au programme", "fr"),
        ("quanto tempo dura o treinamento", "pt"),
        ("olá, preciso de ajuda com o programa", "pt"),
        ("quem assina o acordo", "pt"),
        ("o que é o programa 287(g)?", "pt"),
        ("khóa đào tạo kéo dài bao lâu", "vi"),
        ("ai trả tiền đi lại", "vi"),
        ("сколько длится обучение", "ru"),
        ("培训", "zh"),
        ("什么是287(g)计划", "zh"),
        ("訓練はどのくらいですか", "ja"),
        ("훈련 기간은 얼마나 되나요", "ko"),
        ("كم مدة التدريب", "ar"),
        ("प्रशिक्षण कितने समय का है", "hi"),
    ],
)
def test_another_language_is_named(text: str, code: str) -> None:
    assert foreign_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "😀",
        "287(g)",
        "I-200 I-205 I-247A",
        "8 USC 1357(g)(1)-(10)",
        "JEM?",
        "si",
        "no",
        "ok",
        "wso",
        "moa pls",
        "tfm hrs",
        "287g jem tfm wso",
        "info pls",
        "JEM per diem",
        "HOW LONG IS THE TRAINING",
        "wich modle shuold we go wiht",
        "dispatcher certification 40 hours",
        "San Juan County",
        "Los Angeles",
        "los alamos pd moa",
        "las vegas metro",
        "Palo Alto, Santa Clara",
        "Puerto Rico?",
        "Rio Arriba, Dona Ana, Santa Fe counties NM",
        "des moines pd",
        "Baton Rouge La",
        "Terrebonne Parish",
        "Coeur d'Alene Idaho",
        "is Juan Perez Garcia de la Cruz in custody",
        "deputy Jose Luis Martinez Hernandez signed it",
        "hola, how long is the training?",
        "gracias",
        "habeas corpus",
        "ex parte",
        "de novo",
        "qui tam",
        "noem v vasquez perdomo",
        "no comment or comment",
    ],
)
def test_english_jargon_and_names_are_left_alone(text: str) -> None:
    assert foreign_language(text) is None


def test_own_texts_are_english(own_texts: list[str]) -> None:
    _assert_few_alarms(own_texts)


def test_evaluation_texts_are_english(evaluation_texts: list[str]) -> None:
    _assert_few_alarms(evaluation_texts)


def test_threads_share_one_detector() -> None:
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(foreign_language, ["cuanto dura el entrenamiento"] * 200)) == {"es"}


def _assert_few_alarms(texts: list[str]) -> None:
    alarms = [text for text in texts if foreign_language(text)]
    assert len(alarms) <= FALSE_ALARMS_AT_MOST * len(texts), alarms


@pytest.mark.slow
def test_no_message_waits_for_the_models() -> None:
    """In a process of its own, since the models stay loaded."""
    code = (
        "from pathlib import Path; from knowledge.text import language; language.load_models();"
        "kept = language._detector.cache_info().misses;"
        "memory = lambda: int(Path('/proc/self/statm').read_text().split()[1]);"
        "before = memory(); language.foreign_language('walk me through choosing');"
        "print(language._detector.cache_info().misses - kept, memory() - before)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    built, pages = map(int, run.stdout.split())
    assert built == 0, "a model was loaded by a message"
    assert pages < 1000, "a model was loaded by a message"
