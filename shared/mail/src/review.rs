//! What the mails about decisions say.

use context::Context;
use domain::conference::Conference;
use domain::mail::Mail;

use crate::letter::{Letter, questions};
use crate::proposals::{both_zones, facts, see, track_name};

/// The page on which a speaker says whether they come.
fn answer_url(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<String, String> {
    let (id, person) = (mail.fact("proposal"), mail.fact("person"));
    let token = store::answer_token(ctx, id, person, mail.fact("nonce"), mail.fact("key_id"));
    let token = token.ok_or("its signing key has been retired")?;
    let base = &ctx.settings().base_url;
    Ok(format!("{base}/conferences/{}/proposals/{id}/answer?token={person}.{token}", conference.id))
}

/// A note's paragraphs, said to be one.
fn note(mail: &Mail) -> Vec<String> {
    let note = mail.fact("note");
    if note.is_empty() {
        return Vec::new();
    }
    let paragraphs = note.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    ["A note from the leads:".to_owned()].into_iter().chain(paragraphs).collect()
}

pub(crate) fn decision(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let title = mail.fact("title");
    let track = track_name(conference, mail.fact("track"));
    let mut facts = facts(mail, conference);
    let (word, opening, button) = match mail.fact("decision") {
        "accepted" => {
            facts.push(("Please answer by".into(), both_zones(mail.fact("confirm_by"), conference)));
            let opening = format!(
                "Your proposal is accepted: {track} would like to have it. Please say whether you come; until then your \
                 place is not certain."
            );
            let button = ("Confirm, or decline".to_owned(), answer_url(ctx, mail, conference)?);
            ("Accepted", opening, Some(button))
        }
        "standby" => {
            let opening = format!(
                "Your proposal is on standby for {track}: there is no place for it now, and it is among the first if one \
                 becomes free. You need do nothing; if you cannot come any more, please withdraw it."
            );
            ("On standby", opening, Some(see(ctx, mail, conference)))
        }
        _ => {
            let opening = format!(
                "Your proposal was not chosen for {track} this time. Thank you for the work that you put into it."
            );
            ("Not chosen", opening, Some(see(ctx, mail, conference)))
        }
    };
    let pass = match mail.fact("pass") {
        "invited" => Some("A pass is reserved for you: the invitation comes with a mail of its own."),
        "short" => Some(
            "No pass is reserved for you yet, since all that are set aside for speakers are taken. The organizers have \
             been told; the invitation comes by mail as soon as there is one.",
        ),
        _ => None,
    };
    let opening = [opening].into_iter().chain(note(mail)).chain(pass.map(str::to_owned));
    Ok(Letter {
        subject: format!("{word}: {title} ({})", conference.name),
        opening: opening.collect(),
        facts,
        button,
        closing: vec![questions(conference)],
        ..Letter::default()
    })
}

pub(crate) fn confirmed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    Letter {
        subject: format!("Confirmed: {} ({})", mail.fact("title"), conference.name),
        opening: vec!["You come, and it is part of the programme. You get another mail with room and time.".into()],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec![
            "If something comes between, please withdraw it on its page as early as you can, so that another can take \
             the place."
                .into(),
            questions(conference),
        ],
        ..Letter::default()
    }
}

pub(crate) fn declined(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    Letter {
        subject: format!("Declined: {} ({})", mail.fact("title"), conference.name),
        opening: vec![
            "One of its people has declined the place: it goes to another. A pass that was reserved for it and not \
             claimed yet has gone back; one that you have claimed is yours."
                .into(),
        ],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec!["If this is a mistake, please write to us soon.".into(), questions(conference)],
        ..Letter::default()
    }
}

fn selection_url(ctx: &Context, mail: &Mail, conference: &Conference) -> String {
    format!("{}/conferences/{}/tracks/{}/selection", ctx.settings().base_url, conference.id, mail.fact("track"))
}

pub(crate) fn place_freed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let how = if mail.fact("state") == "declined" { "declined by its speakers" } else { "withdrawn" };
    let mut facts = facts(mail, conference);
    let next = mail.fact("next_title");
    let opening = if next.is_empty() {
        format!("A proposal that you had accepted was {how}. Nobody is on standby.")
    } else {
        facts.push(("Next on standby".into(), next.into()));
        format!("A proposal that you had accepted was {how}. Next on standby is: {next}")
    };
    Letter {
        subject: format!("A place is free in {}: {}", track_name(conference, mail.fact("track")), conference.name),
        opening: vec![opening],
        facts,
        button: Some(("See the selection".into(), selection_url(ctx, mail, conference))),
        closing: vec!["Sign in with this address to decide; it is told when you release it.".into()],
        ..Letter::default()
    }
}

pub(crate) fn overdue(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let count = mail.fact("count");
    let (proposals, have) = if count == "1" { ("proposal", "has") } else { ("proposals", "have") };
    let track = track_name(conference, mail.fact("track"));
    Letter {
        subject: format!("{count} accepted {proposals} of {track} not confirmed: {}", conference.name),
        opening: vec![format!(
            "The people of {count} accepted {proposals} {have} not said in time whether they come. Their answer still \
             counts while you have not given the place to another: write to them, or withdraw the proposal for them."
        )],
        facts: mail.fact("titles").lines().map(|title| ("Not confirmed".to_owned(), title.to_owned())).collect(),
        button: Some(("See the selection".into(), selection_url(ctx, mail, conference))),
        closing: vec!["Sign in with this address to see who is next on standby.".into()],
        ..Letter::default()
    }
}

pub(crate) fn passes_short(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let short = mail.fact("short");
    let (speakers, have) = if short == "1" { ("speaker", "has") } else { ("speakers", "have") };
    let track = track_name(conference, mail.fact("track"));
    Letter {
        subject: format!("{short} {speakers} of {track} {have} no pass: {}", conference.name),
        opening: vec![format!(
            "{short} accepted {speakers} of {track} {have} no invitation, since all passes of {} are claimed or invited \
             to. Their acceptance went out all the same and says so.",
            mail.fact("pool")
        )],
        facts: vec![("Track".into(), track.into()), ("Pool".into(), mail.fact("pool").into())],
        button: Some(("See who".into(), selection_url(ctx, mail, conference))),
        closing: vec![
            "An organizer can raise the pool's capacity. It is looked again every day, and whoever has none gets an \
             invitation by itself."
                .into(),
        ],
        ..Letter::default()
    }
}
