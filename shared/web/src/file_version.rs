//! Versions of files in their addresses, so that browsers can cache them for a year.

/// Tells the versions of a file apart. FNV-1a is enough: it only has to differ between versions.
pub(crate) fn version_of(body: &str) -> String {
    let hash = body.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{:08x}", hash >> 32)
}
