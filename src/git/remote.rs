//! Where a mirror comes from and a push goes: a path of this host or an https address.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// The other end of a clone, a fetch or a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remote {
    /// A repository on this host, by its absolute path.
    Path(PathBuf),
    /// An `https://` address without credentials.
    Https(String),
}

/// Text that is no remote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRemote {
    /// Neither an absolute path nor an `https://` address.
    #[error("a remote is an absolute path or an https:// address")]
    Kind,
    /// A name or a password stands in the address: it would be shown in process lists and logs.
    #[error("a remote's address must not hold a user name or a password")]
    Credentials,
    /// A control character or a space.
    #[error("a remote must not hold control characters or spaces")]
    Characters,
}

impl std::str::FromStr for Remote {
    type Err = BadRemote;
    fn from_str(text: &str) -> Result<Self, BadRemote> {
        if text.starts_with('/') && !text.contains('\0') {
            return Ok(Self::Path(PathBuf::from(text)));
        }
        let rest = text.strip_prefix("https://").ok_or(BadRemote::Kind)?;
        if text.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err(BadRemote::Characters);
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        match host {
            "" => Err(BadRemote::Kind),
            _ if host.contains('@') => Err(BadRemote::Credentials),
            _ => Ok(Self::Https(text.to_owned())),
        }
    }
}

impl Remote {
    /// The remote as an argument of git.
    pub(super) fn argument(&self) -> OsString {
        match self {
            Self::Path(path) => path.clone().into_os_string(),
            Self::Https(url) => url.into(),
        }
    }

    /// The one protocol that a command to this remote may speak.
    pub(super) fn protocol(&self) -> &'static str {
        match self {
            Self::Path(_) => "file",
            Self::Https(_) => "https",
        }
    }
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "{}", path.display()),
            Self::Https(url) => f.write_str(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_and_https_without_credentials_are_remotes() {
        assert_eq!("/srv/web.git".parse(), Ok(Remote::Path("/srv/web.git".into())));
        assert_eq!(
            "https://example.org/a/b.git".parse(),
            Ok(Remote::Https("https://example.org/a/b.git".to_owned()))
        );
        for text in ["web.git", "--upload-pack=x", "ext::sh -c x", "ssh://h/x", "git@h:x", "https://"] {
            assert_eq!(text.parse::<Remote>(), Err(BadRemote::Kind), "{text}");
        }
        assert_eq!("https://me:secret@h/x".parse::<Remote>(), Err(BadRemote::Credentials));
        assert_eq!("https://h/x\n".parse::<Remote>(), Err(BadRemote::Characters));
    }
}
