//! How many mails have gone out.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::client::{Ask, Client, wait};

/// More mails than any run sends.
const MOST: u32 = 1 << 24;

/// The number of mails in a local server's outbox. The outbox answers what is at a position but not its length, so this
/// finds the last position by halving.
pub(crate) async fn count(client: &mut Client) -> Outcome<u32> {
    let (mut sent, mut beyond) = (0, MOST);
    while sent < beyond {
        let middle = sent + (beyond - sent) / 2;
        if has_more_than(client, middle).await? {
            sent = middle + 1;
        } else {
            beyond = middle;
        }
    }
    Ok(sent)
}

/// Waits until so many mails are out; answers whether they are.
pub(crate) async fn wait_for(client: &mut Client, mails: u32, within: Duration) -> Outcome<bool> {
    let begun = Instant::now();
    loop {
        if mails == 0 || has_more_than(client, mails - 1).await? {
            return Ok(true);
        }
        if begun.elapsed() > within {
            return Ok(false);
        }
        wait(Duration::from_millis(200)).await;
    }
}

async fn has_more_than(client: &mut Client, mails: u32) -> Outcome<bool> {
    let answer = client.send(&Ask::get(format!("/_local/outbox?skip={mails}&limit=1"))).await?;
    match answer.json.as_array() {
        Some(mails) => Ok(!mails.is_empty()),
        None => Err(format!("the outbox was answered {}; only a local Plumbline has one", answer.shown())),
    }
}
