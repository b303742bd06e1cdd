//! Chromium, driven through ChromeDriver. Each test has a browser and a profile of its own; neither outlives it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

/// A bound, not an expectation: what does not appear by then never will.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How often a page is asked.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How often a driver may fail to start.
const STARTS: usize = 5;

/// How somebody looks at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Desk,
    Tablet,
    Phone,
}

/// The colours that the system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// A browser.
pub struct Browser {
    pub client: Client,
    driver: Child,
    profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.kill().ok();
        self.driver.wait().ok();
        // A driver that is killed leaves its browser running; the rest of a browser ends with its first process.
        let profile = self.profile.path().to_string_lossy();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let pid = process.file_name().to_str().and_then(|pid| pid.parse().ok()).and_then(Pid::from_raw);
            if let (true, Some(pid)) = (String::from_utf8_lossy(&line).contains(&*profile), pid) {
                kill_process(pid, Signal::KILL).ok();
            }
        }
    }
}

impl Browser {
    pub async fn start(screen: Screen, theme: Theme) -> Self {
        let (driver, port) = driver();
        let profile = tempfile::tempdir().unwrap();
        let mut args = vec![
            "--headless=new".to_owned(),
            // Tests run as root in containers, where its own sandbox cannot start.
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            // A name that somebody has bound to this machine.
            "--host-resolver-rules=MAP evil.example 127.0.0.1".to_owned(),
        ];
        args.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({ "goog:chromeOptions": { "args": args } });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().unwrap().clone());
        let client = builder.connect(&format!("http://127.0.0.1:{port}")).await.unwrap();
        client.update_timeouts(TimeoutConfiguration::new(Some(LONGEST_WAIT), None, None)).await.unwrap();
        let browser = Self { client, driver, profile };
        browser.looks(screen, theme).await;
        browser
    }

    /// Looks otherwise from now on.
    pub async fn looks(&self, screen: Screen, theme: Theme) {
        let (width, height, scale, phone) = match screen {
            Screen::Desk => (1440, 900, 1, false),
            Screen::Tablet => (900, 800, 1, false),
            Screen::Phone => (390, 844, 2, true),
        };
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await;
        let scheme = if theme == Theme::Dark { "dark" } else { "light" };
        let hover = if phone { "none" } else { "hover" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "hover", "value": hover },
            // Nothing moves on a picture.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    async fn devtools(&self, name: &'static str, params: Value) -> Value {
        self.client.issue_cmd(DevTools { name, params }).await.unwrap()
    }

    pub async fn goes_to(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    pub async fn reloads(&self) {
        self.client.refresh().await.unwrap();
    }

    /// The path of the page that is open.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// The element, as soon as there is one.
    pub async fn finds(&self, selector: &str) -> Element {
        let wait = self.client.wait().at_most(LONGEST_WAIT).every(LOOK_EVERY);
        let found = wait.for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{selector} never came ({error}):\n{}", self.text("body").await),
        }
    }

    /// Waits until the text of an element holds this.
    pub async fn reads(&self, selector: &str, wanted: &str) {
        let script = "return [...document.querySelectorAll(arguments[0])].some((one) => \
                      one.textContent.includes(arguments[1]))";
        let args = json!([selector, wanted]);
        self.holds(script, args, &format!("{wanted:?} in {selector}")).await;
    }

    /// Waits until a script says so. The browser waits, and begins again where a page went away meanwhile.
    pub async fn holds(&self, script: &str, args: Value, what: &str) {
        let args = args.as_array().unwrap().clone();
        let waiting = format!(
            "const given = [...arguments], done = given.pop();
             const test = function() {{ {script} }};
             const look = () => test.apply(null, given) === true ? done(true) : setTimeout(look, 20);
             look();"
        );
        let holds = async { while self.client.execute_async(&waiting, args.clone()).await.is_err() {} };
        if tokio::time::timeout(LONGEST_WAIT, holds).await.is_err() {
            panic!("never: {what}\n{}", self.text("body").await);
        }
    }

    /// What a script gives later, through the last of its arguments.
    pub async fn gives_later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap()
    }

    /// Runs this in every page before its own scripts.
    pub async fn begins_pages_with(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Loses its cookies, as if it had opened another link.
    pub async fn forgets(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }

    /// What a script gives.
    pub async fn gives(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    pub async fn text(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let text = self.client.execute(script, vec![selector.into()]).await.unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The text of an element in the first frame of the page.
    pub async fn frame(&self, selector: &str) -> String {
        self.client.enter_frame(0).await.unwrap();
        let text = self.text(selector).await;
        self.client.enter_parent_frame().await.unwrap();
        text
    }

    pub async fn clicks(&self, selector: &str) {
        self.finds(selector).await.click().await.unwrap();
    }

    /// Types into whatever has the focus.
    pub async fn types(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Presses a key, wherever the focus is: what is typed into a file field would be a path.
    pub async fn presses(&self, key: Key) {
        let value = char::from(key);
        let keys =
            KeyActions::new("keys".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses a key while Ctrl is held.
    pub async fn presses_ctrl(&self, key: char) {
        self.types(&format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null))).await;
    }

    /// Writes by an input method that is not done yet.
    pub async fn composes(&self, text: &str) {
        let end = text.chars().count();
        let params = json!({ "text": text, "selectionStart": end, "selectionEnd": end });
        self.devtools("Input.imeSetComposition", params).await;
    }

    /// Goes on with the Tab key until something that fits has the focus.
    pub async fn tabs_to(&self, selector: &str) {
        let there = "return document.activeElement?.matches(arguments[0]) ?? false";
        for _ in 0..80 {
            self.presses(Key::Tab).await;
            if self.client.execute(there, vec![selector.into()]).await.unwrap() == Value::Bool(true) {
                return;
            }
        }
        panic!("{selector} cannot be reached by the Tab key:\n{}", self.text("body").await);
    }

    /// Pictures of what is seen, at three widths and in both themes, kept where somebody wants them.
    pub async fn pictures(&self, name: &str) {
        let Some(folder) = pictures() else { return };
        let folder = std::path::Path::new(&folder);
        let screens = [(Screen::Tablet, "tablet"), (Screen::Phone, "phone"), (Screen::Desk, "desk")];
        for (theme, colours) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
            for (screen, width) in screens {
                self.looks(screen, theme).await;
                // Two frames later everything is drawn anew.
                let drawn = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
                self.client.execute_async(drawn, Vec::new()).await.unwrap();
                let png = self.client.screenshot().await.unwrap();
                std::fs::write(folder.join(format!("{name}-{width}-{colours}.png")), png).unwrap();
            }
        }
    }
}

/// A command of Chromium's own protocol, handed on by ChromeDriver.
#[derive(Debug)]
struct DevTools {
    name: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.name, "params": self.params }).to_string()))
    }
}

/// Where pictures are kept; nowhere: they are not made.
#[expect(clippy::disallowed_methods, reason = "scripts/screenshots says where")]
fn pictures() -> Option<String> {
    std::env::var("BATON_SCREENSHOTS").ok()
}

/// A driver at a port that it chose itself. It takes the port for IPv4 first, and ends where another program has that
/// one for IPv6; so it is started again.
fn driver() -> (Child, u16) {
    let started = (0..STARTS).find_map(|_| try_driver());
    started.expect("chromedriver says where it listens")
}

#[expect(clippy::disallowed_methods, reason = "the browser is a program")]
fn try_driver() -> Option<(Child, u16)> {
    let mut command = Command::new("chromedriver");
    let started =
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut driver = started.expect(
        "chromedriver cannot be started: run the tests with scripts/test, which installs it, or \
         install it with: apt-get install chromium chromium-driver",
    );
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    if port.is_none() {
        driver.kill().ok();
        driver.wait().ok();
    }
    Some((driver, port?))
}
