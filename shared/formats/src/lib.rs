//! What is carried away: feeds, and text fit for a mailing list; and tables that are brought. Pure: what goes in decides
//! what comes out.

pub mod atom;
pub mod plain;
pub mod records;
