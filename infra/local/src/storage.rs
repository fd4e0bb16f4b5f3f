//! Detects why this machine's disk cannot store data, from errors and from trial writes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use store::Outage;

/// Bytes of a trial write: with less free space the disk counts as full.
const TRIAL: usize = 64 * 1024;

/// The directory that the data is in.
#[derive(Clone, Debug)]
pub(crate) struct DataStorage {
    trial: PathBuf,
}

impl DataStorage {
    pub(crate) fn new(directory: &Path) -> Self {
        Self { trial: directory.join("storage-trial") }
    }

    /// Writes, flushes and removes a file, to check whether the disk accepts data now.
    pub(crate) fn check(&self) -> io::Result<()> {
        let written = File::create(&self.trial).and_then(|mut file| {
            // A file system may store zeros without using space.
            file.write_all(&vec![0xa5; TRIAL])?;
            file.sync_data()
        });
        match (written, fs::remove_file(&self.trial)) {
            (Err(error), _) => Err(error),
            // A concurrent trial has removed it.
            (Ok(()), Err(error)) if error.kind() == ErrorKind::NotFound => Ok(()),
            (Ok(()), removed) => removed,
        }
    }

    /// The outage behind an error of the database in this directory, if the disk is the cause.
    ///
    /// `SQLite` reports "disk I/O error" for a read-only disk too, so a trial write finds out more.
    pub(crate) fn outage_of_database(&self, error: &str) -> Option<Outage> {
        let outage = outage_of_database(error)?;
        if outage != Outage::DiskError {
            return Some(outage);
        }
        Some(self.check().map_or_else(|error| outage_of_io(&error), |()| outage))
    }
}

/// The answer to an SDK's call while nothing can be stored. The SDK does not retry calls with this status: a full disk
/// is still full a moment later.
pub(crate) fn unavailable(outage: Outage, cause: &str) -> (u16, Vec<u8>) {
    let answer = json!({ "__type": format!("plumbline#{}", outage.reason()), "message": cause });
    (INSUFFICIENT_STORAGE, answer.to_string().into_bytes())
}

/// The HTTP status (RFC 4918, section 11.5).
pub(crate) const INSUFFICIENT_STORAGE: u16 = 507;

/// The outage behind an error of a file.
pub(crate) fn outage_of_io(error: &io::Error) -> Outage {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Outage::DiskFull,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Outage::ReadOnly,
        _ => Outage::DiskError,
    }
}

/// The embedded database only returns `SQLite`'s text (`sqlite3ErrStr`), without a code.
fn outage_of_database(error: &str) -> Option<Outage> {
    const WORDS: [(&str, Outage); 7] = [
        ("database or disk is full", Outage::DiskFull),
        ("attempt to write a readonly database", Outage::ReadOnly),
        ("disk I/O error", Outage::DiskError),
        ("I/O error", Outage::DiskError),
        ("unable to open database file", Outage::DiskError),
        ("database disk image is malformed", Outage::DiskError),
        ("not a valid database", Outage::DiskError),
    ];
    WORDS.iter().find(|(words, _)| error.contains(words)).map(|(_, outage)| *outage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_takes_data_passes_and_stays_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        DataStorage::new(directory.path()).check().unwrap();
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_found_by_trying() {
        let directory = tempfile::tempdir().unwrap();
        let storage = DataStorage::new(directory.path());
        std::os::unix::fs::symlink("/dev/full", &storage.trial).unwrap();
        let error = storage.check().unwrap_err();
        assert_eq!(outage_of_io(&error), Outage::DiskFull);
        // The trial removes the file that it wrote to, so afterwards the disk is an ordinary one again.
        storage.check().unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_unclear_error_of_the_database_is_looked_into() {
        let directory = tempfile::tempdir().unwrap();
        let storage = DataStorage::new(directory.path());
        let error = "backend: I/O error: disk I/O error";
        assert_eq!(storage.outage_of_database(error), Some(Outage::DiskError));
        // No process can create files in /proc.
        let elsewhere = DataStorage::new(Path::new("/proc"));
        assert_eq!(elsewhere.outage_of_database(error), Some(Outage::DiskError));
        std::os::unix::fs::symlink("/dev/full", &storage.trial).unwrap();
        assert_eq!(storage.outage_of_database(error), Some(Outage::DiskFull));
    }

    #[test]
    fn errors_say_what_the_disk_does() {
        for (kind, outage) in [
            (ErrorKind::StorageFull, Outage::DiskFull),
            (ErrorKind::QuotaExceeded, Outage::DiskFull),
            (ErrorKind::ReadOnlyFilesystem, Outage::ReadOnly),
            (ErrorKind::PermissionDenied, Outage::ReadOnly),
            (ErrorKind::Other, Outage::DiskError),
        ] {
            assert_eq!(outage_of_io(&io::Error::from(kind)), outage, "{kind:?}");
        }
        assert_eq!(outage_of_database("backend: database or disk is full"), Some(Outage::DiskFull));
        assert_eq!(outage_of_database("backend: attempt to write a readonly database"), Some(Outage::ReadOnly));
        assert_eq!(outage_of_database("backend: database is locked or busy"), None);
    }
}
