//! What the leads of a new track are told.

use context::Context;
use domain::conference::Conference;
use domain::mail::Mail;

use crate::calls::{track, track_url};
use crate::letter::{Letter, questions};

/// For the leads of a new track: what it has, and what to do next.
pub(crate) fn track_made(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let track = track(mail, conference)?;
    let zone = &conference.time_zone;
    let pool = conference.pools.iter().find(|pool| pool.track.as_ref() == Some(&track.id));
    let mut facts = vec![("Conference".into(), conference.name.clone()), ("Track".into(), track.name.clone())];
    if mail.fact("title") != track.name {
        facts.push(("Proposed as".into(), mail.fact("title").into()));
    }
    if let Some(minutes) = track.block_minutes {
        let recorded = if track.recorded { "recorded" } else { "not recorded" };
        facts.push(("Its block".into(), format!("{minutes} minutes, {recorded}")));
    }
    if let Some(cfp) = &track.cfp {
        facts.push(("Its call opens".into(), cfp.window.opens.spelled(zone)));
        facts.push(("Its call closes".into(), cfp.window.closes.spelled(zone)));
    }
    let mut closing = vec![
        "What to do next, signed in with this address: read its page and put right what is not right; spread the word of \
         its call; choose among what comes in."
            .to_owned(),
    ];
    if let Some(claim_by) = pool.and_then(|pool| pool.claim_by.as_ref()) {
        let capacity = pool.map_or(0, |pool| pool.capacity);
        let passes = if capacity == 1 { "1 pass".to_owned() } else { format!("{capacity} passes") };
        facts.push(("Passes to give".into(), format!("{passes}, to be claimed by {}", claim_by.spelled(zone))));
        closing.push(
            "Hand its passes out early: those who are invited must claim them in time, or they go to others.".into(),
        );
    }
    closing.push(questions(conference));
    Ok(Letter {
        subject: format!("{} is a track: {}", track.name, conference.name),
        opening: vec![format!(
            "What you proposed is accepted: {} is a track of {}, and you lead it.",
            track.name, conference.name
        )],
        facts,
        button: Some((format!("Open {}", track.name), track_url(ctx, conference, track))),
        closing,
        ..Letter::default()
    })
}
