//! Arrivals against the limits, with the store's own access pattern.
//!
//! What an arrival does is what `Store::register` does: one batch read (edition head, pool status, person), then one
//! transaction over a shard, the person and the mail, with the index entries of the last two. How many shards there
//! are (`shards_for`), how index entries are spread (`SPREAD`, `spread`), how often it tries and how long it waits in
//! between are the store's. Lambda gives each request under way an environment of its own; what one has seen of the
//! shards (`Hints`) it keeps for the next request.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::pass::shards_for;
use store::keys::spread;

use crate::limits::{Micros, Partitions};

/// One round trip to the table for a read, in the same region.
const READ_TAKES: Micros = 4_000;
/// A transaction, and how long its items are under way meanwhile.
const TRANSACTION_TAKES: Micros = 12_000;
/// What a request takes beside its calls.
const OWN_TIME: Micros = 1_000;
/// Tries of one registration (`TRIES` in `store::registrations`).
const TRIES: u32 = 16;
/// Tries of one batch read before the client gets "try again later": the SDK's three, of a few rounds each.
const READS: u32 = 12;

/// A run: who comes, for what, to which table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    pub(crate) rate: u32,
    pub(crate) seconds: u32,
    pub(crate) passes: u64,
    /// Write units a second that the table and each index are made for.
    pub(crate) table: u32,
    /// For how long an environment keeps what it read of the edition's head and the pool's status: `store::CACHE_FOR`.
    pub(crate) kept: Micros,
    /// Environments that Lambda runs at once (1,000 in most accounts; a new one may have 10).
    pub(crate) concurrency: usize,
    /// Empty shards that one request meets before it reads all of them: `store::EMPTY_IN_A_ROW`.
    pub(crate) proof_after: u32,
}

/// What the store keeps, in microseconds: `store::CACHE_FOR`.
pub(crate) const KEPT: Micros = store::CACHE_FOR.subsec_micros() as Micros;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Played {
    pub(crate) sold: u64,
    /// Refused because it was sold out.
    pub(crate) refused: u64,
    /// Answers that said to try again later (`503`).
    pub(crate) busy: u64,
    /// Not served for want of an environment (`503` by API Gateway).
    pub(crate) turned_away: u64,
    /// Of these, answers while a pass was free.
    pub(crate) busy_while_free: u64,
    /// Transactions cancelled, while passes were free, because another had the shard under way.
    pub(crate) conflicts: u64,
    /// When the last pass was sold.
    pub(crate) sold_out_at: Micros,
    /// When the status said so: from then on a refusal is one read.
    pub(crate) proved_at: Micros,
    /// Transactions that met an empty shard.
    pub(crate) empty: u64,
    /// Transactions that the table's partitions refused.
    pub(crate) table_throttles: u64,
    /// Transactions that an index's partitions refused.
    pub(crate) index_throttles: u64,
    /// Reads of the edition's head or the pool's status that were refused.
    pub(crate) read_throttles: u64,
    /// Times that all shards were read to prove the sell-out.
    pub(crate) proofs: u64,
    /// Environments that were needed at once.
    pub(crate) environments: usize,
    /// Half of the registrations took no longer than this.
    pub(crate) p50: Micros,
    /// All but one in a hundred took no longer than this.
    pub(crate) p99: Micros,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Read,
    Try,
    Commit { shard: usize, listed: usize, due: usize },
    Proved,
    Rest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: Micros,
    number: u64,
    step: Step,
    tries: u32,
    empties: u32,
    environment: usize,
    arrived: Micros,
}

#[derive(Clone, Debug)]
struct Environment {
    empty: Vec<bool>,
    left: usize,
    /// When its cached copy of head and status expires, and whether that copy said sold out.
    kept_until: Micros,
    sold_out: bool,
}

/// A run under way.
struct Run {
    scenario: Scenario,
    table: Partitions,
    listing: Partitions,
    due: Partitions,
    head: usize,
    status: usize,
    shard_partition: Vec<usize>,
    free: Vec<u64>,
    passes_left: u64,
    busy_until: Vec<Micros>,
    status_busy_until: Micros,
    sold_out: bool,
    environments: Vec<Environment>,
    idle: Vec<usize>,
    events: BinaryHeap<Reverse<Event>>,
    times: Vec<Micros>,
    chance: u64,
    result: Played,
}

