//! The API key is never in linear memory.
