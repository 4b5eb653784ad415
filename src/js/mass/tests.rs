//! The boundary's texts, natively. In real hosts: `tests/mass-*.test.js`.
