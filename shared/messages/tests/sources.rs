//! Compares the message files with each other and with the sources that use them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant};
use messages::{ALL, Catalog};

/// The crates that show the texts of a catalog.
fn crates_of(catalog: &Catalog) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match catalog.name() {
        "site" => vec![root.join("shared"), root.join("functions")],
        "problems" => vec![root.join("shared"), root.join("functions"), root.join("infra/local/src")],
        "announcements" => vec![root.join("shared/store/src/announcements")],
        "mail" => vec![root.join("shared/mail")],
        function => vec![root.join("functions").join(function)],
    }
}

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("tests") {
            files(&path, endings, found);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path);
        }
    }
}

/// The text of all sources and templates below these folders.
fn sources(folders: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders {
        files(folder, &["rs", "html", "txt"], &mut found);
    }
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("a source"))).collect()
}

/// The first argument of each call of this function, where it is a literal.
fn arguments<'a>(source: &'a str, function: &str) -> Vec<&'a str> {
    let call = format!("{function}(\"");
    source
        .match_indices(&call)
        .filter(|(at, _)| !source[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| source[at + call.len()..].split('"').next())
        .filter(|id| !id.is_empty())
        .collect()
}

/// The groups of messages that a source names. A letter's parts are a group, too.
fn groups(source: &str) -> Vec<&str> {
    ["word", "word_of", "messages.has", "letter", "part"]
        .iter()
        .flat_map(|function| arguments(source, function))
        .collect()
}

/// Every message of a file with the names of its variables.
fn messages_in(catalog: &Catalog, language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(language).join(format!("{}.ftl", catalog.name()));
    let text = fs::read_to_string(&path).expect("a message file");
    let resource = fluent_syntax::parser::parse(text.as_str());
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("{}: {errors:#?}", path.display()));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                variables_of(pattern, &mut variables);
            }
            let twice = found.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{}: {} is there twice", path.display(), message.id.name);
        }
    }
    found
}

fn variables_of(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                found.insert(id.name.to_owned());
            }
            Expression::Inline(_) => {}
            Expression::Select { selector, variants } => {
                if let InlineExpression::VariableReference { id } = selector {
                    found.insert(id.name.to_owned());
                }
                for Variant { value, .. } in variants {
                    variables_of(value, found);
                }
            }
        }
    }
}

/// The messages of the catalogs that every crate shares.
fn shared_messages() -> BTreeMap<String, BTreeSet<String>> {
    let shared = ALL.iter().filter(|catalog| ["site", "problems"].contains(&catalog.name()));
    shared.flat_map(|catalog| messages_in(catalog, "en")).collect()
}

#[test]
fn german_has_the_same_messages_and_variables() {
    for catalog in ALL {
        let (english, german) = (messages_in(catalog, "en"), messages_in(catalog, "de"));
        let keys = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
        let (mut left, mut right) = (keys(&english), keys(&german));
        let both: Vec<_> = left.intersection(&right).cloned().collect();
        for id in &both {
            left.remove(id);
            right.remove(id);
            assert_eq!(english[id], german[id], "variables of {id} in {}", catalog.name());
        }
        assert!(left.is_empty(), "{}: missing in German: {left:?}", catalog.name());
        assert!(right.is_empty(), "{}: only in German: {right:?}", catalog.name());
    }
}

/// A phrase of the domain is looked up in the catalog of the function that answers first.
#[test]
fn no_other_catalog_has_an_id_of_problems() {
    let problems = ALL.iter().find(|catalog| catalog.name() == "problems").expect("the catalog of problems");
    let problems = messages_in(problems, "en");
    for catalog in ALL.iter().filter(|catalog| catalog.name() != "problems") {
        let twice: Vec<_> = messages_in(catalog, "en").into_keys().filter(|id| problems.contains_key(id)).collect();
        assert!(twice.is_empty(), "{}: {twice:?}", catalog.name());
    }
}

