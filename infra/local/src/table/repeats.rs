//! Remembers answers to transactions by client request token, so that a repeat has no second effect.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use serde_json::json;

/// The number of stored answers. DynamoDB keeps them for ten minutes. The SDK retries within seconds, so a fixed number
/// is enough, and it bounds memory at any rate.
const KEPT: usize = 32_768;

/// The state of a token.
enum Seen {
    /// The first call with it is in progress.
    UnderWay,
    /// It succeeded, with this content and this answer.
    Done { content: u64, answer: Vec<u8> },
}

#[derive(Default)]
struct Tokens {
    seen: HashMap<String, Seen>,
    oldest_first: VecDeque<String>,
}

#[derive(Default)]
pub(super) struct Repeats {
    tokens: Mutex<Tokens>,
    one_is_done: Condvar,
}

impl Repeats {
    /// Runs a transaction unless one with this token has succeeded. A repeat waits while the first is in progress. Only
    /// stores success: a refused transaction may be tried again.
    pub(super) fn answer_once(&self, token: &str, body: &[u8], run: impl FnOnce() -> (u16, Vec<u8>)) -> (u16, Vec<u8>) {
        let content = hash(body);
        let mut tokens = self.lock();
        loop {
            match tokens.seen.get(token) {
                None => break,
                Some(Seen::UnderWay) => {
                    tokens = self.one_is_done.wait(tokens).unwrap_or_else(PoisonError::into_inner);
                }
                Some(Seen::Done { content: first, answer }) if *first == content => return (200, answer.clone()),
                Some(Seen::Done { .. }) => return mismatch(),
            }
        }
        tokens.seen.insert(token.to_owned(), Seen::UnderWay);
        drop(tokens);
        let (status, answer) = run();
        let mut tokens = self.lock();
        if status == 200 {
            tokens.seen.insert(token.to_owned(), Seen::Done { content, answer: answer.clone() });
            tokens.oldest_first.push_back(token.to_owned());
            if tokens.oldest_first.len() > KEPT
                && let Some(oldest) = tokens.oldest_first.pop_front()
            {
                tokens.seen.remove(&oldest);
            }
        } else {
            tokens.seen.remove(token);
        }
        drop(tokens);
        self.one_is_done.notify_all();
        (status, answer)
    }

    fn lock(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

fn mismatch() -> (u16, Vec<u8>) {
    let answer = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
        "Message": "The client request token was used with other content",
    });
    (400, answer.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn of_many_at_once_with_one_token_one_runs_and_all_get_its_answer() {
        let (repeats, runs) = (Repeats::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let answer = repeats.answer_once("t", b"x", || {
                        std::thread::yield_now();
                        let run = runs.fetch_add(1, Ordering::SeqCst);
                        (200, vec![u8::try_from(run).unwrap()])
                    });
                    assert_eq!(answer, (200, vec![0]));
                });
            }
        });
        assert_eq!(runs.into_inner(), 1);
    }

    #[test]
    fn the_oldest_answers_are_dropped_first() {
        let repeats = Repeats::default();
        for n in 0..=KEPT {
            repeats.answer_once(&n.to_string(), b"x", || (200, Vec::new()));
        }
        assert_eq!(repeats.answer_once("0", b"x", || (200, vec![1])).1, vec![1]);
        assert_eq!(repeats.answer_once(&KEPT.to_string(), b"x", || (200, vec![1])).1, Vec::<u8>::new());
    }
}
