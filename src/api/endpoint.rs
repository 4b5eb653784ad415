//! The shape that every call has: say what to send, and what an answer means.

use super::{
    cause::Cause,
    failure::{Action, Failure},
    http::HttpRequest,
    response::HttpResponse,
};

/// One call of CertCentral's API.
pub trait Endpoint {
    /// What a clear yes says.
    type Output;

    /// Whether the call reads or changes something.
    const ACTION: Action;

    /// What to send.
    fn request(&self) -> HttpRequest;

    /// What the answer means.
    ///
    /// # Errors
    /// A [`Cause`] where the answer is a refusal, or anything but a clear yes.
    fn read(&self, response: &HttpResponse) -> Result<Self::Output, Cause>;

    /// What the answer means, together with what it says about the other side.
    ///
    /// # Errors
    /// A [`Failure`] where the answer is a refusal, or anything but a clear yes.
    fn parse(&self, response: &HttpResponse) -> Result<Self::Output, Failure> {
        self.read(response).map_err(|cause| Failure { action: Self::ACTION, cause })
    }
}
