//! Packs a data directory into a folder of compressed files, and unpacks it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// What a fixture does not need: the lock names no state.
const LEFT_OUT: &[&str] = &["lock"];

/// Compresses each file of a data directory into the folder; answers their size together.
pub fn pack(directory: &Path, into: &Path) -> io::Result<u64> {
    fs::create_dir_all(into)?;
    let mut size = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let packed = into.join(format!("{name}.gz"));
        let mut encoder = GzEncoder::new(File::create(&packed)?, Compression::best());
        encoder.write_all(&fs::read(entry.path())?)?;
        encoder.finish()?;
        size += fs::metadata(packed)?.len();
    }
    Ok(size)
}

/// Restores the data directory that a fixture was packed from.
pub fn unpack(fixture: &Path, into: &Path) -> io::Result<()> {
    for entry in fs::read_dir(fixture)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".gz")) else { continue };
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(&path)?).read_to_end(&mut bytes)?;
        fs::write(into.join(name), bytes)?;
    }
    Ok(())
}
