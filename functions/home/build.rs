//! Makes the OpenAPI document, so that the function only has to hand it out.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[allow(clippy::disallowed_methods, reason = "how Cargo tells a build script where to write")]
    let out = std::env::var_os("OUT_DIR").expect("Cargo sets it");
    let document = contract::document().to_json().expect("it is made of plain values");
    std::fs::write(Path::new(&out).join("openapi.json"), document).expect("Cargo made the directory");
}
