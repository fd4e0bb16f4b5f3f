//! `GET …/desk`: where an edition stands, what needs a person, and what happens next.

mod chart;
mod needs;
mod page;
mod seen;
mod waiting;

use contract::desk::{Desk, MailFigures, OnSale, RegistrationDay, WaitlistFigures};
use contract::pools::Pool;
use messages::{Language, Messages};
use store::{Edition, PoolFigures};
use web::agenda_lines::{agenda_line, clock_lines};
use web::{App, Problem, Reply, Request};

use seen::Seen;

/// The acts shown. `Store::next_up` takes only the first few of offers.
const ACTS: usize = 8;

/// `GET …/desk`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let messages = messages_of(request);
    let seen = Seen::read(app, request).await?;
    let desk = desk(app, &seen, messages).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &desk));
    }
    page::show(app, request, &seen, desk).await
}

/// `GET …/organize`: the address of earlier versions.
pub(crate) fn moved(request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::moved(&format!("/conferences/{}/desk", request.edition()?.id())))
}

/// The texts: of a page in the reader's language, of JSON in English.
fn messages_of(request: &Request) -> Messages {
    if request.wants_html { request.messages } else { Messages::new(Language::English, &messages::DESK) }
}

async fn desk<'s>(app: &App, seen: &'s Seen<'_>, messages: Messages) -> Result<Desk<'s>, Problem> {
    let edition = seen.edition;
    let all = seen.part.all;
    let mut next = Vec::new();
    for act in &seen.next.acts {
        next.push(agenda_line(&app.store, edition, messages, act.clone()).await?);
    }
    if all {
        next.extend(clock_lines(edition, messages, seen.now));
        next.sort_by_key(|line| line.at);
        next.truncate(ACTS);
    } else {
        // Drafts are private to their owners.
        for line in &mut next {
            line.concerns.clear();
        }
    }
    Ok(Desk {
        now: seen.now,
        in_person: on_sale(seen, edition, domain::conference::Attendance::InPerson),
        r#virtual: on_sale(seen, edition, domain::conference::Attendance::Virtual),
        waitlist: seen.waiting.map(|by_class| WaitlistFigures {
            waiting: by_class.total(),
            by_class: by_class.into(),
            offers_open: seen.pools.iter().map(|pool| pool.figures.held).sum(),
            next_expires_at: seen.next.next_expires_at,
        }),
        proposals: seen.proposals(),
        mails: seen.mails.map(|mails| MailFigures {
            sent: mails.sent,
            queued: mails.queued,
            failed: mails.failed,
            bounced: mails.bounced,
        }),
        needs_you: needs::needs(seen, messages),
        next,
        pools: seen.own_pools().map(pool).collect(),
        registrations_by_day: all.then(|| by_day(seen)),
    })
}

/// The figures of a pool that needs no invitation; for organizers.
fn on_sale(seen: &Seen<'_>, edition: &Edition, attendance: domain::conference::Attendance) -> Option<OnSale> {
    let open = edition.conference.open_pool(attendance).filter(|_| seen.part.all)?;
    let found = seen.pools.iter().find(|pool| pool.figures.pool == open.id)?;
    let PoolFigures { taken, capacity, sold_out, .. } = found.figures;
    Some(OnSale { taken, capacity, sold_out })
}

fn pool(figures: &PoolFigures) -> Pool<'_> {
    let PoolFigures { pool, capacity, free, returned, held, taken, sold_out } = figures;
    Pool {
        pool: pool.as_str(),
        capacity: *capacity,
        free: *free,
        returned: *returned,
        held: *held,
        taken: *taken,
        sold_out: *sold_out,
    }
}

/// The registrations of all pools by day.
fn by_day(seen: &Seen<'_>) -> Vec<RegistrationDay> {
    let mut days = std::collections::BTreeMap::new();
    for pool in &seen.pools {
        let is_virtual = pool.figures.pool.is_virtual();
        for (date, count) in &pool.by_day {
            let (in_person, r#virtual) = days.entry(*date).or_insert((0, 0));
            *(if is_virtual { r#virtual } else { in_person }) += count;
        }
    }
    let day = |(date, (in_person, r#virtual)): (_, (i64, i64))| RegistrationDay {
        date,
        in_person: u64::try_from(in_person).unwrap_or(0),
        r#virtual: u64::try_from(r#virtual).unwrap_or(0),
    };
    days.into_iter().map(day).filter(|day| day.in_person + day.r#virtual > 0).collect()
}
