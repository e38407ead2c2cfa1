"""Documents made wrong, a little each: what a careless host, or a hostile one, would send."""

import copy
import json

ODD = (
    None, True, False, 0, 1, -1, 7, 2**31, 2**63 - 1, 2**63, -(2**70), 1.5, 1e308, "", " ", "0", "7", "-1", "1.5",
    "NaN", "true", "null", "x" * 300,
    "2026-11-23", "2026-11-23T10:00:00", "2026-11-23T10:00:00Z", "1900-01-01T00:00:00Z",
    "2200-12-31T23:59:59.999999Z", "2026-10-25T03:30:00+02:00", "9999-12-31T23:59:59Z", "PT0S", "PT8H", "-PT8H",
    "PT99999999H", "P1D", "24:00", "00:00", "09:00-18:00", "22:00-06:00", "mon", "mon-sun", "UTC", "Z",
    "Europe/Kyiv", "../x",
    "1/3", "1/0",
    "hour", "bug", "\u0000", "\u202e", "é", "\ud800", [], [[]], {}, [1], ["a"], {"kind": "free"},
    {"kind": "weekly"},
    {"a": 1},
)  # fmt: skip


def places(value, at=()):
    """Every place of a document."""
    yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*at, key))


def get(document, at):
    for key in at:
        document = document[key]
    return document


def damaged(document, chance, others=()):
    """The document with one thing changed: gone, doubled, replaced, renamed or borrowed from another."""
    found = copy.deepcopy(document)
    at = chance.choice([one for one in places(found) if one] or [()])
    if not at:
        return {"supportcore": 1}
    parent, key = get(found, at[:-1]), at[-1]
    match chance.randrange(6):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, dict):
            parent[chance.choice(["colour", "kind", "id", "", "supportcore", str(key) + "s"])] = parent[key]
        case 1:
            parent.insert(0, copy.deepcopy(parent[key]))
        case 2 if others:
            other = chance.choice(others)
            parent[key] = copy.deepcopy(get(other, chance.choice(list(places(other)))))
        case 3 if isinstance(parent[key], str) and parent[key]:
            text, place = parent[key], chance.randrange(len(parent[key]))
            parent[key] = text[:place] + chance.choice("019-:TZ. é") + text[place + chance.randrange(2) :]
        case 4 if type(parent[key]) is int:
            parent[key] += chance.choice([-1, 1, 10**6, -(10**9), 10**17])
        case _:
            parent[key] = copy.deepcopy(chance.choice(ODD))
    return found


def copies(document, chance, count, others=()):
    """So many of them, each with one change or more."""
    for _ in range(count):
        found = damaged(document, chance, others)
        while chance.random() < 0.3 and found:
            found = damaged(found, chance, others)
        yield found


def broken(text, chance):
    """Text damaged as text: cut, doubled, a sign changed, deep, long."""
    place = chance.randrange(len(text) + 1)
    match chance.randrange(6):
        case 0:
            return text[:place]
        case 1:
            return text[:place] + text
        case 2:
            return text[:place] + chance.choice('{}[]",:\\0e-\x00\u2028') + text[place + 1 :]
        case 3:
            return "[" * 3000 + text
        case 4:
            return text.replace("1", "1" * chance.choice([20, 5000]), 1)
        case _:
            return text[:place] + chance.choice(["NaN", "1e999", "\\ud800", '"', "//", "'"]) + text[place:]


def text_of(document):
    """A damaged document as text: half characters escaped, as JSON can say them."""
    return json.dumps(document, ensure_ascii=True)
