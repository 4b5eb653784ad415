//! Suggests the known name that a misspelled one was probably meant to be.

/// Options of version 0.1.0, with their current names.
#[cfg(any(feature = "mass", feature = "gateway"))]
const RENAMED: [(&str, &str); 9] = [
    ("connections", "maxInFlight"),
    ("lookMs", "confirmIntervalMs"),
    ("looks", "confirmRounds"),
    ("gate", "rateLimiter"),
    ("mostCalls", "maxCalls"),
    ("patienceMs", "maxWaitMs"),
    ("recorded", "auditEntries"),
    ("sentMs", "sentUnixMs"),
    ("before", "sentBefore"),
];

/// Returns the known name closest to a misspelled one: the same except for case and separators, or at most two edits away.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    #[cfg(any(feature = "mass", feature = "gateway"))]
    if let Some((_, renamed)) = RENAMED.iter().find(|(old, renamed)| *old == name && known.contains(renamed)) {
        return Some(renamed);
    }
    let name = normalize(name);
    known
        .iter()
        .map(|candidate| (edit_distance(&name, &normalize(candidate)), *candidate))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Joins names with commas.
pub(crate) fn listed(names: &[&str]) -> String {
    names.iter().fold(String::new(), |mut all, name| {
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(name);
        all
    })
}

fn normalize(name: &str) -> Vec<u8> {
    // Longer than any known name: a huge input must not take quadratic time.
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase()).take(40).collect()
}

/// Levenshtein distance.
fn edit_distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for ((cell, pair), to) in row.iter().skip(1).zip(&row).zip(b) {
            let kept = pair + usize::from(from != to);
            let left = next.last().copied().unwrap_or(0);
            next.push(kept.min(cell + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggestion_requires_at_most_two_edits() {
        let known = ["keyCompromise", "superseded", "skipApproval"];
        assert_eq!(nearest("key_compromise", &known), Some("keyCompromise"));
        assert_eq!(nearest("KEYCOMPROMISE", &known), Some("keyCompromise"));
        assert_eq!(nearest("superceded", &known), Some("superseded"));
        assert_eq!(nearest("skipAproval", &known), Some("skipApproval"));
        // Similar in spelling, different in meaning: not suggested.
        assert_eq!(nearest("cACompromise", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest(&"k".repeat(100_000), &known), None);
    }
}
