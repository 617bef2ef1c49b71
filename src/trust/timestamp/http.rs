//! The one place that touches the network: a request posted to an authority, its answer taken (RFC 3161 section 3.4). The proxy comes from
//! the environment (`http_proxy`, `all_proxy`, `no_proxy`). Only http://, because a token is signed and its bytes alone are believed.

use std::env;
use std::io::{self, Read as _};
use std::time::Duration;

use attohttpc::{ErrorKind, ProxySettings, RequestBuilder};
use url::Url;

use crate::trust::der::LARGEST;

/// How long an authority may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To take the connection.
    pub connect: Duration,
    /// For everything after that.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { connect: Duration::from_secs(10), whole: Duration::from_secs(30) }
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No TLS here, and none needed.
    #[error(
        "{0}: https is not spoken here, and not needed, for the token is signed: use the authority's http:// address, or carry the request \
         with `curl -sS -H 'Content-Type: application/timestamp-query' --data-binary @REQUEST.tsq -o RESPONSE.tsr '{0}'`"
    )]
    Https(String),
    /// Not an address.
    #[error("{0}: not an http:// address")]
    Address(String),
    /// The proxy of the environment is not one that is spoken to here.
    #[error("the proxy named in the environment ({0}) is not an http:// address")]
    Proxy(String),
    /// The name is not known, or no name server answers.
    #[error("{0}: the host is not found: {1}")]
    HostNotFound(String, io::Error),
    /// Nobody listens there.
    #[error("{0}: the connection is refused")]
    Refused(String),
    /// No answer in time.
    #[error("{0}: no answer in time")]
    TimedOut(String),
    /// Sent elsewhere more than three times.
    #[error("{0}: redirected more than three times")]
    Redirects(String),
    /// The server says no; its status.
    #[error("{0}: the server answers HTTP {1}")]
    Status(String, u16),
    /// The server answers something else, as its content type says.
    #[error("{0}: not a time-stamp answer but {1}")]
    NotAnAnswer(String, String),
    /// More than 1 MiB.
    #[error("{0}: the answer is larger than 1 MiB")]
    TooLarge(String),
    /// The connection broke, or what came is not HTTP.
    #[error("{0}: {1}")]
    Broken(String, String),
}

const REDIRECTS: u32 = 3;

/// Posts a request ([`super::Request::to_der`]) to `url` and gives back the answer's bytes, for [`super::Response::from_der`].
pub fn post(url: &str, request: &[u8], patience: Patience) -> Result<Vec<u8>, HttpError> {
    if starts_with(url, "https://") {
        return Err(HttpError::Https(url.to_owned()));
    }
    if !starts_with(url, "http://") {
        return Err(HttpError::Address(url.to_owned()));
    }
    let response = attohttpc::RequestBuilder::try_new(attohttpc::Method::POST, url)
        .map_err(|_| HttpError::Address(url.to_owned()))
        .map(|builder| patient(builder, patience))?
        .proxy_settings(proxy()?)
        .header("Content-Type", "application/timestamp-query")
        .header("Accept", "application/timestamp-reply")
        .bytes(request)
        .send()
        .map_err(|error| told(url, error.into_kind()))?;
    if !response.is_success() {
        return Err(HttpError::Status(url.to_owned(), response.status().as_u16()));
    }
    let kind =
        response.headers().get("Content-Type").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let kind = kind.unwrap_or_else(|| "an answer without content type".to_owned());
    if !is_reply(&kind) {
        return Err(HttpError::NotAnAnswer(url.to_owned(), kind.chars().take(100).collect()));
    }
    let mut answer = Vec::new();
    let limit = LARGEST as u64 + 1;
    response.take(limit).read_to_end(&mut answer).map_err(|error| told(url, ErrorKind::Io(error)))?;
    if answer.len() > LARGEST { Err(HttpError::TooLarge(url.to_owned())) } else { Ok(answer) }
}

fn patient(builder: RequestBuilder, patience: Patience) -> RequestBuilder {
    builder
        .connect_timeout(patience.connect)
        .read_timeout(patience.whole)
        .timeout(patience.whole)
        .max_redirections(REDIRECTS)
        .max_headers(100)
}

/// The proxy as curl finds it: `http_proxy` or `all_proxy`, the scheme optional, but for the hosts of `no_proxy`. The crate's own reading
/// takes a blank entry of `no_proxy` for all hosts and passes over a proxy without scheme.
fn proxy() -> Result<ProxySettings, HttpError> {
    let Some(named) = ["http_proxy", "all_proxy"].iter().find_map(|name| variable(name)) else {
        return Ok(ProxySettings::builder().build());
    };
    let address = if named.contains("://") { named.clone() } else { format!("http://{named}") };
    let address = Url::parse(&address).ok().filter(|url| url.scheme() == "http" && url.has_host());
    let address = address.ok_or_else(|| HttpError::Proxy(without_password(&named)))?;
    let hosts = variable("no_proxy").unwrap_or_default();
    if hosts == "*" {
        return Ok(ProxySettings::builder().build());
    }
    let hosts = hosts.split([',', ' ']).map(|host| host.trim_start_matches(['*', '.'])).filter(|host| !host.is_empty());
    Ok(hosts
        .fold(ProxySettings::builder().http_proxy(address), |settings, host| settings.add_no_proxy_host(host))
        .build())
}

/// In lower case or, failing that, in capitals; nothing if it is blank.
fn variable(name: &str) -> Option<String> {
    let value = env::var(name).or_else(|_| env::var(name.to_ascii_uppercase())).ok()?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// What stands before the last `@` is a user's name and password: not for an error message.
fn without_password(address: &str) -> String {
    address.rsplit_once('@').map_or_else(|| address.to_owned(), |(_, host)| format!("...@{host}"))
}

fn starts_with(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// `application/timestamp-reply`; some authorities say `timestamp-response` (the name of an early draft).
fn is_reply(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["application/timestamp-reply", "application/timestamp-response"].contains(&name.as_str())
}

fn told(url: &str, error: ErrorKind) -> HttpError {
    let url = url.to_owned();
    match error {
        ErrorKind::InvalidBaseUrl | ErrorKind::InvalidUrlHost | ErrorKind::InvalidUrlPort => HttpError::Address(url),
        ErrorKind::TooManyRedirections => HttpError::Redirects(url),
        ErrorKind::TlsDisabled => {
            HttpError::Broken(url, "redirected to an https:// address, which is not spoken here".to_owned())
        }
        ErrorKind::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => HttpError::Refused(url),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => HttpError::TimedOut(url),
            // The resolver's errors have no kind of their own; nothing else comes without the system's number.
            _ if error.raw_os_error().is_none() && error.to_string().contains("lookup") => {
                HttpError::HostNotFound(url, error)
            }
            _ => HttpError::Broken(url, error.to_string()),
        },
        ErrorKind::InvalidResponse(kind) => HttpError::Broken(url, format!("not an HTTP answer: {kind}")),
        other => HttpError::Broken(url, format!("{}", attohttpc::Error::from(other))),
    }
}
