//! What a world is like before its story begins.

use std::collections::BTreeSet;
use std::sync::Arc;

use baton::app::{App, DataLock};
use baton::config::{Config, Database, Environment, Repo};
use baton::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};
use baton::git::{Git, GitConfig};
use baton::store::StoreUrl;

use super::outside::Left;
use super::people::{ana, ben};
use super::repository::Repository;
use super::{LONGEST_STORY, TestClock, World, stand_in};
use crate::contract::store::place::Place;

/// Where git is on the machines that run the tests.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin";

/// The files of every repository, unless the story says otherwise.
const FILES: &[(&str, &str)] = &[
    ("README.md", "# Kettle\n\nTea for teams.\n"),
    ("web/pricing.html", "<h1>Pricing</h1>\n<button>Sign up</button>\n<p>Free for ever.</p>\n"),
    ("tests/pricing.test.js", "expect(button).toHaveText('Sign up');\n"),
];

/// The beginning of a story.
pub struct Given {
    repos: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
    protected: Vec<String>,
    target: Option<&'static str>,
    is_public: bool,
    on_postgres: bool,
    stand_in: bool,
}

/// A story in the default world: acme/web, ana who may ask, ben who may approve.
pub fn story(tell: impl AsyncFnOnce(&mut World)) {
    Given::default().story(tell);
}

impl Default for Given {
    fn default() -> Self {
        let repos = vec![("acme/web", FILES.to_vec())];
        Self {
            repos,
            protected: Vec::new(),
            target: None,
            is_public: false,
            on_postgres: false,
            stand_in: false,
        }
    }
}

impl Given {
    /// One more file in the repository.
    pub fn file(mut self, path: &'static str, text: &'static str) -> Self {
        self.repos[0].1.push((path, text));
        self
    }

    /// One more repository with the usual files.
    pub fn repo(mut self, name: &'static str) -> Self {
        self.repos.push((name, FILES.to_vec()));
        self
    }

    /// Paths that baton never changes.
    pub fn protected(mut self, glob: &str) -> Self {
        self.protected.push(glob.to_owned());
        self
    }

    /// The branch that pull requests go to.
    pub fn target(mut self, branch: &'static str) -> Self {
        self.target = Some(branch);
        self
    }

    /// Everybody may read about the repositories.
    pub fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// The store is on the test server.
    pub fn on_postgres(mut self) -> Self {
        self.on_postgres = true;
        self
    }

    /// The story can let commands of git fail, or stop time at them.
    pub fn stand_in_for_git(mut self) -> Self {
        self.stand_in = true;
        self
    }

    /// Tells the story, then checks what is left.
    pub fn story(self, tell: impl AsyncFnOnce(&mut World)) {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let told = async {
            let mut world = self.world().await;
            tell(&mut world).await;
            world.ends().await;
        };
        let bounded = runtime.block_on(async { tokio::time::timeout(LONGEST_STORY, told).await });
        assert!(bounded.is_ok(), "the story did not end");
    }

    async fn world(self) -> World {
        let dir = tempfile::tempdir().unwrap();
        let git = Git::new(GitConfig {
            program: "git".into(),
            search: PATH.into(),
            local_seconds: 60,
            network_seconds: 60,
        });
        let mut repos = Vec::new();
        for (name, files) in &self.repos {
            let path = dir.path().join("origins").join(format!("{}.git", name.replace('/', "-")));
            repos.push(Repository::make(git.clone(), &path, name, files).await);
        }
        let configured = repos.iter().map(|repo| Repo {
            name: repo.name.clone(),
            path: repo.path().to_owned(),
            policy: self.policy(),
        });
        let environment = Environment::of([("PATH", PATH)]);
        let mut config = Config::embedded(&dir.path().join("data"), configured, &environment).unwrap();
        if self.stand_in {
            config.git.program = stand_in::install(&dir.path().join("git"));
        }
        let mut database = None;
        if self.on_postgres {
            let place = Place::postgres().await;
            if let StoreUrl::Postgres(url) = &place.url {
                config.store.database = Database::Postgres { url: url.clone() };
            }
            database = Some(place);
        }
        let clock = TestClock::new();
        let app = App::open(config, clock.clock()).await.unwrap();
        // Known as the owner: the next process ends what this one holds, instead of waiting for it.
        app.take_over(&DataLock::take(&app.config.data.dir).unwrap().expect("the directory is new"))
            .await
            .unwrap();
        World {
            app: Arc::new(app),
            repos,
            dir,
            clock,
            thread: None,
            acts: 0,
            events: Vec::new(),
            left: Left::default(),
            database,
            lock: None,
        }
    }

    fn policy(&self) -> Policy {
        let these = |people: &[baton::domain::chat_ids::Person]| {
            Who::These(people.iter().cloned().collect::<BTreeSet<_>>())
        };
        Policy {
            access: Access {
                read: if self.is_public { Who::Everybody } else { these(&[ana(), ben()]) },
                ask: these(&[ana(), ben()]),
                approve: these(&[ana(), ben()]),
                merge: these(&[ana(), ben()]),
                administer: these(&[]),
            },
            merge: MergeRule { method: Method::Squash, approvals: 1, requester: OwnApproval::DoesNotCount },
            protected: self.protected.clone(),
            limits: ChangeLimits { files: 100, bytes: 1024 * 1024 },
            target: self.target.map(|branch| branch.parse().unwrap()),
        }
    }
}
