//! How the public can reach the body: what must be stated, and mailboxes that are no office's.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::facts::model::Completeness;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    requires: Requires,
    /// Domains of private mail, with `office_mail`.
    #[serde(default)]
    private: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Requires {
    /// Address, and phone or e-mail.
    Reachable,
    /// Postcode and e-mail beside them.
    Full,
    /// No private mailbox.
    OfficeMail,
}

impl Kind for Contact {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let contact = &context.facts.contact;
        let under = contact.span.or(context.facts.outline.title);
        let reach = contact.phone.is_some() || contact.email.is_some();
        if self.requires == Requires::OfficeMail {
            let Some(email) = &contact.email else { return Outcome::NotApplicable };
            let address = email.value.to_ascii_lowercase();
            let private = address.rsplit_once('@').is_some_and(|(_, domain)| {
                self.private
                    .iter()
                    .any(|d| domain == d || domain.strip_suffix(d.as_str()).is_some_and(|p| p.ends_with('.')))
            });
            return if private {
                fail(Label::at(email.span), "email", None, email.value.clone())
            } else {
                Outcome::Pass
            };
        }
        let case = match (contact.address.is_some(), reach) {
            _ if self.requires == Requires::Full => {
                if contact.address.is_none() || !reach {
                    return Outcome::NotApplicable;
                }
                match (contact.postcode.is_some(), contact.email.is_some()) {
                    (true, true) => return Outcome::Pass,
                    (false, true) => "no_postcode",
                    (true, false) => "no_email",
                    (false, false) => "no_postcode_email",
                }
            }
            (true, true) => return Outcome::Pass,
            (false, true) => "no_address",
            (true, false) => "no_reach",
            (false, false) => "nothing",
        };
        // A contact that is there speaks for itself; none at all may have been cut off.
        if context.facts.completeness != Completeness::Whole {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        fail(Label::absent(under), case, Some(case), String::new())
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["nothing", "no_address", "no_reach", "no_postcode", "no_email", "no_postcode_email"]
    }
}

fn fail(primary: Label, identity: &str, case: Option<&'static str>, found: String) -> Outcome {
    let values = BTreeMap::from([("found", found)]);
    Outcome::Fail(vec![Failure { primary, values, identity: identity.to_owned(), case, ..Failure::default() }])
}
