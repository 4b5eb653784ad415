//! What the guard in `pkg/instance.js` needs to know of a call.
