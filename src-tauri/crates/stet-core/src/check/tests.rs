use super::*;

/// Each row: a file, and the rules that must fire with the text they must point at.
const CASES: &[(&str, &[(&str, &str)])] = &[
    ("---\ntitle: A\nsource: X\n---\n\nBody.\n", &[]),
    ("---\nsource: X\n---\n\nBody.\n", &[("title-missing", "")]),
    ("---\ntitle: A\n---\n\nBody.\n", &[("source-missing", "")]),
    ("---\ntitle: A\nsource: X\nslug: a b\n---\n\nBody.\n", &[("slug-unusable", "slug: a b")]),
    ("---\ntitle: A\nsource: X\nslug: tag\n---\n\nBody.\n", &[("slug-unusable", "slug: tag")]),
    ("---\ntitle: A\nsource: X\nsection: nowhere\n---\n\nBody.\n", &[("section-unknown", "section: nowhere")]),
    ("---\ntitle: A\nsource: X\nstate: done\n---\n\nBody.\n", &[("state-unknown", "state: done")]),
    ("---\ntitle: A\nsource: X\ndate: soon\n---\n\nBody.\n", &[("date-unreadable", "date: soon")]),
    ("---\ntitle: A\nsource: X\nembargo: 2030-01-01\n---\n\nBody.\n", &[("embargo", "embargo: 2030-01-01")]),
    ("---\ntitle: A\nsource: X\ntags: [Port]\n---\n\nBody.\n", &[("tag-alias", "tags: [Port]")]),
    ("---\ntitle: A\nsource: X\ntags: [Harbour, ميناء]\n---\n\nBody.\n", &[]),
    (
        "---\ntitle: A\nsource: X\nlead: {image: media/no.jpg, alt: a, credit: c}\n---\n\nBody.\n",
        &[("picture-missing", "lead: {image: media/no.jpg, alt: a, credit: c}")],
    ),
    (
        "---\ntitle: A\nsource: X\nlead: {image: media/quay.jpg}\n---\n\nBody.\n",
        &[("alt-missing", "lead: {image: media/quay.jpg}"), ("credit-missing", "lead: {image: media/quay.jpg}")],
    ),
    ("---\ntitle: A\nsource: X\nlead: {image: media/quay.jpg, alt: '', credit: c}\n---\n\nBody.\n", &[]),
    (
        "---\ntitle: A\nsource: X\n---\n\n😀 e\u{301} نص ![x](/media/no.jpg \"C. Credit: D\")\n",
        &[("picture-missing", "![x](/media/no.jpg \"C. Credit: D\")")],
    ),
    (
        "---\ntitle: A\nsource: X\n---\n\n![](../../media/quay.jpg)\n",
        &[("alt-missing", "![](../../media/quay.jpg)"), ("credit-missing", "![](../../media/quay.jpg)")],
    ),
    ("---\ntitle: A\nsource: X\n---\n\n![a](https://other.example/x.jpg \"Credit: D\")\n", &[]),
    (
        "---\ntitle: A\nsource: X\n---\n\n> [!figure]\n> ![a](media/quay.jpg)\n>\n> The quay. Credit: A. Name\n\n> [!figure] Credit: B\n> ![b](media/quay.jpg)\n",
        &[],
    ),
    (
        "---\ntitle: A\nsource: X\n---\n\n> [!figure]\n> ![a](media/quay.jpg)\n>\n> The quay.\n",
        &[("credit-missing", "![a](media/quay.jpg)")],
    ),
    ("---\ntitle: A\nsource: X\n---\n\n> [!embed] https://video.example/1\n> ![](media/quay.jpg)\n>\n> A film\n", &[]),
    ("---\ntitle: A\nsource: X\n---\n", &[("body-empty", "")]),
    (
        "---\ntitle: A\nsource: X\n---\n\n“We will, if we must, build it,” said A. Speaker.\n\n> [!pullquote] A. Speaker, mayor\n> We will … build it\n",
        &[],
    ),
    (
        "---\ntitle: A\nsource: X\n---\n\n“We will build it,” said A. Speaker.\n\n> [!pullquote] A. Speaker\n> We will [surely] build it.\n",
        &[],
    ),
    (
        "---\ntitle: A\nsource: X\n---\n\n“We will build it,” said A. Speaker.\n\n> [!pullquote] A. Speaker\n> We must build it.\n",
        &[("pull-quote-not-in-body", "> [!pullquote] A. Speaker\n> We must build it.")],
    ),
    (
        "---\ntitle: A\nsource: X\n---\n\n“We will build it,” said A. Speaker.\n\n> [!pullquote] C. Other\n> We will build it.\n",
        &[("pull-quote-speaker", "> [!pullquote] C. Other\n> We will build it.")],
    ),
    ("---\ntitle: A\nsource: X\n---\n\nقالت ليلى: «سنبني الجدار».\n\n> [!pullquote] ليلى، رئيسة\n> سنبني الجدارَ\n", &[]),
    ("---\ntitle: A\nsource: X\n---\n\nقال: «سنبني.\n\nثم مضى.\n", &[("quotation-open", "«")]),
    ("---\ntitle: A\nsource: X\n---\n\n“One.\n\n“Two.”\n", &[]),
    (
        "---\ntitle: A\nsource: X\n---\n\n[a](other.md) [b](../2026/gone.md#x) [c](https://x.example/y.md)\n",
        &[("link-dead", "[b](../2026/gone.md#x)")],
    ),
    ("---\ntitle: A\nsource: X\nlead: {image: media/credited.jpg, alt: a}\n---\n\n![a](media/credited.jpg)\n", &[]),
    (
        "---\ntitle: A\nsource: X\nlead: {image: media/drawing.svg, alt: a, credit: c}\n---\n\n![a](media/moves.gif \"Credit: D\")\n",
        &[
            ("picture-unusable", "lead: {image: media/drawing.svg, alt: a, credit: c}"),
            ("picture-moving", "![a](media/moves.gif \"Credit: D\")"),
        ],
    ),
    ("---\ntitle: A\ntitle: B\n---\n\nBody.\n", &[("front-matter", "title: B")]),
];

