//! What a process has used, as reported by Linux.

use std::fs;
use std::time::Duration;

/// Clock ticks a second in `/proc`: `USER_HZ`, 100 on every common architecture.
const TICKS: u64 = 100;

/// What a process has used so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Processor time, in user and kernel, of all its threads.
    pub(crate) cpu: Duration,
    /// Memory resident now, in bytes.
    pub(crate) resident: u64,
    /// The most that ever was, in bytes.
    pub(crate) most_resident: u64,
}

/// What the process with this id has used; `None` where there is no `/proc`, or no such process.
pub(crate) fn usage(pid: u32) -> Option<Usage> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    Some(Usage {
        cpu: cpu(&stat)?,
        resident: kilobytes(&status, "VmRSS:")? * 1024,
        most_resident: kilobytes(&status, "VmHWM:")? * 1024,
    })
}

fn cpu(stat: &str) -> Option<Duration> {
    // The second field is the name in brackets, which may hold anything; fields 14 and 15 are utime and stime.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<_> = rest.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS))
}

fn kilobytes(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_is_read_past_a_strange_name() {
        let stat = "42 (a ) b) S 1 42 42 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 4 0 100 200 300";
        assert_eq!(cpu(stat), Some(Duration::from_millis(1750)));
    }

    #[test]
    fn memory_is_read_in_kilobytes() {
        assert_eq!(kilobytes("VmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n", "VmRSS:"), Some(1024));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_found() {
        assert!(usage(std::process::id()).unwrap().resident > 0);
    }
}
