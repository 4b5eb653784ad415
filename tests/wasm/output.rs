//! Results and errors.
