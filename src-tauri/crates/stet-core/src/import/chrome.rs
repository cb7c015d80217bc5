//! Phrases that belong to a site and not to a story: navigation, buttons, legal lines, links to other stories.
//!
//! The lists hold folded keys (`text::key`): lower case, one form of alef. A phrase counts only as a whole line,
//! except for the few openings that no sentence of news begins with.

use super::text;

/// What sort of furniture a line is; it decides where it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Menus and standing pages, above the headline or below the story.
    Navigation,
    /// Buttons and counters beside the headline or below the story.
    Tool,
    /// Between paragraphs too: advertisements, galleries.
    Between,
    /// Introduces links to other stories.
    Related,
    /// Copyright and the like.
    Legal,
}

impl Furniture {
    /// One sentence for people.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Furniture::Navigation => "A menu item or standing page of the site.",
            Furniture::Tool => "A button or counter of the site.",
            Furniture::Between => "A label of the page, not of the story.",
            Furniture::Related => "Introduces links to other stories.",
            Furniture::Legal => "The site's copyright or legal line.",
        }
    }
}

const NAVIGATION: &[&str] = &[
    "home",
    "homepage",
    "menu",
    "search",
    "log in",
    "login",
    "sign in",
    "sign up",
    "register",
    "my account",
    "about",
    "about us",
    "contact",
    "contact us",
    "who we are",
    "our team",
    "our story",
    "privacy",
    "privacy policy",
    "privacy notice",
    "terms",
    "terms of use",
    "terms of service",
    "terms and conditions",
    "terms & conditions",
    "cookie policy",
    "cookies",
    "cookie settings",
    "accept cookies",
    "accept all",
    "sitemap",
    "site map",
    "careers",
    "jobs",
    "advertise",
    "advertise with us",
    "newsletter",
    "newsletters",
    "donate",
    "support us",
    "rss",
    "rss feed",
    "imprint",
    "legal notice",
    "faq",
    "help",
    "feedback",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "back to top",
    "go to top",
    "all sections",
    "more sections",
    "latest",
    "latest news",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "english",
    "arabic",
    "francais",
    "français",
    "deutsch",
    "español",
    "turkce",
    "türkçe",
    "kurdi",
    "kurdî",
    "watch live",
    "live tv",
    "video",
    "videos",
    "photos",
    "pictures",
    "podcasts",
    "mobile apps",
    "our apps",
    "corrections",
    "archive",
    "subscribe",
    "subscribe now",
    "follow us",
    "العربيه",
    "فارسي",
    "الرئيسيه",
    "الصفحه الرئيسيه",
    "القائمه",
    "بحث",
    "البحث",
    "ابحث",
    "تسجيل الدخول",
    "تسجيل",
    "دخول",
    "من نحن",
    "عن الموقع",
    "عن الصحيفه",
    "اتصل بنا",
    "اتصلوا بنا",
    "تواصل معنا",
    "للتواصل",
    "هيئه التحرير",
    "فريق العمل",
    "سياسه الخصوصيه",
    "الخصوصيه",
    "شروط الاستخدام",
    "الشروط والاحكام",
    "اتفاقيه الاستخدام",
    "خريطه الموقع",
    "وظائف",
    "اعلن معنا",
    "للاعلان",
    "النشره البريديه",
    "اشترك",
    "اشترك الان",
    "تابعنا",
    "تابعونا",
    "للاعلي",
    "العوده الي الاعلي",
    "الاكثر قراءه",
    "احدث الاخبار",
    "اخر الاخبار",
    "بث مباشر",
    "البث المباشر",
    "فيديو",
    "صور",
    "الارشيف",
];

const TOOL: &[&str] = &[
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this page",
    "facebook",
    "twitter",
    "x",
    "x (twitter",
    "whatsapp",
    "telegram",
    "linkedin",
    "instagram",
    "youtube",
    "tiktok",
    "threads",
    "bluesky",
    "mastodon",
    "reddit",
    "email",
    "e-mail",
    "mail",
    "print",
    "print this page",
    "copy link",
    "copy",
    "link copied",
    "save",
    "save article",
    "bookmark",
    "listen",
    "listen to this article",
    "listen to article",
    "comments",
    "comment",
    "leave a comment",
    "no comments",
    "0 comments",
    "text size",
    "font size",
    "a a",
    "a- a",
    "like",
    "views",
    "tags",
    "tags:",
    "ends",
    "end of story",
    "انتهي",
    "شارك",
    "شاركها",
    "شارك المقال",
    "شارك الخبر",
    "شارك هذا المقال",
    "مشاركه",
    "المشاركه",
    "طباعه",
    "اطبع",
    "نسخ الرابط",
    "انسخ الرابط",
    "تم نسخ الرابط",
    "حفظ",
    "حفظ المقال",
    "استمع",
    "استمع الي المقال",
    "فيسبوك",
    "فيس بوك",
    "تويتر",
    "واتساب",
    "واتس اب",
    "تلغرام",
    "تيليجرام",
    "انستغرام",
    "يوتيوب",
    "لينكد ان",
    "بريد الكتروني",
    "البريد الالكتروني",
    "التعليقات",
    "تعليقات",
    "حجم الخط",
    "وسوم",
    "الوسوم",
    "كلمات مفتاحيه",
];

