//! The composition root: the only place that knows which adapter stands behind which port.

mod audit_key;
mod failpoint;
mod lock;
mod private;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use failpoint::{POINTS, die_at};
pub use lock::{Bell, DataLock, ring};
pub use private::{exposed, private_dir};

use crate::artifacts::{Directory, MAX_BYTES};
pub use crate::chat::{Could, Doing, Heard, Saying, said_key};
use crate::chat::{FileLimits, Files, LocalChat};
use crate::config::{Config, Database};
use crate::domain::attachment::MAX_ATTACHED_BYTES;
use crate::domain::chat_ids::{Person, Platform, ThreadRef};
use crate::domain::ids::RepoName;
use crate::effects::{
    Answer, Close, Deliver, Effects, Latest, Look, Merge, Mirrors, Perform, Policies, Prepare, Run, RunLimits,
};
use crate::forge::LocalForge;
use crate::git::{Git, GitConfig};
use crate::intake::{Desk, Intake};
use crate::ports::{Artifacts, Chat, Forge, Queue};
use crate::queue::MemoryQueue;
use crate::runtime::{
    Bells, Checkpoints, Clock, Dispatcher, Inbox, Sight, Step, Worker, WorkerLimits, Writer,
};
use crate::store::{Store, StoreUrl};
pub use crate::web::{Key, Web};
use crate::web::{Parts, Zone};

/// baton, put together.
pub struct App {
    /// What it was put together from.
    pub config: Config,
    /// The store.
    pub store: Store,
    /// The local chat.
    pub chat: LocalChat,
    /// The host's git.
    pub git: Git,
    /// The bells of this process.
    pub bells: Bells,
    name: String,
    clock: Clock,
    inbox: Inbox,
    worker: Worker,
    writer: Writer,
    dispatcher: Dispatcher,
    checkpoints: Checkpoints,
}

/// Who is at the page, and what it begins with.
#[derive(Debug)]
pub struct Guests {
    /// Who speaks; more than one in a demo only.
    pub people: Vec<Person>,
    /// The channel that is shown first.
    pub channel: String,
    /// The thread beside it.
    pub first: Option<ThreadRef>,
    /// Requests to begin with.
    pub suggestions: Vec<String>,
}

/// What stands for the outside world.
pub struct Outside {
    /// What acts for the workers.
    pub acts: Arc<dyn Perform>,
    /// What shows the threads of the local platform; nothing: [`App::chat`].
    pub chat: Option<Arc<dyn Chat>>,
}

/// How long what runs may take to end after shutdown was asked for.
const DRAIN: Duration = Duration::from_secs(20);
/// How long the checkpoint behind that may take.
const LAST_CHECKPOINT: Duration = Duration::from_secs(5);

