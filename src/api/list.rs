//! Reads one page of a list. A type of row names the path, the filters and the field of the response.

#![expect(private_bounds, reason = "callers use `ListOrders` and `ListRequests`")]

use std::marker::PhantomData;

use super::{
    cause::Cause,
    endpoint::Endpoint,
    failure::Action,
    http::HttpRequest,
    page::{Filter, Page, PageRows},
    response::HttpResponse,
};
use crate::{
    input::{Fields, Issues},
    json::Json,
};

/// A type of row that DigiCert returns in pages.
pub trait Listed: Sized {
    /// The rows of one page with their place in the list.
    type Rows;
}

/// How the rows of a list are requested and read.
pub(crate) trait Listing: Listed {
    /// The path of the list.
    const PATH: &'static str;
    /// The field of the response that contains the rows.
    const FIELD: &'static str;
    /// The filters: each name in JavaScript, and DigiCert's name.
    const FILTERS: &'static [Filter];
    /// The names of the fields in JavaScript: the filters, `offset` and `limit`.
    const FIELDS: &'static [&'static str];

    /// Reads one row. `None` if it is not understood.
    fn read(json: &Json) -> Option<Self>;

    /// Returns the status, for the filter of that name.
    fn status(&self) -> &str;

    /// Converts the rows of one page.
    fn rows(rows: PageRows<Self>) -> Self::Rows;
}

/// Reads one page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<Row> {
    page: Page,
    row: PhantomData<Row>,
}

impl<Row: Listing> List<Row> {
    /// Reads this page.
    #[must_use]
    pub fn of(page: Page) -> Self {
        Self { page, row: PhantomData }
    }

    /// Validates the fields.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn from_fields(fields: &Fields) -> Result<Self, Issues> {
        Page::from_fields(fields, Row::FILTERS, Row::FIELDS).map(Self::of)
    }

    /// Returns the list at another offset.
    #[must_use]
    pub fn starting_at(self, offset: Option<u32>) -> Self {
        Self::of(self.page.starting_at(offset))
    }
}

impl<Row: Listing> Default for List<Row> {
    fn default() -> Self {
        Self::of(Page::default())
    }
}

impl<Row: Listing> Endpoint for List<Row> {
    type Output = Row::Rows;

    const ACTION: Action = Action::Read;

    fn request(&self) -> HttpRequest {
        HttpRequest::get(self.page.path(Row::PATH))
    }

    fn read(&self, response: &HttpResponse) -> Result<Row::Rows, Cause> {
        self.page.read_rows(response, Row::FIELD, Row::read, Row::status).map(Row::rows)
    }
}
