//! Where a newsroom lies: a folder that a program copies to other machines, or a disk on the network, is no place for
//! a store that is written to many times a minute.

use std::path::{Path, PathBuf};

/// Why a place is a bad one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsafe {
    /// A program syncs the folder with other machines.
    Synced {
        /// The program's name.
        program: String,
        /// The folder it syncs.
        folder: PathBuf,
    },
    /// The disk is another machine's.
    Network {
        /// The file system, such as `nfs4`.
        system: String,
    },
}

impl Unsafe {
    /// What may happen.
    pub fn message(&self) -> String {
        match self {
            Unsafe::Synced { program, folder } => format!(
                "The newsroom lies in {}, which {program} copies to other machines. It copies the store while it is being written to: \
                 a machine may get half of it, and two machines that write at once may each lose what the other wrote.",
                folder.display()
            ),
            Unsafe::Network { system } => format!(
                "The newsroom lies on a network disk ({system}). Locks and flushes to disk are not dependable there: \
                 two machines may damage the store, and what is said to be saved may not be."
            ),
        }
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Unsafe::Synced { .. } => {
                "Move the newsroom's folder to a place that is not synced, and share work as bundles or with Git. Or tell the program to leave the .stet folder out; the Markdown files may be synced."
            }
            Unsafe::Network { .. } => {
                "Move the newsroom's folder to a disk of this machine, and share work as bundles or with Git. Let one machine at a time write, if it must stay."
            }
        }
    }

    /// Stable word for it.
    pub fn rule(&self) -> &'static str {
        match self {
            Unsafe::Synced { .. } => "place-synced",
            Unsafe::Network { .. } => "place-network",
        }
    }
}

/// Looks at where a newsroom lies. A folder's own links are followed.
pub fn look(root: &Path) -> Option<Unsafe> {
    let real = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let names = |folder: &Path| {
        std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default()
    };
    if let Some(found) = synced(&real, &names) {
        return Some(found);
    }
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    network(&real, &mounts)
}

/// Names of folders that belong to a program and to nothing else, and the program.
const FOLDERS: &[(&str, &str)] = &[
    ("Dropbox", "Dropbox"),
    ("OneDrive", "OneDrive"),
    ("SkyDrive", "OneDrive"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive", "Google Drive"),
    ("DriveFS", "Google Drive"),
    ("iCloud Drive", "iCloud"),
    ("iCloudDrive", "iCloud"),
    ("com~apple~CloudDocs", "iCloud"),
    ("Mobile Documents", "iCloud"),
    ("CloudStorage", "a cloud service"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("pCloudDrive", "pCloud"),
    ("pCloud Drive", "pCloud"),
    ("pCloudSync", "pCloud"),
    ("MEGAsync", "MEGA"),
    ("MEGAsync Downloads", "MEGA"),
    ("Box Sync", "Box"),
    ("Seafile", "Seafile"),
    ("Yandex.Disk", "Yandex Disk"),
    ("Tresors", "Tresorit"),
    ("Proton Drive", "Proton Drive"),
];

/// Files that a program leaves at the top of a folder it syncs.
fn marker(name: &str) -> Option<&'static str> {
    const MARKERS: &[(&str, &str)] = &[
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".stfolder", "Syncthing"),
        (".stversions", "Syncthing"),
        (".owncloudsync.log", "ownCloud"),
        (".nextcloudsync.log", "Nextcloud"),
        (".tmp.drivedownload", "Google Drive"),
        (".tmp.driveupload", "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".megaignore", "MEGA"),
        (".seafile-data", "Seafile"),
        (".pcloud", "pCloud"),
    ];
    if let Some((_, program)) = MARKERS.iter().find(|(marker, _)| *marker == name) {
        return Some(program);
    }
    // Nextcloud and ownCloud keep their journal as `.sync_3f9c0d1a2b3c.db` (older ones as `._sync_…`).
    let journal = name.strip_prefix(".sync_").or_else(|| name.strip_prefix("._sync_"));
    if journal.is_some_and(|rest| rest.ends_with(".db") && rest.len() > 3) {
        return Some("Nextcloud");
    }
    // Resilio keeps its own folder.
    (name == ".sync").then_some("Resilio Sync")
}

/// Whether a folder is inside one that a program syncs; `names` gives what lies in a folder.
fn synced(root: &Path, names: &dyn Fn(&Path) -> Vec<String>) -> Option<Unsafe> {
    let parts: Vec<&Path> = root.ancestors().collect();
    for folder in &parts {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Accounts are told apart behind the name: `OneDrive - The Post`, `Dropbox (Work)`, `GoogleDrive-me@post.example`.
        let known = FOLDERS.iter().find(|(known, _)| {
            name.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(" - ") || rest.starts_with(" (") || rest.starts_with('-'))
        });
        if let Some((_, program)) = known {
            let under_cloud_storage = *program == "a cloud service" && parts.iter().any(|part| part.ends_with("Library"));
            if *program != "a cloud service" || under_cloud_storage {
                return Some(Unsafe::Synced { program: (*program).to_owned(), folder: folder.to_path_buf() });
            }
        }
        if let Some(program) = names(folder).iter().find_map(|name| marker(name)) {
            return Some(Unsafe::Synced { program: program.to_owned(), folder: folder.to_path_buf() });
        }
    }
    None
}

