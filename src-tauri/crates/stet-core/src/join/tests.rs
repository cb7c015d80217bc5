use proptest::prelude::*;

use super::*;

const BASE: &str = "---\ntitle: A # the desk's\nkicker: K\n# about the state\nstate: draft\nodd: 1\n---\n\nOne.\n\nTwo costs 4 million.\n\nThree.\n\nFour.\n";

/// Base and two edits of it, as pairs of words replaced.
fn sides(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> (String, String) {
    let edit = |edits: &[(&str, &str)]| {
        edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        })
    };
    (edit(ours), edit(theirs))
}

#[test]
fn what_one_side_changed_is_taken() {
    for (ours, theirs) in [
        // Neighbouring fields are no overlap, nor is a comment beside a value.
        (vec![("title: A #", "title: B #")], vec![("kicker: K", "kicker: L")]),
        (vec![("kicker: K\n", "")], vec![("title: A #", "title: B #"), ("Four.", "4.")]),
        (vec![("kicker: K\n", "kicker: K\nstandfirst: S\n")], vec![("state: draft", "state: desk")]),
        (vec![("One.", "1.")], vec![("odd: 1\n", "odd: 2\nfurther: [a, b]\n"), ("Three.", "3.")]),
        (vec![("# about the state\n", "# about its state\n")], vec![("state: draft", "state: desk")]),
    ] {
        let (mine, other) = sides(&ours, &theirs);
        let joined = join(BASE, &mine, &other);
        let both: Vec<(&str, &str)> = ours.iter().chain(&theirs).copied().collect();
        assert_eq!(joined.text, sides(&both, &[]).0, "{ours:?} {theirs:?}");
        assert!(joined.places.is_empty() && joined.text == joined.base && joined.text == joined.theirs);
    }
}

#[test]
fn what_both_changed_stays_open_and_the_rest_is_merged() {
    let (ours, theirs) = sides(
        &[("title: A #", "title: B #"), ("4 million", "14 million")],
        &[("title: A #", "title: C #"), ("4 million", "40 million"), ("Four.", "4.")],
    );
    let joined = join(BASE, &ours, &theirs);
    assert_eq!(joined.text, ours.replace("Four.", "4."));
    assert_eq!(joined.theirs, theirs);
    let places: Vec<(Option<&str>, &str, &str, &str)> =
        joined.places.iter().map(|place| (place.field.as_deref(), place.base.trim(), place.ours.trim(), place.theirs.trim())).collect();
    assert_eq!(
        places,
        [
            (Some("title"), "title: A # the desk's", "title: B # the desk's", "title: C # the desk's"),
            (None, "Two costs 4 million.", "Two costs 14 million.", "Two costs 40 million."),
        ]
    );
    for place in &joined.places {
        assert_eq!(&joined.text[place.at.clone()], place.ours);
    }
}

#[test]
fn one_value_written_in_two_ways_is_no_question() {
    let (ours, theirs) = sides(&[("kicker: K", "tags: [a, b]")], &[("kicker: K", "tags:\n- a\n- b")]);
    let joined = join(BASE, &ours, &theirs);
    assert_eq!((joined.text, joined.places.len()), (ours, 0));
}

#[test]
fn one_side_takes_out_what_the_other_changes() {
    let (ours, theirs) = sides(&[("kicker: K\n", ""), ("Three.\n\n", "")], &[("kicker: K", "kicker: L"), ("Three.", "3.")]);
    let places = join(BASE, &ours, &theirs).places;
    assert_eq!(places.len(), 2);
    assert!(places.iter().all(|place| place.ours.is_empty() && !place.theirs.is_empty()), "{places:?}");
}