impl App {
    /// Opens the store and puts everything together. Nothing runs yet.
    ///
    /// # Errors
    /// A data directory or a store that cannot be used.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let store = open_store(&config).await?;
        let git = git(&config);
        let acts = Arc::new(effects(&config, &store, git.clone()));
        Self::assemble((config, git), clock, store, Outside { acts, chat: None })
    }

    /// The same with another outside: something else acts for its workers and shows its threads.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_beside(config: Config, clock: Clock, outside: Outside) -> anyhow::Result<Self> {
        let store = open_store(&config).await?;
        let git = git(&config);
        Self::assemble((config, git), clock, store, outside)
    }

    fn assemble(
        (config, git): (Config, Git),
        clock: Clock,
        store: Store,
        outside: Outside,
    ) -> anyhow::Result<Self> {
        let acts = outside.acts;
        let (name, key) = (process_name(), audit_key::audit_key(&config)?);
        let bells = Bells::default();
        let ring = bells.clone();
        let most = FileLimits { most: config.limits.attached_files, bytes: config.limits.attached_bytes };
        let files = Files::new(artifacts(&config), most);
        let chat = LocalChat::new(store.clone(), files, clock.teller(), Arc::new(move || ring.event()));
        let queue: Arc<dyn Queue> = Arc::new(MemoryQueue::default());
        let intake = Intake::new(store.clone(), desk(&config));
        let limits = WorkerLimits {
            lease: config.worker.lease,
            effect: config.worker.effect_timeout,
            attempts: config.worker.attempts,
        };
        let time = || (bells.clone(), clock.clone());
        let shown = outside.chat.unwrap_or_else(|| Arc::new(chat.clone()));
        Ok(Self {
            inbox: Inbox::new((store.clone(), intake), queue.clone(), time(), &name),
            worker: Worker::new(
                (store.clone(), acts),
                queue.clone(),
                time(),
                (&name, &config.data.dir),
                limits,
            ),
            writer: Writer::new(store.clone(), (Platform::Local, shown), time(), &name),
            dispatcher: Dispatcher::new(store.clone(), queue, time(), 2 * config.worker.places),
            checkpoints: Checkpoints::new(store.clone(), clock.clone(), key),
            clock,
            config,
            store,
            chat,
            git,
            bells,
            name,
        })
    }

    /// Ends what the owner of the data directory before left claimed: the lock proves that it is gone,
    /// so nobody has to wait until its leases run out. Comes before any step.
    ///
    /// Only that owner's claims end: beside a PostgreSQL other hosts may be at work.
    ///
    /// # Errors
    /// The lock file's, or the store's.
    pub async fn take_over(&self, lock: &DataLock) -> anyhow::Result<()> {
        anyhow::ensure!(lock.is_of(&self.config.data.dir), "this is the lock of another data directory");
        if let Some(gone) = lock.owner()? {
            self.store.forget_worker(&gone).await?;
        }
        // Only now: a death before this line leaves the old name to the next owner.
        lock.own(&self.name)
    }

    /// Gives up what this process holds, so that nobody waits until its leases run out. Nothing may be under way.
    pub async fn leave(&self) {
        self.git.ended().await;
        if let Err(error) = self.store.forget_worker(&self.name).await {
            tracing::warn!(error = format!("{:#}", anyhow::Error::from(error)), "leases are left to run out");
        }
    }

    /// Does everything there is to do, then returns: for one command, for scripts and for tests.
    ///
    /// # Errors
    /// The store's.
    pub async fn settle(&self) -> anyhow::Result<()> {
        loop {
            let first = [self.inbox.step().await?, self.writer.step().await?];
            let steps = [first[0], first[1], self.worker.step().await?];
            if steps == [Step::Idle; 3] {
                return Ok(());
            }
        }
    }

    /// Settles the next event only.
    ///
    /// # Errors
    /// The store's.
    pub async fn step_inbox(&self) -> anyhow::Result<Step> {
        Ok(self.inbox.step().await?)
    }

    /// Works on the next task only.
    ///
    /// # Errors
    /// The store's.
    pub async fn step_worker(&self) -> anyhow::Result<Step> {
        Ok(self.worker.step().await?)
    }

    /// What the worker of [`App::step_worker`] is busy with, as long as that takes long.
    pub fn sights(&self) -> watch::Receiver<Option<Sight>> {
        self.worker.sights()
    }

    /// Writes the next messages only.
    ///
    /// # Errors
    /// The store's.
    pub async fn step_writer(&self) -> anyhow::Result<Step> {
        Ok(self.writer.step().await?)
    }

    /// The page of this baton, for these people: the first one speaks unless another is chosen.
    pub fn page(&self, guests: Guests, key: Key, shutdown: CancellationToken) -> Web {
        let parts = Parts {
            store: self.store.clone(),
            chat: self.chat.clone(),
            forge: forge(&self.config, &self.store, self.git.clone()),
            git: self.git.clone(),
            policies: policies(&self.config),
            people: guests.people,
            channel: guests.channel,
            first: guests.first,
            suggestions: guests.suggestions,
            clock: self.clock.teller(),
            zone: Zone::Machine,
        };
        Web::new(parts, key, shutdown)
    }

    /// Runs until shutdown, then lets what is under way end within a deadline, or until `cut`. What does not is cut
    /// off, and its programs are asked to end.
    pub async fn serve(
        &self,
        bell: Bell,
        page: Option<(Web, TcpListener)>,
        shutdown: CancellationToken,
        cut: CancellationToken,
    ) {
        let tasks = TaskTracker::new();
        let long =
            |runs: BoxFuture<'static, ()>| drop(tasks.spawn(cut.clone().run_until_cancelled_owned(runs)));
        if let Some((page, listener)) = page {
            let served = async move {
                if let Err(error) = page.run(listener).await {
                    tracing::error!(error = %error, "the page is gone; everything else goes on");
                }
            };
            long(served.boxed());
        }
        long(self.inbox.clone().run(shutdown.clone()).boxed());
        long(self.writer.clone().run(shutdown.clone()).boxed());
        long(self.dispatcher.clone().run(shutdown.clone()).boxed());
        long(self.checkpoints.clone().run(shutdown.clone()).boxed());
        let (bells, chat) = (self.bells.clone(), self.chat.clone());
        let rung = move || {
            bells.event();
            // Whoever rings has written something.
            chat.nudge();
        };
        long(bell.run(rung, shutdown.clone()).boxed());
        for place in 0..self.config.worker.places {
            long(self.worker.clone().named(place).run(shutdown.clone()).boxed());
        }
        tasks.close();
        shutdown.cancelled().await;
        tracing::info!("stopping; what is under way may end");
        let ended = tokio::time::timeout(DRAIN, cut.run_until_cancelled(tasks.wait())).await;
        if let Ok(Some(())) = ended {
            self.leave().await;
        } else {
            tracing::warn!("stopped before everything ended; it is done again at the next start");
            cut.cancel();
            tasks.wait().await;
            self.git.ended().await;
        }
        let signed = tokio::time::timeout(LAST_CHECKPOINT, self.checkpoints.make()).await;
        if !matches!(signed, Ok(Ok(()))) {
            tracing::warn!("the newest facts are not signed yet; the next start does it");
        }
        self.store.close().await;
    }
}

