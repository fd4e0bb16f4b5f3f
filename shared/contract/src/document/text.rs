//! Writes the document as text. A value that fits on one line gets one line, so that diffs are readable and the file
//! stays short.

use serde_json::Value;

const WIDTH: usize = 120;

pub(super) fn text(document: &Value) -> String {
    let mut text = String::new();
    write(&mut text, document, 0, 0);
    text.push('\n');
    text
}

/// Writes a value that begins after `used` characters of a line.
fn write(text: &mut String, value: &Value, depth: usize, used: usize) {
    let line = value.to_string();
    // A comma may follow.
    if used + line.chars().count() < WIDTH {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Object(object) => {
            lines(text, depth, ('{', '}'), object, |(name, value)| (format!("\"{name}\": "), value));
        }
        Value::Array(items) => lines(text, depth, ('[', ']'), items, |value| (String::new(), value)),
        _ => text.push_str(&line),
    }
}

fn lines<'v, T>(
    text: &mut String,
    depth: usize,
    around: (char, char),
    items: impl IntoIterator<Item = T>,
    part: impl Fn(T) -> (String, &'v Value),
) {
    text.push(around.0);
    for (at, item) in items.into_iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let (name, value) = part(item);
        let begin = format!("{}{name}", " ".repeat(depth + 1));
        text.push_str(&begin);
        write(text, value, depth + 1, begin.chars().count());
    }
    text.push('\n');
    text.push_str(&" ".repeat(depth));
    text.push(around.1);
}
