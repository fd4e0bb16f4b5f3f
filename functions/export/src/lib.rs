//! The desk's lists as workbooks: the rows and columns of their CSV exports, from `lists`. A function of its own keeps
//! the library that writes workbooks out of the others.

mod xlsx;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::phrase::Phrase;
use formats::records::XLSX;
use web::{App, Kind, Part, Problem, Reply, Request};

/// The most text in one workbook, as bytes of its CSV. A workbook compresses its text to a third or less, and Lambda
/// answers at most 6 MB, which is 4.5 MB in base64.
const TEXT_BYTES: usize = 10_000_000;

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::SITE, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    let part = match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/people.xlsx") => lists::people::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/badges.xlsx") => lists::badges::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/statistics.xlsx") => lists::statistics::part(&app, &request).await?,
        ("GET", "/registrations.xlsx") => lists::registrations::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/waitlist.xlsx") => lists::waitlist::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/proposals.xlsx") => lists::proposals::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/reviews.xlsx") => lists::reviews::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/tracks/{track}/selection.xlsx") => lists::selection::part(&app, &request, TEXT_BYTES).await?,
        ("GET", "/tracks/{track}/ballot.xlsx") => lists::ballot::part(&app, &request, TEXT_BYTES).await?,
        _ => return Err(Problem::not_found("no-such-route")),
    };
    workbook(&request, part)
}

fn workbook(request: &Request, part: Part) -> Result<Reply, Problem> {
    request.export(part, "xlsx", |table, name| {
        let book = xlsx::workbook(table).map_err(|cause| {
            tracing::error!(%cause, "a workbook could not be written");
            Problem::new(Kind::Broken, Phrase::of("workbook-not-written"))
        })?;
        Ok(Reply::binary(XLSX, STANDARD.encode(book)).saved_as(name))
    })
}