const BETWEEN: &[&str] = &[
    "close gallery",
    "open gallery",
    "view gallery",
    "show gallery",
    "close the gallery",
    "close image",
    "enlarge image",
    "view image in fullscreen",
    "advertisement",
    "advertisements",
    "advertising",
    "sponsored content",
    "article continues below",
    "article continues after advertisement",
    "story continues below",
    "story continues below advertisement",
    "skip advertisement",
    "skip ad",
    "اعلان",
    "اعلانات",
    "مساحه اعلانيه",
    "اغلاق المعرض",
    "اغلق المعرض",
    "فتح المعرض",
    "معرض الصور",
    "اغلاق معرض الصور",
];

const RELATED: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "see also",
    "see more",
    "related",
    "related articles",
    "related stories",
    "related news",
    "related topics",
    "related content",
    "related posts",
    "you may also like",
    "you might also like",
    "more stories",
    "more news",
    "more on this story",
    "more on this topic",
    "more like this",
    "recommended",
    "recommended for you",
    "editor's picks",
    "next article",
    "previous article",
    "next story",
    "previous story",
    "load more",
    "show more",
    "اقرا ايضا",
    "اقرا المزيد",
    "المزيد",
    "مزيد من الاخبار",
    "مواضيع ذات صله",
    "موضوعات ذات صله",
    "اخبار ذات صله",
    "مقالات ذات صله",
    "قد يعجبك ايضا",
    "قد يهمك ايضا",
    "شاهد ايضا",
    "طالع ايضا",
    "ذات صله",
    "المقال التالي",
    "المقال السابق",
];

const OPENINGS: &[(&str, Furniture)] = &[
    ("©", Furniture::Legal),
    ("(c) ", Furniture::Legal),
    ("copyright", Furniture::Legal),
    ("all rights reserved", Furniture::Legal),
    ("حقوق النشر", Furniture::Legal),
    ("حقوق الطبع", Furniture::Legal),
    ("جميع الحقوق محفوظه", Furniture::Legal),
    ("كل الحقوق محفوظه", Furniture::Legal),
    ("powered by ", Furniture::Legal),
    ("designed by ", Furniture::Legal),
    ("developed by ", Furniture::Legal),
    ("we use cookies", Furniture::Legal),
    ("this site uses cookies", Furniture::Legal),
    ("this website uses cookies", Furniture::Legal),
    ("read more:", Furniture::Related),
    ("read also:", Furniture::Related),
    ("see also:", Furniture::Related),
    ("related:", Furniture::Related),
    ("more from ", Furniture::Related),
    ("more in ", Furniture::Related),
    ("اقرا ايضا:", Furniture::Related),
    ("المزيد من ", Furniture::Related),
    ("المزيد عن ", Furniture::Related),
    ("share on ", Furniture::Tool),
    ("share via ", Furniture::Tool),
    ("شارك علي ", Furniture::Tool),
    ("شارك عبر ", Furniture::Tool),
    ("follow us on ", Furniture::Navigation),
    ("follow us:", Furniture::Navigation),
    ("تابعنا علي ", Furniture::Navigation),
    ("subscribe to our ", Furniture::Navigation),
    ("subscribe to the ", Furniture::Navigation),
    ("sign up for our ", Furniture::Navigation),
    ("sign up to our ", Furniture::Navigation),
    ("اشترك في ", Furniture::Navigation),
    ("download our app", Furniture::Navigation),
    ("get our app", Furniture::Navigation),
    ("skip to ", Furniture::Navigation),
    ("this page is the english version", Furniture::Navigation),
    ("this page is the arabic version", Furniture::Navigation),
    ("هذه الصفحه هي النسخه ", Furniture::Navigation),
];

/// What sort of furniture a whole line is, if it is any.
pub(super) fn furniture(line: &str) -> Option<Furniture> {
    if line.len() > 300 {
        return None;
    }
    let key = text::key(line);
    let folded = text::fold(line);
    phrase(&key)
        .or_else(|| OPENINGS.iter().find(|(opening, _)| folded.starts_with(opening)).map(|(_, furniture)| *furniture))
        .or_else(|| is_legal(&folded).then_some(Furniture::Legal))
        .or_else(|| is_counter(&key).then_some(Furniture::Tool))
        .or_else(|| is_address(&folded).then_some(Furniture::Navigation))
        .or_else(|| is_menu(line).then_some(Furniture::Navigation))
}