/// Plays a scenario. The same scenario always gives the same result.
pub(crate) fn play(scenario: Scenario) -> Played {
    let shards = shards_for(scenario.passes) as usize;
    let table = Partitions::new(scenario.table);
    let (each, more) = (scenario.passes / shards as u64, scenario.passes % shards as u64);
    let mut run = Run {
        scenario,
        listing: Partitions::new(scenario.table),
        due: Partitions::new(scenario.table),
        head: table.of("C#conf"),
        status: table.of("C#conf#POOL#general"),
        shard_partition: (0..shards).map(|n| table.of(&format!("C#conf#POOL#general#{n}"))).collect(),
        free: (0..shards as u64).map(|n| each + u64::from(n < more)).collect(),
        passes_left: scenario.passes,
        busy_until: vec![0; shards],
        status_busy_until: 0,
        sold_out: false,
        environments: Vec::new(),
        idle: Vec::new(),
        events: BinaryHeap::new(),
        times: Vec::new(),
        chance: 0x9e37_79b9_7f4a_7c15,
        result: Played::default(),
        table,
    };
    run.play();
    run.result
}

impl Run {
    fn play(&mut self) {
        let arrivals = u64::from(self.scenario.rate) * u64::from(self.scenario.seconds);
        let mut arrived = 0;
        let mut next_arrival = 0;
        while arrived < arrivals || !self.events.is_empty() {
            let soonest = self.events.peek().map(|Reverse(event)| event.at);
            if arrived < arrivals && soonest.is_none_or(|at| next_arrival <= at) {
                match self.environment() {
                    None => self.result.turned_away += 1,
                    Some(environment) => self.step(Event {
                        at: next_arrival,
                        number: arrived,
                        step: Step::Read,
                        tries: 0,
                        empties: 0,
                        environment,
                        arrived: next_arrival,
                    }),
                }
                arrived += 1;
                // Evenly apart on average, and by chance: up to twice that.
                let apart = 2_000_000 / u64::from(self.scenario.rate);
                next_arrival += self.below(apart.max(1)) + apart % 2;
            } else if let Some(Reverse(event)) = self.events.pop() {
                self.step(event);
            }
        }
        self.times.sort_unstable();
        let part = |hundredths: usize| self.times.get(self.times.len() * hundredths / 100).copied().unwrap_or_default();
        (self.result.p50, self.result.p99) = (part(50), part(99));
        self.result.environments = self.environments.len();
    }

    fn environment(&mut self) -> Option<usize> {
        if let Some(idle) = self.idle.pop() {
            return Some(idle);
        }
        if self.environments.len() == self.scenario.concurrency {
            return None;
        }
        let shards = self.free.len();
        self.environments.push(Environment {
            empty: vec![false; shards],
            left: shards,
            kept_until: 0,
            sold_out: false,
        });
        Some(self.environments.len() - 1)
    }

    fn step(&mut self, event: Event) {
        match event.step {
            Step::Read => self.read(event),
            Step::Try => self.take(event),
            Step::Commit { shard, listed, due } => self.commit(event, shard, listed, due),
            Step::Proved => {
                self.sold_out = true;
                self.result.proved_at = event.at;
                self.end(event, OWN_TIME, Ended::Refused);
            }
            Step::Rest => self.idle.push(event.environment),
        }
    }

    fn later(&mut self, event: Event, after: Micros, step: Step, tries: u32) {
        self.events.push(Reverse(Event { at: event.at + after, step, tries, ..event }));
    }

    /// One batch read. Refused keys come back unprocessed, and the store asks for them again at once.
    fn read(&mut self, event: Event) {
        let known = &self.environments[event.environment];
        if event.at < known.kept_until {
            if known.sold_out {
                return self.end(event, READ_TAKES, Ended::Refused);
            }
            return self.later(event, READ_TAKES, Step::Try, 0);
        }
        let head = self.table.read(self.head, 1.0, event.at);
        let status = self.table.read(self.status, 1.0, event.at);
        self.result.read_throttles += u64::from(!head) + u64::from(!status);
        if !(head && status) {
            if event.tries >= READS {
                return self.end(event, READ_TAKES, Ended::Busy);
            }
            return self.later(event, READ_TAKES, Step::Read, event.tries + 1);
        }
        let known = &mut self.environments[event.environment];
        known.kept_until = event.at + self.scenario.kept;
        known.sold_out = self.sold_out;
        if self.sold_out {
            return self.end(event, READ_TAKES, Ended::Refused);
        }
        self.later(event, READ_TAKES, Step::Try, 0);
    }

