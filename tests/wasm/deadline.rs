//! Timeouts, abort signals, and what is left after a call.