/// File systems of other machines, as Linux names them. A name that begins like one of these is one.
const NETWORK: &[&str] = &[
    "nfs",
    "cifs",
    "smb",
    "smbfs",
    "ncpfs",
    "afs",
    "coda",
    "ceph",
    "glusterfs",
    "lustre",
    "9p",
    "davfs",
    "fuse.sshfs",
    "fuse.davfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.gvfsd-fuse",
    "fuse.glusterfs",
    "fuse.google-drive-ocamlfuse",
    "fuse.onedriver",
    "fuse.pcloud",
    "fuse.mergerfs.nfs",
    "fuse.ceph",
    "fuse.smbnetfs",
    "fuse.curlftpfs",
    "fuse.kio-fuse",
    "virtiofs",
];

/// Whether a folder is on another machine's disk, by the text of `/proc/mounts`; a path that begins with `\\` is.
fn network(root: &Path, mounts: &str) -> Option<Unsafe> {
    let shown = root.to_string_lossy();
    let share = shown.strip_prefix(r"\\?\UNC\").or_else(|| shown.strip_prefix(r"\\").filter(|rest| !rest.starts_with('?')));
    if share.is_some() {
        return Some(Unsafe::Network { system: "a Windows share".into() });
    }
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut parts = line.split(' ');
        let (Some(_), Some(at), Some(system)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let at = unescaped(at);
        let depth = Path::new(&at).components().count();
        // The last one mounted over a place counts.
        if root.starts_with(&at) && best.is_none_or(|(deepest, _)| depth >= deepest) {
            best = Some((depth, system));
        }
    }
    let (_, system) = best?;
    NETWORK
        .iter()
        .any(|known| system.strip_prefix(known).is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_digit())))
        .then(|| Unsafe::Network { system: system.to_owned() })
}

/// `/proc/mounts` writes a blank as `\040`.
fn unescaped(text: &str) -> String {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'\\').then(|| text.get(at + 1..at + 4).and_then(|code| u8::from_str_radix(code, 8).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 4 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_a_program_syncs() {
        for (path, there, wanted) in [
            ("/home/e/Dropbox/post", "", Some("Dropbox")),
            ("/home/e/Dropbox (Work)/a/post", "", Some("Dropbox")),
            ("/home/e/OneDrive - The Post/news", "", Some("OneDrive")),
            ("/Users/e/Library/CloudStorage/GoogleDrive-e@post.example/My Drive/post", "", Some("Google Drive")),
            ("/Users/e/Library/CloudStorage/Elsewhere/post", "", Some("a cloud service")),
            ("/srv/CloudStorage/post", "", None),
            ("/Users/e/Library/Mobile Documents/com~apple~CloudDocs/post", "", Some("iCloud")),
            ("/home/e/Nextcloud/post", "", Some("Nextcloud")),
            ("/home/e/cloud/post", "/home/e/cloud/.sync_4a5b6c7d8e9f.db", Some("Nextcloud")),
            ("/home/e/cloud/post", "/home/e/cloud/._sync_4a5b6c7d8e9f.db", Some("Nextcloud")),
            ("/home/e/Sync/post", "/home/e/Sync/.stfolder", Some("Syncthing")),
            ("/home/e/post", "/home/e/post/.stfolder", Some("Syncthing")),
            ("/home/e/Sync/post", "", None),
            ("/home/e/pCloudDrive/post", "", Some("pCloud")),
            ("/home/e/box/post", "/home/e/box/.dropbox.cache", Some("Dropbox")),
            ("/home/e/r/post", "/home/e/r/.sync", Some("Resilio Sync")),
            ("/home/e/post", "/home/e/other/.stfolder", None),
            ("/home/e/the Dropbox affair/post", "", None),
            ("/home/e/Dropboxes/post", "", None),
            ("/home/e/Documents/post", "/home/e/.sync_file", None),
        ] {
            let names = |folder: &Path| {
                let there = Path::new(there);
                if there.parent() == Some(folder) { vec![there.file_name().unwrap().to_string_lossy().into_owned()] } else { Vec::new() }
            };
            let found = synced(Path::new(path), &names).map(|found| match found {
                Unsafe::Synced { program, .. } => program,
                Unsafe::Network { system } => system,
            });
            assert_eq!(found.as_deref(), wanted, "{path} with {there}");
        }
    }

    #[test]
    fn disks_of_other_machines() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\nserver:/export /mnt/news nfs4 rw 0 0\n//server/share /mnt/the\\040share cifs rw 0 0\n/dev/sdb1 /mnt/news/local ext4 rw 0 0\nhost:/x /mnt/ssh fuse.sshfs rw 0 0\n/dev/sdc1 /mnt/stick fuseblk rw 0 0\nremote: /mnt/rclone fuse.rclone rw 0 0\ntmpfs /tmp tmpfs rw 0 0\nnone /mnt/nfsroot ext4 rw 0 0\n";
        for (path, wanted) in [
            ("/home/e/post", None),
            ("/mnt/news/post", Some("nfs4")),
            ("/mnt/newsroom/post", None),
            ("/mnt/news/local/post", None),
            ("/mnt/the share/post", Some("cifs")),
            ("/mnt/ssh/post", Some("fuse.sshfs")),
            ("/mnt/stick/post", None),
            ("/mnt/rclone/post", Some("fuse.rclone")),
            ("/tmp/post", None),
            ("/mnt/nfsroot/post", None),
            (r"\\server\share\post", Some("a Windows share")),
            (r"\\?\UNC\server\share\post", Some("a Windows share")),
            (r"\\?\C:\post", None),
        ] {
            let found = network(Path::new(path), mounts).map(|found| match found {
                Unsafe::Network { system } => system,
                Unsafe::Synced { program, .. } => program,
            });
            assert_eq!(found.as_deref(), wanted, "{path}");
        }
    }
}
