//! The `stet:` scheme: the newsroom's pictures, and pages for the preview frame.

use std::borrow::Cow;

use stet_app::core::address::percent_decoded;
use stet_app::{App, preview};
use tauri::http::{Request, Response, StatusCode, header};

/// What a page from copy may do in the frame: show its own styles and pictures, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; img-src 'self' data: stet: http://stet.localhost; style-src 'self' stet: http://stet.localhost 'unsafe-inline'; font-src 'self' stet: http://stet.localhost; sandbox";

/// Answers one request.
pub(super) fn answer(app: &App, request: &Request<Vec<u8>>) -> Response<Cow<'static, [u8]>> {
    let path = percent_decoded(request.uri().path());
    let response = Response::builder()
        .header(header::CONTENT_SECURITY_POLICY, PAGE_POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-cache");
    let built = match preview::serve(app, &path) {
        Ok(served) => response.header(header::CONTENT_TYPE, served.media_type).body(Cow::Owned(served.bytes)),
        Err(fault) => {
            let status = if fault.code == "not-found" { StatusCode::NOT_FOUND } else { StatusCode::INTERNAL_SERVER_ERROR };
            response
                .status(status)
                .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
                .body(Cow::Owned(format!("{}\n{}", fault.message, fault.hint).into_bytes()))
        }
    };
    built.unwrap_or_else(|_| Response::new(Cow::Borrowed(&[][..])))
}
