//! What the mails of calls for proposals say.

use context::Context;
use domain::conference::{Conference, Track};
use domain::instant::Deadline;
use domain::mail::Mail;

use crate::letter::{Letter, questions};

fn track<'c>(mail: &Mail, conference: &'c Conference) -> Result<&'c Track, String> {
    conference.track(mail.fact("track")).ok_or_else(|| "its track is no more".to_owned())
}

fn track_url(ctx: &Context, conference: &Conference, track: &Track) -> String {
    format!("{}/conferences/{}/tracks/{}", ctx.settings().base_url, conference.id, track.id)
}

/// The instant `at` of a mail's facts with the words `announced`, spelled out.
fn deadline(mail: &Mail, at: &str, announced: &str, conference: &Conference) -> Result<String, String> {
    let at = mail.fact(at).parse().map_err(|_| format!("its {at} is no instant"))?;
    Ok(Deadline { at, announced: mail.fact(announced).to_owned() }.spelled(&conference.time_zone))
}

pub(crate) fn late_link(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let track = track(mail, conference)?;
    let until = deadline(mail, "until", "announced", conference)?;
    Ok(Letter {
        subject: format!("You can send a proposal for {} late: {}", track.name, conference.name),
        opening: vec![format!(
            "Whoever leads {} lets you send proposals, and change what you have sent, after the deadline of its call. \
             Sign in with this address: it is for you only.",
            track.name
        )],
        facts: vec![
            ("Conference".into(), conference.name.clone()),
            ("Track".into(), track.name.clone()),
            ("Your own deadline".into(), until),
        ],
        button: Some((format!("Open {}", track.name), track_url(ctx, conference, track))),
        closing: vec![questions(conference)],
        ..Letter::default()
    })
}
