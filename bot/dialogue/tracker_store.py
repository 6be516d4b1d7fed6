"""Where Rasa keeps conversations, without what must not be kept. Runs in the dialogue environment."""

from __future__ import annotations

from collections.abc import Iterator

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

# messages of these acts hold names or details of a person's case
NOT_KEPT = {"live_case"}


class PrivateTrackerStore(SQLTrackerStore):
    """Rasa's store in a database; of a message on a person or a live case only the act is written."""

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        return map(without_words, super()._additional_events(session, tracker))


def without_words(event: Event) -> Event:
    """Return the event; a message that must not be kept without its text and entities."""
    if not isinstance(event, UserUttered) or event.intent_name not in NOT_KEPT:
        return event
    return UserUttered(
        intent={"name": event.intent_name},
        timestamp=event.timestamp,
        input_channel=event.input_channel,
        message_id=event.message_id,
    )
