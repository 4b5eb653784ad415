//! A list of any bytes: it is read or rejected, never a panic, with the same result for any chunks; its report can be read as a
//! list again.
#![no_main]

use certcentral_revoke::mass::{Format, ListInput, InputLimits, Line, List, Rejected, Report, ReportFacts};
use libfuzzer_sys::fuzz_target;

fn read(format: Option<Format>, limits: InputLimits, bytes: &[u8], piece: usize) -> Result<List, Rejected> {
    let mut input = ListInput::new(format, limits);
    bytes.chunks(piece).for_each(|piece| input.push(piece));
    input.finish()
}

fuzz_target!(|data: &[u8]| {
    let [format, piece, small, bytes @ ..] = data else { return };
    let format = [None, Some(Format::Csv), Some(Format::JsonLines), Some(Format::Ids)][usize::from(format % 4)];
    let limits = match small % 2 {
        0 => InputLimits::default(),
        _ => InputLimits { rows: 3, row_bytes: 40, issues: 2 },
    };
    let whole = read(format, limits, bytes, usize::MAX);
    assert_eq!(whole, read(format, limits, bytes, usize::from(*piece).max(1)));
    let Ok(list) = whole else { return };

    let lines: Vec<_> = list.items.iter().cloned().map(Line::new).collect();
    let facts = ReportFacts::default();
    let csv: String = (0..).map_while(|nth| Report::new(&facts, &lines).csv(nth)).collect();
    let again = read(None, InputLimits::default(), csv.as_bytes(), usize::MAX).expect("a report is a list");
    let ids =
        |list: &List| list.items.iter().map(|item| (item.order_id, item.reason, item.priority)).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(&list));
});
