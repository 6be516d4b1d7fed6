"""The form of an agency that wants to take part: whom to call, and about how many nominees."""

from __future__ import annotations

import unicodedata

import phonenumbers
from wtforms import Field, Form, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from bot.records.models import Contact

MOST_NOMINEES = 500
HOW_MANY = f"Write the number of nominees as a whole number from 1 to {MOST_NOMINEES}."


def _one_line(text: str | None) -> str | None:
    return text and " ".join(_visible(text).split())


def _lines(text: str | None) -> str | None:
    return text and _visible(text.replace("\r\n", "\n")).strip()


def _visible(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(char for char in normal if char in "\n\t" or unicodedata.category(char)[0] != "C")


def _phone(form: Form, field: Field) -> None:
    try:
        if phonenumbers.is_possible_number(phonenumbers.parse(field.data, "US")):
            return
    except phonenumbers.NumberParseException:
        pass
    raise ValidationError("Write a phone number with its area code, such as 555 010 0199.")


class WholeNumberField(IntegerField):
    """An integer field that says in plain words what it takes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError."""
        try:
            super().process_formdata(valuelist)  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise ValueError(HOW_MANY) from error


class ContactForm(Form):
    """Every field is for the coordinator alone. Forged forms are refused before it (see bot/web/security.py)."""

    agency = StringField(
        "Name of the agency",
        [DataRequired("Write the name of the agency."), Length(max=200)],
        filters=[_one_line],
        render_kw={"autocomplete": "organization"},
    )
    contact_person = StringField(
        "Contact person",
        [DataRequired("Write who can be asked about this."), Length(max=200)],
        filters=[_one_line],
        render_kw={"autocomplete": "name"},
    )
    email = StringField(
        "E-mail",
        [
            DataRequired("Write an e-mail address."),
            Length(max=254),
            Email("Write an e-mail address such as name@agency.gov."),
        ],
        filters=[_one_line],
        render_kw={"autocomplete": "email", "type": "email"},
    )
    phone = StringField(
        "Phone",
        [DataRequired("Write a phone number."), Length(max=40), _phone],
        filters=[_one_line],
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    nominees = WholeNumberField(
        "Number of nominees",
        [InputRequired(HOW_MANY), NumberRange(1, MOST_NOMINEES, HOW_MANY)],
        description="Officers whom the agency may nominate; an estimate will do.",
        render_kw={"inputmode": "numeric"},
    )
    remarks = TextAreaField(
        "Remarks",
        [Optional(), Length(max=1000)],
        filters=[_lines],
        description="Up to 1000 characters. Nothing about persons or cases.",
        render_kw={"rows": 4},
    )

    def contact(self, reference: str) -> Contact:
        """Return the valid form as the row of a referral."""
        return Contact(
            reference=reference,
            agency=self.agency.data or "",
            contact_person=self.contact_person.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            nominees=self.nominees.data or 1,
            remarks=self.remarks.data or "",
        )