    fn take(&mut self, event: Event) {
        if event.tries >= TRIES {
            return self.end(event, 0, Ended::Busy);
        }
        let left = self.environments[event.environment].left;
        if left == 0 || event.empties >= self.scenario.proof_after {
            return self.prove(Event { empties: 0, ..event });
        }
        let nth = usize::try_from(self.below(left as u64)).unwrap_or(0);
        let seen = &self.environments[event.environment].empty;
        let shard = (0..seen.len()).filter(|n| !seen[*n]).nth(nth).unwrap_or(0);
        // Cancelled or not, it costs its units. No other request writes the person's and the mail's items.
        let person = self.next_chance();
        let mail = self.next_chance();
        let written = [
            self.table.write(self.shard_partition[shard], 2.0, event.at),
            self.table_write(person, event.at),
            self.table_write(mail, event.at),
        ];
        let listed = self.listing.of(&format!("C#conf#REGISTRATIONS#{}", spread(&format!("{person:x}"))));
        let due = self.due.of(&format!("DUE#deliver-mail#{}", spread(&format!("{mail:x}"))));
        let indexed = self.listing.accepts(listed, event.at) && self.due.accepts(due, event.at);
        if written.contains(&false) || !indexed {
            self.result.table_throttles += u64::from(written.contains(&false));
            self.result.index_throttles += u64::from(!indexed);
            return self.back_off(event);
        }
        if self.busy_until[shard] > event.at {
            self.result.conflicts += u64::from(self.passes_left > 0);
            return self.back_off(event);
        }
        self.busy_until[shard] = event.at + TRANSACTION_TAKES;
        self.later(event, TRANSACTION_TAKES, Step::Commit { shard, listed, due }, event.tries);
    }

    fn table_write(&mut self, key: u64, now: Micros) -> bool {
        let partition = self.table.of(&format!("{key:x}"));
        self.table.write(partition, 2.0, now)
    }

    fn commit(&mut self, event: Event, shard: usize, listed: usize, due: usize) {
        if self.free[shard] > 0 {
            self.listing.write(listed, 1.0, event.at);
            self.due.write(due, 1.0, event.at);
            self.free[shard] -= 1;
            self.passes_left -= 1;
            self.result.sold_out_at = event.at;
            return self.end(event, OWN_TIME, Ended::Sold);
        }
        self.result.empty += 1;
        let seen = &mut self.environments[event.environment];
        if !seen.empty[shard] {
            seen.empty[shard] = true;
            seen.left -= 1;
        }
        self.later(Event { empties: event.empties + 1, ..event }, 0, Step::Try, event.tries + 1);
    }

    /// Up to 10 ms, doubling, at most 320 ms (`back_off` in `store::pools`).
    fn back_off(&mut self, event: Event) {
        let wait = self.below(10_000 << event.tries.min(5));
        self.later(event, READ_TAKES + wait, Step::Try, event.tries + 1);
    }

    /// Reads all shards, then notes the sell-out in one write of the status.
    fn prove(&mut self, event: Event) {
        self.result.proofs += 1;
        let mut read = true;
        for shard in 0..self.shard_partition.len() {
            read &= self.table.read(self.shard_partition[shard], 1.0, event.at);
        }
        let seen = &mut self.environments[event.environment];
        if !read {
            return self.later(event, READ_TAKES * 4, Step::Try, event.tries + 1);
        }
        seen.empty.iter_mut().zip(&self.free).for_each(|(empty, free)| *empty = *free == 0);
        seen.left = seen.empty.iter().filter(|empty| !**empty).count();
        if seen.left > 0 {
            return self.later(event, READ_TAKES * 2, Step::Try, event.tries + 1);
        }
        if self.status_busy_until > event.at {
            // Another notes it at this moment: tried again until it is noted.
            return self.later(event, READ_TAKES * 2, Step::Try, event.tries + 1);
        }
        self.status_busy_until = event.at + TRANSACTION_TAKES;
        self.later(event, READ_TAKES * 2 + TRANSACTION_TAKES, Step::Proved, event.tries);
    }

