//! The order in which the orders of a run are sent.

use crate::mass::state::Line;

/// Orders with a higher priority come first, and replaced ones before others.
pub(super) fn rank(line: &Line) -> u8 {
    let later = u8::from(line.item.replaced != Some(true));
    (9 - line.item.priority.min(9)) * 2 + later
}
