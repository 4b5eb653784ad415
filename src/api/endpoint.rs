//! The interface of every endpoint: the request to send, and the meaning of its response.

use super::{
    cause::Cause,
    failure::{Action, Failure},
    http::HttpRequest,
    response::HttpResponse,
};

/// One request of CertCentral's API.
pub trait Endpoint {
    /// The content of a successful response.
    type Output;

    /// Whether the request reads or writes.
    const ACTION: Action;

    /// Returns the request to send.
    fn request(&self) -> HttpRequest;

    /// Interprets the response.
    ///
    /// # Errors
    /// A [`Cause`] if the response is a refusal, or anything but a documented success.
    fn read(&self, response: &HttpResponse) -> Result<Self::Output, Cause>;

    /// Interprets the response, and adds its effect at DigiCert.
    ///
    /// # Errors
    /// A [`Failure`] if the response is a refusal, or anything but a documented success.
    fn parse(&self, response: &HttpResponse) -> Result<Self::Output, Failure> {
        self.read(response).map_err(|cause| Failure { action: Self::ACTION, cause })
    }
}
