//! `stet serve`

use std::sync::Arc;

use clap::Args;
use stet_app::core::address::percent_decoded;
use stet_app::{Fault, serve, watch};
use tiny_http::{Header, Method, Response, Server};

use super::{Call, Ended, out};

/// Show the whole site, live, to this machine alone.
///
/// Pages are made when they are asked for; a change to a draft is there on the next load.
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
        for request in server.incoming_requests() {
            if !matches!(request.method(), Method::Get | Method::Head) {
                let _ = request.respond(Response::empty(405));
                continue;
            }
            let path = percent_decoded(request.url().split(['?', '#']).next().unwrap_or("/"));
            let (status, bytes, media_type) = match serve::file(&room, &path) {
                Ok(served) => (200, served.bytes, served.media_type),
                Err(fault) if fault.code == "not-found" => match serve::file(&room, "/404.html") {
                    Ok(page) => (404, page.bytes, page.media_type),
                    Err(_) => (404, fault.message.into_bytes(), "text/plain; charset=utf-8".into()),
                },
                Err(fault) => (500, format!("{}\n{}", fault.message, fault.hint).into_bytes(), "text/plain; charset=utf-8".into()),
            };
            let mut response = Response::from_data(bytes).with_status_code(status);
            for (name, value) in
                [("Content-Type", media_type.as_str()), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
            {
                if let Ok(header) = Header::from_bytes(name, value) {
                    response.add_header(header);
                }
            }
            // A browser that has gone away is no fault.
            let _ = request.respond(response);
        }
        Ok(Ended::Done)
    }
}
