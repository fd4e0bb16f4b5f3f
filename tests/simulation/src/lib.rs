//! The promises of the design, tried with every failure there is.
//!
//! The real handlers and workflows run in one thread on the embedded table. Every call that the SDK makes stops at a
//! gate; a scheduler, seeded, answers one at a time and decides what goes wrong with it. Time is virtual and ids come
//! from the seed, so that a [`plan::Plan`] runs the same way each time.

pub mod book;
pub mod bug;
pub mod clock;
pub mod damage;
pub mod dump;
pub mod fault;
pub mod gate;
pub mod plan;
pub mod promises;
pub mod request;
pub mod run;
pub mod shrink;
