"""Judges the files that Stet makes for machines, by schemas and readers that are not Stet's.

    validate.py SITE BUNDLE

Exits 1 and says what is wrong with which file. Each judge is first shown something bad, which it must refuse.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys

import feedparser
import jsonschema
from pyld import jsonld
from referencing import Registry, Resource

HERE = pathlib.Path(__file__).parent / "schemas"
said: list[str] = []


def wrong(path: object, message: str) -> None:
    said.append(f"{path}: {message}")


def schema(name: str) -> jsonschema.Draft202012Validator:
    geo = json.loads((HERE / "GeoJSON-schema.json").read_text(encoding="utf-8"))
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo))
    own = json.loads((HERE / name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(own)(own, registry=registry, format_checker=jsonschema.FormatChecker())


def judge_json(name: str, files: list[pathlib.Path], spoil) -> None:
    validator = schema(name)
    assert files, f"nothing to judge by {name}"
    for path in files:
        document = json.loads(path.read_text(encoding="utf-8"))
        for error in validator.iter_errors(document):
            wrong(path, f"{'/'.join(map(str, error.path))}: {error.message[:200]}")
    bad = json.loads(files[0].read_text(encoding="utf-8"))
    spoil(bad)
    assert list(validator.iter_errors(bad)), f"{name} refuses nothing"


def xmllint(form: str, name: str, files: list[pathlib.Path]) -> None:
    assert files, f"nothing to judge by {name}"
    run = ["xmllint", "--nonet", "--noout", form, str(HERE / name)]
    result = subprocess.run(run + [str(path) for path in files], capture_output=True, text=True)
    if result.returncode:
        said.extend(line for line in result.stderr.splitlines() if not line.endswith(" validates"))
    bad = subprocess.run(run + ["-"], input=files[0].read_text(encoding="utf-8").replace("<id>", "<ident>").replace("</id>", "</ident>").replace("loc>", "place>"), capture_output=True, text=True)
    assert bad.returncode, f"{name} refuses nothing"


def judge_feeds(site: pathlib.Path) -> int:
    """feedparser reads every feed, and finds in the three forms of one feed the same stories."""
    assert feedparser.parse("<rss><channel><title>x</title>").bozo, "feedparser takes anything"
    folders = {path.parent for path in site.glob("*/feed/**/rss.xml")}
    assert len(folders) > 20, "feeds of site, sections and tags"
    for folder in folders:
        rss, atom = (feedparser.parse((folder / name).read_bytes()) for name in ("rss.xml", "atom.xml"))
        for name, feed in (("rss.xml", rss), ("atom.xml", atom)):
            if feed.bozo:
                wrong(folder / name, str(feed.bozo_exception))
            for entry in feed.entries:
                if not (entry.get("title") and entry.get("link", "").startswith("https://") and entry.get("id")):
                    wrong(folder / name, f"an entry lacks title, link or id: {dict(entry)}")
        other = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
        links = [[entry.link for entry in rss.entries], [entry.link for entry in atom.entries], [item["url"] for item in other["items"]]]
        if not links[0] == links[1] == links[2]:
            wrong(folder, "the three forms of the feed differ")
    return len(folders)


# schema.org, and what search engines ask for on top: by type, the properties that must be there.
REQUIRED = {
    "NewsArticle": ["headline", "datePublished", "dateModified", "author", "publisher", "image", "inLanguage", "mainEntityOfPage", "keywords", "articleSection", "identifier"],
    "Person": ["name"],
    "Organization": ["name"],
    "NewsMediaOrganization": ["name", "url", "logo"],
    "ImageObject": ["url"],
    "BreadcrumbList": ["itemListElement"],
    "ListItem": ["position", "name"],
    "CorrectionComment": ["text", "datePublished"],
    "CreativeWork": ["name"],
    "PropertyValue": ["propertyID", "value"],
    "QuantitativeValue": ["value", "unitCode"],
}
CONTEXT = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}


def judge_json_ld(site: pathlib.Path) -> int:
    """Every story's JSON-LD expands, each of its things has what its type asks for, and none is of an unknown type."""

    def things(value, path, nested=False):
        if isinstance(value, list):
            for one in value:
                things(one, path, nested)
        elif isinstance(value, dict):
            kind = value.get("@type")
            # A translation is named by its address alone.
            if kind and not (kind == "NewsArticle" and nested):
                if kind not in REQUIRED:
                    wrong(path, f"a thing of type {kind}")
                lead = "og:image" in page
                for name in REQUIRED.get(kind, []):
                    if not value.get(name) and not (name == "image" and not lead) and not (name == "author" and not value.get("author") and value.get("contributor")):
                        wrong(path, f"{kind} lacks {name}")
            for name, one in value.items():
                things(one, path, nested or name in ("workTranslation", "translationOfWork"))

    count = 0
    for path in sorted(site.glob("*/*/index.html")):
        page = path.read_text(encoding="utf-8")
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S):
            document = json.loads(text)
            count += 1
            things(document["@graph"], path)
            local = copy.deepcopy(document)
            local["@context"] = CONTEXT
            expanded = jsonld.expand(local)
            kinds = {kind for node in expanded for kind in node.get("@type", [])}
            if "https://schema.org/NewsArticle" not in kinds:
                wrong(path, f"JSON-LD expands to {kinds}")
    assert count > 20, "stories have JSON-LD"
    return count


def main() -> None:
    site, bundle = map(pathlib.Path, sys.argv[1:])
    ninjs = sorted(bundle.rglob("*.ninjs.json"))
    judge_json("ninjs-schema_3.1.json", ninjs, lambda document: document.update(byline="x"))
    json_feeds = sorted(site.glob("*/feed/**/feed.json"))
    judge_json("jsonfeed-1.1.schema.json", json_feeds, lambda document: document.pop("version"))
    atom = sorted(site.glob("*/feed/**/atom.xml"))
    xmllint("--relaxng", "atom.rng", atom)
    maps = sorted(site.glob("sitemaps/*.xml"))
    xmllint("--schema", "sitemap-all.xsd", maps)
    xmllint("--schema", "siteindex.xsd", [site / "sitemap.xml"])
    feeds = judge_feeds(site)
    stories = judge_json_ld(site)
    if said:
        print("\n".join(said[:40]), file=sys.stderr)
        sys.exit(1)
    print(f"Schemas and readers: {len(ninjs)} ninjs, {len(json_feeds)} JSON Feeds, {len(atom)} Atom, {feeds} × RSS, {len(maps)} sitemaps, {stories} JSON-LD: all valid")


main()
