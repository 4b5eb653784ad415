//! Hooks and signals that call the client again.
