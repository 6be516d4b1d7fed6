"""The Rasa component that tells the dialogue act of a message, by its meaning and by its words."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from bot.dialogue.components.knowledge_featurizer import BARE, LANGUAGE, MASKED

FILE = "classifier.skops"
# what a trained classifier holds beyond the types that skops trusts by itself; a file with another one is refused
TRUSTED_TYPES = ["scipy.sparse._csr.csr_matrix"]
RANKED = 5
# the act of a message that names a program, a state or a kind of agency and nothing else
INFORM = "inform"
OTHER_LANGUAGE = "other_language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(IntentClassifier, GraphComponent):
    """Logistic regression on the sentence's vector beside TF-IDF weights of its words and letters.

    An act less probable than its threshold is no act: the message is searched (`nlu_fallback`).
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the defaults: the inverse of the regularisation's strength, and the least probability of an act."""
        return {"C": 20.0, "threshold": 0.5, "thresholds": {}}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActClassifier:
        """Create the untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActClassifier:
        """Load the trained component.

        Raises skops.io.exceptions.UntrustedTypesFoundException for a file that holds anything but a classifier.
        """
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._words, component._model = skops.io.load(folder / FILE, trusted=TRUSTED_TYPES)
        return component

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Create the component; it is trained or loaded before it is used."""
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._words = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")),
                ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
            ]
        )
        self._model = LogisticRegression(C=self._config["C"], max_iter=500)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples of all acts."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._words.fit([example.get(MASKED) for example in examples])
        self._model.fit(self._features(examples), [example.get(INTENT) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump((self._words, self._model), folder / FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the act of each message, with its confidence, and the ranking of acts."""
        probabilities = self._model.predict_proba(self._features(messages))
        for message, row in zip(messages, probabilities, strict=True):
            order = np.argsort(-row)[:RANKED]
            ranking = [{"name": str(self._model.classes_[place]), "confidence": float(row[place])} for place in order]
            message.set("intent", self._act(message, ranking), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _act(self, message: Message, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        if message.get(LANGUAGE):
            return {"name": OTHER_LANGUAGE, "confidence": 1.0}
        if message.get(BARE):
            return {"name": INFORM, "confidence": 1.0}
        first = ranking[0]
        least = self._config["thresholds"].get(first["name"], self._config["threshold"])
        if first["confidence"] < least:
            return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - first["confidence"]}
        return first

    def _features(self, messages: List[Message]) -> csr_matrix:
        # the featurizer before it sets a sentence's features on every message
        sentences = [message.get_dense_features(TEXT)[1] for message in messages]
        vectors = np.vstack([sentence.features for sentence in sentences if sentence])
        return csr_matrix(hstack([self._words.transform([message.get(MASKED) for message in messages]), vectors]))
