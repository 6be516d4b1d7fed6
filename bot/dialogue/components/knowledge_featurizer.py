"""The Rasa component that gets a message's vector and entities from the knowledge service."""

from __future__ import annotations

import logging
import os
from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    FEATURE_TYPE_SENTENCE,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.client import KnowledgeClient, KnowledgeUnavailableError
from knowledge.results import Span

log = logging.getLogger(__name__)

DIMENSIONS = 384
BATCH = 128
# a message waits this long for its vector, since the component holds up the server's event loop
MESSAGE_SECONDS = 1.0
TRAINING_SECONDS = 60.0
# what the message carries on to the classifier of acts: its text with programs written one way, whether it only
# names a program, state or agency, and its language when that is not English
MASKED, BARE, LANGUAGE = "masked", "bare", "language"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=False,
)
class KnowledgeFeaturizer(DenseFeaturizer, GraphComponent):
    """Sets the sentence vector, of shape (1, 384), and the entities program, state and agency kind.

    When the service does not answer, a message gets a vector of zeros and no entities: it is then taken for no
    particular act, and the action says that the search is not available.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the default configuration; the service's address comes from the environment."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeFeaturizer:
        """Create the component."""
        return cls(execution_context.node_name or cls.__name__, config)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to set."""

    def __init__(self, name: str, config: Dict[str, Any]) -> None:
        """Create the component; opens no connection yet."""
        super().__init__(name, config)
        self._client = KnowledgeClient(os.environ["BOT_KNOWLEDGE_URL"], MESSAGE_SECONDS)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set vector and entities of the messages."""
        try:
            encoded = self._client.encode([message.get(TEXT) for message in messages])
        except KnowledgeUnavailableError as error:
            log.error("no vector for a message: %s", error)
            for message in messages:
                self._set_vector(message, [0.0] * DIMENSIONS)
                message.set(MASKED, "")
            return messages
        for message, read in zip(messages, encoded, strict=True):
            self._set_vector(message, read.vector)
            message.set(MASKED, read.masked)
            message.set(BARE, read.bare)
            message.set(LANGUAGE, read.language, add_to_output=True)
            self._set_entities(message, read.entities)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the vectors of the training examples. Raises KnowledgeUnavailableError."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        for start in range(0, len(examples), BATCH):
            batch = examples[start : start + BATCH]
            encoded = self._client.encode([example.get(TEXT) for example in batch], TRAINING_SECONDS)
            for example, read in zip(batch, encoded, strict=True):
                self._set_vector(example, read.vector)
                example.set(MASKED, read.masked)
        return training_data

    def _set_vector(self, message: Message, vector: List[float]) -> None:
        features = np.array([vector], dtype=np.float32)
        message.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))

    @staticmethod
    def _set_entities(message: Message, spans: List[Span]) -> None:
        entities = [
            {
                ENTITY_ATTRIBUTE_TYPE: span.entity,
                ENTITY_ATTRIBUTE_VALUE: span.value,
                ENTITY_ATTRIBUTE_START: span.start,
                ENTITY_ATTRIBUTE_END: span.end,
            }
            for span in spans
        ]
        message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
