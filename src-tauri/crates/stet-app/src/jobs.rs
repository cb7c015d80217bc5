//! Long work in the background, with progress and a way to stop it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::wire::{
    Changed, Event, ExportRequest, ExportTarget, ImportRequest, JobPhase, JobRef, JobStarted, JobState, Nothing, RepairRequest,
    RestoreBackup,
};
use crate::{App, Fault, backup, doctor, export, import};

/// The jobs that are running.
#[derive(Default)]
pub struct Jobs {
    next: AtomicU32,
    stops: Mutex<HashMap<u32, Arc<AtomicBool>>>,
}

impl Jobs {
    fn begin(&self) -> (u32, Arc<AtomicBool>) {
        let job = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.lock().unwrap_or_else(PoisonError::into_inner).insert(job, Arc::clone(&stop));
        (job, stop)
    }

    fn end(&self, job: u32) {
        self.stops.lock().unwrap_or_else(PoisonError::into_inner).remove(&job);
    }
}

/// Tells of progress, but no more often than an eye can follow.
pub(crate) struct Teller {
    tell: Arc<dyn Fn(Event) + Send + Sync>,
    state: JobState,
    last: Option<Instant>,
}

impl Teller {
    pub(crate) fn progress(&mut self, done: usize, total: usize, message: &str) {
        self.state.done = done as u32;
        self.state.total = total as u32;
        self.state.message = message.to_owned();
        if self.last.is_none_or(|last| last.elapsed() > Duration::from_millis(60)) || done == total {
            self.last = Some(Instant::now());
            (self.tell)(Event::Job(self.state.clone()));
        }
    }

    fn end(mut self, result: Result<(), Fault>) {
        match result {
            Ok(()) => self.state.phase = JobPhase::Done,
            Err(fault) => {
                self.state.phase = if fault.code == "cancelled" { JobPhase::Cancelled } else { JobPhase::Failed };
                self.state.message = fault.message;
                self.state.hint = fault.hint;
            }
        }
        (self.tell)(Event::Job(self.state));
    }
}

pub(crate) fn start(
    app: &App,
    kind: &str,
    work: impl FnOnce(&mut Teller, &AtomicBool) -> Result<(), Fault> + Send + 'static,
) -> JobStarted {
    let (job, stop) = app.jobs.begin();
    let mut teller = Teller { tell: Arc::clone(&app.tell), state: JobState { job, kind: kind.into(), ..JobState::default() }, last: None };
    let jobs = Arc::clone(&app.jobs);
    std::thread::spawn(move || {
        let result = work(&mut teller, &stop);
        jobs.end(job);
        teller.end(result);
    });
    JobStarted { job }
}

