//! The letters of the campaign "are you still coming?".

use crate::passes::{facts, manage_url};
use crate::writer::{Letter, Writer};

/// The page with the buttons "yes" and "no".
fn answer_url(to: Writer<'_>) -> Result<String, String> {
    Ok(manage_url(to)?.replacen("?token=", "/reconfirm?token=", 1))
}

fn asking<'a>(to: Writer<'a>, name: &'a str) -> Result<Letter, String> {
    let mut letter = to.letter(name, answer_url(to)?);
    letter.facts = facts(to);
    letter.facts.push(to.line("answer-by", to.instant_of("answer_by")));
    let silence = if to.get("silence") == "return" { "silence-returns" } else { "silence-keeps" };
    letter.closing.insert(0, to.t(silence).to_string());
    Ok(letter)
}

pub(crate) fn ask(to: Writer<'_>) -> Result<Letter, String> {
    asking(to, "reconfirm")
}

pub(crate) fn reminder(to: Writer<'_>) -> Result<Letter, String> {
    asking(to, "reconfirm-reminder")
}

pub(crate) fn kept(to: Writer<'_>) -> Result<Letter, String> {
    Ok(Letter { facts: facts(to), ..to.letter("pass-kept", manage_url(to)?) })
}
