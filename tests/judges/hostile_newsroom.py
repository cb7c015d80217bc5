"""Makes a newsroom whose every story carries payloads of public corpora of hostile text, in every place that copy has.

    hostile_newsroom.py NEWSROOM CORPORA BLNS [AT_ONCE]

The corpora: `tests/data` of bleach's source, the payloads of `brs_kb`, and the Big List of Naughty Strings. `brs_kb` is by
far the largest: AT_ONCE of its payloads share a story (10 unless told), one after the other in a field, each in blocks of its
own in the body.
"""

import json
import pathlib
import struct
import sys
import warnings
import zlib

warnings.filterwarnings("ignore")


def payloads(corpora: pathlib.Path, blns: pathlib.Path, at_once: int) -> list[list[str]]:
    """Every payload once, in a fixed order, and those of one story together."""
    import brs_kb

    found: dict[str, int] = {}
    bleach = sorted(corpora.glob("bleach-*/tests/data/*.test"))
    naughty = json.loads(blns.read_text(encoding="utf-8"))
    known = [entry["payload"] for _, entry in sorted(brs_kb.get_all_payloads().items())]
    for name, texts in [
        ("bleach", [path.read_text(encoding="utf-8").split("\n--\n")[0] for path in bleach]),
        ("blns", naughty),
        ("brs-kb", known),
    ]:
        print(f"{name}: {len(texts)} payloads", file=sys.stderr)
        assert len(texts) > 15, f"the corpus {name} is not there"
        for text in texts:
            if text.strip():
                found.setdefault(text, at_once if name == "brs-kb" else 1)
    alone = [[text] for text, together in found.items() if together == 1]
    rest = [text for text, together in found.items() if together > 1]
    return alone + [rest[at : at + at_once] for at in range(0, len(rest), at_once)]


def quoted(text: str) -> str:
    """A YAML scalar in double quotes, which JSON's strings are; C1 controls and the like are escaped."""
    out = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == " " else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in out)


def inside(text: str, first: str, rest: str) -> str:
    """A payload of several lines inside a container."""
    return first + ("\n" + rest).join(text.replace("\r", "\n").split("\n"))


def body(text: str) -> str:
    one = " ".join(text.split())
    return f"""Words {one} words *{one}* and `{one}`

{inside(text, "- ", "  ")}

{inside(text, "> ", "> ")}

> [!pullquote] {one}, {one}
{inside(text, "> ", "> ")}

> [!gallery] {one}
> ![{one}](media/quay.png "{one}")

> [!figure] {one}
> ![{one}](media/quay.png "{one}")
>
{inside(text, "> ", "> ")}

> [!correction] 2026-11-24 {one}
{inside(text, "> ", "> ")}

> [!embed] {one}
{inside(text, "> ", "> ")}

> [!embed] https://video.example/{one}

![{one}](media/quay.png "{one}")

![x]({one})

[x]({one}) [x](<{one}>) [{one}](https://a.example/{one}) <{one}>

| {one} |
|---|
| {one} |

## {one}

"""


def story(number: int, texts: list[str]) -> str:
    q = quoted(" ".join(texts))
    first = quoted(texts[0])
    each = ", ".join(quoted(text) for text in texts)
    bodies = "".join(body(text) for text in texts)
    notes = "\n".join(f"Note[^n{at}].\n" for at in range(len(texts))) + "\n"
    notes += "\n\n".join(f"[^n{at}]: " + " ".join(text.split()) for at, text in enumerate(texts))
    code = "".join(f"```{' '.join(text.split())}\n{text}\n```\n\n" for text in texts)
    return f"""---
id: 01JD3V7Y5Z{number:016d}
title: {q}
kicker: {q}
section: {first}
standfirst: {q}
byline: [{q}, {{name: {q}, role: {q}}}]
source: {{name: {q}, url: {first}, kind: agency, licence: {first}}}
tags: [Harbour, {q}]
state: ready
date: 2026-11-{1 + number % 24:02d}T08:00:00Z
old_slugs: [{first}, "old-{number}"]
aliases: [{each}]
lead: {{image: media/quay.png, alt: {q}, caption: {q}, credit: {q}}}
mine: {q}
---

{bodies}
{notes}

{code}
{texts[-1]}
"""


def picture() -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"\0" + b"\x40\x80\xa0" * 4
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows * 4)) + chunk(b"IEND", b"")


def main() -> None:
    newsroom, corpora, blns = map(pathlib.Path, sys.argv[1:4])
    at_once = int(sys.argv[4]) if len(sys.argv) > 4 else 10
    for lang in ("en", "ar"):
        (newsroom / lang / "2026").mkdir(parents=True)
    (newsroom / "media").mkdir()
    (newsroom / "media" / "quay.png").write_bytes(picture())
    (newsroom / "newsroom.toml").write_text(
        'name = "The Quay"\nbase_url = "https://quay.example"\n[[editions]]\nlang = "en"\n[[editions]]\nlang = "ar"\n'
        '[[sections]]\nslug = "news"\nname = { en = "News", ar = "News" }\n[publish]\nstates = ["ready"]\n',
        encoding="utf-8",
    )
    stories = payloads(corpora, blns, at_once)
    for number, texts in enumerate(stories):
        lang = "ar" if number % 5 == 4 else "en"
        path = newsroom / lang / "2026" / f"p{number:05d}.md"
        path.write_text(story(number, texts), encoding="utf-8", errors="replace")
    print(sum(map(len, stories)))


main()
