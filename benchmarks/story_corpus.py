"""Made-up news: stories of twenty reports with copies, renderings, and values that agree or conflict.

Each story has its own people, places and day, and shares its sentence patterns and everyday words with all others, as
news does. Half of a report are facts, worded in one of several ways, and quotations; the rest are sentences of
`scale.Writer`. Everything follows from a seed.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scale import Writer

Article = dict[str, Any]

_FIRST = "Anna Boris Clara David Elena Frank Greta Henry Irene Jonas Karin Lukas Maria Niels Olga Peter Rosa Simon"
_SYLLABLES = "bar bel dor fal gan hol jar kel lan mor nar ost pol quen rav sel tor ul var wen yar zim ask eld ing orn"
_ENDINGS = "berg burg dal ford gard haven holm ik mark mund ov sen sk stad ton vik"
_OFFICES = "minister mayor governor spokeswoman prosecutor ambassador chairman commissioner"
_EVENTS = "strike fire trial summit election flood merger protest explosion blockade visit inquiry landing shutdown"
_THINGS = "workers ships houses soldiers witnesses trucks students passengers documents containers patients voters"
_ACTS = "arrested evacuated questioned inspected released delayed counted registered searched moved"
_BODIES = "ministry council union company court agency committee police"

# Each fact is worded in one of several ways. What is in braces belongs to the story, but for value: it may differ.
_FACTS = (
    (
        "{value} {thing} were {act} in {place} on {day}, the {body} said.",
        "The {body} in {place} said that {value} {thing} had been {act} on {day}.",
        "On {day} {value} {thing} were {act} in {place}.",
    ),
    (
        "The {event} in {place} began on {day}, said {person}.",
        "According to {person}, the {event} in {place} started on {day}.",
        "It was on {day} that the {event} in {place} began.",
    ),
    (
        "The {event} will cost {value} million crowns, {person} told the {body}.",
        "{person} put the cost of the {event} at {value} million crowns.",
        "A bill of {value} million crowns is what {person} expects the {event} to leave behind.",
    ),
    (
        "{person}, the {office}, denied that the {body} had known of the {event}.",
        "The {body} knew of the {event} beforehand, two people in {place} said.",
        "{person} rejected reports that the {body} had been told of the {event}.",
    ),
    (
        "{person} met {other} in {place} on {day} to speak about the {thing}.",
        "On {day} {other} received {person} in {place}; the {thing} were on the agenda.",
        "The {office} {person} and {other} talked about the {thing} in {place}.",
    ),
    (
        "The {body} is expected to decide on the {event} by {day}.",
        "A decision of the {body} on the {event} is due by {day}, {person} said.",
        "By {day} the {body} will have decided what becomes of the {event}, said {other}.",
    ),
    (
        "It is the {order} {event} in {place} this year.",
        "{place} has its {order} {event} of the year.",
        "The {event} is the {order} in {place} since January, the {body} said.",
    ),
    (
        "{place} has {value} {thing}, more than any other town on the coast.",
        "There are {value} {thing} in {place}, according to the {body}.",
        "No town on the coast has more {thing} than {place}, which counts {value}.",
    ),
)
_SAID = ("“{0}” {1} said.", "“{0}” said {1}.", "“{0}” {1} told reporters in {2}.")
_ORDERS = "first second third fourth fifth sixth"
_OTHERWISE = 0.08  # share of the tellings of a value that give another one
_STORY_FACTS, _STORY_QUOTES = 24, 8
# So that reports that share facts and quotations are no copies of each other.
_QUOTED = 10  # words of a quotation
_OWN_WORDS = 2  # words that a report puts into a fact


@dataclass(frozen=True)
class World:
    """What a story is about: its facts as wordings with a value and a rival one, its quotations, its day and place."""

    place: str
    event: str
    day: datetime.date
    facts: Sequence[tuple[Sequence[str], str, str]]
    quotes: Sequence[tuple[str, str]]


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES.split()) for _ in range(rng.choice([1, 2]))).title() + rng.choice(
        _ENDINGS.split()
    )


def world(number: int, writer: Writer, rng: random.Random) -> World:
    """Return a story's own names, numbers and words."""
    places, day = [_name(rng) for _ in range(3)], datetime.date(2025, 1, 1) + datetime.timedelta(rng.randrange(365))
    people = [f"{rng.choice(_FIRST.split())} {_name(rng)}" for _ in range(5)]
    things, bodies = rng.sample(_THINGS.split(), 4), rng.sample(_BODIES.split(), 3)
    event = rng.choice(_EVENTS.split())
    facts = []
    for n in range(_STORY_FACTS):
        when = day - datetime.timedelta(rng.randrange(6))
        slots = {
            "place": rng.choice(places), "thing": rng.choice(things), "act": rng.choice(_ACTS.split()), "event": event,
            "body": rng.choice(bodies), "office": rng.choice(_OFFICES.split()),
        }  # fmt: skip
        slots["person"], slots["other"] = rng.sample(people, 2)
        slots |= {"day": f"{when:%B} {when.day}", "order": rng.choice(_ORDERS.split()), "value": "{value}"}
        value = rng.randrange(13, 900)
        wordings = [wording.format(**slots) for wording in _FACTS[n % len(_FACTS)]]
        facts.append((wordings, str(value), str(value + rng.randrange(5, 60))))
    said = (" ".join(writer.sentence().split()[:_QUOTED]).rstrip(",;:.!?") for _ in range(_STORY_QUOTES))
    quotes = [(f"{words},", rng.choice(people)) for words in said]
    return World(places[0], event, day, facts, quotes)


