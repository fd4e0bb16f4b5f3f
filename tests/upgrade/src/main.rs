//! `cargo run -p upgrade -- FOLDER`: makes a fixture with the version that is checked out.

use std::path::Path;
use std::process::ExitCode;

use context::SetClock;
use plumbline::{DataDirectory, Stack};
use upgrade::{fixture, season};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).init();
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("Name the folder to write, such as tests/upgrade/fixtures/2");
        return ExitCode::FAILURE;
    };
    match make(Path::new(&folder)).await {
        Ok(size) => {
            println!("{folder} holds {} KB", size.div_ceil(1000));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn make(folder: &Path) -> Result<u64, Box<dyn std::error::Error>> {
    if folder.exists() {
        return Err(format!("{} exists; a fixture never changes, so write another", folder.display()).into());
    }
    let directory = tempfile::tempdir()?;
    let clock = SetClock::stopped(season::BEGINS.parse()?);
    let stack = Stack::builder(clock).seed(2030).data(DataDirectory::open(directory.path())?).build()?;
    season::play(stack).await;
    Ok(fixture::pack(directory.path(), folder)?)
}
