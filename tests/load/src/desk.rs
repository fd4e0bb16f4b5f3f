//! `load desk`: every room of the desk over a large edition. Reports how long pages take and what they read.

mod edition;

use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use http::{Request, Response};
use plumbline::DataDirectory;
use plumbline::stack::Stack;
use serde_json::{Value, json};

use crate::Outcome;
use crate::figures::Latency;
use crate::options::Desk;
use crate::report;
use edition::Edition;

/// Makes the edition in this process on a table on disk, and asks for each room as its reader does.
pub(crate) async fn run(options: &Desk) -> Outcome<()> {
    let here = std::env::current_exe().map_err(|e| e.to_string())?;
    let parent = options.dir.as_deref().unwrap_or(here.parent().unwrap_or(Path::new(".")));
    let directory = tempfile::Builder::new().prefix("load-").tempdir_in(parent).map_err(|e| e.to_string())?;
    let data = DataDirectory::open(directory.path()).map_err(|e| e.to_string())?;
    let edition = Edition::make(options, data).await?;
    report::heading("The edition");
    for (name, count) in &edition.counts {
        report::row(name, count);
    }
    report::heading("Rooms                          bytes  cold ms   p50 ms   p99 ms  read units cold/warm  calls");
    for room in edition.rooms() {
        visit(&edition.stack, &room, options.visits).await?;
    }
    Ok(())
}

/// A page and its reader.
struct Room {
    name: &'static str,
    path: String,
    token: String,
}

async fn visit(stack: &Stack, room: &Room, visits: u32) -> Outcome<()> {
    let (first, cold) = timed(stack, room).await?;
    let mut latency = Latency::default();
    let mut last = first.clone();
    for _ in 0..visits {
        let (answer, took) = timed(stack, room).await?;
        latency.add(took);
        last = answer;
    }
    let [p50, p99] = [0.5, 0.99].map(|part| report::ms(latency.quantile(part)));
    println!(
        "  {:<26}{:>10}{:>9.2}{p50:>9.2}{p99:>9.2}{:>14}{:>8}{:>7}",
        room.name,
        last.body().len(),
        report::ms(cold),
        units(&first, "x-plumbline-read-units"),
        units(&last, "x-plumbline-read-units"),
        units(&last, "x-plumbline-calls"),
    );
    Ok(())
}

async fn timed(stack: &Stack, room: &Room) -> Outcome<(Response<Bytes>, std::time::Duration)> {
    let request = Request::get(&room.path)
        .header("authorization", format!("Bearer {}", room.token))
        .header("accept", "text/html")
        .body(Bytes::new());
    let request = request.map_err(|e| e.to_string())?;
    let began = Instant::now();
    let answer = stack.request(request).await;
    let took = began.elapsed();
    if answer.status() != 200 {
        return Err(format!("{} was answered {}", room.path, answer.status()));
    }
    Ok((answer, took))
}

fn units(answer: &Response<Bytes>, header: &str) -> String {
    answer.headers().get(header).and_then(|value| value.to_str().ok()).unwrap_or("?").to_owned()
}

/// Sends JSON, and answers the body.
async fn post(stack: &Stack, path: &str, token: Option<&str>, body: &Value) -> Outcome<Value> {
    let mut request = Request::post(path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(body.to_string().into()).map_err(|e| e.to_string())?;
    let answer = stack.request(request).await;
    if !answer.status().is_success() {
        let said = String::from_utf8_lossy(answer.body()).into_owned();
        return Err(format!("POST {path} was answered {}: {said}", answer.status()));
    }
    Ok(serde_json::from_slice(answer.body()).unwrap_or_default())
}

/// Signs in by the mailed link, and answers the token.
async fn sign_in(stack: &Stack, email: &str) -> Outcome<String> {
    post(stack, "/sign-in", None, &json!({ "email": email })).await?;
    stack.run_workflows().await.map_err(|e| e.to_string())?;
    let mails = stack.outbox().map_err(|e| e.to_string())?;
    let mail = mails.iter().find(|mail| mail.to == email).ok_or_else(|| format!("{email} got no mail"))?;
    let link = mail.text.lines().find(|line| line.starts_with("http")).ok_or("the mail has no link")?;
    let path = link.splitn(4, '/').nth(3).ok_or("the link has no path")?;
    let answer = post(stack, &format!("/{path}"), None, &json!({})).await?;
    answer["token"].as_str().map(str::to_owned).ok_or_else(|| format!("{email} is not signed in"))
}
