//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Puts load on a Plumbline over HTTP: what must be exact is checked, what it costs is reported.
///
/// Build the server first, in the same way: `cargo build --release -p plumbline`, then
/// `cargo run --release -p load -- stampede`. The exit code is 1 if anything was not exact; times are never asserted.
#[derive(Debug, Parser)]
#[command(name = "load", version)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Everyone registers at once, each twice; checks who got a pass and reports rates, latency and cost
    Stampede(Stampede),
    /// The same while the server is killed and started again; checks that all that was answered is kept
    Kill(Kill),
    /// Everyone's ticket is scanned by several devices that race, late and out of order, while the server is killed
    Door(Door),
    /// Each operation once, with its write and read units at the table
    Units(Place),
    /// Passes come back to a long queue: time to all offers, and what each costs
    Waitlist(Waitlist),
    /// Opens every room of the desk over a large edition; prints times, sizes and read units
    Desk(Desk),
    /// Starts every function that is deployed, again and again; prints times to the first answer, memory and sizes
    ColdStarts(ColdStarts),
    /// Opens every kind of page of the sample as the reader it is for; prints its size, times and CPU
    Pages(Pages),
    /// Suggests a timetable of many sessions and writes it in every format; prints times and sizes
    Formats(Formats),
}

/// How many come, and for what.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Size {
    /// People who want to come
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) people: u32,

    /// Passes there are
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) passes: u32,

    /// Connections at once, each kept alive
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=800))]
    pub(crate) clients: u32,
}

/// Where the server's binary is, and where it keeps its data.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// The server's binary; without it, `plumbline` beside this program
    #[arg(long, value_name = "FILE")]
    pub(crate) server: Option<PathBuf>,

    /// Where fresh data directories are made and removed again; without it, beside this program, since many
    /// machines keep /tmp in memory, where writing through costs nothing
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Stampede {
    #[command(flatten)]
    pub(crate) size: Size,

    /// A local Plumbline that runs already, such as `http://127.0.0.1:8080`, instead of one of its own; a new edition
    /// is created on it, and organizer@example.org must be among its first organizers
    #[arg(long, conflicts_with_all = ["memory", "server"])]
    pub(crate) url: Option<String>,

    /// Let the server keep its table in memory: the same work without the disk
    #[arg(long)]
    pub(crate) memory: bool,

    /// Everyone sends once instead of twice: the rate without repeats
    #[arg(long)]
    pub(crate) once: bool,

    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Kill {
    #[command(flatten)]
    pub(crate) size: Size,

    /// How often the server is killed
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=50))]
    pub(crate) rounds: u32,

    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Door {
    /// People with a ticket
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) people: u32,

    /// Devices that scan at once, each over a connection of its own
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) devices: u32,

    /// Scans of each ticket, by as many devices
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=32))]
    pub(crate) scans: u32,

    /// How often the server is killed
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=50))]
    pub(crate) rounds: u32,

    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Waitlist {
    /// People who wait
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) waiting: u32,

    /// Passes that come back at once
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) passes: u32,

    /// Where a fresh data directory is made and removed again; without it, beside this program
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Desk {
    /// People with a pass
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) people: u32,

    /// People who wait
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) waiting: u32,

    /// Proposals, in ten tracks
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) proposals: u32,

    /// Reviewers of these tracks
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=2000))]
    pub(crate) reviewers: u32,

    /// How often each room is opened, after the first time
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) visits: u32,

    /// Where a fresh data directory is made and removed again; without it, beside this program
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ColdStarts {
    /// Where the functions' binaries are; without it, `target/function`, where the profile `function` puts them
    #[arg(long, value_name = "DIR")]
    pub(crate) functions: Option<PathBuf>,

    /// Starts of each; their median counts
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Pages {
    /// How often each kind of page is opened
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) visits: u32,

    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Formats {
    /// Sessions there are
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(30..=2000))]
    pub(crate) sessions: u32,

    /// How often each format is written; the median counts
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,

    /// Orders what is equal when places are suggested
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Where the files are left
    #[arg(long, value_name = "DIR")]
    pub(crate) write: Option<PathBuf>,
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
    fn the_lines_of_the_documentation_are_understood() {
        for line in [
            "load stampede --people 5000 --passes 2000 --clients 64",
            "load stampede --people 12000 --passes 12000 --once",
            "load stampede --memory --once",
            "load stampede --url http://127.0.0.1:8080",
            "load kill --people 3000 --passes 1500 --rounds 3",
            "load door --people 5000 --devices 32",
            "load units",
            "load waitlist --waiting 10000 --passes 1000",
            "load desk --people 20000 --visits 100",
            "load cold-starts --rounds 20",
            "load pages --visits 100",
            "load formats --sessions 300 --write target/formats",
        ] {
            Options::try_parse_from(line.split(' ')).unwrap();
        }
        assert!(Options::try_parse_from(["load", "stampede", "--clients", "0"]).is_err());
        assert!(Options::try_parse_from(["load", "stampede", "--memory", "--url", "http://127.0.0.1:1"]).is_err());
    }
}
