//! Copy that is made to be slow: classes known from the test suites and advisories of Markdown parsers, and the ones that
//! this site's own rules invite. Each grows to about the number of bytes asked for.

/// A class by name, and how a text of it is made.
pub type Class = (&'static str, fn(usize) -> String);

fn times(unit: &str, size: usize) -> String {
    unit.repeat((size / unit.len()).max(1))
}

/// Every class.
pub const CLASSES: [Class; 43] = [
    ("nested strong emphasis", |size| format!("{}b{}", times("*a **a ", size / 2), times(" a** a*", size / 2))),
    ("emphasis closed, never opened", |size| times("a_ ", size)),
    ("emphasis opened, never closed", |size| times("_a ", size)),
    ("emphasis, two kinds crossed", |size| times("*a_ ", size)),
    ("emphasis, multiples of three", |size| format!("a**b{}", times("c* ", size))),
    ("struck out, never closed", |size| times("~~a ", size)),
    ("links closed, never opened", |size| times("a]", size)),
    ("links opened, never closed", |size| times("[a", size)),
    ("links opened, emphasis closed", |size| times("[ a_", size)),
    ("brackets and parentheses", |size| times("[ (](", size)),
    ("pictures of links", |size| times("![[]()", size)),
    ("nested brackets", |size| format!("{}a{}", times("[", size / 2), times("]", size / 2))),
    ("nested pictures", |size| format!("{}a{}", times("![", size / 2), times("](b)", size / 2))),
    ("link addresses, never closed", |size| times("[a](b", size)),
    ("link addresses in angles, never closed", |size| times("[a](<b", size)),
    ("links to many stories", |size| (0..size / 16).map(|number| format!("[a](s{number:06}.md) ")).collect()),
    ("pictures that are not there", |size| (0..size / 20).map(|number| format!("![a](m{number:06}.jpg)\n\n")).collect()),
    ("pictures", |size| times("![a](media/quay.jpg)\n\n", size)),
    ("nested quotations", |size| format!("{}a", times("> ", size))),
    ("quotations and lists", |size| format!("{}a", times("> - ", size))),
    ("nested lists", |size| format!("{}a", times("- ", size))),
    ("nested numbered lists", |size| format!("{}a", times("1. ", size))),
    ("lists, each deeper", |size| (0..(size as f64).sqrt() as usize).map(|depth| format!("{}* a\n", "  ".repeat(depth))).collect()),
    ("tasks", |size| times("- [ ] a\n", size)),
    ("backticks of every length", |size| (1..((2 * size) as f64).sqrt() as usize).map(|count| format!("e{}", "`".repeat(count))).collect()),
    ("backticks", |size| times("a`", size)),
    ("code blocks, never closed", |size| times("```\na\n\n", size)),
    ("a wide table with empty rows", |size| {
        let columns = (size as f64).sqrt() as usize;
        format!("{}|\n{}|\n{}", "|x".repeat(columns), "|-".repeat(columns), times("|\n", size.saturating_sub(4 * columns)))
    }),
    ("a table without an end", |size| format!("|a|\n|-|\n{}", times("|b", size))),
    ("a long reference, expanded often", |size| format!("[a]: /{}\n\n{}", "u".repeat(size / 2), times("[a]", size / 2))),
    ("reference definitions", |size| (0..size / 14).map(|number| format!("[r{number:06}]: u\n")).collect()),
    ("notes referred to often", |size| format!("{}\n\n[^1]: x", times("[^1]", size))),
    ("notes", |size| (0..size / 24).map(|number| format!("a[^{number:06}]\n\n[^{number:06}]: x\n\n")).collect()),
    ("comments, never closed", |size| format!("</{}", times("<!--", size))),
    ("declarations, never closed", |size| format!("a {}", times("<!A <? <![CDATA[ ", size))),
    ("tags, never closed", |size| times("<b>", size)),
    ("tags with attributes, block by block", |size| times("<b title=x>\n\n", size)),
    ("block tags", |size| times("<div>\n", size)),
    ("tables of tags", |size| times("<table><tr><td>", size)),
    ("entities", |size| times("&amp;&#x0;&nosuch;&", size)),
    ("bare addresses", |size| times("http://www.a@b.", size)),
    ("headings of one name", |size| times("# a\n", size)),
    ("callouts", |size| times("> [!pullquote] a, b\n> c\n\n> [!gallery] d\n> ![a](media/quay.jpg)\n\n", size)),
];

/// Front matter that is made to be slow, before an ordinary body.
pub const FRONT_MATTER: [Class; 6] = [
    ("front matter: nested lists", |size| format!("---\ntitle: a\nx: {}\n---\n\na\n", times("[", size))),
    ("front matter: nested maps", |size| format!("---\ntitle: a\nx: {}\n---\n\na\n", times("{a: ", size))),
    ("front matter: aliases of aliases", |size| {
        let levels: String =
            (1..(size / 64).min(2_000)).map(|at| format!("a{at}: &a{at} [*a{0}, *a{0}, *a{0}, *a{0}]\n", at - 1)).collect();
        format!("---\ntitle: a\na0: &a0 [x, x]\n{levels}---\n\na\n")
    }),
    ("front matter: many keys", |size| {
        format!("---\ntitle: a\n{}---\n\na\n", (0..size / 12).map(|at| format!("k{at:06}: v\n")).collect::<String>())
    }),
    ("front matter: many tags", |size| {
        format!("---\ntitle: a\ntags: [{}]\n---\n\na\n", (0..size / 9).map(|at| format!("t{at:06}, ")).collect::<String>())
    }),
    ("front matter: never closed", |size| format!("---\n{}", times("title: a\n", size))),
];
