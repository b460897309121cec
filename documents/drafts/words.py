"""Every text that the phone's scripts show, by name. They come with the shell, so they are there without network.

The one invariant: no text about a person stands here. Called when the shell is drawn.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.declarations import Text

SAVING: dict[str, Text] = {
    "saved": _("Saved %(time)s"),
    "kept_offline": _("No network. Kept on this phone %(time)s; saved by itself when the network is back."),
    "offline_passing": _("No network. Keep this page open; it is saved by itself when the network is back."),
    "login_kept": _("Please log in again; what you wrote is kept."),
    "not_saved": _("Cannot be saved: %(reason)s"),
    "in_outbox": _("Kept. It is sent by itself."),
    "continued": _("Continued where you stopped."),
    "start_over": _("Start over"),
    "clock_wrong": _("This phone’s clock is wrong. Today is %(day)s. Check the date, then send again."),
    "clock_off": _("This phone’s clock is wrong. Today is %(day)s; that day is used for new records."),
}
WAITING: dict[str, Text] = {
    "not_sent": _("%(count)s not sent"),
    "locked_unsent": _("%(count)s not sent yet. Enter the PIN to send."),
    "waits": _("waits for the network"),
    "needs_attention": _("needs your attention"),
    "drafts": _("Drafts"),
    "drafts_elsewhere": _("Begun on another device"),
    "expires": _("is deleted after %(day)s"),
    "arrived_lately": _("Arrived lately"),
    "arrived_at": _("arrived %(time)s"),
    "go_on": _("Go on writing"),
    "edit": _("Change"),
    "open": pgettext_lazy("a record", "Open"),
    "out_of_reach": _("no longer with you"),
    "discard": _("Discard"),
    "keep": _("Keep"),
    "discard_title": _("Discard this record?"),
    "discard_text": _("What you wrote here has not been sent. It cannot be brought back."),
}
VERSIONS: dict[str, Text] = {
    "two_versions": _("Two versions"),
    "changed_elsewhere": _("This draft was changed on another device or in another window. Choose what is to be kept."),
    "version_here": _("Here"),
    "version_there": _("On the server or in the other window"),
    "version_both": _("Both, one after the other"),
    "keep_chosen": _("Keep what I chose"),
    "sent_elsewhere": _("This record was sent from another device already. %(time)s"),
    "discarded_elsewhere": _("This draft was discarded on another device. %(time)s"),
    "typed_here": _("Written on this device"),
    "as_new": _("Keep mine as a new record"),
    "open_record": _("Open the record that arrived"),
    "copy_words": _("Copy my words"),
    "nothing": _("nothing"),
}
ENTRANCE: dict[str, Text] = {
    "login": _("Log in"),
    "login_title": _("Log in once"),
    "login_text": _("Log in with your user name. After that this page also works without network."),
    "first_time_title": _("The first time needs the network"),
    "first_time_offline": _("Open this page once with the network on. After that it also works without."),
    "try_again": pgettext_lazy("the network", "Try again"),
    "pin": _("PIN"),
    "pin_new": _("New PIN, six digits"),
    "pin_again": _("The same PIN again"),
    "pin_set": _("Set the PIN"),
    "pin_new_title": _("Choose a PIN for this phone"),
    "pin_why": _(
        "What you write is kept encrypted on this phone, also without network. The PIN opens it; nobody else on this "
        "phone sees it."
    ),
    "pin_new_keeps": _("Nothing that you wrote is lost."),
    "pin_weak": _("Choose six digits that are not all the same and do not count up or down."),
    "pin_differ": _("The two PINs are not the same. Type both again."),
    "pin_wrong": _("This is not the PIN. Try again, or use “PIN forgotten”."),
    "pin_too_soon": _("Too many wrong PINs. Try again in %(count)s seconds, or use “PIN forgotten”."),
    "pin_trouble": _("That did not work. Load the page again and try once more. %(reason)s"),
    "pin_forgotten": _("PIN forgotten"),
    "pin_skip": _("Without a PIN, only with network"),
    "pin_skip_text": _("On a borrowed phone: nothing is kept on it after the page is closed."),
    "locked_title": _("Enter your PIN"),
    "unlock": _("Unlock"),
    "someone_else": _("I am somebody else"),
    "no_network": _("This needs the network. Try again when it is back."),
}
BROWSER: dict[str, Text] = {
    "no_worker": _("In this browser the page does not open without network. What you write is kept while it is open."),
    "no_keeping": _("This browser keeps nothing safely. What you write is saved on the server only, with network."),
    "not_secure": _(
        "This address is not encrypted (http), so this phone keeps nothing. What you write is saved on the server "
        "only, with network."
    ),
    "open_in_browser": _("In WeChat, tap ⋯ at the top right, then “Open in browser”. Or copy the address:"),
    "link": _("Address of this page"),
    "copy_link": _("Copy the address"),
    "offline": _("No network. You can go on writing; everything is sent later."),
    "trouble": _("The server does not answer properly. Everything is kept and is sent later."),
    "passing": _("Without a PIN nothing stays on this phone after you close the page."),
    "new_version": _("There is a new version of this page."),
    "reload": _("Load it"),
}
PAGES: dict[str, Text] = {
    "phone_title": _("On the phone"),
    "nothing_taken_title": _("Nothing here yet"),
    "nothing_taken": _("With the network on, your children and visits appear here by themselves."),
    "find": _("Find"),
    "back": _("Back"),
    "remove": _("Remove"),
    "yes": _("Yes"),
    "no": _("No"),
    "today": _("today"),
    "yesterday": _("yesterday"),
    "tomorrow": _("tomorrow"),
    "days_ago": _("%(count)s days ago"),
    "in_days": _("in %(count)s days"),
    "overdue": _("%(count)s days overdue"),
    "please_check": _("Please check"),
    "please_answer": _("Still open: %(field)s"),
    "child_number": _("Child %(number)s"),
    "photos": _("Photos"),
    "photo_number": _("Photo %(number)s"),
    "photos_full": _("At most %(count)s photos go with one record."),
    "photo_not_kept": _("The photo could not be kept; there may be no room on this phone."),
    "photos_elsewhere": _("The photos of this draft lie on another device. Take them again, or send it from there."),
    "face_question": _("Can a face be recognised?"),
}


def words() -> dict[str, str]:
    """The texts in the active language."""
    groups = (SAVING, WAITING, VERSIONS, ENTRANCE, BROWSER, PAGES)
    return {name: str(text) for group in groups for name, text in group.items()}
