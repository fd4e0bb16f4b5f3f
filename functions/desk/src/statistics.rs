//! `GET …/statistics`: the edition in figures.

use askama::Template;
use contract::statistics::{CheckInDay, Statistics};
use domain::conference::Conference;
use web::{App, Layout, Problem, Reply, Request};

/// The area of the bars, in units of the SVG.
const WIDTH: u64 = 580;
const HEIGHT: u64 = 140;

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    answer: &'a Statistics,
    bars: Vec<Bar>,
}

/// A day's bar.
struct Bar {
    x: u64,
    y: u64,
    width: u64,
    height: u64,
    day: CheckInDay,
}

impl StatisticsPage<'_> {
    fn percent(rate: Option<f64>) -> String {
        rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0))
    }

    fn duration(&self, minutes: Option<u64>) -> String {
        match minutes {
            None => "–".to_owned(),
            Some(minutes) if minutes < 120 => self.layout.t("statistics-minutes").arg("count", minutes).to_string(),
            Some(minutes) if minutes < 72 * 60 => {
                self.layout.t("statistics-hours").arg("count", minutes / 60).to_string()
            }
            Some(minutes) => self.layout.t("statistics-days").arg("count", minutes / (24 * 60)).to_string(),
        }
    }
}

fn bars(days: &[CheckInDay]) -> Vec<Bar> {
    let most = days.iter().map(|day| day.checked_in).max().unwrap_or(1).max(1);
    let count = u64::try_from(days.len()).unwrap_or(1).max(1);
    let step = WIDTH / count;
    let bar = |(n, day): (u64, &CheckInDay)| {
        let height = day.checked_in * HEIGHT / most;
        // Bars of few days stay narrow enough to look like bars.
        let width = (step * 3 / 4).clamp(1, 90);
        Bar { x: n * step + (step - width) / 2, y: HEIGHT - height + 20, width, height, day: *day }
    };
    (0..).zip(days).map(bar).collect()
}

/// `GET …/statistics`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let answer = lists::statistics::read(app, request).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &answer));
    }
    let page = StatisticsPage {
        layout: request.layout().titled(request.t("desk-statistics")),
        conference: &request.edition()?.conference,
        bars: bars(&answer.days),
        answer: &answer,
    };
    Ok(Reply::page(200, &page))
}

/// `GET …/statistics.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::statistics::part(app, request).await?)
}