fn run(text: &str, same_slug: Option<&str>) -> Vec<Problem> {
    let newsroom = Newsroom::parse("name = 'N'\neditions = [{lang = 'en'}]\nsections = [{slug = 'news', name = {en = 'News'}}]\n[[tags]]\nslug = 'harbour'\nname = {en = 'Harbour', ar = 'ميناء'}\naliases = ['Port']\n").unwrap();
    let around = Surroundings {
        newsroom: &newsroom,
        lang: "en",
        slug: "a",
        same_slug,
        has_picture: &|path| path != "media/no.jpg" && path != "media/x.jpg",
        picture: &|path| PictureFacts {
            refused: path.ends_with(".svg").then(|| ("it is a drawing".to_owned(), "Save it as PNG.".to_owned())),
            credit: (path == "media/credited.jpg").then(|| "A. Name".to_owned()),
            shows: (path == "media/quay.jpg").then(|| "A quay at dawn".to_owned()),
            moving: path.ends_with(".gif"),
        },
        has_story: &|stem| stem == "other",
    };
    check(&Draft::new(text), &around)
}

#[test]
fn rules_fire_where_they_should_and_nowhere_else() {
    for (text, wanted) in CASES {
        let found = run(text, None);
        let found: Vec<(&str, &str)> =
            found.iter().map(|problem| (problem.rule.as_str(), &text[problem.place.start as usize..problem.place.end as usize])).collect();
        assert_eq!(&found, wanted, "{text}");
    }
}

#[test]
fn every_rule_named_has_a_failing_case() {
    let fired: std::collections::BTreeSet<&str> =
        CASES.iter().flat_map(|(_, wanted)| wanted.iter().map(|(rule, _)| *rule)).chain(["slug-duplicate"]).collect();
    assert_eq!(fired.into_iter().collect::<Vec<_>>(), RULES);
}

#[test]
fn lines_and_columns_count_front_matter_and_characters() {
    let problem = &run("---\ntitle: A\nsource: X\n---\n\n😀 e\u{301} نص ![x](/media/no.jpg \"Credit: D\")\n", None)[0];
    assert_eq!((problem.place.line, problem.place.column), (6, 9));
}

#[test]
fn what_a_file_says_is_suggested() {
    let found = run("---\ntitle: A\nsource: X\nlead: {image: media/quay.jpg, credit: c}\n---\n\nB.\n", None);
    assert!(found[0].hint.ends_with("The file says: “A quay at dawn”"), "{}", found[0].hint);
}

#[test]
fn duplicate_slugs_name_the_other_file() {
    let problem = &run("---\ntitle: A\nsource: X\nslug: a\n---\n\nB.\n", Some("en/2026/b.md"))[0];
    assert_eq!(problem.rule, "slug-duplicate");
    assert!(problem.message.contains("en/2026/b.md"));
}
