"""Actions that say fixed texts: small talk, what is never searched, and the end of a form or conversation."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.conversation import MemoryAction, Said, intent_of, say
from actions.model_choice_form import OF_CHOOSING
from actions.replies.memory import Memory
from actions.replies.refusals import fixed_reply
from actions.replies.smalltalk import smalltalk
from actions.volunteer_form import OF_AGENCY, OF_VOLUNTEERING, forget


class Smalltalk(MemoryAction):
    """Greeting, thanks, help and the like."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_smalltalk"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Say the fixed text of the dialogue act."""
        return [smalltalk(intent_of(tracker), memory.program)], memory


class FixedReply(MemoryAction):
    """What is never searched: an emergency, a live case, legal advice, abuse, another language."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_fixed_reply"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Say the fixed text of the dialogue act."""
        return [fixed_reply(intent_of(tracker), tracker.latest_message.get("language"))], memory


class Cancel(Action):
    """End a form and keep nothing of it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say so and empty the form's slots."""
        say(dispatcher, [smalltalk("cancel", tracker.slots.get("program"))])
        return forget(OF_VOLUNTEERING + OF_AGENCY + OF_CHOOSING)


class StartOver(Action):
    """Forget the conversation."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_start_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say so and reset every slot."""
        say(dispatcher, [smalltalk("start_over", None)])
        return [AllSlotsReset()]
