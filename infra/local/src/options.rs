//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use jiff::Timestamp;

/// Runs a conference on this machine: registration, passes, mails, and what happens by itself.
///
/// Without options it serves the sample conference on <http://127.0.0.1:8080/> and keeps everything in .plumbline/.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The conference to serve, a TOML file; without it, the sample
    #[arg(long, value_name = "FILE")]
    pub(crate) conference: Option<PathBuf>,

    /// Where table, mails, key and clock are kept
    #[arg(long, value_name = "DIR", default_value = ".plumbline")]
    pub(crate) data: PathBuf,

    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// What the clock shows at the start, such as 2023-08-19T12:00:00Z; it then runs on
    #[arg(long, value_name = "INSTANT")]
    pub(crate) now: Option<Timestamp>,

    /// Keep everything in memory: it is gone when Plumbline stops
    #[arg(long, conflicts_with = "data")]
    pub(crate) memory: bool,

    /// Where people reach this Plumbline, for links in mails; without it, the address it listens on
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Proves over the table that nothing is oversold, lost or owed, and says what it looked at
    Audit {
        /// Where the table is kept
        #[arg(long, value_name = "DIR", default_value = ".plumbline")]
        data: PathBuf,
    },
    /// Checks a conference file and names the line and key of what is wrong
    Check {
        /// The file
        file: PathBuf,
    },
}

fn base_url(text: &str) -> Result<String, String> {
    let wrong = "must be an address such as https://plumbline.example.org, without a path";
    let url: http::Uri = text.parse().map_err(|_| wrong)?;
    let is_web = matches!(url.scheme_str(), Some("http" | "https"));
    if is_web && matches!(url.path(), "/" | "") && url.query().is_none() {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(wrong.into())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_options_are_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn the_options_of_the_readme_are_understood() {
        let line = "plumbline --conference my.toml --data d --listen 127.0.0.1:0 --now 2023-08-19T12:00:00Z";
        let options = Options::try_parse_from(line.split(' ')).unwrap();
        assert_eq!(options.now, Some("2023-08-19T12:00:00Z".parse().unwrap()));
        assert!(Options::try_parse_from(["plumbline", "--base-url", "ftp://x"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--now", "soon"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--memory"]).unwrap().memory);
    }
}
