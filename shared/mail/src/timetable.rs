//! What the mails about releases of the timetable say.

use context::Context;
use domain::conference::Conference;
use domain::mail::Mail;

use crate::bofs::when;
use crate::calendar::room;
use crate::letter::{Letter, questions};

/// What a release changes for somebody: every session of theirs that is new, moved or cancelled.
pub(crate) fn changed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let occasions = mail.occasions();
    let facts = occasions.iter().map(|occasion| {
        let place = if occasion.cancelled {
            format!("{}, {}: not any more", when(occasion.starts_at, conference), room(conference, &occasion.room))
        } else {
            format!("{}, {}", when(occasion.starts_at, conference), room(conference, &occasion.room))
        };
        (occasion.title.clone(), place)
    });
    let all_off = occasions.iter().all(|occasion| occasion.cancelled);
    let (subject, opening) = match (all_off, occasions.as_slice()) {
        (true, _) => ("The timetable has changed for you", "This does not take place any more, or without you."),
        (false, [_]) => ("When and where your session is", "This is where your session is on the timetable now."),
        _ => ("When and where your sessions are", "This is where your sessions are on the timetable now."),
    };
    Letter {
        subject: format!("{subject}: {}", conference.name),
        opening: vec![opening.into(), "The attached calendar takes the place of earlier ones.".into()],
        facts: facts.collect(),
        button: Some((
            "See the timetable".into(),
            format!("{}/conferences/{}/timetable", ctx.settings().base_url, conference.id),
        )),
        closing: vec!["If you cannot be there then, please say so soon.".into(), questions(conference)],
        ..Letter::default()
    }
}
