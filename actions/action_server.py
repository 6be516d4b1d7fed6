"""The actions server, on loopback, in one process."""

from __future__ import annotations

import argparse

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action

from actions.answer_follow_ups import ContactPerson, Repeat, Simpler, WhereStated
from actions.candidates import Affirm, NoneOfThese, Pick
from actions.dialogue_controls import Cancel, FixedReply, Smalltalk, StartOver
from actions.forms import AskSlot, Form, Question, ValidateForm
from actions.model_choice_form import EXPERIENCE, TASKS, WORK, ChooseResult, ChoosingForm
from actions.questions import AnswerQuestion, Compare
from actions.volunteer_form import AGENCY_KIND, JAIL, LAW, PROGRAM, STATE, HandOff, VolunteerForm

FORMS: dict[Form, tuple[Question, ...]] = {
    VolunteerForm(): (PROGRAM, AGENCY_KIND, STATE, JAIL, LAW),
    ChoosingForm(): (AGENCY_KIND, JAIL, WORK, TASKS, EXPERIENCE, STATE),
}


def all_actions() -> list[Action]:
    """Return every action of the domain."""
    forms = list(FORMS)
    return [
        *(
            action()
            for action in (
                AnswerQuestion,
                Compare,
                Pick,
                NoneOfThese,
                Repeat,
                Simpler,
                WhereStated,
                ContactPerson,
                Affirm,
            )
        ),
        *(action() for action in (Smalltalk, FixedReply, Cancel, StartOver, HandOff, ChooseResult)),
        *(ValidateForm(form) for form in forms),
        *(AskSlot(form, question) for form, questions in FORMS.items() for question in questions),
    ]


def main() -> None:
    """Serve the actions until stopped."""
    parser = argparse.ArgumentParser(description="The actions server of the program-FAQ chatbot.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    port = parser.parse_args().port
    executor = ActionExecutor()
    for action in all_actions():
        executor.register_action(action)
    app = create_app(executor)
    app.run(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