#[test]
fn every_text_that_a_source_asks_for_exists() {
    let shared = shared_messages();
    let mut missing = Vec::new();
    for catalog in ALL {
        let own = messages_in(catalog, "en");
        let beside = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        let folders = match catalog.name() {
            "site" => vec![beside("web")],
            "problems" => ["domain", "store", "formats"].map(beside).into(),
            _ => crates_of(catalog),
        };
        for (path, source) in sources(&folders) {
            let labels = arguments(&source, "to.line").into_iter().map(|label| format!("fact-{label}"));
            missing.extend(labels.filter(|id| !own.contains_key(id)).map(|id| format!("{}: {id}", path.display())));
            // Below the pages, `t` and `word` are other functions or ask other catalogs.
            let is_below = catalog.name() == "problems";
            let asking: &[_] = if is_below { &["Phrase::of", "not_found"] } else { &["t", "Phrase::of", "not_found"] };
            for id in asking.iter().flat_map(|function| arguments(&source, function)) {
                if !own.contains_key(id) && !shared.contains_key(id) {
                    missing.push(format!("{}: {id}", path.display()));
                }
            }
            for group in if is_below { arguments(&source, "word_of") } else { groups(&source) } {
                let prefix = format!("{group}-");
                if !own.keys().chain(shared.keys()).any(|id| id.starts_with(&prefix)) {
                    missing.push(format!("{}: {group}-…", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_message_is_used() {
    let mut unused = Vec::new();
    for catalog in ALL {
        let sources = sources(&crates_of(catalog));
        let groups: BTreeSet<String> =
            sources.iter().flat_map(|(_, source)| groups(source)).map(|group| format!("{group}-")).collect();
        for id in messages_in(catalog, "en").into_keys() {
            let quoted = format!("\"{id}\"");
            // A mail's letter names the group of its messages, which may stand in a variable.
            let parts =
                id.match_indices('-').map(|(at, _)| format!("\"{}\"", &id[..at])).filter(|_| catalog.name() == "mail");
            let names: Vec<_> = parts.chain([quoted]).collect();
            let is_named = sources.iter().any(|(_, source)| names.iter().any(|name| source.contains(name)));
            if !is_named && !groups.iter().any(|group| id.starts_with(group)) {
                unused.push(format!("{}: {id}", catalog.name()));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
}

/// A template without its tags, comments and expressions.
fn words_of(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<']) {
        text.push_str(&rest[..at]);
        let ends = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->"), ("<style", "</style>"), ("<", ">")];
        let Some((start, end)) = ends.into_iter().find(|(start, _)| rest[at..].starts_with(start)) else {
            rest = &rest[at + 1..];
            continue;
        };
        // An attribute may hold an expression with `>` in it.
        let mut inside = &rest[at + start.len()..];
        if start == "<" {
            while let (Some(open), Some(close)) = (inside.find("{{").or(inside.find("{%")), inside.find('>')) {
                if close < open {
                    break;
                }
                let mark = if inside[open..].starts_with("{{") { "}}" } else { "%}" };
                let after = inside[open..].find(mark).map_or(inside.len(), |end| open + end + 2);
                inside = &inside[after..];
            }
        }
        rest = inside.find(end).map_or("", |at| &inside[at + end.len()..]);
    }
    text.push_str(rest);
    text
}

#[test]
fn templates_have_no_text_of_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for (path, template) in sources(&[root.join("functions"), root.join("shared")]) {
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        // The same in every language: the product's name, formats, and paths of the API.
        let same = ["Plumbline", "XML", "JSON", "CSV", "/problems/", "&amp;", "&nbsp;"];
        let words = same.into_iter().fold(words_of(&template), |words, same| words.replace(same, ""));
        for word in words.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1) {
            found.push(format!("{}: {word}", path.display()));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The literals with words in the arguments of each call of these functions.
fn literals_in_calls<'a>(source: &'a str, function: &str) -> Vec<&'a str> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, call) in source.match_indices(function) {
        let (mut depth, mut rest) = (0, &source[at + call.len() - 1..]);
        while let Some(next) = rest.find(['(', ')', '"']) {
            match rest.as_bytes()[next] {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {
                    let text = &rest[next + 1..];
                    let end = text.find('"').unwrap_or(text.len());
                    found.extend(Some(&text[..end]).filter(|text| text.trim().contains(' ')));
                    rest = &text[end..];
                    rest = rest.get(1..).unwrap_or_default();
                    continue;
                }
            }
            rest = &rest[next + 1..];
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn problems_have_no_text_in_rust() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for (path, source) in sources(&[root.join("functions"), root.join("shared")]) {
        let calls = [
            "Problem::new(",
            "Problem::validation(",
            "Problem::busy(",
            "reject(",
            "reject_within(",
            ".way(",
            "Phrase::verbatim(",
            "request.said(",
            "Said {",
            "SignInAsked {",
        ];
        let texts = calls.iter().flat_map(|call| literals_in_calls(&source, call));
        found.extend(texts.map(|text| format!("{}: {text}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}
