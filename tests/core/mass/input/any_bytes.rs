//! Generated lists, in pieces of any length.

use super::super::id;
use super::{ids, read, read_as};
use certcentral_revoke::{
    api::RevocationReason,
    mass::{Format, InputLimits, Item, List, ListInput, Rejected},
};
use proptest::prelude::*;

/// Returns a quoted cell (RFC 4180).
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn item() -> impl Strategy<Value = Item> {
    let reasons = [
        RevocationReason::Unspecified,
        RevocationReason::KeyCompromise,
        RevocationReason::AffiliationChanged,
        RevocationReason::Superseded,
        RevocationReason::CessationOfOperation,
    ];
    let comment = "[\t\n\r\\P{C}]{0,20}".prop_map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    (
        1..=u64::MAX,
        prop::option::of(prop::sample::select(reasons.to_vec())),
        comment,
        0_u8..10,
        prop::option::of(any::<bool>()),
    )
        .prop_map(|(number, reason, comment, priority, replaced)| Item {
            order_id: id(number),
            reason,
            comment,
            priority,
            replaced,
        })
}

fn written(items: &[Item]) -> [String; 2] {
    let mut csv = "order_id,reason,comment,priority,replaced\r\n".to_owned();
    let mut lines = String::new();
    for Item { order_id, reason, comment, priority, replaced } in items {
        let reason = reason.map(RevocationReason::as_str);
        let note = comment.as_deref().unwrap_or_default();
        let cells = [
            order_id.to_string(),
            reason.unwrap_or_default().to_owned(),
            cell(note),
            priority.to_string(),
            replaced.map_or(String::new(), |truth| truth.to_string()),
        ];
        csv += &(cells.join(",") + "\r\n");
        let json = serde_json::json!({
            "order_id": order_id.to_string(), "reason": reason, "comment": comment, "priority": priority, "replaced": replaced,
        });
        lines += &(json.to_string() + "\n");
    }
    [csv, lines]
}

fn in_pieces(format: Option<Format>, bytes: &[u8], cuts: &[prop::sample::Index]) -> Result<List, Rejected> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    places.sort_unstable();
    let mut input = ListInput::new(format, InputLimits::default());
    let mut from = 0;
    for place in places.into_iter().chain([bytes.len()]) {
        input.push(bytes.get(from..place).unwrap());
        from = place;
    }
    input.finish()
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::sample::select(vec![None, Some(Format::Csv), Some(Format::JsonLines), Some(Format::Ids)])
}

proptest! {
    #[test]
    fn written_list_is_read_back(items in prop::collection::vec(item(), 1..20)) {
        let mut items = items;
        items.sort_by_key(|item| item.order_id);
        items.dedup_by_key(|item| item.order_id);
        for text in written(&items) {
            prop_assert_eq!(&read(text).unwrap().items, &items);
        }
    }

    #[test]
    fn pieces_can_end_anywhere(
        format in formats(),
        parts in prop::collection::vec(prop::sample::select(vec![
            "order_id", "reason", "hold", "{\"order_id\":", "}", "[", ",", ";", "\t", " ", "\"", "\"\"", "\r", "\n", "\r\n", "1", "23",
            "456", "superseded", "é", "\u{feff}", "\0", "#", "'", "1e8",
        ]), 0..30),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let bytes = parts.concat().into_bytes();
        prop_assert_eq!(in_pieces(format, &bytes, &cuts), read_as(format, &bytes));
    }

    #[test]
    fn pieces_of_invalid_text_can_end_anywhere(
        bytes in prop::collection::vec(prop::sample::select(b"\xef\xbb\xbf\n\r\t\"{[,1\0o".to_vec()), 0..20),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        prop_assert_eq!(in_pieces(None, &bytes, &cuts), read(&bytes));
    }

    #[test]
    fn arbitrary_bytes_never_panic_and_add_no_ids(
        format in formats(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        if let Ok(list) = in_pieces(format, &bytes, &cuts) {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(ids(&list).iter().all(|id| text.contains(id)), "{:?}", list);
        }
    }
}