#[test]
fn typing_goes_on_around_open_places_and_in_them() {
    let (ours, theirs) = sides(&[("4 million", "14 million")], &[("4 million", "40 million"), ("Four.", "4.")]);
    let joined = join(BASE, &ours, &theirs);
    // Also in a paragraph that they changed and that was merged.
    let typed = joined.text.replace("One.", "One, and more.").replace("14 million", "14 million or so").replace("4.\n", "Four again.\n");
    let after = reopen(&joined.base, &typed, &joined.theirs, |_, _| false);
    assert_eq!(after.text, typed, "looking changes nothing");
    assert_eq!(after.places.len(), 1);
    assert_eq!(after.places[0].ours.trim(), "Two costs 14 million or so.");
    // What was brought to say the same by hand is decided, and so is what is settled.
    let by_hand = typed.replace("14 million or so", "40 million");
    assert!(reopen(&joined.base, &by_hand, &joined.theirs, |_, _| false).places.is_empty());
    let settled = reopen(&joined.base, &typed, &joined.theirs, |_, _| true);
    assert_eq!((settled.places.len(), settled.base.as_str(), settled.theirs.as_str()), (0, typed.as_str(), typed.as_str()));
    // Typing the base again decides nothing: their change still waits.
    let back = typed.replace("14 million or so", "4 million");
    assert_eq!(reopen(&joined.base, &back, &joined.theirs, |_, _| false).places.len(), 1);
}

#[test]
fn settling_one_place_leaves_the_others_open() {
    let (ours, theirs) = sides(&[("title: A #", "title: B #"), ("One.", "1.")], &[("title: A #", "title: C #"), ("One.", "Eins.")]);
    let joined = join(BASE, &ours, &theirs);
    let after = reopen(&joined.base, &joined.text, &joined.theirs, |number, _| number == 0);
    assert_eq!(after.places.len(), 1);
    assert_eq!(after.places[0].field, None);
    assert_eq!(reopen(&after.base, &after.text, &after.theirs, |_, _| false), after);
}

#[test]
fn front_matter_that_cannot_be_read_is_one_place() {
    let (ours, theirs) = sides(&[("title: A #", "title: B #")], &[("title: A #", "title: [\n #")]);
    let joined = join(BASE, &ours, &theirs);
    assert_eq!(joined.text, ours);
    assert_eq!(joined.places[0].field.as_deref(), Some(WHOLE_FRONT_MATTER));
}

fn text() -> impl Strategy<Value = String> {
    let head = proptest::collection::btree_map(0..5_u8, 0..4_u8, 0..5)
        .prop_map(|fields| fields.iter().map(|(key, value)| format!("key{key}: value {value}\n")).collect::<String>());
    let body = proptest::collection::vec(0..6_u8, 0..8)
        .prop_map(|numbers| numbers.iter().map(|number| format!("Paragraph {number}.\n\n")).collect::<String>());
    (head, body).prop_map(|(head, body)| format!("---\n{head}---\n\n{body}"))
}

proptest! {
    /// Ours is never touched but where they alone changed something; what they changed is in the text or at a place.
    #[test]
    fn nothing_is_lost_or_invented(base in text(), ours in text(), theirs in text()) {
        let joined = join(&base, &ours, &theirs);
        for line in joined.text.lines() {
            prop_assert!(ours.contains(line) || theirs.contains(line), "{} was invented", line);
        }
        for line in ours.lines().filter(|line| !base.contains(*line)) {
            prop_assert!(joined.text.contains(line), "{} of ours was lost", line);
        }
        for line in theirs.lines().filter(|line| !base.contains(*line)) {
            prop_assert!(joined.theirs.contains(line), "{} of theirs was lost", line);
        }
        for place in &joined.places {
            prop_assert_eq!(&joined.text[place.at.clone()], &place.ours);
        }
    }

    #[test]
    fn identity(base in text(), side in text()) {
        prop_assert_eq!(join(&base, &side, &base), Joined::agreed(&side));
        prop_assert_eq!(join(&base, &base, &side), Joined::agreed(&side));
        prop_assert_eq!(join(&base, &side, &side), Joined::agreed(&side));
    }

    /// What a join leaves is enough to find its places again, and settling all of them ends the matter.
    #[test]
    fn places_are_found_again(base in text(), ours in text(), theirs in text()) {
        let joined = join(&base, &ours, &theirs);
        let again = reopen(&joined.base, &joined.text, &joined.theirs, |_, _| false);
        prop_assert_eq!(&again.text, &joined.text);
        prop_assert_eq!(again.places.is_empty(), joined.places.is_empty());
        let settled = reopen(&again.base, &again.text, &again.theirs, |_, _| true);
        prop_assert!(settled.places.is_empty());
        prop_assert_eq!(settled.base, settled.theirs);
    }
}
