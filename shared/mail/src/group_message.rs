//! The letters that organizers and leads write to groups of people.

use crate::calls::unsubscribe;
use crate::writer::{Letter, Writer};

/// Subject and text are the writer's.
pub(crate) fn message(to: Writer<'_>) -> Result<Letter, String> {
    if to.get("text").is_empty() {
        return Err("its message is gone".into());
    }
    Ok(Letter {
        subject: to.get("subject").to_owned(),
        markdown: to.get("text").to_owned(),
        // A preview has no reader.
        unsubscribe: unsubscribe(to).filter(|_| !to.get("reader").is_empty()),
        ..Letter::default()
    })
}

/// The same for its writer, marked in the subject.
pub(crate) fn test(to: Writer<'_>) -> Result<Letter, String> {
    let subject = to.t("message-test-subject").arg("subject", to.get("subject")).to_string();
    Ok(Letter { subject, ..message(to)? })
}
