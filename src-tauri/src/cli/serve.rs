//! `stet serve`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use clap::Args;
use stet_app::core::address::percent_decoded;
use stet_app::{Fault, serve, watch};
use tiny_http::{Header, Method, Request, Response, Server};

use super::{Call, Ended, out};

/// Show the whole site, live, to this machine alone.
///
/// Pages are made when they are asked for. One that is looked at loads itself again when a draft, a picture or the theme
/// changes; while a template has a mistake it stays as it is and says so.
#[derive(Args)]
#[command(after_help = "Example:\n  stet serve --port 4000")]
pub(super) struct Serve {
    /// Port on loopback; 0 for any free one.
    #[arg(long, default_value_t = 4321)]
    port: u16,
}

impl Serve {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = Arc::new(call.room()?);
        let _watch = watch::start(Arc::clone(&room), Arc::new(|_| {}))?;
        let server = Server::http(("127.0.0.1", self.port)).map_err(|error| {
            Fault::new("port", format!("The port {} cannot be opened: {error}.", self.port), "Choose another with --port, or 0 for any.")
        })?;
        let address = server.server_addr().to_ip().map_or_else(String::new, |address| format!("http://{address}/"));
        out::line(&address)?;
        eprintln!("Serving {} to this machine alone. Ctrl+C ends it.", room.root.display());
        let waiting = Arc::new(AtomicUsize::new(0));
        for request in server.incoming_requests() {
            if !matches!(request.method(), Method::Get | Method::Head) {
                let _ = request.respond(Response::empty(405));
                continue;
            }
            let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
            let path = percent_decoded(path.split('#').next().unwrap_or("/"));
            if path == serve::CHANGES {
                let part = |part: &str| percent_decoded(&part.replace('+', " "));
                let asked: Vec<(String, String)> = query
                    .split('&')
                    .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                    .map(|(key, value)| (part(key), part(value)))
                    .collect();
                // Somebody with a hundred pages open gets answers at once instead of threads.
                let patience = if waiting.load(Ordering::Relaxed) < MOST_WAITING { PATIENCE } else { Duration::ZERO };
                let (room, waiting) = (Arc::clone(&room), Arc::clone(&waiting));
                waiting.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || {
                    let value = |name: &str| asked.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
                    let change = serve::wait(&room, value("page"), value("seen"), value("fault"), patience);
                    waiting.fetch_sub(1, Ordering::Relaxed);
                    answer(request, 200, serde_json::to_vec(&change).unwrap_or_default(), "application/json");
                });
                continue;
            }
            if path == serve::FOLLOW {
                answer(request, 200, serve::SCRIPT.as_bytes().to_vec(), "text/javascript; charset=utf-8");
                continue;
            }
            let (status, bytes, media_type) = match serve::file(&room, &path) {
                Ok(served) => (200, served.bytes, served.media_type),
                Err(fault) if fault.code == "not-found" => match serve::file(&room, "/404.html") {
                    Ok(page) => (404, page.bytes, page.media_type),
                    Err(_) => (404, fault.message.into_bytes(), "text/plain; charset=utf-8".into()),
                },
                Err(fault) => {
                    answer(request, 500, serve::fault_page(&fault), PAGE);
                    continue;
                }
            };
            let bytes = if media_type == PAGE && status == 200 { serve::followed(bytes) } else { bytes };
            answer(request, status, bytes, &media_type);
        }
        Ok(Ended::Done)
    }
}

/// How long a page waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pages that may wait at once.
const MOST_WAITING: usize = 32;
const PAGE: &str = "text/html; charset=utf-8";
/// What a served page may do: show what is its own, and ask whether it has changed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

fn answer(request: Request, status: u16, bytes: Vec<u8>, media_type: &str) {
    let mut response = Response::from_data(bytes).with_status_code(status);
    let headers = [
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", POLICY),
    ];
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A browser that has gone away is no fault.
    let _ = request.respond(response);
}
