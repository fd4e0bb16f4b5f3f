//! What must stay true of the project itself: its layers, its template, its documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use store::keys::ACCESS_PATTERNS;
use web::access::ROUTES;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The dependencies of a crate on others of this workspace, from its manifest.
fn depends_on(manifest: &str, names: &BTreeSet<String>) -> BTreeSet<String> {
    let text = read(manifest);
    let own = text.split("[dev-dependencies]").next().unwrap_or_default();
    let (_, own) = own.split_once("[dependencies]").unwrap_or_default();
    own.lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|n| names.contains(*n))
        .map(str::to_owned)
        .collect()
}

fn crates(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn dependencies_point_one_way() {
    let (shared, functions) = (crates("shared"), crates("functions"));
    let all: BTreeSet<_> = shared.iter().chain(&functions).cloned().chain(["plumbline".to_owned()]).collect();
    // Each may depend on those before it.
    let order = ["domain", "messages", "formats", "context", "contract", "store", "web", "lists", "mail", "lambda"];
    for name in &shared {
        let at = order.iter().position(|n| n == name).unwrap_or_else(|| panic!("{name} has no place in the order"));
        for dependency in depends_on(&format!("shared/{name}/Cargo.toml"), &all) {
            assert!(order[..at].contains(&dependency.as_str()), "{name} depends on {dependency}");
        }
    }
    for name in &functions {
        for dependency in depends_on(&format!("functions/{name}/Cargo.toml"), &all) {
            assert!(shared.contains(&dependency), "{name} depends on {dependency}");
        }
    }
}

/// `test = false` saves the build of a test program that has nothing to run.
#[test]
fn a_crate_with_tests_is_tested() {
    fn sources(folder: &Path) -> String {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let text = |path: PathBuf| if path.is_dir() { sources(&path) } else { fs::read_to_string(path).unwrap() };
        entries.map(text).collect()
    }
    for name in crates("functions") {
        let manifest = read(&format!("functions/{name}/Cargo.toml"));
        let (lib, _) = manifest.split_once("[[bin]]").unwrap();
        let has_tests = sources(&root().join("functions").join(&name).join("src")).contains("#[cfg(test)]");
        assert_eq!(lib.contains("\ntest = false"), !has_tests, "functions/{name}/Cargo.toml");
    }
}

#[test]
fn the_domain_reaches_nothing_outside() {
    let manifest = read("shared/domain/Cargo.toml");
    let (_, manifest) = manifest.split_once("[dependencies]").unwrap();
    for foreign in ["tokio", "aws", "getrandom", "rand", "http"] {
        assert!(!manifest.contains(foreign), "the domain depends on {foreign}");
    }
}

/// It derives the contract's schemas when the document is written. A function answers with the types alone.
#[test]
fn what_derives_schemas_is_in_no_binary() {
    // Only what `contract`'s optional feature asks for: a fresh machine has not downloaded it, and needs not.
    assert!(read("shared/contract/Cargo.toml").contains("schemars = { workspace = true, optional = true }"));
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--workspace", "--prefix", "none", "--format", "{p}", "-e", "normal,build"]);
    let output = cargo.current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let packages = String::from_utf8(output.stdout).expect("names of packages");
    assert!(packages.contains("contract v") && packages.contains("serde v"), "the packages are named: {packages}");
    assert!(!packages.contains("schemars v"), "a crate switches the feature `schema` on");
}

#[test]
fn the_access_patterns_that_are_described_are_those_of_the_code() {
    let described = read("shared/store/README.md");
    for p in ACCESS_PATTERNS {
        let row = format!("| {} | {} | `{}` | `{}` | {} | {} |", p.question, p.item, p.pk, p.sk, p.by, p.writers);
        assert!(described.contains(&row), "shared/store/README.md lacks this row:\n{row}");
    }
    let rows = described.lines().filter(|line| line.starts_with("| ") && line.contains("? |")).count();
    assert_eq!(rows, ACCESS_PATTERNS.len(), "shared/store/README.md has rows that the code does not");
}

#[test]
fn the_template_has_every_route_and_no_other() {
    let template = plumbline::template::Template::embedded().expect("the template reads");
    let declared =
        template.routes.iter().map(|route| (format!("{} {}", route.method, route.path), route.function.clone()));
    let declared: BTreeSet<_> = declared.collect();
    let expected: BTreeSet<_> = ROUTES.iter().map(|route| (route.key(), route.function.to_owned())).collect();
    assert_eq!(declared, expected);
    assert_eq!(template.default_function, "home");
}