    fn end(&mut self, event: Event, after: Micros, how: Ended) {
        match how {
            Ended::Sold => {
                self.result.sold += 1;
                self.times.push(event.at + after - event.arrived);
            }
            Ended::Refused => self.result.refused += 1,
            Ended::Busy => {
                self.result.busy += 1;
                self.result.busy_while_free += u64::from(self.passes_left > 0);
            }
        }
        self.later(event, after, Step::Rest, 0);
    }

    fn next_chance(&mut self) -> u64 {
        // SplitMix64.
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next_chance() % most.max(1)
    }
}

#[derive(Clone, Copy, Debug)]
enum Ended {
    Sold,
    Refused,
    Busy,
}

#[cfg(test)]
mod tests {
    use store::EMPTY_IN_A_ROW;

    use super::*;

    /// As the store is, with room for all in Lambda.
    fn scenario(rate: u32, passes: u64, table: u32) -> Scenario {
        Scenario { rate, seconds: 5, passes, table, kept: KEPT, concurrency: 10_000, proof_after: EMPTY_IN_A_ROW }
    }

    /// 4,000 write units a second, six of the table's for each registration.
    #[test]
    fn a_fresh_table_carries_what_the_runbook_says_and_not_half_as_much_again() {
        let carried = play(scenario(660, 100_000, 4_000));
        assert_eq!((carried.sold, carried.busy), (3_300, 0), "{carried:?}");
        let too_many = play(scenario(1_000, 100_000, 4_000));
        assert!(too_many.busy > 0 && too_many.table_throttles > 0, "{too_many:?}");
    }

    /// The promise of section 10: people who come at once do not keep each other from free passes. Small pools sell out
    /// in a tenth of a second over 125 shards, so each of their sales may conflict with a few others.
    #[test]
    fn ten_thousand_arrivals_a_second_meet_no_conflict_storm() {
        for (passes, per_sale) in [(500, 6), (2_000, 2), (20_000, 2), (100_000, 1)] {
            let played = play(scenario(10_000, passes, 160_000));
            assert!(played.conflicts <= per_sale * played.sold, "{passes} passes: {played:?}");
            assert!(played.sold * 100 >= 99 * passes.min(50_000), "{passes} passes: {played:?}");
            assert_eq!(played.sold + played.refused + played.busy, 50_000, "{passes} passes: {played:?}");
        }
    }

    /// Why a request reads all shards when a few were empty. Otherwise each environment has to find every empty shard
    /// by itself, and for long answers "try again later" instead of "sold out".
    #[test]
    fn a_sell_out_is_known_sooner_when_it_is_proved_sooner() {
        let late = play(Scenario { proof_after: u32::MAX, ..scenario(2_000, 2_000, 160_000) });
        let soon = play(scenario(2_000, 2_000, 160_000));
        assert_eq!((late.sold, soon.sold), (2_000, 2_000));
        assert!(soon.proved_at > 0 && soon.busy < late.busy, "{soon:?}, {late:?}");
    }

    #[test]
    fn the_model_sees_what_too_few_shards_do() {
        // Thirty passes are eight shards: nearly every request conflicts with another.
        let played = play(scenario(10_000, 30, 160_000));
        assert_eq!(played.sold, 30);
        assert!(played.conflicts > 2 * played.sold, "{played:?}");
    }

    /// Why the store keeps what it read: if every registration read the edition's head and the pool's status, each one
    /// item, it would bend at what a partition reads, 3,000 units a second.
    #[test]
    fn one_item_that_every_request_reads_bends_before_the_writes_do() {
        let below = play(Scenario { kept: 0, ..scenario(2_500, 100_000, 160_000) });
        assert_eq!((below.sold, below.read_throttles), (12_500, 0), "{below:?}");
        let above = play(Scenario { kept: 0, ..scenario(10_000, 100_000, 160_000) });
        assert!(above.read_throttles > 0 && above.sold < 50_000, "{above:?}");
        let kept = play(scenario(10_000, 100_000, 160_000));
        assert!(kept.read_throttles == 0 && kept.sold > above.sold, "{kept:?}");
    }

    #[test]
    fn the_same_scenario_gives_the_same_result() {
        let of = scenario(2_000, 1_000, 40_000);
        assert_eq!(play(of), play(of));
    }
}
