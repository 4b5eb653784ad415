//! Values of callers.
