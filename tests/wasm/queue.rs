//! Concurrent calls of one client.
