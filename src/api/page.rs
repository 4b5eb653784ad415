//! Lists in pages: filters, offset and limit, and the offset of the next page.

use super::{cause::Cause, classify::body_of, problem::Problem, response::HttpResponse};
use crate::{
    input::{Fields, Issues},
    json::Json,
};

/// The name of a filter in JavaScript, and DigiCert's name.
pub(crate) type Filter = (&'static str, &'static str);

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// DigiCert's name of each filter, and its value.
    filters: Vec<(&'static str, String)>,
    offset: Option<u32>,
    limit: Option<u32>,
}

impl Page {
    /// Validates the filters, the offset and the limit.
    pub(crate) fn from_fields(
        fields: &Fields,
        known: &'static [Filter],
        names: &[&'static str],
    ) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        issues.collect_all(fields.reject_unknown(names));
        let mut filters = Vec::new();
        for (name, wire) in known {
            if let Some(Some(value)) = issues.collect(fields.text_or_integer(name)) {
                filters.push((*wire, value));
            }
        }
        let page = Self {
            filters,
            offset: issues.collect(fields.integer("offset", 0, u32::MAX)).flatten(),
            limit: issues.collect(fields.integer("limit", 1, 1000)).flatten(),
        };
        issues.into_result(Some(page))
    }

    /// Creates a page without filters.
    #[must_use]
    pub fn at(offset: u32, limit: u32) -> Self {
        Self { filters: Vec::new(), offset: Some(offset), limit: Some(limit) }
    }

    /// Returns the names of the fields in JavaScript: the filters, `offset` and `limit`.
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index out of bounds")]
    pub(crate) const fn names<const N: usize>(filters: &[Filter]) -> [&'static str; N] {
        let mut names = ["offset"; N];
        names[N - 1] = "limit";
        let mut nth = 0;
        while nth < N - 2 {
            names[nth] = filters[nth].0;
            nth += 1;
        }
        names
    }

    /// Returns the page at another offset.
    pub(crate) fn starting_at(self, offset: Option<u32>) -> Self {
        Self { offset: offset.or(self.offset), ..self }
    }

    fn offset(&self) -> u32 {
        self.offset.unwrap_or_default()
    }

    /// Returns the path and query.
    pub(crate) fn path(&self, list: &str) -> String {
        let mut path = list.to_owned();
        let mut mark = '?';
        let mut add = |name: &str, filter: bool, value: &str| {
            path.push(mark);
            path.push_str(if filter { "filters%5B" } else { "" });
            path.push_str(name);
            path.push_str(if filter { "%5D=" } else { "=" });
            push_encoded(&mut path, value);
            mark = '&';
        };
        for (name, value) in &self.filters {
            add(name, true, value);
        }
        for (name, number) in [("offset", self.offset), ("limit", self.limit)] {
            if let Some(number) = number {
                add(name, false, &number.to_string());
            }
        }
        path
    }

    /// Returns the offset of the next page. It counts the rows of the response, not `page.limit`, which is 0 in DigiCert's
    /// example. A page without rows is the last one, so that reading ends even if the list grows or the total is wrong.
    pub(crate) fn next_offset(&self, rows: usize, total: Option<u32>) -> Option<u32> {
        let next = self.offset().checked_add(u32::try_from(rows).ok()?)?;
        (rows > 0 && total.is_none_or(|total| next < total)).then_some(next)
    }

    /// Returns whether a row matches the status filter. DigiCert's filter had no effect for one user (riboseinc/digicert, issue
    /// 117), so it is applied again.
    fn admits(&self, status: &str) -> bool {
        self.filters.iter().all(|(name, value)| *name != "status" || value == status)
    }
}

/// The rows of one page, and where the next page starts.
#[derive(Debug)]
pub(crate) struct PageRows<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: Option<u32>,
    pub(crate) offset: u32,
    pub(crate) next_offset: Option<u32>,
}

impl Page {
    /// Reads the rows of this page from the field `list` of a response. Rows of another status are left out.
    pub(crate) fn read_rows<T>(
        &self,
        response: &HttpResponse,
        list: &str,
        read: impl Fn(&Json) -> Option<T>,
        status: impl Fn(&T) -> &str,
    ) -> Result<PageRows<T>, Cause> {
        let body = body_of(response)?;
        let listed = body.field(list).as_list().unwrap_or_default();
        let rows = Json::rows(listed, read).ok_or_else(|| Cause::unclear(response, Problem::NotUnderstood))?;
        let total = body.field("page").count("total");
        let next_offset = self.next_offset(listed.len(), total);
        let items = rows.into_iter().filter(|row| self.admits(status(row))).collect();
        Ok(PageRows { items, total, offset: self.offset(), next_offset })
    }
}

/// Percent-encodes every byte that is not unreserved (RFC 3986, 2.3).
fn push_encoded(path: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push('%');
            for digit in [byte >> 4, byte & 15] {
                path.push(char::from(if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }));
            }
        }
    }
}
