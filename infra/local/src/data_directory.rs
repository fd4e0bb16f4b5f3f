//! The data directory: the table's file, the mails, the signing key, the clock, and a lock that admits one process.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use context::{KeyRing, Randomness, SigningKey};
use jiff::Timestamp;
use serde_json::Value;
use store::Outage;

use crate::mail_service::MailService;
use crate::storage::outage_of_io;
use crate::table::EmbeddedTable;

/// What a directory without the sample has for its scene.
const NO_SCENE: &str = "none";

/// A data directory that this process has locked.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    /// Held while the process uses the directory; the system releases it however the process ends.
    _lock: File,
}

/// The data directory cannot be used.
#[derive(Debug)]
pub enum DataError {
    InUse(PathBuf),
    /// A file in it cannot be read or written.
    File(PathBuf, io::Error),
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse(path) => write!(
                f,
                "another Plumbline uses the data directory {}: stop it, or give another one with --data",
                path.display()
            ),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for DataError {}

impl DataError {
    /// The disk's outage, if that is the cause.
    pub(crate) fn outage(&self) -> Option<Outage> {
        match self {
            Self::InUse(_) => None,
            Self::File(_, error) => Some(outage_of_io(error)),
        }
    }
}

impl DataDirectory {
    /// Opens the directory; creates it if it is missing.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        let failed = |error| DataError::File(path.to_owned(), error);
        create(path).map_err(failed)?;
        let lock_path = path.join("lock");
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(|e| DataError::File(lock_path.clone(), e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(DataError::File(lock_path, error)),
        }
    }

    /// The table's file.
    pub fn table(&self) -> PathBuf {
        self.path.join("table.db")
    }

    /// The mails' file.
    pub fn mails(&self) -> PathBuf {
        self.path.join("mails.jsonl")
    }

    /// The signing keys; creates a first one if there is none.
    pub fn keys(&self, randomness: &Randomness) -> Result<KeyRing, DataError> {
        let path = self.path.join("signing-keys.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key =
                    SigningKey { id: randomness.id("signing-key-id", 4), secret: randomness.id("signing-key", 52) };
                let text = serde_json::to_string(&[key]).map_err(|e| DataError::File(path.clone(), e.into()))?;
                replace(&path, text.as_bytes()).map_err(|e| DataError::File(path.clone(), e))?;
                text
            }
            Err(error) => return Err(DataError::File(path, error)),
        };
        KeyRing::from_json(&text).map_err(|e| DataError::File(path, io::Error::new(io::ErrorKind::InvalidData, e)))
    }

    /// The last time that the clock showed; `None` if it never ran here.
    pub fn last_time(&self) -> Result<Option<Timestamp>, DataError> {
        let path = self.path.join("clock");
        match fs::read_to_string(&path) {
            Ok(text) => text
                .trim()
                .parse()
                .map(Some)
                .map_err(|e| DataError::File(path, io::Error::new(io::ErrorKind::InvalidData, e))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DataError::File(path, error)),
        }
    }

    /// Records the clock's time, so that a restart never goes back behind it.
    pub fn note_time(&self, now: Timestamp) -> Result<(), DataError> {
        let path = self.path.join("clock");
        replace(&path, format!("{now}\n").as_bytes()).map_err(|e| DataError::File(path, e))
    }

    /// The scene that was played here; `None` if none was.
    pub fn scene(&self) -> Result<Option<String>, DataError> {
        let path = self.path.join("scene");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DataError::File(path, error)),
        }
    }

    /// Records that conferences are set up here, and the sample is never loaded.
    pub fn note_own(&self) -> Result<(), DataError> {
        self.note_scene(NO_SCENE)
    }

    /// Whether that was recorded.
    pub fn is_own(&self) -> Result<bool, DataError> {
        Ok(self.scene()?.as_deref() == Some(NO_SCENE))
    }

    pub(crate) fn note_scene(&self, scene: &str) -> Result<(), DataError> {
        let path = self.path.join("scene");
        replace(&path, format!("{scene}\n").as_bytes()).map_err(|e| DataError::File(path, e))
    }

    /// Whether nothing was ever served from here.
    pub fn is_empty(&self) -> bool {
        !self.table().exists()
    }

    /// Stores mails and a table that were in memory. The table's name comes last, so that a directory with a table has
    /// everything else too.
    pub(crate) fn adopt(&self, mails: &MailService, table: &EmbeddedTable) -> Result<(), DataError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| DataError::File(path, error)
        };
        mails.write_to(&self.mails()).map_err(failed(&self.mails()))?;
        let new = self.path.join("table.new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(DataError::File(new, error)),
            _ => {}
        }
        table.write_to(&new).map_err(failed(&new))?;
        fs::rename(&new, self.table()).map_err(failed(&new))?;
        File::open(&self.path).and_then(|directory| directory.sync_all()).map_err(failed(&self.path))
    }

    /// The definition last loaded from a file for this edition.
    pub fn loaded(&self, edition: &str) -> Result<Option<Value>, DataError> {
        let path = self.path.join(format!("loaded-{edition}.json"));
        match fs::read(&path) {
            // An unreadable file counts as missing: the definition is loaded again.
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DataError::File(path, error)),
        }
    }

    /// Records the definition that was loaded from a file. A restart then applies only a changed file, and changes by
    /// organizers in between stay.
    pub fn note_loaded(&self, edition: &str, document: &Value) -> Result<(), DataError> {
        let path = self.path.join(format!("loaded-{edition}.json"));
        replace(&path, document.to_string().as_bytes()).map_err(|e| DataError::File(path, e))
    }
}

/// Replaces a whole file so that a crash leaves either the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(&temporary, path)?;
    // The new name is durable only once the directory is flushed too.
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

/// Only the owner may read a new directory, because its files can sign people in.
fn create(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_has_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        let first = DataDirectory::open(directory.path()).unwrap();
        let error = DataDirectory::open(directory.path()).unwrap_err().to_string();
        assert!(error.contains("another Plumbline"), "{error}");
        drop(first);
        DataDirectory::open(directory.path()).unwrap();
    }

    #[test]
    fn a_directory_remembers_that_it_has_no_sample() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::open(directory.path()).unwrap();
        assert!(!data.is_own().unwrap());
        data.note_own().unwrap();
        assert!(data.is_own().unwrap());
        data.note_scene("season").unwrap();
        assert!(!data.is_own().unwrap());
    }

    #[test]
    fn the_key_the_clock_and_what_was_loaded_stay() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::open(directory.path()).unwrap();
        let randomness = Randomness::from_seed(1);
        let key = data.keys(&randomness).unwrap().current().to_owned();
        assert_eq!(data.keys(&randomness).unwrap().current(), key);
        assert_eq!(data.last_time().unwrap(), None);
        let now = "2023-07-10T12:00:00Z".parse().unwrap();
        data.note_time(now).unwrap();
        assert_eq!(data.last_time().unwrap(), Some(now));
        data.note_loaded("a", &serde_json::json!({"b": 1})).unwrap();
        assert_eq!(data.loaded("a").unwrap(), Some(serde_json::json!({"b": 1})));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(directory.path().join("signing-keys.json")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