fn flow(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

pub(crate) fn import_request(app: &App, request: ImportRequest) -> Result<JobStarted, Fault> {
    let room = app.room()?;
    let tell = Arc::clone(&app.tell);
    Ok(start(app, "import", move |teller, stop| {
        room.wait_for_look();
        let paths: Vec<PathBuf> = request.paths.iter().map(PathBuf::from).collect();
        let lang = Some(request.lang.as_str()).filter(|lang| !lang.is_empty());
        let report = import::run(&room, &paths, lang, &mut |batch: &import::Report, progress: import::Progress| {
            teller.progress(progress.done, progress.total, batch.imported.last().map_or("", |done| done.title.as_str()));
            flow(stop)
        })?;
        tell(Event::Changed(Changed::default()));
        teller.state.message =
            format!("{} imported, {} unchanged, {} refused.", report.imported.len(), report.unchanged.len(), report.refused.len());
        teller.state.details = lines(&report);
        Ok(())
    }))
}

/// An import's report as lines; what was refused comes first.
pub fn lines(report: &import::Report) -> Vec<String> {
    let mut out: Vec<String> = report.refused.iter().map(|refused| format!("Refused: {} {}", refused.message, refused.hint)).collect();
    for done in &report.imported {
        let aside = if done.set_aside.is_empty() { String::new() } else { format!("; {} pieces set aside", done.set_aside.len()) };
        out.push(format!("{}/{}: “{}”{aside}", done.lang, done.slug, done.title));
        out.extend(done.recognised.iter().chain(&done.warnings).map(|line| format!("  {line}")));
    }
    out.extend(report.unchanged.iter().map(|same| format!("Unchanged: {}", same.file)));
    out.truncate(2_000);
    out
}

pub(crate) fn export_request(app: &App, request: ExportRequest) -> Result<JobStarted, Fault> {
    let room = app.room()?;
    let to = PathBuf::from(&request.to);
    if !to.is_absolute() {
        return Err(Fault::new(
            "path",
            format!("`{}` is not a full path.", request.to),
            "Choose where the bundle goes, or write its whole path.",
        ));
    }
    Ok(start(app, "export", move |teller, stop| {
        room.wait_for_look();
        let mut editions = Vec::new();
        for id in &request.editions {
            editions.push(room.edition(i64::from(*id))?);
        }
        let wanted = export::Wanted { editions, despite_problems: request.despite_problems };
        match export::run(&room, &wanted, &to, &mut |at| {
            teller.progress(at.done, at.total, at.path);
            flow(stop)
        })? {
            export::Outcome::Sealed(sealed) => {
                teller.state.path = to.to_string_lossy().into_owned();
                teller.state.message = format!("{} pages, {} files, {} bytes.", sealed.pages, sealed.files, sealed.bytes);
                teller.state.details = sealed.left_out;
                Ok(())
            }
            export::Outcome::Blocked(blocked) => {
                teller.state.edition = blocked.first().map(|found| found.edition.id as u32);
                teller.state.details = blocked.iter().map(export::Blocked::line).collect();
                Err(export::blocked_fault(&blocked))
            }
        }
    }))
}

pub(crate) fn backup_request(app: &App, _: Nothing) -> Result<JobStarted, Fault> {
    let room = app.room()?;
    Ok(start(app, "backup", move |teller, stop| {
        let made = backup::make(&room.root, backup::Why::Asked, Duration::ZERO, &mut |done, total| {
            teller.progress(done, total, "");
            flow(stop)
        })?;
        backup::thin_out(&room.root, &made, backup::at_most(&room.root, &room.newsroom(), &made))?;
        teller.state.path = backup::folder(&room.root).join(&made.name).to_string_lossy().into_owned();
        teller.state.message = made.name;
        Ok(())
    }))
}

/// How long work that is under way in a newsroom may take to end before a repair gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// Closes the newsroom that is open, works on a newsroom's folder, and opens it (again).
fn closed(
    app: &App,
    kind: &str,
    path: String,
    work: impl FnOnce(&std::path::Path, &str, &mut Teller, &AtomicBool) -> Result<doctor::Done, Fault> + Send + 'static,
) -> Result<JobStarted, Fault> {
    let root = if path.is_empty() { app.room()?.root.clone() } else { PathBuf::from(path) };
    let author = app.settings.author.clone();
    let open = app.room().ok().map(|room| Arc::downgrade(&room));
    app.close_room();
    Ok(start(app, kind, move |teller, stop| {
        // A look at the files may be under way: it ends by itself.
        let began = Instant::now();
        while open.as_ref().is_some_and(|room| room.strong_count() > 0) && began.elapsed() < PATIENCE && flow(stop).is_continue() {
            std::thread::sleep(Duration::from_millis(50));
        }
        let done = work(&root, &author, teller, stop)?;
        teller.state.path = root.to_string_lossy().into_owned();
        teller.state.message = doctor::told(&done.left);
        teller.state.details = done.lines;
        Ok(())
    }))
}

pub(crate) fn repair_request(app: &App, request: RepairRequest) -> Result<JobStarted, Fault> {
    closed(app, "repair", request.path, move |root, author, teller, stop| {
        doctor::repair(root, author, &request.rules, None, &mut |what, done, total| {
            teller.progress(done, total, what);
            flow(stop)
        })
    })
}

pub(crate) fn restore_request(app: &App, request: RestoreBackup) -> Result<JobStarted, Fault> {
    closed(app, "restore", request.path, move |root, author, teller, stop| {
        doctor::restore(root, author, &request.name, &mut |what, done, total| {
            teller.progress(done, total, what);
            flow(stop)
        })
    })
}

pub(crate) fn target_request(app: &App, _: Nothing) -> Result<ExportTarget, Fault> {
    let room = app.room()?;
    let name = room.root.file_name().map_or_else(|| "newsroom".to_owned(), |name| name.to_string_lossy().into_owned());
    let folder = room.root.parent().unwrap_or(&room.root);
    Ok(ExportTarget { path: folder.join(format!("{name}-bundle.zip")).to_string_lossy().into_owned() })
}

pub(crate) fn cancel_request(app: &App, request: JobRef) -> Result<Nothing, Fault> {
    if let Some(stop) = app.jobs.stops.lock().unwrap_or_else(PoisonError::into_inner).get(&request.job) {
        stop.store(true, Ordering::Relaxed);
    }
    Ok(Nothing {})
}
