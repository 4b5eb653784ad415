//! What hooks receive, and what they cannot change.
