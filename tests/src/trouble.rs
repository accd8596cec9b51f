//! Why a story could not go on, as a sentence for the person who reads the test's output.

use std::fmt;

/// How a story ends.
pub type Story = Result<(), Trouble>;

/// One sentence that says what was awaited and what was there instead.
pub struct Trouble(String);

impl Trouble {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The same trouble with what was being done in front of it.
    #[must_use]
    pub fn while_doing(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

// The test runner prints a failed story through Debug: it must read as a sentence, not as a structure.
impl fmt::Debug for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
