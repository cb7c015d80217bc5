//! Names of writers: `By A. Writer and B. Editor`, `بقلم …`, lists of authors.

use super::text;
use crate::article::Byline;

const OPENINGS: [&str; 10] = ["by:", "by ", "written by ", "words by ", "story by ", "author: ", "بقلم:", "بقلم ", "اعداد:", "كتب:"];

/// Reads a line that says who wrote the story and nothing else.
pub(super) fn byline_line(line: &str) -> Option<Vec<Byline>> {
    let line = line.trim();
    if line.len() > 200 || text::words(line) > 14 || text::ends_sentence(line) && !ends_in_initial(line) {
        return None;
    }
    let rest = after_opening(line)?;
    let names = split_names(rest);
    let named =
        !names.is_empty() && names.iter().all(|byline| (1..=5).contains(&text::words(&byline.name)) && !text::starts_small(&byline.name));
    named.then_some(names)
}

/// Reads a wire's sign-off: `(Reporting by A. Writer; Editing by B. Editor)`.
pub(super) fn sign_off(line: &str) -> Option<Vec<Byline>> {
    let line = line.trim().trim_start_matches('(').trim_end_matches(['.', ')']);
    if line.len() > 300 {
        return None;
    }
    let mut people = Vec::new();
    for part in line.split(';') {
        let (role, names) = part.trim().split_once(" by ")?;
        if !["reporting", "additional reporting", "editing", "writing", "reporting and writing", "translation"]
            .contains(&text::fold(role).as_str())
        {
            return None;
        }
        let names = split_names(names);
        if names.is_empty() || names.iter().any(|byline| text::words(&byline.name) > 5 || text::starts_small(&byline.name)) {
            return None;
        }
        people.extend(names.into_iter().map(|byline| Byline { role: byline.role.or_else(|| Some(role.trim().to_owned())), ..byline }));
    }
    Some(people)
}

/// "By A. Writer" without its "By"; the text itself where it has none.
pub(super) fn without_opening(text: &str) -> &str {
    after_opening(text).unwrap_or(text).trim()
}

fn after_opening(line: &str) -> Option<&str> {
    let line = line.trim_start();
    OPENINGS.iter().find_map(|opening| {
        // Folding an Arabic opening may take characters away, so that it is matched character by character.
        let mut wanted = opening.chars().peekable();
        for (at, letter) in line.char_indices() {
            if wanted.peek().is_none() {
                return Some(line[at..].trim());
            }
            let folded = text::fold(&letter.to_string());
            let folded = if letter.is_whitespace() { " " } else { folded.as_str() };
            if !folded.is_empty() && (wanted.next() != folded.chars().next()) {
                return None;
            }
        }
        None
    })
}

/// "By J. Poe Jr." ends in a stop that ends no sentence.
fn ends_in_initial(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.chars().count() <= 3
}

/// Splits a list of names. A part that names an office belongs to the person before it.
pub(super) fn split_names(text: &str) -> Vec<Byline> {
    let text = text.replace(" and ", "\n").replace(" And ", "\n").replace(" AND ", "\n").replace(" & ", "\n").replace(" و ", "\n");
    let mut people: Vec<Byline> = Vec::new();
    for group in text.split(['\n', ';']) {
        let parts: Vec<&str> = group.split([',', '،']).map(str::trim).filter(|part| !part.is_empty()).collect();
        // "Poe, Ann" is one person written as in a catalogue.
        if parts.len() == 2 && parts.iter().all(|part| text::words(part) == 1) {
            people.push(Byline { name: parts.join(", "), role: None });
            continue;
        }
        for (at, part) in parts.into_iter().enumerate() {
            // An office stands behind a comma; what stands behind an "and" is a person.
            match people.last_mut().filter(|_| at > 0) {
                Some(last) if is_suffix(part) => last.name = format!("{}, {part}", last.name),
                Some(last) if is_office(part) && last.role.is_none() => last.role = Some(part.to_owned()),
                _ => people.push(Byline { name: part.to_owned(), role: None }),
            }
        }
    }
    people
}

fn is_suffix(part: &str) -> bool {
    ["jr", "jr.", "sr", "sr.", "ii", "iii", "phd", "md"].contains(&part.to_lowercase().as_str())
}

fn is_office(part: &str) -> bool {
    // "Editor" and "Writer" with a capital may be names.
    const OFFICES: [&str; 15] = [
        "correspondent",
        "Correspondent",
        "reporter",
        "Reporter",
        "columnist",
        "Columnist",
        "photographer",
        "Photographer",
        "editor",
        "writer",
        "staff",
        "Staff",
        "desk",
        "مراسل",
        "محرر",
    ];
    part.starts_with("in ") || part.split(' ').any(|word| OFFICES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(people: &[Byline]) -> String {
        people.iter().map(|byline| format!("{}/{}", byline.name, byline.role.as_deref().unwrap_or("-"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines() {
        for (line, wanted) in [
            ("By A. Writer", Some("A. Writer/-")),
            ("By Ann Poe, Ben Roe and Cy Doe", Some("Ann Poe/- Ben Roe/- Cy Doe/-")),
            ("BY ANN POE", Some("ANN POE/-")),
            ("By A. Writer and B. Editor", Some("A. Writer/- B. Editor/-")),
            ("By Ann Poe, Staff Writer", Some("Ann Poe/Staff Writer")),
            ("By Ann Poe, harbour correspondent", Some("Ann Poe/harbour correspondent")),
            ("By J. Poe, Jr.", Some("J. Poe, Jr./-")),
            ("بقلم: سارة المرفئي", Some("سارة المرفئي/-")),
            ("By the sea", None),
            ("By Friday the wall had risen by two metres.", None),
            ("Bygones", None),
        ] {
            assert_eq!(byline_line(line).as_deref().map(shown).as_deref(), wanted, "{line}");
        }
    }

    #[test]
    fn sign_offs() {
        for (line, wanted) in [
            ("(Reporting by Ann Poe; Editing by Ben Roe)", Some("Ann Poe/Reporting Ben Roe/Editing")),
            ("(The wall was built by Ann Poe)", None),
        ] {
            assert_eq!(sign_off(line).as_deref().map(shown).as_deref(), wanted, "{line}");
        }
    }
}
