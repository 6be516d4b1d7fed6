"""Content turned into what is shown: sources with titles and dates, states' figures, entries past review."""

from __future__ import annotations

from datetime import date

from knowledge import results
from knowledge.entries import schema as content
from knowledge.entries.schema import Knowledge, source_id


def render_entry(knowledge: Knowledge, entry: content.Entry, today: date) -> results.Entry:
    """Return the entry ready to show; `due` says that its review date is past."""
    return results.Entry(
        entry=entry.id,
        question=entry.question,
        answers={scope: render_answer(knowledge, scope, answer) for scope, answer in entry.answers.items()},
        states={code: render_answer(knowledge, code, answer) for code, answer in entry.states.items()},
        compare=entry.compare,
        related=[results.EntryTitle(related, knowledge.entries[related].question) for related in entry.related],
        due=entry.review_by < today,
    )


def render_answer(knowledge: Knowledge, scope: str, answer: content.Answer) -> results.Answer:
    """Return one answer with its sources and links spelled out."""
    links = [knowledge.sources[link] for link in answer.links]
    return results.Answer(
        scope=scope,
        text=answer.text,
        short=answer.short,
        sources=[render_source(knowledge, reference) for reference in answer.sources],
        links=[results.Link(link.title, link.url) for link in links if link.url],
        as_of=answer.as_of,
        confidence=answer.confidence.value,
        stance=answer.stance,
    )


def render_source(knowledge: Knowledge, reference: str) -> results.Source:
    """Return the source of a reference such as `moa-tfm#XI`."""
    source = knowledge.sources[source_id(reference)]
    section = reference.partition("#")[2] or None
    return results.Source(title=source.title, section=section, url=source.url, as_of=source.date)


def render_passage(knowledge: Knowledge, document: content.Document, number: int) -> results.Passage:
    """Return section `number` (from 0) of a program text as a passage."""
    section = document.sections[number]
    reference = f"{document.source}#{section.section}"
    source = render_source(knowledge, reference)
    return results.Passage(
        id=f"{document.id}:{number}",
        title=document.title,
        heading=f"{section.section}. {section.heading}",
        answer=results.Answer(
            scope=document.program or "any",
            text=section.text,
            short=None,
            sources=[source],
            links=[],
            as_of=source.as_of or "",
            confidence="official",
        ),
    )


def cited_passages(knowledge: Knowledge, entry: content.Entry, scope: str | None) -> list[results.Passage]:
    """Return the sections of program texts that the entry's answers cite, for one scope or all, each once."""
    answers = [answer for name, answer in entry.answers.items() if scope in (None, name)]
    cited = dict.fromkeys(reference for answer in answers for reference in answer.sources)
    places = {
        f"{document.source}#{section.section}": (document, number)
        for document in knowledge.documents.values()
        for number, section in enumerate(document.sections)
    }
    return [render_passage(knowledge, *places[reference]) for reference in cited if reference in places]
