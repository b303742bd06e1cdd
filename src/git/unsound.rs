//! What git's own check found in a repository of somebody else, and the name that it is about.
//!
//! git takes nothing in then and says which object, in words made for programs (git-fsck(1), "FSCK
//! MESSAGES"). It does not say which name in a tree, so a tree of this host is looked up.

use gix::objs::{Find, TreeRefIter};

use super::objects::Objects;
use super::remote::Remote;
use super::tree::judge;
use crate::domain::path::BadPath;

/// Names that lead out of a work tree, or into git's own directory.
const NAMES: &[&str] = &["hasDot", "hasDotdot", "hasDotgit", "fullPathname"];

/// An object that git refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("object {object}: {id}: {text}")]
pub struct Fault {
    /// The object's id.
    pub object: String,
    /// git's name for the fault: `hasDotgit`.
    pub id: String,
    /// What git says about it.
    pub text: String,
    /// The name in a tree that is at fault, made safe to show; none where it is no name, or the tree is elsewhere.
    pub name: Option<String>,
}

impl Fault {
    /// The first fault that git printed: `error: object <id>: <name>: <text>`.
    pub(super) fn read(stderr: &str) -> Option<Self> {
        stderr.split(['\n', '\r']).find_map(|line| {
            // A progress line may stand before it without an end of its own.
            let (_, rest) = line.split_once("error: object ")?;
            let mut parts = rest.splitn(3, ": ");
            let (object, id, text) = (parts.next()?, parts.next()?, parts.next()?);
            let is_fault = object.bytes().all(|byte| byte.is_ascii_hexdigit())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let own = |text: &str| text.trim_end().to_owned();
            is_fault.then(|| Self { object: own(object), id: own(id), text: own(text), name: None })
        })
    }

    /// The same with the name that is at fault, where the tree can be read.
    pub(super) fn named(mut self, remote: &Remote) -> Self {
        if let Remote::Path(dir) = remote
            && NAMES.contains(&self.id.as_str())
        {
            self.name = Objects::open(dir).ok().and_then(|objects| bad_name(&objects, &self.object));
        }
        self
    }
}

/// The first name of a tree that git takes for one that leads somewhere.
fn bad_name(objects: &Objects, tree: &str) -> Option<String> {
    let id = gix::ObjectId::from_hex(tree.as_bytes()).ok()?;
    let (store, mut buffer) = (objects.shared.to_thread_local().objects, Vec::new());
    let object = store.try_find(&id, &mut buffer).ok()??;
    let mut names = TreeRefIter::from_bytes(object.data, id.kind()).filter_map(Result::ok);
    let name = names.find(|entry| leads_somewhere(entry.filename))?.filename;
    Some(String::from_utf8_lossy(name).escape_debug().to_string())
}

fn leads_somewhere(name: &[u8]) -> bool {
    let why = judge(name).err().map(|refused| refused.why);
    // HFS+ ignores characters that cannot be seen, so `.g\u{200c}it` is `.git` there.
    name.contains(&b'/') || matches!(why, Some(BadPath::Git | BadPath::Dots | BadPath::Invisible))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_from_the_middle_of_progress() {
        let words = "remote: Total 3        \nReceiving objects:  33% (1/3)error: object 23a9: hasDotgit: contains '.git'\n\
            fatal: fsck error in packed object\n";
        let fault = Fault::read(words).unwrap();
        assert_eq!(fault.to_string(), "object 23a9: hasDotgit: contains '.git'");
        assert_eq!(Fault::read("error: object file ./objects/f4/a5 is empty\n"), None);
        assert_eq!(Fault::read("remote: error: inflate: data stream error\n"), None);
    }
}