def report(own: World, writer: Writer, common: Sequence[str], rng: random.Random, words: int) -> list[str]:
    """Return the paragraphs of a report: facts, quotations and other sentences, of at least so many words."""
    sentences = []
    for wordings, value, rival in rng.sample(own.facts, len(own.facts) // 2):
        told = rng.choice(wordings).format(value=rival if rng.random() < _OTHERWISE else value).split()
        for _ in range(_OWN_WORDS):
            told.insert(rng.randrange(2, len(told)), rng.choice(common))
        sentences.append(" ".join(told))
    for said, speaker in rng.sample(own.quotes, 3):
        sentences.append(rng.choice(_SAID).format(said, speaker, own.place))
    while sum(s.count(" ") + 1 for s in sentences) < words:
        sentences.append(writer.sentence())
    head, rest = sentences[:2], sentences[2:]
    rng.shuffle(rest)
    lines = [*head, *rest]
    lines[0] = f"{own.place.upper()} (HALYARD) - {lines[0]}"
    return [" ".join(lines[n : n + 2]) for n in range(0, len(lines), 2)]


def rendering(paragraphs: Sequence[str], common: Sequence[str], rng: random.Random) -> list[str]:
    """Return a text with every third small word another one, in the same order: another translation of one original."""
    return [
        " ".join(rng.choice(common) if w.islower() and w.isalpha() and rng.random() < 0.35 else w for w in p.split())
        for p in paragraphs
    ]


def stories(count: int, size: int, writer: Writer, seed: int) -> Iterator[list[Article]]:
    """Yield the reports of each story; of twenty four are copies of earlier ones and two are renderings.

    `story` is the number of the story, `original` the place in it of the report that one goes back to.
    """
    common = writer.common()
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        own = world(number, writer, rng)
        articles: list[Article] = []
        texts: list[list[str]] = []
        for n in range(size):
            original = rng.randrange(n) if n and n % 20 in (4, 9, 14, 19, 7, 12) else None
            if original is None:
                paragraphs = report(own, writer, common, rng, rng.randrange(250, 550))
            elif n % 20 in (7, 12):
                paragraphs = rendering(texts[original], common, rng)
            else:
                paragraphs = writer.copy(texts[original])
            texts.append(paragraphs)
            day = own.day + datetime.timedelta(rng.randrange(4))
            title = f"{own.place}: {rng.choice(own.facts)[0][0].format(value='')[:60].rsplit(' ', 1)[0]}"
            articles.append(
                {
                    "title": title, "text": "\n\n".join(paragraphs), "outlet": f"Outlet {rng.randrange(50)}",
                    "published": day.isoformat(), "story": number, "original": original,
                }
            )  # fmt: skip
        yield articles
