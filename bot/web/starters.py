"""Questions to start with, by the reader's role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Starters:
    """A role and questions that it asks; each is the question of an entry (a test holds it so)."""

    role: str
    questions: tuple[str, ...]


STARTERS = (
    Starters(
        "Everyone",
        (
            "What is the 287(g) program?",
            "What is the difference between the models?",
            "Does an agency have to take part?",
        ),
    ),
    Starters(
        "Officer",
        (
            "What may an officer do under each model?",
            "May an officer stop a car to check immigration status?",
            "How long is the training?",
        ),
    ),
    Starters(
        "Jail staff",
        (
            "How long may a person be held for ICE?",
            "What is the difference between a detainer and a warrant?",
            "May an officer serve a warrant of removal under each model?",
        ),
    ),
    Starters(
        "Chief or sheriff",
        (
            "How does an agency join?",
            "Which model fits our agency?",
            "What do supporters and critics say?",
        ),
    ),
    Starters(
        "Counsel",
        (
            "Does our state's law require or forbid an agreement?",
            "Who is liable for what officers do under 287(g)?",
            "How can an agreement be ended?",
        ),
    ),
    Starters(
        "IT and budget",
        (
            "Which IT and equipment are needed, and who pays?",
            "What does taking part cost the agency?",
            "Which data must the agency keep or report?",
        ),
    ),
)
