//! Import from the command line: what becomes of files, and that the same file twice is one story.

use crate::desk::Desk;

const WIRE: &str = "The Quay Courier\nAbout us\nContact us\n\nHarbour wall to rise by two metres\n\nAbout 4 months\n\nNews - Middle East: The council of Port Amaris voted on Tuesday to raise the harbour wall by two metres.\n\n“We will build it before the winter,” said Lena Quist, the mayor.\n\n“A wall for our children”\n\nThe work begins in spring and will take two years, the council said.\n\nSource: Coast Wire\n\n#Port_Amaris #Lena_Quist\n\nClose gallery\nCopyright by The Quay Courier\nWho we are\n";

#[test]
fn text_pasted_from_a_site_becomes_a_story() {
    let desk = Desk::empty();
    let file = desk.put("wire.txt", WIRE);
    let report = desk.json(&["import", &file], 0);
    let done = &report["imported"][0];
    assert_eq!(done["title"], "Harbour wall to rise by two metres");
    let shown = desk.json(&["show", done["slug"].as_str().unwrap()], 0);
    assert_eq!(shown["fields"]["kicker"], "News");
    assert_eq!(shown["fields"]["section"], "middle-east");
    assert_eq!(shown["fields"]["source"]["name"], "Coast Wire");
    assert_eq!(shown["fields"]["tags"], serde_json::json!(["Port Amaris", "Lena Quist"]));
    assert_eq!(shown["fields"]["date"], "", "a relative time is never made a date");
    let body = shown["body"].as_str().unwrap();
    assert!(body.starts_with("The council of Port Amaris"), "{body}");
    assert!(body.contains("## “A wall for our children”"), "{body}");
    let aside: String =
        shown["set_aside"].as_array().unwrap().iter().map(|piece| piece["text"].as_str().unwrap().to_owned() + "\n").collect();
    for kept in ["The Quay Courier", "About us", "Contact us", "About 4 months", "Close gallery", "Copyright by", "Who we are"] {
        assert!(aside.contains(kept), "{kept} is lost: {aside}");
        assert!(!body.contains(kept), "{kept} is in the copy");
    }
}

#[test]
fn the_same_file_twice_is_one_story() {
    let desk = Desk::empty();
    let file = desk.put("wire.txt", WIRE);
    desk.ok(&["import", &file]);
    let again = desk.json(&["import", &file], 0);
    assert_eq!(again["unchanged"].as_array().unwrap().len(), 1);
    let copy = desk.put("copy.txt", WIRE);
    assert_eq!(desk.json(&["import", &copy], 0)["unchanged"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["list"], 0)["stories"].as_array().unwrap().len(), 1);
    // The file changed and nobody edited the story: a new version of it.
    desk.put("wire.txt", WIRE.replace("two metres", "three metres"));
    desk.ok(&["import", &file]);
    let list = desk.json(&["list"], 0);
    assert_eq!(list["stories"].as_array().unwrap().len(), 1);
    let slug = list["stories"][0]["slug"].as_str().unwrap().to_owned();
    assert!(desk.ok(&["show", &slug]).contains("three metres"));
    // It changed again, but somebody edited the story meanwhile: the story stands, the file's text is in the history.
    let path = list["stories"][0]["path"].as_str().unwrap().to_owned();
    let edited = desk.read(&path).replace("in spring", "in autumn");
    desk.write(&path, &edited);
    desk.put("wire.txt", WIRE.replace("two metres", "four metres"));
    let given = desk.run(&["import", &file]);
    assert!(given.err.contains("edited since"), "{}", given.err);
    assert_eq!(desk.read(&path), edited);
    let versions = desk.json(&["history", &slug], 0);
    let kept = versions["versions"]
        .as_array()
        .unwrap()
        .iter()
        .any(|version| desk.ok(&["show", &slug, "--version", version["version"].as_str().unwrap()]).contains("four metres"));
    assert!(kept, "the file's new text is in the history");
}

#[test]
fn a_folder_of_another_site_comes_in_with_its_pictures() {
    let desk = Desk::empty();
    desk.put("site/content/_index.md", "+++\ntitle = \"Home\"\n+++\n");
    desk.put("site/content/a.md", "+++\ntitle = \"From Zola\"\ndate = 2026-11-20\ndraft = true\n[taxonomies]\ntags = [\"Sea\"]\n[extra]\nstandfirst = \"S\"\nodd = 1\n+++\n\nText ![Quay](/quay.jpg)\n");
    desk.put("site/content/b/c.md", "---\ntitle: From Hugo\ndate: 2026-11-21T10:00:00+02:00\ntags: [Sea]\nlang: ar\n---\nText\n");
    let picture = std::fs::read_dir(crate::desk::repository().join("drafts/media")).unwrap().next().unwrap().unwrap().path();
    desk.put("site/static/quay.jpg", std::fs::read(picture).unwrap());
    let report = desk.json(&["import", desk.beside("site/content").to_str().unwrap()], 0);
    assert_eq!(report["imported"].as_array().unwrap().len(), 2, "{report}");
    let zola = desk.json(&["show", "from-zola"], 0);
    assert_eq!(zola["fields"]["state"], "draft");
    assert_eq!(zola["fields"]["standfirst"], "S");
    assert!(zola["body"].as_str().unwrap().contains("(media/quay.jpg)"), "{}", zola["body"]);
    assert!(desk.root().join("media/quay.jpg").is_file());
    assert!(zola["text"].as_str().unwrap().contains("odd"), "unknown keys are kept");
    assert_eq!(desk.json(&["show", "ar/from-hugo"], 0)["story"]["lang"], "ar");
    assert_eq!(desk.ok(&["search", "tag:Sea lang:ar"]).lines().next().unwrap(), "ar/from-hugo\tFrom Hugo");
}
