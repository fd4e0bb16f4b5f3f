//! Writes the OpenAPI document that `home` serves: `cargo run -p contract --features schema`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    std::fs::write(&path, contract::document_text())?;
    println!("{} is written", path.display());
    Ok(())
}