fn phrase(key: &str) -> Option<Furniture> {
    [(NAVIGATION, Furniture::Navigation), (TOOL, Furniture::Tool), (BETWEEN, Furniture::Between), (RELATED, Furniture::Related)]
        .into_iter()
        .find(|(phrases, _)| phrases.contains(&key))
        .map(|(_, furniture)| furniture)
}

fn is_legal(folded: &str) -> bool {
    ["all rights reserved", "جميع الحقوق محفوظه", "كل الحقوق محفوظه"].iter().any(|phrase| folded.contains(phrase))
        && text::words(folded) <= 25
}

/// `3 min read`, `1,204 views`, `12 comments`, `1 / 3`.
fn is_counter(key: &str) -> bool {
    if key.split('/').count() == 2
        && key.split('/').all(|part| (1..=3).contains(&part.trim().len()) && part.trim().bytes().all(|byte| byte.is_ascii_digit()))
    {
        return true;
    }
    let Some((number, what)) = key.split_once([' ', '-']) else { return false };
    number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
        && [
            "min read",
            "minute read",
            "minutes read",
            "mins read",
            "views",
            "view",
            "shares",
            "comments",
            "comment",
            "likes",
            "دقائق قراءه",
            "مشاهده",
            "مشاهدات",
            "تعليق",
        ]
        .contains(&what)
}

/// A web or mail address alone.
fn is_address(folded: &str) -> bool {
    !folded.contains(' ') && (folded.starts_with("www.") || folded.starts_with("https://") || folded.starts_with("http://"))
}

/// Several short items on one line, one of which at least is a known one: `Home | World | About us`.
fn is_menu(line: &str) -> bool {
    let items: Vec<&str> = line.split(['|', '•', '·', '›', '»', '>', '/', '\t']).map(str::trim).filter(|item| !item.is_empty()).collect();
    items.len() >= 2
        && items.iter().all(|item| text::words(item) <= 3)
        && items.iter().any(|item| matches!(phrase(&text::key(item)), Some(Furniture::Navigation | Furniture::Tool)))
}

/// Whether a line that belongs to no list looks like the name of a publication.
pub(super) fn is_masthead(line: &str) -> bool {
    const NOUNS: [&str; 20] = [
        "post",
        "times",
        "news",
        "gazette",
        "herald",
        "journal",
        "tribune",
        "wire",
        "agency",
        "daily",
        "observer",
        "tv",
        "press",
        "chronicle",
        "courier",
        "echo",
        "mail",
        "today",
        "online",
        "network",
    ];
    let key = text::key(line);
    let count = text::words(&key);
    (1..=5).contains(&count)
        && (NOUNS.iter().any(|noun| key.ends_with(&format!(" {noun}")))
            || ["صحيفه ", "جريده ", "وكاله ", "شبكه ", "موقع "].iter().any(|noun| key.starts_with(noun))
            || key.contains('.') && !key.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (line, wanted) in [
            ("About us", Some(Furniture::Navigation)),
            ("WHO WE ARE", Some(Furniture::Navigation)),
            ("Home > World > Contact us", Some(Furniture::Navigation)),
            ("Close gallery ×", Some(Furniture::Between)),
            ("Copyright by The Harbour Post 2026", Some(Furniture::Legal)),
            ("The Harbour Post. All rights reserved.", Some(Furniture::Legal)),
            ("© 2026", Some(Furniture::Legal)),
            ("Read more …", Some(Furniture::Related)),
            ("4 min read", Some(Furniture::Tool)),
            ("1 / 12", Some(Furniture::Tool)),
            ("من نحن", Some(Furniture::Navigation)),
            ("اقرأ أيضاً", Some(Furniture::Related)),
            ("جميع الحقوق محفوظة © صحيفة المرفأ", Some(Furniture::Legal)),
            ("Share prices fell", None),
            ("About us and them", None),
            ("Home secretary resigns", None),
            ("Read more books, say teachers", None),
            ("World / Sport", None),
        ] {
            assert_eq!(furniture(line), wanted, "{line}");
        }
    }

    /// A key that `text::key` would change could never be found.
    #[test]
    fn phrases_are_folded() {
        for phrase in [NAVIGATION, TOOL, BETWEEN, RELATED].concat() {
            assert!(text::key(phrase) == phrase || ["tags:", "x (twitter"].contains(&phrase), "{phrase}");
        }
        for (opening, _) in OPENINGS {
            assert_eq!(text::fold(&format!("{opening}x")), format!("{opening}x"));
        }
    }
}
