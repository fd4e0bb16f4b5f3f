//! The data directory: the table's file, the mails, the signing key, the clock, and a lock so that one process has it.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use context::{KeyRing, Randomness, SigningKey};
use jiff::Timestamp;
use serde_json::Value;

/// A data directory that this process has for itself.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    /// Held as long as the process uses the directory; the system gives it back however the process ends.
    _lock: File,
}

/// The data directory cannot be used.
#[derive(Debug)]
pub enum DataError {
    InUse(PathBuf),
    /// Something in it cannot be read or written.
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

impl DataDirectory {
    /// Opens the directory, which is created where it is missing.
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

    /// The signing keys; a first one is made where there is none.
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

    /// The time that the clock showed last, if it ever ran here.
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

    /// Notes what the clock shows, so that a restart never goes back behind it.
    pub fn note_time(&self, now: Timestamp) -> Result<(), DataError> {
        let path = self.path.join("clock");
        replace(&path, format!("{now}\n").as_bytes()).map_err(|e| DataError::File(path, e))
    }

    /// The definition that was last loaded from a file for this edition.
    pub fn loaded(&self, edition: &str) -> Result<Option<Value>, DataError> {
        let path = self.path.join(format!("loaded-{edition}.json"));
        match fs::read(&path) {
            // One that cannot be read is as good as none: the file is put again.
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DataError::File(path, error)),
        }
    }

    /// Notes the definition that was loaded from a file, so that only a change of the file is put again, and what
    /// organizers change meanwhile stays.
    pub fn note_loaded(&self, edition: &str, document: &Value) -> Result<(), DataError> {
        let path = self.path.join(format!("loaded-{edition}.json"));
        replace(&path, document.to_string().as_bytes()).map_err(|e| DataError::File(path, e))
    }
}

/// Writes a whole file so that a crash leaves the old one or the new one.
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
    // The directory holds the new name only once it is on disk too.
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

/// What will be in the directory signs people in: a directory created here is readable by its owner only.
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