async fn open_store(config: &Config) -> anyhow::Result<Store> {
    let url = match &config.store.database {
        Database::Sqlite => StoreUrl::Sqlite(config.data.dir.join("baton.db")),
        Database::Postgres { url } => StoreUrl::Postgres(url.expose_secret().into()),
    };
    private::private_data(&config.data.dir)?;
    if let StoreUrl::Sqlite(path) = &url {
        private::private_file(path)?;
    }
    let place = url.to_string();
    let store = Store::open_with(&url, config.store.max_connections).await;
    store.with_context(|| format!("cannot open the store at {place}"))
}

/// The git that the config names.
pub fn git(config: &Config) -> Git {
    let seconds = config.git.timeout.as_secs();
    Git::new(GitConfig {
        program: config.git.program.clone(),
        search: config.git.search_path.clone().unwrap_or_default(),
        local_seconds: seconds,
        network_seconds: seconds,
    })
}

fn policies(config: &Config) -> Policies {
    Arc::new(config.repos().map(|repo| (repo.name.clone(), repo.policy.clone())).collect())
}

fn desk(config: &Config) -> Desk {
    Desk {
        message_bytes: config.limits.message_bytes,
        policies: policies(config),
        channels: config.channels().map(|(place, repo)| (place.clone(), repo.clone())).collect(),
    }
}

fn forge(config: &Config, store: &Store, git: Git) -> Arc<dyn Forge> {
    let repos: BTreeMap<RepoName, _> =
        config.repos().map(|repo| (repo.name.clone(), repo.path.clone())).collect();
    Arc::new(LocalForge::new(git, store.clone(), repos))
}

/// What may come with a message can be kept.
const _: () = assert!(MAX_ATTACHED_BYTES <= MAX_BYTES);

fn artifacts(config: &Config) -> Arc<dyn Artifacts> {
    Arc::new(Directory::new(config.data.dir.join("artifacts")))
}

fn effects(config: &Config, store: &Store, git: Git) -> Effects {
    let all_policies = policies(config);
    let forge = forge(config, store, git.clone());
    let artifacts = artifacts(config);
    let mirrors = Mirrors::new(git, config.data.dir.join("mirrors"), forge.clone());
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let limits = RunLimits {
        threads,
        files: config.limits.searched_files,
        file_bytes: config.limits.searched_file_bytes,
        warm_bytes: config.limits.text_cache_bytes,
    };
    let (policies, latest) = (|| all_policies.clone(), || Latest::new(store.clone()));
    Effects {
        mirrors: mirrors.clone(),
        prepare: Prepare::new(mirrors.clone(), policies(), latest(), config.git.max_mirror_bytes),
        run: Run::new(mirrors.clone(), artifacts.clone(), policies(), limits),
        deliver: Deliver::new(mirrors.clone(), forge.clone(), policies(), latest()),
        look: Look::new(mirrors.clone(), forge.clone(), policies()),
        merge: Merge::new(mirrors, forge.clone(), policies(), latest()),
        close: Close::new(forge),
        answer: Answer::new(artifacts),
    }
}

/// A name that no other process has, now or after a restart: the claims of a process that died must
/// not look like our own.
fn process_name() -> String {
    let mut bytes = [0u8; 6];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    format!("{}-{}", std::process::id(), hex::encode(bytes))
}
