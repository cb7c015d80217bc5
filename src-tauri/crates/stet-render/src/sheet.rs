//! A page before its template has run: every value is settled, no byte is written.
//!
//! All pages pass through here. A sheet knows its print, which is taken of everything the template is given, so "does
//! this page have to be made again?" is answered without making it, and by the same code that makes it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::markdown::picture::Found;
use crate::page::Page;
use crate::print::{Print, Taker};
use crate::site::{Edition, RenderError, Site};
use crate::{theme, view};

/// A page whose values are settled.
pub struct Sheet<'s> {
    site: &'s Site,
    edition: &'s Edition,
    template: &'static str,
    /// Output path below the site's root.
    path: String,
    pub(crate) head: view::Head,
    values: Vec<(&'static str, Box<dyn Values + 's>)>,
    found: Found,
    /// Paths that copy led to; see [`Page::asked`].
    pub(crate) asked: Vec<String>,
}

/// What a template may be given: something that can be written out, and told apart from another.
trait Values: Send {
    fn value(&self) -> Value;
    fn take(&self, print: &mut Taker);
}

impl<T: Serialize + Hash + Send> Values for T {
    fn value(&self) -> Value {
        Value::from(Serde(self))
    }

    fn take(&self, print: &mut Taker) {
        self.hash(print);
    }
}

impl<'s> Sheet<'s> {
    pub(crate) fn new(site: &'s Site, edition: &'s Edition, template: &'static str, path: String, head: view::Head) -> Sheet<'s> {
        Sheet { site, edition, template, path, head, values: Vec::new(), found: Found::default(), asked: Vec::new() }
    }

    /// Gives the template a value by name.
    pub(crate) fn with(mut self, name: &'static str, value: impl Serialize + Hash + Send + 's) -> Sheet<'s> {
        self.values.push((name, Box::new(value)));
        self
    }

    /// Notes the pictures that the page names.
    pub(crate) fn found(mut self, found: Found) -> Sheet<'s> {
        self.found = found;
        self
    }

    /// Output path below the site's root.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Pictures the page shows, by the path that copy names them by.
    pub fn pictures(&self) -> &BTreeSet<String> {
        &self.found.pictures
    }

    /// What the page is made from.
    pub fn print(&self) -> Print {
        let mut print = Taker::new();
        (self.site.house(), &self.edition.lang, self.template, &self.path, &self.head).hash(&mut print);
        for (name, values) in &self.values {
            print.write(name.as_bytes());
            values.take(&mut print);
        }
        print.print()
    }

    /// Runs the template.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn page(self) -> Result<Page, RenderError> {
        let render = || {
            let mut values: BTreeMap<&str, Value> = self.values.iter().map(|(name, values)| (*name, values.value())).collect();
            values.insert("head", Value::from(Serde(&self.head)));
            values.extend(self.edition.shared.iter().map(|(name, value)| (*name, value.clone())));
            self.site.templates.get_template(self.template)?.render(Value::from(values))
        };
        let html = render().map(|html| self.site.on_hosts(self.edition, &self.head.root, html)).map_err(|error| RenderError::Template {
            file: error.name().unwrap_or(self.template).to_owned(),
            line: error.line().unwrap_or(1),
            message: theme::said(&error),
        })?;
        Ok(Page { path: self.path, html, pictures: self.found.pictures, missing: self.found.missing, asked: self.asked })
    }
}
