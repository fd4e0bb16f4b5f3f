//! What the mails of calls for proposals say.

use context::Context;
use domain::conference::{Conference, Track};
use domain::instant::Deadline;
use domain::mail::Mail;
use domain::reminder::{Line, ReminderKind};

use crate::letter::{Letter, questions};

pub(crate) fn track<'c>(mail: &Mail, conference: &'c Conference) -> Result<&'c Track, String> {
    conference.track(mail.fact("track")).ok_or_else(|| "its track is no more".to_owned())
}

pub(crate) fn track_url(ctx: &Context, conference: &Conference, track: &Track) -> String {
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

/// The address that switches these reminders off by one click.
fn unsubscribe(ctx: &Context, mail: &Mail) -> Option<String> {
    let path = store::unsubscribe_path(ctx, mail.fact("reader"), mail.fact("kinds"))?;
    Some(format!("{}{path}", ctx.settings().base_url))
}

pub(crate) fn watch(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let track = track(mail, conference)?;
    let (id, nonce) = (mail.fact("watch"), mail.fact("nonce"));
    let token = ctx.keys().token(mail.fact("key_id"), "watch", &[id, nonce]);
    let token = token.ok_or("its signing key has been retired")?;
    Ok(Letter {
        subject: format!("Shall we remind you of the call of {}? {}", track.name, conference.name),
        opening: vec![format!(
            "Somebody, probably you, asked that you be reminded before the call for proposals of {} closes. Press the \
             button if you want that.",
            track.name
        )],
        facts: vec![("Conference".into(), conference.name.clone()), ("Track".into(), track.name.clone())],
        button: Some(("Remind me".into(), format!("{}/remind/{id}?token={token}", track_url(ctx, conference, track)))),
        closing: vec!["If you did not ask, you need do nothing: without the button you get no more mail.".into()],
        ..Letter::default()
    })
}

pub(crate) fn moved(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let track = track(mail, conference)?;
    let now = deadline(mail, "at", "announced", conference)?;
    let before = deadline(mail, "was_at", "was_announced", conference)?;
    let later = mail.fact("was_at").parse::<jiff::Timestamp>().ok() < mail.fact("at").parse().ok();
    let titles: Vec<String> = serde_json::from_str(mail.fact("titles")).map_err(|e| e.to_string())?;
    let (subject, opening) = if later {
        (
            format!("More time for your proposal: {} is extended", track.name),
            format!(
                "The call for proposals of {} is extended. What you have begun is saved, and not sent yet.",
                track.name
            ),
        )
    } else {
        (
            format!("Less time for your proposal: {} closes earlier", track.name),
            format!("The call for proposals of {} closes earlier. What you have begun is not sent yet.", track.name),
        )
    };
    let mut facts = vec![
        ("Conference".into(), conference.name.clone()),
        ("New deadline".into(), now),
        ("Deadline before".into(), before),
    ];
    facts.extend(titles.into_iter().map(|title| ("Your draft".to_owned(), title)));
    Ok(Letter {
        subject: format!("{subject}: {}", conference.name),
        opening: vec![opening],
        facts,
        button: Some(("Open what you have begun".into(), format!("{}{}", ctx.settings().base_url, mail.fact("path")))),
        closing: vec![questions(conference)],
        unsubscribe: unsubscribe(ctx, mail),
        ..Letter::default()
    })
}

pub(crate) fn closed(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let track = track(mail, conference)?;
    let (sent, drafts) = (mail.fact("sent"), mail.fact("drafts"));
    let named: Vec<(String, Vec<String>)> = serde_json::from_str(mail.fact("named")).map_err(|e| e.to_string())?;
    let mut facts = vec![
        ("Track".to_owned(), track.name.clone()),
        ("Proposals".to_owned(), sent.to_owned()),
        ("Drafts never sent".to_owned(), drafts.to_owned()),
    ];
    let shown = named.len();
    facts.extend(named.into_iter().zip(1..).map(|((title, speakers), n)| {
        let by = if speakers.is_empty() { String::new() } else { format!(" ({})", speakers.join(", ")) };
        (format!("{n}."), format!("{title}{by}"))
    }));
    let mut closing = vec![
        "Drafts are their authors' own: you see how many there are, not what is in them. Sign in with this address to \
         read the proposals."
            .to_owned(),
    ];
    if sent.parse::<usize>().is_ok_and(|sent| sent > shown) {
        closing.insert(0, format!("The first {shown} are listed here; all of them are on the page."));
    }
    Ok(Letter {
        subject: format!(
            "{} is closed: {sent} {} came in: {}",
            track.name,
            if sent == "1" { "proposal" } else { "proposals" },
            conference.name
        ),
        opening: vec![format!("The call for proposals of {} has closed. This is what came in.", track.name)],
        facts,
        button: Some((
            "Read the proposals".into(),
            format!("{}/conferences/{}/proposals?track={}", ctx.settings().base_url, conference.id, track.id),
        )),
        closing,
        ..Letter::default()
    })
}

pub(crate) fn reminder(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let lines: Vec<Line> = serde_json::from_str(mail.fact("lines")).map_err(|e| e.to_string())?;
    let name = |line: &Line| conference.track(line.track.as_str()).map_or(line.track.to_string(), |t| t.name.clone());
    let first = lines.iter().min_by_key(|line| line.at).ok_or("it reminds of nothing")?;
    let left = left(first.at.duration_since(mail.owed_at));
    let subject = match lines.as_slice() {
        [one] => match one.kind {
            ReminderKind::Drafts => format!("{} closes {left}, and your proposal is not sent", name(one)),
            ReminderKind::Calls => format!("{} closes {left}", name(one)),
            ReminderKind::Leads => format!("Your call closes {left}: {}", name(one)),
            ReminderKind::Reviews => format!("Reviews are due {left}: {}", name(one)),
            ReminderKind::Acceptances => format!("Please say whether you come, {left} left: {}", name(one)),
        },
        many => format!("{} deadlines, the first {left}", many.len()),
    };
    let mut facts = Vec::new();
    for line in &lines {
        let closes = Deadline { at: line.at, announced: line.announced.clone() }.spelled(&conference.time_zone);
        let verb = match line.kind {
            ReminderKind::Drafts | ReminderKind::Calls | ReminderKind::Leads => "closes",
            ReminderKind::Reviews => "reviews are due",
            ReminderKind::Acceptances => "answer by",
        };
        facts.push((name(line), format!("{verb} {closes}")));
        facts.extend(line.about.iter().map(|about| match line.kind {
            ReminderKind::Drafts => ("Begun, not sent".to_owned(), about.clone()),
            ReminderKind::Calls | ReminderKind::Leads | ReminderKind::Reviews => {
                ("Proposals".to_owned(), about.clone())
            }
            ReminderKind::Acceptances => ("Accepted".to_owned(), about.clone()),
        }));
    }
    let has = |kind| lines.iter().any(|line| line.kind == kind);
    let mut opening = Vec::new();
    if has(ReminderKind::Drafts) {
        opening.push(
            "You have begun a proposal that is not sent yet: what is not sent before the deadline does not count."
                .to_owned(),
        );
    }
    if has(ReminderKind::Calls) {
        opening.push("You asked to be reminded of a call for proposals that closes soon.".to_owned());
    }
    if has(ReminderKind::Leads) {
        opening.push("The call of a track that you lead closes soon.".to_owned());
    }
    if has(ReminderKind::Reviews) {
        opening.push("You owe reviews that are wanted soon.".to_owned());
    }
    if has(ReminderKind::Acceptances) {
        opening.push(
            "Your proposal is accepted, and you have not said yet whether you come. Until then your place is not \
             certain."
                .to_owned(),
        );
    }
    let path = if lines.len() == 1 { first.path.clone() } else { format!("/conferences/{}/tracks", conference.id) };
    // Whoever has something to send goes there first.
    let path = lines.iter().find(|line| line.kind == ReminderKind::Drafts).map_or(path, |line| line.path.clone());
    Ok(Letter {
        subject: format!("{subject}: {}", conference.name),
        opening,
        facts,
        button: Some(("Open it".into(), format!("{}{path}", ctx.settings().base_url))),
        closing: vec![questions(conference)],
        unsubscribe: unsubscribe(ctx, mail),
        ..Letter::default()
    })
}

/// How much later than its time a reminder may be written and still name it: a workflow looks once a minute.
const GRACE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// The time that is left, in words.
fn left(left: jiff::SignedDuration) -> String {
    domain::instant::left(left + GRACE).unwrap_or_else(|| "now".into())
}
