//! Times and counts as JavaScript numbers. Numbers that JavaScript cannot hold exactly are clamped; a journal or a
//! saturated sum can contain them.

use serde::Serializer;

/// The largest whole number that JavaScript holds exactly.
const MAX: u64 = (1 << 53) - 1;

/// Serializes a number.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde requires; the lint depends on the target"
)]
pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64((*number).min(MAX))
}

/// Serializes a number that may be missing.
#[allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde requires; the lint depends on the target"
)]
pub(super) fn serialize_option<S: Serializer>(number: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.serialize_some(&(*number).min(MAX)),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    #[derive(Serialize)]
    struct Times {
        #[serde(serialize_with = "super::serialize")]
        at: u64,
        #[serde(serialize_with = "super::serialize_option")]
        until: Option<u64>,
        #[serde(serialize_with = "super::serialize_option")]
        since: Option<u64>,
    }

    #[test]
    fn integers_above_the_safe_range_are_clamped() {
        let times = Times { at: 1_760_000_000_000, until: Some(u64::MAX), since: None };
        let text = serde_json::to_string(&times).unwrap();
        assert_eq!(text, r#"{"at":1760000000000,"until":9007199254740991,"since":null}"#);
    }
}
